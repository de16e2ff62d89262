package sqlstore_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/cayley/graph/shape"
	csql "github.com/cayleygraph/cayley/graph/sql"
	"github.com/cayleygraph/cayley/graph/sql/postgres"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/graph/columnar"
	"github.com/innograph/innograph/graph/sqlstore"
	"github.com/innograph/innograph/internal/pgtest"
	"github.com/innograph/innograph/internal/worlds"
)

// seedQuads are the quads of the packages in the binary.
func seedQuads(t testing.TB) []quad.Quad {
	t.Helper()
	_, facts := worlds.Seeds(t)
	return graph.Quads(facts, graph.DefaultBase)
}

// oddQuads have every kind of value, one fact with two labels and none, and a
// literal with each character that is written in another way somewhere.
func oddQuads() []quad.Quad {
	s, p, o := quad.IRI("https://x.example/s"), quad.IRI("https://x.example/p"), quad.IRI("https://x.example/o")
	quads := []quad.Quad{{Subject: s, Predicate: p, Object: o}, {Subject: s, Predicate: p, Object: o, Label: quad.IRI("l1")}, {Subject: s, Predicate: p, Object: o, Label: quad.IRI("l2")}}
	for _, v := range []quad.Value{
		quad.BNode("b"), quad.String("泵阀 \"\\\t\n\u0007"), quad.String(""), quad.String("<https://x.example/o>"), quad.LangString{Value: "泵", Lang: "zh"}, quad.LangString{Value: "泵", Lang: "en"},
		quad.TypedString{Value: "2.50", Type: "http://www.w3.org/2001/XMLSchema#decimal"}, quad.Int(5), quad.Int(-1 << 63), quad.Float(2.5), quad.Bool(true), quad.Bool(false),
		quad.Time(time.Date(2021, 6, 1, 2, 3, 4, 567000, time.UTC)), quad.Time(time.Date(1921, 6, 1, 2, 3, 4, 0, time.UTC)), quad.String(strings.Repeat("长", 5000)),
	} {
		quads = append(quads, quad.Quad{Subject: s, Predicate: p, Object: v}, quad.Quad{Subject: s, Predicate: p, Object: v, Label: quad.IRI("l1")})
	}
	return quads
}

// nulQuads hold a NUL, and the four characters that Cayley writes for it.
func nulQuads() []quad.Quad {
	s, p := quad.IRI("s"), quad.IRI("p")
	return []quad.Quad{{Subject: s, Predicate: p, Object: quad.String("a\x00b")}, {Subject: s, Predicate: p, Object: quad.LangString{Value: `a\x00b`, Lang: "en"}}}
}

func columns(t testing.TB, quads []quad.Quad) *columnar.Store {
	t.Helper()
	var b columnar.Builder
	for _, q := range quads {
		if err := b.Add(q); err != nil {
			t.Fatal(err)
		}
	}
	return b.Build()
}

