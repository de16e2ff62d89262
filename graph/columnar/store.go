package columnar

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"slices"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
	"github.com/cespare/xxhash/v2"
)

// ErrReadOnly is what every attempt to write to a Store gives.
var ErrReadOnly = errors.New("columnar: the store is read-only; build a new one")

// Store is an immutable set of quads. It is safe for concurrent use.
//
// Nodes are numbered in the order of their spellings from 0, quads in the order
// of subject, predicate, object and label from 0.
type Store struct {
	// The dictionary: node n is spelled spellings[offsets[n]:offsets[n+1]].
	spellings []byte
	offsets   []uint64
	slots     []uint32 // node + 1 by hash; see hashTable
	// The quads: subject, predicate, object, and label + 1 (0: none).
	side [4][]uint32
	// Rows of subject s are bySubject[s] to bySubject[s+1]; those of object o
	// stand in objectOrder from byObject[o] to byObject[o+1].
	bySubject             []uint32
	byObject, objectOrder []uint32
	// Predicates and labels are sparse: rows of predicates[i] stand in
	// predicateOrder from byPredicate[i] to byPredicate[i+1]; labels hold label + 1.
	predicates, byPredicate, predicateOrder []uint32
	labels, byLabel, labelOrder             []uint32

	meta   []byte   // what the maker of the store says about it
	tables [][]byte // what the maker of the store read out of it; see [Store.Tables]
	close  func() error
}

var _ cayley.QuadStore = (*Store)(nil)

// Node is a node as a Cayley reference: its number.
type Node uint32

// Key makes a node a Cayley reference.
func (n Node) Key() any { return n }

// Row is a quad as a Cayley reference: its number.
type Row uint32

// Key makes a quad a Cayley reference.
func (r Row) Key() any { return r }

func (s *Store) spelling(n uint32) []byte { return s.spellings[s.offsets[n]:s.offsets[n+1]] }

// Len is the number of quads.
func (s *Store) Len() int { return len(s.side[0]) }

// Meta is what the maker of the store said about it; the caller must not change it.
func (s *Store) Meta() []byte { return s.meta }

// Tables are what the maker of the store keeps beside the quads, so that what
// is read often is not gathered again; see [Store.WriteFile]. They begin at
// multiples of 8 bytes. The caller must not change them.
func (s *Store) Tables() [][]byte { return s.tables }

// Lookup finds the node of a value.
func (s *Store) Lookup(v quad.Value) (Node, bool) {
	var buffer [192]byte
	spelling, err := appendValue(buffer[:0], v)
	if err != nil {
		return 0, false
	}
	return s.lookup(spelling)
}

func (s *Store) lookup(spelling []byte) (Node, bool) {
	if len(s.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(s.slots) - 1)
	for i := xxhash.Sum64(spelling) & mask; ; i = (i + 1) & mask {
		slot := s.slots[i]
		if slot == 0 {
			return 0, false
		}
		if bytes.Equal(s.spelling(slot-1), spelling) {
			return Node(slot - 1), true
		}
	}
}

// Value is the value of a node. It stays valid after the store is closed.
func (s *Store) Value(n Node) quad.Value { return readValue(s.spelling(uint32(n))) }

// rows gives the quads that hold a node on a side: either a run from first to
// last of the quads themselves, or a list.
func (s *Store) rows(d quad.Direction, n Node) (first, last uint32, list []uint32) {
	switch d {
	case quad.Subject:
		return s.bySubject[n], s.bySubject[n+1], nil
	case quad.Object:
		return 0, 0, s.objectOrder[s.byObject[n]:s.byObject[n+1]]
	case quad.Predicate:
		return 0, 0, sparse(s.predicates, s.byPredicate, s.predicateOrder, uint32(n))
	case quad.Label:
		return 0, 0, sparse(s.labels, s.byLabel, s.labelOrder, uint32(n)+1)
	}
	return 0, 0, nil
}

// sparse gives the rows of a value. Labels are mostly claims, whose nodes stand
// in one run, so the place that they would have without gaps is tried first.
func sparse(values, offsets, order []uint32, v uint32) []uint32 {
	if len(values) == 0 || v < values[0] {
		return nil
	}
	i := int(v - values[0])
	if i >= len(values) || values[i] != v {
		var found bool
		if i, found = slices.BinarySearch(values, v); !found {
			return nil
		}
	}
	return order[offsets[i]:offsets[i+1]]
}

