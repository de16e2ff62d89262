// Package schema is GraphQL over a graph: types made from the ontology, and
// resolvers that read in batches.
//
// [New] builds the schema once; it answers requests as its [executor.Executor] does.
// Field resolvers are written for many parents at once, so that a list's children cost one
// read a level. graphql-go has the types, [executor] runs what is asked of them. The contract is
// printed in schema.graphql.
package schema
