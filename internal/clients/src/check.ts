// What the suites share: where the server is, and a way to say that something is not so.

export function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

/** The address of /graphql, given on the command line. */
export function address(): string {
  const url = process.argv[2]
  check(url !== undefined, 'give the address of /graphql')
  return url
}
