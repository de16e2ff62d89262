package graph

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// related spells the edges of a field: node, basis, statuses, and the offsets
// of the claims behind it, which are in the fixture's drawing order.
func related(t *testing.T, g *Graph, id ID, field string) []string {
	t.Helper()
	kind, _ := id.Type()
	f, ok := Ontology.Field(kind, field)
	if !ok {
		t.Fatalf("%s has no field %s", kind, field)
	}
	rows, err := g.Related(context.Background(), f, []ID{id})
	rows = filled(t, g, rows, err)
	list := []string{}
	for _, e := range rows[0] {
		var starts []int
		for _, c := range e.Claims {
			starts = append(starts, c.Start)
		}
		list = append(list, fmt.Sprintf("%s %s %v %v", e.Node, e.Basis, e.Statuses, starts))
	}
	return list
}

func TestDerivations(t *testing.T) {
	g := build(t, fixture())
	for _, c := range []struct {
		id    ID
		field string
		want  []string
	}{
		// A part's partner is the whole's; the university also builds the laboratory
		// in the county, and the platform's basis comes first.
		{"county/999901", "partners", []string{"institute/part stated [existing] [20]", "university/u via-platform [planned] [30 40 50 60]"}},
		{"university/u", "counties", []string{"county/999901 via-platform [planned] [30 40 50 60]"}},
		{"institute/part", "counties", []string{"county/999901 stated [existing] [20]"}},
		{"county/999902", "partners", []string{"institute/i stated [encouraged] [70 80]"}},
		// locatedIn reaches through park and town up to the county.
		{"county/999901", "platforms", []string{"platform/lab via-place [existing] [40 50 60]", "platform/park via-place [existing] [50 60]"}},
		{"platform/lab", "counties", []string{"county/999901 via-place [existing] [40 50 60]"}},
		{"platform/lab", "places", []string{"platform/park stated [existing] [40]"}},
		// An enterprise is where its project is; the derived status is the chain's weakest.
		{"county/999901", "enterprises", []string{"enterprise/e via-project [planned] [60 90 100]"}},
		{"enterprise/e", "counties", []string{"county/999901 via-project [planned] [60 90 100]"}},
		{"county/999901", "projects", []string{"project/p via-place [existing] [60 100]"}},
		// A county is not left again: the city has no platforms of its counties' by place.
		{"region/999900", "platforms", []string{}},
		// But partners of a part are partners of the whole, of cities too.
		{"region/999900", "partners", []string{"institute/i via-part [encouraged] [70 80 150]", "institute/part via-part [existing] [20 140]"}},
		{"industry/machines", "narrower", []string{"industry/pumps stated [existing] [130]"}},
	} {
		if diff := cmp.Diff(c.want, related(t, g, c.id, c.field)); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", c.field, c.id, diff)
		}
	}
}

// A place that is in itself by a slip of the data must not hang the reader.
func TestCircularPlacesEnd(t *testing.T) {
	f := fixture()
	for i, c := range []Claim{said(300, "platform/park", LocatedIn, "platform/lab", Existing), said(310, "region/999901-town", PartOf, "region/999900", Existing), said(320, "region/999900", PartOf, "region/999901-town", Existing)} {
		c.Identify()
		f.Claims = append(f.Claims, c)
		_ = i
	}
	g := build(t, f)
	if got := related(t, g, "platform/lab", "counties"); len(got) != 1 {
		t.Errorf("counties of the laboratory: %v", got)
	}
}

// A relation seen from its subject is seen from its object, derived ones too,
// with the same basis, statuses and claims.
func TestPartnersAgreeFromBothEnds(t *testing.T) {
	g := build(t, fixture())
	checkBothEnds(t, g, "partners", partnerSides)
}

// checkBothEnds holds a symmetric field of some types against itself.
func checkBothEnds(t *testing.T, g *Graph, field string, on []Type) {
	t.Helper()
	seen := map[[2]ID]string{}
	for _, typ := range on {
		f, _ := Ontology.Field(typ, field)
		rows, err := g.Related(context.Background(), f, g.IDs(typ))
		rows = filled(t, g, rows, err)
		for i, row := range rows {
			for _, e := range row {
				var claims []ID
				for _, c := range e.Claims {
					claims = append(claims, c.ID)
				}
				slices.Sort(claims)
				seen[[2]ID{g.IDs(typ)[i], e.Node}] = fmt.Sprint(e.Basis, e.Statuses, claims)
				if e.Basis != Stated && len(e.Claims) < 2 {
					t.Errorf("%s %s %s is derived from %d claims", g.IDs(typ)[i], field, e.Node, len(e.Claims))
				}
			}
		}
	}
	if len(seen) == 0 {
		t.Fatal("no relation was checked")
	}
	for pair, what := range seen {
		if back := seen[[2]ID{pair[1], pair[0]}]; back != what {
			t.Errorf("%s → %s: %s\n  but back: %s", pair[0], pair[1], what, back)
		}
	}
}
