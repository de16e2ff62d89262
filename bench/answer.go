package bench

import (
	"strconv"

	"github.com/innograph/innograph/graph"
)

// answer is what a contender found. write appends it as JSON: the canonical form
// that answers are compared in, and what a handler would send.
type answer interface{ write(b []byte) []byte }

type (
	entityAnswer   struct{ entity *graph.Entity }
	partnersAnswer struct {
		edges    []graph.Edge
		entities []*graph.Entity // of edges
		sources  []sourceOf      // of all claims, by id
	}
	sourceOf struct {
		id     graph.ID
		source *graph.Source
	}
	countiesAnswer struct {
		edges            []graph.Edge
		entities         []*graph.Entity
		industries       [][]graph.Edge // of each county
		industryEntities [][]*graph.Entity
	}
	pageAnswer struct {
		universities []*graph.Entity
		edges        [][]graph.Edge // of each university
		counties     [][]*graph.Entity
	}
	neighbourhoodAnswer struct {
		*graph.Neighbourhood
		entities []*graph.Entity // of Nodes
	}
	pathAnswer    struct{ steps []graph.Step }
	compareAnswer struct {
		counties   []*graph.Entity
		indicators []*graph.Indicator
		cells      [][]*graph.Observation // of each county
	}
	matchesAnswer struct {
		matches []graph.NameMatch
		total   int
	}
	countsAnswer []graph.RelationCount
)

// text appends a JSON string and a comma. Names need no escape but these.
func text[S ~string](b []byte, s S) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '"' || c == '\\' || c < ' ' {
			b = append(append(b, s[from:i]...), '\\', 'u', '0', '0', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
			from = i + 1
		}
	}
	return append(append(b, s[from:]...), '"', ',')
}

func number(b []byte, n int) []byte { return append(strconv.AppendInt(b, int64(n), 10), ',') }

// list appends an array; the comma of its last item gives way to the bracket.
func list[T any](b []byte, items []T, item func(b []byte, x T) []byte) []byte {
	b = append(b, '[')
	for _, x := range items {
		b = item(b, x)
	}
	return shut(b)
}

func shut(b []byte) []byte {
	if b[len(b)-1] == ',' {
		b = b[:len(b)-1]
	}
	return append(b, ']', ',')
}

func entity(b []byte, e *graph.Entity) []byte {
	if e == nil {
		return append(b, "null,"...)
	}
	b = text(text(text(text(text(text(append(b, '['), e.ID), e.Type), e.Kind), e.Level), e.Name), e.NameEn)
	b = list(b, e.Names, func(b []byte, n graph.Name) []byte {
		return shut(text(text(text(append(b, '['), n.Text), n.Lang), n.Kind))
	})
	b = list(b, e.Identifiers, func(b []byte, x graph.Identifier) []byte {
		return shut(text(text(text(append(b, '['), x.Scheme), x.Value), x.Edition))
	})
	return shut(list(b, e.FormerIDs, text[graph.ID]))
}

// short is an entity in a list: id and name.
func short(b []byte, e *graph.Entity) []byte { return text(text(b, e.ID), e.Name) }

func edge(b []byte, e graph.Edge) []byte {
	b = text(b, e.Basis.String())
	b = list(b, e.Statuses, func(b []byte, s graph.Status) []byte { return text(b, s.String()) })
	return list(b, e.Roles, text[string])
}

func locator(b []byte, l graph.Locator) []byte {
	return text(number(number(text(text(b, l.Source), l.Section), l.Start), l.End), l.Digest)
}

func claim(b []byte, c *graph.Claim) []byte {
	b = text(text(text(text(text(append(b, '['), c.ID), c.Subject), c.Predicate), c.Object), c.Status.String())
	return shut(text(locator(text(b, c.Role), c.Locator), c.Note))
}

func linkItem(b []byte, l graph.Link) []byte {
	b = text(text(text(append(b, '['), l.Subject), l.Predicate), l.Object)
	b = list(b, l.Statuses, func(b []byte, s graph.Status) []byte { return text(b, s.String()) })
	return shut(list(b, l.Claims, text[graph.ID]))
}

func (a entityAnswer) write(b []byte) []byte { return entity(b, a.entity) }

func (a partnersAnswer) write(b []byte) []byte {
	b = append(b, '[')
	for i, e := range a.edges {
		b = list(edge(short(b, a.entities[i]), e), e.Claims, claim)
	}
	for _, s := range a.sources {
		b = text(text(text(b, s.id), s.source.Title), s.source.Issued)
	}
	return shut(b)
}

func (a countiesAnswer) write(b []byte) []byte {
	b = append(b, '[')
	for i, e := range a.edges {
		b = append(edge(short(b, a.entities[i]), e), '[')
		for j, x := range a.industries[i] {
			b = edge(short(b, a.industryEntities[i][j]), x)
		}
		b = shut(b)
	}
	return shut(b)
}

func (a pageAnswer) write(b []byte) []byte {
	b = append(b, '[')
	for i, u := range a.universities {
		b = append(short(b, u), '[')
		for j, e := range a.edges[i] {
			b = edge(short(b, a.counties[i][j]), e)
		}
		b = shut(b)
	}
	return shut(b)
}

func (a neighbourhoodAnswer) write(b []byte) []byte {
	b = list(append(b, '['), a.entities, short)
	b = list(b, a.Links, linkItem)
	return shut(strconv.AppendBool(b, a.Truncated))
}

func (a pathAnswer) write(b []byte) []byte {
	return list(b, a.steps, func(b []byte, s graph.Step) []byte {
		return append(strconv.AppendBool(linkItem(b, s.Link), s.Forward), ',')
	})
}

func (a compareAnswer) write(b []byte) []byte {
	b = append(b, '[')
	for _, x := range a.indicators {
		b = text(text(text(b, x.ID), x.Name), x.Unit)
	}
	for i, row := range a.cells {
		b = list(short(b, a.counties[i]), row, func(b []byte, o *graph.Observation) []byte {
			b = text(text(text(text(text(append(b, '['), o.ID), o.Indicator), o.Of), o.Period), o.Role)
			b = text(text(text(text(text(b, o.Measure), o.Bound), o.Value), o.ValueTo), o.Unit)
			return shut(text(locator(b, o.Locator), o.Note))
		})
	}
	return shut(b)
}

func (a matchesAnswer) write(b []byte) []byte {
	b = number(append(b, '['), a.total)
	for _, m := range a.matches {
		b = text(text(text(text(b, m.Entity), m.Text), m.Kind), m.How)
	}
	return shut(b)
}

func (a countsAnswer) write(b []byte) []byte {
	return list(b, a, func(b []byte, c graph.RelationCount) []byte {
		return number(text(text(b, c.Predicate), c.Status.String()), c.Count)
	})
}
