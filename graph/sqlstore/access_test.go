package sqlstore_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph/sqlstore"
	"github.com/innograph/innograph/internal/pgtest"
)

// roles are those that docs/store.md gives a loader and a server.
const roles = `
CREATE ROLE innograph_loader LOGIN PASSWORD 'never-shown';
CREATE ROLE innograph_server LOGIN PASSWORD 'never-shown';
CREATE DATABASE innograph;
REVOKE ALL ON DATABASE innograph FROM PUBLIC;
GRANT CONNECT, CREATE ON DATABASE innograph TO innograph_loader;
GRANT CONNECT ON DATABASE innograph TO innograph_server;`

const rights = `
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO innograph_loader;
GRANT USAGE ON SCHEMA public TO innograph_server;
ALTER DEFAULT PRIVILEGES FOR ROLE innograph_loader GRANT SELECT ON TABLES TO innograph_server;`

// as is an address with another user.
func as(t testing.TB, address, user, password string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(user, password)
	return u.String()
}

// A loader and a server need no more than these rights, also when tables have been
// replaced; a server that may not read, or tries to load, is told so.
func TestRoles(t *testing.T) {
	server := pgtest.Shared(t)
	for _, statement := range strings.Split(strings.TrimSpace(roles), "\n") {
		server.Exec(t, "postgres", statement)
	}
	server.Exec(t, "innograph", rights)
	address := server.Address("innograph")
	loader, reader := connect(t, as(t, address, "innograph_loader", pgtest.Password)), connect(t, as(t, address, "innograph_server", pgtest.Password))
	for i, name := range []string{"one", "two"} {
		write(t, loader, numbered(5, name), name)
		if got, v := read(t, reader); len(got) != 5 || v.Sequence != int64(i+1) {
			t.Errorf("the server reads %d quads, version %+v", len(got), v)
		}
	}
	_, _, err := reader.Write(t.Context(), columns(t, numbered(5, "three")), "three", "b", nil)
	says(t, "a server that loads", err, "permission denied")
	says(t, "a server that loads", err, "docs/store.md")
	server.Exec(t, "innograph", "REVOKE SELECT ON quads, nodes, innograph_version FROM innograph_server")
	_, _, err = reader.Read(t.Context())
	says(t, "a server without rights", err, "permission denied")
	_, err = reader.Version(t.Context())
	says(t, "a server without rights", err, "permission denied")
}

// What cannot be reached says why in a sentence, without a password.
func TestUnreachable(t *testing.T) {
	server := pgtest.Shared(t)
	address := server.Database(t)
	for _, c := range []struct{ address, words string }{
		{as(t, address, pgtest.User, "wrong"), `password authentication failed for user "postgres"; PGPASSFILE`},
		{server.Address("nowhere"), `database "nowhere" does not exist`},
		{strings.Replace(address, server.Host(), "127.0.0.1:1", 1), "cannot be reached"},
		{strings.Replace(address, server.Host(), "127.0.0.1:1,127.0.0.1:2", 1), "127.0.0.1:2"},
	} {
		d := connect(t, c.address)
		_, err := d.Version(t.Context())
		says(t, d.Name(), err, c.words)
		_, _, err = d.Read(t.Context())
		says(t, d.Name(), err, c.words)
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("more than a line: %v", err)
		}
		_, _, err = d.Write(t.Context(), columns(t, nil), "none", "b", nil)
		says(t, d.Name(), err, c.words)
		if strings.Contains(d.Name(), "wrong") || strings.Contains(d.Name(), pgtest.Password) {
			t.Errorf("the name %s tells the password", d.Name())
		}
	}
	if _, err := sqlstore.Connect(t.Context(), "postgres://u:never-shown@h:port/x"); err == nil || strings.Contains(err.Error(), pgtest.Password) {
		t.Errorf("an address that is none: %v", err)
	}
}

func TestRedact(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://u:p@h:1,h2:2/db":              "postgres://u:xxxxx@h:1,h2:2/db",
		"postgres://u@h/db":                       "postgres://u@h/db",
		"postgres://h/db":                         "postgres://h/db",
		"postgres://u:a/b:c@d@h/db":               "postgres://u:xxxxx@h/db",
		"postgres://h/db?user=u&password=p&x=y":   "postgres://h/db?user=u&password=xxxxx&x=y",
		"host=h password='a b' user=u":            "host=h password=xxxxx user=u",
		"postgres://u:p@h/db?sslpassword=q&a=b":   "postgres://u:xxxxx@h/db?sslpassword=xxxxx&a=b",
		"cockroach://u:p@h:26257/db?sslmode=none": "cockroach://u:xxxxx@h:26257/db?sslmode=none",
	} {
		if got := sqlstore.Redact(address); got != want {
			t.Errorf("%s is shown as %s, want %s", address, got, want)
		}
	}
}

// A standby gives what its primary holds, takes no load, and stands in for it; with both
// in the address a load finds the primary.
func TestStandby(t *testing.T) {
	primary := pgtest.Start(t)
	address := primary.Database(t)
	name := strings.Split(address[strings.LastIndex(address, "/")+1:], "?")[0]
	standby := primary.Standby(t)
	both := connect(t, pgtest.Address(name, standby, primary))
	write(t, both, numbered(2000, "one"), "one")
	standby.CaughtUp(t, primary)
	alone := connect(t, standby.Address(name))
	if got, v := read(t, alone); len(got) != 2000 || v.Origin != "one" {
		t.Errorf("the standby has %d quads, version %+v", len(got), v)
	}
	_, _, err := alone.Write(t.Context(), columns(t, numbered(5, "two")), "two", "b", nil)
	says(t, "a load on a standby", err, "a load needs the primary")

	v, _ := alone.Version(t.Context())
	next := make(chan sqlstore.Version, 1)
	go func() {
		found, err := alone.Await(t.Context(), v)
		if err != nil {
			t.Error(err)
		}
		next <- found
	}()
	write(t, both, numbered(10, "two"), "two")
	if v := <-next; v.Origin != "two" { // by asking: a standby tells nothing
		t.Errorf("the standby tells of %+v", v)
	}
	primary.Kill(t)
	if got, _ := read(t, both); len(got) != 10 {
		t.Errorf("%d quads without the primary", len(got))
	}
	standby.Promote(t)
	if v := write(t, both, numbered(11, "three"), "three"); v.Sequence != 3 {
		t.Errorf("the promoted standby has version %+v", v)
	}
}
