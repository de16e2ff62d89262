package schema

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// entityList is a root list of entities: those of a type, of all types of
// organizations, or of all types.
type entityList struct {
	field       string
	description string
	node        graphql.Output
	types       []graph.Type // in the order of their prefixes, so that ids are sorted over all of them
}

// entityLists are all root lists of entities.
func (b *builder) entityLists() []entityList {
	var lists []entityList
	var all, organizations []graph.Type
	for _, t := range byPrefix() {
		all = append(all, t.Type)
		if t.Organization {
			organizations = append(organizations, t.Type)
		}
		lists = append(lists, entityList{t.Plural, t.Label.Zh + " · " + t.Comment, b.objects[t.Type], []graph.Type{t.Type}})
	}
	return append(lists,
		entityList{"organizations", "组织机构 · Universities, research institutes, enterprises, government bodies and associations.", b.org, organizations},
		entityList{"entities", "实体 · Entities of all types.", b.entity, all})
}

func byPrefix() []graph.TypeInfo {
	types := slices.Clone(graph.Ontology.Types)
	slices.SortFunc(types, func(a, b graph.TypeInfo) int { return cmp.Compare(a.Prefix+"/", b.Prefix+"/") })
	return types
}

// entitiesRoot makes the root field of a list.
func (b *builder) entitiesRoot(l entityList) *graphql.Field {
	name := l.node.Name()
	t := b.listType(name, "entities of type "+name, l.node, nil)
	t.AddFieldConfig("aggregate", b.aggregateField())
	t.AddFieldConfig("groupBy", b.groupField(l))
	args := pagingArgs(graphql.FieldConfigArgument{
		"filter":  {Type: b.filterType(l.node, l.types), Description: "Only entities that meet this filter."},
		"orderBy": {Type: graphql.NewList(nonNull(b.orderType(l))), Description: "Sort keys, the most important first; by id unless given."},
		"within":  {Type: graphql.ID, Description: "A county, region or platform: only what belongs to it, through towns, parks, zones and parts: what stands in it, its programmes and events, the documents that are its plan or that it issued, and their tasks."},
	})
	return &graphql.Field{
		Type: nonNull(t), Description: l.description, Args: args,
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			page, err := b.entityPage(ctx, l, args)
			if err != nil {
				return nil, err
			}
			return b.loadPages(ctx, []*connection{page}, func(e *edge) graph.ID { return e.detail.(graph.ID) })
		}),
	}
}

// entityPage cuts a page from a list after filters. Without filter and order it
// is the graph's own order, and the other entities are not looked at.
func (b *builder) entityPage(ctx context.Context, l entityList, args map[string]any) (*connection, error) {
	scope := scopeOf(l.field, nil, args)
	orders := listArg[map[string]any](args, "orderBy")
	filter, filtered := args["filter"].(map[string]any)
	within, placed := args["within"].(string)
	if len(orders) > maxSortKeys {
		return nil, executor.BadInput("orderBy has %d keys, at most %d are allowed", len(orders), maxSortKeys)
	}
	if !filtered && !placed && len(orders) == 0 {
		return b.pageByID(ctx, l, scope, args)
	}
	ids, err := b.idsWithin(ctx, l.types, within)
	if err != nil {
		return nil, err
	}
	if ids, err = b.sieve(ctx).keep(ids, filter); err != nil {
		return nil, err
	}
	page, err := b.pageSorted(ctx, ids, orders, scope, args)
	if err == nil {
		page.members = known(ids)
	}
	return page, err
}

// pageByID cuts a page from the entities of some types in the order of their ids.
func (b *builder) pageByID(ctx context.Context, l entityList, scope *scope, args map[string]any) (*connection, error) {
	p, err := readPaging(scope, args, b.Limits.Page)
	if err != nil {
		return nil, err
	}
	after, before := lastKey(p.after), lastKey(p.before)
	page := &connection{scope: scope, members: sync.OnceValues(func() ([]graph.ID, error) { return b.idsWithin(ctx, l.types, "") })}
	from, to := 0, 0 // the window that the cursors leave, in places of the whole list
	for _, t := range l.types {
		_, skipped, _ := b.Graph.Page(t, after, before, 0, -1)
		_, end, _ := b.Graph.Page(t, after, before, -1, 0)
		page.total, from, to = page.total+b.Graph.Count(t), from+skipped, to+end
	}
	first, last := to-from, 0
	if p.first >= 0 {
		first = min(first, p.first)
	}
	if p.last >= 0 {
		last = max(0, first-p.last) // so many of the front are cut off again
	}
	ids := b.window(l.types, after, before, to-from, last, first)
	page.prev, page.next = from+last > 0, from+first < page.total
	for _, id := range ids {
		page.add(entry{[]string{string(id)}, nil, id})
	}
	return page, nil
}

// window lists the ids from place start to place end among size that two cursors leave.
func (b *builder) window(types []graph.Type, after, before graph.ID, size, start, end int) []graph.ID {
	var ids []graph.ID
	if size-start < end { // the back is nearer
		for _, t := range slices.Backward(types) {
			part, _, _ := b.Graph.Page(t, after, before, -1, size-start-len(ids))
			ids = append(slices.Clip(part), ids...)
		}
		return ids[:end-start]
	}
	for _, t := range types {
		part, _, _ := b.Graph.Page(t, after, before, end-len(ids), -1)
		ids = append(ids, part...)
	}
	return ids[start:]
}

