// Package pgtest runs PostgreSQL servers for tests: a primary and streaming
// standbys, each with a folder and a port of its own. Where the programs of
// PostgreSQL are not at hand, the test is skipped.
//
// PostgreSQL refuses to run as root; under root the servers run as postgres, or
// as nobody where there is no such account. They write without fsync: what a
// killed server has is what its processes had written, not what a disk would have kept.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// User and Password are those of the superuser of every server.
const (
	User     = "postgres"
	Password = "never-shown"
)

// within is how long a server may take to start, stop or be promoted.
const within = 60 * time.Second

// Server is a PostgreSQL server. Its methods fail the test if they cannot do what they say.
type Server struct {
	dir   string // the folder of the data and of the log
	port  string
	owner *syscall.Credential // nil: who runs the test
	cmd   *exec.Cmd
	ended chan struct{}
}

var databases atomic.Int64

// Start starts an empty server, which ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	return start(t, t.Cleanup)
}

// shared is the server of all tests of a package.
var shared struct {
	sync.Mutex
	server *Server
	ends   []func()
}

// Shared gives the server that the tests of a package share, for those that only need
// databases on it: [Server.Database] gives each its own. It ends with [Main].
func Shared(t testing.TB) *Server {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.server == nil {
		shared.server = start(t, func(end func()) { shared.ends = append(shared.ends, end) })
	}
	return shared.server
}

// Main runs the tests of a package that call [Shared], and ends their server.
func Main(m *testing.M) int {
	defer func() {
		for _, end := range slices.Backward(shared.ends) {
			end()
		}
	}()
	return m.Run()
}

func start(t testing.TB, cleanup func(func())) *Server {
	t.Helper()
	s := prepare(t, cleanup)
	secret := filepath.Join(s.dir, "password")
	if err := os.WriteFile(secret, []byte(Password), 0o644); err != nil {
		t.Fatal(err)
	}
	s.run(t, "initdb", "-D", s.data(), "-U", User, "--pwfile", secret, "--auth-local=trust", "--auth-host=scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync")
	s.Up(t)
	return s
}

// Standby starts a server that follows this one by streaming replication.
func (s *Server) Standby(t testing.TB) *Server {
	t.Helper()
	b := prepare(t, t.Cleanup)
	b.run(t, "pg_basebackup", "-d", s.Address("postgres"), "-D", b.data(), "-R", "-X", "stream", "-c", "fast", "--no-sync")
	b.Up(t)
	return b
}

