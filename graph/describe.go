package graph

import (
	"context"
	"iter"
	"slices"
)

// Description is what the graph says of one thing: an entity, a claim, an
// observation, a source or an indicator.
type Description struct {
	ID ID // of now, where a former one was asked for
	g  *Graph
	// What is said, by class; beside an entity stands all that is claimed and
	// measured of it, whichever side it is on.
	entities     []ID
	claims       []uint32
	observations []*Observation
	sources      []ID
	indicators   []ID
	redirects    []Redirect
}

// Describe finds what the graph says of a thing; nil where nothing has the id.
func (g *Graph) Describe(ctx context.Context, id ID) (*Description, error) {
	d := &Description{ID: id, g: g}
	var err error
	switch id.Prefix() {
	case ClaimPrefix:
		at, found := g.claimWith(id)
		if !found {
			return nil, ctx.Err()
		}
		d.claims = []uint32{at}
	case ObservationPrefix:
		d.observations, err = g.Observed(ctx, []ID{id})
		if err == nil && d.observations[0] == nil {
			return nil, nil
		}
	case SourcePrefix:
		if _, known := g.sources().at[id]; !known {
			return nil, ctx.Err()
		}
		d.sources = []ID{id}
	case IndicatorPrefix:
		if _, known := g.indicators().at[id]; !known {
			return nil, ctx.Err()
		}
		d.indicators = []ID{id}
	default:
		n, found := g.find(id)
		if !found {
			return nil, ctx.Err()
		}
		err = d.entity(ctx, n)
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

func (d *Description) entity(ctx context.Context, n place) error {
	d.ID = d.g.id(n)
	d.entities = []ID{d.ID}
	for _, side := range d.g.sides(n, Both) {
		for _, l := range side {
			d.claims = append(d.claims, l.claim)
		}
	}
	slices.Sort(d.claims)
	own, err := d.g.Observations(ctx, d.entities, nil)
	if err != nil {
		return err
	}
	d.observations = own[0]
	for _, statement := range d.g.store.subjects(d.g.entities[n].node, observedPart) {
		more, err := d.g.Observed(ctx, []ID{d.g.store.id(statement)})
		if err != nil {
			return err
		}
		d.observations = append(d.observations, more...)
	}
	for _, from := range d.g.former[d.ID] {
		at, _ := d.g.store.node(from)
		d.redirects = append(d.redirects, Redirect{From: from, To: d.g.about.Redirects[from], Reason: d.g.store.reason(at)})
	}
	return nil
}

// Graph is what the description was taken from.
func (d *Description) Graph() *Graph { return d.g }

// Count is the number of things that are described or named.
func (d *Description) Count() int {
	return len(d.entities) + 2*len(d.claims) + len(d.observations) + len(d.sources) + len(d.indicators)
}

// Quads gives the quads of the description, those of one thing at a time: the thing
// itself with its names, identifiers and former ids, its claims and observations
// whole, and of whatever these name the type and the main names or the title. The slice is good until the next.
func (d *Description) Quads(ctx context.Context) iter.Seq2[[]Quad, error] {
	return func(yield func([]Quad, error) bool) {
		s := &quadStream{ctx: ctx, yield: yield}
		s.encoder = encoder{d.g.base, s.add}
		named := &neighbours{self: d.ID, seen: map[ID]bool{}}
		_ = each(s, d.things, s.thing) && each(s, listed(d.redirects), s.redirect) && each(s, listed(d.documents(named)), s.source) && each(s, listed(d.measures()), s.measure) &&
			each(s, d.statements(named), s.claim) && each(s, d.measured(named), s.observation) &&
			each(s, listed(named.sorted()), func(id *ID) { s.brief(d.g, *id) })
	}
}

func (d *Description) things(ctx context.Context) iter.Seq2[*Entity, error] {
	return func(yield func(*Entity, error) bool) {
		list, err := d.g.Entities(ctx, d.entities)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// listed gives the values of a slice one by one.
func listed[T any](list []T) func(context.Context) iter.Seq2[*T, error] {
	return func(ctx context.Context) iter.Seq2[*T, error] {
		return func(yield func(*T, error) bool) {
			for i := range list {
				if !step(ctx, i, &list[i], yield) {
					return
				}
			}
		}
	}
}

func (d *Description) documents(named *neighbours) []Source {
	var list []Source
	for _, s := range d.g.sources().get(d.sources) {
		list = append(list, *s)
		named.add(s.Region, s.Document)
	}
	return list
}

func (d *Description) measures() []Indicator {
	var list []Indicator
	for _, x := range d.g.indicators().get(d.indicators) {
		list = append(list, *x)
	}
	return list
}

func (d *Description) statements(named *neighbours) func(context.Context) iter.Seq2[*Claim, error] {
	return func(ctx context.Context) iter.Seq2[*Claim, error] {
		return func(yield func(*Claim, error) bool) {
			var c Claim
			for i, at := range d.claims {
				d.g.claim(at, &c)
				named.add(c.Subject, c.Object, c.Source)
				if !step(ctx, i, &c, yield) {
					return
				}
			}
		}
	}
}

func (d *Description) measured(named *neighbours) func(context.Context) iter.Seq2[*Observation, error] {
	return func(ctx context.Context) iter.Seq2[*Observation, error] {
		return func(yield func(*Observation, error) bool) {
			for i, o := range d.observations {
				named.add(o.Entity, o.Of, o.Indicator, o.Source)
				if !step(ctx, i, o, yield) {
					return
				}
			}
		}
	}
}

// neighbours are things that a description names.
type neighbours struct {
	self ID
	seen map[ID]bool
	list []ID
}

func (n *neighbours) add(ids ...ID) {
	for _, id := range ids {
		if id != "" && id != n.self && !n.seen[id] {
			n.seen[id] = true
			n.list = append(n.list, id)
		}
	}
}

// sorted gives what was named, by id.
func (n *neighbours) sorted() []ID {
	slices.Sort(n.list)
	return n.list
}
