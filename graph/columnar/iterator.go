package columnar

import (
	"context"
	"fmt"
	"slices"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// iteration is a set of quads, or of nodes, in Cayley's form: a run of numbers
// from first to last, or a list. direction and node say what its quads have in
// common; direction Any is all of them.
type iteration struct {
	store       *Store
	direction   quad.Direction
	node        Node
	first, last uint32
	list        []uint32
	nodes       bool
}

func newRun(s *Store, first, last uint32) *iteration {
	return &iteration{store: s, first: first, last: last}
}

var _ cayley.IteratorShapeCompat = (*iteration)(nil)

func (it *iteration) size() int64 { return int64(it.last-it.first) + int64(len(it.list)) }

func (it *iteration) Iterate() cayley.Scanner { return &cursor{of: it, at: -1} }
func (it *iteration) Lookup() cayley.Index    { return &cursor{of: it, at: -1} }

func (it *iteration) AsLegacy() cayley.Iterator {
	legacy := &legacy{shape: it}
	legacy.Iterator = cayley.NewLegacy(it, legacy)
	return legacy
}

func (it *iteration) SubIterators() []cayley.IteratorShape { return nil }

func (it *iteration) Optimize(context.Context) (cayley.IteratorShape, bool) { return it, false }

func (it *iteration) String() string {
	if it.nodes {
		return "Columnar(nodes)"
	}
	return fmt.Sprintf("Columnar(%v)", it.direction)
}

func (it *iteration) Stats(context.Context) (cayley.IteratorCosts, error) {
	return cayley.IteratorCosts{NextCost: 1, ContainsCost: 1, Size: cayley.Size{Size: it.size(), Exact: true}}, nil
}

// legacy is an iteration in the older of Cayley's two interfaces.
type legacy struct {
	shape *iteration
	cayley.Iterator
}

func (l *legacy) AsShape() cayley.IteratorShape {
	l.Close()
	return l.shape
}

// cursor walks over an iteration, or tells what is in it.
type cursor struct {
	of      *iteration
	at      int64 // index of the current element; -1 before the first
	current cayley.Ref
}

func (c *cursor) Next(ctx context.Context) bool {
	if ctx.Err() != nil || c.at+1 >= c.of.size() {
		c.current = nil
		return false
	}
	c.at++
	n := c.of.first + uint32(c.at)
	if c.of.list != nil {
		n = c.of.list[c.at]
	}
	c.current = c.of.ref(n)
	return true
}

func (it *iteration) ref(n uint32) cayley.Ref {
	if it.nodes {
		return Node(n)
	}
	return Row(n)
}

// Contains asks the columns: a quad is in the set if its side is the node.
func (c *cursor) Contains(_ context.Context, ref cayley.Ref) bool {
	c.current = nil
	if !c.of.contains(ref) {
		return false
	}
	c.current = ref
	return true
}

func (it *iteration) contains(ref cayley.Ref) bool {
	switch ref := ref.(type) {
	case Node:
		return it.nodes && int(ref) < it.store.Nodes()
	case Row:
		if it.nodes || int(ref) >= it.store.Len() {
			return false
		}
		if it.direction == quad.Any {
			return uint32(ref) >= it.first && uint32(ref) < it.last || slices.Contains(it.list, uint32(ref))
		}
		return it.store.QuadDirection(ref, it.direction) == cayley.Ref(it.node)
	}
	return false
}

func (c *cursor) Result() cayley.Ref               { return c.current }
func (c *cursor) NextPath(context.Context) bool    { return false }
func (c *cursor) TagResults(map[string]cayley.Ref) {}
func (c *cursor) Err() error                       { return nil }
func (c *cursor) Close() error                     { return nil }
func (c *cursor) String() string                   { return c.of.String() }
