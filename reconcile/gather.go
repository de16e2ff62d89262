package reconcile

import (
	"strings"

	"github.com/innograph/innograph/graph"
)

// gathering collects the candidates of one query.
type gathering struct {
	*call
	query *query
	found map[graph.ID]*candidate
	list  []*candidate
}

// add gives the candidate with an id, a new one if need be; nil if its type is not wanted.
func (g *gathering) add(id graph.ID) *candidate {
	if !holds(g.query.types, id) {
		return nil
	}
	x := g.found[id]
	if x == nil {
		x = &candidate{Entity: &graph.Entity{ID: id}, agrees: 50}
		g.found[id] = x
		g.list = append(g.list, x)
	}
	return x
}

// byIdentifier takes the text for an id, an IRI or an identifier of others.
func (g *gathering) byIdentifier() error {
	if g.query.text == "" {
		return nil
	}
	ids, err := g.identified(g.query.text, "")
	if err != nil {
		return err
	}
	for _, id := range ids {
		if x := g.add(id); x != nil {
			x.identified, x.name = true, 100
		}
	}
	return nil
}

// identified finds the entities that a text identifies in a scheme; in any, ids
// and IRIs of this graph among them, if scheme is empty.
func (c *call) identified(text, scheme string) ([]graph.ID, error) {
	var ids []graph.ID
	if scheme == "" {
		id, under := c.graph.Base().ID(text)
		if !under {
			id = graph.ID(text)
		}
		entities, err := c.graph.Entities(c, []graph.ID{id})
		if err != nil {
			return nil, err
		}
		if entities[0] != nil {
			return []graph.ID{entities[0].ID}, nil
		}
	}
	rows, err := c.graph.Identified(c, []string{text, strings.ToUpper(text)})
	if err != nil {
		return nil, err
	}
	known := map[graph.ID]bool{}
	for _, row := range rows {
		for _, x := range row {
			if p, ok := findTabled(x.Scheme); ok && p.scheme && (scheme == "" || scheme == x.Scheme) && !known[x.Entity] {
				known[x.Entity] = true
				ids = append(ids, x.Entity)
			}
		}
	}
	return ids, nil
}

// otherName is the score of a name, whole, that is not the main one.
const otherName = 95

// most is how many namesakes, or relatives of the value of a property, are held against a query.
const most = 1000

// byName finds the names that the text is or resembles.
func (g *gathering) byName() error {
	if g.query.text == "" || g.finder == nil {
		return nil
	}
	exact := false
	for _, m := range g.finder.Named(g.query.text) {
		if len(g.list) == most {
			break
		}
		if x := g.add(m.Entity); x != nil {
			x.exact, exact = true, true
			x.name = max(x.name, otherName)
			if m.Kind == "" {
				x.name = 100
			}
		}
	}
	size := max(g.query.limit, pool)
	if len(g.query.conditions) > 0 {
		size = max(size, poolWithConditions)
	}
	matches, _ := g.finder.Find(g.query.text, g.query.types, size)
	for _, m := range matches {
		if x := g.add(m.Entity); x != nil && m.How != graph.ByName {
			x.name = max(x.name, 100*m.Score)
		}
	}
	if exact || len(g.list) > 0 && g.list[0].identified {
		return nil
	}
	for _, piece := range pieces(g.query.text) {
		matches, _ := g.finder.Find(piece, g.query.types, pool)
		for _, m := range matches {
			g.add(m.Entity) // how much it resembles the text is seen when its names are read
		}
	}
	return nil
}

// byConditions finds entities by their properties: by an identifier always; where
// there is no text also by a name and through the entities that they are related with.
func (g *gathering) byConditions() error {
	for _, condition := range g.query.conditions {
		for _, v := range condition.values {
			if err := g.byCondition(condition.property, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *gathering) byCondition(p *property, v value) error {
	switch {
	case p.scheme:
		ids, err := g.identified(v.text, p.id)
		for _, id := range ids {
			if x := g.add(id); x != nil {
				x.identified = true
			}
		}
		return err
	case g.query.text != "" || g.finder == nil:
	case p.naming:
		for _, m := range g.finder.Named(v.text) {
			if len(g.list) < most {
				g.add(m.Entity)
			}
		}
	case p.field != nil:
		return g.around(v)
	}
	return nil
}

// around adds what is related with an entity that is the value of a property.
func (g *gathering) around(v value) error {
	ids := []graph.ID{v.id}
	if v.id == "" {
		ids = nil
		for _, m := range g.finder.Named(v.text) {
			ids = append(ids, m.Entity)
		}
	}
	entities, err := g.graph.Entities(g, ids)
	if err != nil {
		return err
	}
	for _, e := range entities {
		if e == nil {
			continue
		}
		g.add(e.ID)
		for _, f := range graph.Ontology.FieldsOf(e.Type) {
			rows, err := g.graph.Related(g, f, []graph.ID{e.ID})
			if err != nil {
				return err
			}
			for _, edge := range rows[0] {
				if len(g.list) < most {
					g.add(edge.Node)
				}
			}
		}
	}
	return nil
}

// read reads the candidates, and says of those that no name scored how much
// their names resemble the text.
func (g *gathering) read() error {
	ids := make([]graph.ID, len(g.list))
	for i, x := range g.list {
		ids[i] = x.ID
	}
	entities, err := g.graph.Entities(g, ids)
	if err != nil {
		return err
	}
	degrees, err := g.graph.Degrees(g, ids)
	if err != nil {
		return err
	}
	text := folded(g.query.text)
	for i, x := range g.list {
		x.Entity, x.degree = entities[i], degrees[i]
		if x.exact || x.name == 100 || len(text) == 0 {
			continue
		}
		best := resemblance(text, folded(x.Name))
		if x.NameEn != "" {
			best = max(best, resemblance(text, folded(x.NameEn)))
		}
		for _, n := range x.Names {
			best = max(best, resemblance(text, folded(n.Text)))
		}
		if best >= leastResemblance {
			x.name = max(x.name, best)
		}
	}
	return nil
}
