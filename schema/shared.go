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

func basesArg(args map[string]any) []graph.Basis {
	var list []graph.Basis
	for _, word := range listArg[string](args, "bases") {
		at := slices.IndexFunc(graph.Bases, func(t graph.Term) bool { return t.Name == word })
		list = append(list, graph.Basis(at))
	}
	return list
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
