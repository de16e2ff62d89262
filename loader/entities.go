package loader

import (
	"slices"

	"github.com/innograph/innograph/graph"
)

func (c *checker) entity(r row) {
	e := graph.Entity{ID: graph.ID(r.get("id")), Type: graph.Type(r.get("type")), Kind: r.get("kind"), Level: r.get("level"), Name: r.get("name"), NameEn: r.get("name_en")}
	info, _ := graph.Ontology.Type(e.Type)
	ok := c.identity(r, e.ID, info.Prefix, article(e.Type), "entity", c.entities[e.ID].first())
	if e.Kind != "" && !slices.Contains(info.Kinds, e.Kind) {
		wanted := "an empty cell"
		if len(info.Kinds) > 0 {
			wanted = oneOf(info.Kinds)
		}
		c.at(r, "kind", "no kind of "+article(e.Type), wanted, "")
		ok = false
	}
	if e.Kind == "" && info.KindRequired {
		c.at(r, "kind", "is empty", oneOf(info.Kinds), "")
		ok = false
	}
	if !ok {
		c.breaks(e.ID)
		return
	}
	c.entities[e.ID] = &placed[graph.Entity]{e, r}
	c.names[e.ID] = append(c.names[e.ID], e.Name)
	if e.NameEn != "" {
		c.names[e.ID] = append(c.names[e.ID], e.NameEn)
	}
	c.facts.Entities = append(c.facts.Entities, e)
}

// unmentioned finds entities that nothing speaks of.
func (c *checker) unmentioned() {
	for _, e := range c.facts.Entities {
		if !c.seen[e.ID] {
			c.at(c.entities[e.ID].row, "id", "no mention, claim or observation names it", "evidence for every entity", "add a row to mentions.csv, or drop the entity")
		}
	}
}
