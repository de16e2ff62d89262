package graph

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pages of every size give the list of all, forwards and backwards.
func TestPages(t *testing.T) {
	g := build(t, fixture())
	whole := g.IDs(Enterprise)
	if g.Count(Enterprise) != 2 || g.Count(Task) != 0 {
		t.Errorf("%d enterprises, %d tasks", g.Count(Enterprise), g.Count(Task))
	}
	for size := 1; size <= 3; size++ {
		var forward, backward []ID
		after, before := ID(""), ID("")
		for {
			ids, skipped, left := g.Page(Enterprise, after, "", size, -1)
			if skipped != len(forward) || left != 2-len(forward)-len(ids) {
				t.Errorf("a page of %d after %q: %d before it, %d behind it", size, after, skipped, left)
			}
			forward = append(forward, ids...)
			if left == 0 {
				break
			}
			after = ids[len(ids)-1]
		}
		for {
			ids, skipped, _ := g.Page(Enterprise, "", before, -1, size)
			backward = append(slices.Clone(ids), backward...)
			if skipped == 0 {
				break
			}
			before = ids[0]
		}
		if !slices.Equal(whole, forward) || !slices.Equal(whole, backward) {
			t.Errorf("pages of %d: %v and %v, want %v", size, forward, backward, whole)
		}
	}
	// A cursor stays valid when its entity goes.
	if ids, _, _ := g.Page(Enterprise, "enterprise/ea", "", 5, -1); !slices.Equal(ids, whole[1:]) {
		t.Errorf("after an id between the two: %v", ids)
	}
	if ids, skipped, left := g.Page(Task, "", "", 5, -1); ids != nil || skipped != 0 || left != 0 {
		t.Errorf("a page of nothing: %v", ids)
	}
}

func TestWitnesses(t *testing.T) {
	g := build(t, fixture())
	rows, err := g.Witnesses(context.Background(), []ID{"industry/machines", "enterprise/f", "university/none"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]ID{{"source/one"}, {"source/one"}, nil}, rows); diff != "" {
		t.Errorf("witnesses (-want +got):\n%s", diff)
	}
}

// What is measured inside an entity has the source of the figure as a witness.
func TestPartsMeasuredHaveWitnesses(t *testing.T) {
	facts := fixture()
	facts.Observations[1].Source = "source/two"
	rows, err := build(t, facts).Witnesses(context.Background(), []ID{"industry/pumps"})
	if diff := cmp.Diff([][]ID{{"source/one", "source/two"}}, rows); err != nil || diff != "" {
		t.Errorf("witnesses (-want +got), %v:\n%s", err, diff)
	}
}

// An identifier leads to its entity by its value as a whole, in every scheme; a
// text that stands elsewhere leads nowhere.
func TestIdentified(t *testing.T) {
	facts := fixture()
	facts.Identifiers = append(facts.Identifiers, Identifier{"university/u", "wikidata", "Q1", ""}, Identifier{"region/999900", "wikidata", "999901", ""})
	g := build(t, facts)
	rows, err := g.Identified(context.Background(), []string{"999901", "99990", "Q1", "某大学", "二"})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if len(row) == 2 && row[0].Scheme > row[1].Scheme {
			row[0], row[1] = row[1], row[0] // the order is the store's
		}
	}
	want := [][]Identifier{{{"county/999901", "gbt2260", "999901", "2020"}, {"region/999900", "wikidata", "999901", ""}}, nil, {{"university/u", "wikidata", "Q1", ""}}, nil, nil}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := g.Identified(ctx, []string{"Q1"}); err == nil {
		t.Error("it read on after its context ended")
	}
}
