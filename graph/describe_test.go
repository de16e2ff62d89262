package graph

import (
	"slices"
	"strings"
	"testing"
)

func described(t *testing.T, g *Graph, id ID) (*Description, []Quad) {
	t.Helper()
	d, err := g.Describe(t.Context(), id)
	if err != nil || d == nil {
		t.Fatalf("%s: %v, %v", id, d, err)
	}
	var quads []Quad
	for group, err := range d.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		quads = append(quads, group...)
	}
	return d, quads
}

// A description of a thing is a part of the graph that holds all quads about it,
// all of each statement that names it, and what the others are called.
func TestDescribe(t *testing.T) {
	facts := fixture()
	g := build(t, facts)
	whole, err := g.Select(t.Context(), Selection{})
	if err != nil {
		t.Fatal(err)
	}
	var all []Quad
	for group, err := range whole.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, group...)
	}
	var ids []ID
	for i := range facts.Entities {
		ids = append(ids, facts.Entities[i].ID)
	}
	for i := range facts.Claims {
		ids = append(ids, facts.Claims[i].ID)
	}
	for i := range facts.Observations {
		ids = append(ids, facts.Observations[i].ID)
	}
	ids = append(append(ids, g.SourceIDs()...), g.IndicatorIDs()...)
	for _, id := range ids {
		_, quads := described(t, g, id)
		// What a description must hold whole: the thing, and statements that name it.
		about := map[string]bool{g.IRI(id): true}
		for _, q := range all {
			statement := strings.Contains(q.Subject, "/claim/") || strings.Contains(q.Subject, "/observation/")
			if _, entity := id.Type(); entity && q.Object.IRI == g.IRI(id) && statement {
				about[q.Subject] = true
			}
			if _, entity := id.Type(); entity && q.Label != "" && (q.Subject == g.IRI(id) || q.Object.IRI == g.IRI(id)) {
				about[q.Label] = true
			}
		}
		for _, q := range all {
			if (q.Label == "" && about[q.Subject] || about[q.Label]) && !slices.Contains(quads, q) {
				t.Errorf("%s: lacks %v", id, q)
			}
		}
		named := map[string]bool{}
		for _, q := range quads {
			if !slices.Contains(all, q) {
				t.Errorf("%s: the graph has no %v", id, q)
			}
			if q.Predicate == string(prefLabel) || q.Predicate == string(title) {
				named[q.Subject] = true
			}
		}
		for _, q := range quads {
			if other, ok := g.Base().ID(q.Object.IRI); ok && q.Predicate != string(replacedBy) && !strings.Contains(string(other), "identifier/") && !named[q.Object.IRI] {
				t.Errorf("%s: %s is not named", id, other)
			}
		}
	}
}

// A former id gives the description of the entity of now, which tells the former id.
func TestDescribeFormer(t *testing.T) {
	g := build(t, fixture())
	d, quads := described(t, g, "university/old-u")
	if d.ID != "university/u" {
		t.Errorf("described is %s", d.ID)
	}
	if want := (Quad{Subject: g.IRI("university/old-u"), Predicate: string(replacedBy), Object: Value{IRI: g.IRI("university/u")}}); !slices.Contains(quads, want) {
		t.Errorf("no quad tells the former id: %v", quads)
	}
	for _, id := range []ID{"university/none", "claim/0000000000000000", "observation/0000000000000000", "source/none", "indicator/none", "mention/x", "", "a b"} {
		if d, err := g.Describe(t.Context(), id); d != nil || err != nil {
			t.Errorf("%q is described: %v, %v", id, d, err)
		}
	}
}
