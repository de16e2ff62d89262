package generate

import (
	"strconv"

	"github.com/innograph/innograph/graph"
)

// county is one county while it is written: first its entities, then what its
// plan says of them, from the first section to the last.
type county struct {
	*world
	random
	to     *parcel
	text   *reading
	number int    // of all counties, from 0
	code   string // 660121
	place  word   // 安昌
	self   thing
	start  int // the first year of its plan, which has five

	seen []bool // by index: a claim, an observation or a mention names the entity
	own  []thing

	brand, brandStep                                                          int
	trades, partners                                                          []thing // the industries and universities it has to do with
	towns, departments, firms, sites, ventures, schemes, papers, tasks, fairs []thing
	unions                                                                    []thing
	parks                                                                     []thing // of sites: parks, zones, towns
	plan                                                                      thing
}

// writeCounty adds county number i of the data set to a package.
func writeCounty(p *parcel, w *world, i int) {
	r := newRandom(w.seed, uint64(i)+1)
	c := &county{world: w, random: r, to: p, number: i, code: countyCode(i), place: stem(w.countyOffset, i)}
	c.brand, c.brandStep = r.below(1600), 7+r.below(200)*10 // 1,600 = 2⁶·5²; a step that ends in 7 is prime to it
	c.start = 2021
	if c.chance(20) {
		c.start = 2016
	}
	c.text = newReading(r, "source/invented-"+c.code)
	c.entities()
	c.facts()
	c.leftOver()
	c.source()
}

// add writes an entity and remembers it.
func (c *county) add(t graph.Type, slug, name, kind, level, english string) thing {
	info, _ := graph.Ontology.Type(t)
	x := thing{id: info.Prefix + "/" + c.code + "-" + slug, name: name, index: len(c.own)}
	if t == graph.County {
		x.id = info.Prefix + "/" + c.code
	}
	c.own, c.seen = append(c.own, x), append(c.seen, false)
	c.to.entities.row(x.id, string(t), kind, level, name, english)
	return x
}

// entities makes the county's own: some 300.
func (c *county) entities() {
	c.self = c.add(graph.County, "", c.place.zh+"县", "", "", c.place.en+" County")
	c.to.names.row(c.self.id, c.place.zh, "zh", "short")
	c.to.identifiers.row(c.self.id, "gbt2260", c.code, "2020")
	c.trades = c.distinct(c.industries, 14)
	c.partners = c.distinct(c.universities, 12)
	for i := range c.between(11, 14) {
		town := word{townFirst[i%15].zh + townSecond[(i*3+c.number)%10].zh, townFirst[i%15].slug + "-" + townSecond[(i*3+c.number)%10].slug, ""}
		x := c.add(graph.Region, town.slug, c.self.name+town.zh+"镇", "township", "", "")
		if i < 4 {
			c.to.names.row(x.id, town.zh+"镇", "zh", "short")
		}
		c.towns = append(c.towns, x)
	}
	for i, b := range bodies[:c.between(15, 18)] {
		x := c.add(graph.GovernmentBody, b.slug, c.self.name+b.zh, "", "county", "")
		if i < 6 {
			c.to.names.row(x.id, b.en, "zh", "short")
		}
		c.departments = append(c.departments, x)
	}
	for i := range c.between(86, 94) {
		c.firms = append(c.firms, c.firm(i))
	}
	c.platformEntities()
	c.ventureEntities()
	c.titledEntities()
}

// distinct draws n different things by rank, fewer where there are too few.
func (c *county) distinct(list []thing, n int) []thing {
	var out []thing
	for range 20 * n {
		if len(out) == n {
			break
		}
		x, known := c.ranked(list), false
		for _, y := range out {
			known = known || x.id == y.id
		}
		if !known {
			out = append(out, x)
		}
	}
	return out
}

// nextBrand is a 字号 that no other firm of the county has.
func (c *county) nextBrand() word {
	c.brand = (c.brand + c.brandStep) % 1600
	a, b := brandFirst[c.brand/40], brandSecond[c.brand%40]
	return word{a.zh + b.zh, a.slug + "-" + b.slug, capital(a.slug + b.slug)}
}

func (c *county) firm(i int) thing {
	brand, trade := c.nextBrand(), c.trades[c.below(len(c.trades))]
	english := ""
	if i%16 == 0 {
		english = c.place.en + " " + brand.en + " " + trade.stem.en
	}
	x := c.add(graph.Enterprise, brand.slug, c.place.zh+brand.zh+trade.name+firms[c.below(len(firms))], "", "", english)
	x.stem, x.kind = brand, trade.stem
	if i%6 == 0 {
		c.to.names.row(x.id, brand.zh+trade.name, "zh", "short")
	}
	return x
}