func lastKey(key []string) graph.ID {
	if len(key) == 0 {
		return ""
	}
	return graph.ID(key[len(key)-1])
}

// idsWithin lists the entities of some types, sorted: all, or what belongs to a place.
func (b *builder) idsWithin(ctx context.Context, types []graph.Type, place string) ([]graph.ID, error) {
	if place == "" {
		if len(types) == 1 {
			return b.Graph.IDs(types[0]), nil
		}
		var ids []graph.ID
		for _, t := range types {
			ids = append(ids, b.Graph.IDs(t)...)
		}
		return ids, nil
	}
	found, err := b.readIDs(ctx, "within", []any{place}, graph.County, graph.Region, graph.Platform)
	if err != nil {
		return nil, err
	}
	ids, err := b.Graph.Within(ctx, found[0], types)
	return ids, err
}

// maxSortKeys bounds the keys of one order.
const maxSortKeys = 8

// pageSorted cuts a page from entities in the order that orders ask for; the id
// is always the last key.
func (b *builder) pageSorted(ctx context.Context, ids []graph.ID, orders []map[string]any, scope *scope, args map[string]any) (*connection, error) {
	columns := make([][]string, len(orders)+1)
	order := make(descending, len(orders)+1)
	for i, o := range orders {
		order[i] = o["direction"] == "desc"
		var err error
		if columns[i], err = b.sortKeys(ctx, ids, o["field"].(string)); err != nil {
			return nil, err
		}
	}
	last := make([]string, len(ids))
	for i, id := range ids {
		last[i] = string(id)
	}
	columns[len(orders)] = last
	entries := make([]entry, len(ids))
	for i, id := range ids {
		key := make([]string, len(columns))
		for j := range columns {
			key[j] = columns[j][i]
		}
		entries[i] = entry{key, nil, id}
	}
	slices.SortFunc(entries, func(a, b entry) int { return order.compare(a.key, b.key) })
	return pageOf(entries, order, scope, args, b.Limits.Page)
}

// orderType is the input type of one sort key of a list: a property of the
// entity, or how many relations a field of the ontology gives it.
func (b *builder) orderType(l entityList) *graphql.InputObject {
	name := l.node.Name()
	values := graphql.EnumValueConfigMap{
		"ID": {Value: "id", Description: "The id."}, "NAME": {Value: "name", Description: "The main name, by code points."},
		"NAME_EN": {Value: "nameEn", Description: "The English name; entities without one come first."},
		"DEGREE":  {Value: "degree", Description: "The number of stated relations."},
		"KIND":    {Value: "kind", Description: "The kind, in the order of the ontology; entities without one come first."},
		"LEVEL":   {Value: "level", Description: "The level, from national to township; entities without one come first."},
		"TYPE":    {Value: "type", Description: "The type, by its name."},
	}
	for relation, f := range b.relationsOf(l.types) {
		values[enumName(relation)] = &graphql.EnumValueConfig{Value: countOf + relation, Description: "How many it has, stated or derived: " + f.Label.Zh + " · " + f.Label.En + "."}
	}
	field := graphql.NewEnum(graphql.EnumConfig{Name: name + "OrderField", Description: "What entities of type " + name + " are sorted by.", Values: values})
	return graphql.NewInputObject(graphql.InputObjectConfig{Name: name + "Order", Description: "How entities are sorted; ties are broken by id.", Fields: graphql.InputObjectConfigFieldMap{
		"field":     {Type: nonNull(field), Description: "What to sort by."},
		"direction": {Type: b.enums.orderDirection, DefaultValue: "asc", Description: "Which way."},
	}})
}

// countOf marks a sort key that counts a relation field.
const countOf = "count:"

// sortKeys spells what entities are sorted by as texts that sort so.
func (b *builder) sortKeys(ctx context.Context, ids []graph.ID, field string) ([]string, error) {
	keys := make([]string, len(ids))
	if len(field) > len(countOf) && field[:len(countOf)] == countOf {
		rows, err := b.sieve(ctx).relationRows(ids, field[len(countOf):])
		for i, row := range rows {
			keys[i] = countKey(len(row))
		}
		return keys, err
	}
	switch field {
	case "degree":
		degrees, err := b.Graph.Degrees(ctx, ids)
		for i, d := range degrees {
			keys[i] = countKey(d)
		}
		return keys, err
	case "id":
		for i, id := range ids {
			keys[i] = string(id)
		}
		return keys, nil
	}
	entities, err := b.Graph.Entities(ctx, ids)
	for i, e := range entities {
		switch field {
		case "name":
			keys[i] = e.Name
		case "nameEn":
			keys[i] = e.NameEn
		case "type":
			keys[i] = string(e.Type)
		case "kind":
			keys[i] = rankKey(graph.Ontology.Kinds, e.Kind)
		case "level":
			keys[i] = rankKey(graph.Ontology.Levels, e.Level)
		}
	}
	return keys, err
}
