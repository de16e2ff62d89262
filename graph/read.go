package graph

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// Entities reads entities; nil where nothing has the id. A former id gives the
// entity that it was merged into.
func (g *Graph) Entities(ctx context.Context, ids []ID) ([]*Entity, error) {
	places := make([]place, len(ids))
	for i, id := range ids {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n, ok := g.find(id)
		if !ok {
			n = nowhere
		}
		places[i] = n
	}
	return g.describe(ctx, places)
}

// nowhere is the place of what is not there.
const nowhere = ^place(0)

// checkEvery is how much is read between two looks at the context.
const checkEvery = 4096

// describe reads the entities at places; nil at nowhere. The entities of one call
// share their memory.
func (g *Graph) describe(ctx context.Context, places []place) ([]*Entity, error) {
	names, identifiers := 0, 0
	for _, n := range places {
		if n != nowhere {
			e, next := &g.entities[n], &g.entities[n+1]
			names, identifiers = names+int(next.names-e.names), identifiers+int(next.identifiers-e.identifiers)
		}
	}
	rows, list := make([]Entity, len(places)), make([]*Entity, len(places))
	b := bag{make([]Name, 0, names), make([]Identifier, 0, identifiers)}
	for i, n := range places {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if n != nowhere {
			g.entity(n, &rows[i], &b)
			list[i] = &rows[i]
		}
	}
	return list, nil
}

// bag holds the names and identifiers of many entities.
type bag struct {
	names       []Name
	identifiers []Identifier
}

// entity reads the entity at a place into e.
func (g *Graph) entity(n place, e *Entity, b *bag) {
	s, row, next := g.store, &g.entities[n], &g.entities[n+1]
	e.ID, e.Type = g.id(n), g.typeOf(n)
	e.Name, e.NameEn, e.Translated = s.spell(row.name), s.spell(row.nameEn), row.translated == 1
	if row.kind != 0 {
		e.Kind = s.local(columnar.Node(row.kind-1), "kind-")
	}
	if row.level != 0 {
		e.Level = s.local(columnar.Node(row.level-1), "level-")
	}
	if row.former == 1 {
		e.FormerIDs = g.former[e.ID]
	}
	if rows := g.names[row.names:next.names]; len(rows) > 0 {
		from := len(b.names)
		for _, r := range rows {
			b.names = append(b.names, Name{e.ID, s.spell(r.text), s.spell(r.lang), NameKind(NameKinds[r.kind].Name)})
		}
		e.Names = b.names[from:len(b.names):len(b.names)]
	}
	if rows := g.identifiers[row.identifiers:next.identifiers]; len(rows) > 0 {
		from := len(b.identifiers)
		for _, r := range rows {
			b.identifiers = append(b.identifiers, Identifier{e.ID, s.word(r.scheme), s.spell(r.value), s.word(r.edition)})
		}
		e.Identifiers = b.identifiers[from:len(b.identifiers):len(b.identifiers)]
	}
}

// Claims reads claims with all that is known of them; nil where nothing has the id.
func (g *Graph) Claims(ctx context.Context, ids []ID) ([]*Claim, error) {
	list := make([]*Claim, len(ids))
	for i, id := range ids {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if at, ok := g.claimWith(id); ok {
			list[i] = &Claim{}
			g.claim(at, list[i])
		}
	}
	return list, nil
}

// claimsAtOnce is how many claims [Graph.EachClaim] hands over at once.
const claimsAtOnce = 1000

// EachClaim hands over the claims of some sources (nil: all), some at a time, in
// no order to rely on. It ends with the first error that do gives.
func (g *Graph) EachClaim(ctx context.Context, sources []ID, do func([]*Claim) error) error {
	c := g.sources()
	wanted := make([]bool, len(c.list)+1) // by number
	for i := range wanted {
		wanted[i] = sources == nil
	}
	for _, id := range sources {
		if at, ok := c.at[id]; ok {
			wanted[at+1] = true
		}
	}
	for from := 0; from < len(g.claims); from += claimsAtOnce {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows := make([]Claim, claimsAtOnce)
		var list []*Claim
		for at := from; at < min(from+claimsAtOnce, len(g.claims)); at++ {
			if wanted[g.claims[at].source] {
				x := &rows[len(list)]
				g.claim(uint32(at), x)
				list = append(list, x)
			}
		}
		if err := do(list); err != nil {
			return err
		}
	}
	return nil
}

