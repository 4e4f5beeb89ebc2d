// A client of generated types alone: sign up, found an organization, write and publish a playbook, read it back.
import {
  CreateOrganizationDocument,
  CreatePlaybookDocument,
  NodeByIdDocument,
  PlaybooksDocument,
  PublishPlaybookDocument,
  SignUpDocument,
  ViewerDocument,
  type TypedDocumentString,
} from '../gen/graphql.js'
import { address, check } from './check.js'

const url = address()
let token = ''

async function ask<R, V>(document: TypedDocumentString<R, V>, variables: V): Promise<R> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json',
      'Accept-Language': 'zh-CN',
      ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: document.toString(), variables }),
  })
  const answer = (await response.json()) as { data?: R; errors?: { message: string }[] }
  check(answer.errors === undefined && answer.data !== undefined, JSON.stringify(answer.errors))
  return answer.data
}

const signedUp = await ask(SignUpDocument, {
  input: { email: 'typed@example.org', name: '小明', password: 'a long way to walk together' },
})
token = signedUp.signUp.token ?? ''
check(token !== '', 'no token')

const founded = await ask(CreateOrganizationDocument, { input: { slug: 'typed', name: '东部助学' } })
const organizationId = founded.createOrganization.organization?.id
check(organizationId !== undefined, 'no organization')

const refused = await ask(CreateOrganizationDocument, { input: { slug: 'typed', name: '又一个' } })
const why = refused.createOrganization.userErrors[0]
check(why?.code === 'TAKEN' && why.field === 'slug' && /\p{Script=Han}/u.test(why.message), JSON.stringify(why))

const written = await ask(CreatePlaybookDocument, {
  input: { organizationId, idempotencyKey: '1', draft: { title: '走访', steps: [{ title: '确定名单' }, { title: '入户' }] } },
})
const playbook = written.createPlaybook.playbook
check(playbook?.viewerCanPublish.allowed === true, 'the owner may not publish')
const published = await ask(PublishPlaybookDocument, { input: { organizationId, playbookId: playbook.id } })
check(published.publishPlaybook.playbook?.latestNumber === 1, 'not published')

const page = await ask(PlaybooksDocument, { first: 5, filterBy: { organizationId }, orderBy: { field: 'TITLE', direction: 'DESC' } })
const card = page.playbooks.edges[0]?.node
check(page.playbooks.totalCount === 1 && card?.latestVersion?.steps.nodes[1]?.title === '入户', JSON.stringify(page))
check(!Number.isNaN(Date.parse(card.createdAt)), 'createdAt is no date')

const node = await ask(NodeByIdDocument, { id: card.id })
check(node.node?.__typename === 'Playbook' && node.node.title === '走访', 'node(id) is another')
const viewer = await ask(ViewerDocument, {})
check(viewer.viewer?.memberships.nodes[0]?.role === 'OWNER', 'not the owner')
