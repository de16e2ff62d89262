package graph

import (
	"context"
	"slices"
)

// Selection says what part of a graph is wanted. The zero value is all of it.
type Selection struct {
	Focus []ID // entities to start from; nil: the other filters choose among all
	// Depth is in steps around Focus; 0 is Focus alone. Steps run over claims that
	// the filters let in, and pass through what a [Reach] passes through.
	Depth      int
	Types      []Type      // of entities, those of Focus apart (none: all)
	Predicates []Predicate // of claims (none: all)
	Statuses   []Status    // of claims (none: all)
	Sources    []ID        // that statements are read from (none: all)
}

// Part is a selected part of a graph: entities, the claims between them, what is
// measured of them, and the sources of all that. Where claims are filtered and
// there is no focus, entities that are left without a statement are out.
//
// It is closed: nothing in it names an entity, a source or an indicator that is not
// in it, and each entity has a passage that names it. So a part is facts as a whole
// graph is, and loads as one. Entities that are in it only because something refers
// to them have their names and one passage. It gives them one by one, in an order that depends on
// nothing but the graph. It is safe for concurrent use.
type Part struct {
	g          *Graph
	whole      bool
	in         *visited // entities that were asked for
	entities   []place  // these and what they refer to, sorted
	predicates uint64   // by rank
	statuses   uint8
	wanted     []bool // sources that statements are read from, by number; nil: all
	sources    []bool // those in the part, by number less one
	indicators []bool // by number
	// Entities of which nothing else in the part speaks keep a passage as a mention.
	kept map[place]Mention
}

