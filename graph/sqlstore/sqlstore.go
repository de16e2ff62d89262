package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Database is a PostgreSQL database, or several that stand in for each other. It is
// safe for concurrent use.
type Database struct {
	pool *pgxpool.Pool
	name string // the address without its password
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

// Errors of databases that can be reached and hold no set of ours.
var (
	ErrEmpty   = errors.New("holds no graph yet; innograph load puts one there")
	ErrForeign = errors.New("holds a graph of Cayley's that innograph load has not written; give innograph a database or a schema of its own")
)

// Redact is an address to be shown: its password is left out.
func Redact(address string) string {
	if u, err := url.Parse(address); err == nil && u.User != nil {
		query := u.Query()
		if query.Has("password") {
			query.Set("password", "xxxxx")
			u.RawQuery = query.Encode()
		}
		return u.Redacted()
	}
	return passwords.ReplaceAllString(address, "${1}xxxxx$2")
}

// passwords are those of an address that is no proper one.
var passwords = regexp.MustCompile(`(:)[^:@/]*(@)`)

// Connect prepares connections to an address, postgres://user@host:port/name with
// the parameters of libpq. With several hosts (host1:port1,host2:port2) the first
// that answers is asked, and the next one when it is gone. Nothing is connected yet.
func Connect(ctx context.Context, address string) (*Database, error) {
	if rest, ok := strings.CutPrefix(address, "cockroach://"); ok {
		address = "postgres://" + rest
	}
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errors.New("is no address of a database: postgres://user@host:port/name is wanted") // the parser's words may hold a password
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	config.MaxConns, config.MinConns = 3, 0
	config.ConnConfig.RuntimeParams["application_name"] = "innograph"
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	return &Database{pool, Redact(address)}, nil
}

// Name is the address without its password.
func (d *Database) Name() string { return d.name }

// Close ends all connections.
func (d *Database) Close() { d.pool.Close() }

// querier is a connection or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Version reads what the database holds; [ErrEmpty] or [ErrForeign] if that is no set of ours.
func (d *Database) Version(ctx context.Context) (Version, error) { return version(ctx, d.pool) }

func version(ctx context.Context, q querier) (Version, error) {
	var v Version
	var found int
	err := q.QueryRow(ctx, `SELECT layout, sequence, origin, base, quads, nodes, loaded FROM innograph_version`).
		Scan(&found, &v.Sequence, &v.Origin, &v.Base, &v.Quads, &v.Nodes, &v.Loaded)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return v, ErrEmpty
	case missing(err):
		return v, ErrEmpty
	case err != nil:
		return v, err
	case found != layout:
		return v, fmt.Errorf("was loaded in layout %d, and this program reads layout %d; load it with this one, or serve it with the one that loaded it", found, layout)
	}
	return v, nil
}

// foreign reports whether tables of Cayley's stand where ours would.
func foreign(ctx context.Context, q querier) (bool, error) {
	var there bool
	err := q.QueryRow(ctx, `SELECT to_regclass(current_schema() || '.nodes') IS NOT NULL OR to_regclass(current_schema() || '.quads') IS NOT NULL`).Scan(&there)
	return there, err
}

// missing reports whether an error says that a table is not there.
func missing(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "42P01" || e.Code == "3F000")
}