func connect(t testing.TB, address string) *sqlstore.Database {
	t.Helper()
	d, err := sqlstore.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

func write(t testing.TB, d *sqlstore.Database, quads []quad.Quad, origin string) sqlstore.Version {
	t.Helper()
	v, fresh, err := d.Write(t.Context(), columns(t, quads), origin, "https://x.example/", func() { t.Error("another loader is at work") })
	if err != nil || !fresh {
		t.Fatalf("written: %v, error %v", fresh, err)
	}
	return v
}

// cayleyStore opens a database with Cayley's own backend.
func cayleyStore(t testing.TB, address string) cayley.QuadStore {
	t.Helper()
	qs, err := csql.New(postgres.Type, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { qs.Close() })
	return qs
}

// writeCayley makes Cayley's tables and writes with Cayley's own writer.
func writeCayley(t testing.TB, address string, quads []quad.Quad) cayley.QuadStore {
	t.Helper()
	if err := csql.Init(postgres.Type, address, nil); err != nil {
		t.Fatal(err)
	}
	qs := cayleyStore(t, address)
	for batch := range slices.Chunk(quads, 10000) {
		w, err := qs.NewQuadWriter()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.WriteQuads(batch); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return qs
}

// lines gives the rows of a query as text, in its order.
func lines(t testing.TB, address, query string) []string {
	t.Helper()
	c, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	rows, err := c.Query(t.Context(), "SELECT x::text FROM ("+query+") x")
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return list
}

// What is loaded is what Cayley would have written: tables, indexes, keys, every column of every row, reference counts.
// Wanted differences: an index by label, pages of indexes filled as PostgreSQL fills them,
// and the order of rows, which horizon counts.
func TestTablesAreCayleys(t *testing.T) {
	server := pgtest.Shared(t)
	ours, theirs := server.Database(t), server.Database(t)
	quads := append(seedQuads(t)[:2000], oddQuads()...)
	write(t, connect(t, ours), quads, "one")
	writeCayley(t, theirs, quads)
	queries := map[string]string{
		"columns":   `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_name IN ('nodes', 'quads') ORDER BY table_name, ordinal_position`,
		"indexes":   `SELECT tablename, replace(indexdef, ' WITH (fillfactor=''50'')', '') FROM pg_indexes WHERE tablename IN ('nodes', 'quads') AND indexname <> 'label_index' ORDER BY indexname`,
		"keys":      `SELECT conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid IN ('nodes'::regclass, 'quads'::regclass) ORDER BY conname`,
		"sequences": `SELECT sequencename, start_value, increment_by FROM pg_sequences ORDER BY 1`,
		"horizon":   `SELECT pg_get_serial_sequence('quads', 'horizon'), min(horizon), max(horizon), count(DISTINCT horizon), (SELECT last_value FROM quads_horizon_seq) FROM quads`,
		"nodes":     `SELECT * FROM nodes ORDER BY hash`,
		"quads":     `SELECT subject_hash, predicate_hash, object_hash, label_hash, ts IS NULL FROM quads ORDER BY 1, 2, 3, 4`,
	}
	for what, query := range queries {
		got, want := lines(t, ours, query), lines(t, theirs, query)
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Errorf("%s, %d rows, -Cayley's +ours:\n%s", what, len(want), diff)
		}
	}
	if got := lines(t, ours, `SELECT indexdef FROM pg_indexes WHERE indexname = 'label_index'`); len(got) != 1 {
		t.Errorf("indexes by label: %q", got)
	}
}

// Cayley's own API answers from what was loaded as from what it has written.
func TestCayleyReadsWhatWasLoaded(t *testing.T) {
	server := pgtest.Shared(t)
	ours, theirs := server.Database(t), server.Database(t)
	quads := append(seedQuads(t)[:2000], oddQuads()...)
	write(t, connect(t, ours), quads, "one")
	stores := []cayley.QuadStore{cayleyStore(t, ours), writeCayley(t, theirs, quads)}

	questions := map[string]func(testing.TB, cayley.QuadStore) []string{
		"all quads":      allQuads,
		"sides":          everySide,
		"paths":          paths,
		"filtered quads": filtered,
		"sizes":          sizes,
	}
	for what, ask := range questions {
		got, want := ask(t, stores[0]), ask(t, stores[1])
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Errorf("%s, %d answers, -Cayley's +ours:\n%s", what, len(want), diff)
		}
	}
	var want []string
	for _, q := range quads {
		want = append(want, q.NQuad())
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, allQuads(t, stores[0])); diff != "" {
		t.Errorf("-loaded +read by Cayley:\n%s", diff)
	}
}

func allQuads(t testing.TB, qs cayley.QuadStore) []string {
	return named(t, qs, qs.QuadsAllIterator())
}

func named(t testing.TB, qs cayley.QuadStore, it cayley.Iterator) []string {
	t.Helper()
	defer it.Close()
	var list []string
	for it.Next(t.Context()) {
		list = append(list, qs.Quad(it.Result()).NQuad())
	}
	if err := it.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

// someValues are a hub, an entity, a claim, a literal and what nobody says.
var someValues = []quad.Value{
	quad.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), quad.IRI("https://innograph.github.io/ns#Claim"), quad.IRI("l1"),
	quad.IRI("https://x.example/s"), quad.Int(5), quad.LangString{Value: "泵", Lang: "zh"}, quad.String("nobody"),
}

