package columnar

import (
	"context"
	"flag"
	"maps"
	"os"
	"os/exec"
	"strings"
	"testing"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/graphtest"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"
)

// rebuilding is a store that can be written to, for Cayley's own test suite:
// each write builds the store anew. Its references hold for one generation.
type rebuilding struct {
	*Store
	quads map[quad.Quad]bool
}

func newRebuilding(testing.TB) (cayley.QuadStore, cayley.Options, func()) {
	r := &rebuilding{quads: map[quad.Quad]bool{}}
	r.rebuild()
	return r, nil, func() {}
}

func (r *rebuilding) rebuild() {
	var b Builder
	for q := range r.quads {
		if err := b.Add(q); err != nil {
			panic(err) // the suite writes what can be stored
		}
	}
	r.Store = b.Build()
}

func (r *rebuilding) ApplyDeltas(deltas []cayley.Delta, ignore cayley.IgnoreOpts) error {
	changed := maps.Clone(r.quads)
	for _, d := range deltas {
		switch there := changed[d.Quad]; {
		case d.Action == cayley.Add && !there:
			changed[d.Quad] = true
		case d.Action == cayley.Add && !ignore.IgnoreDup:
			return &cayley.DeltaError{Delta: d, Err: cayley.ErrQuadExists}
		case d.Action == cayley.Delete && there:
			delete(changed, d.Quad)
		case d.Action == cayley.Delete && !ignore.IgnoreMissing:
			return &cayley.DeltaError{Delta: d, Err: cayley.ErrQuadNotExist}
		}
	}
	r.quads = changed
	r.rebuild()
	return nil
}

func (r *rebuilding) NewQuadWriter() (quad.WriteCloser, error) { return &writer{r}, nil }

type writer struct{ to *rebuilding }

func (w *writer) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

func (w *writer) WriteQuads(quads []quad.Quad) (int, error) {
	deltas := make([]cayley.Delta, len(quads))
	for i, q := range quads {
		deltas[i] = cayley.Delta{Quad: q, Action: cayley.Add}
	}
	if err := w.to.ApplyDeltas(deltas, cayley.IgnoreOpts{IgnoreDup: true}); err != nil {
		return 0, err
	}
	return len(quads), nil
}

func (w *writer) Close() error { return nil }

// notApplicable is the one case of the suite that hangs on the order in which a
// store gives quads: Cayley's optimized recursive iterator names a wrong parent in
// any other order, over its own memory store too. TestCayleyMixesUpTags shows it.
const notApplicable = "TestCayleySuite/paths/^follows_recursive_loop$"

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("test.skip"); f.Value.String() == "" {
		if err := f.Value.Set(notApplicable); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// Cayley v0.7.7: 1 knows 2, 2 knows 1 and 3, so 3 can be known by 2 alone. Written
// in this order, the memory store's answer is 1.
func TestCayleyMixesUpTags(t *testing.T) {
	quads := []quad.Quad{quad.MakeIRI("1", "knows", "2", ""), quad.MakeIRI("2", "knows", "1", ""), quad.MakeIRI("2", "knows", "3", "")}
	for _, n := range []string{"1", "2", "3"} {
		quads = append(quads, quad.MakeIRI(n, "relatesTo", "x", ""))
	}
	qs := memstore.New(quads...)
	p := path.StartPath(qs, quad.IRI("1")).FollowRecursive(path.StartMorphism().Tag("pid").Out(quad.IRI("knows")), 2, nil).Has(quad.IRI("relatesTo")).Tag("id")
	err := p.Iterate(context.Background()).TagValues(qs, func(tags map[string]quad.Value) {
		if tags["id"] == quad.Value(quad.IRI("3")) && tags["pid"] == quad.Value(quad.IRI("2")) {
			t.Error("Cayley names the right parent now: notApplicable may go")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Cayley's own suite for quad stores. It reads files of Cayley's module, so it
// runs in that module's folder. What cannot apply is an iterator that sees a quad
// go (SkipDeletedFromIterator), since nothing goes here, and the case of notApplicable. Its integration part, questions over
// 471,000 quads about films, runs when RUN_INTEGRATION is true.
func TestCayleySuite(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(strings.TrimSpace(string(dir)) + "/graph/memstore")
	graphtest.TestAll(t, newRebuilding, &graphtest.Config{SkipDeletedFromIterator: true})
}

// The suite also runs on files: what a builder made and what was mapped are one.
func TestCayleyReadsFiles(t *testing.T) {
	s, err := Open(written(t, graphtest.MakeQuadSet()...))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	graphtest.ExpectIteratedQuads(t, s, s.QuadsAllIterator(), graphtest.MakeQuadSet(), true)
	size, err := s.QuadIteratorSize(context.Background(), quad.Object, s.ValueOf(quad.String("B")))
	if err != nil || size.Size == 0 {
		t.Errorf("size %+v, %v", size, err)
	}
}
