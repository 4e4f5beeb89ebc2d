ReactDOM.createRoot(document.getElementById('app')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql' }),
    defaultQuery: '{\n  playbooks(first: 10) {\n    nodes { title organization { name } latestVersion { number } }\n  }\n}\n',
  }),
);
