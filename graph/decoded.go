package graph

// Decoded is what quads say, as facts. Facts keep the order in which their
// quads first came.
type Decoded struct {
	Facts   Facts
	Origins Origins
	Base    Base // what ids were cut off; empty if there was no id
	// Misfits are what could not be read, by place. What claims and the like have one is not
	// among the facts; entities, indicators and sources are, as far as they could be read.
	Misfits []Misfit
}

// Origins say where each fact stood: the place of a claim's quad, else of the
// first quad of the thing. Each list runs beside the list of [Facts].
type Origins struct {
	Sources, Entities, Names, Identifiers, Mentions, Claims, Indicators, Observations, Omissions, Redirects []int
}

// Misfit is a quad, or a thing, that says nothing in our vocabulary.
type Misfit struct {
	Place  int
	What   string
	Found  string
	Wanted string
	Hint   string
}

// MaxMisfits is how many misfits are told; after them nothing more is read.
const MaxMisfits = 1000

// finish makes facts of the drafts that are whole.
func (d *decoder) finish() *Decoded {
	out := &Decoded{Base: d.base}
	f, p := &out.Facts, &out.Origins
	f.Sources, p.Sources = finished(d, &d.sources, func(x *draft[Source]) ID { x.fact.ID = x.id; return x.id })
	f.Indicators, p.Indicators = finished(d, &d.indicators, func(x *draft[Indicator]) ID { x.fact.ID = x.id; return x.id })
	f.Entities, p.Entities = finished(d, &d.entities, func(x *draft[Entity]) ID { x.fact.ID = x.id; return x.id })
	f.Identifiers, p.Identifiers = finished(d, &d.identifiers, func(x *draft[Identifier]) ID {
		if x.fact.Entity == "" {
			d.lacks(x.place, "an identifier of no entity", x.id, "a quad of its entity with "+localName(string(identifier)))
		}
		return x.fact.id()
	})
	f.Claims, p.Claims = finished(d, &d.claims, d.claim)
	f.Observations, p.Observations = finished(d, &d.observations, func(x *draft[Observation]) ID {
		d.offsets(x.place, x.id, &x.fact.Locator, x.set, observationShape.bit(startOffset))
		x.fact.ID = x.id
		same := x.fact
		same.Identify()
		return same.ID
	})
	f.Mentions, p.Mentions = finished(d, &d.mentions, func(x *draft[Mention]) ID {
		d.offsets(x.place, x.id, &x.fact.Locator, x.set, mentionShape.bit(startOffset))
		return x.fact.id()
	})
	f.Omissions, p.Omissions = finished(d, &d.omissions, func(x *draft[Omission]) ID {
		d.offsets(x.place, x.id, &x.fact.Locator, x.set, omissionShape.bit(startOffset))
		return x.fact.id()
	})
	f.Redirects, p.Redirects = finished(d, &d.redirects, func(x *draft[Redirect]) ID {
		x.fact.From = x.id
		if x.fact.To == "" {
			d.lacks(x.place, "a reason without the id now", x.id, "a quad with "+localName(string(replacedBy)))
		}
		return x.id
	})
	d.generalNames()
	for _, n := range d.inOrder {
		f.Names, p.Names = append(f.Names, n.what), append(p.Names, n.place)
	}
	out.Misfits = d.sorted()
	return out
}

// finished gives the facts and places of the drafts without misfits. whole sees what
// else a draft lacks and gives the id that it should have.
func finished[T any](d *decoder, all *drafts[T], whole func(*draft[T]) ID) ([]T, []int) {
	facts, places := make([]T, 0, len(all.list)), make([]int, 0, len(all.list))
	for i := range all.list {
		x := &all.list[i]
		if len(d.misfits) >= MaxMisfits {
			break
		}
		if x.bad {
			if all.named { // what refers to it is not to be blamed as well
				whole(x)
				facts, places = append(facts, x.fact), append(places, x.place)
			}
			continue
		}
		before := len(d.misfits)
		if all.class && x.set&all.bit(rdfType) == 0 {
			d.lacks(x.place, all.name+" has no class", x.id, "a quad with rdf:type")
		}
		id := whole(x)
		if len(d.misfits) == before && id != x.id {
			d.misfit(x.place, "the id of "+all.name+" is not that of what it says", string(x.id), string(id), "an id is a hash of what is said and where; what says something else is another thing (docs/data-format.md)")
		}
		if len(d.misfits) == before {
			facts, places = append(facts, x.fact), append(places, x.place)
		}
	}
	all.at, all.list = nil, nil
	return facts, places
}

func (d *decoder) lacks(place int, what string, id ID, wanted string) {
	d.misfit(place, what, string(id), wanted, "")
}

// offsets sees that a place in a text has both ends.
func (d *decoder) offsets(place int, id ID, l *Locator, set, start uint32) {
	if set&start != 0 != (l.End > 0) {
		d.lacks(place, "a place in a text lacks one end", id, "both start and end, the end above 0")
	}
}

func (d *decoder) claim(x *draft[Claim]) ID {
	c := &x.fact
	c.ID = x.id
	same := *c
	same.Identify()
	switch {
	case c.Subject == "":
		d.lacks(x.place, "a claim is the label of no quad", x.id, "a quad of subject, predicate and object with this label")
	case c.Status == 0:
		d.lacks(x.place, "a claim has no status", x.id, "a quad with status")
	case same.Subject != c.Subject:
		d.misfit(x.place, "the sides of a symmetric relation stand in the wrong order", string(c.Subject), string(same.Subject)+" as the subject", "the order is that of the types in docs/ontology.md, then of the ids")
	}
	d.offsets(x.place, x.id, &c.Locator, x.set, claimShape.bit(startOffset))
	return same.ID
}

// generalNames holds skos:altLabel and skos:hiddenLabel against the properties that
// say which kind of name it is: each name has both.
func (d *decoder) generalNames() {
	general := map[Name]bool{}
	for _, g := range d.general {
		general[g.what] = true
	}
	specific := map[Name]bool{}
	for _, n := range d.inOrder {
		g := n.what
		term := hiddenLabel
		if g.Kind != OCRSlip {
			g.Kind, term = "", altLabel
		}
		specific[g] = true
		if !general[g] && len(d.misfits) < MaxMisfits {
			d.misfit(n.place, "a name is not a skos:"+localName(string(term))+" as well", g.Text, "both properties", "")
		}
	}
	for _, g := range d.general {
		if !specific[g.what] && len(d.misfits) < MaxMisfits {
			d.misfit(g.place, "the kind of a name is not said", g.what.Text, "one of alias, shortName, formerName, variantName, ocrSlip, translation as well", "")
		}
	}
}
