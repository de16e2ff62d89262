package generate

import "strconv"

// measures gives n of the county's indicators, each once.
func (c *county) measures(role string, n int) {
	from := c.below(investment)
	for i := range n {
		c.observe(c.self, nothing, (from+i)%investment, role)
	}
}

// observe writes one number for an entity.
func (c *county) observe(entity, of thing, which int, role string) {
	x := indicators[which]
	value := c.between(x.low, x.high)
	measure, text, unit, bound := x.measure, printed(value, x.decimals), x.unit, ""
	switch at := c.below(100); {
	case at < 3 && measure == "flow":
		measure, text, unit = "rank", strconv.Itoa(c.between(1, 60)), "位"
	case at < 6 && role == "actual" && measure == "stock":
		text, unit = "居全市前列", "" // plans give words, too
	case at < 14 && unit == "亿元":
		text, unit = printed(value*100, 0), "万元" // two decimals of 亿元 are hundreds of 万元
	}
	if role == "target" && measure != "rank" && unit != "" {
		bound = []string{"", "ge", "ge", "gt", "approx"}[c.below(5)]
	}
	c.observation(entity, of, x, role, measure, bound, text, unit)
}

func (c *county) observation(entity, of thing, x indicator, role, measure, bound, value, unit string) {
	period := strconv.Itoa(c.start - 1)
	if role == "target" {
		period = strconv.Itoa(c.start + 4)
		if measure == "annual" {
			period = strconv.Itoa(c.start) + "/" + period
		}
	}
	place := c.text.say(role + measure + entity.id + of.id + x.slug)
	t := c.to.observations
	t.cells(entity.id, of.id, x.id(), period, role, measure, bound, value, "", unit)
	t.joined(place)
	t.cells("", "")
	t.end()
	c.see(entity)
}

// restate gives two targets once more in the annex with other values: plans
// contradict themselves.
func (c *county) restate() {
	for range 2 {
		x := indicators[c.below(investment)]
		value := c.between(x.low, x.high)
		c.observation(c.self, nothing, x, "target", x.measure, "", printed(value, x.decimals), x.unit)
		c.text.next()
		c.observation(c.self, nothing, x, "target", x.measure, "ge", printed(value+c.between(1, 9), x.decimals), x.unit)
	}
}
