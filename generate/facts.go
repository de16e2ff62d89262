package generate

import "github.com/innograph/innograph/graph"

// shares say in percent how many claims of a predicate are existing and how
// many planned; the rest is encouraged. They follow the five plans of the seeds.
var shares = map[graph.Predicate][2]int{
	graph.PartOf: {80, 20}, graph.LocatedIn: {62, 34}, graph.PartnersWith: {30, 58}, graph.Builds: {27, 68}, graph.ActiveIn: {60, 40}, graph.Leads: {95, 5}, graph.Serves: {30, 64}, graph.Prioritises: {15, 81},
	graph.Joins: {16, 81}, graph.Seeks: {3, 85}, graph.Holds: {98, 2}, graph.Undertakes: {15, 85}, graph.Supports: {40, 60}, graph.InIndustry: {5, 93}, graph.Creates: {5, 95}, graph.Runs: {37, 59},
	graph.ResponsibleFor: {94, 6}, graph.Issues: {84, 16}, graph.BasedOn: {98, 2}, graph.Covers: {88, 12}, graph.About: {68, 31},
}

// remarks say in words of ours where a reading from the context comes from.
var remarks = []string{"由本节标题推知", "承上句所指", "表头所列单位", "本段主语为本县"}

// claim writes one statement of the passage at hand or the next.
func (c *county) claim(subject thing, predicate graph.Predicate, object thing, role string) {
	if subject.id == object.id {
		return
	}
	share, at, status := shares[predicate], c.below(100), "encouraged"
	switch {
	case at < share[0]:
		status = "existing"
	case at < share[0]+share[1]:
		status = "planned"
	}
	place := c.text.say(string(predicate) + subject.id + object.id)
	t := c.to.claims
	t.cells(subject.id, string(predicate), object.id, status, role)
	t.joined(place)
	if c.chance(3) {
		t.cells("context", remarks[c.below(len(remarks))])
	} else {
		t.cells("", "")
	}
	t.end()
	c.see(subject)
	c.see(object)
}

func (c *county) see(x thing) {
	if x.index >= 0 {
		c.seen[x.index] = true
	}
}

func (c *county) any(list []thing) thing { return list[c.below(len(list))] }

// fresh is one of list that nothing has named yet, if a few tries find one.
func (c *county) fresh(list []thing) thing {
	x := c.any(list)
	for range 3 {
		if x.index < 0 || !c.seen[x.index] {
			break
		}
		x = c.any(list)
	}
	return x
}

// ranked draws one of list by its rank: the first are drawn most.
func (c *county) ranked(list []thing) thing { return list[c.rank[:len(list)].draw(c.random)] }

// freshFirm is one of the firms that the plan tells of; the rest come with their projects.
func (c *county) freshFirm() thing { return c.fresh(c.firms[:len(c.firms)/2]) }

// site is a place inside the county: a park, a town or the county itself.
func (c *county) site() thing {
	switch at := c.below(10); {
	case at < 4:
		return c.any(c.parks)
	case at < 8:
		return c.any(c.towns)
	}
	return c.self
}

// facts writes claims, observations and an omission in the order of the plan:
// some 300 claims and 85 observations.
func (c *county) facts() {
	c.gazetteer()
	for stage, write := range [stages]func(){
		opening: c.openingFacts, baseline: c.baselineFacts, aims: c.aimFacts, platforms: c.platformFacts, firmsPart: c.firmFacts,
		trades: c.tradeFacts, ventures: c.ventureFacts, alliances: c.allianceFacts, support: c.supportFacts, annex: c.annexFacts,
	} {
		c.text.enter(stage)
		write()
	}
}

// gazetteer states what a list of places says; such a claim points into no text.
func (c *county) gazetteer() {
	c.to.stated(c.self.id, graph.PartOf, cityID(c.number/10), gazetteer)
	c.see(c.self)
	for _, x := range c.towns {
		c.to.stated(x.id, graph.PartOf, c.self.id, gazetteer)
		c.see(x)
	}
}

func (c *county) openingFacts() {
	c.claim(c.plan, graph.Covers, c.self, "")
	c.claim(c.departments[0], graph.Issues, c.plan, "")
	for range c.between(2, 3) {
		c.claim(c.plan, graph.BasedOn, c.ranked(c.documents), "")
	}
	c.claim(c.plan, graph.BasedOn, c.papers[0], "")
	c.claim(c.plan, graph.BasedOn, c.ranked(c.events), "")
	for _, d := range c.papers {
		switch at := c.below(10); {
		case at < 5:
			c.claim(c.departments[c.below(4)], graph.Issues, d, "")
		case at < 7:
			c.claim(d, graph.Covers, c.self, "")
		default:
			c.claim(d, graph.About, c.any(c.trades), "")
		}
	}
}

