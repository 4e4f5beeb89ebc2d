// The Relay rules of graphql-eslint, and its rules for a well-described schema.
import plugin from '@graphql-eslint/eslint-plugin'

export default [
  {
    files: ['**/*.graphql'],
    languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema: 'schema.graphql', documents: 'internal/clients/operations/*.graphql' } } },
    plugins: { '@graphql-eslint': plugin },
  },
  {
    files: ['**/schema.graphql'],
    rules: {
      ...plugin.configs['flat/schema-relay'].rules,
      // A list by rank is read forward only; an edge of a search is a union of nodes.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // Lists of nodes and of userErrors are of objects, not of edges.
      '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
      '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
      '@graphql-eslint/no-hashtag-description': 'off', // sections are marked by comments
      '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
      '@graphql-eslint/no-duplicate-fields': 'off',
      '@graphql-eslint/no-typename-prefix': 'error',
      '@graphql-eslint/no-unreachable-types': 'error',
      '@graphql-eslint/require-description': ['error', { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true }],
      '@graphql-eslint/require-deprecation-reason': 'error',
      '@graphql-eslint/unique-enum-value-names': 'error',
    },
  },
  { files: ['**/operations/*.graphql'], rules: plugin.configs['flat/operations-recommended'].rules },
]
