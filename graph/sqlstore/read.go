package sqlstore

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
	"github.com/jackc/pgx/v5"

	"github.com/innograph/innograph/graph/columnar"
)

// silence is how long a database may give no row: a connection that is cut without a word ends then.
const silence = 30 * time.Second

// Read reads all quads, and the version that they are. Loaders beside it change
// nothing of what it reads; those who want to finish wait until it is done.
func (d *Database) Read(ctx context.Context) (*columnar.Store, Version, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(silence, func() { cancel(fmt.Errorf("has said nothing for %v", silence)) })
	defer watch.Stop()
	r := &reading{alive: func() { watch.Reset(silence) }}
	err := d.read(ctx, r)
	if err != nil && context.Cause(ctx) != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return nil, r.version, explain(err)
	}
	s := r.builder.Build()
	if int64(s.Len()) != r.version.Quads {
		return nil, r.version, fmt.Errorf("has %d quads, and its version says %d; somebody else has written to its tables, load the packages anew", s.Len(), r.version.Quads)
	}
	return s, r.version, nil
}

// reading is what has been read so far.
type reading struct {
	version Version
	builder columnar.Builder
	numbers map[hash]uint32 // of the builder's, by Cayley's hash
	alive   func()
}

func (d *Database) read(ctx context.Context, r *reading) error {
	tx, err := d.readers.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // it has changed nothing
	if !d.cockroach {
		// Tables first, then the view of them: a table that takes another's place is
		// empty to those whose view is older.
		if _, err := tx.Exec(ctx, `LOCK TABLE nodes, quads IN ACCESS SHARE MODE`); err != nil {
			if _, why := version(ctx, d.readers); why != nil { // it is not there, which is told better
				err = why
			}
			return err
		}
	}
	if r.version, err = version(ctx, tx); err != nil {
		return err
	}
	r.builder.Grow(int(r.version.Quads))
	r.numbers = make(map[hash]uint32, r.version.Nodes)
	if err := r.each(ctx, tx, `SELECT hash, value, value_string, datatype, language, iri, bnode, value_int, value_bool, value_float, value_time FROM nodes`, r.node); err != nil {
		return fmt.Errorf("read nodes: %w", err)
	}
	if err := r.each(ctx, tx, `SELECT subject_hash, predicate_hash, object_hash, label_hash FROM quads`, r.quad); err != nil {
		return fmt.Errorf("read quads: %w", err)
	}
	return nil
}

// each hands the rows of a query on, in the binary form of PostgreSQL's protocol.
func (r *reading) each(ctx context.Context, tx pgx.Tx, query string, row func([][]byte) error) error {
	rows, err := tx.Query(ctx, query, pgx.QueryResultFormats{pgx.BinaryFormatCode})
	if err != nil {
		return err
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		if n%4096 == 0 {
			r.alive()
		}
		if err := row(rows.RawValues()); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (r *reading) node(raw [][]byte) error {
	key, err := hashOf(raw[0])
	if err != nil {
		return err
	}
	v, err := valueOf(key, raw[1:])
	if err != nil {
		return err
	}
	r.numbers[key], err = r.builder.Number(v)
	return err
}

func (r *reading) quad(raw [][]byte) error {
	var q [4]uint32
	for i, side := range raw {
		if side == nil && i == 3 {
			break
		}
		key, err := hashOf(side)
		if err != nil {
			return err
		}
		n, ok := r.numbers[key]
		if !ok {
			return fmt.Errorf("a quad names node %x, which is not there", side)
		}
		q[i] = n
	}
	r.builder.AddNumbers(q, raw[3] != nil)
	return nil
}

func hashOf(raw []byte) (hash, error) {
	if len(raw) != quad.HashSize {
		return hash{}, fmt.Errorf("a hash has %d bytes, not %d", len(raw), quad.HashSize)
	}
	return hash(raw), nil
}

// valueOf reads a node of Cayley's table: value, value_string, datatype, language,
// iri, bnode, value_int, value_bool, value_float, value_time.
func valueOf(key hash, raw [][]byte) (quad.Value, error) {
	text := string(raw[1])
	switch {
	case raw[1] != nil && raw[4] != nil:
		return quad.IRI(text), nil
	case raw[1] != nil && raw[5] != nil:
		return quad.BNode(text), nil
	case raw[1] != nil:
		literal := literalOf(text, raw)
		// Cayley writes NUL, which PostgreSQL does not take, as these four characters,
		// and reads every such four as NUL. The hash knows which it was.
		if plain := strings.ReplaceAll(text, `\x00`, "\x00"); plain != text && csql.HashOf(literal).ValueHash != key {
			literal = literalOf(plain, raw)
		}
		return literal, nil
	case len(raw[6]) == 8:
		return quad.Int(binary.BigEndian.Uint64(raw[6])), nil
	case len(raw[7]) == 1:
		return quad.Bool(raw[7][0] == 1), nil
	case len(raw[8]) == 8:
		return quad.Float(math.Float64frombits(binary.BigEndian.Uint64(raw[8]))), nil
	case len(raw[9]) == 8:
		return quad.Time(y2000.Add(time.Duration(binary.BigEndian.Uint64(raw[9])) * time.Microsecond)), nil
	case raw[0] != nil:
		return pquads.UnmarshalValue(raw[0])
	}
	return nil, fmt.Errorf("node %x has no value", key)
}

// y2000 is where times of PostgreSQL count from.
var y2000 = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func literalOf(text string, raw [][]byte) quad.Value {
	switch {
	case raw[3] != nil:
		return quad.LangString{Value: quad.String(text), Lang: string(raw[3])}
	case raw[2] != nil:
		return quad.TypedString{Value: quad.String(text), Type: quad.IRI(raw[2])}
	}
	return quad.String(text)
}
