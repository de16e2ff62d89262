package graph

import (
	"context"
	"fmt"

	"github.com/innograph/innograph/graph/sqlstore"
)

// Database is a graph that several machines share: quads in the tables of Cayley's sql
// backend, in PostgreSQL. It is safe for concurrent use. Errors of its methods do
// not show the password of its address.
type Database struct{ db *sqlstore.Database }

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

func (d *Database) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %w", d.db.Name(), err)
}

// Holds reports whether the database holds what was loaded from an origin under a
// base; v is what it holds in any case.
func (d *Database) Holds(ctx context.Context, origin string, base Base) (v DatabaseVersion, held bool, err error) {
	v, held, err = d.db.Holds(ctx, origin, string(base))
	return v, held, d.named(err)
}

// Load puts a graph in the place of what the database holds, as a whole or not at
// all. fresh is false if it holds the same already. While another loader is at work, waiting
// is called once, and Load waits.
func (d *Database) Load(ctx context.Context, g *Graph, waiting func()) (v DatabaseVersion, fresh bool, err error) {
	v, fresh, err = d.db.Write(ctx, g.store.columns, g.Origin(), string(g.base), waiting)
	return v, fresh, d.named(err)
}

// Hydrate reads the graph into memory.
func (d *Database) Hydrate(ctx context.Context) (*Graph, DatabaseVersion, error) {
	columns, v, err := d.db.Read(ctx)
	if err != nil {
		return nil, v, d.named(err)
	}
	s, a, err := tabulated(ctx, columns, Base(v.Base), v.Origin)
	if err != nil {
		return nil, v, d.named(err)
	}
	return newGraph(s, a), v, nil
}

// Await waits until the database holds a newer version than one. The error says
// that it does not answer, or that it holds none.
func (d *Database) Await(ctx context.Context, than DatabaseVersion) (DatabaseVersion, error) {
	v, err := d.db.Await(ctx, than)
	return v, d.named(err)
}

// IsDatabase reports whether an address is one of a database.
func IsDatabase(address string) bool { return sqlstore.IsAddress(address) }

// RedactAddress is an address to be shown: its password is left out.
func RedactAddress(address string) string { return sqlstore.Redact(address) }
