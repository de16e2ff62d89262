package sqlstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/innograph/innograph/graph/columnar"
)

// loading is the advisory lock of a loader: one writes at a time.
const loading = 0x696e6e6f67 // "innog"

// channel is where a loader says that it has loaded; see [Database.Await].
const channel = "innograph"

// Holds reports whether the database holds what was loaded from an origin under a
// base, and what it holds in any case. What others have added to or taken from the tables since is
// seen by their counts. A database that holds nothing yet is no error.
func (d *Database) Holds(ctx context.Context, origin, base string) (v Version, held bool, err error) {
	v, held, err = d.holds(ctx, d.writers, origin, base)
	return v, held, explain(err)
}

func (d *Database) holds(ctx context.Context, q querier, origin, base string) (v Version, held bool, err error) {
	v, err = version(ctx, q)
	switch {
	case errors.Is(err, ErrEmpty):
		return v, false, nil
	case err != nil || v.Origin != origin || v.Base != base:
		return v, false, err
	}
	var quads, nodes int64
	err = q.QueryRow(ctx, `SELECT (SELECT count(*) FROM quads), (SELECT count(*) FROM nodes)`).Scan(&quads, &nodes)
	return v, quads == v.Quads && nodes == v.Nodes, err
}

// Write puts the quads of a store into the database, in the place of what it held, and gives
// the version they have there. If the database holds the same origin and base,
// nothing is written and fresh is false. While another loader is at work it calls waiting once, and waits.
// Whatever fails, the database is as it was.
func (d *Database) Write(ctx context.Context, s *columnar.Store, origin, base string, waiting func()) (v Version, fresh bool, err error) {
	set, err := hashed(s)
	if err != nil {
		return v, false, err
	}
	tx, err := d.writers.Begin(ctx)
	if err != nil {
		return v, false, explain(err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // there is nothing to roll back when all went well
	v, fresh, err = d.write(ctx, tx, set, Version{Origin: origin, Base: base, Quads: int64(s.Len()), Nodes: int64(s.Nodes())}, waiting)
	if err == nil && fresh {
		err = tx.Commit(ctx)
	}
	return v, fresh && err == nil, explain(err)
}

func (d *Database) write(ctx context.Context, tx pgx.Tx, set *set, v Version, waiting func()) (Version, bool, error) {
	if err := d.queue(ctx, tx, waiting); err != nil {
		return v, false, err
	}
	old, held, err := d.holds(ctx, tx, v.Origin, v.Base)
	if err != nil || held {
		return old, false, err
	}
	v.Sequence = old.Sequence + 1
	replace := replaceTables
	if d.cockroach {
		replace = replaceRows
	}
	if err := replace(ctx, tx, set); err != nil {
		return v, false, err
	}
	err = tx.QueryRow(ctx, `
INSERT INTO innograph_version (layout, sequence, origin, base, quads, nodes, loaded) VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())
ON CONFLICT (id) DO UPDATE SET layout = $1, sequence = $2, origin = $3, base = $4, quads = $5, nodes = $6, loaded = clock_timestamp()
RETURNING loaded`, layout, v.Sequence, v.Origin, v.Base, v.Quads, v.Nodes).Scan(&v.Loaded)
	if err == nil && !d.cockroach {
		err = run(ctx, tx, "NOTIFY "+channel)
	}
	return v, err == nil, err
}

// queue waits until no other loader is at work.
func (d *Database) queue(ctx context.Context, tx pgx.Tx, waiting func()) error {
	if d.cockroach {
		return queueAtRow(ctx, tx)
	}
	var free bool
	if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, int64(loading)).Scan(&free); err != nil || free {
		return err
	}
	waiting()
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(loading))
	return err
}

// replaceTables builds new tables aside and puts them in the place of the old ones.
// Indexes, keys and the sequence move with their table. Readers of the old ones finish first;
// they lock nodes before quads, and so does DROP here, lest each wait for the other.
func replaceTables(ctx context.Context, tx pgx.Tx, set *set) error {
	var schema string
	if err := tx.QueryRow(ctx, `SELECT coalesce(current_schema(), '')`).Scan(&schema); err != nil {
		return err
	}
	if schema == "" {
		return errors.New("has no schema of those that search_path names")
	}
	here := pgx.Identifier{schema}.Sanitize()
	if err := run(ctx, tx, "CREATE SCHEMA "+aside+"; SET LOCAL search_path TO "+aside+";"+tables); err != nil {
		return err
	}
	if err := set.copy(ctx, tx); err != nil {
		return err
	}
	if err := run(ctx, tx, "SET LOCAL maintenance_work_mem = '256MB';"+indexes+keys); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return run(ctx, tx, "SET LOCAL search_path TO "+here+";"+versions+`
DROP TABLE IF EXISTS nodes, quads;
ALTER TABLE `+aside+`.nodes SET SCHEMA `+here+`;
ALTER TABLE `+aside+`.quads SET SCHEMA `+here+`;
DROP SCHEMA `+aside)
}

// run executes statements without arguments.
func run(ctx context.Context, tx pgx.Tx, statements string) error {
	_, err := tx.Conn().PgConn().Exec(ctx, statements).ReadAll()
	return err
}
