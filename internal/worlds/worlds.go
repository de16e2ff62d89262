// Package worlds has the graphs that tests of several rooms ask: that of the seeds,
// and of invented counties.
package worlds

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/seeds"
)

// Seeds are the graph of the seeds and the facts that it is built of: the same for all
// tests of a program, so that nobody may change either.
func Seeds(t testing.TB) (*graph.Graph, *graph.Facts) {
	t.Helper()
	w, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	return w.graph, w.facts
}

var seeded = sync.OnceValues(func() (world, error) {
	var packages []loader.Package
	for _, p := range seeds.Packages() {
		packages = append(packages, loader.Package{Name: p.Name, FS: p.FS})
	}
	return of(packages)
})

// Invented is the graph of invented counties, some 4,500 quads each, and its facts: the same ones each time.
func Invented(t testing.TB, counties int) (*graph.Graph, *graph.Facts) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if _, err := generate.Write(context.Background(), dir, generate.Config{Counties: counties, Seed: 7, Describe: loader.Describe}); err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var packages []loader.Package
	for _, f := range folders {
		packages = append(packages, loader.Package{Name: f.Name(), FS: os.DirFS(filepath.Join(dir, f.Name()))})
	}
	w, err := of(packages)
	if err != nil {
		t.Fatal(err)
	}
	return w.graph, w.facts
}

// Loaded is the graph of packages, which must have no problems.
func Loaded(t testing.TB, packages ...loader.Package) *graph.Graph {
	t.Helper()
	w, err := of(packages)
	if err != nil {
		t.Fatal(err)
	}
	return w.graph
}

// world is a graph and what it is built of.
type world struct {
	graph *graph.Graph
	facts *graph.Facts
}

func of(packages []loader.Package) (world, error) {
	facts, problems, err := loader.Load(context.Background(), packages, nil)
	if err != nil || len(problems) > 0 {
		return world{}, fmt.Errorf("load: %v; %d problems, the first: %v", err, len(problems), problems[:min(3, len(problems))])
	}
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	return world{g, facts}, err
}
