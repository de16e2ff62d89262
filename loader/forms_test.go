package loader_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/seeds"
)

// A set of packages that is written in another form and read again gives the same quads.
func TestForms(t *testing.T) {
	t.Run("seeds", func(t *testing.T) {
		w := curated()
		w.comesBack(t, "a.nq", joined(w.lines))
		w.comesBack(t, "a.jsonld", compactLD(t, w.quads))
		w.comesBack(t, "a.xlsx", workbook(t, w.packages...))
	})
	t.Run("generated", func(t *testing.T) {
		w := invented()
		dump := joined(w.lines)
		w.comesBack(t, "a.nq", dump)
		w.comesBack(t, "a.nq.gz", gzipped(t, dump))
		w.comesBack(t, "hash-base.nq", nquads(w.facts, "http://127.0.0.1:8080/things#"))
		w.comesBack(t, "reversed.nq", reversed(dump))
		w.comesBack(t, "crlf.nq", bytes.ReplaceAll(dump, []byte("\n"), []byte("\r\n")))
		w.comesBack(t, "a.jsonld", compactLD(t, w.quads))
		w.comesBack(t, "expanded.jsonld", expandedLD(t, w.quads))
		w.comesBack(t, "a.xlsx", workbook(t, w.packages...))
	})
}

// comesBack loads what the world was written as, beside others: the same quads, with the
// digest of the file as their origin.
func (w *world) comesBack(t *testing.T, name string, data []byte) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		got := mustLoad(t, file(name, data))
		sameLines(t, w.lines, lines(got, graph.DefaultBase))
		if digest := loader.Digest([]loader.Package{file(name, data)}); got.Origin != digest {
			t.Errorf("the origin of the facts is %s, the digest of their package %s", got.Origin, digest)
		}
	})
}

