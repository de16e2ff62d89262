package sqlstore

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// What CockroachDB does in another way: no advisory locks, no LOCK TABLE, no NOTIFY,
// and no tables that change places within a transaction. Rows are replaced there, and a row is the lock.
// These statements are tried on PostgreSQL, which takes them too, and on nothing else.
//
// The tables are not those of Cayley's own cockroach flavour, whose index of quads leaves labels
// out, so that it drops the second label of a fact.

// queueAtRow makes the tables where they are missing and waits for the row of the version.
func queueAtRow(ctx context.Context, tx pgx.Tx) error {
	if _, err := version(ctx, tx); err != nil && !errors.Is(err, ErrEmpty) {
		return err
	}
	if err := run(ctx, tx, versions+tables+indexes+`
INSERT INTO innograph_version (layout, sequence, origin, base, quads, nodes, loaded) VALUES (0, 0, '', '', 0, 0, now()) ON CONFLICT DO NOTHING`); err != nil {
		return err
	}
	var id int
	return tx.QueryRow(ctx, `SELECT id FROM innograph_version FOR UPDATE`).Scan(&id)
}

func replaceRows(ctx context.Context, tx pgx.Tx, set *set) error {
	if err := run(ctx, tx, `DELETE FROM quads; DELETE FROM nodes`); err != nil {
		return err
	}
	return set.copy(ctx, tx)
}
