package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Database is a PostgreSQL database, or several that stand in for each other. It is
// safe for concurrent use. Its errors show no password.
type Database struct {
	readers, writers *pgxpool.Pool
	name             string // the address without its password
	cockroach        bool
}

// Version is what a database holds.
type Version struct {
	Sequence int64  // of the load, from 1; each is one higher than the one before
	Origin   string // what the quads came from: a digest of the data packages
	Base     string // of the IRIs
	Quads    int64
	Nodes    int64
	Loaded   time.Time
}

// NewerThan reports whether a server that has the other version should take this
// one. The number of a load tells, also where clocks differ after a standby's
// promotion; the time tells where the database was made anew and counts from 1. A
// standby that lags behind has neither.
func (v Version) NewerThan(other Version) bool {
	return v.Sequence > other.Sequence || v.Loaded.After(other.Loaded)
}

// Errors of databases that can be reached and hold no set of ours.
var (
	ErrEmpty   = errors.New("holds no graph yet; innograph load puts one there")
	ErrForeign = errors.New("has tables nodes or quads that innograph load has not written; give innograph a database or a schema of its own")
)

// Name is the address without its password.
func (d *Database) Name() string { return d.name }

// Close ends all connections.
func (d *Database) Close() {
	d.readers.Close()
	d.writers.Close()
}

// querier is a connection or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Version reads what the database holds; [ErrEmpty] or [ErrForeign] if that is no set of ours.
func (d *Database) Version(ctx context.Context) (Version, error) {
	v, err := version(ctx, d.readers)
	return v, explain(err)
}

// version looks first whether the tables are there: what fails in a transaction ends it.
func version(ctx context.Context, q querier) (Version, error) {
	var v Version
	var ours, tables int
	err := q.QueryRow(ctx, `SELECT count(*) FILTER (WHERE tablename = 'innograph_version'), count(*) FILTER (WHERE tablename <> 'innograph_version')
FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ('innograph_version', 'nodes', 'quads')`).Scan(&ours, &tables)
	switch {
	case err != nil:
		return v, err
	case ours == 0 && tables > 0:
		return v, ErrForeign
	case ours == 0 || tables < 2:
		return v, ErrEmpty
	}
	var found int
	err = q.QueryRow(ctx, `SELECT layout, sequence, origin, base, quads, nodes, loaded FROM innograph_version WHERE sequence > 0`).
		Scan(&found, &v.Sequence, &v.Origin, &v.Base, &v.Quads, &v.Nodes, &v.Loaded)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return v, ErrEmpty
	case err != nil:
		return v, err
	case found != layout:
		return v, fmt.Errorf("was loaded in layout %d, and this program reads layout %d; load it with this one, or serve it with the one that loaded it", found, layout)
	}
	return v, nil
}
