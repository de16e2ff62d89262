package graph

import (
	"context"
	"iter"
	"maps"
	"slices"
	"sort"

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

// Degrees counts the stated triples around entities: a fact said in several
// passages counts once.
func (g *Graph) Degrees(ctx context.Context, ids []ID) ([]int, error) {
	return read(ctx, g, ids, func(n place) int { return int(g.entities[n].degree) })
}

// IDs lists the entities of a type, sorted. The slice must not be changed.
func (g *Graph) IDs(t Type) []ID {
	if list, ok := g.byType[t]; ok {
		return list()
	}
	return nil
}

// Count is the number of entities of a type; nothing is counted for it.
func (g *Graph) Count(t Type) int {
	first, last := g.within(t)
	return int(last - first)
}

// Page lists the entities of a type between two ids, both exclusive and either
// empty, by id: at most first from the front, then at most last of
// these from the back; a negative number is no limit. skipped and left say how many stand before and behind the page. The cost
// grows with the page, not with the type.
func (g *Graph) Page(t Type, after, before ID, first, last int) (ids []ID, skipped, left int) {
	start, end := g.within(t)
	total := int(end - start)
	at := func(i int) ID { return g.id(start + place(i)) }
	from, to := 0, total
	if after != "" {
		from = sort.Search(total, func(i int) bool { return at(i) > after })
	}
	if before != "" {
		to = max(from, sort.Search(total, func(i int) bool { return at(i) >= before }))
	}
	if first >= 0 {
		to = min(to, from+first)
	}
	if last >= 0 {
		from = max(from, to-last)
	}
	return g.ids(start+place(from), start+place(to)), from, total - to
}

// Identified finds the identifiers that have a value, written exactly so, in any
// scheme: one row for each value, in the order of the store.
func (g *Graph) Identified(ctx context.Context, values []string) ([][]Identifier, error) {
	rows := make([][]Identifier, len(values))
	for i, value := range values {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, ok := g.store.columns.Lookup(quad.String(value))
		if !ok {
			continue
		}
		for _, node := range g.store.subjects(n, notation) {
			for _, entity := range g.store.subjects(node, identifier) {
				x := Identifier{Entity: g.store.id(entity), Value: value}
				g.store.each(node, func(t term, o columnar.Node) {
					switch t {
					case schemeT:
						x.Scheme = g.store.text(o)
					case editionT:
						x.Edition = g.store.text(o)
					}
				})
				rows[i] = append(rows[i], x)
			}
		}
	}
	return rows, nil
}
