package graph

import (
	"context"
	"slices"
)

// Within lists the entities of some types that belong to a place, sorted: what
// its fields of standing lead to, its programmes and events, the documents that are
// its plan or that it issued, and the tasks of these. Through wholes it reaches
// down: what belongs to a part belongs to the whole. The place is not among them.
func (g *Graph) Within(ctx context.Context, place ID, wanted []Type) ([]ID, error) {
	places, err := g.partsOf(ctx, place)
	if err != nil {
		return nil, err
	}
	found := map[ID]bool{}
	keep := func(ids []ID) {
		for _, id := range ids {
			if t, _ := id.Type(); slices.Contains(wanted, t) && id != place {
				found[id] = true
			}
		}
	}
	keep(places)
	inside, err := g.fieldsFrom(ctx, places, "platforms", "enterprises", "institutions", "projects", "events", "programmes", "documents", "occupants")
	if err != nil {
		return nil, err
	}
	keep(inside)
	if slices.Contains(wanted, Task) {
		tasks, err := g.fieldsFrom(ctx, ofType(inside, Document), "tasks")
		if err != nil {
			return nil, err
		}
		keep(tasks)
	}
	list := make([]ID, 0, len(found))
	for id := range found {
		list = append(list, id)
	}
	slices.Sort(list)
	return list, nil
}

// partsOf lists a place and its parts, parts of parts among them.
func (g *Graph) partsOf(ctx context.Context, place ID) ([]ID, error) {
	all, level := []ID{place}, []ID{place}
	seen := map[ID]bool{place: true}
	for range maxPlaceSteps {
		next, err := g.fieldsFrom(ctx, level, "parts")
		if err != nil {
			return nil, err
		}
		level = level[:0:0]
		for _, id := range next {
			if !seen[id] {
				seen[id] = true
				all, level = append(all, id), append(level, id)
			}
		}
		if len(level) == 0 {
			break
		}
	}
	return all, nil
}

// fieldsFrom follows some fields of entities, where their types have them; each
// entity that they lead to is given once.
func (g *Graph) fieldsFrom(ctx context.Context, ids []ID, names ...string) ([]ID, error) {
	var found []ID
	for _, info := range Ontology.Types {
		from := ofType(ids, info.Type)
		for _, name := range names {
			f, ok := Ontology.Field(info.Type, name)
			if !ok || len(from) == 0 {
				continue
			}
			rows, err := g.Related(ctx, f, from)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				for _, e := range row {
					found = append(found, e.Node)
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

func ofType(ids []ID, t Type) []ID {
	var list []ID
	for _, id := range ids {
		if of, _ := id.Type(); of == t {
			list = append(list, id)
		}
	}
	return list
}
