package columnar

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

func build(t testing.TB, quads ...quad.Quad) *Store {
	t.Helper()
	var b Builder
	for _, q := range quads {
		if err := b.Add(q); err != nil {
			t.Fatal(err)
		}
	}
	return b.Build()
}

func iri(format string, args ...any) quad.IRI { return quad.IRI(fmt.Sprintf(format, args...)) }

// values of every kind, awkward ones among them.
var values = []quad.Value{
	quad.IRI("https://example.org/id/县"), quad.IRI(""), quad.BNode("b1"), quad.String(""), quad.String("a\x00b"), quad.String("\"引号\"\n\t😀"), quad.String(string(make([]byte, 300))),
	quad.LangString{Value: "县", Lang: "zh"}, quad.LangString{Value: "", Lang: "en"}, quad.LangString{Value: "zh", Lang: ""}, quad.TypedString{Value: "2.50", Type: "http://www.w3.org/2001/XMLSchema#decimal"},
	quad.TypedString{Value: "5", Type: "xsd:integer"}, quad.Int(5), quad.Int(math.MinInt64), quad.Int(math.MaxInt64), quad.Int(-1), quad.Int(0), quad.Float(1.5), quad.Float(math.Inf(-1)), quad.Float(0),
	quad.Bool(true), quad.Bool(false), quad.Time(time.Date(2021, 10, 1, 1, 2, 3, 456789, time.UTC)), quad.Time(time.Date(2021, 10, 1, 1, 2, 3, 456790, time.UTC)),
	quad.Time(time.Date(1900, 1, 1, 0, 0, 0, 0, time.FixedZone("", 8*3600))),
}

// Every kind of value comes back as it was.
func TestValuesRoundTrip(t *testing.T) {
	var quads []quad.Quad
	for _, v := range values {
		quads = append(quads, quad.Quad{Subject: v, Predicate: quad.IRI("p"), Object: v, Label: v})
	}
	s := build(t, quads...)
	for _, v := range values {
		ref := s.ValueOf(v)
		if ref == nil {
			t.Errorf("%#v is not found", v)
			continue
		}
		if got := s.NameOf(ref); !same(v, got) {
			t.Errorf("%#v came back as %#v", v, got)
		}
	}
	if s.Len() != len(values) || s.Nodes() != len(values)+1 {
		t.Errorf("%d quads and %d nodes for %d values and a predicate", s.Len(), s.Nodes(), len(values))
	}
	if ref := s.ValueOf(quad.String("not there")); ref != nil {
		t.Errorf("a value that is not there is %v", ref)
	}
	if ref := s.ValueOf(nil); ref != nil {
		t.Errorf("nil is %v", ref)
	}
}

func same(a, b quad.Value) bool {
	if ta, ok := a.(quad.Time); ok {
		tb, ok := b.(quad.Time)
		_, za := time.Time(ta).Zone()
		_, zb := time.Time(tb).Zone()
		return ok && time.Time(ta).Equal(time.Time(tb)) && za == zb
	}
	return a == b
}

func FuzzValue(f *testing.F) {
	f.Add("iri", "https://example.org/", "zh")
	f.Add("lang", "a\x00b", "en")
	f.Fuzz(func(t *testing.T, kind, text, more string) {
		var v quad.Value
		switch kind {
		case "iri":
			v = quad.IRI(text)
		case "lang":
			v = quad.LangString{Value: quad.String(text), Lang: more}
		case "typed":
			v = quad.TypedString{Value: quad.String(text), Type: quad.IRI(more)}
		default:
			v = quad.String(text)
		}
		spelling, err := appendValue(nil, v)
		if err != nil {
			return // a NUL in a language or type
		}
		if got := readValue(spelling); got != v {
			t.Fatalf("%#v came back as %#v", v, got)
		}
	})
}

// The label is part of a quad; a quad stands once however often it is added.
func TestDuplicatesAndLabels(t *testing.T) {
	q := quad.Quad{Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.IRI("o")}
	first, second := q, q
	first.Label, second.Label = quad.IRI("l1"), quad.IRI("l2")
	s := build(t, q, first, second, q, first)
	if s.Len() != 3 {
		t.Errorf("%d quads, want 3: without label, and with each of two", s.Len())
	}
	l1, _ := s.Lookup(quad.IRI("l1"))
	if n := s.Count(quad.Label, l1); n != 1 {
		t.Errorf("%d quads have the label", n)
	}
}

