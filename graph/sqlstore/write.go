package sqlstore

import (
	"context"
	"errors"
	"fmt"

	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/quad"
	"github.com/jackc/pgx/v5"

	"github.com/innograph/innograph/graph/columnar"
)

// loading is the advisory lock of a loader: one writes at a time.
const loading = 0x696e6e6f67 // "innog"

// Write puts the quads of a store into the database, in the place of what it held, and gives
// the version they have there. If the database holds the same origin and base,
// nothing is written and fresh is false. While another loader is at work it calls waiting once, and waits.
// Whatever fails, the database is as it was.
func (d *Database) Write(ctx context.Context, s *columnar.Store, origin, base string, waiting func()) (v Version, fresh bool, err error) {
	tx, err := d.pool.Begin(ctx)
	if err != nil {
		return v, false, err
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // there is nothing to roll back when all went well
	if err := queue(ctx, tx, waiting); err != nil {
		return v, false, err
	}
	old, err := replaceable(ctx, tx)
	if err != nil {
		return v, false, err
	}
	if old.Sequence > 0 && old.Origin == origin && old.Base == base {
		return old, false, nil
	}
	v = Version{Sequence: old.Sequence + 1, Origin: origin, Base: base, Quads: int64(s.Len()), Nodes: int64(s.Nodes())}
	for _, stage := range []func() error{
		func() error { return run(ctx, tx, "CREATE SCHEMA "+aside+";"+tables) },
		func() error { return copySet(ctx, tx, s) },
		func() error { return run(ctx, tx, "SET LOCAL maintenance_work_mem = '256MB';"+indexes) },
		func() error { return replace(ctx, tx, &v) },
	} {
		if err := stage(); err != nil {
			return v, false, err
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return v, false, fmt.Errorf("commit: %w", err)
	}
	return v, true, nil
}

// queue waits until no other loader is at work.
func queue(ctx context.Context, tx pgx.Tx, waiting func()) error {
	var free bool
	if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, int64(loading)).Scan(&free); err != nil || free {
		return err
	}
	waiting()
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(loading))
	return err
}

// replaceable gives the version that is there, if a load may take its place.
func replaceable(ctx context.Context, tx pgx.Tx) (Version, error) {
	if err := run(ctx, tx, versions); err != nil {
		return Version{}, err
	}
	v, err := version(ctx, tx)
	if !errors.Is(err, ErrEmpty) {
		return v, err
	}
	others, err := foreign(ctx, tx)
	if err == nil && others {
		err = ErrForeign
	}
	return Version{}, err
}

// run executes statements without arguments.
func run(ctx context.Context, tx pgx.Tx, statements string) error {
	_, err := tx.Conn().PgConn().Exec(ctx, statements).ReadAll()
	return err
}

// nodeColumns are those of Cayley's table of nodes.
var nodeColumns = []string{"hash", "refs", "value", "value_string", "datatype", "language", "iri", "bnode", "value_int", "value_bool", "value_float", "value_time"}

// copySet copies nodes and quads. A node counts the sides of quads that it is on, as Cayley counts.
func copySet(ctx context.Context, tx pgx.Tx, s *columnar.Store) error {
	hashes := make([][quad.HashSize]byte, s.Nodes())
	refs := make([]int32, s.Nodes())
	for n := range hashes {
		hashes[n] = csql.HashOf(s.Value(columnar.Node(n))).ValueHash
		for _, d := range quad.Directions {
			refs[n] += int32(s.Count(d, columnar.Node(n)))
		}
	}
	at := map[string]int{}
	for i, name := range nodeColumns {
		at[name] = i
	}
	row := make([]any, len(nodeColumns))
	n := -1
	_, err := tx.CopyFrom(ctx, pgx.Identifier{aside, "nodes"}, nodeColumns, pgx.CopyFromFunc(func() ([]any, error) {
		if n++; n == len(hashes) {
			return nil, nil
		}
		kind, values, err := csql.NodeValues(csql.NodeHash{ValueHash: hashes[n]}, s.Value(columnar.Node(n)))
		if err != nil {
			return nil, err
		}
		clear(row)
		row[0], row[1] = hashes[n][:], refs[n]
		for i, name := range kind.Columns() {
			row[at[name]] = values[i+1]
		}
		return row, nil
	}))
	if err != nil {
		return fmt.Errorf("copy nodes: %w", err)
	}
	r, sides := -1, make([]any, 5)
	_, err = tx.CopyFrom(ctx, pgx.Identifier{aside, "quads"}, []string{"subject_hash", "predicate_hash", "object_hash", "label_hash"}, pgx.CopyFromFunc(func() ([]any, error) {
		if r++; r == s.Len() {
			return nil, nil
		}
		q, labelled := s.Row(r)
		sides = append(sides[:0], hashes[q[0]][:], hashes[q[1]][:], hashes[q[2]][:], nil)
		if labelled {
			sides[3] = hashes[q[3]][:]
		}
		return sides, nil
	}))
	if err != nil {
		return fmt.Errorf("copy quads: %w", err)
	}
	return nil
}

// replace puts the new tables in the place of the old ones, and says what they hold.
// Indexes, keys and the sequence move with their table.
func replace(ctx context.Context, tx pgx.Tx, v *Version) error {
	var schema string
	if err := tx.QueryRow(ctx, `SELECT current_schema()`).Scan(&schema); err != nil {
		return err
	}
	here := pgx.Identifier{schema}.Sanitize()
	if err := run(ctx, tx, `
DROP TABLE IF EXISTS `+here+`.quads, `+here+`.nodes;
ALTER TABLE `+aside+`.nodes SET SCHEMA `+here+`;
ALTER TABLE `+aside+`.quads SET SCHEMA `+here+`;
DROP SCHEMA `+aside); err != nil {
		return fmt.Errorf("put the new tables in place: %w", err)
	}
	return tx.QueryRow(ctx, `
INSERT INTO innograph_version (layout, sequence, origin, base, quads, nodes, loaded) VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
ON CONFLICT (id) DO UPDATE SET layout = $1, sequence = $2, origin = $3, base = $4, quads = $5, nodes = $6, loaded = clock_timestamp()
RETURNING loaded`, layout, v.Sequence, v.Origin, v.Base, v.Quads, v.Nodes).Scan(&v.Loaded)
}
