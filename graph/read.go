package graph

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// Entities reads entities; nil where nothing has the id. A former id gives the
// entity that it was merged into.
func (g *Graph) Entities(ctx context.Context, ids []ID) ([]*Entity, error) {
	return read(ctx, g, ids, g.entity)
}

// read makes one value of each id's node; the zero value where nothing has the id.
func read[T any](ctx context.Context, g *Graph, ids []ID, make1 func(columnar.Node) T) ([]T, error) {
	values := make([]T, len(ids))
	for i, id := range ids {
		if ctx.Err() != nil {
			break
		}
		if n, ok := g.store.node(g.Resolve(id)); ok {
			values[i] = make1(n)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return values, nil
}

func (g *Graph) entity(n columnar.Node) *Entity {
	id := g.store.id(n)
	t, ok := id.Type()
	if !ok {
		return nil
	}
	e := &Entity{ID: id, Type: t, FormerIDs: g.former[id]}
	typed := false
	g.store.each(n, func(t term, o columnar.Node) {
		switch t {
		case typeT:
			typed = true
		case kindT:
			e.Kind = g.store.local(o, "kind-")
		case levelT:
			e.Level = g.store.local(o, "level-")
		case labelT:
			if text, lang, _ := g.store.columns.Text(o); string(lang) == "en" {
				e.NameEn = borrowed(text)
			} else {
				e.Name = borrowed(text)
			}
		case identifierT:
			e.Identifiers = append(e.Identifiers, g.identifier(id, o))
		default:
			e.Names = g.appendName(e.Names, id, t, o)
		}
	})
	if !typed {
		return nil // only a relation or a redirect speaks of it
	}
	sortNames(e.Names)
	slices.SortFunc(e.Identifiers, func(a, b Identifier) int {
		return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Value, b.Value))
	})
	for _, n := range e.Names {
		if e.NameEn == "" && n.Kind == Translation && n.Lang == "en" {
			e.NameEn, e.Translated = n.Text, true
		}
	}
	return e
}

// appendName adds the name that a quad gives, if its term is one of names.
func (g *Graph) appendName(names []Name, id ID, t term, o columnar.Node) []Name {
	if t < firstNameT {
		return names
	}
	kind := NameKind(NameKinds[t-firstNameT].Name)
	text, lang, _ := g.store.columns.Text(o)
	return append(names, Name{id, borrowed(text), borrowed(lang), kind})
}

// sortNames puts names in the order of their kinds, Chinese first, then by text.
func sortNames(names []Name) {
	rank := func(k NameKind) int {
		return slices.IndexFunc(NameKinds, func(t Term) bool { return t.Name == string(k) })
	}
	slices.SortFunc(names, func(a, b Name) int {
		return cmp.Or(cmp.Compare(rank(a.Kind), rank(b.Kind)), -cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Text, b.Text))
	})
}

func (g *Graph) identifier(entity ID, n columnar.Node) Identifier {
	x := Identifier{Entity: entity}
	g.store.each(n, func(t term, o columnar.Node) {
		switch t {
		case schemeT:
			x.Scheme = g.store.text(o)
		case notationT:
			x.Value = g.store.text(o)
		case editionT:
			x.Edition = g.store.text(o)
		}
	})
	return x
}

// Sources reads sources; nil where nothing has the id.
func (g *Graph) Sources(ctx context.Context, ids []ID) ([]*Source, error) {
	return read(ctx, g, ids, func(n columnar.Node) *Source {
		s := &Source{ID: g.store.id(n)}
		if s.ID.Prefix() != SourcePrefix {
			return nil
		}
		g.store.each(n, func(t term, o columnar.Node) {
			switch t {
			case regionT:
				s.Region = g.store.id(o)
			case documentT:
				s.Document = g.store.id(o)
			case runesT:
				s.Runes = g.store.int(o)
			case sourceKindT:
				s.Kind = g.store.text(o)
			case titleT:
				s.Title = g.store.text(o)
			case publisherT:
				s.Issuer = g.store.text(o)
			case numberT:
				s.Number = g.store.text(o)
			case issuedT:
				s.Issued = g.store.text(o)
			case periodStartT:
				s.PeriodStart = g.store.text(o)
			case periodEndT:
				s.PeriodEnd = g.store.text(o)
			case sha256T:
				s.SHA256 = g.store.text(o)
			case noteT:
				s.Note = g.store.text(o)
			}
		})
		return s
	})
}

// Indicators reads indicators; nil where nothing has the id.
func (g *Graph) Indicators(ctx context.Context, ids []ID) ([]*Indicator, error) {
	return read(ctx, g, ids, func(n columnar.Node) *Indicator {
		x := &Indicator{ID: g.store.id(n)}
		if x.ID.Prefix() != IndicatorPrefix {
			return nil
		}
		g.store.each(n, func(t term, o columnar.Node) {
			switch t {
			case labelT:
				if text, lang, _ := g.store.columns.Text(o); string(lang) == "en" {
					x.NameEn = borrowed(text)
				} else {
					x.Name = borrowed(text)
				}
			case unitT:
				x.Unit = g.store.text(o)
			case betterT:
				x.Better = g.store.text(o)
			case definitionT:
				x.Definition = g.store.text(o)
			default:
				x.Names = g.appendName(x.Names, x.ID, t, o)
			}
		})
		sortNames(x.Names)
		return x
	})
}

