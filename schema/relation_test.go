package schema_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
)

// The headline question, held against a naive search over the same claims:
// every stated pair is there with every claim, nothing stated is there that
// nobody stated, and each derived pair carries the claims it follows from.
func TestHeadlineQuestion(t *testing.T) {
	w := fromSeeds(t)
	d := schema.Documents()[0]
	data, errs := ask(t, w.schema, d.Text, map[string]any{"first": 500})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	stated := map[[2]string][]string{} // university, county → claims
	for _, c := range w.facts.Claims {
		if c.Predicate != graph.PartnersWith {
			continue
		}
		for _, pair := range [][2]graph.ID{{c.Subject, c.Object}, {c.Object, c.Subject}} {
			if pair[0].Prefix() == "university" && pair[1].Prefix() == "county" {
				key := [2]string{string(pair[0]), string(pair[1])}
				stated[key] = append(stated[key], string(c.ID))
			}
		}
	}
	if len(stated) == 0 {
		t.Fatal("no plan states a partnership of a university and a county")
	}
	list := edges(t, data, "universities")
	if got := int(dig(t, data, "universities.totalCount").(float64)); got != len(w.graph.IDs(graph.University)) || got != len(list) {
		t.Errorf("totalCount %d, %d edges, %d universities", got, len(list), len(w.graph.IDs(graph.University)))
	}
	derived := 0
	for _, u := range list {
		id := dig(t, u, "node.id").(string)
		for _, e := range edges(t, u, "node.counties") {
			key := [2]string{id, dig(t, e, "node.id").(string)}
			var claims []string
			for _, c := range dig(t, e, "claims").([]any) {
				claims = append(claims, dig(t, c, "id").(string))
				if dig(t, c, "evidence.source.id") == nil || dig(t, c, "evidence.end") == nil || dig(t, c, "evidence.citation") == "" {
					t.Errorf("%v: claim without evidence: %v", key, c)
				}
			}
			slices.Sort(claims)
			if dig(t, e, "basis") == "STATED" {
				slices.Sort(stated[key])
				if diff := cmp.Diff(stated[key], claims); diff != "" {
					t.Errorf("claims of %v (-want +got):\n%s", key, diff)
				}
				delete(stated, key)
			} else {
				derived++
				if len(claims) < 2 {
					t.Errorf("%v is derived from %d claims", key, len(claims))
				}
				if stated[key] != nil {
					t.Errorf("%v is stated and shown as %v", key, dig(t, e, "basis"))
				}
			}
		}
	}
	if len(stated) > 0 {
		t.Errorf("stated, but not in the answer: %v", stated)
	}
	if derived == 0 {
		t.Error("no pair is derived; the plans name platforms that universities build")
	}
}

// Claims that are asked for twice, under two keys, are the same.
func TestClaimsTwice(t *testing.T) {
	data, errs := ask(t, fromSeeds(t).schema, `{ universities(first: 50) { nodes { partners(first: 50) { edges { a: claims { id status } b: claims { id status } } } } } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for _, u := range dig(t, data, "universities.nodes").([]any) {
		for _, e := range edges(t, u, "partners") {
			if diff := cmp.Diff(dig(t, e, "a"), dig(t, e, "b")); diff != "" {
				t.Fatal(diff)
			}
		}
	}
}

// A relation field seen from one end is seen from the other.
func TestForwardAgreesWithBackward(t *testing.T) {
	w := fromSeeds(t)
	for _, pair := range []struct {
		from  graph.Type
		there string
		to    graph.Type
		back  string
	}{
		{graph.University, "counties", graph.County, "partners"},
		{graph.Enterprise, "leads", graph.Industry, "leaders"},
		{graph.Platform, "builders", graph.University, "platforms"},
		{graph.Task, "responsible", graph.GovernmentBody, "tasks"},
		{graph.Enterprise, "counties", graph.County, "enterprises"},
	} {
		there, back := map[string]bool{}, map[string]bool{}
		related(t, w.graph, pair.from, pair.there, pair.to, func(from graph.ID, e graph.Edge) {
			there[fmt.Sprint(from, e.Node, e.Basis, e.Statuses, len(e.Claims))] = true
		})
		related(t, w.graph, pair.to, pair.back, pair.from, func(to graph.ID, e graph.Edge) {
			back[fmt.Sprint(e.Node, to, e.Basis, e.Statuses, len(e.Claims))] = true
		})
		if diff := cmp.Diff(there, back); diff != "" || len(there) == 0 {
			t.Errorf("%s.%s and %s.%s: %d relations (-there +back):\n%s", pair.from, pair.there, pair.to, pair.back, len(there), diff)
		}
	}
}

// related gives each edge of a relation field to a type (none: any), with its claims.
func related(t *testing.T, g *graph.Graph, from graph.Type, field string, to graph.Type, each func(graph.ID, graph.Edge)) {
	t.Helper()
	f, _ := graph.Ontology.Field(from, field)
	info, _ := graph.Ontology.Type(to)
	ids := g.IDs(from)
	rows, err := g.Related(context.Background(), f, ids)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := g.FillClaims(context.Background(), graph.EdgesOf(row)); err != nil {
			t.Fatal(err)
		}
		for _, e := range row {
			if to == "" || e.Node.Prefix() == info.Prefix {
				each(ids[i], e)
			}
		}
	}
}