func TestAddRefuses(t *testing.T) {
	var b Builder
	for _, q := range []quad.Quad{{}, {Subject: quad.IRI("s"), Predicate: quad.IRI("p")}, {Subject: quad.IRI("s"), Predicate: quad.IRI("p"), Object: quad.LangString{Lang: "a\x00"}}} {
		if err := b.Add(q); err == nil {
			t.Errorf("%v is taken", q)
		}
	}
}

func TestEmptyStore(t *testing.T) {
	s := build(t)
	if s.Len() != 0 || s.ValueOf(quad.IRI("x")) != nil || s.Quad(Row(0)).IsValid() || s.NameOf(Node(0)) != nil {
		t.Error("an empty store has something")
	}
	if it := s.QuadsAllIterator(); it.Next(context.Background()) {
		t.Error("an empty store iterates")
	}
	if it := s.QuadIterator(quad.Subject, Node(3)); it.Next(context.Background()) {
		t.Error("a node of another store iterates")
	}
}

func TestReadOnly(t *testing.T) {
	s := build(t)
	if err := s.ApplyDeltas(nil, cayley.IgnoreOpts{}); err != ErrReadOnly {
		t.Errorf("ApplyDeltas: %v", err)
	}
	if _, err := s.NewQuadWriter(); err != ErrReadOnly {
		t.Errorf("NewQuadWriter: %v", err)
	}
}

// random makes n quads over few nodes, so that all sides repeat and quads collide.
func random(r *rand.Rand, n int) []quad.Quad {
	node := func(k int) quad.Value {
		switch m := r.IntN(k); m % 5 {
		case 0:
			return quad.String(fmt.Sprint("text ", m))
		case 1:
			return quad.Int(m)
		default:
			return iri("https://example.org/id/thing/%d", m)
		}
	}
	quads := make([]quad.Quad, n)
	for i := range quads {
		q := quad.Quad{Subject: iri("https://example.org/id/thing/%d", r.IntN(n/4+1)), Predicate: iri("p%d", r.IntN(5)), Object: node(n/5 + 1)}
		if r.IntN(3) > 0 {
			q.Label = iri("https://example.org/id/claim/%d", r.IntN(n/3+1))
		}
		quads[i] = q
	}
	return quads
}

// Whatever is asked of this store and of Cayley's memory store has one answer.
func TestAgainstMemstore(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 1))
		quads := random(r, 600)
		ours, theirs := build(t, quads...), memstore.New(quads...)
		stats, _ := ours.Stats(ctx, true)
		want, _ := theirs.Stats(ctx, true)
		if stats != want {
			t.Errorf("seed %d: %+v, want %+v", seed, stats, want)
		}
		if diff := cmp.Diff(spell(theirs, theirs.QuadsAllIterator()), spell(ours, ours.QuadsAllIterator())); diff != "" {
			t.Fatalf("seed %d: all quads (-want +got):\n%s", seed, diff)
		}
		if diff := cmp.Diff(nodes(theirs), nodes(ours)); diff != "" {
			t.Fatalf("seed %d: all nodes (-want +got):\n%s", seed, diff)
		}
		for i, name := range nodes(ours) {
			if i%7 != 0 {
				continue
			}
			v := byName(ours, name)
			for _, d := range quad.Directions {
				got := spell(ours, ours.QuadIterator(d, ours.ValueOf(v)))
				if diff := cmp.Diff(spell(theirs, theirs.QuadIterator(d, theirs.ValueOf(v))), got); diff != "" {
					t.Fatalf("seed %d: quads with %v as %v (-want +got):\n%s", seed, v, d, diff)
				}
				size, _ := ours.QuadIteratorSize(ctx, d, ours.ValueOf(v))
				if int(size.Size) != len(got) || !size.Exact {
					t.Errorf("size of %v as %v is %+v, it has %d", v, d, size, len(got))
				}
			}
		}
		for range 40 {
			p := randomPath(r)
			if diff := cmp.Diff(walk(t, ctx, p, theirs), walk(t, ctx, p, ours)); diff != "" {
				t.Fatalf("seed %d: path %v (-want +got):\n%s", seed, p, diff)
			}
		}
	}
}

