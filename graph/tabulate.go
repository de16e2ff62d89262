package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/cayleygraph/quad"
	"github.com/cespare/xxhash/v2"

	"github.com/innograph/innograph/graph/columnar"
)

// tabulator makes the tables of a store from its quads.
type tabulator struct {
	*store
	t          *tables
	places     []uint32 // by node: place + 1 of the entity; 0: the node is none
	sources    map[columnar.Node]uint32
	indicators map[columnar.Node]uint32
	tooLong    atomic.Int64 // bytes of a text that no span can hold
}

// tabulate reads all quads of a store that tables need, on two cores.
func tabulate(ctx context.Context, s *store) (*tables, error) {
	b := &tabulator{store: s, t: &tables{}, places: make([]uint32, s.columns.Nodes()), sources: map[columnar.Node]uint32{}, indicators: map[columnar.Node]uint32{}}
	b.number()
	for _, step := range [][2]func(){{b.describe, b.relate}, {b.hash, b.observe}, {b.link, func() {}}} {
		var group sync.WaitGroup
		group.Go(step[0])
		step[1]()
		group.Wait()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if n := b.tooLong.Load(); n > 0 {
		return nil, fmt.Errorf("a text has %d bytes; a graph holds texts of at most %d", n, 1<<lengthBits-1)
	}
	return b.t, nil
}

// span is where the text of a node stands.
func (b *tabulator) span(n columnar.Node) span {
	from, to := b.columns.Place(n)
	return b.spanOf(from, to)
}

// idSpan is where the id of a node under the base stands.
func (b *tabulator) idSpan(n columnar.Node) span {
	from, to := b.columns.Place(n)
	return b.spanOf(from+uint64(len(b.base)), to)
}

func (b *tabulator) spanOf(from, to uint64) span {
	if to-from >= 1<<lengthBits {
		b.tooLong.Store(int64(to - from))
		return 0
	}
	return span(from<<lengthBits | (to - from))
}

func wordOf(n columnar.Node) word { return word(n) + 1 }

// number gives entities, sources and indicators their numbers.
func (b *tabulator) number() {
	t := b.t
	for _, typ := range typesByPrefix {
		t.bounds = append(t.bounds, uint32(len(t.entities)))
		for n := range b.instances(typeIRI(typ)) {
			t.entities = append(t.entities, entityRow{id: b.idSpan(n), node: n})
			b.places[n] = uint32(len(t.entities))
		}
	}
	t.bounds = append(t.bounds, uint32(len(t.entities)))
	t.entities = append(t.entities, entityRow{})
	for n := range b.instances(classSource) {
		b.sources[n] = uint32(len(b.sources) + 1)
	}
	for n := range b.instances(classIndicator) {
		b.indicators[n] = uint32(len(b.indicators))
	}
}

// hash fills the table of ids: at most three quarters of its slots are taken.
func (b *tabulator) hash() {
	t := b.t
	size := 8
	for 4*t.count() > 3*size {
		size *= 2
	}
	t.slots = make([]uint64, size)
	for n := range t.count() {
		hash := xxhash.Sum64String(b.spell(t.entities[n].id))
		i := hash & uint64(size-1)
		for t.slots[i] != 0 {
			i = (i + 1) & uint64(size-1)
		}
		t.slots[i] = hash>>32<<32 | uint64(n+1)
	}
}

// describe fills what entities are called.
func (b *tabulator) describe() {
	t := b.t
	for n := range t.count() {
		e := &t.entities[n]
		e.names, e.identifiers = uint32(len(t.names)), uint32(len(t.identifiers))
		b.each(e.node, func(term term, o columnar.Node) {
			switch {
			case term == kindT:
				e.kind = wordOf(o)
			case term == levelT:
				e.level = wordOf(o)
			case term == labelT:
				if _, lang, _ := b.columns.Text(o); string(lang) == "en" {
					e.nameEn = b.span(o)
				} else {
					e.name = b.span(o)
				}
			case term == identifierT:
				t.identifiers = append(t.identifiers, b.identifier(o))
			case term >= firstNameT:
				t.names = append(t.names, b.nameRow(term, o))
			}
		})
		b.order(t.names[e.names:], t.identifiers[e.identifiers:])
		for _, row := range t.names[e.names:] {
			if e.nameEn == 0 && NameKind(NameKinds[row.kind].Name) == Translation && b.spell(row.lang) == "en" {
				e.nameEn, e.translated = row.text, 1
			}
		}
	}
	last := &t.entities[t.count()]
	last.names, last.identifiers = uint32(len(t.names)), uint32(len(t.identifiers))
	if p, ok := b.columns.Lookup(replacedBy); ok {
		b.columns.Each(quad.Predicate, p, func(q [4]columnar.Node, _ bool) bool {
			if at := b.places[q[2]]; at > 0 {
				t.entities[at-1].former = 1
			}
			return true
		})
	}
}

// nameRow is the row of a name; its language stands before the text in the
// dictionary, with a byte between them.
func (b *tabulator) nameRow(t term, n columnar.Node) nameRow {
	row := nameRow{text: b.span(n), kind: uint8(t - firstNameT)}
	if _, lang, _ := b.columns.Text(n); len(lang) > 0 {
		from, _ := b.columns.Place(n)
		row.lang = b.spanOf(from-1-uint64(len(lang)), from-1)
	}
	return row
}

func (b *tabulator) order(names []nameRow, identifiers []identifierRow) {
	slices.SortFunc(names, func(x, y nameRow) int {
		return cmp.Or(cmp.Compare(x.kind, y.kind), -cmp.Compare(b.spell(x.lang), b.spell(y.lang)), cmp.Compare(b.spell(x.text), b.spell(y.text)))
	})
	slices.SortFunc(identifiers, func(x, y identifierRow) int {
		return cmp.Or(cmp.Compare(b.word(x.scheme), b.word(y.scheme)), cmp.Compare(b.spell(x.value), b.spell(y.value)))
	})
}

func (b *tabulator) identifier(n columnar.Node) identifierRow {
	var row identifierRow
	b.each(n, func(t term, o columnar.Node) {
		switch t {
		case schemeT:
			row.scheme = wordOf(o)
		case notationT:
			row.value = b.span(o)
		case editionT:
			row.edition = wordOf(o)
		}
	})
	return row
}

// relate reads the claims, those of one subject together.
func (b *tabulator) relate() {
	t := b.t
	for n := range t.count() {
		first := len(t.claims)
		b.columns.Each(quad.Subject, t.entities[n].node, func(q [4]columnar.Node, labelled bool) bool {
			rank, known := b.ranks[q[1]]
			if object := b.places[q[2]]; labelled && known && object > 0 {
				t.claims = append(t.claims, b.claim(q[3], claimRow{subject: place(n), object: place(object - 1), rank: rank}))
			}
			return true
		})
		// Within one predicate quads stand by object and claim already.
		slices.SortStableFunc(t.claims[first:], func(x, y claimRow) int { return cmp.Compare(x.rank, y.rank) })
	}
}

func (b *tabulator) claim(n columnar.Node, row claimRow) claimRow {
	row.id = b.idSpan(n)
	b.each(n, func(t term, o columnar.Node) {
		switch t {
		case statusT:
			row.status = uint8(b.statuses[o])
		case roleT:
			row.role = wordOf(o)
		case noteT:
			row.note = b.span(o)
		default:
			b.locate(&row.locatorRow, t, o)
		}
	})
	return row
}

// locate fills the part of a locator that a quad gives.
func (b *tabulator) locate(row *locatorRow, t term, o columnar.Node) {
	switch t {
	case readingT:
		row.context = 1
	case quotedT:
		row.source = b.sources[o]
	case sectionT:
		row.section = b.span(o)
	case digestT:
		row.digest = b.span(o)
	case startT:
		row.start = uint32(b.int(o))
	case endT:
		row.end = uint32(b.int(o))
	}
}

// link hangs claims on both their ends and counts the triples around each.
func (b *tabulator) link() {
	t := b.t
	out, in := make([]uint32, t.count()), make([]uint32, t.count())
	for i := range t.claims {
		out[t.claims[i].subject]++
		in[t.claims[i].object]++
	}
	at := uint32(0)
	for n := range t.count() {
		e := &t.entities[n]
		e.out, e.in = at, at+out[n]
		at = e.in + in[n]
		out[n], in[n] = e.out, e.in
	}
	t.entities[t.count()].out = at
	t.links = make([]linkRow, at)
	for i := range t.claims {
		c := &t.claims[i]
		row := linkRow{claim: uint32(i), rank: c.rank, status: c.status}
		if c.role != 0 {
			row.role = 1
		}
		row.other = c.object
		t.links[out[c.subject]] = row
		out[c.subject]++
		row.other = c.subject
		t.links[in[c.object]] = row
		in[c.object]++
	}
	for n := range t.count() {
		for i, side := range t.sides(place(n), Both) {
			if i == 1 { // by subject until now
				slices.SortStableFunc(side, func(x, y linkRow) int { return cmp.Compare(x.rank, y.rank) })
			}
			for j, l := range side {
				if j == 0 || l.rank != side[j-1].rank || l.other != side[j-1].other {
					t.entities[n].degree++
				}
			}
		}
	}
}

// observe reads the observations, those of one entity together.
func (b *tabulator) observe() {
	t := b.t
	observed, some := b.nodes[observedEntity]
	for n := range t.count() {
		e := &t.entities[n]
		e.observations = uint32(len(t.observations))
		if !some {
			continue
		}
		b.columns.EachOf(quad.Object, e.node, observed, func(q [4]columnar.Node, _ bool) bool {
			t.observations = append(t.observations, b.observation(q[0], observationRow{entity: place(n)}))
			return true
		})
		slices.SortFunc(t.observations[e.observations:], func(x, y observationRow) int {
			return cmp.Or(cmp.Compare(x.indicator, y.indicator), cmp.Compare(x.of, y.of), cmp.Compare(b.word(x.period), b.word(y.period)), cmp.Compare(b.word(x.role), b.word(y.role)),
				cmp.Compare(x.source, y.source), cmp.Compare(x.start, y.start), cmp.Compare(x.end, y.end), cmp.Compare(b.spell(x.id), b.spell(y.id)))
		})
	}
	t.entities[t.count()].observations = uint32(len(t.observations))
}

func (b *tabulator) observation(n columnar.Node, row observationRow) observationRow {
	row.id = b.idSpan(n)
	b.each(n, func(t term, o columnar.Node) {
		switch t {
		case partT:
			row.of = place(b.places[o])
		case indicatorT:
			row.indicator = b.indicators[o]
		case periodT:
			row.period = wordOf(o)
		case obsRoleT:
			row.role = wordOf(o)
		case measureT:
			row.measure = wordOf(o)
		case boundT:
			row.bound = wordOf(o)
		case unitT:
			row.unit = wordOf(o)
		case valueT:
			row.value = b.span(o)
		case valueToT:
			row.valueTo = b.span(o)
		case noteT:
			row.note = b.span(o)
		default:
			b.locate(&row.locatorRow, t, o)
		}
	})
	return row
}