// platformKinds say how many platforms of each kind a county has and how they
// are named: by a trade, a brand, a firm or a university.
var platformKinds = []struct {
	kind, zh, slug, by, level string
	low, high                 int
}{
	{"park", "产业园", "park", "trade", "", 3, 4}, {"zone", "经济开发区", "zone", "place", "provincial", 1, 1}, {"town", "特色小镇", "town", "trade", "provincial", 1, 3}, {"complex", "产业创新服务综合体", "complex", "trade", "provincial", 2, 3},
	{"rd-institute", "研究院", "institute", "university", "", 6, 8}, {"laboratory", "重点实验室", "laboratory", "trade", "provincial", 4, 6}, {"transfer-center", "技术转移中心", "transfer-centre", "university", "", 2, 3},
	{"incubator", "科技企业孵化器", "incubator", "brand", "municipal", 2, 4}, {"maker-space", "众创空间", "maker-space", "brand", "", 4, 6}, {"corridor", "科创走廊", "corridor", "place", "county", 1, 1}, {"enclave", "科创飞地", "enclave", "brand", "", 1, 3},
	{"workstation", "院士专家工作站", "academician-workstation", "firm", "", 4, 6}, {"workstation", "博士后工作站", "postdoctoral-workstation", "firm", "provincial", 2, 3}, {"market", "科技大市场", "market", "place", "county", 1, 1}, {"alliance", "产业技术创新联盟", "alliance", "trade", "", 1, 2},
	{"agri-base", "农业科技示范基地", "agri-base", "brand", "", 3, 5}, {"digital", "产业大脑", "industry-brain", "trade", "", 1, 2}, {"other", "企业研发中心", "rd-centre", "firm", "municipal", 6, 8},
}

func (c *county) platformEntities() {
	for _, k := range platformKinds {
		for i := range c.between(k.low, k.high) {
			name, slug := c.self.name+k.zh, k.slug
			whole := ""
			switch trade := c.trades[i%len(c.trades)]; k.by {
			case "trade":
				name, slug = c.self.name+trade.name+k.zh, trade.stem.slug+"-"+k.slug
			case "university":
				u := c.partners[i%len(c.partners)]
				name, slug = u.name+c.self.name+trade.name+k.zh, u.id[len("university/"):]+"-"+k.slug
				whole = u.id
			case "brand":
				b := c.nextBrand()
				name, slug = c.self.name+b.zh+k.zh, b.slug+"-"+k.slug
			case "firm":
				f := c.firms[(i*11+len(k.zh))%len(c.firms)]
				name, slug = f.name+k.zh, f.stem.slug+"-"+k.slug
				whole = f.id
			}
			x := c.add(graph.Platform, slug, name, k.kind, k.level, "")
			x.whole, x.kind = whole, word{zh: k.kind}
			if k.kind == "rd-institute" && i < 4 {
				c.to.names.row(x.id, c.partners[i%len(c.partners)].stem.zh+c.place.zh+k.zh, "zh", "short")
			}
			c.sites = append(c.sites, x)
			if k.kind == "park" || k.kind == "zone" || k.kind == "town" {
				c.parks = append(c.parks, x)
			}
		}
	}
}

func (c *county) ventureEntities() {
	kinds := []word{{"技术改造项目", "upgrade", ""}, {"研发项目", "research", ""}, {"生产基地项目", "base", ""}, {"产业化项目", "industrialisation", ""}}
	for i := range c.between(55, 61) {
		kind := kinds[c.below(len(kinds))]
		if i%4 == 3 { // the county's own, named by a brand of its own
			b := c.nextBrand()
			c.ventures = append(c.ventures, c.add(graph.Project, b.slug+"-site", c.self.name+b.zh+"科创园建设项目", "", "", ""))
			continue
		}
		f := c.firms[len(c.firms)-1-i+i/4]
		x := c.add(graph.Project, f.stem.slug+"-"+kind.slug, c.place.zh+f.stem.zh+f.kind.zh+kind.zh, "", "", "")
		x.whole = f.id
		c.ventures = append(c.ventures, x)
	}
}

func (c *county) titledEntities() {
	pick := func(t graph.Type, list []titled, n int) []thing {
		var out []thing
		from := c.below(len(list))
		for i := range n {
			k := list[(from+i)%len(list)]
			out = append(out, c.add(t, k.slug, c.self.name+k.zh, k.kind, k.level, ""))
		}
		return out
	}
	c.schemes = pick(graph.Programme, localProgrammes, c.between(13, 17))
	c.papers = pick(graph.Document, localDocuments, c.between(8, 10))
	c.fairs = pick(graph.Event, localEvents, c.between(5, 7))
	c.plan = c.add(graph.Document, "st-plan", c.self.name+"科技创新发展规划", "plan", "county", "")
	c.to.names.row(c.plan.id, "科技创新发展规划", "zh", "short")
	for i := range c.between(3, 4) {
		t := c.trades[i]
		c.unions = append(c.unions, c.add(graph.Association, t.stem.slug, c.self.name+t.name+"行业协会", "", "", ""))
	}
	from := c.below(len(taskVerbs) * len(taskObjects))
	for i := range c.between(22, 28) {
		at := (from + i*5) % (len(taskVerbs) * len(taskObjects)) // 5 is prime to 112
		number := strconv.Itoa(i + 1)
		x := c.add(graph.Task, "task-"+number, c.self.name+taskVerbs[at%len(taskVerbs)]+taskObjects[at/len(taskVerbs)], "", "", "")
		if i < 12 {
			c.to.identifiers.row(x.id, "number", number, "")
		}
		c.tasks = append(c.tasks, x)
	}
}

// source writes the plan as a witness, now that its length is known.
func (c *county) source() {
	var sum [64]byte
	for i := range sum {
		sum[i] = "0123456789abcdef"[c.below(16)]
	}
	issued := strconv.Itoa(c.start) + "-0" + strconv.Itoa(c.between(1, 9))
	c.to.sources.row(c.text.source, "plan", c.plan.name+"（虚构）", c.departments[1].name, "", issued, strconv.Itoa(c.start), strconv.Itoa(c.start+4), c.self.id, c.plan.id, string(sum[:]), strconv.Itoa(c.text.pos+c.between(20, 400)), invented)
}
