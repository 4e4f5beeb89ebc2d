// urql as it comes, with Graphcache and persisted queries.
import { Client, fetchExchange, gql } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { persistedExchange } from '@urql/exchange-persisted'
import { address, check } from './check.js'

let sent = 0
const client = new Client({
  url: address(),
  preferGetMethod: false,
  exchanges: [cacheExchange({}), persistedExchange({ preferGetForPersistedQueries: true }), fetchExchange],
  fetch: (input, init) => {
    sent++
    return fetch(input, init)
  },
})

const Causes = gql`
  query Causes {
    causes(first: 3) { nodes { id key nameZh } totalCount }
  }
`
const list = await client.query(Causes, {}).toPromise()
check(list.error === undefined && list.data.causes.nodes.length === 3, String(list.error))
check(sent === 2, `${sent} requests for the hash and the text`)
const again = await client.query(Causes, {}).toPromise()
check(again.data.causes.totalCount === list.data.causes.totalCount && sent === 2, 'not from the cache')

const id = list.data.causes.nodes[0].id
const node = await client.query(gql`query One($id: ID!) { node(id: $id) { id ... on Cause { key } } }`, { id }).toPromise()
check(node.error === undefined && node.data.node.key === list.data.causes.nodes[0].key, String(node.error))

const refused = await client.query(gql`{ playbooks(first: 1000) { totalCount } }`, {}).toPromise()
check(refused.error?.graphQLErrors[0]?.extensions.code === 'PAGE_SIZE', String(refused.error))
