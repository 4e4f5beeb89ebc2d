// The audits of the npm package graphql-http: no MUST and no SHOULD may fail.
import { auditServer } from 'graphql-http'

const results = await auditServer({ url: process.argv[2] })
const failed = results.filter((r) => r.status === 'error' || r.status === 'warn')
for (const r of failed) console.error(`${r.status} ${r.id} ${r.name}: ${r.reason}`)
if (results.length < 60) console.error(`only ${results.length} audits`)
process.exit(failed.length > 0 || results.length < 60 ? 1 : 0)
