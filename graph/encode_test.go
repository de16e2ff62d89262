package graph

import (
	"cmp"
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
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
		if diff := gocmp.Diff(want, got); diff != "" {
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
	if diff := gocmp.Diff(facts.Identifiers, entities[0].Identifiers); diff != "" {
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
		if diff := gocmp.Diff(&want, gotClaims[i]); diff != "" {
			t.Errorf("claim (-want +got):\n%s", diff)
		}
	}

	observations, err := g.Observations(ctx, []ID{"county/999901"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	byID := cmpopts.SortSlices(func(a, b Observation) bool { return a.ID < b.ID })
	got := []Observation{*observations[0][0], *observations[0][1]}
	if diff := gocmp.Diff(facts.Observations, got, byID); diff != "" {
		t.Errorf("observations (-want +got):\n%s", diff)
	}

	sources, err := g.Sources(ctx, []ID{"source/one", "source/two", "source/none"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff([]*Source{&facts.Sources[0], &facts.Sources[1], nil}, sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	indicators, err := g.Indicators(ctx, []ID{"indicator/firms", "indicator/none"})
	if err != nil {
		t.Fatal(err)
	}
	want := facts.Indicators[0]
	want.Names = []Name{facts.Names[4]}
	if diff := gocmp.Diff([]*Indicator{&want, nil}, indicators); diff != "" {
		t.Errorf("indicators (-want +got):\n%s", diff)
	}
}

// Every field of every fact is written, and read again from quads and from the graph: one that
// was added and forgotten on the way comes back empty.
func TestEveryFieldSurvives(t *testing.T) {
	want := &Facts{Sources: []Source{{}}, Indicators: []Indicator{{}}, Entities: []Entity{{Type: County}}, Identifiers: []Identifier{{}}, Claims: []Claim{{Predicate: PartnersWith, Status: Planned}},
		Observations: []Observation{{}}, Mentions: []Mention{{}}, Omissions: []Omission{{}}, Redirects: []Redirect{{From: "county/old"}}}
	for _, fact := range []any{&want.Sources[0], &want.Indicators[0], &want.Entities[0], &want.Identifiers[0], &want.Claims[0], &want.Observations[0], &want.Mentions[0], &want.Omissions[0], &want.Redirects[0]} {
		fill := reflect.ValueOf(fact).Elem()
		setFields(fill, fill.Type().Name())
	}
	want.Sources[0].ID, want.Indicators[0].ID = "source/filled", "indicator/filled"
	want.Entities[0].Translated = false // of what is read: the English name is among the names
	want.Claims[0].Identify()
	want.Observations[0].Identify()

	decoded := Decode(numbered(Quads(want, DefaultBase)))
	if len(decoded.Misfits) > 0 {
		t.Fatal(decoded.Misfits)
	}
	nothing := cmpopts.EquateEmpty()
	if diff := gocmp.Diff(want, &decoded.Facts, nothing); diff != "" {
		t.Errorf("from quads (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff(want, gathered(t, selected(t, build(t, want), Selection{})), nothing); diff != "" {
		t.Errorf("from the graph (-want +got):\n%s", diff)
	}
}

// setFields gives each field that is empty a value: ids those of the fact that they mean, texts the
// name of the field. What facts hold in lists of their own stays empty.
func setFields(fact reflect.Value, sort string) {
	ids := map[string]ID{"Source": "source/filled", "Indicator": "indicator/filled"}
	for i := range fact.NumField() {
		field, of := fact.Field(i), fact.Type().Field(i)
		switch {
		case field.Kind() == reflect.Struct:
			setFields(field, sort)
		case !field.IsZero():
		case field.Type() == reflect.TypeFor[ID]():
			field.Set(reflect.ValueOf(cmp.Or(ids[of.Name], "county/filled")))
		case field.Kind() == reflect.String:
			field.SetString(strings.ToLower(of.Name))
		case field.Kind() == reflect.Int:
			field.SetInt(int64(10 + i))
		case field.Kind() == reflect.Bool:
			field.SetBool(true)
		case field.Kind() != reflect.Slice:
			panic("a fact has a field of a kind that the test does not fill: " + sort + "." + of.Name)
		}
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
		if diff := gocmp.Diff(want, nquads(Quads(f, DefaultBase))); diff != "" {
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
