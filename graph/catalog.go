package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// catalog is all things of a class by id.
type catalog[T any] struct {
	ids  []ID
	list []*T
	at   map[ID]int
}

// get gives the things that have the ids; nil where nothing has one.
func (c *catalog[T]) get(ids []ID) []*T {
	list := make([]*T, len(ids))
	for i, id := range ids {
		if at, ok := c.at[id]; ok {
			list[i] = c.list[at]
		}
	}
	return list
}

func catalogOf[T any](s *store, class quad.IRI, read func(columnar.Node) *T) *catalog[T] {
	c := &catalog[T]{at: map[ID]int{}}
	for n := range s.instances(class) {
		id := s.id(n)
		c.at[id] = len(c.list)
		c.ids, c.list = append(c.ids, id), append(c.list, read(n))
	}
	return c
}

// SourceIDs lists the sources, sorted. The slice must not be changed.
func (g *Graph) SourceIDs() []ID { return g.sources().ids }

// IndicatorIDs lists the indicators, sorted. The slice must not be changed.
func (g *Graph) IndicatorIDs() []ID { return g.indicators().ids }

// Newest is the date of issue of the newest source: YYYY, YYYY-MM or YYYY-MM-DD; empty
// if no source has one. Of two dates of which one begins with the other the longer is newer.
func (g *Graph) Newest() string {
	newest := ""
	for _, s := range g.sources().list {
		newest = max(newest, s.Issued)
	}
	return newest
}

// Sources reads sources; nil where nothing has the id. What it gives must not be changed.
func (g *Graph) Sources(ctx context.Context, ids []ID) ([]*Source, error) {
	return g.sources().get(ids), ctx.Err()
}

func (g *Graph) source(n columnar.Node) *Source {
	s := &Source{ID: g.store.id(n)}
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
}

// Indicators reads indicators; nil where nothing has the id. What it gives must not be changed.
func (g *Graph) Indicators(ctx context.Context, ids []ID) ([]*Indicator, error) {
	return g.indicators().get(ids), ctx.Err()
}

func (g *Graph) indicator(n columnar.Node) *Indicator {
	x := &Indicator{ID: g.store.id(n)}
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
