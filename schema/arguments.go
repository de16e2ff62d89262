package schema

import (
	"context"
	"slices"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// listArg reads a list argument of typed enum values or ids.
func listArg[T any](args map[string]any, name string) []T {
	given, _ := args[name].([]any)
	var list []T
	for _, v := range given {
		if t, ok := v.(T); ok {
			list = append(list, t)
		}
	}
	return list
}

func idsArg(args map[string]any, name string) []graph.ID {
	var ids []graph.ID
	for _, s := range listArg[string](args, name) {
		ids = append(ids, graph.ID(s))
	}
	return ids
}

// readIDs reads ids of entities that a field cannot do without. One that no
// entity has, or that is of another type, is refused by name: an answer without it
// would look like one about it.
func (b *builder) readIDs(ctx context.Context, argument string, given []any, types ...graph.Type) ([]graph.ID, error) {
	ids := make([]graph.ID, len(given))
	for i, v := range given {
		ids[i] = graph.ID(v.(string))
	}
	entities, err := b.Graph.Entities(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, e := range entities {
		if e == nil {
			return nil, executor.BadInput("%s: no entity has the id %q", argument, executor.Clip(string(ids[i])))
		}
		if !allows(types, e.Type) {
			return nil, executor.BadInput("%s: %s is a %s, which is not taken here", argument, e.ID, e.Type)
		}
		ids[i] = e.ID
	}
	return distinct(ids), nil
}

// distinct drops ids that come again; the order stays.
func distinct(ids []graph.ID) []graph.ID {
	seen := map[graph.ID]bool{}
	return slices.DeleteFunc(ids, func(id graph.ID) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}

// atMost refuses lists that are too long before anything is read.
func atMost(args map[string]any, argument string, most int) ([]any, error) {
	given, _ := args[argument].([]any)
	if len(given) > most {
		return nil, executor.BadInput("%s has %d entries, at most %d are allowed", argument, len(given), most)
	}
	return given, nil
}

func basesArg(args map[string]any) []graph.Basis {
	var list []graph.Basis
	for _, word := range listArg[string](args, "bases") {
		at := slices.IndexFunc(graph.Bases, func(t graph.Term) bool { return t.Name == word })
		list = append(list, graph.Basis(at))
	}
	return list
}

// fieldArg finds a relation field of a type; nil for none.
func fieldArg(t graph.Type, name any) (*graph.Field, error) {
	if name == nil {
		return nil, nil
	}
	f, ok := graph.Ontology.Field(t, name.(string))
	if !ok {
		return nil, executor.BadInput("%s has no relation field %s", t, enumName(name.(string)))
	}
	return f, nil
}

// rangeArg reads the range that statements must overlap; without one all do.
func rangeArg(args map[string]any) (func(graph.Locator) bool, error) {
	start, fromGiven := args["start"].(int)
	end, toGiven := args["end"].(int)
	if fromGiven && toGiven && start > end {
		return nil, executor.BadInput("start is %d and end is %d: the passage ends before it begins", start, end)
	}
	return func(l graph.Locator) bool {
		if !fromGiven && !toGiven {
			return true
		}
		return l.End > 0 && (!fromGiven || l.End > start) && (!toGiven || l.Start < end)
	}, nil
}

// indicatorIDs reads the argument of indicators; one that is not there is refused.
func (b *builder) indicatorIDs(ctx context.Context, args map[string]any) ([]graph.ID, error) {
	if _, err := atMost(args, "indicators", maxIndicators); err != nil {
		return nil, err
	}
	ids := distinct(idsArg(args, "indicators"))
	indicators, err := b.Graph.Indicators(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i, x := range indicators {
		if x == nil {
			return nil, executor.BadInput("indicators: nothing has the id %q", executor.Clip(string(ids[i])))
		}
	}
	return ids, nil
}

// allows reports whether a filter lets x through; an empty filter lets all.
func allows[T comparable](filter []T, x T) bool {
	return len(filter) == 0 || slices.Contains(filter, x)
}