// claimWith finds the claim with an id: the quad that it labels leads to its subject.
func (g *Graph) claimWith(id ID) (at uint32, found bool) {
	label, ok := g.store.node(id)
	if !ok {
		return 0, false
	}
	g.store.columns.Each(quad.Label, label, func(q [4]columnar.Node, _ bool) bool {
		if subject, ok := g.store.find(g.store.id(q[0])); ok {
			for _, l := range g.sides(subject, Out)[0] {
				if ID(g.store.spell(g.claims[l.claim].id)) == id {
					at, found = l.claim, true
				}
			}
		}
		return !found
	})
	return at, found
}

// claim reads a claim into c.
func (g *Graph) claim(at uint32, c *Claim) {
	s, row := g.store, &g.claims[at]
	c.ID, c.Subject, c.Object = ID(s.spell(row.id)), g.id(row.subject), g.id(row.object)
	c.Predicate, c.Status = Ontology.Predicates[row.rank].Predicate, Status(row.status)
	c.Role, c.Note, c.Context = s.word(row.role), s.spell(row.note), row.context == 1
	c.Locator = g.locator(&row.locatorRow)
}

func (g *Graph) locator(row *locatorRow) Locator {
	l := Locator{Section: g.store.spell(row.section), Start: int(row.start), End: int(row.end), Digest: g.store.spell(row.digest)}
	if row.source != 0 {
		l.Source = g.sources().ids[row.source-1]
	}
	return l
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

// Observations reads the observations of entities, those of some indicators
// (none: all), in the order of indicator, part, period, role and place.
func (g *Graph) Observations(ctx context.Context, entities, indicators []ID) ([][]*Observation, error) {
	c := g.indicators()
	wanted := make([]bool, len(c.list))
	for _, id := range indicators {
		if at, ok := c.at[id]; ok {
			wanted[at] = true
		}
	}
	return read(ctx, g, entities, func(n place) []*Observation {
		var found []uint32
		for at := g.entities[n].observations; at < g.entities[n+1].observations; at++ {
			if len(indicators) == 0 || wanted[g.observations[at].indicator] {
				found = append(found, at)
			}
		}
		rows, list := make([]Observation, len(found)), make([]*Observation, len(found))
		for i, at := range found {
			g.observation(at, &rows[i])
			list[i] = &rows[i]
		}
		return list
	})
}

// observation reads an observation into x.
func (g *Graph) observation(at uint32, x *Observation) {
	s, row := g.store, &g.observations[at]
	x.ID, x.Entity, x.Indicator = ID(s.spell(row.id)), g.id(row.entity), g.indicators().ids[row.indicator]
	if row.of != 0 {
		x.Of = g.id(row.of - 1)
	}
	x.Period, x.Role, x.Measure, x.Bound = s.word(row.period), s.word(row.role), s.word(row.measure), s.word(row.bound)
	x.Value, x.ValueTo, x.Unit = s.spell(row.value), s.spell(row.valueTo), s.word(row.unit)
	x.Note, x.Context = s.spell(row.note), row.context == 1
	x.Locator = g.locator(&row.locatorRow)
}

// read makes one value of each id's entity; the zero value where nothing has the id.
func read[T any](ctx context.Context, g *Graph, ids []ID, make1 func(place) T) ([]T, error) {
	values := make([]T, len(ids))
	for i, id := range ids {
		if ctx.Err() != nil {
			break
		}
		if n, ok := g.find(id); ok {
			values[i] = make1(n)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return values, nil
}

// Witnesses lists, for each entity, the sources that mention it, claim something of it or measure it; sorted.
func (g *Graph) Witnesses(ctx context.Context, ids []ID) ([][]ID, error) {
	return read(ctx, g, ids, func(n place) []ID {
		seen := map[ID]bool{}
		for _, side := range g.sides(n, Both) {
			for _, l := range side {
				if source := g.claims[l.claim].source; source != 0 {
					seen[g.sources().ids[source-1]] = true
				}
			}
		}
		for _, statement := range g.store.subjects(g.entities[n].node, mentionsTerm, observedEntity, observedPart) {
			g.store.each(statement, func(t term, o columnar.Node) {
				if t == quotedT {
					seen[g.store.id(o)] = true
				}
			})
		}
		return slices.Sorted(maps.Keys(seen))
	})
}

// All gives every entity with its degree, by id. It ends early with the context;
// whoever has to know asks the context.
func (g *Graph) All(ctx context.Context) iter.Seq2[*Entity, int] {
	return func(yield func(*Entity, int) bool) {
		for n := range place(g.count()) {
			e := &Entity{}
			g.entity(n, e, &bag{})
			if ctx.Err() != nil || !yield(e, int(g.entities[n].degree)) {
				return
			}
		}
	}
}

func compareLocators(a, b Locator) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
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
