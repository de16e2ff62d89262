package schema

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// observationsRoot lists observations.
func (b *builder) observationsRoot() *graphql.Field {
	t := b.listType("Observation", "observations", b.observed, nil)
	t.AddFieldConfig("groupBy", b.observationGroups())
	order := graphql.NewInputObject(graphql.InputObjectConfig{Name: "ObservationOrder", Description: "How observations are sorted; ties are broken by their place.", Fields: graphql.InputObjectConfigFieldMap{
		"field": {Type: nonNull(graphql.NewEnum(graphql.EnumConfig{Name: "ObservationOrderField", Description: "What observations are sorted by.", Values: graphql.EnumValueConfigMap{
			"NUMBER": {Value: "number", Description: "The value in the indicator's unit; wordings come first."}, "PERIOD": {Value: "period", Description: "The period."},
			"ENTITY": {Value: "entity", Description: "The id of the entity."}, "INDICATOR": {Value: "indicator", Description: "The id of the indicator."}, "ROLE": {Value: "role", Description: "The role."},
		}})), Description: "What to sort by."},
		"direction": {Type: b.enums.orderDirection, DefaultValue: "asc", Description: "Which way."},
	}})
	return &graphql.Field{
		Type: nonNull(t), Description: "Observations, source by source in reading order unless an order is given.",
		Args: pagingArgs(graphql.FieldConfigArgument{
			"filter":  {Type: b.observationFilter(), Description: "Only observations that meet this filter."},
			"orderBy": {Type: graphql.NewList(nonNull(order)), Description: "Sort keys, the most important first."},
		}),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			scope := scopeOf("observations", nil, args)
			filter, filtered := args["filter"].(map[string]any)
			orders := listArg[map[string]any](args, "orderBy")
			if len(orders) > maxSortKeys {
				return nil, executor.BadInput("orderBy has %d keys, at most %d are allowed", len(orders), maxSortKeys)
			}
			if !filtered && len(orders) == 0 {
				page, ids, err := b.statementPage(ctx, graph.ObservationPrefix, b.Graph.Stats().Observations, scope, args)
				if err != nil {
					return nil, err
				}
				page.observations = sync.OnceValues(func() ([]*graph.Observation, error) { return b.findObservations(ctx, nil) })
				return fill(ctx, page, ids, b.Graph.Observed)
			}
			found, err := b.findObservations(ctx, filter)
			if err != nil {
				return nil, err
			}
			entries, sorted, err := b.observationEntries(ctx, found, orders)
			if err != nil {
				return nil, err
			}
			page, err := pageOf(entries, sorted, scope, args, b.Limits.Page)
			if err != nil {
				return nil, err
			}
			page.observations = known(found)
			return []any{page}, nil
		}),
	}
}

// observationEntries sorts observations by the keys of orders, then by place.
func (b *builder) observationEntries(ctx context.Context, list []*graph.Observation, orders []map[string]any) ([]entry, descending, error) {
	numbers, err := b.sieve(ctx).numbers(list)
	if err != nil {
		return nil, nil, err
	}
	order := make(descending, len(orders))
	entries := make([]entry, len(list))
	for i, o := range list {
		var key []string
		for j, by := range orders {
			order[j] = by["direction"] == "desc"
			switch by["field"] {
			case "number":
				key = append(key, numberKey(numbers[i]))
			case "period":
				key = append(key, o.Period)
			case "entity":
				key = append(key, string(o.Entity))
			case "indicator":
				key = append(key, string(o.Indicator))
			case "role":
				key = append(key, o.Role)
			}
		}
		entries[i] = entry{append(key, placeKey(o.Locator, o.ID)...), o, nil}
	}
	slices.SortFunc(entries, func(a, b entry) int { return order.compare(a.key, b.key) })
	return entries, order, nil
}

