package reconcile

import (
	"math"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

// leastAgreement is how much two texts must resemble each other to speak for a candidate.
const leastAgreement = 65

// hold holds the properties of the query against the candidates.
func (g *gathering) hold() error {
	if len(g.query.conditions) == 0 {
		return nil
	}
	entities := make([]*graph.Entity, len(g.list))
	sums := make([]float64, len(g.list))
	for i, x := range g.list {
		entities[i] = x.Entity
	}
	for _, condition := range g.query.conditions {
		rows, err := condition.property.values(&reader{Context: g, graph: g.graph, settings: settings{form: numberForm}}, entities)
		if err != nil {
			return err
		}
		for i, cells := range rows {
			agreement, known := condition.agreement(g.graph, cells)
			if !known {
				agreement = 50
			}
			sums[i] += agreement
			if known && agreement == 0 {
				g.list[i].disagrees = true
			}
		}
	}
	for i, x := range g.list {
		x.agrees = sums[i] / float64(len(g.query.conditions))
		if g.query.text == "" && x.agrees <= 50 {
			x.agrees = 0 // nothing speaks for it
		}
	}
	return nil
}

// agreement says how well the values of a candidate fit those that are asked
// for, 0 to 100: the best pair counts. known is false where the candidate has none.
func (c *condition) agreement(g *graph.Graph, cells []cell) (best float64, known bool) {
	for _, v := range c.values {
		id := g.Resolve(v.id)
		for i := range cells {
			best = max(best, cells[i].agreement(v, id, c.property.exact))
		}
	}
	return best, len(cells) > 0
}

func (c *cell) agreement(v value, id graph.ID, exact bool) float64 {
	switch {
	case v.id != "":
		if c.ID == id {
			return 100
		}
		return 0
	case c.Float != nil:
		return sameNumber(v.text, *c.Float)
	case c.Int != nil:
		return sameNumber(v.text, float64(*c.Int))
	case string(c.ID) == v.text && c.ID != "":
		return 100
	}
	best, text := 0.0, folded(v.text)
	for _, name := range append([]string{c.Name + c.Str}, c.also...) {
		if name != "" {
			best = max(best, resemblance(text, folded(name)))
		}
	}
	if best < leastAgreement || exact && best < 100 {
		return 0
	}
	return best
}

// sameNumber is 100 where a text is a number within half a percent of another, else 0.
func sameNumber(text string, number float64) float64 {
	f, err := strconv.ParseFloat(strings.TrimSuffix(strings.ReplaceAll(text, ",", ""), "%"), 64)
	if err == nil && math.Abs(f-number) <= 0.005*max(math.Abs(f), math.Abs(number)) {
		return 100
	}
	return 0
}
