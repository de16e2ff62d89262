package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph/sql/postgres"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/innograph/innograph/graph/columnar"
	"github.com/innograph/innograph/graph/sqlstore"
	"github.com/innograph/innograph/internal/pgtest"

	csql "github.com/cayleygraph/cayley/graph/sql"
)

// numbered are n quads that name one object; sets of two objects share nothing.
func numbered(n int, object string) (quads []quad.Quad) {
	for i := range n {
		quads = append(quads, quad.Make(quad.IRI(fmt.Sprint(object, i)), quad.IRI("p-"+object), quad.IRI(object), nil))
	}
	return quads
}

func read(t testing.TB, d *sqlstore.Database) ([]string, sqlstore.Version) {
	t.Helper()
	s, v, err := d.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return spelled(s), v
}

func spelled(s *columnar.Store) (list []string) {
	for i := range s.Len() {
		list = append(list, s.Quad(columnar.Row(i)).NQuad())
	}
	return list
}

// What is read is what was written, each value to the last bit; loading the same
// again writes nothing; another load takes the place of the whole.
func TestWriteAndRead(t *testing.T) {
	server := pgtest.Shared(t)
	for _, scheme := range []string{"postgres", "cockroach"} {
		t.Run(scheme, func(t *testing.T) {
			address := scheme + strings.TrimPrefix(server.Database(t), "postgres")
			d := connect(t, address)
			quads := append(oddQuads(), nulQuads()...)
			one := write(t, d, quads, "one")
			got, v := read(t, d)
			if diff := cmp.Diff(spelled(columns(t, quads)), got); diff != "" {
				t.Errorf("-written +read:\n%s", diff)
			}
			if v != one || v.Sequence != 1 || v.Quads != int64(len(got)) || time.Since(v.Loaded) > time.Hour {
				t.Errorf("read version %+v, wrote %+v", v, one)
			}
			again, fresh, err := d.Write(t.Context(), columns(t, quads), "one", one.Base, nil)
			if again != one || fresh || err != nil {
				t.Errorf("the same again: %+v, fresh %v, error %v", again, fresh, err)
			}
			if _, fresh, err := d.Write(t.Context(), columns(t, quads), "one", "https://other.example/", nil); !fresh || err != nil {
				t.Errorf("under another base: fresh %v, error %v", fresh, err)
			}
			three := write(t, d, numbered(10, "three"), "three")
			if got, v := read(t, d); len(got) != 10 || v != three || v.Sequence != 3 || !v.NewerThan(one) || one.NewerThan(v) {
				t.Errorf("%d quads, version %+v", len(got), v)
			}
		})
	}
}

// Times of one second have one hash in Cayley: it would keep the first. That is no store to write to.
func TestValuesThatCayleyConfuses(t *testing.T) {
	d := connect(t, pgtest.Shared(t).Database(t))
	at := time.Date(2021, 6, 1, 0, 0, 0, 0, time.UTC)
	quads := []quad.Quad{quad.Make(quad.IRI("s"), quad.IRI("p"), quad.Time(at), nil), quad.Make(quad.IRI("s"), quad.IRI("p"), quad.Time(at.Add(time.Millisecond)), nil)}
	if _, _, err := d.Write(t.Context(), columns(t, quads), "one", "b", nil); err == nil || !strings.Contains(err.Error(), "cannot tell") {
		t.Errorf("written: %v", err)
	}
	if _, err := d.Version(t.Context()); !errors.Is(err, sqlstore.ErrEmpty) {
		t.Errorf("afterwards: %v", err)
	}
}

