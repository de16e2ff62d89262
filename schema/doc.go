// Package schema is GraphQL over a graph: types made from the ontology,
// resolvers that read in batches, and the guard before them.
//
// [New] builds the schema once; [Schema.Execute] answers a request. Field
// resolvers are written for many parents at once (see many), so that a list's
// children cost one read a level. The contract is printed in schema.graphql.
package schema
