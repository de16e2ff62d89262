package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/pgtest"
	"github.com/innograph/innograph/internal/testlog"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
)

// The program over a database: load, load again, and what reads.
func TestDatabaseCommands(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t)
	address := server.Database(t)
	_, stderr := command(t, exitUnreachable, "stats", "--store", address)
	contains(t, stderr, "holds no graph yet; innograph load puts one there")
	stdout, _ := command(t, 0, "load", "--store", address)
	contains(t, stdout, "version 1, ")
	contains(t, stdout, "postgres:xxxxx@")
	stdout, _ = command(t, 0, "load", "--store", address)
	contains(t, stdout, "holds these packages already, as version 1")
	for _, name := range []string{"stats", "sources"} {
		want, _ := command(t, 0, name)
		got, _ := command(t, 0, name, "--store", address)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s, -of the packages +of the database:\n%s", name, diff)
		}
	}
	_, stderr = command(t, exitUsage, "stats", "--store", address, "--data", ".")
	contains(t, stderr, "--data and --store say two things")
	gone := pgtest.Address("x", server)
	server.Stop(t)
	for _, args := range [][]string{{"load"}, {"stats"}, {"serve", "--addr", "127.0.0.1:0"}} {
		_, stderr = command(t, exitUnreachable, append(args, "--store", gone)...)
		contains(t, stderr, "cannot be reached")
	}
	_, stderr = command(t, exitUsage, "stats", "--store", "postgres://u:never-shown@h:port/x")
	contains(t, stderr, "is no address of a database")
}

// A graph from a database is the graph from the packages: the same quads, counts,
// former ids and version, and the same bytes for every agreed document.
func TestHydratedIsBuilt(t *testing.T) {
	t.Parallel()
	address := pgtest.Start(t).Database(t)
	command(t, 0, "load", "--store", address)
	built, hydrated := opened(t, "memory:"), opened(t, address)
	if diff := cmp.Diff(quadsOf(t, built), quadsOf(t, hydrated)); diff != "" {
		t.Errorf("quads, -built +hydrated:\n%s", diff)
	}
	if diff := cmp.Diff(built.Stats(), hydrated.Stats()); diff != "" || built.Stats().Claims == 0 {
		t.Errorf("counts, -built +hydrated:\n%s", diff)
	}
	if built.Origin() != hydrated.Origin() || built.Base() != hydrated.Base() || built.Newest() != hydrated.Newest() {
		t.Errorf("built of %s under %s, newest %s; hydrated %s under %s, newest %s", built.Origin(), built.Base(), built.Newest(), hydrated.Origin(), hydrated.Base(), hydrated.Newest())
	}
	ofBuilt, ofHydrated := schemaOf(t, built), schemaOf(t, hydrated)
	for _, d := range schema.Documents() {
		if diff := cmp.Diff(answered(t, ofBuilt, d), answered(t, ofHydrated, d)); diff != "" {
			t.Errorf("%s, -built +hydrated:\n%s", d.Name, diff)
		}
	}
}

func opened(t testing.TB, store string) *graph.Graph {
	t.Helper()
	cmd := statsCommand()
	cmd.SetContext(t.Context())
	data := dataFlags{store: store, base: string(graph.DefaultBase)}
	g, _, err := data.open(cmd)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func quadsOf(t testing.TB, g *graph.Graph) (list []graph.Quad) {
	t.Helper()
	part, err := g.Select(t.Context(), graph.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	for group, err := range part.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, group...)
	}
	return list
}

