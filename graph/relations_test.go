package graph

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRelationsGatherClaims(t *testing.T) {
	g := build(t, fixture())
	rows, err := g.Relations(context.Background(), []ID{"county/999902", "institute/i", "university/none"}, nil, Both)
	rows = filled(t, g, rows, err)
	var got []string
	for _, e := range rows[0] {
		got = append(got, describe(e))
	}
	want := []string{"partOf→region/999900 existing ×1", "locatedIn←enterprise/f existing ×1", "partnersWith→institute/i encouraged ×2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("relations of 乙 (-want +got):\n%s", diff)
	}
	if len(rows[1]) != 1 || describe(rows[1][0]) != "partnersWith→county/999902 encouraged ×2" {
		t.Errorf("relations of the institute: %v", rows[1])
	}
	if rows[2] != nil {
		t.Errorf("an unknown entity has relations: %v", rows[2])
	}
	out, err := g.Relations(context.Background(), []ID{"institute/i"}, []Predicate{PartnersWith}, Out)
	if err != nil || len(out[0]) != 1 {
		t.Errorf("a symmetric relation is not seen going out: %v, %v", out, err)
	}
	degrees, err := g.Degrees(context.Background(), []ID{"county/999902", "institute/i", "university/none"})
	if err != nil || !slices.Equal(degrees, []int{3, 1, 0}) {
		t.Errorf("degrees %v, %v: want 3, 1, 0: a fact said twice counts once", degrees, err)
	}
}

// Two subjects of one predicate are two triples of their object.
func TestDegreeCountsSubjects(t *testing.T) {
	degrees, err := build(t, fixture()).Degrees(context.Background(), []ID{"region/999900"})
	if err != nil || !slices.Equal(degrees, []int{2}) {
		t.Errorf("degree of the city %v, %v: want 2", degrees, err)
	}
}

func TestRelationsFilterPredicates(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	all, err := g.Relations(ctx, []ID{"county/999901", "county/000000"}, nil, Both)
	if err != nil || len(all[0]) != 3 || len(all[1]) != 0 {
		t.Fatalf("all: %v, %v", all, err)
	}
	some, err := g.Relations(ctx, []ID{"county/999901"}, []Predicate{PartnersWith}, Out)
	if err != nil || len(some[0]) != 1 || some[0][0].Predicate != PartnersWith {
		t.Errorf("partnersWith: %v, %v", some, err)
	}
	none, err := g.Relations(ctx, []ID{"county/999901"}, []Predicate{Covers}, Both)
	if err != nil || len(none[0]) != 0 {
		t.Errorf("a predicate that nothing has: %v, %v", none, err)
	}
}
