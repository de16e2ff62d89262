package export_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/nquads"
	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/hostile"
	"github.com/innograph/innograph/internal/worlds"
)

// N-Quads are read by Cayley's own reader into its own memory store as the quads that they were
// written from, each with its label.
func TestCayleyReadsNQuads(t *testing.T) {
	_, facts := worlds.Seeds(t)
	for name, facts := range map[string]*graph.Facts{"seeds": facts, "texts that break readers": hostile.Facts(true)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := written(t, built(t, facts), "nquads", nil)
			read, err := quad.ReadAll(nquads.NewReader(bytes.NewReader(data), false))
			if err != nil {
				t.Fatal(err)
			}
			store := memstore.New(read...)
			var got []string
			all := store.QuadsAllIterator()
			defer all.Close()
			for all.Next(context.Background()) {
				got = append(got, spelt(store.Quad(all.Result())))
			}
			var want []string
			for _, q := range graph.Quads(facts, graph.DefaultBase) {
				want = append(want, spelt(q))
			}
			slices.Sort(got)
			slices.Sort(want)
			if err := all.Err(); err != nil || len(want) == 0 {
				t.Fatal(len(want), err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("quads (-want +got):\n%.3000s", diff)
			}
		})
	}
}

// spelt is a quad as N-Quads; numbers have the datatype in full, whether they came as text or not.
func spelt(q quad.Quad) string {
	return strings.Replace(q.NQuad(), "^^<xsd:integer>", "^^<http://www.w3.org/2001/XMLSchema#integer>", 1)
}
