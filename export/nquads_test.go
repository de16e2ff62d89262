package export_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
)

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
