package graph

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cayleygraph/quad"
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

func texts(names []Name) []string {
	var list []string
	for _, n := range names {
		list = append(list, n.Text)
	}
	return list
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

func nquads(quads []quad.Quad) string {
	var b strings.Builder
	for _, q := range quads {
		b.WriteString(q.NQuad() + "\n")
	}
	return b.String()
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

func describe(e Edge) string {
	arrow := map[bool]string{true: "→", false: "←"}[e.Forward]
	var words []string
	for _, s := range e.Statuses {
		words = append(words, s.String())
	}
	return string(e.Predicate) + arrow + string(e.Node) + " " + strings.Join(words, ",") + " ×" + string(rune('0'+len(e.Claims)))
}

func TestRedirectsResolve(t *testing.T) {
	g := build(t, fixture())
	entities, err := g.Entities(context.Background(), []ID{"university/old-u", "university/u"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(entities[1], entities[0]); diff != "" {
		t.Errorf("the former id gives another entity (-want +got):\n%s", diff)
	}
	if want := []ID{"university/old-u"}; !slices.Equal(entities[0].FormerIDs, want) {
		t.Errorf("former ids %v, want %v", entities[0].FormerIDs, want)
	}
}

func TestStats(t *testing.T) {
	facts := fixture()
	s := build(t, facts).Stats()
	if s.Claims != len(facts.Claims) || s.Observations != 2 || s.Mentions != 1 || s.Omissions != 1 || int(s.Quads) != len(Quads(facts, DefaultBase)) {
		t.Errorf("stats %+v", s)
	}
	if s.Entities[County] != 2 || s.Entities[Task] != 0 {
		t.Errorf("entities %v", s.Entities)
	}
	sum := 0
	for _, c := range s.Relations {
		sum += c.Count
	}
	if sum != s.Claims {
		t.Errorf("claims by predicate and status add up to %d of %d", sum, s.Claims)
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

// A read ends with its context. Cayley's own iterators would end early and say
// nothing: TestCayleyHidesCancellation shows that.
func TestReadsEndWithTheirContext(t *testing.T) {
	g := build(t, fixture())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := g.Entities(ctx, []ID{"county/999901"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Entities: %v, want context canceled", err)
	}
	if _, err := g.Related(ctx, &Ontology.Fields[0], []ID{"county/999901"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Related: %v, want context canceled", err)
	}
}

// Any number of readers may read at once; run with -race.
func TestConcurrentReaders(t *testing.T) {
	ctx, g := context.Background(), build(t, fixture())
	partners, _ := Ontology.Field(County, "partners")
	want, err := g.Related(ctx, partners, []ID{"county/999901"})
	want = filled(t, g, want, err)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for range 20 {
				got, err := g.Related(ctx, partners, []ID{"county/999901"})
				if got = filled(t, g, got, err); !cmp.Equal(want, got, cmpopts.IgnoreUnexported(Edge{})) {
					t.Errorf("a reader saw %v, %v", got, err)
				}
				if _, err := g.Observations(ctx, []ID{"county/999901"}, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

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

// What is measured inside an entity has the source of the figure as a witness.
func TestPartsMeasuredHaveWitnesses(t *testing.T) {
	facts := fixture()
	facts.Observations[1].Source = "source/two"
	rows, err := build(t, facts).Witnesses(context.Background(), []ID{"industry/pumps"})
	if diff := cmp.Diff([][]ID{{"source/one", "source/two"}}, rows); err != nil || diff != "" {
		t.Errorf("witnesses (-want +got), %v:\n%s", err, diff)
	}
}

func TestObservationsOfIndicators(t *testing.T) {
	g := build(t, fixture())
	for indicator, want := range map[ID]int{"indicator/firms": 2, "indicator/none": 0} {
		rows, err := g.Observations(context.Background(), []ID{"county/999901"}, []ID{indicator})
		if err != nil || len(rows[0]) != want {
			t.Errorf("%s: %d observations, %v; want %d", indicator, len(rows[0]), err, want)
		}
	}
}

// Redirects are followed to the last, and a circle of them ends.
func TestRedirectsChain(t *testing.T) {
	facts := fixture()
	facts.Redirects = append(facts.Redirects, Redirect{"university/older-u", "university/old-u", "改名"}, Redirect{"task/a", "task/b", ""}, Redirect{"task/b", "task/a", ""})
	g := build(t, facts)
	if got := g.Resolve("university/older-u"); got != "university/u" {
		t.Errorf("a chain of redirects ends at %s", got)
	}
	entities, err := g.Entities(context.Background(), []ID{"university/older-u"})
	if want := []ID{"university/old-u", "university/older-u"}; err != nil || !slices.Equal(entities[0].FormerIDs, want) {
		t.Errorf("%v, former ids %v, want %v", err, entities[0].FormerIDs, want)
	}
	g.Resolve("task/a") // comes back
}

// Two subjects of one predicate are two triples of their object.
func TestDegreeCountsSubjects(t *testing.T) {
	degrees, err := build(t, fixture()).Degrees(context.Background(), []ID{"region/999900"})
	if err != nil || !slices.Equal(degrees, []int{2}) {
		t.Errorf("degree of the city %v, %v: want 2", degrees, err)
	}
}
