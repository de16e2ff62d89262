package graph

import (
	"context"
	"fmt"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"
)

// store reads quads in batches from a Cayley quad store. It is the only code
// that knows which store that is.
//
// Reads start from given nodes and never from all nodes: two whole-graph
// iterators of Cayley's memory store v0.7.7 beside each other are a data race
// (both write one field). The path API stays out of here: its optimizer costs
// more than the hops.
type store struct {
	qs cayley.QuadStore
}

// newMemoryStore fills Cayley's memory store. It is safe for any number of
// readers, because nothing writes to it afterwards.
func newMemoryStore(quads []quad.Quad) *store {
	return &store{qs: memstore.New(quads...)}
}

// around finds, for each node in order, the quads that hold it on side d and,
// if predicates are given, have one of them. Unknown nodes have none. Quads of a
// node come in the store's order, which callers must not rely on.
func (s *store) around(ctx context.Context, d quad.Direction, nodes []quad.Value, predicates []quad.IRI) ([][]quad.Quad, error) {
	wanted := map[any]bool{}
	for _, p := range predicates {
		if ref := s.qs.ValueOf(p); ref != nil {
			wanted[cayley.ToKey(ref)] = true
		}
	}
	rows := make([][]quad.Quad, len(nodes))
	if len(predicates) > 0 && len(wanted) == 0 {
		return rows, ctx.Err()
	}
	names := nameCache{qs: s.qs, known: map[any]quad.Value{}}
	for i, node := range nodes {
		ref := s.qs.ValueOf(node)
		if ref == nil {
			continue
		}
		it := s.qs.QuadIterator(d, ref)
		for it.Next(ctx) {
			q := it.Result()
			if len(predicates) > 0 && !wanted[cayley.ToKey(s.qs.QuadDirection(q, quad.Predicate))] {
				continue
			}
			rows[i] = append(rows[i], names.quad(q))
		}
		err := it.Err()
		if closeErr := it.Close(); err == nil {
			err = closeErr
		}
		// A Cayley iterator ends silently when its context does, so ask the context too.
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("read quads: %w", err)
		}
	}
	return rows, nil
}

// size is the exact number of quads.
func (s *store) size(ctx context.Context) (int64, error) {
	stats, err := s.qs.Stats(ctx, true)
	if err != nil {
		return 0, fmt.Errorf("count quads: %w", err)
	}
	return stats.Quads.Size, nil
}

// nameCache looks up each node's value once in a batch.
type nameCache struct {
	qs    cayley.QuadStore
	known map[any]quad.Value
}

func (n *nameCache) quad(ref cayley.Ref) quad.Quad {
	return quad.Quad{
		Subject:   n.value(n.qs.QuadDirection(ref, quad.Subject)),
		Predicate: n.value(n.qs.QuadDirection(ref, quad.Predicate)),
		Object:    n.value(n.qs.QuadDirection(ref, quad.Object)),
		Label:     n.value(n.qs.QuadDirection(ref, quad.Label)),
	}
}

func (n *nameCache) value(ref cayley.Ref) quad.Value {
	if ref == nil {
		return nil
	}
	key := cayley.ToKey(ref)
	if v, ok := n.known[key]; ok {
		return v
	}
	v := n.qs.NameOf(ref)
	n.known[key] = v
	return v
}
