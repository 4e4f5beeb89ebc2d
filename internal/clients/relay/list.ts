// Read by relay-compiler alone: a list with pages forward, refetched by node(id), and one with pages backward.
declare function graphql(text: TemplateStringsArray): unknown

export const query = graphql`
  query listQuery($count: Int!, $cursor: Cursor) {
    ...list_playbooks @arguments(count: $count, cursor: $cursor)
  }
`

export const playbooks = graphql`
  fragment list_playbooks on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "Cursor" })
  @refetchable(queryName: "listPlaybooksPageQuery") {
    playbooks(first: $count, after: $cursor) @connection(key: "list_playbooks") {
      totalCount
      edges {
        node {
          id
          title
          createdAt
          organization { name }
        }
      }
    }
  }
`

export const versions = graphql`
  fragment list_versions on Playbook
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "Cursor" })
  @refetchable(queryName: "listVersionsPageQuery") {
    versions(last: $count, before: $cursor) @connection(key: "list_versions") {
      edges { node { number state } }
    }
  }
`

export const publish = graphql`
  mutation listPublishMutation($input: PublishPlaybookInput!) {
    publishPlaybook(input: $input) {
      playbook { id latestNumber ...list_versions }
      userErrors { code field message }
    }
  }
`
