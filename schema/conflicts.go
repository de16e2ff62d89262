package schema

import (
	"context"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

func (b *builder) conflictType() *graphql.Object {
	if b.conflict == nil {
		b.conflict = graphql.NewObject(graphql.ObjectConfig{Name: "Conflict", Description: "Different numbers for one thing: the same entity, part, indicator, period, role and measure, after conversion to the indicator's unit and whatever the bounds. All values stay.",
			Fields: quantityFields(b, func(c *graph.Conflict) *graph.Quantity { return &c.Quantity }, graphql.Fields{
				"observations": {Type: listOf(b.observed), Description: "All that gives a number, in reading order; equal ones too.", Resolve: executor.One(func(c *graph.Conflict) any { return c.Observations })},
				"restated":     {Type: listOf(b.observed), Description: "What other sections give for a neighbouring period.", Resolve: executor.One(func(c *graph.Conflict) any { return c.Restated })},
			})})
	}
	return b.conflict
}

// contradictionArgs are the arguments of conflicts and restatements.
func (b *builder) contradictionArgs() graphql.FieldConfigArgument {
	return pagingArgs(graphql.FieldConfigArgument{
		"entities":   {Type: graphql.NewList(nonNull(graphql.ID)), Description: "Only of these entities, at most 100."},
		"indicators": {Type: graphql.NewList(nonNull(graphql.ID)), Description: "Only of these indicators, at most 500."},
		"within":     {Type: graphql.ID, Description: "Only of this county or region and what belongs to it."},
	})
}

func (b *builder) conflictsRoot() *graphql.Field {
	return &graphql.Field{
		Type:        nonNull(b.listType("Conflict", "conflicts, sorted by entity, indicator, part, period, role and measure", b.conflictType(), nil)),
		Description: "Where do plans contradict themselves or each other? Equal numbers with different bounds are no conflict, and neither are wordings.",
		Args:        b.contradictionArgs(),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			found, err := b.contradictions(ctx, args)
			if err != nil {
				return nil, err
			}
			entries := make([]entry, len(found.Conflicts))
			for i := range found.Conflicts {
				entries[i] = entry{quantityKey(&found.Conflicts[i].Quantity), &found.Conflicts[i], nil}
			}
			page, err := pageOf(entries, nil, scopeOf("conflicts", nil, args), args, b.Limits.Page)
			return []any{page}, err
		}),
	}
}

func (b *builder) restatedRoot() *graphql.Field {
	t := graphql.NewObject(graphql.ObjectConfig{Name: "Restatement", Description: "Numbers of one thing for two neighbouring periods that no section gives side by side: a base year that is 2019 here and 2020 there, say. It may be no mistake.",
		Fields: quantityFields(b, func(r *graph.Restatement) *graph.Quantity { return &r.Quantity }, graphql.Fields{
			"later":        {Type: nonNull(graphql.String), Description: "The later period; period is the earlier.", Resolve: executor.One(func(r *graph.Restatement) any { return r.Later })},
			"observations": {Type: listOf(b.observed), Description: "What is given for the two periods, by period and place.", Resolve: executor.One(func(r *graph.Restatement) any { return r.Observations })},
		})})
	return &graphql.Field{
		Type:        nonNull(b.listType("Restatement", "restatements, sorted by entity, indicator, part, period, role and measure", t, nil)),
		Description: "Values that were restated for a neighbouring period. Neighbouring are years that follow each other, and ranges whose ends are at most a year apart.",
		Args:        b.contradictionArgs(),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			found, err := b.contradictions(ctx, args)
			if err != nil {
				return nil, err
			}
			entries := make([]entry, len(found.Restated))
			for i := range found.Restated {
				r := &found.Restated[i]
				entries[i] = entry{append(quantityKey(&r.Quantity), r.Later), r, nil}
			}
			page, err := pageOf(entries, nil, scopeOf("restated", nil, args), args, b.Limits.Page)
			return []any{page}, err
		}),
	}
}

// quantityKey is the sort key of a quantity, in the order that the graph gives.
func quantityKey(q *graph.Quantity) []string {
	return []string{string(q.Entity), string(q.Indicator), string(q.Of), q.Period, q.Role, q.Measure}
}

// contradictions are those of the whole graph, found once and kept with the
// schema, or those of the entities and indicators that the arguments name.
func (b *builder) contradictions(ctx context.Context, args map[string]any) (*graph.Contradictions, error) {
	entities, indicators, err := b.comparedIDs(ctx, args)
	if err != nil {
		return nil, err
	}
	wanted := map[graph.ID]bool{}
	place, placed := args["within"].(string)
	if placed {
		inside, err := b.idsWithin(ctx, b.allTypes(), place)
		if err != nil {
			return nil, err
		}
		for _, id := range append(inside, b.Graph.Resolve(graph.ID(place))) {
			wanted[id] = true
		}
	}
	if len(entities) > 0 {
		found, err := b.Graph.Contradictions(ctx, entities, indicators)
		return only(found, func(q graph.Quantity) bool { return !placed || wanted[q.Entity] }), err
	}
	all, err := b.allContradictions(ctx)
	if err != nil {
		return nil, err
	}
	return only(all, func(q graph.Quantity) bool {
		return (!placed || wanted[q.Entity]) && allows(indicators, q.Indicator)
	}), nil
}

// only keeps the contradictions about some quantities.
func only(all *graph.Contradictions, keep func(graph.Quantity) bool) *graph.Contradictions {
	kept := &graph.Contradictions{}
	if all == nil {
		return nil
	}
	for _, c := range all.Conflicts {
		if keep(c.Quantity) {
			kept.Conflicts = append(kept.Conflicts, c)
		}
	}
	for _, r := range all.Restated {
		if keep(r.Quantity) {
			kept.Restated = append(kept.Restated, r)
		}
	}
	return kept
}

// allContradictions looks through the whole graph, which does not change, once.
func (b *builder) allContradictions(ctx context.Context) (*graph.Contradictions, error) {
	select {
	case b.contradicted.free <- struct{}{}:
		defer func() { <-b.contradicted.free }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if b.contradicted.found == nil {
		found, err := b.Graph.Contradictions(ctx, nil, nil)
		if err != nil {
			return nil, err
		}
		b.contradicted.found = found
	}
	return b.contradicted.found, nil
}
