package reconcile

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/innograph/innograph/graph"
)

// candidate is an entity that may be what a query means.
type candidate struct {
	*graph.Entity
	name       float64 // how well a name fits, 0 to 100
	exact      bool    // a name is the text of the query
	identified bool    // an identifier is the text of the query, or the value of one of its properties
	agrees     float64 // of the properties, 0 to 100; 50 where nothing is known
	disagrees  bool    // a property is known and other than asked
	degree     int
	score      float64
}

// Shapes of the answer to a query.
type (
	result struct {
		Result []candidateJSON `json:"result"`
	}
	candidateJSON struct {
		ID          graph.ID   `json:"id"`
		Name        string     `json:"name"`
		Description string     `json:"description,omitempty"`
		Type        []typeJSON `json:"type"`
		Score       float64    `json:"score"`
		Features    []feature  `json:"features"`
		Match       bool       `json:"match"`
	}
	feature struct {
		ID    string `json:"id"`
		Value any    `json:"value"` // number or truth value
	}
)

// How many entities are held against a query, beside those whose name it is:
// with properties more, since these may lift a candidate from further down.
const pool, poolWithConditions = 30, 100

// share of the properties in the score of a candidate; its name has the rest.
const share = 0.3

// reconcile answers a batch of queries.
func (c *call) reconcile(raw string) (any, error) {
	queries, err := parseQueries(raw, c.property)
	if err != nil {
		return nil, err
	}
	nodes := 0
	for _, q := range queries {
		nodes += q.nodes()
	}
	if err := c.charge(nodes); err != nil {
		return nil, err
	}
	answers := make(map[string]result, len(queries))
	for key, q := range queries {
		if err := c.Err(); err != nil {
			return nil, err
		}
		list, err := c.candidates(q)
		if err != nil {
			return nil, err
		}
		presented, err := c.present(q, list)
		if err != nil {
			return nil, err
		}
		answers[key] = result{presented}
	}
	return answers, nil
}

// nodes is what a query may cost.
func (q *query) nodes() int {
	n := max(q.limit, pool)
	for _, condition := range q.conditions {
		n += poolWithConditions * condition.property.nodes
	}
	return n
}

// candidates finds and ranks the entities that a query may mean, the best first.
func (c *call) candidates(q *query) ([]*candidate, error) {
	if q.none || q.text == "" && len(q.conditions) == 0 {
		return nil, nil
	}
	g := &gathering{call: c, query: q, found: map[graph.ID]*candidate{}}
	for _, gather := range []func() error{g.byIdentifier, g.byName, g.byConditions, g.read, g.hold} {
		if err := gather(); err != nil {
			return nil, err
		}
	}
	list := g.list
	for _, x := range list {
		x.score = x.name
		switch {
		case q.text == "":
			x.score = x.agrees
		case len(q.conditions) > 0:
			x.score = (1-share)*x.name + share*x.agrees
		}
		x.score = rounded(x.score)
	}
	list = slices.DeleteFunc(list, func(x *candidate) bool { return x.score <= 0 })
	slices.SortStableFunc(list, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.agrees, a.agrees), cmp.Compare(b.degree, a.degree), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// sure is the candidate that is meant without doubt; nil if there is none. It is
// the only one whose identifier was given, else the only one of the wanted types
// with the name, whole. Among several with the name it is the one that the
// properties speak for, if they speak against all others; one that a property
// speaks against is never sure.
func sure(q *query, list []*candidate) *candidate {
	if x := only(list, func(x *candidate) bool { return x.identified && (q.text == "" || x.exact || x.name == 100) }); x != nil {
		return x
	}
	x := only(list, func(x *candidate) bool { return x.exact })
	if x != nil && x.agrees <= 50 && slices.ContainsFunc(list, func(y *candidate) bool { return y.exact && y != x }) {
		return nil
	}
	return x
}

// only is the candidate that is so and that no property speaks against; nil if there are several.
func only(list []*candidate, is func(*candidate) bool) *candidate {
	var found *candidate
	for _, x := range list {
		if !is(x) || x.disagrees {
			continue
		}
		if found != nil {
			return nil
		}
		found = x
	}
	return found
}

// present gives candidates as clients read them.
func (c *call) present(q *query, list []*candidate) ([]candidateJSON, error) {
	meant := sure(q, list)
	list = list[:min(len(list), q.limit)]
	entities := make([]*graph.Entity, len(list))
	for i, x := range list {
		entities[i] = x.Entity
	}
	descriptions, err := describe(c, c.graph, entities)
	if err != nil {
		return nil, err
	}
	answers := make([]candidateJSON, len(list))
	for i, x := range list {
		features := []feature{{"identifier", x.identified}, {"degree", x.degree}}
		if q.text != "" {
			features = append(features, feature{"name", rounded(x.name)}, feature{"exact_name", x.exact})
		}
		if len(q.conditions) > 0 {
			features = append(features, feature{"properties", rounded(x.agrees)})
		}
		answers[i] = candidateJSON{x.ID, x.Name, descriptions[i], typesOf(x.Type), x.score, features, x == meant}
	}
	return answers, nil
}

func rounded(score float64) float64 { return math.Round(score*10) / 10 }

// describe tells entities of one name apart: English name, type or kind, county.
func describe(ctx context.Context, g *graph.Graph, entities []*graph.Entity) ([]string, error) {
	county, _ := findTabled("county")
	places, err := county.values(&reader{Context: ctx, graph: g}, entities)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(entities))
	for i, e := range entities {
		parts := []string{}
		if e.NameEn != "" {
			parts = append(parts, e.NameEn)
		}
		t, _ := graph.Ontology.Type(e.Type)
		parts = append(parts, both(t.Label))
		if kind := termCell(graph.Ontology.Kinds, e.Kind); kind != nil {
			parts = append(parts, kind[0].also[0])
		}
		for j, place := range places[i] {
			if place.ID != e.ID && j < 3 {
				parts = append(parts, place.Name)
			}
		}
		texts[i] = strings.Join(parts, "；")
	}
	return texts, nil
}
