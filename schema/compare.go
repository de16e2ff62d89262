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
