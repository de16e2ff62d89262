package graph

import (
	"cmp"
	"context"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// Claims reads claims with all that is known of them; nil where nothing has the id.
func (g *Graph) Claims(ctx context.Context, ids []ID) ([]*Claim, error) {
	list := make([]*Claim, len(ids))
	for i, id := range ids {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if at, ok := g.claimWith(id); ok {
			list[i] = &Claim{}
			g.claim(at, list[i])
		}
	}
	return list, nil
}

// claimsAtOnce is how many claims [Graph.EachClaim] hands over at once.
const claimsAtOnce = 1000

// EachClaim hands over the claims of some sources (nil: all), some at a time, in
// no order to rely on. It ends with the first error that do gives.
func (g *Graph) EachClaim(ctx context.Context, sources []ID, do func([]*Claim) error) error {
	c := g.sources()
	wanted := make([]bool, len(c.list)+1) // by number
	for i := range wanted {
		wanted[i] = sources == nil
	}
	for _, id := range sources {
		if at, ok := c.at[id]; ok {
			wanted[at+1] = true
		}
	}
	for from := 0; from < len(g.claims); from += claimsAtOnce {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows := make([]Claim, claimsAtOnce)
		var list []*Claim
		for at := from; at < min(from+claimsAtOnce, len(g.claims)); at++ {
			if wanted[g.claims[at].source] {
				x := &rows[len(list)]
				g.claim(uint32(at), x)
				list = append(list, x)
			}
		}
		if err := do(list); err != nil {
			return err
		}
	}
	return nil
}

// claimWith finds the claim with an id: the quad that it labels leads to its subject.
func (g *Graph) claimWith(id ID) (at uint32, found bool) {
	label, ok := g.store.node(id)
	if !ok {
		return 0, false
	}
	g.store.columns.Each(quad.Label, label, func(q [4]columnar.Node, _ bool) bool {
		if subject, ok := g.store.find(g.store.id(q[0])); ok {
			for _, l := range g.sides(subject, Out)[0] {
				if ID(g.store.spell(g.claims[l.claim].id)) == id {
					at, found = l.claim, true
				}
			}
		}
		return !found
	})
	return at, found
}

// claim reads a claim into c.
func (g *Graph) claim(at uint32, c *Claim) {
	s, row := g.store, &g.claims[at]
	c.ID, c.Subject, c.Object = ID(s.spell(row.id)), g.id(row.subject), g.id(row.object)
	c.Predicate, c.Status = Ontology.Predicates[row.rank].Predicate, Status(row.status)
	c.Role, c.Note, c.Context = s.word(row.role), s.spell(row.note), row.context == 1
	c.Locator = g.locator(&row.locatorRow)
}

func (g *Graph) locator(row *locatorRow) Locator {
	l := Locator{Section: g.store.spell(row.section), Start: int(row.start), End: int(row.end), Digest: g.store.spell(row.digest)}
	if row.source != 0 {
		l.Source = g.sources().ids[row.source-1]
	}
	return l
}

// Observations reads the observations of entities, those of some indicators
// (none: all), in the order of indicator, part, period, role and place.
func (g *Graph) Observations(ctx context.Context, entities, indicators []ID) ([][]*Observation, error) {
	c := g.indicators()
	wanted := make([]bool, len(c.list))
	for _, id := range indicators {
		if at, ok := c.at[id]; ok {
			wanted[at] = true
		}
	}
	return read(ctx, g, entities, func(n place) []*Observation {
		var found []uint32
		for at := g.entities[n].observations; at < g.entities[n+1].observations; at++ {
			if len(indicators) == 0 || wanted[g.observations[at].indicator] {
				found = append(found, at)
			}
		}
		rows, list := make([]Observation, len(found)), make([]*Observation, len(found))
		for i, at := range found {
			g.observation(at, &rows[i])
			list[i] = &rows[i]
		}
		return list
	})
}

// observation reads an observation into x.
func (g *Graph) observation(at uint32, x *Observation) {
	s, row := g.store, &g.observations[at]
	x.ID, x.Entity, x.Indicator = ID(s.spell(row.id)), g.id(row.entity), g.indicators().ids[row.indicator]
	if row.of != 0 {
		x.Of = g.id(row.of - 1)
	}
	x.Period, x.Role, x.Measure, x.Bound = s.word(row.period), s.word(row.role), s.word(row.measure), s.word(row.bound)
	x.Value, x.ValueTo, x.Unit = s.spell(row.value), s.spell(row.valueTo), s.word(row.unit)
	x.Note, x.Context = s.spell(row.note), row.context == 1
	x.Locator = g.locator(&row.locatorRow)
}

func compareLocators(a, b Locator) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// Observed reads observations by id; nil where nothing has the id.
func (g *Graph) Observed(ctx context.Context, ids []ID) ([]*Observation, error) {
	list := make([]*Observation, len(ids))
	for i, id := range ids {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if at, ok := g.observationWith(id); ok {
			list[i] = &Observation{}
			g.observation(at, list[i])
		}
	}
	return list, nil
}

// observationWith finds the observation with an id: its quads lead to its entity.
func (g *Graph) observationWith(id ID) (at uint32, found bool) {
	n, ok := g.store.node(id)
	if !ok || id.Prefix() != ObservationPrefix {
		return 0, false
	}
	g.store.each(n, func(t term, o columnar.Node) {
		of, known := g.store.find(g.store.id(o))
		if t != observedT || !known {
			return
		}
		for i := g.entities[of].observations; i < g.entities[of+1].observations; i++ {
			if ID(g.store.spell(g.observations[i].id)) == id {
				at, found = i, true
			}
		}
	})
	return at, found
}