// Two loaders at once: the second says that it waits, and both end well.
func TestTwoLoaders(t *testing.T) {
	server := pgtest.Shared(t)
	address := server.Database(t)
	hold, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close(t.Context())
	if _, err := hold.Exec(t.Context(), "BEGIN; SELECT pg_advisory_xact_lock(452824297319)"); err != nil {
		t.Fatal(err)
	}
	d := connect(t, address)
	waits, done := make(chan string, 2), make(chan error, 2)
	for _, name := range []string{"one", "two"} {
		go func() {
			_, fresh, err := d.Write(t.Context(), columns(t, numbered(100, name)), name, "b", func() { waits <- name })
			if err == nil && !fresh {
				err = errors.New("nothing written")
			}
			done <- err
		}()
	}
	<-waits
	<-waits
	if _, err := d.Version(t.Context()); !errors.Is(err, sqlstore.ErrEmpty) {
		t.Errorf("while both wait: %v", err)
	}
	if _, err := hold.Exec(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got, v := read(t, d); len(got) != 100 || v.Sequence != 2 || !strings.Contains(got[0], v.Origin) {
		t.Errorf("%d quads of %s, version %+v", len(got), got[0], v)
	}
}

// Readers beside a loader see one set or the other, whole.
func TestReadersBesideALoader(t *testing.T) {
	server := pgtest.Shared(t)
	for _, scheme := range []string{"postgres", "cockroach"} {
		t.Run(scheme, func(t *testing.T) {
			d := connect(t, scheme+strings.TrimPrefix(server.Database(t), "postgres"))
			write(t, d, numbered(2000, "set0"), "set0")
			stop := make(chan struct{})
			var group sync.WaitGroup
			for range 2 {
				group.Go(func() {
					reads := 0
					for {
						select {
						case <-stop:
							if reads == 0 {
								t.Error("nothing was read")
							}
							return
						default:
						}
						s, v, err := d.Read(t.Context())
						if err != nil {
							t.Error(err)
							return
						}
						reads++
						if q := s.Quad(columnar.Row(0)); s.Len() != 2000 || quad.ToString(q.Object) != "<"+v.Origin+">" {
							t.Errorf("version %d, %s: %d quads of %v", v.Sequence, v.Origin, s.Len(), q.Object)
						}
					}
				})
			}
			for i := range 8 {
				name := fmt.Sprint("set", i+1)
				write(t, d, numbered(2000, name), name)
			}
			close(stop)
			group.Wait()
		})
	}
}

// The database as a program of its own loads it, for one that is killed.
const killedAddress = "INNOGRAPH_TEST_KILLED"

func TestMain(m *testing.M) {
	if address := os.Getenv(killedAddress); address != "" {
		loadUntilKilled(address)
	}
	os.Exit(pgtest.Main(m))
}

func loadUntilKilled(address string) {
	d, err := sqlstore.Connect(context.Background(), address)
	if err != nil {
		panic(err)
	}
	var b columnar.Builder
	for _, q := range numbered(200_000, "killed") {
		if err := b.Add(q); err != nil {
			panic(err)
		}
	}
	fmt.Println("loading")
	// What the one before had begun may go on for a moment after its end.
	_, _, err = d.Write(context.Background(), b.Build(), "killed", "b", func() {})
	panic(fmt.Sprint("it was to be killed: ", err))
}

// A loader that is killed at any stage leaves what was there, and the next load goes on.
func TestKilledLoader(t *testing.T) {
	server := pgtest.Shared(t)
	address := server.Database(t)
	d := connect(t, address)
	write(t, d, numbered(100, "old"), "old")
	for _, stage := range []string{"%pg_try_advisory%", "%copy%nodes%", "%copy%quads%", "%CREATE UNIQUE INDEX%"} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killedAddress+"="+address)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		for reached := false; !reached; time.Sleep(time.Millisecond) {
			if len(ended) > 0 {
				t.Fatalf("%s: the loader ended before it was met: %v", stage, <-ended)
			}
			found := lines(t, address, `SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'innograph' AND backend_xid IS NOT NULL AND query ILIKE '`+stage+`' AND datname = current_database()`)
			reached = found[0] == "(t)" || stage == "%pg_try_advisory%" // that is too short to be met
		}
		_ = cmd.Process.Kill() // SIGKILL
		if err := <-ended; err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("%s: the loader ended by itself: %v", stage, err)
		}
		if got, v := read(t, d); len(got) != 100 || v.Origin != "old" || v.Sequence != 1 {
			t.Fatalf("killed at %s: %d quads, version %+v", stage, len(got), v)
		}
	}
	if v, fresh, err := d.Write(t.Context(), columns(t, numbered(50, "new")), "new", "b", func() {}); v.Sequence != 2 || !fresh || err != nil {
		t.Errorf("the next load: %+v, %v, %v", v, fresh, err)
	}
	if got := lines(t, address, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'innograph%'`); len(got) != 0 {
		t.Errorf("left behind: %q", got)
	}
}

// Databases that hold no set of ours say so, and nothing of theirs is touched.
func TestOtherDatabases(t *testing.T) {
	server := pgtest.Shared(t)
	for _, c := range []struct {
		name, statements string
		cayley           bool
		version, load    string // what the error says; empty: none
	}{
		{name: "empty", version: "holds no graph yet"},
		{name: "Cayley's own", cayley: true, version: "has not written", load: "has not written"},
		{name: "tables of that name", statements: `CREATE TABLE nodes (id INT)`, version: "has not written", load: "has not written"},
		{name: "another layout", statements: `UPDATE innograph_version SET layout = 2`, version: "layout 2, and this program reads layout 1", load: "layout 2, and this program reads layout 1"},
		{name: "tables dropped", statements: `DROP TABLE quads`, version: "holds no graph yet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			address := server.Database(t)
			d := connect(t, address)
			name := strings.Split(address[strings.LastIndex(address, "/")+1:], "?")[0]
			if strings.Contains(c.statements, "innograph_version") || strings.Contains(c.statements, "DROP") {
				write(t, d, numbered(5, "five"), "five")
			}
			if c.cayley {
				if err := csql.Init(postgres.Type, address, nil); err != nil {
					t.Fatal(err)
				}
			}
			server.Exec(t, name, c.statements)
			_, err := d.Version(t.Context())
			says(t, "version", err, c.version)
			_, _, err = d.Read(t.Context())
			says(t, "read", err, c.version)
			_, fresh, err := d.Write(t.Context(), columns(t, numbered(6, "six")), "six", "b", nil)
			says(t, "load", err, c.load)
			if fresh != (c.load == "") {
				t.Errorf("loaded: %v", fresh)
			}
		})
	}
}

func says(t testing.TB, what string, err error, words string) {
	t.Helper()
	if (err == nil) != (words == "") || err != nil && !strings.Contains(err.Error(), words) {
		t.Errorf("%s: %v, want %q", what, err, words)
	}
	if err != nil && strings.Contains(err.Error(), pgtest.Password) {
		t.Errorf("%s: the password is told: %v", what, err)
	}
}

// A load is told to who listens, when it can be read and not before.
func TestLoadIsTold(t *testing.T) {
	address := pgtest.Shared(t).Database(t)
	c, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	if _, err := c.Exec(t.Context(), "LISTEN innograph"); err != nil {
		t.Fatal(err)
	}
	d := connect(t, address)
	write(t, d, numbered(3, "three"), "three")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := c.WaitForNotification(ctx); err != nil {
		t.Fatal(err)
	}
	if v, err := d.Await(ctx, sqlstore.Version{}); v.Sequence != 1 || err != nil {
		t.Errorf("%+v, %v", v, err)
	}
}
