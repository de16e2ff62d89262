package loader

import (
	"fmt"

	"github.com/innograph/innograph/graph"
)

func (c *checker) indicator(r row) {
	x := graph.Indicator{ID: graph.ID(r.get("id")), Name: r.get("name"), NameEn: r.get("name_en"), Unit: r.get("unit"), Better: r.get("better"), Definition: r.get("definition")}
	if !c.identity(r, x.ID, graph.IndicatorPrefix, "an indicator", "indicator", c.indicators[x.ID].first()) {
		return
	}
	for _, other := range c.indicators {
		if other.fact.Name == x.Name {
			c.at(r, "name", "is the name of another indicator", "a name that tells them apart", fmt.Sprintf("%s at %s has it", other.fact.ID, other.row.place()))
			return
		}
	}
	c.indicators[x.ID] = &placed[graph.Indicator]{x, r}
	c.names[x.ID] = append(c.names[x.ID], x.Name)
	c.facts.Indicators = append(c.facts.Indicators, x)
}
