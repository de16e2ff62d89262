package loader

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/innograph/innograph/graph"
)

func (c *checker) observation() func(row) {
	first := map[graph.ID]row{}
	return func(r row) {
		x := graph.Observation{Entity: graph.ID(r.get("entity")), Of: graph.ID(r.get("of")), Indicator: graph.ID(r.get("indicator")), Period: r.get("period"), Role: r.get("role"), Measure: r.get("measure"),
			Bound: r.get("bound"), Value: r.get("value"), ValueTo: r.get("value_to"), Unit: r.get("unit"), Context: r.get("reading") == "context", Note: r.get("note")}
		ok := c.known(r, "entity", x.Entity)
		if x.Of != "" {
			ok = c.known(r, "of", x.Of) && ok
		}
		indicator := c.indicators[x.Indicator]
		if indicator == nil {
			c.at(r, "indicator", "no indicator has this id", "an id of indicators.csv", elsewhere("indicators.csv"))
			ok = false
		}
		var located bool
		x.Locator, located = c.locator(r)
		if !ok || !c.value(r, x, indicator.fact) || !located {
			return
		}
		named := []graph.ID{x.Entity, x.Indicator}
		if x.Of != "" {
			named = append(named, x.Of)
			c.seen[x.Of] = true
		}
		c.reading(r, x.Locator, x.Context, x.Note, named...)
		x.Identify()
		if before, twice := first[x.ID]; twice {
			c.at(r, "entity", "the same observation stands twice", "one value for all that is not the value", "the first is at "+before.place())
			return
		}
		first[x.ID] = r
		c.seen[x.Entity] = true
		c.facts.Observations = append(c.facts.Observations, x)
	}
}

func (c *checker) value(r row, x graph.Observation, indicator graph.Indicator) bool {
	from, to, ranged := strings.Cut(x.Period, "/")
	switch {
	case ranged && from >= to:
		c.at(r, "period", "ends before it begins", "the earlier year first", "")
	case graph.IsDecimal(x.Value) && x.Unit == "":
		c.at(r, "unit", "is empty beside a number", "the unit as printed", "")
	case !graph.IsDecimal(x.Value) && x.Unit != "":
		c.at(r, "value", "is no decimal, but has a unit", "digits with at most one point", "leave the unit empty if the plan gives words instead of a number")
	case !graph.IsDecimal(x.Value) && looksNumeric(x.Value):
		c.at(r, "value", "number does not parse", "digits with at most one point, no thousands separators", "")
	case x.ValueTo != "" && !graph.IsDecimal(x.ValueTo):
		c.at(r, "value_to", "number does not parse", "a decimal", "")
	case x.ValueTo != "" && !graph.IsDecimal(x.Value):
		c.at(r, "value_to", "stands beside a wording", "an empty cell", "an interval needs a number at both ends")
	case x.ValueTo != "" && !rises(x.Value, x.ValueTo):
		c.at(r, "value_to", "is not above value", "the upper end of the interval", "")
	case x.Unit != "" && !graph.Comparable(x.Unit, indicator.Unit) && x.Measure != "rank" && x.Measure != "growth" && x.Measure != "annual-growth" && x.Measure != "share":
		c.at(r, "unit", fmt.Sprintf("cannot be converted to the unit of %s", indicator.ID), "a unit that compares with "+indicator.Unit, "")
	default:
		return true
	}
	return false
}

// rises reports whether one decimal is below another.
func rises(from, to string) bool {
	a, okA := new(big.Rat).SetString(from)
	b, okB := new(big.Rat).SetString(to)
	return okA && okB && a.Cmp(b) < 0
}

// looksNumeric tells a slip in a number ("1,200", "12%") from a wording.
func looksNumeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.,+-%，．％ ") == ""
}
