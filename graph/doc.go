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
//
// Its files, by what they are for:
//
//	the model      ontology.go fields.go facts.go iri.go unit.go vocabulary.go
//	facts ↔ quads  properties.go is the one table of fields and their terms, forms.go how objects are spelt
//	facts ► quads  encode.go quads.go; names of their terms in JSON-LD: jsonld.go
//	quads ► facts  decode.go decoded.go; from Cayley's dumps: pquads.go
//	the graph      graph.go over store.go (quads in columns) and tables.go, which tabulate.go fills;
//	               stats.go counts; database.go shares one between machines
//	reads          entities.go statements.go catalog.go passages.go relations.go, and derive.go for what no
//	               claim states
//	answers        shared.go matrix.go contradictions.go within.go walk.go; visited.go is a set for walks
//	ways out       select.go cuts a part, stream.go gives what is in it; describe.go one thing and what
//	               it names
package graph
