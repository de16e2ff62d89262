package schema

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// summary is what numbers of many entities or observations amount to.
type summary struct {
	count          int
	sum, low, high float64
}

func (s *summary) add(number float64) {
	if s.count == 0 || number < s.low {
		s.low = number
	}
	if s.count == 0 || number > s.high {
		s.high = number
	}
	s.count++
	s.sum += number
}

// aggregate is what a list amounts to after its filter.
type aggregate struct{ degrees *summary }

// aggregateField counts all entities of a list, whatever the page.
func (b *builder) aggregateField() *graphql.Field {
	return &graphql.Field{Type: nonNull(b.aggregate), Description: "What the whole list amounts to, after filters and whatever the page.", Resolve: executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
		values := make([]any, len(parents))
		for i, c := range executor.Parents[*connection](parents) {
			ids, err := c.members()
			if err != nil {
				return nil, err
			}
			degrees, err := b.Graph.Degrees(ctx, ids)
			if err != nil {
				return nil, err
			}
			a := &aggregate{&summary{}}
			for _, d := range degrees {
				a.degrees.add(float64(d))
			}
			values[i] = a
		}
		return values, nil
	})}
}

// group is the entities or statements that have the same values of some keys.
type group struct {
	keys    []groupKey
	count   int
	numbers *summary // of observations
}

// groupKey is one value of a group: a word of a closed list, an entity, a
// source, or a text; all empty where there is no value.
type groupKey struct {
	by    string // enum value of the key
	value string // id, or enum value, or text
	term  *graph.Term
	id    graph.ID
}

// maxGroupKeys bounds the keys of a grouping: an entity that has several values
// of each key is in the product of them.
const maxGroupKeys = 3

// groupField counts the entities of a list by the values of some keys.
func (b *builder) groupField(l entityList) *graphql.Field {
	values := graphql.EnumValueConfigMap{
		"TYPE": {Value: "type", Description: "The type."}, "KIND": {Value: "kind", Description: "The kind."}, "LEVEL": {Value: "level", Description: "The level."},
		"SOURCE": {Value: "source", Description: "Each source that names it."},
	}
	for relation, f := range b.relationsOf(l.types) {
		values[enumName(relation)] = &graphql.EnumValueConfig{Value: countOf + relation, Description: "Each entity that the field leads to: " + f.Label.Zh + " · " + f.Label.En + "."}
	}
	name := l.node.Name()
	enum := graphql.NewEnum(graphql.EnumConfig{Name: name + "GroupKey", Description: "What entities of type " + name + " are grouped by.", Values: values})
	return b.groupsField(enum, b.groupType("Group", nil), func(ctx context.Context, c *connection, by string) ([][]groupKey, error) {
		ids, err := c.members()
		if err != nil {
			return nil, err
		}
		return b.entityKeys(ctx, ids, by)
	})
}

// groupsField makes a groupBy field over the members of a connection. keys
// gives the values that each member has of a key.
func (b *builder) groupsField(enum *graphql.Enum, group *graphql.Object, keys func(ctx context.Context, c *connection, by string) ([][]groupKey, error)) *graphql.Field {
	return &graphql.Field{
		Type:        nonNull(b.listType(group.Name(), "groups, the largest first", group, nil)),
		Description: fmt.Sprintf("The whole list counted by the values of at most %d keys, after filters and whatever the page. What has several values of a key is counted with each, what has none with null.", maxGroupKeys),
		Args:        pagingArgs(graphql.FieldConfigArgument{"keys": {Type: listOf(enum), Description: "What to group by."}}),
		Resolve: executor.Many(func(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
			by := listArg[string](args, "keys")
			if len(by) == 0 || len(by) > maxGroupKeys {
				return nil, executor.BadInput("groupBy has %d keys, from 1 to %d are allowed", len(by), maxGroupKeys)
			}
			pages := make([]any, len(parents))
			for i, c := range executor.Parents[*connection](parents) {
				var columns [][][]groupKey
				numbers, err := b.numbersOf(ctx, c)
				if err != nil {
					return nil, err
				}
				for _, key := range by {
					column, err := keys(ctx, c, key)
					if err != nil {
						return nil, err
					}
					columns = append(columns, column)
				}
				entries, err := groupEntries(ctx, columns, numbers)
				if err != nil {
					return nil, err
				}
				page, err := pageOf(entries, descending{true}, scopeOf("groupBy", c.scope, args), args, b.Limits.Page)
				if err != nil {
					return nil, err
				}
				pages[i] = page
			}
			return pages, nil
		}),
	}
}