// Select finds a part of the graph. What Focus and Sources name must be there.
func (g *Graph) Select(ctx context.Context, s Selection) (*Part, error) {
	w := g.walker(ctx, Reach{Predicates: s.Predicates, Types: s.Types, Statuses: s.Statuses})
	p := &Part{g: g, in: newVisited(g.count()), predicates: w.predicates, statuses: w.statuses,
		sources: make([]bool, len(g.sources().ids)), indicators: make([]bool, len(g.indicators().ids)), kept: map[place]Mention{}}
	if len(s.Sources) > 0 {
		p.wanted = make([]bool, len(p.sources)+1)
		for _, id := range s.Sources {
			if at, ok := g.sources().at[id]; ok {
				p.wanted[at+1] = true
			}
		}
	}
	filtered := len(s.Predicates)+len(s.Statuses)+len(s.Sources) > 0
	p.whole = s.Focus == nil && len(s.Types) == 0 && !filtered
	switch {
	case s.Focus != nil:
		p.around(w, s.Focus, s.Depth)
	case filtered:
		p.stated(w)
	default:
		for n := range place(g.count()) {
			if w.wanted(n) {
				p.in.add(n)
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return p, p.close(ctx)
}

// around adds the entities within some steps of others.
func (p *Part) around(w *walker, focus []ID, depth int) {
	for _, id := range focus {
		if n, ok := p.g.find(id); ok {
			p.in.add(n)
		}
	}
	from := 0
	for level := 0; level < depth && from < len(p.in.list); level++ {
		end := len(p.in.list)
		for _, n := range p.in.list[from:end] {
			if level > 0 && !w.passable(n) || w.ctx.Err() != nil {
				continue
			}
			for _, side := range p.g.sides(n, Both) {
				for _, l := range side {
					if p.takes(&p.g.claims[l.claim]) && w.wanted(l.other) {
						p.in.add(l.other)
					}
				}
			}
		}
		from = end
	}
}

// stated adds the entities that a statement of the filters speaks of. Filters of
// claims let no observations and mentions in: these have no predicate and no status.
func (p *Part) stated(w *walker) {
	for at := range p.g.claims {
		if c := &p.g.claims[at]; p.takes(c) && w.wanted(c.subject) && w.wanted(c.object) {
			p.in.add(c.subject)
			p.in.add(c.object)
		}
	}
	if p.filtersClaims() {
		return
	}
	for n := range place(p.g.count()) {
		if w.ctx.Err() != nil {
			return
		}
		if w.wanted(n) && !p.in.has(n) && (p.measures(n) || len(p.mentions(n)) > 0) {
			p.in.add(n)
		}
	}
}

// filtersClaims reports whether predicates or statuses are limited.
func (p *Part) filtersClaims() bool {
	return p.predicates != rankSet(nil) || p.statuses != ^uint8(0)
}

// takes reports whether the filters let a claim in, wherever its ends are.
func (p *Part) takes(c *claimRow) bool {
	return p.predicates>>c.rank&1 == 1 && p.statuses>>c.status&1 == 1 && p.reads(c.source)
}

// reads reports whether statements of a source, by its number, are let in.
func (p *Part) reads(source uint32) bool { return p.wanted == nil || p.wanted[source] }

// measures reports whether an observation of an entity is let in.
func (p *Part) measures(n place) bool {
	for i := p.g.entities[n].observations; i < p.g.entities[n+1].observations; i++ {
		if p.reads(p.g.observations[i].source) {
			return true
		}
	}
	return false
}

// close adds what the part refers to, so that it stands alone: parts that are
// measured, sources, and the entities that these are about. What is in the part for
// that only has its names and one passage, and nothing more.
func (p *Part) close(ctx context.Context) error {
	for i := range p.sources {
		p.sources[i] = p.whole
	}
	for i := range p.indicators {
		p.indicators[i] = p.whole
	}
	slices.Sort(p.in.list)
	measured := p.measured()
	guests := newVisited(p.g.count())
	for _, n := range measured.list {
		if !p.in.has(n) {
			guests.add(n)
		}
	}
	for _, n := range p.in.list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !p.witness(n) && !measured.has(n) {
			p.keep(n)
		}
	}
	// A guest has a passage, a passage a source, and a source is about guests.
	told := make([]bool, len(p.sources))
	for at := 0; ; at++ {
		for i, source := range p.g.sources().list {
			if !p.sources[i] || told[i] {
				continue
			}
			told[i] = true
			for _, id := range []ID{source.Region, source.Document} {
				if n, ok := p.g.store.find(id); ok && !p.in.has(n) {
					guests.add(n)
				}
			}
		}
		if at == len(guests.list) {
			break
		}
		p.keep(guests.list[at])
	}
	p.entities = append(slices.Clone(p.in.list), guests.list...)
	slices.Sort(p.entities)
	return ctx.Err()
}

// measured are the entities that something is measured of inside others.
func (p *Part) measured() *visited {
	parts := newVisited(p.g.count())
	for _, n := range p.in.list {
		for i := p.g.entities[n].observations; i < p.g.entities[n+1].observations; i++ {
			if row := &p.g.observations[i]; p.reads(row.source) && row.of != 0 {
				parts.add(row.of - 1)
			}
		}
	}
	return parts
}

// witness notes the sources and indicators of what is said of an entity, and
// reports whether anything is.
func (p *Part) witness(n place) (said bool) {
	see := func(source uint32) {
		if said = true; source != 0 {
			p.sources[source-1] = true
		}
	}
	for i := p.g.entities[n].observations; i < p.g.entities[n+1].observations; i++ {
		if row := &p.g.observations[i]; p.reads(row.source) {
			see(row.source)
			p.indicators[row.indicator] = true
		}
	}
	for _, m := range p.mentions(n) {
		see(uint32(p.g.sources().at[m.Source] + 1))
	}
	for _, side := range p.g.sides(n, Both) {
		for _, l := range side {
			if row := &p.g.claims[l.claim]; p.holds(row) {
				see(row.source)
			}
		}
	}
	return said
}

// keep keeps one passage of an entity as a mention.
func (p *Part) keep(n place) {
	if l, ok := p.passage(n); ok {
		p.kept[n] = Mention{p.g.id(n), l}
		if at, known := p.g.sources().at[l.Source]; known {
			p.sources[at] = true
		}
	}
}

// passage is the first passage that names an entity.
func (p *Part) passage(n place) (first Locator, found bool) {
	offer := func(l Locator) {
		if !found || compareLocators(l, first) < 0 {
			first, found = l, true
		}
	}
	for _, side := range p.g.sides(n, Both) {
		for _, l := range side {
			offer(p.g.locator(&p.g.claims[l.claim].locatorRow))
		}
	}
	for _, x := range p.g.passages(p.g.store.subjects(p.g.entities[n].node, mentionsTerm, observedEntity, observedPart)) {
		offer(x.Locator)
	}
	return first, found
}

// mentions are the mentions of an entity that are let in, in the order of source and place.
func (p *Part) mentions(n place) []Mention {
	var list []Mention
	for _, x := range inReadingOrder(p.g.passages(p.g.store.subjects(p.g.entities[n].node, mentionsTerm))) {
		if at, ok := p.g.sources().at[x.Source]; ok && p.reads(uint32(at+1)) {
			list = append(list, Mention{p.g.id(n), x.Locator})
		}
	}
	return list
}

// Empty reports whether the selection finds nothing.
func (p *Part) Empty() bool { return len(p.in.list) == 0 }

// Count is the number of entities that were asked for.
func (p *Part) Count() int { return len(p.in.list) }

// has reports whether an entity is in the part, or what is in it refers to it.
func (p *Part) has(id ID) bool {
	n, ok := p.g.find(id)
	if !ok {
		return false
	}
	_, found := slices.BinarySearch(p.entities, n)
	return found
}

// Graph is what the part is a part of.
func (p *Part) Graph() *Graph { return p.g }

// holds reports whether both ends of a claim are in the part and the filters let it in.
func (p *Part) holds(c *claimRow) bool {
	return p.in.has(c.subject) && p.in.has(c.object) && p.takes(c)
}

// Number is the 0-based place of an entity among [Part.Nodes], for forms that refer
// to nodes by number; false if it is none of them.
func (p *Part) Number(id ID) (int, bool) {
	n, ok := p.g.find(id)
	if !ok || !p.in.has(n) {
		return 0, false
	}
	return slices.BinarySearch(p.in.list, n)
}

// Degree is the number of the part's statements that an entity is subject or object of.
func (p *Part) Degree(id ID) int {
	n, ok := p.g.find(id)
	if !ok || !p.in.has(n) {
		return 0
	}
	degree := 0
	for _, side := range p.g.sides(n, Both) {
		counted := -1
		for i, l := range side {
			if !p.holds(&p.g.claims[l.claim]) || counted >= 0 && l.rank == side[counted].rank && l.other == side[counted].other {
				continue
			}
			counted, degree = i, degree+1
		}
	}
	return degree
}