// Each calls do with each quad that holds a node on a side, in the order of
// the index, until do says false: subject, predicate, object, and label if there is one.
func (s *Store) Each(d quad.Direction, n Node, do func(q [4]Node, labelled bool) bool) {
	first, last, list := s.rows(d, n)
	for r := first; r < last; r++ {
		if !do(s.nodesOf(r)) {
			return
		}
	}
	for _, r := range list {
		if !do(s.nodesOf(r)) {
			return
		}
	}
}

func (s *Store) nodesOf(r uint32) ([4]Node, bool) {
	label := s.side[3][r]
	q := [4]Node{Node(s.side[0][r]), Node(s.side[1][r]), Node(s.side[2][r]), 0}
	if label == 0 {
		return q, false
	}
	q[3] = Node(label - 1)
	return q, true
}

// Row gives the quad at a place from 0 to [Store.Len] less one: subject, predicate,
// object, and label if there is one.
func (s *Store) Row(r int) (q [4]Node, labelled bool) { return s.nodesOf(uint32(r)) }

// EachOf is Each for the quads of one predicate: it looks at no others.
func (s *Store) EachOf(d quad.Direction, n, predicate Node, do func(q [4]Node, labelled bool) bool) {
	first, last, list := s.rows(d, n)
	p := uint32(predicate)
	if d == quad.Subject {
		from := first + uint32(lowerBound(int(last-first), func(i int) bool { return s.side[1][first+uint32(i)] < p }))
		for r := from; r < last && s.side[1][r] == p; r++ {
			if !do(s.nodesOf(r)) {
				return
			}
		}
		return
	}
	for _, r := range list[lowerBound(len(list), func(i int) bool { return s.side[1][list[i]] < p }):] {
		if s.side[1][r] != p || !do(s.nodesOf(r)) {
			return
		}
	}
}

// lowerBound is the first of n places that are sorted and not below.
func lowerBound(n int, below func(int) bool) int {
	low := 0
	for low < n {
		if middle := int(uint(low+n) >> 1); below(middle) {
			low = middle + 1
		} else {
			n = middle
		}
	}
	return low
}

// Nodes is the number of nodes.
func (s *Store) Nodes() int { return len(s.offsets) - 1 }

// Count is the number of quads that hold a node on a side, without looking at them.
func (s *Store) Count(d quad.Direction, n Node) int {
	first, last, list := s.rows(d, n)
	return int(last-first) + len(list)
}

// What Cayley asks of a quad store.

// ValueOf gives the reference of a value; nil if no quad holds it.
func (s *Store) ValueOf(v quad.Value) cayley.Ref {
	if v == nil {
		return nil
	}
	n, ok := s.Lookup(v)
	if !ok {
		return nil
	}
	return n
}

// NameOf gives the value of a reference; nil if it is none of this store's.
func (s *Store) NameOf(ref cayley.Ref) quad.Value {
	switch ref := ref.(type) {
	case Node:
		if int(ref) < s.Nodes() {
			return s.Value(ref)
		}
	case cayley.PreFetchedValue:
		return ref.NameOf()
	}
	return nil
}

// Quad gives the quad of a reference; a zero quad if it is none of this store's.
func (s *Store) Quad(ref cayley.Ref) quad.Quad {
	r, ok := ref.(Row)
	if !ok || int(r) >= s.Len() {
		return quad.Quad{}
	}
	nodes, labelled := s.nodesOf(uint32(r))
	q := quad.Quad{Subject: s.Value(nodes[0]), Predicate: s.Value(nodes[1]), Object: s.Value(nodes[2])}
	if labelled {
		q.Label = s.Value(nodes[3])
	}
	return q
}

// QuadDirection gives one side of a quad; nil for a label that is not there.
func (s *Store) QuadDirection(ref cayley.Ref, d quad.Direction) cayley.Ref {
	r, ok := ref.(Row)
	if !ok || int(r) >= s.Len() || d < quad.Subject || d > quad.Label {
		return nil
	}
	nodes, labelled := s.nodesOf(uint32(r))
	if d == quad.Label && !labelled {
		return nil
	}
	return nodes[d-quad.Subject]
}