// findObservations gives the observations that a filter keeps.
func (b *builder) findObservations(ctx context.Context, filter map[string]any) ([]*graph.Observation, error) {
	if err := weighFilter(filter); err != nil {
		return nil, err
	}
	indicators, some := idsNamed(filter["indicator"])
	if some && len(indicators) == 0 {
		return nil, nil
	}
	var lists [][]graph.ID
	entity, _ := filter["entity"].(map[string]any)
	if ids, named := idsNamed(entity["id"]); named {
		for i, id := range ids {
			ids[i] = b.Graph.Resolve(id)
		}
		lists = append(lists, slices.Compact(slices.Sorted(slices.Values(ids))))
	} else {
		for _, t := range graph.Ontology.Types {
			lists = append(lists, b.Graph.IDs(t.Type))
		}
	}
	s := b.sieve(ctx)
	var found []*graph.Observation
	for _, list := range lists {
		for part := range slices.Chunk(list, atOnce) {
			rows, err := b.Graph.Observations(ctx, part, indicators)
			if err != nil {
				return nil, err
			}
			all := slices.Concat(rows...)
			ok, err := s.holdObservations(all, filter)
			if err != nil {
				return nil, err
			}
			for i, o := range all {
				if ok[i] {
					found = append(found, o)
				}
			}
		}
	}
	return found, nil
}

func (b *builder) observationFilter() *graphql.InputObject {
	if t := b.inputs["ObservationFilter"]; t != nil {
		return t
	}
	c := &b.conditions
	var filter *graphql.InputObject
	filter = graphql.NewInputObject(graphql.InputObjectConfig{Name: "ObservationFilter", Description: "Which observations are wanted. All that is given must hold.", Fields: graphql.InputObjectConfigFieldMapThunk(func() graphql.InputObjectConfigFieldMap {
		entity := b.filterType(b.entity, b.allTypes())
		return graphql.InputObjectConfigFieldMap{
			"and": {Type: graphql.NewList(nonNull(filter)), Description: "All of these hold."}, "or": {Type: graphql.NewList(nonNull(filter)), Description: "One of these holds."}, "not": {Type: filter, Description: "This does not hold."},
			"entity": {Type: entity, Description: "Whom it is about."}, "of": {Type: entity, Description: "What is measured inside the entity; observations of the whole are left out."},
			"indicator": {Type: c.id, Description: "The indicator."}, "period": {Type: c.period, Description: "The period."},
			"role": {Type: c.word(b.enums.role), Description: "Actual, target or estimate."}, "measure": {Type: c.word(b.enums.measure), Description: "How the value is to be read."}, "bound": {Type: c.word(b.enums.bound), Description: "On which side the true value lies."},
			"number": {Type: c.float, Description: "The value in the indicator's unit; of an interval its lower end."}, "value": {Type: c.text, Description: "The value as printed."}, "unit": {Type: c.text, Description: "The unit as printed."},
			"source": {Type: c.id, Description: "The source."}, "section": {Type: c.text, Description: "The path of headings, joined by \" > \"."},
			"context": {Type: graphql.Boolean, Description: "Read from headings or what precedes."},
		}
	})})
	b.inputs["ObservationFilter"] = filter
	return filter
}

// observations holds the observations of entities against a condition on the list of them.
func (s *sieve) observations(ids []graph.ID, c map[string]any) ([]bool, error) {
	rows, err := s.Graph.Observations(s.ctx, ids, nil)
	if err != nil {
		return nil, err
	}
	return quantify(rows, c, s.holdObservations)
}

