// Compares schema.graphql with the schema that was released last: nothing that a client may use goes away or changes.
import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { CriticalityLevel, diff } from '@graphql-inspector/core'

const read = (path) => buildSchema(readFileSync(new URL(path, import.meta.url), 'utf8'))
const changes = await diff(read('./released.graphql'), read('../../schema.graphql'))
const breaking = changes.filter((c) => c.criticality.level === CriticalityLevel.Breaking)
for (const c of breaking) console.error(`${c.path}: ${c.message}`)
process.exit(breaking.length > 0 ? 1 : 0)
