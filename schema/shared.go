package schema

import (
	"context"
	"fmt"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// Bounds of what is asked about at once.
const (
	maxSharers = 50  // entities whose neighbours are held against each other
	maxPaired  = 500 // entities that are paired: 124,750 pairs
)

func (b *builder) sharedRoot() *graphql.Field {
	with := graphql.NewObject(graphql.ObjectConfig{Name: "SharedWith", Description: "How one of the entities asked about is linked to a shared one.", Fields: graphql.Fields{
		"entity":     {Type: nonNull(b.entity), Description: "The entity asked about.", Resolve: loadOne(func(t *graph.Tie) graph.ID { return t.Entity }, b.Graph.Entities)},
		"basis":      {Type: nonNull(b.enums.basis), Description: "How the link is known; what is stated wins.", Resolve: executor.One(func(t *graph.Tie) any { return t.Basis.String() })},
		"statuses":   {Type: listOf(b.enums.status), Description: "Statuses of the link, strongest first; of a derived one the weakest of each chain.", Resolve: executor.One(func(t *graph.Tie) any { return statusWords(t.Statuses()) })},
		"predicates": {Type: listOf(b.enums.predicate), Description: "Predicates of the claims behind it, in the order of the ontology.", Resolve: executor.Many(b.tiePredicates)},
		"claims":     {Type: listOf(b.claim), Description: "The claims behind it in reading order.", Resolve: executor.Many(b.tieClaims)},
	}})
	extra := graphql.Fields{"with": {Type: listOf(with), Description: "Which of the entities asked about are linked to it, in the order asked.", Resolve: executor.One(func(e *edge) any {
		s := e.detail.(*graph.Shared)
		ties := make([]*graph.Tie, len(s.With))
		for i := range s.With {
			ties[i] = &s.With[i]
		}
		return ties
	})}}
	return &graphql.Field{
		Type:        nonNull(b.listType("Shared", "what entities are linked to: what most of them share first, then by id", b.entity, extra)),
		Description: fmt.Sprintf("What do entities share, and what has each alone? Everything that one of them is linked to, stated or derived, with who is; what most of them share comes first. atLeast: 2 leaves out what one has alone. At most %d entities.", maxSharers),
		Args: pagingArgs(graphql.FieldConfigArgument{
			"ids":     {Type: listOf(graphql.ID), Description: "The entities, of any types."},
			"types":   {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Only what is of these types."},
			"bases":   {Type: graphql.NewList(nonNull(b.enums.basis)), Description: "Only links that are known in one of these ways."},
			"atLeast": {Type: graphql.Int, DefaultValue: 1, Description: "Only what so many of them are linked to."},
		}),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			given, err := atMost(args, "ids", maxSharers)
			if err != nil {
				return nil, err
			}
			ids, err := b.readIDs(ctx, "ids", given)
			if err != nil {
				return nil, err
			}
			list, err := b.Graph.Shared(ctx, ids, listArg[graph.Type](args, "types"), basesArg(args))
			if err != nil {
				return nil, err
			}
			atLeast, _ := args["atLeast"].(int)
			var entries []entry
			for i := range list {
				if s := &list[i]; len(s.With) >= atLeast {
					entries = append(entries, entry{[]string{countKey(len(s.With)), string(s.Node)}, nil, s})
				}
			}
			page, err := pageOf(entries, descending{true}, scopeOf("shared", nil, args), args, b.Limits.Page)
			if err != nil {
				return nil, err
			}
			return b.loadPages(ctx, []*connection{page}, func(e *edge) graph.ID { return e.detail.(*graph.Shared).Node })
		}),
	}
}

// tieClaims reads the claims behind ties, each once, in reading order.
func (b *builder) tieClaims(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
	values := make([]any, len(parents))
	for i, t := range executor.Parents[*graph.Tie](parents) {
		claims, err := b.claimsOfTie(ctx, t)
		if err != nil {
			return nil, err
		}
		values[i] = claims
	}
	return values, nil
}

func (b *builder) claimsOfTie(ctx context.Context, t *graph.Tie) ([]*graph.Claim, error) {
	var claims []*graph.Claim
	for i := range t.Edges {
		behind, err := b.claimsOf(ctx, &t.Edges[i])
		if err != nil {
			return nil, err
		}
		claims = append(claims, behind...)
	}
	slices.SortFunc(claims, compareClaims)
	return slices.CompactFunc(claims, func(a, b *graph.Claim) bool { return a.ID == b.ID }), nil
}

func (b *builder) tiePredicates(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
	values := make([]any, len(parents))
	for i, t := range executor.Parents[*graph.Tie](parents) {
		claims, err := b.claimsOfTie(ctx, t)
		if err != nil {
			return nil, err
		}
		list := []graph.Predicate{}
		for _, p := range graph.Ontology.Predicates {
			if slices.ContainsFunc(claims, func(c *graph.Claim) bool { return c.Predicate == p.Predicate }) {
				list = append(list, p.Predicate)
			}
		}
		values[i] = list
	}
	return values, nil
}
