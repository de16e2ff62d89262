// Package columnar is a read-only quad store for Cayley: an immutable set of
// quads, dictionary-encoded, in sorted columns with offsets, held in memory or
// in one mapped file.
//
// A [Builder] takes quads in any order and gives a [Store]; nothing can be
// added after. A Store is safe for any number of readers and takes no lock. It
// is a whole Cayley graph.QuadStore for reading, and [Register] makes
// cayley.NewGraph("columnar", path, nil) open its files.
//
// The set of quads is Cayley's: a quad is told by all four of its sides, the
// label included, and stands once however often it was added.
package columnar
