package schema

import (
	"context"
	"fmt"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// pairsRoot finds pairs of entities that share something and do not share something else.
func (b *builder) pairsRoot() *graphql.Field {
	pair := graphql.NewObject(graphql.ObjectConfig{Name: "Pair", Description: "Two entities that share others.", Fields: graphql.Fields{
		"a":      {Type: nonNull(b.entity), Description: "The one with the smaller id.", Resolve: loadOne(func(p *graph.Couple) graph.ID { return p.A }, b.Graph.Entities)},
		"b":      {Type: nonNull(b.entity), Description: "The other.", Resolve: loadOne(func(p *graph.Couple) graph.ID { return p.B }, b.Graph.Entities)},
		"count":  {Type: nonNull(graphql.Int), Description: "How many entities they share.", Resolve: executor.One(func(p *graph.Couple) any { return len(p.Shared) })},
		"shared": {Type: listOf(b.entity), Description: "What they share, sorted by id.", Resolve: loadMany(b, func(p *graph.Couple) []graph.ID { return p.Shared })},
	}})
	return &graphql.Field{
		Type:        nonNull(b.listType("Pair", "pairs, those that share most first, then by id", pair, nil)),
		Description: fmt.Sprintf("Which entities of one type share something, and nothing else? Counties that share an industry and no partner: type: COUNTY, sharing: INDUSTRIES, without: PARTNERS. At most %d entities are paired; ids or within say which.", maxPaired),
		Args: pagingArgs(graphql.FieldConfigArgument{
			"type":         {Type: nonNull(b.enums.entityType), Description: "The type of both."},
			"sharing":      {Type: nonNull(b.enums.relationField), Description: "The relation field by which they share an entity."},
			"sharedTypes":  {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "What is shared is of one of these types."},
			"without":      {Type: b.enums.relationField, Description: "The relation field by which they must not share any."},
			"withoutTypes": {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Only entities of these types must not be shared by it."},
			"ids":          {Type: graphql.NewList(nonNull(graphql.ID)), Description: "Only these entities."},
			"within":       {Type: graphql.ID, Description: "Only entities that belong to this county, region or platform."},
		}),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			list, err := b.pairs(ctx, args)
			if err != nil {
				return nil, err
			}
			entries := make([]entry, len(list))
			for i := range list {
				p := &list[i]
				entries[i] = entry{[]string{countKey(len(p.Shared)), string(p.A), string(p.B)}, p, nil}
			}
			page, err := pageOf(entries, descending{true}, scopeOf("pairs", nil, args), args, b.Limits.Page)
			return []any{page}, err
		}),
	}
}

func (b *builder) pairs(ctx context.Context, args map[string]any) ([]graph.Couple, error) {
	t := args["type"].(graph.Type)
	within, _ := args["within"].(string)
	given, err := atMost(args, "ids", maxPaired)
	if err != nil {
		return nil, err
	}
	ids, err := b.idsWithin(ctx, []graph.Type{t}, within)
	if err != nil {
		return nil, err
	}
	if len(given) > 0 {
		named, err := b.readIDs(ctx, "ids", given, t)
		if err != nil {
			return nil, err
		}
		ids = slices.DeleteFunc(slices.Clone(named), func(id graph.ID) bool {
			_, inside := slices.BinarySearch(ids, id)
			return !inside
		})
	}
	if len(ids) > maxPaired {
		return nil, executor.BadInput("there are %d entities of type %s to pair, at most %d can be; name some by ids or within", len(ids), enumName(string(t)), maxPaired)
	}
	sharing, err := fieldArg(t, args["sharing"])
	if err != nil {
		return nil, err
	}
	without, err := fieldArg(t, args["without"])
	if err != nil {
		return nil, err
	}
	return b.Graph.Couples(ctx, ids, sharing, listArg[graph.Type](args, "sharedTypes"), without, listArg[graph.Type](args, "withoutTypes"))
}
