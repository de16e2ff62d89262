package graph

import (
	"context"
	"iter"
	"maps"
	"slices"
)

// What a part holds, one by one. Each gives the context's error as its last value
// if that ends before it does. A value must not be kept beyond its turn.

// Sources gives the sources of the part, by id.
func (p *Part) Sources(ctx context.Context) iter.Seq2[*Source, error] {
	return func(yield func(*Source, error) bool) {
		for i, s := range p.g.sources().list {
			if p.sources[i] && !step(ctx, i, s, yield) {
				return
			}
		}
	}
}

// Indicators gives the indicators that the part's observations measure, by id;
// of a whole graph all.
func (p *Part) Indicators(ctx context.Context) iter.Seq2[*Indicator, error] {
	return func(yield func(*Indicator, error) bool) {
		for i, x := range p.g.indicators().list {
			if p.indicators[i] && !step(ctx, i, x, yield) {
				return
			}
		}
	}
}

// Entities gives the entities, by id, with their names and identifiers: those
// asked for, and those that they, their statements and sources refer to.
func (p *Part) Entities(ctx context.Context) iter.Seq2[*Entity, error] {
	return p.read(ctx, p.entities)
}

// Nodes gives the entities that were asked for only, by id: claims run between these.
func (p *Part) Nodes(ctx context.Context) iter.Seq2[*Entity, error] {
	return p.read(ctx, p.in.list)
}

func (p *Part) read(ctx context.Context, places []place) iter.Seq2[*Entity, error] {
	return func(yield func(*Entity, error) bool) {
		for i, n := range places {
			e := &Entity{}
			p.g.entity(n, e, &bag{})
			if !step(ctx, i, e, yield) {
				return
			}
		}
	}
}

// Claims gives the claims between entities of the part, by subject, predicate,
// object and id.
func (p *Part) Claims(ctx context.Context) iter.Seq2[*Claim, error] {
	return func(yield func(*Claim, error) bool) {
		var c Claim
		for at := range p.g.claims {
			if row := &p.g.claims[at]; p.holds(row) {
				p.g.claim(uint32(at), &c)
				if !step(ctx, at, &c, yield) {
					return
				}
			}
		}
	}
}

// Statement is a relation of the part: a subject, a predicate and an object, with
// all claims that say so in reading order.
type Statement struct {
	Subject   ID
	Predicate Predicate
	Object    ID
	Claims    []*Claim
}

// Statements gives the relations of the part, by subject, predicate and object.
func (p *Part) Statements(ctx context.Context) iter.Seq2[*Statement, error] {
	return func(yield func(*Statement, error) bool) {
		var s *Statement
		number := 0
		for c, err := range p.Claims(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if s != nil && (s.Subject != c.Subject || s.Predicate != c.Predicate || s.Object != c.Object) {
				if !step(ctx, number, s.inOrder(), yield) {
					return
				}
				s, number = nil, number+1
			}
			if s == nil {
				s = &Statement{Subject: c.Subject, Predicate: c.Predicate, Object: c.Object}
			}
			kept := *c
			s.Claims = append(s.Claims, &kept)
		}
		if s != nil {
			step(ctx, number, s.inOrder(), yield)
		}
	}
}

func (s *Statement) inOrder() *Statement {
	slices.SortFunc(s.Claims, readingOrder)
	return s
}

// Observations gives what is measured of entities that were asked for, by entity and in
// the order of [Graph.Observations].
func (p *Part) Observations(ctx context.Context) iter.Seq2[*Observation, error] {
	return func(yield func(*Observation, error) bool) {
		for i, n := range p.entities {
			if !p.in.has(n) {
				continue
			}
			for at := p.g.entities[n].observations; at < p.g.entities[n+1].observations; at++ {
				if !p.reads(p.g.observations[at].source) {
					continue
				}
				x := &Observation{}
				p.g.observation(at, x)
				if !step(ctx, i, x, yield) {
					return
				}
			}
		}
	}
}

// Mentions gives the mentions of entities of the part, by entity, source and place.
func (p *Part) Mentions(ctx context.Context) iter.Seq2[*Mention, error] {
	return func(yield func(*Mention, error) bool) {
		for i, n := range p.entities {
			var list []Mention
			if m, only := p.kept[n]; only {
				list = append(list, m)
			} else if p.in.has(n) {
				list = p.mentions(n)
			}
			for _, m := range list {
				if !step(ctx, i, &m, yield) {
					return
				}
			}
		}
	}
}

// Omissions gives what was left out of the sources, by source and place. A part of
// a source has none: what it leaves out is more than that.
func (p *Part) Omissions(ctx context.Context) iter.Seq2[*Omission, error] {
	return func(yield func(*Omission, error) bool) {
		if !p.whole {
			return
		}
		for _, id := range p.g.SourceIDs() {
			rows, err := p.g.Omissions(ctx, []ID{id})
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range rows[0] {
				if !step(ctx, 0, &rows[0][i], yield) {
					return
				}
			}
		}
	}
}

// Redirects gives the former ids of entities of the part, by former id.
func (p *Part) Redirects(ctx context.Context) iter.Seq2[*Redirect, error] {
	return func(yield func(*Redirect, error) bool) {
		for i, from := range slices.Sorted(maps.Keys(p.g.about.Redirects)) {
			to := p.g.about.Redirects[from]
			if !p.whole && !p.has(to) {
				continue
			}
			n, _ := p.g.store.node(from)
			if !step(ctx, i, &Redirect{From: from, To: to, Reason: p.g.store.reason(n)}, yield) {
				return
			}
		}
	}
}

// step yields the i-th value, or the context's error; it looks at the context now and then.
func step[T any](ctx context.Context, i int, value *T, yield func(*T, error) bool) bool {
	if i%checkEvery == 0 && ctx.Err() != nil {
		yield(nil, ctx.Err())
		return false
	}
	return yield(value, nil)
}
