package graph

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