func schemaOf(t testing.TB, g *graph.Graph) *schema.Schema {
	t.Helper()
	s, _, err := schemaOver(t.Context(), g, search.New, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func answered(t testing.TB, s *schema.Schema, d schema.Document) string {
	t.Helper()
	var variables map[string]any
	if err := json.Unmarshal([]byte(d.Variables), &variables); err != nil {
		t.Fatal(err)
	}
	a, err := execute(t.Context(), s, executor.Request{Query: d.Text, Variables: variables})
	if err != nil || len(a.Errors) > 0 || len(a.text) < 50 {
		t.Fatalf("%s: %s, error %v", d.Name, a.text, err)
	}
	return string(a.text)
}

// A server over a database goes on without it, takes up what is loaded, from a
// primary and from a standby in its place, and ends well.
func TestServeDatabase(t *testing.T) {
	t.Parallel()
	primary := pgtest.Start(t)
	address := primary.Database(t)
	name := strings.Split(address[strings.LastIndex(address, "/")+1:], "?")[0]
	standby := primary.Standby(t)
	both := pgtest.Address(name, primary, standby)
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	command(t, 0, "generate", "--counties", "1", "--out", one)
	command(t, 0, "generate", "--counties", "2", "--out", two)
	command(t, 0, "load", "--store", both, "--data", one)
	standby.CaughtUp(t, primary)

	ctx, stop := context.WithCancel(t.Context())
	var out, errs testlog.Buffer
	var group sync.WaitGroup
	group.Go(func() {
		if exit := run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--store", both}, nil, &out, &errs); exit != 0 {
			t.Errorf("serve exits with %d", exit)
		}
	})
	defer group.Wait()
	defer stop()
	until(t, time.Minute, "listens", &errs, func() bool { return listensAt.MatchString(out.String()) })
	url := "http://" + listensAt.FindStringSubmatch(out.String())[1] + "/graphql?query={counties{totalCount}}"
	serves := func(n string) func() bool {
		return func() bool { return strings.HasPrefix(ask(t, url), `{"data":{"counties":{"totalCount":`+n+`}}`) }
	}
	must := func(n string) {
		t.Helper()
		if !serves(n)() {
			t.Fatalf("the server answers %s, want %s counties\n%s", ask(t, url), n, errs.String())
		}
	}
	must("1")

	command(t, 0, "load", "--store", both, "--data", two)
	t.Logf("after a load: %v", until(t, 5*time.Second, "serves what was loaded", &errs, serves("2")))
	primary.Stop(t)
	standby.Stop(t)
	until(t, 30*time.Second, "says that the store is gone", &errs, func() bool { return strings.Contains(errs.String(), "what is served goes on") })
	must("2")
	primary.Up(t)
	command(t, 0, "load", "--store", both, "--data", one)
	t.Logf("after the database is back: %v", until(t, 5*time.Second, "serves what was loaded", &errs, serves("1")))
	standby.Up(t)
	standby.CaughtUp(t, primary)
	primary.Kill(t)
	must("1")
	standby.Promote(t)
	command(t, 0, "load", "--store", both, "--data", two)
	t.Logf("after a promotion: %v", until(t, 5*time.Second, "serves what was loaded", &errs, serves("2")))
	said := out.String() + errs.String()
	if strings.Contains(said, pgtest.Password) || strings.Count(said, "what is served goes on") > 3 {
		t.Errorf("the log tells a password, or says too much:\n%s", said)
	}
	contains(t, said, "the store answers again")
}

func ask(t testing.TB, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(body))
}

// An answer of a host that is behind is not served.
func TestOlderVersionIsNotTaken(t *testing.T) {
	t.Parallel()
	address, dir := pgtest.Start(t).Database(t), t.TempDir()
	if err := writeGood(dir); err != nil {
		t.Fatal(err)
	}
	command(t, 0, "load", "--store", address, "--data", filepath.Join(dir, "good"))
	cmd := serveCommand()
	cmd.SetContext(t.Context())
	data := &dataFlags{store: address, held: graph.DatabaseVersion{Sequence: 7, Loaded: time.Now().Add(time.Hour)}}
	var now live
	defer now.swap(nil)
	var log testlog.Buffer
	if err := take(t.Context(), cmd, data, false, &now, slog.New(slog.NewTextHandler(&log, nil))); err == nil || now.current.Load() != nil || data.held.Sequence != 7 {
		t.Errorf("version 1 in the place of 7: %v", err)
	}
	if err := take(t.Context(), cmd, data, true, &now, slog.New(slog.NewTextHandler(&log, nil))); err != nil || now.current.Load() == nil || data.held.Sequence != 1 {
		t.Errorf("version 1 when it is asked for: %v", err)
	}
}

// Former ids come out of a database as they went in.
func TestHydratedFormerIDs(t *testing.T) {
	t.Parallel()
	address, dir := pgtest.Start(t).Database(t), t.TempDir()
	if err := writeGood(dir); err != nil {
		t.Fatal(err)
	}
	good := filepath.Join(dir, "good")
	if err := os.WriteFile(filepath.Join(good, "redirects.csv"), []byte("from,to,reason\nuniversity/old,university/some,改名\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	command(t, 0, "check", "--fix-digests", "--data", good) // its descriptor lists the file
	command(t, 0, "load", "--store", address, "--data", good)
	g := opened(t, address)
	if to := g.Resolve("university/old"); to != "university/some" {
		t.Errorf("university/old is now %s", to)
	}
	if n := len(quadsOf(t, g)); int64(n) != g.Stats().Quads {
		t.Errorf("%d quads, counted %d", n, g.Stats().Quads)
	}
}

// An outage is told once a minute, and its end.
func TestOutage(t *testing.T) {
	var log testlog.Buffer
	out := outage{logger: slog.New(slog.NewTextHandler(&log, nil))}
	said := func(words string, times int) {
		t.Helper()
		if n := strings.Count(log.String(), words); n != times {
			t.Errorf("%q stands %d times in the log, want %d:\n%s", words, n, times, log.String())
		}
	}
	out.over()
	said("answers again", 0)
	out.tell(t.Context(), io.EOF)
	out.tell(t.Context(), io.EOF)
	said("cannot be read", 1)
	out.told = out.told.Add(-time.Minute)
	out.tell(t.Context(), io.EOF)
	said("cannot be read", 2)
	out.over()
	out.over()
	said("answers again", 1)
	out.tell(t.Context(), io.EOF)
	said("cannot be read", 3)
}
