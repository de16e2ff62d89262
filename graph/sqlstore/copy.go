package sqlstore

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"

	"github.com/innograph/innograph/graph/columnar"
)

type hash = [quad.HashSize]byte

// set is the quads of a store with what Cayley knows values by. Nodes and quads go
// in the order of hashes, of subjects: the indexes that begin so are made in half the time.
type set struct {
	store  *columnar.Store
	hashes []hash          // by node
	order  []columnar.Node // by hash
}

// hashed hashes the values of a store. Two values of one hash are one value to Cayley, times of the
// same second say: these cannot be written as they are.
func hashed(s *columnar.Store) (*set, error) {
	x := &set{s, make([]hash, s.Nodes()), make([]columnar.Node, s.Nodes())}
	for n := range x.hashes {
		x.hashes[n] = csql.HashOf(s.Value(columnar.Node(n))).ValueHash
		x.order[n] = columnar.Node(n)
	}
	slices.SortFunc(x.order, func(a, b columnar.Node) int { return bytes.Compare(x.hashes[a][:], x.hashes[b][:]) })
	for i, n := range x.order[:max(len(x.order), 1)-1] {
		if m := x.order[i+1]; x.hashes[n] == x.hashes[m] {
			return nil, fmt.Errorf("cannot tell %#v from %#v: Cayley knows values by a hash, and theirs is the same", s.Value(n), s.Value(m))
		}
	}
	return x, nil
}

// nodeColumns are those of Cayley's table of nodes.
var nodeColumns = []string{"hash", "refs", "value", "value_string", "datatype", "language", "iri", "bnode", "value_int", "value_bool", "value_float", "value_time"}

func (x *set) copy(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"nodes"}, nodeColumns, pgx.CopyFromFunc(x.nodes())); err != nil {
		return fmt.Errorf("copy nodes: %w", err)
	}
	var now time.Time
	if err := tx.QueryRow(ctx, `SELECT now()::timestamp`).Scan(&now); err != nil {
		return err
	}
	columns := []string{"subject_hash", "predicate_hash", "object_hash", "label_hash", "ts"}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"quads"}, columns, pgx.CopyFromFunc(x.quads(now))); err != nil {
		return fmt.Errorf("copy quads: %w", err)
	}
	return nil
}

// nodes gives the rows of nodes. A node counts the sides of quads that it is on, as Cayley counts.
func (x *set) nodes() func() ([]any, error) {
	at := map[string]int{}
	for i, name := range nodeColumns {
		at[name] = i
	}
	row, i := make([]any, len(nodeColumns)), 0
	return func() ([]any, error) {
		if i == len(x.order) {
			return nil, nil
		}
		n := x.order[i]
		i++
		kind, values, err := csql.NodeValues(csql.NodeHash{ValueHash: x.hashes[n]}, x.store.Value(n))
		if err != nil {
			return nil, err
		}
		clear(row)
		refs := 0
		for _, d := range quad.Directions {
			refs += x.store.Count(d, n)
		}
		row[0], row[1] = x.hashes[n][:], int32(refs)
		for j, name := range kind.Columns() {
			row[at[name]] = values[j+1]
		}
		return row, nil
	}
}

// quads gives the rows of quads, by subject.
func (x *set) quads(now time.Time) func() ([]any, error) {
	first := make([]int, x.store.Nodes()+1) // quads of the store before those of a subject
	for n := range x.store.Nodes() {
		first[n+1] = first[n] + x.store.Count(quad.Subject, columnar.Node(n))
	}
	row, i, r, last := make([]any, 5), 0, 0, 0
	row[4] = now
	return func() ([]any, error) {
		for r == last {
			if i == len(x.order) {
				return nil, nil
			}
			n := x.order[i]
			r, last = first[n], first[n+1]
			i++
		}
		q, labelled := x.store.Row(r)
		r++
		for d := range 3 {
			row[d] = x.hashes[q[d]][:]
		}
		row[3] = nil
		if labelled {
			row[3] = x.hashes[q[3]][:]
		}
		return row, nil
	}
}
