package graph

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// What goes in as facts comes back as the same facts: nothing is lost on the
// way through quads.
func TestFactsSurviveQuads(t *testing.T) {
	ctx, facts := context.Background(), fixture()
	g := build(t, facts)

	var ids []ID
	for _, e := range facts.Entities {
		ids = append(ids, e.ID)
	}
	entities, err := g.Entities(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range facts.Entities {
		got := *entities[i]
		got.Names, got.Identifiers, got.FormerIDs = nil, nil, nil
		if got.Translated {
			got.NameEn, got.Translated = "", false
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.ID, diff)
		}
	}
	u := entities[4]
	if want := []string{"某大", "旧大学", "某木大学", "Some University"}; !slices.Equal(texts(u.Names), want) {
		t.Errorf("names %q, want %q", texts(u.Names), want)
	}
	if u.NameEn != "Some University" || !u.Translated {
		t.Errorf("English name %q, translated %v: want the translation as fallback", u.NameEn, u.Translated)
	}
	if diff := cmp.Diff(facts.Identifiers, entities[0].Identifiers); diff != "" {
		t.Errorf("identifiers (-want +got):\n%s", diff)
	}

	var claims []ID
	for _, c := range facts.Claims {
		claims = append(claims, c.ID)
	}
	gotClaims, err := g.Claims(ctx, claims)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range facts.Claims {
		if diff := cmp.Diff(&want, gotClaims[i]); diff != "" {
			t.Errorf("claim (-want +got):\n%s", diff)
		}
	}

	observations, err := g.Observations(ctx, []ID{"county/999901"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	byID := cmpopts.SortSlices(func(a, b Observation) bool { return a.ID < b.ID })
	got := []Observation{*observations[0][0], *observations[0][1]}
	if diff := cmp.Diff(facts.Observations, got, byID); diff != "" {
		t.Errorf("observations (-want +got):\n%s", diff)
	}

	sources, err := g.Sources(ctx, []ID{"source/one", "source/two", "source/none"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*Source{&facts.Sources[0], &facts.Sources[1], nil}, sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	indicators, err := g.Indicators(ctx, []ID{"indicator/firms", "indicator/none"})
	if err != nil {
		t.Fatal(err)
	}
	want := facts.Indicators[0]
	want.Names = []Name{facts.Names[4]}
	if diff := cmp.Diff([]*Indicator{&want, nil}, indicators); diff != "" {
		t.Errorf("indicators (-want +got):\n%s", diff)
	}
}

// The same facts in another order give the same N-Quads.
func TestShuffledFactsGiveTheSameQuads(t *testing.T) {
	want := nquads(Quads(fixture(), DefaultBase))
	for seed := range uint64(5) {
		f := fixture()
		r := rand.New(rand.NewPCG(seed, 0))
		r.Shuffle(len(f.Claims), func(i, j int) { f.Claims[i], f.Claims[j] = f.Claims[j], f.Claims[i] })
		r.Shuffle(len(f.Entities), func(i, j int) { f.Entities[i], f.Entities[j] = f.Entities[j], f.Entities[i] })
		r.Shuffle(len(f.Names), func(i, j int) { f.Names[i], f.Names[j] = f.Names[j], f.Names[i] })
		r.Shuffle(len(f.Observations), func(i, j int) { f.Observations[i], f.Observations[j] = f.Observations[j], f.Observations[i] })
		if diff := cmp.Diff(want, nquads(Quads(f, DefaultBase))); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

// A claim is one quad labelled with the claim; all else has no label. The same
// fact from two passages is two quads that differ in the label.
func TestOnlyClaimsHaveLabels(t *testing.T) {
	facts := fixture()
	labelled := map[string]int{}
	for _, q := range Quads(facts, DefaultBase) {
		if q.Label != nil {
			labelled[q.Label.String()]++
		}
	}
	if len(labelled) != len(facts.Claims) {
		t.Errorf("%d labels for %d claims", len(labelled), len(facts.Claims))
	}
	for label, n := range labelled {
		if n != 1 {
			t.Errorf("label %s stands on %d quads", label, n)
		}
	}
}

func TestClaimIdentity(t *testing.T) {
	a := said(10, "county/999901", PartnersWith, "university/u", Existing)
	b := said(10, "university/u", PartnersWith, "county/999901", Planned)
	a.Identify()
	b.Identify()
	if a.ID != b.ID || b.Subject != "county/999901" {
		t.Errorf("the reverse of a symmetric claim is %v, want the identity of %v", b, a)
	}
	c := said(11, "county/999901", PartnersWith, "university/u", Existing)
	c.Identify()
	if c.ID == a.ID {
		t.Error("claims of two places have one identity")
	}
	d := a
	d.Role = "x"
	d.Identify()
	if d.ID == a.ID {
		t.Error("claims in two roles have one identity")
	}
}
