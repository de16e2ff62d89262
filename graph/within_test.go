package graph

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What belongs to a place belongs to the wholes of the place.
func TestWithin(t *testing.T) {
	facts := fixture()
	facts.Entities = append(facts.Entities, Entity{ID: "document/d", Type: Document, Kind: "plan", Name: "规划"}, Entity{ID: "task/t", Type: Task, Name: "任务"})
	for _, c := range []Claim{said(500, "document/d", Covers, "county/999901", Existing), said(510, "task/t", PartOf, "document/d", Existing)} {
		c.Identify()
		facts.Claims = append(facts.Claims, c)
	}
	g, ctx := build(t, facts), context.Background()
	all := []Type{Enterprise, Platform, Project, Task, Document, County, Region, University}
	inCounty := []ID{"document/d", "enterprise/e", "platform/lab", "platform/park", "project/p", "region/999901-town", "task/t"}
	for place, want := range map[ID][]ID{
		"county/999901": inCounty,
		"county/999902": {"enterprise/f"},
		"region/999900": slices.Sorted(slices.Values(append([]ID{"county/999901", "county/999902", "enterprise/f"}, inCounty...))),
		"platform/park": {"platform/lab"},
	} {
		got, err := g.Within(ctx, place, all)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", place, diff)
		}
	}
	if got, err := g.Within(ctx, "region/999900", []Type{Task}); err != nil || len(got) != 1 {
		t.Errorf("tasks of a city: %v, %v", got, err)
	}
}
