// Apollo Client as it comes, with automatic persisted queries by GET and its normalised cache.
import { createHash } from 'node:crypto'
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { relayStylePagination } from '@apollo/client/utilities'
import { address, check } from './check.js'

const sent: { method: string; body: string }[] = []
const client = new ApolloClient({
  cache: new InMemoryCache({ typePolicies: { Query: { fields: { regions: relayStylePagination(['parentId']) } } } }),
  link: ApolloLink.from([
    new PersistedQueryLink({
      sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
      useGETForHashedQueries: true,
    }),
    new HttpLink({
      uri: address(),
      fetch: (input, init) => {
        sent.push({ method: init?.method ?? 'GET', body: String(init?.body ?? input) })
        return fetch(input, init)
      },
    }),
  ]),
})

type Page = { regions: { totalCount: number; edges: { node: { id: string; code: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
const Regions = gql`
  query Regions($after: Cursor) {
    regions(first: 2, after: $after, parentId: "reg_CN") {
      totalCount
      edges { cursor node { id code } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`
const first = await client.query<Page>({ query: Regions })
const page = first.data
check(page !== undefined && page.regions.edges.length === 2 && page.regions.pageInfo.hasNextPage, JSON.stringify(first))
check(Number(sent.length) === 2 && sent[0]?.method === 'GET' && sent[1]?.method === 'POST', `hash first, then the text: ${JSON.stringify(sent)}`)

const second = await client.query<Page>({ query: Regions, variables: { after: page.regions.pageInfo.endCursor }, fetchPolicy: 'network-only' })
check(Number(sent.length) === 3 && sent[2]?.method === 'GET', `the hash alone is enough now: ${JSON.stringify(sent)}`)
check(second.data?.regions.edges.length === 4, 'the cache joins the pages')

// The normalised cache: a node read by id is the one that the list brought, under its type and id.
const one = page.regions.edges[0]?.node
check(one !== undefined, 'no region')
const fragment = client.readFragment<{ code: string }>({ id: `Region:${one.id}`, fragment: gql`fragment C on Region { code }` })
check(fragment?.code === one.code, 'not in the cache under Region and its id')

const failed = await client.query({ query: gql`{ nothing }`, errorPolicy: 'all' })
check(failed.error !== undefined, 'an error is an error')
client.stop()