// QuadIterator iterates over the quads that hold a node on a side.
func (s *Store) QuadIterator(d quad.Direction, ref cayley.Ref) cayley.Iterator {
	n, ok := ref.(Node)
	if !ok || int(n) >= s.Nodes() {
		return newRun(s, 0, 0).AsLegacy()
	}
	first, last, list := s.rows(d, n)
	return (&iteration{store: s, direction: d, node: n, first: first, last: last, list: list}).AsLegacy()
}

// QuadIteratorSize is the exact number of quads that hold a node on a side.
func (s *Store) QuadIteratorSize(_ context.Context, d quad.Direction, ref cayley.Ref) (cayley.Size, error) {
	n, ok := ref.(Node)
	if !ok || int(n) >= s.Nodes() {
		return cayley.Size{Exact: true}, nil
	}
	return cayley.Size{Size: int64(s.Count(d, n)), Exact: true}, nil
}

// Stats counts nodes and quads, always exactly.
func (s *Store) Stats(context.Context, bool) (cayley.Stats, error) {
	return cayley.Stats{Nodes: cayley.Size{Size: int64(s.Nodes()), Exact: true}, Quads: cayley.Size{Size: int64(s.Len()), Exact: true}}, nil
}

// QuadsAllIterator iterates over all quads in their order.
func (s *Store) QuadsAllIterator() cayley.Iterator { return newRun(s, 0, uint32(s.Len())).AsLegacy() }

// NodesAllIterator iterates over all nodes in their order.
func (s *Store) NodesAllIterator() cayley.Iterator {
	return (&iteration{store: s, last: uint32(s.Nodes()), nodes: true}).AsLegacy()
}

// ApplyDeltas refuses: the store is read-only.
func (s *Store) ApplyDeltas([]cayley.Delta, cayley.IgnoreOpts) error { return ErrReadOnly }

// NewQuadWriter refuses: the store is read-only.
func (s *Store) NewQuadWriter() (quad.WriteCloser, error) { return nil, ErrReadOnly }

// Close gives the mapped file back; nothing may be read afterwards. A store in
// memory is left to the collector.
func (s *Store) Close() error {
	if s.close == nil {
		return nil
	}
	return s.close()
}

// Reading without quad values, for those that know what they look for.

// IRI is the text of an IRI node; false if the node is none. The bytes are the
// store's: they must not be changed and hold until it is closed.
func (s *Store) IRI(n Node) ([]byte, bool) {
	spelling := s.spelling(uint32(n))
	return spelling[1:], spelling[0] == kindIRI
}

// Text is the text of a string node of any kind, and its language or type;
// false if the node is no string. The bytes are the store's, as those of IRI.
func (s *Store) Text(n Node) (text, tag []byte, ok bool) {
	spelling := s.spelling(uint32(n))
	switch spelling[0] {
	case kindString:
		return spelling[1:], nil, true
	case kindLang, kindTyped:
		if i := bytes.IndexByte(spelling, 0); i > 0 {
			return spelling[i+1:], spelling[1:i], true
		}
	}
	return nil, nil, false
}

// Dictionary is the bytes of all values; see [Store.Place].
func (s *Store) Dictionary() []byte { return s.spellings }

// Place says where the text of an IRI or of a string of any kind stands in the
// dictionary, without its language or type: from the first byte to one past the last.
func (s *Store) Place(n Node) (from, to uint64) {
	from, to = s.offsets[n], s.offsets[n+1]
	switch spelling := s.spellings[from:to]; spelling[0] {
	case kindLang, kindTyped:
		from += uint64(bytes.IndexByte(spelling, 0))
	}
	return from + 1, to
}

// Int is the number of an Int node; false if the node is none.
func (s *Store) Int(n Node) (int64, bool) {
	spelling := s.spelling(uint32(n))
	if spelling[0] != kindInt {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(spelling[1:]) ^ 1<<63), true
}

// LookupIRI finds the node of an IRI.
func (s *Store) LookupIRI(iri string) (Node, bool) {
	var buffer [192]byte
	return s.lookup(append(append(buffer[:0], kindIRI), iri...))
}
