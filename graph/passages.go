package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/innograph/innograph/graph/columnar"
)

// Passage is a place in a source together with what was read there.
type Passage struct {
	Locator
	// Statement is the id of the claim or observation; a mention or an omission
	// has an id too, but nothing is read by it.
	Statement ID
	// Entity is whom a mention names; empty for all else.
	Entity ID
}

// Quoted lists everything that was read from sources, in the order of the text.
func (g *Graph) Quoted(ctx context.Context, sources []ID) ([][]Passage, error) {
	rows := make([][]Passage, len(sources))
	for i, id := range sources {
		if n, ok := g.store.node(id); ok {
			rows[i] = inReadingOrder(g.passages(g.store.subjects(n, quotedFrom)))
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// Passages lists every passage that names entities: claims of them,
// observations of them or inside them, and mentions, source by source in the
// order of the text.
func (g *Graph) Passages(ctx context.Context, ids []ID) ([][]Passage, error) {
	return read(ctx, g, ids, func(n place) []Passage {
		list := g.passages(g.store.subjects(g.entities[n].node, mentionsTerm, observedEntity, observedPart))
		for _, side := range g.sides(n, Both) {
			for _, l := range side {
				c := &g.claims[l.claim]
				list = append(list, Passage{Locator: g.locator(&c.locatorRow), Statement: ID(g.store.spell(c.id))})
			}
		}
		return inReadingOrder(list)
	})
}

// Omissions lists what was left out of sources on purpose, in the order of the text.
func (g *Graph) Omissions(ctx context.Context, sources []ID) ([][]Omission, error) {
	quoted, err := g.Quoted(ctx, sources)
	if err != nil {
		return nil, err
	}
	rows := make([][]Omission, len(quoted))
	for i, row := range quoted {
		for _, x := range row {
			if x.Statement.Prefix() == omissionPrefix {
				n, _ := g.store.node(x.Statement)
				rows[i] = append(rows[i], Omission{x.Locator, g.store.reason(n)})
			}
		}
	}
	return rows, nil
}

// reason is why a passage was left out.
func (s *store) reason(n columnar.Node) (reason string) {
	s.each(n, func(t term, o columnar.Node) {
		if t == reasonT {
			reason = s.text(o)
		}
	})
	return reason
}

// passages reads where statements stand.
func (g *Graph) passages(statements []columnar.Node) []Passage {
	list := make([]Passage, len(statements))
	for i, n := range statements {
		p := &list[i]
		p.Statement = g.store.id(n)
		g.store.each(n, func(t term, o columnar.Node) {
			switch t {
			case quotedT:
				p.Source = g.store.id(o)
			case sectionT:
				p.Section = g.store.text(o)
			case startT:
				p.Start = g.store.int(o)
			case endT:
				p.End = g.store.int(o)
			case digestT:
				p.Digest = g.store.text(o)
			case mentionsT:
				p.Entity = g.store.id(o)
			}
		})
	}
	return list
}

func inReadingOrder(list []Passage) []Passage {
	slices.SortFunc(list, func(a, b Passage) int {
		return cmp.Or(compareLocators(a.Locator, b.Locator), cmp.Compare(a.Statement, b.Statement))
	})
	return list
}
