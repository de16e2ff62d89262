// Package schema is GraphQL over a graph: types made from the ontology, and
// resolvers that read in batches.
//
// [New] builds the schema once; it answers requests as its [executor.Executor] does.
// Field resolvers are written for many parents at once, so that a list's children cost one
// read a level. graphql-go has the types, [executor] runs what is asked of them. The contract is
// printed in schema.graphql.
//
// Its files, by what they are for:
//
//	the whole        schema.go; builder.go makes all types; query.go the fields of Query; costs.go weighs them
//	types            entity.go relation.go statement.go (claims, observations, evidence) source.go passage.go text.go
//	                 label.go enums.go overview.go (ontology and statistics) ratelimit.go
//	lists            entities.go claims.go observations.go search.go, readingorder.go for all of one sort;
//	                 filter.go and condition.go are their filters, sieve.go applies these; group.go
//	over several     shared.go pairs.go matrix.go compare.go conflicts.go walk.go
//	common           connection.go (pages and cursors) sortkey.go arguments.go load.go (values by id)
//	for other rooms  documents.go to start from; found.go: the entities that an answer names
package schema
