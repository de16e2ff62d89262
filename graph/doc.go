// Package graph is the model of innograph and the graph itself: entities,
// claims, observations and the evidence of each, as quads in Cayley.
//
// The common case takes three steps: fill a [Facts], hand it to [Build], and
// read from the [Graph] that comes back. A Graph is read-only and safe for
// concurrent use; there is no way to add to it.
//
// The [Ontology] is the one table that says which types and predicates exist
// and which relations may be derived. The loader's checks, the GraphQL schema
// and the documentation follow from it.
//
// This package alone imports Cayley. Which quad store stands behind a Graph
// is its own business.
package graph
