package graph

import (
	"context"
	"testing"
)

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
