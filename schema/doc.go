// Package schema is GraphQL over a graph: types made from the ontology,
// resolvers that read in batches, and the guard before them.
//
// [New] builds the schema once; [Schema.Execute] answers a request, or
// [Schema.Prepare] and [Prepared.Execute] in two steps. Field resolvers are written
// for many parents at once (see many), so that a list's children cost one read a
// level. graphql-go has the types, gqlparser reads and validates, the executor is
// our own: docs/architecture.md walks through a request. The contract is printed
// in schema.graphql.
package schema
