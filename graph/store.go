package graph

import (
	"context"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// store reads quads in batches. It is the only code of this package that knows
// which quad store stands behind a graph: Cayley's contract with our columns.
//
// The path API stays out of here: its optimizer costs more than the hops. So do
// Cayley's iterators on the way of every request: they would end early and
// silently when a context does; TestCayleyHidesCancellation shows it.
type store struct {
	columns *columnar.Store
}

// checkEvery is how many quads are read between two looks at the context.
const checkEvery = 4096

// around finds, for each node in order, the quads that hold it on side d and,
// if predicates are given, have one of them. Unknown nodes have none. Quads of a
// node come in the store's order, which callers must not rely on.
func (s *store) around(ctx context.Context, d quad.Direction, nodes []quad.Value, predicates []quad.IRI) ([][]quad.Quad, error) {
	var wanted []columnar.Node
	for _, p := range predicates {
		if n, ok := s.columns.Lookup(p); ok {
			wanted = append(wanted, n)
		}
	}
	rows := make([][]quad.Quad, len(nodes))
	if len(predicates) > 0 && len(wanted) == 0 {
		return rows, ctx.Err()
	}
	names := nameCache{s.columns, map[columnar.Node]quad.Value{}}
	left := 0
	for i, node := range nodes {
		n, ok := s.columns.Lookup(node)
		if !ok {
			continue
		}
		s.columns.Each(d, n, func(q [4]columnar.Node, labelled bool) bool {
			if left--; left < 0 {
				left = checkEvery
				if ctx.Err() != nil {
					return false
				}
			}
			if len(wanted) == 0 || has(wanted, q[1]) {
				rows[i] = append(rows[i], names.quad(q, labelled))
			}
			return true
		})
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return rows, nil
}

// nameCache looks up each node's value once in a batch.
type nameCache struct {
	columns *columnar.Store
	known   map[columnar.Node]quad.Value
}

func (n *nameCache) quad(q [4]columnar.Node, labelled bool) quad.Quad {
	out := quad.Quad{Subject: n.value(q[0]), Predicate: n.value(q[1]), Object: n.value(q[2])}
	if labelled {
		out.Label = n.value(q[3])
	}
	return out
}

func (n *nameCache) value(node columnar.Node) quad.Value {
	v, ok := n.known[node]
	if !ok {
		v = n.columns.Value(node)
		n.known[node] = v
	}
	return v
}
