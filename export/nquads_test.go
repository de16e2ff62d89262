package export_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/seeds"
)

// seeded is the graph of the seeds, and what it was built of.
func seeded(t testing.TB) (*graph.Graph, *graph.Facts) {
	t.Helper()
	var packages []loader.Package
	for _, p := range seeds.Packages() {
		packages = append(packages, loader.Package{Name: p.Name, FS: p.FS})
	}
	facts, problems, err := loader.Load(context.Background(), packages, nil)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	return g, facts
}

// written is an export as bytes.
func written(t testing.TB, g *graph.Graph, format string, words map[string][]string) []byte {
	t.Helper()
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
	return b.Bytes()
}

// The N-Quads of the seeds are the quads that the seeds were encoded as.
func TestNQuadsAreTheQuads(t *testing.T) {
	g, facts := seeded(t)
	got := strings.Split(strings.TrimSuffix(string(written(t, g, "nquads", nil)), "\n"), "\n")
	slices.Sort(got)
	var want []string
	for _, q := range graph.Quads(facts, graph.DefaultBase) {
		// The library's own spelling, but for datatypes, which it shortens.
		want = append(want, strings.Replace(q.NQuad(), "^^<xsd:integer>", "^^<http://www.w3.org/2001/XMLSchema#integer>", 1))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%.4000s", diff)
	}
}
