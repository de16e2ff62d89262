package sqlstore

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// hiddenPassword stands where a password stood.
const hiddenPassword = "xxxxx"

var passwordParameter = regexp.MustCompile(`(?i)(password=)('[^']*'|[^\s&]*)`)

// Redact is an address to be shown: its password is left out. It takes what is no
// address too, since that is shown as well.
func Redact(address string) string {
	scheme, rest, found := strings.Cut(address, "://")
	if at := strings.LastIndex(rest, "@"); found && at >= 0 {
		if user, _, has := strings.Cut(rest[:at], ":"); has {
			address = scheme + "://" + user + ":" + hiddenPassword + rest[at:]
		}
	}
	return passwordParameter.ReplaceAllString(address, "${1}"+hiddenPassword)
}

// IsAddress reports whether an address is one of a database.
func IsAddress(address string) bool {
	scheme, _, _ := strings.Cut(address, "://")
	return scheme == "postgres" || scheme == "postgresql" || scheme == cockroachScheme
}

const cockroachScheme = "cockroach"

// Connect prepares connections to an address, postgres://user@host:port/name with
// the parameters of libpq. With several hosts (host1:port1,host2:port2) the first
// that answers is asked, and the next one when it is gone. Nothing is connected yet.
func Connect(ctx context.Context, address string) (*Database, error) {
	d := &Database{name: Redact(address)}
	if rest, ok := strings.CutPrefix(address, cockroachScheme+"://"); ok {
		address, d.cockroach = "postgres://"+rest, true
	}
	var err error
	if d.readers, err = pool(ctx, address, false); err != nil {
		return nil, err
	}
	if d.writers, err = pool(ctx, address, true); err != nil {
		return nil, err
	}
	return d, nil
}

// connectWithin is how long a host may take to answer, if the address does not
// say: short enough to try the next one, and to be back soon after it is.
const connectWithin = 3 * time.Second

// pool prepares connections; those that write look for a host that takes writes.
func pool(ctx context.Context, address string, write bool) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errors.New("is no address of a database: postgres://user@host:port/name is wanted") // the parser's words may hold a password
	}
	connection := config.ConnConfig
	if connection.ConnectTimeout == 0 {
		connection.ConnectTimeout = connectWithin
	}
	if write && connection.ValidateConnect == nil {
		connection.ValidateConnect = takesWrites
	}
	connection.RuntimeParams["application_name"] = "innograph"
	config.MaxConns, config.MinConns = 3, 0
	return pgxpool.NewWithConfig(ctx, config)
}

// takesWrites refuses standbys, so that a load goes on to the next host.
func takesWrites(ctx context.Context, c *pgconn.PgConn) error {
	if pgconn.ValidateConnectTargetSessionAttrsReadWrite(ctx, c) != nil {
		return errors.New("it is a standby, and a load needs the primary")
	}
	return nil
}

// explain makes one sentence of what a database, or the way to it, said.
func explain(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch refused.Code {
		case "42501":
			return &sentence{refused.Message + "; docs/store.md lists what a loader and a server must be allowed", err}
		case "28P01", "28000":
			return &sentence{refused.Message + "; PGPASSFILE names a file of passwords, INNOGRAPH_STORE may hold the address with one", err}
		case "25006":
			return &sentence{"is a standby, and a load needs the primary", err}
		}
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return &sentence{"cannot be reached: " + strings.Join(strings.Fields(connect.Unwrap().Error()), " "), err}
	}
	return err
}

// sentence is an error in other words.
type sentence struct {
	words string
	err   error
}

func (s *sentence) Error() string { return s.words }
func (s *sentence) Unwrap() error { return s.err }