// numbersOf are the numbers of the members of a list of observations; nil of any other.
func (b *builder) numbersOf(ctx context.Context, c *connection) ([]*float64, error) {
	if c.observations == nil {
		return nil, nil
	}
	list, err := c.observations()
	if err != nil {
		return nil, err
	}
	return b.sieve(ctx).numbers(list)
}

// maxGroups bounds the groups of one grouping: what has a hundred values of each
// of three keys would be in a million.
const maxGroups = 100_000

// groupEntries counts members by the product of their values, the largest groups
// first. numbers are those of the members, if they have any.
func groupEntries(ctx context.Context, columns [][][]groupKey, numbers []*float64) ([]entry, error) {
	groups := map[string]*group{}
	tooMany := false
	combined := 0 // how often a member was counted
	var add func(member, depth int, keys []groupKey) bool
	add = func(member, depth int, keys []groupKey) bool {
		if depth < len(columns) {
			for _, k := range columns[depth][member] {
				if !add(member, depth+1, append(slices.Clip(keys), k)) {
					return false
				}
			}
			return true
		}
		if combined++; combined%4096 == 0 && ctx.Err() != nil {
			return false
		}
		spelled := make([]string, len(keys))
		for i, k := range keys {
			spelled[i] = k.value
		}
		g := groups[strings.Join(spelled, "\x00")]
		if g == nil {
			if len(groups) == maxGroups {
				tooMany = true
				return false
			}
			g = &group{keys: keys, numbers: &summary{}}
			groups[strings.Join(spelled, "\x00")] = g
		}
		g.count++
		if numbers != nil && numbers[member] != nil {
			g.numbers.add(*numbers[member])
		}
		return true
	}
	for member := range columns[0] {
		if !add(member, 0, nil) {
			break
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if tooMany {
		return nil, &executor.Error{Message: fmt.Sprintf("there are more than %d groups; ask for fewer keys, or filter", maxGroups), Code: executor.CodeTooCostly}
	}
	entries := make([]entry, 0, len(groups))
	for _, g := range groups {
		key := []string{countKey(g.count)}
		for _, k := range g.keys {
			key = append(key, k.value)
		}
		entries = append(entries, entry{key, g, nil})
	}
	slices.SortFunc(entries, func(a, b entry) int { return descending{true}.compare(a.key, b.key) })
	return entries, nil
}

// groupType is a type of groups, made at the first call; extra are further fields.
func (b *builder) groupType(name string, extra graphql.Fields) *graphql.Object {
	if t := b.groups[name]; t != nil {
		return t
	}
	fields := graphql.Fields{
		"keys":  {Type: listOf(b.groupValue), Description: "The values, in the order of the keys asked for.", Resolve: executor.One(func(g *group) any { return g.keys })},
		"count": {Type: nonNull(graphql.Int), Description: "How many there are.", Resolve: executor.One(func(g *group) any { return g.count })},
	}
	for n, f := range extra {
		fields[n] = f
	}
	t := graphql.NewObject(graphql.ObjectConfig{Name: name, Description: "What has the same values of some keys.", Fields: fields})
	b.groups[name] = t
	return t
}

// groupTypes makes the small types of aggregates and groups.
func (b *builder) groupTypes() {
	b.summary = graphql.NewObject(graphql.ObjectConfig{Name: "NumberSummary", Description: "What numbers amount to; all but the count is null where there is none.", Fields: graphql.Fields{
		"count": {Type: nonNull(graphql.Int), Description: "How many numbers there are.", Resolve: executor.One(func(s *summary) any { return s.count })},
		"min":   summaryField(func(s *summary) float64 { return s.low }, "The lowest."),
		"max":   summaryField(func(s *summary) float64 { return s.high }, "The highest."),
		"sum":   summaryField(func(s *summary) float64 { return s.sum }, "The sum."),
		"mean":  summaryField(func(s *summary) float64 { return s.sum / float64(s.count) }, "The arithmetic mean."),
	}})
	b.aggregate = graphql.NewObject(graphql.ObjectConfig{Name: "EntityAggregate", Description: "What a list of entities amounts to after its filter, whatever the page.", Fields: graphql.Fields{
		"count":  {Type: nonNull(graphql.Int), Description: "Number of entities.", Resolve: executor.One(func(a *aggregate) any { return a.degrees.count })},
		"degree": {Type: nonNull(b.summary), Description: "Their numbers of stated relations.", Resolve: executor.One(func(a *aggregate) any { return a.degrees })},
	}})
	label := func(f func(graph.Label) string) graphql.FieldResolveFn {
		return executor.One(func(k groupKey) any {
			if k.term == nil {
				return nil
			}
			return f(k.term.Label)
		})
	}
	b.groupValue = graphql.NewObject(graphql.ObjectConfig{Name: "GroupValue", Description: "The value of one key that the members of a group have.", Fields: graphql.Fields{
		"key":     {Type: nonNull(graphql.String), Description: "The key, as it was asked for.", Resolve: executor.One(func(k groupKey) any { return k.by })},
		"value":   {Type: graphql.String, Description: "An enum value, an id or a text; null where there is none.", Resolve: executor.One(func(k groupKey) any { return orNull(k.value) })},
		"label":   {Type: graphql.String, Description: "Label of an enum value, Chinese.", Resolve: label(func(l graph.Label) string { return l.Zh })},
		"labelEn": {Type: graphql.String, Description: "Label of an enum value, English.", Resolve: label(func(l graph.Label) string { return l.En })},
		"node":    {Type: b.node, Description: "The entity, source or indicator with the id.", Resolve: b.loadAny(func(k groupKey) graph.ID { return k.id })},
	}})
}

// loadAny is a resolver of an id of whatever sort of each group value.
func (b *builder) loadAny(id func(groupKey) graph.ID) graphql.FieldResolveFn {
	return executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
		return b.nodes(ctx, idsOf(executor.Parents[groupKey](parents), id))
	})
}