func everySide(t testing.TB, qs cayley.QuadStore) (list []string) {
	for _, v := range someValues {
		for _, d := range quad.Directions {
			list = append(list, named(t, qs, qs.QuadIterator(d, qs.ValueOf(v)))...)
		}
	}
	return list
}

func sizes(t testing.TB, qs cayley.QuadStore) (list []string) {
	for _, v := range someValues {
		for _, d := range quad.Directions {
			size, err := qs.QuadIteratorSize(t.Context(), d, qs.ValueOf(v))
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, fmt.Sprint(v, d, size))
		}
	}
	stats, err := qs.Stats(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	return append(list, fmt.Sprint(stats))
}

func filtered(t testing.TB, qs cayley.QuadStore) []string {
	q := shape.Quads{{Dir: quad.Predicate, Values: shape.Lookup{someValues[0]}}, {Dir: quad.Object, Values: shape.Lookup{someValues[1]}}}
	return named(t, qs, shape.BuildIterator(qs, q))
}

// paths asks for objects with the labels that they were said under, two hops, and back.
func paths(t testing.TB, qs cayley.QuadStore) (list []string) {
	p := quad.IRI("https://x.example/p")
	labelled := path.StartPath(qs, quad.IRI("https://x.example/s")).LabelContextWithTags([]string{"label"}, path.StartMorphism()).Out(p).Tag("object")
	classes := path.StartPath(qs, someValues[1]).In(someValues[0]).Out().Has(someValues[0])
	typed := path.StartPath(qs).Has(someValues[0], someValues[1])
	for _, x := range []*path.Path{labelled, classes, typed} {
		err := x.Iterate(t.Context()).TagValues(qs, func(tags map[string]quad.Value) { list = append(list, fmt.Sprint(tags)) })
		if err != nil {
			t.Fatal(err)
		}
		err = x.Iterate(t.Context()).EachValue(qs, func(v quad.Value) { list = append(list, quad.ToString(v)) })
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(list)
	return list
}

// Cayley writes to what was loaded as to its own: a known quad is refused, a new one comes
// and goes, and takes its nodes with it.
func TestCayleyWritesToWhatWasLoaded(t *testing.T) {
	server := pgtest.Shared(t)
	address := server.Database(t)
	d := connect(t, address)
	v := write(t, d, oddQuads(), "one")
	qs := cayleyStore(t, address)
	if err := qs.ApplyDeltas([]cayley.Delta{{Quad: oddQuads()[0], Action: cayley.Add}}, cayley.IgnoreOpts{}); !cayley.IsQuadExist(err) {
		t.Errorf("a known quad: %v", err)
	}
	more := quad.Make("https://x.example/s", "more", "new", "l1")
	apply := func(action cayley.Procedure) {
		t.Helper()
		if err := qs.ApplyDeltas([]cayley.Delta{{Quad: more, Action: action}}, cayley.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
	}
	held := func(want bool) {
		t.Helper()
		if _, got, err := d.Holds(context.Background(), "one", v.Base); got != want || err != nil {
			t.Errorf("held: %v, error %v; want %v", got, err, want)
		}
	}
	before := lines(t, address, `SELECT * FROM nodes ORDER BY hash`)
	held(true)
	apply(cayley.Add)
	held(false)
	if _, _, err := d.Read(t.Context()); err == nil || !strings.Contains(err.Error(), "somebody else has written") {
		t.Errorf("reading what Cayley has added to: %v", err)
	}
	apply(cayley.Delete)
	held(true)
	if diff := cmp.Diff(before, lines(t, address, `SELECT * FROM nodes ORDER BY hash`)); diff != "" {
		t.Errorf("nodes after a quad came and went:\n%s", diff)
	}
}
