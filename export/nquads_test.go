package export_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
)

// The N-Quads of the seeds are the quads that the seeds were encoded as.
func TestNQuadsAreTheQuads(t *testing.T) {
	_, facts := worlds.Seeds(t)
	var want []string
	for _, q := range graph.Quads(facts, graph.DefaultBase) {
		want = append(want, spelt(q))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, lines(seedsAs(t, "nquads"))); diff != "" {
		t.Errorf("lines (-want +got):\n%.4000s", diff)
	}
}
