package graph

import (
	"cmp"
	"context"
	"slices"
)

// Tie says how an entity is linked to another, by all that is stated and derived.
type Tie struct {
	Entity ID
	Basis  Basis
	// Edges are those of the basis: stated ones with their predicates, or of a
	// derived relation one for each field that gives it.
	Edges []Edge
}

// Statuses of all edges of a tie, strongest first.
func (t Tie) Statuses() []Status {
	var set statusSet
	for _, e := range t.Edges {
		for _, status := range e.Statuses {
			set |= 1 << status
		}
	}
	return set.list()
}

// Shared is an entity with those of the entities asked about that are linked to it.
type Shared struct {
	Node ID
	With []Tie // in the order asked
}

// Shared finds what entities are linked to, each with who is: what several
// share first, then by id. With one Tie it is what that one has alone. Entities of
// some types (none: any), known in some ways (none: any); the entities asked
// about are not among them.
func (g *Graph) Shared(ctx context.Context, ids []ID, targets []Type, bases []Basis) ([]Shared, error) {
	at := map[ID]int{}
	var list []Shared
	for _, id := range ids {
		ties, err := g.ties(ctx, id, bases)
		if err != nil {
			return nil, err
		}
		for node, tie := range ties {
			if t, _ := node.Type(); slices.Contains(ids, node) || len(targets) > 0 && !slices.Contains(targets, t) {
				continue
			}
			i, known := at[node]
			if !known {
				i = len(list)
				at[node] = i
				list = append(list, Shared{Node: node})
			}
			list[i].With = append(list[i].With, tie)
		}
	}
	slices.SortFunc(list, func(a, b Shared) int {
		return cmp.Or(cmp.Compare(len(b.With), len(a.With)), cmp.Compare(a.Node, b.Node))
	})
	return list, nil
}

// ties finds everything that an entity is linked to: by stated relations, and
// where there is none by the derived ones of its fields.
func (g *Graph) ties(ctx context.Context, id ID, bases []Basis) (map[ID]Tie, error) {
	ties := map[ID]Tie{}
	add := func(e Edge) {
		tie, known := ties[e.Node]
		if len(bases) > 0 && !slices.Contains(bases, e.Basis) || known && tie.Basis < e.Basis {
			return
		}
		if !known || e.Basis < tie.Basis {
			tie = Tie{Entity: id, Basis: e.Basis}
		}
		tie.Edges = append(tie.Edges, e)
		ties[e.Node] = tie
	}
	rows, err := g.Relations(ctx, []ID{id}, nil, Both)
	if err != nil {
		return nil, err
	}
	for _, e := range rows[0] {
		add(e)
	}
	t, _ := id.Type()
	for _, f := range Ontology.FieldsOf(t) {
		if len(f.Derive) == 0 {
			continue
		}
		rows, err := g.Related(ctx, f, []ID{id})
		if err != nil {
			return nil, err
		}
		for _, e := range rows[0] {
			if e.Basis != Stated { // what is stated is there already
				add(e)
			}
		}
	}
	return ties, nil
}

// Couple is two entities that share others by a field.
type Couple struct {
	A, B   ID   // A before B
	Shared []ID // sorted
}

// Couples finds the pairs of some entities that share an entity by one field, and
// none by another (nil: whatever else they share). Pairs that share most come
// first, then by id. Targets limit what is shared by the first field, and apart what
// must not be by the second, to some types (none: any).
func (g *Graph) Couples(ctx context.Context, ids []ID, sharing *Field, targets []Type, without *Field, apart []Type) ([]Couple, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	shared, err := g.inCommon(ctx, ids, sharing, targets)
	if err != nil {
		return nil, err
	}
	if without != nil {
		linked, err := g.inCommon(ctx, ids, without, apart)
		if err != nil {
			return nil, err
		}
		for pair := range linked {
			delete(shared, pair)
		}
	}
	list := make([]Couple, 0, len(shared))
	for pair, nodes := range shared {
		slices.Sort(nodes)
		list = append(list, Couple{ids[pair[0]], ids[pair[1]], nodes})
	}
	slices.SortFunc(list, func(a, b Couple) int {
		return cmp.Or(cmp.Compare(len(b.Shared), len(a.Shared)), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return list, nil
}

// inCommon finds what each pair of entities, by their places in ids, has in common by a field.
func (g *Graph) inCommon(ctx context.Context, ids []ID, f *Field, targets []Type) (map[[2]int][]ID, error) {
	rows, err := g.Related(ctx, f, ids)
	if err != nil {
		return nil, err
	}
	holders := map[ID][]int{}
	for i, row := range rows {
		for _, e := range row {
			if t, _ := e.Node.Type(); len(targets) == 0 || slices.Contains(targets, t) {
				holders[e.Node] = append(holders[e.Node], i)
			}
		}
	}
	common := map[[2]int][]ID{}
	for node, list := range holders {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i, a := range list {
			for _, b := range list[i+1:] {
				common[[2]int{a, b}] = append(common[[2]int{a, b}], node)
			}
		}
	}
	return common, nil
}
