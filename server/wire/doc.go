// Package wire is GraphQL over HTTP: which requests are taken, how they are read, how answers are written.
//
// It follows the draft of the specification (https://graphql.github.io/graphql-over-http/draft/) and RFC 9110. It knows
// no schema: operations are run by a graphql.GraphExecutor. Streams (server-sent events, websockets) are other
// transports, given to the Handler and asked first; around all of them stand, from the outside in, RequestID, the rate
// limits, and the guard against cross-site requests.
package wire