func spell(qs cayley.QuadStore, it cayley.Iterator) []string {
	var list []string
	for it.Next(context.Background()) {
		list = append(list, qs.Quad(it.Result()).NQuad())
	}
	slices.Sort(list)
	return list
}

func nodes(qs cayley.QuadStore) []string {
	var list []string
	it := qs.NodesAllIterator()
	for it.Next(context.Background()) {
		list = append(list, qs.NameOf(it.Result()).String())
	}
	slices.Sort(list)
	return list
}

func byName(s *Store, name string) quad.Value {
	for n := range s.Nodes() {
		if v := s.Value(Node(n)); v.String() == name {
			return v
		}
	}
	return nil
}

// step is one hop of a random path.
type step struct {
	kind string
	p    quad.Value
}

type steps struct {
	start quad.Value
	hops  []step
}

func randomPath(r *rand.Rand) steps {
	p := steps{start: iri("https://example.org/id/thing/%d", r.IntN(100))}
	if r.IntN(4) == 0 {
		p.start = nil // all nodes
	}
	for range 1 + r.IntN(3) {
		p.hops = append(p.hops, step{[]string{"out", "in", "both", "has", "labels"}[r.IntN(5)], iri("p%d", r.IntN(6))})
	}
	return p
}

// walk runs a path on a store; the answer is sorted, as its order is the store's own.
func walk(t *testing.T, ctx context.Context, p steps, qs cayley.QuadStore) []string {
	t.Helper()
	var start []quad.Value
	if p.start != nil {
		start = append(start, p.start)
	}
	q := path.StartPath(qs, start...)
	for _, h := range p.hops {
		switch h.kind {
		case "out":
			q = q.Out(h.p)
		case "in":
			q = q.In(h.p)
		case "both":
			q = q.Both(h.p)
		case "has":
			q = q.Has(h.p)
		case "labels":
			q = q.Labels()
		}
	}
	found, err := q.Iterate(ctx).Paths(false).AllValues(qs)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, v := range found {
		list = append(list, v.String())
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Quads added in another order give the same store.
func TestOrderOfAddingIsNoDifference(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	quads := random(r, 500)
	want := build(t, quads...)
	r.Shuffle(len(quads), func(i, j int) { quads[i], quads[j] = quads[j], quads[i] })
	got := build(t, quads...)
	if diff := cmp.Diff(want.side, got.side); diff != "" {
		t.Error("the columns differ")
	}
	if string(want.spellings) != string(got.spellings) || !slices.Equal(want.objectOrder, got.objectOrder) || !slices.Equal(want.labelOrder, got.labelOrder) {
		t.Error("the dictionary or an index differs")
	}
}

// Nodes are numbered in the order of their spellings, whatever common
// beginnings they have and wherever they end.
func TestNodesAreSorted(t *testing.T) {
	var b Builder
	r := rand.New(rand.NewPCG(3, 3))
	for range 3000 {
		text := "https://example.org/id/claim/"[:r.IntN(30)]
		for range r.IntN(12) {
			text += string(rune("ab\x00c"[r.IntN(4)]))
		}
		if err := b.Add(quad.Quad{Subject: quad.String(text), Predicate: quad.IRI("p"), Object: quad.Int(int64(r.IntN(50)))}); err != nil {
			t.Fatal(err)
		}
	}
	s := b.Build()
	for n := 1; n < s.Nodes(); n++ {
		if string(s.spelling(uint32(n-1))) >= string(s.spelling(uint32(n))) {
			t.Fatalf("node %d %q is not above %q", n, s.spelling(uint32(n)), s.spelling(uint32(n-1)))
		}
	}
}

// Readers share a store without locks; run with -race. Cayley's memory store
// races here: two of its whole-graph iterators write one field.
func TestConcurrentReaders(t *testing.T) {
	quads := random(rand.New(rand.NewPCG(1, 1)), 400)
	s := build(t, quads...)
	want := spell(s, s.QuadsAllIterator())
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if !slices.Equal(want, spell(s, s.QuadsAllIterator())) || len(nodes(s)) != s.Nodes() {
				t.Error("a reader saw another graph")
			}
		})
	}
	group.Wait()
}
