package loader

import (
	"fmt"

	"github.com/innograph/innograph/graph"
)

func (c *checker) name() func(row) {
	first := map[graph.Name]row{}
	return func(r row) {
		n := graph.Name{Entity: graph.ID(r.get("entity")), Text: r.get("name"), Lang: r.get("lang"), Kind: graph.NameKind(r.get("kind"))}
		if n.Entity.Prefix() == graph.IndicatorPrefix {
			if c.indicators[n.Entity] == nil {
				c.at(r, "entity", "no indicator has this id", "an id of indicators.csv", elsewhere("indicators.csv"))
				return
			}
		} else if !c.known(r, "entity", n.Entity) {
			return
		}
		key := n
		key.Kind = ""
		if before, twice := first[key]; twice {
			c.at(r, "name", "stands twice", "each name of an entity once", "the first is at "+before.place())
			return
		}
		first[key] = r
		if e := c.entities[n.Entity]; e != nil && (n.Text == e.fact.Name || n.Text == e.fact.NameEn) {
			c.at(r, "name", "is a main name of the entity already", "other names only", "the entity is at "+e.row.place())
			return
		}
		c.names[n.Entity] = append(c.names[n.Entity], n.Text)
		c.facts.Names = append(c.facts.Names, n)
	}
}

// ambiguous finds one name for two things of one type: a main name that
// another entity has as its main or other name. Short forms may be shared, since
// every county has a 科技局; a main name must tell.
func (c *checker) ambiguous() {
	type key struct {
		t    graph.Type
		name string
	}
	main := map[key]graph.ID{}
	for _, e := range c.facts.Entities {
		k := key{e.Type, e.Name}
		if other, taken := main[k]; taken {
			c.at(c.entities[e.ID].row, "name", "is the main name of another "+string(e.Type), "a name that tells them apart, or one entity",
				fmt.Sprintf("%s at %s has it", other, c.entities[other].row.place()))
			continue
		}
		main[k] = e.ID
	}
	for _, n := range c.facts.Names {
		e := c.entities[n.Entity]
		if e == nil {
			continue
		}
		if other, taken := main[key{e.fact.Type, n.Text}]; taken && other != n.Entity {
			c.at(c.entities[other].row, "name", "is also another name of "+string(n.Entity), "one entity, or names that tell them apart", "see names.csv of that entity at "+e.row.place())
		}
	}
}

func (c *checker) identifier() func(row) {
	type key struct{ scheme, value string }
	first := map[key]row{}
	return func(r row) {
		x := graph.Identifier{Entity: graph.ID(r.get("entity")), Scheme: r.get("scheme"), Value: r.get("value"), Edition: r.get("edition")}
		if !c.known(r, "entity", x.Entity) {
			return
		}
		k := key{x.Scheme, x.Value}
		if x.Scheme == "number" {
			k.value = string(x.Entity) // numbers of tasks start anew in each plan
		}
		if before, twice := first[k]; twice {
			what, wanted := "names another entity already", "an identifier of one entity"
			if before.get("entity") == r.get("entity") {
				what, wanted = "the entity has one of this scheme already", "each identifier once, a number once for each task"
			}
			c.at(r, "value", what, wanted, "the first is at "+before.place())
			return
		}
		first[k] = r
		c.facts.Identifiers = append(c.facts.Identifiers, x)
	}
}
