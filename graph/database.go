package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/innograph/innograph/graph/sqlstore"
)

// Database is a graph that several machines share: quads in the tables of Cayley's sql
// backend, in PostgreSQL. It is safe for concurrent use. Errors of its methods do
// not show the password of its address.
type Database struct{ db *sqlstore.Database }

// ErrEmptyDatabase is what a database without a graph gives.
var ErrEmptyDatabase = sqlstore.ErrEmpty

// DatabaseVersion is what a database holds.
type DatabaseVersion = sqlstore.Version

// OpenDatabase prepares connections to postgres://user@host:port/name, or to several
// hosts that stand in for each other. It connects when it is first asked something.
func OpenDatabase(ctx context.Context, address string) (*Database, error) {
	db, err := sqlstore.Connect(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("%s %w", sqlstore.Redact(address), err)
	}
	return &Database{db}, nil
}

// Close ends all connections.
func (d *Database) Close() { d.db.Close() }

// Name is the address without its password.
func (d *Database) Name() string { return d.db.Name() }

func (d *Database) explain(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", d.db.Name(), err)
}

// Version asks what the database holds.
func (d *Database) Version(ctx context.Context) (DatabaseVersion, error) {
	v, err := d.db.Version(ctx)
	return v, d.explain(err)
}

// Load puts a graph in the place of what the database holds, as a whole or not at
// all. fresh is false if it holds the same already. While another loader is at work, waiting
// is called once, and Load waits.
func (d *Database) Load(ctx context.Context, g *Graph, waiting func()) (v DatabaseVersion, fresh bool, err error) {
	v, fresh, err = d.db.Write(ctx, g.store.columns, g.Origin(), string(g.base), waiting)
	return v, fresh, d.explain(err)
}

// Hydrate reads the graph into memory.
func (d *Database) Hydrate(ctx context.Context) (*Graph, DatabaseVersion, error) {
	columns, v, err := d.db.Read(ctx)
	if err != nil {
		return nil, v, d.explain(err)
	}
	s, a, err := tabulated(ctx, columns, Base(v.Base), v.Origin)
	if err != nil {
		return nil, v, d.explain(err)
	}
	return newGraph(s, a), v, nil
}

// IsDatabase reports whether an address is one of a database.
func IsDatabase(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") || strings.HasPrefix(address, "cockroach://")
}

// RedactAddress is an address to be shown: its password is left out.
func RedactAddress(address string) string { return sqlstore.Redact(address) }