func prepare(t testing.TB, cleanup func(func())) *Server {
	t.Helper()
	for _, name := range []string{"initdb", "postgres", "pg_basebackup"} {
		if program(name) == "" {
			t.Skipf("SKIPPED: %s of PostgreSQL is not at hand (Debian: apt-get install postgresql), so no database is tried", name)
		}
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		t.Fatal(err)
	}
	cleanup(func() { os.RemoveAll(dir) })
	s := &Server{dir: dir, port: freePort(t)}
	if os.Getuid() == 0 {
		s.owner = account(t)
		if err := os.Chown(dir, int(s.owner.Uid), int(s.owner.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	cleanup(func() { s.end(syscall.SIGQUIT) })
	return s
}

// program is the path of a program of PostgreSQL; empty if it is not at hand.
func program(name string) string {
	if found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name); err == nil && len(found) > 0 {
		return found[len(found)-1]
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	return path
}

// account is an unprivileged account for servers.
func account(t testing.TB) *syscall.Credential {
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(found.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(found.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	t.Skip("SKIPPED: PostgreSQL does not run as root, and there is no account postgres or nobody, so no database is tried")
	return nil
}

func freePort(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(program(name), args...)
	cmd.Dir, cmd.Env = s.dir, append(os.Environ(), "LC_ALL=C", "HOME="+s.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner}
	return cmd
}

func (s *Server) run(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := s.command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// Up starts the server after Stop or Kill, and returns when it answers.
func (s *Server) Up(t testing.TB) {
	t.Helper()
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s.cmd = s.command("postgres", "-D", s.data(), "-p", s.port, "-k", s.dir, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_wal_size=4GB")
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	cmd, ended := s.cmd, make(chan struct{})
	s.ended = ended
	go func() {
		defer close(ended)
		_ = cmd.Wait() // however it ends, it has ended
	}()
	s.until(t, "answers", func(ctx context.Context, c *pgx.Conn) bool { return true })
}

// until asks the server again and again until it is as it should be.
func (s *Server) until(t testing.TB, what string, is func(context.Context, *pgx.Conn) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	for ctx.Err() == nil {
		if c, err := pgx.Connect(ctx, s.Address("postgres")); err == nil {
			done := is(ctx, c)
			_ = c.Close(ctx) // it is asked anew
			if done {
				return
			}
		}
		select {
		case <-s.ended:
			log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			t.Fatalf("the server ended:\n%s", log)
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Fatalf("after %v the server is not one that %s", within, what)
}

// Stop ends the server: who is connected is told, nothing is lost.
func (s *Server) Stop(t testing.TB) { t.Helper(); s.down(t, syscall.SIGINT) }

// Kill ends the server as a failing machine would: nobody is told anything.
func (s *Server) Kill(t testing.TB) { t.Helper(); s.down(t, syscall.SIGQUIT) }

func (s *Server) down(t testing.TB, how syscall.Signal) {
	t.Helper()
	if !s.end(how) {
		t.Fatalf("the server is there %v after it was to end", within)
	}
}

// end signals the server and reports whether it is gone.
func (s *Server) end(how syscall.Signal) bool {
	if s.cmd == nil {
		return true
	}
	_ = s.cmd.Process.Signal(how) // it may have ended already
	select {
	case <-s.ended:
		return true
	case <-time.After(within):
		_ = s.cmd.Process.Kill() // the last resort; its children see that it is gone
		return false
	}
}

// Promote makes a primary of a standby.
func (s *Server) Promote(t testing.TB) {
	t.Helper()
	s.Exec(t, "postgres", "SELECT pg_promote()")
	s.until(t, "takes writes", func(ctx context.Context, c *pgx.Conn) bool {
		var standby bool
		return c.QueryRow(ctx, "SELECT pg_is_in_recovery()").Scan(&standby) == nil && !standby
	})
}

// CaughtUp waits until a standby has all that another server has now.
func (s *Server) CaughtUp(t testing.TB, with *Server) {
	t.Helper()
	var at string
	with.until(t, "says where it is", func(ctx context.Context, c *pgx.Conn) bool {
		return c.QueryRow(ctx, "SELECT pg_current_wal_lsn()::text").Scan(&at) == nil
	})
	s.until(t, "has caught up", func(ctx context.Context, c *pgx.Conn) bool {
		var there bool
		return c.QueryRow(ctx, "SELECT pg_last_wal_replay_lsn() >= $1::text::pg_lsn", at).Scan(&there) == nil && there
	})
}

// Database makes an empty database and gives its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test%d", databases.Add(1))
	s.Exec(t, "postgres", "CREATE DATABASE "+name)
	return s.Address(name)
}

// Exec runs statements in a database as the superuser.
func (s *Server) Exec(t testing.TB, database, statements string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), s.Address(database))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	if _, err := c.PgConn().Exec(t.Context(), statements).ReadAll(); err != nil {
		t.Fatalf("%s: %v", statements, err)
	}
}

// Host is the host and port of the server.
func (s *Server) Host() string { return "127.0.0.1:" + s.port }

// Address is the address of a database on the server, for the superuser.
func (s *Server) Address(database string) string { return Address(database, s) }

// Address is the address of a database on several servers that stand in for each other.
func Address(database string, servers ...*Server) string {
	var hosts []string
	for _, s := range servers {
		hosts = append(hosts, s.Host())
	}
	u := url.URL{Scheme: "postgres", User: url.UserPassword(User, Password), Host: strings.Join(hosts, ","), Path: database, RawQuery: "sslmode=disable"}
	return u.String()
}
