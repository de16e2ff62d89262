package schema

import (
	"context"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

func entityIDs(parents []any) []graph.ID {
	ids := make([]graph.ID, len(parents))
	for i, p := range parents {
		ids[i] = p.(*graph.Entity).ID
	}
	return ids
}

// loadLists loads many lists of ids in one read. Each value is a []any.
func loadLists[T any](ctx context.Context, rows [][]graph.ID, load func(context.Context, []graph.ID) ([]*T, error)) ([]any, error) {
	var all []graph.ID
	for _, row := range rows {
		all = append(all, row...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	loaded, err := load(ctx, all)
	if err != nil {
		return nil, err
	}
	values := make([]any, len(rows))
	for i, row := range rows {
		list := make([]any, 0, len(row))
		for _, id := range row {
			at, _ := slices.BinarySearch(all, id)
			if loaded[at] != nil {
				list = append(list, loaded[at])
			}
		}
		values[i] = list
	}
	return values, nil
}

// loadMany is a resolver of a list of entities of each parent.
func loadMany[P any](b *builder, ids func(P) []graph.ID) graphql.FieldResolveFn {
	return executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
		rows := make([][]graph.ID, len(parents))
		for i, p := range executor.Parents[P](parents) {
			rows[i] = ids(p)
		}
		return loadLists(ctx, rows, b.Graph.Entities)
	})
}

// loadOne is a resolver of one id of each parent; null where the parent has none.
func loadOne[P, T any](id func(P) graph.ID, load func(context.Context, []graph.ID) ([]*T, error)) graphql.FieldResolveFn {
	return executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
		var ids []graph.ID // each once
		places, at := make([]int, len(parents)), map[graph.ID]int{}
		for i, p := range parents {
			x := id(p.(P))
			place, known := at[x]
			if !known {
				place = len(ids)
				at[x], ids = place, append(ids, x)
			}
			places[i] = place
		}
		loaded, err := load(ctx, ids)
		if err != nil {
			return nil, err
		}
		values := make([]any, len(parents))
		for i, place := range places {
			if x := loaded[place]; x != nil {
				values[i] = x
			}
		}
		return values, nil
	})
}

// orNil makes a nil pointer a plain nil, which is null.
func orNil[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}

func idsOf[T any](list []T, id func(T) graph.ID) []graph.ID {
	ids := make([]graph.ID, len(list))
	for i, x := range list {
		ids[i] = id(x)
	}
	return ids
}

type loader func(context.Context, []graph.ID) ([]any, error)

func loadNodes[T any](load func(context.Context, []graph.ID) ([]*T, error)) loader {
	return func(ctx context.Context, ids []graph.ID) ([]any, error) {
		values, err := load(ctx, ids)
		return executor.Values(values), err
	}
}

// loadPages loads the nodes of the edges of many pages in one read.
func (b *builder) loadPages(ctx context.Context, pages []*connection, node func(*edge) graph.ID) ([]any, error) {
	rows := make([][]graph.ID, len(pages))
	for i, p := range pages {
		for _, e := range p.edges {
			rows[i] = append(rows[i], node(e))
		}
	}
	lists, err := loadLists(ctx, rows, b.Graph.Entities)
	if err != nil {
		return nil, err
	}
	values := make([]any, len(pages))
	for i, p := range pages {
		for j, entity := range lists[i].([]any) {
			p.edges[j].node = entity
		}
		values[i] = p
	}
	return values, nil
}
