package loader

import (
	"fmt"

	"github.com/innograph/innograph/graph"
)

// maxRenamings is how often an id may have been renamed; what goes on further is taken for a circle.
const maxRenamings = 64

// redirect notes a former id. Where it leads is looked at when all are known.
func (c *checker) redirect(r row) {
	x := graph.Redirect{From: graph.ID(r.get("from")), To: graph.ID(r.get("to")), Reason: r.get("reason")}
	_, typed := x.From.Type()
	_, twice := c.redirects[x.From]
	switch {
	case !typed:
		c.at(r, "from", "is the id of no entity", "an id that an entity had", "ids of sources and indicators are not redirected")
	case c.entities[x.From] != nil:
		c.at(r, "from", "an entity has this id", "an id that is no longer used", "the entity is at "+c.entities[x.From].row.place())
	case twice:
		c.at(r, "from", "stands twice", "each former id once", "")
	default:
		c.redirects[x.From] = x.To
		c.facts.Redirects = append(c.facts.Redirects, x)
	}
}

// resolve follows redirects to their end. It tells whether there were any; of ids
// that lead in a circle, or further than [maxRenamings], it gives a former one.
func (c *checker) resolve(id graph.ID) (now graph.ID, renamed bool) {
	now = id
	for range maxRenamings {
		to, further := c.redirects[now]
		if !further {
			break
		}
		now, renamed = to, true
	}
	return now, renamed
}

// redirectEnds checks that each former id leads to an entity, at once or by way of
// other former ids: an entity that was renamed twice needs no row mended.
func (c *checker) redirectEnds(packages []tableRows) {
	for _, p := range packages {
		for _, r := range p["redirects.csv"] {
			from, to := graph.ID(r.get("from")), graph.ID(r.get("to"))
			now, further := c.resolve(to)
			_, open := c.redirects[now]
			switch {
			case c.redirects[from] != to: // refused already
			case open:
				c.at(r, "to", "leads in a circle", fmt.Sprintf("the id of an entity, %d renamings away at most", maxRenamings), "take out the row of the id that is used")
			case c.entities[now] == nil && further:
				c.at(r, "to", fmt.Sprintf("leads to %s, and no entity has this id", now), "the id of an entity at the end", "")
			case c.entities[now] == nil:
				c.at(r, "to", "no entity has this id", "the id that the entity has now, or another former id", "")
			}
		}
	}
}
