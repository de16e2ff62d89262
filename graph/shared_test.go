package graph

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSharedAndCouples(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	list, err := g.Shared(ctx, []ID{"county/999901", "county/999902"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range list {
		for _, tie := range s.With {
			got = append(got, fmt.Sprint(s.Node, " ", tie.Entity, " ", tie.Basis, " ", tie.Statuses()))
		}
	}
	want := []string{
		"region/999900 county/999901 stated [existing]", "region/999900 county/999902 stated [existing]",
		"enterprise/e county/999901 via-project [planned]", "enterprise/f county/999902 stated [existing]", "institute/i county/999902 stated [encouraged]", "institute/part county/999901 stated [existing]",
		"platform/lab county/999901 via-place [existing]", "platform/park county/999901 via-place [existing]", "project/p county/999901 via-place [existing]", "region/999901-town county/999901 stated [existing]",
		"university/u county/999901 via-platform [planned]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// What is nearest wins: u builds the laboratory, and stands in the town as well.
	facts := fixture()
	stands := said(600, "university/u", LocatedIn, "region/999901-town", Existing)
	stands.Identify()
	facts.Claims = append(facts.Claims, stands)
	list, err = build(t, facts).Shared(ctx, []ID{"county/999901"}, []Type{University}, nil)
	if err != nil || len(list) != 1 || list[0].With[0].Basis != ViaPlatform || len(list[0].With[0].Edges) != 1 {
		t.Errorf("%+v, %v; want the link by the laboratory alone", list, err)
	}
	// A place is nearer than a part: w stands in a town of 乙, and its institute works with 乙.
	facts = fixture()
	facts.Entities = append(facts.Entities, Entity{ID: "university/w", Type: University, Name: "又一大学"}, Entity{ID: "region/999902-town", Type: Region, Kind: "township", Name: "戊镇"})
	for _, c := range []Claim{said(600, "institute/i", PartOf, "university/w", Existing), said(610, "university/w", LocatedIn, "region/999902-town", Existing), said(620, "region/999902-town", PartOf, "county/999902", Existing)} {
		c.Identify()
		facts.Claims = append(facts.Claims, c)
	}
	list, err = build(t, facts).Shared(ctx, []ID{"county/999902"}, []Type{University}, nil)
	if err != nil || len(list) != 1 || list[0].With[0].Basis != ViaPlace || len(list[0].With[0].Edges) != 1 {
		t.Errorf("%+v, %v; want the link by the town alone", list, err)
	}
	stated, err := g.Shared(ctx, []ID{"county/999901"}, []Type{University, ResearchInstitute}, []Basis{Stated})
	if err != nil || len(stated) != 1 || stated[0].Node != "institute/part" {
		t.Errorf("%+v, %v", stated, err)
	}
	wholes, _ := Ontology.Field(County, "wholes")
	partners, _ := Ontology.Field(County, "partners")
	couples, err := g.Couples(ctx, []ID{"county/999902", "county/999901", "county/999901"}, wholes, nil, partners, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Couple{{"county/999901", "county/999902", []ID{"region/999900"}}}, couples); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, c := range map[string][2]*Field{"shared by nothing": {partners, nil}, "shared by what must not be": {wholes, wholes}} {
		if couples, err = g.Couples(ctx, []ID{"county/999901", "county/999902"}, c[0], nil, c[1], nil); err != nil || len(couples) != 0 {
			t.Errorf("%s: %v, %v", name, couples, err)
		}
	}
	if couples, err = g.Couples(ctx, []ID{"county/999901", "county/999902"}, wholes, []Type{County}, nil, nil); err != nil || len(couples) != 0 {
		t.Errorf("a region as a county: %v, %v", couples, err)
	}
}