// Claims reads claims with all that is known of them; nil where nothing has the id.
func (g *Graph) Claims(ctx context.Context, ids []ID) ([]*Claim, error) {
	return read(ctx, g, ids, func(n columnar.Node) *Claim {
		var c *Claim
		g.store.columns.Each(quad.Label, n, func(q [4]columnar.Node, _ bool) bool {
			c = g.claim(relation{q[0], q[1], q[2], n})
			return false
		})
		return c
	})
}

// claim reads the claim that labels a quad.
func (g *Graph) claim(r relation) *Claim {
	s := g.store
	c := &Claim{ID: s.id(r.claim), Subject: s.id(r.subject), Predicate: s.predicates[r.predicate], Object: s.id(r.object)}
	s.each(r.claim, func(t term, o columnar.Node) {
		switch t {
		case statusT:
			c.Status = s.statuses[o]
		case roleT:
			c.Role = s.text(o)
		case noteT:
			c.Note = s.text(o)
		case readingT:
			c.Context = true
		default:
			g.locate(&c.Locator, t, o)
		}
	})
	return c
}

// locate fills the part of a locator that a quad gives.
func (g *Graph) locate(l *Locator, t term, o columnar.Node) {
	switch t {
	case quotedT:
		l.Source = g.store.id(o)
	case sectionT:
		l.Section = g.store.text(o)
	case startT:
		l.Start = g.store.int(o)
	case endT:
		l.End = g.store.int(o)
	case digestT:
		l.Digest = g.store.text(o)
	}
}

// Observations reads the observations of entities, those of some indicators
// (none: all), in the order of indicator, part, period, role and place.
func (g *Graph) Observations(ctx context.Context, entities, indicators []ID) ([][]*Observation, error) {
	var wanted []columnar.Node
	for _, id := range indicators {
		if n, ok := g.store.node(id); ok {
			wanted = append(wanted, n)
		}
	}
	return read(ctx, g, entities, func(n columnar.Node) []*Observation {
		var list []*Observation
		for _, o := range g.store.subjects(n, observedEntity) {
			if len(indicators) > 0 {
				if of, _ := g.store.object(o, indicatorTerm); !has(wanted, of) {
					continue
				}
			}
			list = append(list, g.observation(o))
		}
		slices.SortFunc(list, func(a, b *Observation) int {
			return cmp.Or(cmp.Compare(a.Indicator, b.Indicator), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Period, b.Period),
				cmp.Compare(a.Role, b.Role), compareLocators(a.Locator, b.Locator), cmp.Compare(a.ID, b.ID))
		})
		return list
	})
}

func (g *Graph) observation(n columnar.Node) *Observation {
	s := g.store
	x := &Observation{ID: s.id(n)}
	s.each(n, func(t term, o columnar.Node) {
		switch t {
		case observedT:
			x.Entity = s.id(o)
		case partT:
			x.Of = s.id(o)
		case indicatorT:
			x.Indicator = s.id(o)
		case periodT:
			x.Period = s.text(o)
		case obsRoleT:
			x.Role = s.text(o)
		case measureT:
			x.Measure = s.text(o)
		case boundT:
			x.Bound = s.text(o)
		case valueT:
			x.Value = s.text(o)
		case valueToT:
			x.ValueTo = s.text(o)
		case unitT:
			x.Unit = s.text(o)
		case readingT:
			x.Context = true
		case noteT:
			x.Note = s.text(o)
		default:
			g.locate(&x.Locator, t, o)
		}
	})
	return x
}

// Witnesses lists, for each entity, the sources that mention it, claim something of it or measure it; sorted.
func (g *Graph) Witnesses(ctx context.Context, ids []ID) ([][]ID, error) {
	return read(ctx, g, ids, func(n columnar.Node) []ID {
		seen := map[columnar.Node]bool{}
		witness := func(statement columnar.Node) {
			if source, ok := g.store.object(statement, quotedFrom); ok {
				seen[source] = true
			}
		}
		g.store.relations(ctx, n, Both, nil, func(r relation) bool {
			witness(r.claim)
			return true
		})
		for _, statement := range g.store.subjects(n, mentionsTerm, observedEntity, observedPart) {
			witness(statement)
		}
		var list []ID
		for source := range seen {
			list = append(list, g.store.id(source))
		}
		slices.Sort(list)
		return list
	})
}

// All gives every entity with its degree, by id. It ends early with the context;
// whoever has to know asks the context.
func (g *Graph) All(ctx context.Context) iter.Seq2[*Entity, int] {
	return func(yield func(*Entity, int) bool) {
		types := slices.Clone(Ontology.Types)
		slices.SortFunc(types, func(a, b TypeInfo) int { return cmp.Compare(a.Prefix+"/", b.Prefix+"/") })
		for _, t := range types {
			for _, id := range g.IDs(t.Type) {
				n, _ := g.store.node(id)
				if ctx.Err() != nil || !yield(g.entity(n), g.degree(n)) {
					return
				}
			}
		}
	}
}

func compareLocators(a, b Locator) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}