// Forms and folders are merged like folders, and a clash names both places.
func TestFormsMerge(t *testing.T) {
	w := invented()
	if len(w.packages) < 2 {
		t.Fatal("one package cannot be merged")
	}
	shared := w.packages[slices.IndexFunc(w.packages, func(p loader.Package) bool { return strings.Contains(p.Name, "shared") })]
	rest := slices.DeleteFunc(slices.Clone(w.packages), func(p loader.Package) bool { return p.Name == shared.Name })
	merged := mustLoad(t, append(rest, file("shared.xlsx", workbook(t, shared)))...)
	sameLines(t, w.lines, lines(merged, graph.DefaultBase))
	_, problems, err := loader.Load(t.Context(), append(rest, shared, file("all.nq", joined(w.lines))), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := printed(problems)
	if !strings.Contains(all, "id: stands twice") || !strings.Contains(all, "all.nq:") || !strings.Contains(all, "hint: the first is at "+shared.Name+"/entities.csv:2") {
		t.Errorf("problems of two sets with the same entities:\n%.2000s", all)
	}
}

func TestDigestCoversForms(t *testing.T) {
	data := nquads(small(), graph.DefaultBase)
	one := loader.Digest([]loader.Package{file("a.nq", data)})
	if renamed := loader.Digest([]loader.Package{file("b.nq", data)}); renamed != one {
		t.Error("the name of the file counts")
	}
	changed := bytes.Replace(data, []byte(`"2021`), []byte(`"2022`), 1)
	if len(changed) != len(data) || bytes.Equal(changed, data) || loader.Digest([]loader.Package{file("a.nq", changed)}) == one {
		t.Error("another file of the same size has the same digest")
	}
}

func sameLines(t *testing.T, want, got []string) {
	t.Helper()
	if !slices.Equal(want, got) { // told apart only then: it takes its time
		t.Errorf("quads (-want +got):\n%.4000s", cmp.Diff(want, got))
	}
}

func mustLoad(t testing.TB, packages ...loader.Package) *graph.Facts {
	t.Helper()
	facts, problems, err := loader.Load(context.Background(), packages, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) > 0 {
		t.Fatalf("%d problems:\n%.3000s", len(problems), printed(problems))
	}
	return facts
}

// problemsOf are the problems of one file, spelt.
func problemsOf(t testing.TB, name string, data []byte) string {
	t.Helper()
	facts, problems, err := loader.Load(context.Background(), []loader.Package{file(name, data)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if (facts != nil) != (len(problems) == 0) {
		t.Errorf("%d problems, facts: %v", len(problems), facts != nil)
	}
	return printed(problems)
}

func file(name string, data []byte) loader.Package {
	return loader.Package{Name: name, FS: fstest.MapFS{name: {Data: data}}, File: name}
}

// world is a set of packages, and what is in them. Tests share it, and change nothing of it.
type world struct {
	packages []loader.Package
	facts    *graph.Facts
	quads    []quad.Quad
	lines    []string // the quads as Cayley's own writer prints them
}

func newWorld(packages []loader.Package) *world {
	facts, problems, err := loader.Load(context.Background(), packages, nil)
	if err != nil || len(problems) > 0 {
		panic(fmt.Sprintf("%v\n%.3000s", err, printed(problems)))
	}
	quads := graph.Quads(facts, graph.DefaultBase)
	return &world{packages, facts, quads, spelt(quads)}
}

// curated are the seeds, some 56,000 quads; invented is a small data set that generate writes.
var (
	curated = sync.OnceValue(func() *world {
		var list []loader.Package
		for _, p := range seeds.Packages() {
			list = append(list, loader.Package{Name: p.Name, FS: p.FS})
		}
		return newWorld(list)
	})
	invented = sync.OnceValue(func() *world {
		dir, err := os.MkdirTemp("", "")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		packages := generated(dir, 2)
		for i := range packages {
			held := fstest.MapFS{}
			err := fs.WalkDir(packages[i].FS, ".", func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				data, err := fs.ReadFile(packages[i].FS, name)
				held[name] = &fstest.MapFile{Data: data}
				return err
			})
			if err != nil {
				panic(err)
			}
			packages[i].FS = held
		}
		return newWorld(packages)
	})
)

// generated writes packages of invented counties into a folder.
func generated(dir string, counties int) []loader.Package {
	dir = filepath.Join(dir, "generated")
	if _, err := generate.Write(context.Background(), dir, generate.Config{Counties: counties, Describe: loader.Describe}); err != nil {
		panic(err)
	}
	folders, err := os.ReadDir(dir)
	if err != nil {
		panic(err)
	}
	var list []loader.Package
	for _, f := range folders {
		list = append(list, loader.Package{Name: f.Name(), FS: os.DirFS(filepath.Join(dir, f.Name()))})
	}
	return list
}

// BenchmarkForms loads one data set in each form. INNOGRAPH_COUNTIES sets its size.
func BenchmarkForms(b *testing.B) {
	counties := 5
	if s := os.Getenv("INNOGRAPH_COUNTIES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		counties = n
	}
	packages := generated(b.TempDir(), counties)
	facts := mustLoad(b, packages...)
	rows := len(facts.Sources) + len(facts.Entities) + len(facts.Names) + len(facts.Identifiers) + len(facts.Mentions) + len(facts.Claims) + len(facts.Indicators) + len(facts.Observations) + len(facts.Omissions)
	quads := graph.Quads(facts, graph.DefaultBase)
	dir := b.TempDir()
	for _, form := range []struct {
		name  string
		write func() []byte
	}{
		{"csv", nil},
		{"a.nq", func() []byte { return nquads(facts, graph.DefaultBase) }},
		{"a.nq.gz", func() []byte { return gzipped(b, nquads(facts, graph.DefaultBase)) }},
		{"a.jsonld", func() []byte { return compactLD(b, quads) }},
		{"a.xlsx", func() []byte { return workbook(b, packages...) }},
	} {
		b.Run(fmt.Sprintf("%s/%d", form.name, counties), func(b *testing.B) {
			read := packages
			if form.write != nil {
				if err := os.WriteFile(filepath.Join(dir, form.name), form.write(), 0o644); err != nil {
					b.Fatal(err)
				}
				read = []loader.Package{{Name: form.name, FS: os.DirFS(dir), File: form.name}}
			}
			b.ReportAllocs()
			for b.Loop() {
				mustLoad(b, read...)
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(len(quads))*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
		})
	}
}