func (c *county) baselineFacts() {
	c.measures("actual", c.between(24, 27))
	c.claim(c.self, graph.Holds, c.ranked(c.programmes), "")
	for range c.between(7, 9) {
		x := c.freshFirm()
		if c.chance(35) {
			x = c.fresh(c.sites)
		}
		c.claim(x, graph.Holds, c.ranked(c.programmes), "")
	}
	for _, x := range c.schemes[:c.between(5, 7)] {
		c.claim(c.self, graph.Runs, x, "")
	}
	for _, x := range c.partners[:c.between(3, 4)] {
		c.claim(c.self, graph.PartnersWith, x, "")
	}
	c.observe(c.any(c.firms), nothing, revenue, "actual")
	c.observe(c.any(c.sites), nothing, incubated, "actual")
	c.observe(c.any(c.sites), nothing, staff, "actual")
	c.observe(c.self, c.trades[0], output, "actual")
}

func (c *county) aimFacts() { c.measures("target", c.between(27, 30)) }

var builderRoles = []string{"", "co-builds", "hosts", "operates", "supports"}

func (c *county) platformFacts() {
	corridor := c.sites[0]
	for _, x := range c.sites {
		switch x.kind.zh {
		case "corridor":
			corridor = x
		case "rd-institute", "transfer-center":
			for _, u := range c.partners {
				if u.id == x.whole {
					c.claim(u, graph.Builds, x, builderRoles[c.below(2)])
				}
			}
			if c.chance(20) {
				c.claim(c.self, graph.Builds, x, "hosts")
			}
		}
	}
	for range c.between(10, 12) {
		x := c.fresh(c.sites)
		switch at := c.below(10); {
		case at < 5:
			c.claim(c.freshFirm(), graph.Builds, x, builderRoles[c.below(len(builderRoles))])
		case at < 6:
			c.claim(c.ranked(c.institutes), graph.Builds, x, "co-builds")
		case at < 8:
			c.claim(c.self, graph.Builds, x, "")
		default:
			c.claim(c.departments[c.below(4)], graph.Builds, x, "supports")
		}
	}
	for range c.between(13, 15) {
		x := c.fresh(c.sites)
		at := c.site()
		if x.kind.zh == "enclave" {
			at = thing{id: cityID(c.below(c.cities)), index: -1}
		}
		c.claim(x, graph.LocatedIn, at, "")
	}
	for _, x := range c.parks[:3] {
		c.claim(x, graph.PartOf, corridor, "")
	}
	for range c.between(9, 11) {
		c.claim(c.fresh(c.sites), graph.Serves, c.any(c.trades), "")
	}
}

func (c *county) firmFacts() {
	for range c.between(13, 15) {
		x := c.freshFirm()
		c.claim(x, graph.LocatedIn, c.site(), "")
		if c.chance(60) {
			c.claim(x, graph.ActiveIn, c.trade(x), "")
		}
	}
	for range c.between(5, 6) {
		x := c.freshFirm()
		c.claim(x, graph.Leads, c.trade(x), "")
	}
	c.claim(c.firms[1], graph.PartOf, c.firms[0], "")
	for range c.between(3, 4) {
		c.claim(c.freshFirm(), graph.Seeks, c.ranked(c.programmes), "")
	}
	for range 2 {
		c.observe(c.freshFirm(), nothing, revenue, "target")
	}
}

// trade is the industry that a firm is named after.
func (c *county) trade(firm thing) thing {
	return thing{id: "industry/" + firm.kind.slug, index: -1}
}

func (c *county) tradeFacts() {
	roles := []string{"pillar", "pillar", "emerging", "emerging", "emerging", "future", "agriculture", "service", "field"}
	for i, x := range c.trades[:c.between(9, 11)] {
		c.claim(c.self, graph.Prioritises, x, roles[i%len(roles)])
	}
	for range c.between(2, 3) {
		c.claim(c.any(c.parks), graph.Prioritises, c.any(c.trades), "field")
	}
	c.claim(c.any(c.trades), graph.PartnersWith, c.ranked(c.institutes), "")
	for i := range 2 {
		c.observe(c.self, c.trades[i], output, "target")
	}
	for _, x := range c.unions {
		c.claim(x, graph.LocatedIn, c.self, "")
	}
}

