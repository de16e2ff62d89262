package sqlstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
	"github.com/jackc/pgx/v5"

	"github.com/innograph/innograph/graph/columnar"
)

// Read reads all quads, and the version that they are. Loaders beside it change
// nothing of what it reads; those who want to finish wait until it is done.
func (d *Database) Read(ctx context.Context) (*columnar.Store, Version, error) {
	tx, err := d.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, Version{}, err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // it has changed nothing
	// Tables first, then the view of them: a table that takes another's place is
	// empty to those whose view is older.
	if _, err := tx.Exec(ctx, `LOCK TABLE nodes, quads IN ACCESS SHARE MODE`); missing(err) {
		return nil, Version{}, ErrEmpty
	} else if err != nil {
		return nil, Version{}, err
	}
	v, err := version(ctx, tx)
	if errors.Is(err, ErrEmpty) {
		err = ErrForeign // there are tables, but none that says what they hold
	}
	if err != nil {
		return nil, v, err
	}
	var b columnar.Builder
	b.Grow(int(v.Quads))
	numbers, err := readNodes(ctx, tx, &b, v.Nodes)
	if err != nil {
		return nil, v, fmt.Errorf("read nodes: %w", err)
	}
	if err := readQuads(ctx, tx, &b, numbers); err != nil {
		return nil, v, fmt.Errorf("read quads: %w", err)
	}
	s := b.Build()
	if int64(s.Len()) != v.Quads {
		return nil, v, fmt.Errorf("has %d quads, and its version says %d; somebody else has written to its tables, load it anew", s.Len(), v.Quads)
	}
	return s, v, nil
}

type hash = [quad.HashSize]byte

func readNodes(ctx context.Context, tx pgx.Tx, b *columnar.Builder, n int64) (map[hash]uint32, error) {
	rows, err := tx.Query(ctx, `SELECT hash, value, value_string, datatype, language, iri, bnode, value_int, value_bool, value_float, value_time FROM nodes`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	numbers := make(map[hash]uint32, n)
	for rows.Next() {
		raw := rows.RawValues()
		v, err := valueOf(raw[1:])
		if err != nil {
			return nil, err
		}
		if len(raw[0]) != quad.HashSize {
			return nil, fmt.Errorf("a hash has %d bytes, not %d", len(raw[0]), quad.HashSize)
		}
		if numbers[hash(raw[0])], err = b.Number(v); err != nil {
			return nil, err
		}
	}
	return numbers, rows.Err()
}

func readQuads(ctx context.Context, tx pgx.Tx, b *columnar.Builder, numbers map[hash]uint32) error {
	rows, err := tx.Query(ctx, `SELECT subject_hash, predicate_hash, object_hash, label_hash FROM quads`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var q [4]uint32
		labelled := false
		for i, raw := range rows.RawValues() {
			if raw == nil && i == 3 {
				continue
			}
			if len(raw) != quad.HashSize {
				return fmt.Errorf("a hash has %d bytes, not %d", len(raw), quad.HashSize)
			}
			n, ok := numbers[hash(raw)]
			if !ok {
				return fmt.Errorf("a quad names node %x, which is not there", raw)
			}
			q[i] = n
			labelled = i == 3
		}
		b.AddNumbers(q, labelled)
	}
	return rows.Err()
}

// valueOf reads a node of Cayley's table, whose columns come in the binary form of
// PostgreSQL's protocol: value, value_string, datatype, language, iri, bnode,
// value_int, value_bool, value_float, value_time.
func valueOf(raw [][]byte) (quad.Value, error) {
	text := quad.String(raw[1])
	switch {
	case raw[4] != nil:
		return quad.IRI(text), nil
	case raw[5] != nil:
		return quad.BNode(text), nil
	case raw[2] != nil:
		return quad.TypedString{Value: text, Type: quad.IRI(raw[2])}, nil
	case raw[3] != nil:
		return quad.LangString{Value: text, Lang: string(raw[3])}, nil
	case raw[1] != nil:
		return text, nil
	case len(raw[6]) == 8:
		return quad.Int(binary.BigEndian.Uint64(raw[6])), nil
	case len(raw[7]) == 1:
		return quad.Bool(raw[7][0] == 1), nil
	case len(raw[8]) == 8:
		return quad.Float(math.Float64frombits(binary.BigEndian.Uint64(raw[8]))), nil
	case len(raw[9]) == 8:
		since2000 := time.Duration(binary.BigEndian.Uint64(raw[9])) * time.Microsecond
		return quad.Time(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(since2000)), nil
	case raw[0] != nil:
		return pquads.UnmarshalValue(raw[0])
	}
	return nil, errors.New("a node has no value")
}
