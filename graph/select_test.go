package graph

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

func selected(t testing.TB, g *Graph, s Selection) *Part {
	t.Helper()
	p, err := g.Select(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// gathered is everything that a part gives, as facts.
func gathered(t testing.TB, p *Part) *Facts {
	t.Helper()
	ctx, f := context.Background(), &Facts{}
	for x, err := range p.Sources(ctx) {
		f.Sources = append(f.Sources, *must(t, x, err))
	}
	for x, err := range p.Indicators(ctx) {
		bare := *must(t, x, err)
		f.Names = append(f.Names, bare.Names...)
		bare.Names = nil
		f.Indicators = append(f.Indicators, bare)
	}
	for x, err := range p.Entities(ctx) {
		bare := *must(t, x, err)
		f.Names, f.Identifiers = append(f.Names, bare.Names...), append(f.Identifiers, bare.Identifiers...)
		if bare.Translated {
			bare.NameEn = ""
		}
		bare.Names, bare.Identifiers, bare.FormerIDs, bare.Translated = nil, nil, nil, false
		f.Entities = append(f.Entities, bare)
	}
	for x, err := range p.Claims(ctx) {
		f.Claims = append(f.Claims, *must(t, x, err))
	}
	for x, err := range p.Observations(ctx) {
		f.Observations = append(f.Observations, *must(t, x, err))
	}
	for x, err := range p.Mentions(ctx) {
		f.Mentions = append(f.Mentions, *must(t, x, err))
	}
	for x, err := range p.Omissions(ctx) {
		f.Omissions = append(f.Omissions, *must(t, x, err))
	}
	for x, err := range p.Redirects(ctx) {
		f.Redirects = append(f.Redirects, *must(t, x, err))
	}
	return f
}

func must[T any](t testing.TB, x *T, err error) *T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// The whole of a graph is the facts that it was built of.
func TestTheWholeIsTheFacts(t *testing.T) {
	facts := fixture()
	p := selected(t, build(t, facts), Selection{})
	got := gathered(t, p)
	if diff := cmp.Diff(nquads(Quads(facts, DefaultBase)), nquads(Quads(got, DefaultBase))); diff != "" {
		t.Errorf("quads of what comes out (-want +got):\n%s", diff)
	}
	var lines []string
	for group, err := range p.Quads(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range group {
			lines = append(lines, line(q))
		}
	}
	slices.Sort(lines)
	var want []string
	for _, q := range Quads(facts, DefaultBase) {
		x := Quad{Subject: string(q.Subject.(quad.IRI)), Predicate: string(q.Predicate.(quad.IRI)), Object: valueOf(q.Object)}
		if q.Label != nil {
			x.Label = string(q.Label.(quad.IRI))
		}
		want = append(want, line(x))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("streamed quads (-want +got):\n%s", diff)
	}
}

func line(q Quad) string {
	return q.Subject + " " + q.Predicate + " " + q.Object.IRI + "|" + q.Object.Text + "|" + q.Object.Lang + "|" + q.Object.Datatype + " " + q.Label
}

func TestSelect(t *testing.T) {
	g := build(t, fixture())
	tests := []struct {
		name      string
		selection Selection
		entities  []ID
		claims    int
		measured  int
	}{
		{"focus alone", Selection{Focus: []ID{"county/999901"}}, []ID{"county/999901"}, 0, 2},
		{"a former id is a focus", Selection{Focus: []ID{"university/old-u"}}, []ID{"university/u"}, 0, 0},
		{"a step", Selection{Focus: []ID{"university/u"}, Depth: 1}, []ID{"institute/part", "platform/lab", "university/u"}, 2, 0},
		{"the city is no way through", Selection{Focus: []ID{"county/999902"}, Depth: 2, Predicates: []Predicate{PartOf}}, []ID{"county/999902", "region/999900"}, 1, 0},
		{"types", Selection{Types: []Type{Enterprise, Project}}, []ID{"enterprise/e", "enterprise/f", "project/p"}, 1, 0},
		{"a predicate", Selection{Predicates: []Predicate{Leads}}, []ID{"enterprise/f", "industry/pumps"}, 1, 0},
		{"a status", Selection{Statuses: []Status{Planned}}, []ID{"enterprise/e", "platform/lab", "project/p", "university/u"}, 2, 0},
		{"a source without statements", Selection{Sources: []ID{"source/two"}}, nil, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := selected(t, g, test.selection)
			got := gathered(t, p)
			var nodes []ID
			for e, err := range p.Nodes(context.Background()) {
				nodes = append(nodes, must(t, e, err).ID)
			}
			if diff := cmp.Diff(test.entities, nodes); diff != "" {
				t.Errorf("entities (-want +got):\n%s", diff)
			}
			if len(got.Claims) != test.claims || len(got.Observations) != test.measured {
				t.Errorf("%d claims and %d observations, want %d and %d", len(got.Claims), len(got.Observations), test.claims, test.measured)
			}
		})
	}
}

// Whatever is selected stands alone: nothing refers to what is not in it, and every entity has a passage.
func TestPartsAreClosed(t *testing.T) {
	g := build(t, fixture())
	var selections []Selection
	for _, e := range fixture().Entities {
		for depth := range 3 {
			selections = append(selections, Selection{Focus: []ID{e.ID}, Depth: depth}, Selection{Focus: []ID{e.ID}, Depth: depth, Statuses: []Status{Existing}}, Selection{Focus: []ID{e.ID}, Depth: depth, Types: []Type{County}})
		}
	}
	for _, p := range Ontology.Predicates {
		selections = append(selections, Selection{Predicates: []Predicate{p.Predicate}}, Selection{Predicates: []Predicate{p.Predicate}, Statuses: []Status{Planned}})
	}
	selections = append(selections, Selection{}, Selection{Sources: []ID{"source/one"}})
	for _, s := range selections {
		f := gathered(t, selected(t, g, s))
		there, spoken := map[ID]bool{"": true}, map[ID]bool{}
		for _, e := range f.Entities {
			there[e.ID] = true
		}
		for _, x := range f.Sources {
			there[x.ID] = true
		}
		for _, x := range f.Indicators {
			there[x.ID] = true
		}
		refer := func(from string, ids ...ID) {
			for _, id := range ids {
				if !there[id] {
					t.Errorf("%+v: %s refers to %s, which is not in the part", s, from, id)
				}
			}
		}
		for _, x := range f.Sources {
			refer("a source", x.Region, x.Document)
		}
		for _, c := range f.Claims {
			refer("a claim", c.Subject, c.Object, c.Source)
			spoken[c.Subject], spoken[c.Object] = true, true
		}
		for _, o := range f.Observations {
			refer("an observation", o.Entity, o.Of, o.Source, o.Indicator)
			spoken[o.Entity], spoken[o.Of] = true, true
		}
		for _, m := range f.Mentions {
			refer("a mention", m.Entity, m.Source)
			spoken[m.Entity] = true
		}
		for _, e := range f.Entities {
			if !spoken[e.ID] {
				t.Errorf("%+v: nothing speaks of %s", s, e.ID)
			}
		}
	}
}

func TestStreamsEndWithTheContext(t *testing.T) {
	p := selected(t, build(t, fixture()), Selection{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range p.Quads(ctx) {
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("error %v, want the context's", err)
		}
	}
	if _, err := p.g.Select(ctx, Selection{Types: []Type{County}}); !errors.Is(err, context.Canceled) {
		t.Errorf("Select gives %v, want the context's error", err)
	}
}

// A relation said twice is one statement with both claims.
func TestStatementsGatherClaims(t *testing.T) {
	p := selected(t, build(t, fixture()), Selection{Focus: []ID{"county/999902", "institute/i"}})
	var got []*Statement
	for s, err := range p.Statements(context.Background()) {
		got = append(got, must(t, s, err))
	}
	if len(got) != 1 || len(got[0].Claims) != 2 || got[0].Claims[0].Start >= got[0].Claims[1].Start {
		t.Errorf("got %+v, want one statement with two claims in reading order", got)
	}
}

// Numbers are places among the nodes; degrees count statements of the part, each once,
// however many claims say so.
func TestNumbersAndDegrees(t *testing.T) {
	g := build(t, fixture())
	for name, s := range map[string]Selection{
		"whole": {}, "a step": {Focus: []ID{"university/u"}, Depth: 1}, "a status": {Statuses: []Status{Existing}}, "a predicate": {Predicates: []Predicate{PartOf}},
	} {
		p := selected(t, g, s)
		degrees := map[ID]int{}
		for x, err := range p.Statements(context.Background()) {
			x = must(t, x, err)
			degrees[x.Subject]++
			degrees[x.Object]++
		}
		at := 0
		for e, err := range p.Nodes(context.Background()) {
			e = must(t, e, err)
			if n, ok := p.Number(e.ID); !ok || n != at {
				t.Errorf("%s: the number of %s is %d, %v; want %d", name, e.ID, n, ok, at)
			}
			if got := p.Degree(e.ID); got != degrees[e.ID] {
				t.Errorf("%s: the degree of %s is %d, want %d", name, e.ID, got, degrees[e.ID])
			}
			at++
		}
		if at == 0 || at != p.Count() {
			t.Errorf("%s: %d nodes, want %d and some", name, at, p.Count())
		}
	}
	p := selected(t, g, Selection{Focus: []ID{"university/u"}})
	for _, id := range []ID{"county/999901", "county/nowhere"} {
		if n, ok := p.Number(id); ok || p.Degree(id) != 0 {
			t.Errorf("%s has the number %d and the degree %d, and is not in the part", id, n, p.Degree(id))
		}
	}
	if p := selected(t, g, Selection{Focus: []ID{}}); !p.Empty() {
		t.Errorf("a focus on nothing selects %d entities", p.Count())
	}
}
