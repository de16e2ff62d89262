package schema

import (
	"context"
	"fmt"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// Bounds of a comparison.
const (
	maxCompared   = 100
	maxIndicators = 500
)

// comparison is one indicator over all entities compared.
type comparison struct {
	indicator graph.ID
	rows      []*comparedRow
}

// comparedRow is what one entity has of one indicator.
type comparedRow struct {
	of                *compared
	entity, indicator graph.ID
	observations      []*graph.Observation
}

// compared is what one field compares.
type compared struct {
	entities, indicators []graph.ID
	keep                 func(role, measure, period string) bool
}

func (b *builder) compareRoot() *graphql.Field {
	conflict := b.conflictType()
	row := graphql.NewObject(graphql.ObjectConfig{Name: "ComparisonRow", Description: "What one entity has of one indicator.", Fields: graphql.Fields{
		"entity":       {Type: nonNull(b.entity), Description: "The entity.", Resolve: loadOne(func(r *comparedRow) graph.ID { return r.entity }, b.Graph.Entities)},
		"missing":      {Type: nonNull(graphql.Boolean), Description: "Nothing is known here.", Resolve: executor.One(func(r *comparedRow) any { return len(r.observations) == 0 })},
		"observations": {Type: listOf(b.observed), Description: "What is measured, sorted by part, period, role and place; number has it in the indicator's unit.", Resolve: executor.One(func(r *comparedRow) any { return r.observations })},
		"conflicts":    {Type: listOf(conflict), Description: "Where the numbers contradict each other.", Resolve: executor.Many(b.conflictsOfRows)},
	}})
	t := graphql.NewObject(graphql.ObjectConfig{Name: "Comparison", Description: "One indicator over all entities compared.", Fields: graphql.Fields{
		"indicator": {Type: nonNull(b.indic), Description: "The indicator.", Resolve: loadOne(func(c *comparison) graph.ID { return c.indicator }, b.Graph.Indicators)},
		"rows":      {Type: listOf(row), Description: "A row for each entity, in the order asked, whether it has observations or not.", Resolve: executor.One(func(c *comparison) any { return c.rows })},
	}})
	return &graphql.Field{
		Type:        listOf(t),
		Description: "Observations of entities side by side, indicator by indicator; every entity has its row.",
		Args: graphql.FieldConfigArgument{
			"entities":   {Type: listOf(graphql.ID), Description: fmt.Sprintf("What is compared, at most %d.", maxCompared)},
			"indicators": {Type: graphql.NewList(nonNull(graphql.ID)), Description: fmt.Sprintf("Which indicators, in this order, at most %d; without it all that one of the entities has, sorted by id.", maxIndicators)},
			"roles":      {Type: graphql.NewList(nonNull(b.enums.role)), Description: "Only these roles."},
			"measures":   {Type: graphql.NewList(nonNull(b.enums.measure)), Description: "Only these measures."},
			"period":     {Type: b.conditions.period, Description: "Only these periods."},
		},
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			list, err := b.compare(ctx, args)
			return []any{list}, err
		}),
	}
}

func (b *builder) compare(ctx context.Context, args map[string]any) ([]*comparison, error) {
	entities, indicators, err := b.comparedIDs(ctx, args)
	if err != nil {
		return nil, err
	}
	rows, err := b.Graph.Observations(ctx, entities, indicators)
	if err != nil {
		return nil, err
	}
	keep := observationSieve(args)
	cells := map[[2]graph.ID][]*graph.Observation{} // by entity and indicator
	for i, row := range rows {
		for _, o := range row {
			if keep(o.Role, o.Measure, o.Period) {
				key := [2]graph.ID{entities[i], o.Indicator}
				cells[key] = append(cells[key], o)
			}
		}
	}
	if len(indicators) == 0 {
		for key := range cells {
			indicators = append(indicators, key[1])
		}
		slices.Sort(indicators)
		indicators = slices.Compact(indicators)
	}
	of := &compared{entities, indicators, keep}
	list := make([]*comparison, len(indicators))
	for i, indicator := range indicators {
		c := &comparison{indicator: indicator}
		for _, entity := range entities {
			c.rows = append(c.rows, &comparedRow{of, entity, indicator, cells[[2]graph.ID{entity, indicator}]})
		}
		list[i] = c
	}
	return list, nil
}

// conflictsOfRows finds the contradictions in rows; they are looked for when they are asked for.
func (b *builder) conflictsOfRows(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
	type cell struct {
		of                *compared
		entity, indicator graph.ID
	}
	found := map[*compared]bool{}
	cells := map[cell][]*graph.Conflict{}
	values := make([]any, len(parents))
	for i, r := range executor.Parents[*comparedRow](parents) {
		if of := r.of; !found[of] {
			found[of] = true
			all, err := b.Graph.Contradictions(ctx, append([]graph.ID{}, of.entities...), of.indicators)
			if err != nil {
				return nil, err
			}
			for j := range all.Conflicts {
				if x := &all.Conflicts[j]; of.keep(x.Role, x.Measure, x.Period) {
					cells[cell{of, x.Entity, x.Indicator}] = append(cells[cell{of, x.Entity, x.Indicator}], x)
				}
			}
		}
		values[i] = cells[cell{r.of, r.entity, r.indicator}]
	}
	return values, nil
}

// comparedIDs reads the arguments of entities and indicators; one that is not there is refused.
func (b *builder) comparedIDs(ctx context.Context, args map[string]any) (entities, indicators []graph.ID, err error) {
	given, err := atMost(args, "entities", maxCompared)
	if err != nil {
		return nil, nil, err
	}
	if entities, err = b.readIDs(ctx, "entities", given); err != nil {
		return nil, nil, err
	}
	indicators, err = b.indicatorIDs(ctx, args)
	return entities, indicators, err
}

// observationSieve keeps the roles, measures and periods that the arguments name.
func observationSieve(args map[string]any) func(role, measure, period string) bool {
	roles, measures := listArg[string](args, "roles"), listArg[string](args, "measures")
	condition, _ := args["period"].(map[string]any)
	return func(role, measure, period string) bool {
		return allows(roles, role) && allows(measures, measure) && holdsPeriod(condition, period)
	}
}

// quantityFields are what numbers are said of; of gives it for parents of type P.
func quantityFields[P any](b *builder, of func(P) *graph.Quantity, more graphql.Fields) graphql.Fields {
	fields := graphql.Fields{
		"entity":    {Type: nonNull(b.entity), Description: "Whom it is about.", Resolve: loadOne(func(p P) graph.ID { return of(p).Entity }, b.Graph.Entities)},
		"of":        {Type: b.entity, Description: "What is measured inside the entity.", Resolve: loadOne(func(p P) graph.ID { return of(p).Of }, b.Graph.Entities)},
		"indicator": {Type: nonNull(b.indic), Description: "What is measured.", Resolve: loadOne(func(p P) graph.ID { return of(p).Indicator }, b.Graph.Indicators)},
		"period":    {Type: nonNull(graphql.String), Description: "A calendar year, or a range such as 2016/2020.", Resolve: executor.One(func(p P) any { return of(p).Period })},
		"role":      {Type: nonNull(b.enums.role), Description: "Actual, target or estimate.", Resolve: executor.One(func(p P) any { return of(p).Role })},
		"measure":   {Type: nonNull(b.enums.measure), Description: "How the values are to be read.", Resolve: executor.One(func(p P) any { return of(p).Measure })},
	}
	for name, f := range more {
		fields[name] = f
	}
	return fields
}
