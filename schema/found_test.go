package schema_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

// The entities of an answer are those whose id was asked for, whatever the key, once each and in
// the order of the answer; ids of claims and sources are no entities.
func TestEntitiesOfAnAnswer(t *testing.T) {
	facts := byHand()
	w, err := worldOf(facts)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, query string
		variables   map[string]any
		want        []graph.ID
		code        string
	}{
		{"a list", `{ counties { nodes { id } } }`, nil, []graph.ID{"county/999901", "county/999902"}, ""},
		{"an order, and one of them again", `{ counties(orderBy: [{field: ID, direction: DESC}]) { nodes { id } } a: county(id: "county/999901") { id } }`, nil, []graph.ID{"county/999902", "county/999901"}, ""},
		{"another key", `query($id: ID!) { county(id: $id) { key: id } }`, map[string]any{"id": "county/999902"}, []graph.ID{"county/999902"}, ""},
		{"a fragment on the interface", `{ node(id: "county/999901") { ...F } } fragment F on Entity { id }`, nil, []graph.ID{"county/999901"}, ""},
		{"within others without", `{ county(id: "county/999901") { name partners { nodes { id } } } }`, nil, []graph.ID{"university/u"}, ""},
		{"claims and sources", `{ county(id: "county/999901") { id partners { edges { claims { id evidence { source { id } } } } } } }`, nil, []graph.ID{"county/999901"}, ""},
		{"a former id", `{ node(id: "university/old-v") { id } }`, nil, []graph.ID{"university/v"}, ""},
		{"what is not there", `{ county(id: "county/999909") { id } }`, nil, []graph.ID{}, ""},
		{"no entities", `{ stats { claims } }`, nil, []graph.ID{}, ""},
		{"left out by a directive", `{ county(id: "county/999901") { name id @skip(if: true) } }`, nil, nil, "BAD_USER_INPUT"},
		{"no id", `{ counties { nodes { name } } }`, nil, nil, "BAD_USER_INPUT"},
		{"an error beside data", `{ counties { nodes { id } } entity(name: "e") { id } counties2: counties(first: -1) { nodes { id } } }`, nil, nil, "BAD_USER_INPUT"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, refused := w.schema.Prepare(context.Background(), executor.Request{Query: c.query, Variables: c.variables})
			var got []graph.ID
			if refused == nil {
				got, refused = schema.Entities(context.Background(), p)
			}
			switch {
			case c.code != "":
				if refused == nil || len(refused.Errors) == 0 || refused.Errors[0].Code != c.code || refused.Data != nil || got != nil {
					t.Errorf("%v and %+v, want the code %s alone", got, refused, c.code)
				}
			case refused != nil:
				t.Errorf("refused: %v", refused.Errors)
			default:
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("ids (-want +got):\n%s", diff)
				}
			}
		})
	}
}
