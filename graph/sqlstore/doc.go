// Package sqlstore keeps a set of quads in a PostgreSQL database, in the tables of
// Cayley's sql backend: what is written here, Cayley reads as its own. It writes by
// COPY in one transaction and reads all of it in another, which is some ten times as
// fast as Cayley's own writer and reader (docs/store.md has the figures).
//
// A database holds one set at a time. A new one is built beside the old one, in a
// schema of its own that nobody sees, and takes its place when the transaction ends.
package sqlstore
