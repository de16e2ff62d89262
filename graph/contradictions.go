package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
)

// Quantity is what a number is said of: two numbers of one quantity should be one.
type Quantity struct {
	Entity    ID
	Of        ID // what is measured inside Entity, or empty
	Indicator ID
	Period    string
	Role      string
	Measure   string
}

func (o *Observation) quantity() Quantity {
	return Quantity{o.Entity, o.Of, o.Indicator, o.Period, o.Role, o.Measure}
}

func compareQuantities(a, b Quantity) int {
	return cmp.Or(cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Of, b.Of),
		cmp.Compare(a.Period, b.Period), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Measure, b.Measure))
}

// Conflict is a quantity that has different numbers, after conversion to the
// indicator's unit and whatever the bounds. Wordings are no numbers.
type Conflict struct {
	Quantity
	Observations []*Observation // all with a number, in reading order; all stay
	// Restated are the numbers of the same for a neighbouring period, in the order of
	// period and place.
	Restated []*Observation
}

// Restatement is one quantity but for its period, with numbers for two
// neighbouring periods that no one section gives side by side: a plan that has the
// base year as 2019 here and as 2020 there. It may be no mistake. Neighbouring are
// years that follow each other, and ranges whose ends are at most a year apart.
type Restatement struct {
	Quantity                    // Period is the earlier
	Later        string         // the later period
	Observations []*Observation // of both periods, in the order of period and place
}

// Contradictions are what numbers of the same things do not agree in.
type Contradictions struct {
	Conflicts []Conflict    // sorted by entity, indicator, of, period, role, measure
	Restated  []Restatement // likewise
}

// entitiesAtOnce bounds how many entities' observations are held at once.
const entitiesAtOnce = 1000

// Contradictions finds the conflicts and restatements among the observations of
// entities (nil: all) of some indicators (none: all).
func (g *Graph) Contradictions(ctx context.Context, entities, indicators []ID) (*Contradictions, error) {
	units := map[ID]string{}
	all, err := g.Indicators(ctx, g.IndicatorIDs())
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		units[x.ID] = x.Unit
	}
	lists := [][]ID{entities}
	if entities == nil {
		for _, t := range Ontology.Types {
			lists = append(lists, g.IDs(t.Type))
		}
	}
	found := &Contradictions{}
	for _, list := range lists {
		for part := range slices.Chunk(list, entitiesAtOnce) {
			rows, err := g.Observations(ctx, part, indicators)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				if err := ctx.Err(); err != nil {
					return nil, err
				}
				found.add(row, units)
			}
		}
	}
	slices.SortFunc(found.Conflicts, func(a, b Conflict) int { return compareQuantities(a.Quantity, b.Quantity) })
	slices.SortFunc(found.Restated, func(a, b Restatement) int {
		return cmp.Or(compareQuantities(a.Quantity, b.Quantity), cmp.Compare(a.Later, b.Later))
	})
	return found, nil
}

// add looks through the observations of one entity.
func (c *Contradictions) add(row []*Observation, units map[ID]string) {
	series := map[Quantity][]*Observation{} // by quantity without its period
	for _, o := range row {
		if _, ok := o.number(units[o.Indicator]); ok {
			key := o.quantity()
			key.Period = ""
			series[key] = append(series[key], o)
		}
	}
	for _, list := range series {
		if len(list) < 2 {
			continue
		}
		slices.SortFunc(list, func(a, b *Observation) int {
			return cmp.Or(cmp.Compare(a.Period, b.Period), compareLocators(a.Locator, b.Locator), cmp.Compare(a.ID, b.ID))
		})
		c.addSeries(list, units[list[0].Indicator])
	}
}

// addSeries looks through the numbers of one quantity over all periods.
func (c *Contradictions) addSeries(list []*Observation, unit string) {
	var periods [][]*Observation
	for from := 0; from < len(list); {
		to := from
		for to < len(list) && list[to].Period == list[from].Period {
			to++
		}
		periods = append(periods, list[from:to])
		from = to
	}
	for i, here := range periods {
		for _, later := range periods[i+1:] {
			if restates(here, later) {
				c.Restated = append(c.Restated, Restatement{here[0].quantity(), later[0].Period, slices.Concat(here, later)})
			}
		}
		if !differ(here, unit) {
			continue
		}
		conflict := Conflict{Quantity: here[0].quantity(), Observations: here}
		for _, other := range periods {
			if restates(here, other) {
				conflict.Restated = append(conflict.Restated, other...)
			}
		}
		c.Conflicts = append(c.Conflicts, conflict)
	}
}

// restates reports whether observations of two periods are a [Restatement].
func restates(here, other []*Observation) bool {
	return neighbouring(here[0].Period, other[0].Period) && !sideBySide(here, other)
}

func differ(list []*Observation, unit string) bool {
	first, _ := list[0].number(unit)
	return slices.ContainsFunc(list, func(o *Observation) bool {
		number, _ := o.number(unit)
		return number != first
	})
}

// number spells the value of an observation in a unit, exactly, an interval with
// both ends; false if it is none there.
func (o *Observation) number(unit string) (string, bool) {
	value, ok := Convert(o.Value, o.Unit, unit)
	if !ok {
		return "", false
	}
	if to, ok := Convert(o.ValueTo, o.Unit, unit); ok {
		return value.RatString() + " to " + to.RatString(), true
	}
	return value.RatString(), true
}

func neighbouring(a, b string) bool {
	startA, endA, okA := Years(a)
	startB, endB, okB := Years(b)
	near := func(x, y int) bool { return max(x-y, y-x) <= 1 }
	return okA && okB && a != b && (startA == endA) == (startB == endB) && near(startA, startB) && near(endA, endB)
}

// Years are the first and the last calendar year of a period.
func Years(period string) (first, last int, ok bool) {
	from, to, isRange := strings.Cut(period, "/")
	first, err := strconv.Atoi(from)
	if err != nil {
		return 0, 0, false
	}
	if !isRange {
		return first, first, true
	}
	last, err = strconv.Atoi(to)
	return first, last, err == nil
}

// sideBySide reports whether one section of one source gives both.
func sideBySide(here, other []*Observation) bool {
	for _, a := range here {
		for _, b := range other {
			if a.Source == b.Source && a.Section == b.Section {
				return true
			}
		}
	}
	return false
}