func (c *county) ventureFacts() {
	byID := map[string]thing{}
	for _, f := range c.firms {
		byID[f.id] = f
	}
	for i, x := range c.ventures {
		switch {
		case i%4 == 3:
			c.claim(x, graph.LocatedIn, c.site(), "")
			if i%16 == 3 {
				c.claim(x, graph.Creates, c.any(c.sites), "")
			}
		case i%4 == 0:
			c.observe(x, nothing, investment, "target")
		case c.chance(80):
			c.claim(byID[x.whole], graph.Undertakes, x, "")
		default:
			c.claim(x, graph.InIndustry, c.trade(byID[x.whole]), "")
		}
		if i%16 == 1 {
			c.observe(x, nothing, area, "target")
		}
	}
	for range 2 {
		c.claim(c.any(c.ventures), graph.InIndustry, c.any(c.trades), "")
	}
	for range 3 {
		supporter := c.departments[c.below(6)]
		if c.chance(40) {
			supporter = c.ranked(c.programmes)
		}
		c.claim(supporter, graph.Supports, c.any(c.ventures), "")
	}
}

func (c *county) allianceFacts() {
	for _, x := range c.partners[3:c.between(8, 9)] {
		c.claim(c.self, graph.PartnersWith, x, "")
	}
	for range c.between(2, 3) {
		c.claim(c.self, graph.PartnersWith, c.ranked(c.institutes), "")
	}
	for range c.between(3, 4) {
		c.claim(c.freshFirm(), graph.PartnersWith, c.ranked(c.universities), "")
	}
	c.claim(c.any(c.sites), graph.PartnersWith, c.ranked(c.universities), "")
	if c.counties > 1 {
		c.claim(c.self, graph.PartnersWith, thing{id: countyID((c.number + 1 + c.below(c.counties-1)) % c.counties), index: -1}, "")
	}
	c.claim(c.self, graph.Joins, c.any(c.corridors), "融入")
	c.claim(c.self, graph.Joins, c.areas[c.number/400%len(c.areas)], "对接")
	c.claim(c.self, graph.Joins, c.any(c.associations), "")
	for range 3 {
		c.claim(c.freshFirm(), graph.Joins, c.any(c.sites), "入驻")
	}
}

func (c *county) supportFacts() {
	for range c.between(4, 5) {
		c.claim(c.self, graph.Seeks, c.ranked(c.programmes), "")
	}
	for _, x := range c.schemes[7:] {
		c.claim(c.departments[c.below(8)], graph.Runs, x, "")
	}
	c.claim(c.schemes[1], graph.PartOf, c.schemes[0], "")
	for _, x := range c.fairs {
		c.claim(c.self, graph.Runs, x, "")
	}
	c.claim(c.fairs[0], graph.LocatedIn, c.any(c.towns), "")
	c.claim(c.fairs[0], graph.About, c.trades[0], "")
	c.claim(c.departments[len(c.departments)-1], graph.PartOf, c.departments[0], "")
	for range 2 {
		c.claim(c.plan, graph.About, c.any(c.trades), "")
	}
}

func (c *county) annexFacts() {
	for i, x := range c.tasks {
		if i%2 == 0 {
			c.claim(x, graph.PartOf, c.plan, "")
		} else {
			c.claim(c.departments[c.below(len(c.departments))], graph.ResponsibleFor, x, "")
		}
		if i%12 == 5 {
			c.claim(x, graph.About, c.any(c.sites), "")
		}
	}
	c.restate()
	c.text.next()
	c.to.omissions.joined(c.text.locator)
	c.to.omissions.row("附表各栏为空")
}

// leftOver gives each entity of the county that nothing names a mention, or a
// place or an industry if it is a firm.
func (c *county) leftOver() {
	for _, x := range c.firms {
		if !c.seen[x.index] {
			if c.chance(60) {
				c.claim(x, graph.LocatedIn, c.site(), "")
			} else {
				c.claim(x, graph.ActiveIn, c.trade(x), "")
			}
		}
	}
	for i, x := range c.own {
		if !c.seen[i] {
			c.to.mentions.cells(x.id)
			c.to.mentions.joined(c.text.say("mention" + x.id))
			c.to.mentions.end()
		}
	}
}

var nothing = thing{index: -1}
