package export_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/seeds"
)

// parts are selections of the seeds.
var parts = map[string]map[string][]string{
	"all":          nil,
	"one county":   {"focus": {"county/330324"}},
	"around it":    {"focus": {"county/330324"}, "depth": {"2"}},
	"platforms":    {"type": {"Platform"}},
	"planned":      {"status": {"planned"}},
	"partners":     {"predicate": {"partnersWith", "builds"}},
	"one source":   {"source": {"source/jinyun-2023"}},
	"several ways": {"focus": {"county/331122", "county/331121"}, "depth": {"1"}, "status": {"existing"}, "type": {"University", "Platform"}, "source": {"source/jinyun-2023", "source/qingtian-2021"}},
	"nothing":      nothing,
}

// nothing selects nothing of the seeds: a list of codes holds no events.
var nothing = map[string][]string{"type": {"Event"}, "source": {"source/gbt2260-2020"}}

// theSeeds are the seeds, loaded and built once for all tests.
var theSeeds = sync.OnceValue(func() (world struct {
	graph *graph.Graph
	facts *graph.Facts
	err   error
}) {
	var packages []loader.Package
	for _, p := range seeds.Packages() {
		packages = append(packages, loader.Package{Name: p.Name, FS: p.FS})
	}
	facts, problems, err := loader.Load(context.Background(), packages, nil)
	if err != nil || len(problems) > 0 {
		world.err = fmt.Errorf("%v, %v", err, problems)
		return world
	}
	world.facts = facts
	world.graph, world.err = graph.Build(context.Background(), facts, graph.DefaultBase)
	return world
})

// seeded is the graph of the seeds, and what it was built of; nobody may change either.
func seeded(t testing.TB) (*graph.Graph, *graph.Facts) {
	t.Helper()
	world := theSeeds()
	if world.err != nil {
		t.Fatal(world.err)
	}
	return world.graph, world.facts
}

// wholes are exports of all of the seeds, by format: they are asked for again and again.
var wholes sync.Map

// written is an export as bytes, which nobody may change.
func written(t testing.TB, g *graph.Graph, format string, words map[string][]string) []byte {
	t.Helper()
	whole := words == nil && g == theSeeds().graph
	if data, known := wholes.Load(format); whole && known {
		return data.([]byte)
	}
	f, ok := export.Named(format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	part, err := export.Select(context.Background(), g, nil, words)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := export.Write(context.Background(), &b, part, f, options); err != nil {
		t.Fatal(err)
	}
	if whole {
		wholes.Store(format, b.Bytes())
	}
	return b.Bytes()
}

func loaded(t testing.TB, packages ...fs.FS) *graph.Graph {
	t.Helper()
	var list []loader.Package
	for _, p := range packages {
		list = append(list, loader.Package{Name: "p", FS: p})
	}
	return loadedAs(t, list...)
}

func loadedAs(t testing.TB, list ...loader.Package) *graph.Graph {
	t.Helper()
	facts, problems, err := loader.Load(context.Background(), list, nil)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v; %d problems, the first: %v", err, len(problems), problems[:min(3, len(problems))])
	}
	return built(t, facts)
}

func built(t testing.TB, facts *graph.Facts) *graph.Graph {
	t.Helper()
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// invented is the graph of invented counties, 4,500 quads each.
func invented(t testing.TB, counties int) *graph.Graph {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if _, err := generate.Write(context.Background(), dir, generate.Config{Counties: counties, Seed: 7, Describe: loader.Describe}); err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var packages []fs.FS
	for _, f := range folders {
		packages = append(packages, os.DirFS(filepath.Join(dir, f.Name())))
	}
	return loaded(t, packages...)
}

// lines are the lines of a text, sorted.
func lines(text []byte) []string {
	list := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	slices.Sort(list)
	return list
}