func summaryField(f func(*summary) float64, what string) *graphql.Field {
	return &graphql.Field{Type: graphql.Float, Description: what, Resolve: executor.One(func(s *summary) any {
		if s.count == 0 {
			return nil
		}
		return f(s)
	})}
}

// entityKeys gives the values that each entity has of a key.
func (b *builder) entityKeys(ctx context.Context, ids []graph.ID, by string) ([][]groupKey, error) {
	keys := make([][]groupKey, len(ids))
	related := func(i int, list []graph.ID, name string) {
		for _, id := range list {
			keys[i] = append(keys[i], groupKey{by: name, value: string(id), id: id})
		}
		if len(list) == 0 {
			keys[i] = []groupKey{{by: name}}
		}
	}
	if relation, counts := strings.CutPrefix(by, countOf); counts {
		rows, err := b.sieve(ctx).relationRows(ids, relation)
		for i, row := range rows {
			var nodes []graph.ID
			for _, e := range row {
				nodes = append(nodes, e.Node)
			}
			related(i, nodes, enumName(relation))
		}
		return keys, err
	}
	if by == "source" {
		rows, err := b.Graph.Witnesses(ctx, ids)
		for i, row := range rows {
			related(i, row, "SOURCE")
		}
		return keys, err
	}
	if by == "type" {
		key := remembered(func(t graph.Type) groupKey { return typeKey("TYPE", t) })
		for i, id := range ids {
			t, _ := id.Type()
			keys[i] = []groupKey{key(t)}
		}
		return keys, nil
	}
	entities, err := b.Graph.Entities(ctx, ids)
	kind := remembered(func(word string) groupKey { return wordKey("KIND", graph.Ontology.Kinds, word) })
	level := remembered(func(word string) groupKey { return wordKey("LEVEL", graph.Ontology.Levels, word) })
	for i, e := range entities {
		switch by {
		case "kind":
			keys[i] = []groupKey{kind(e.Kind)}
		case "level":
			keys[i] = []groupKey{level(e.Level)}
		}
	}
	return keys, err
}

// remembered makes the key of each word once: words are few where entities are many.
func remembered[T comparable](key func(T) groupKey) func(T) groupKey {
	known := map[T]groupKey{}
	return func(word T) groupKey {
		k, met := known[word]
		if !met {
			k = key(word)
			known[word] = k
		}
		return k
	}
}

// wordKey is a word of a closed list as a value of a group.
func wordKey(by string, terms []graph.Term, word string) groupKey {
	for i := range terms {
		if terms[i].Name == word {
			return groupKey{by: by, value: enumName(word), term: &terms[i]}
		}
	}
	return groupKey{by: by}
}

func typeKeyOf(by string, id graph.ID) groupKey {
	t, _ := id.Type()
	return typeKey(by, t)
}

func idKey(by string, id graph.ID) groupKey { return groupKey{by: by, value: string(id), id: id} }

func typeKey(by string, t graph.Type) groupKey {
	info, _ := graph.Ontology.Type(t)
	return wordKey(by, []graph.Term{{Name: string(t), Label: info.Label}}, string(t))
}