// holdObservations says of each observation whether it meets a filter.
func (s *sieve) holdObservations(list []*graph.Observation, filter map[string]any) ([]bool, error) {
	cost := func(condition string) int { return slices.Index([]string{"number", "of", "entity"}, condition) }
	return narrow(list, filter, cost, func(list []*graph.Observation, name string, want any) ([]bool, error) {
		c, _ := want.(map[string]any)
		ok := make([]bool, len(list))
		switch name {
		case "and", "or", "not":
			return combine(name, want, len(list), func(f map[string]any) ([]bool, error) { return s.holdObservations(list, f) })
		case "entity":
			return s.each(idsOf(list, func(o *graph.Observation) graph.ID { return o.Entity }), c)
		case "of":
			held, err := s.each(idsOf(list, func(o *graph.Observation) graph.ID { return o.Of }), c)
			for i, h := range held {
				ok[i] = h && list[i].Of != ""
			}
			return ok, err
		case "number":
			numbers, err := s.numbers(list)
			for i, n := range numbers {
				ok[i] = n == nil && holdsNumber(c, 0, false) || n != nil && holdsNumber(c, *n, true)
			}
			return ok, err
		}
		for i, o := range list {
			switch name {
			case "indicator":
				ok[i] = s.holdsID(c, o.Indicator)
			case "period":
				ok[i] = holdsPeriod(c, o.Period)
			case "role":
				ok[i] = holdsWord(c, o.Role)
			case "measure":
				ok[i] = holdsWord(c, o.Measure)
			case "bound":
				ok[i] = holdsWord(c, o.Bound)
			case "value":
				ok[i] = holdsText(c, o.Value)
			case "unit":
				ok[i] = holdsText(c, o.Unit)
			case "source":
				ok[i] = s.holdsID(c, o.Source)
			case "section":
				ok[i] = holdsText(c, o.Section)
			case "context":
				ok[i] = o.Context == want
			}
		}
		return ok, nil
	})
}

// numbers gives the values of observations in the units of their indicators;
// nil for wordings and units that do not compare.
func (s *sieve) numbers(list []*graph.Observation) ([]*float64, error) {
	if s.units == nil {
		indicators, err := s.Graph.Indicators(s.ctx, s.Graph.IndicatorIDs())
		if err != nil {
			return nil, err
		}
		s.units = map[graph.ID]string{}
		for _, x := range indicators {
			s.units[x.ID] = x.Unit
		}
	}
	numbers := make([]*float64, len(list))
	for i, o := range list {
		if number, ok := graph.Convert(o.Value, o.Unit, s.units[o.Indicator]); ok {
			f, _ := number.Float64()
			numbers[i] = &f
		}
	}
	return numbers, nil
}

// observationGroups counts observations by the values of keys.
func (b *builder) observationGroups() *graphql.Field {
	enum := graphql.NewEnum(graphql.EnumConfig{Name: "ObservationGroupKey", Description: "What observations are grouped by.", Values: graphql.EnumValueConfigMap{
		"INDICATOR": {Value: "indicator", Description: "The indicator."}, "ENTITY": {Value: "entity", Description: "The entity."}, "ENTITY_TYPE": {Value: "entityType", Description: "The type of the entity."},
		"OF": {Value: "of", Description: "What is measured inside the entity."}, "PERIOD": {Value: "period", Description: "The period."}, "ROLE": {Value: "role", Description: "The role."},
		"MEASURE": {Value: "measure", Description: "The measure."}, "SOURCE": {Value: "source", Description: "The source."},
	}})
	t := b.groupType("ObservationGroup", graphql.Fields{
		"number": {Type: nonNull(b.summary), Description: "What the values amount to in the units of their indicators. Group by INDICATOR or filter for one: numbers of several are not to be added up.", Resolve: executor.One(func(g *group) any { return g.numbers })},
	})
	return b.groupsField(enum, t, func(ctx context.Context, c *connection, by string) ([][]groupKey, error) {
		list, err := c.observations()
		if err != nil {
			return nil, err
		}
		keys := make([][]groupKey, len(list))
		for i, o := range list {
			keys[i] = []groupKey{observationGroupKey(o, by)}
		}
		return keys, nil
	})
}

func observationGroupKey(o *graph.Observation, by string) groupKey {
	name := enumName(by)
	switch by {
	case "indicator":
		return idKey(name, o.Indicator)
	case "entity":
		return idKey(name, o.Entity)
	case "entityType":
		return typeKeyOf(name, o.Entity)
	case "of":
		return idKey(name, o.Of)
	case "period":
		return groupKey{by: name, value: o.Period}
	case "role":
		return wordKey(name, graph.ObservationRoles, o.Role)
	case "measure":
		return wordKey(name, graph.Measures, o.Measure)
	case "source":
		return idKey(name, o.Source)
	}
	panic(fmt.Sprintf("observations are not grouped by %s", by))
}
