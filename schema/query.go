package schema

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
)

// queryType makes the root fields: two for each type of the ontology, and the doors to everything.
func (b *builder) queryType() *graphql.Object {
	fields := graphql.Fields{
		"node":       b.lookup(b.node, "The entity, source, indicator or claim with this id; null if there is none.", b.nodes),
		"entity":     b.entityRoot(),
		"source":     b.lookup(b.source, "The source with this id; null if there is none.", loadNodes(b.Graph.Sources)),
		"indicator":  b.lookup(b.indic, "The indicator with this id; null if there is none.", loadNodes(b.Graph.Indicators)),
		"sources":    b.plainList("Source", "sources", b.source, func() []graph.ID { return b.Graph.SourceIDs() }, loadNodes(b.Graph.Sources)),
		"indicators": b.plainList("Indicator", "indicators", b.indic, func() []graph.ID { return b.Graph.IndicatorIDs() }, loadNodes(b.Graph.Indicators)),
		"search":     b.searchRoot(),
		"stats":      b.statsRoot(),
		"ontology":   b.ontologyRoot(),
		"rateLimit":  rateLimitRoot(),
	}
	for _, t := range graph.Ontology.Types {
		fields[t.Field] = b.lookup(b.objects[t.Type], fmt.Sprintf("The %s with this id; null if there is none.", words(t.Type)), func(ctx context.Context, ids []graph.ID) ([]any, error) {
			entities, err := b.Graph.Entities(ctx, ids)
			for i, e := range entities {
				if e != nil && e.Type != t.Type {
					entities[i] = nil
				}
			}
			return anys(entities), err
		})
		fields[t.Plural] = b.entitiesRoot(t)
	}
	return graphql.NewObject(graphql.ObjectConfig{Name: "Query", Description: "What can be asked. Everything is read-only.", Fields: fields})
}

// words spells a type in lower-case words: "research institute".
func words(t graph.Type) string {
	return strings.ToLower(strings.ReplaceAll(enumName(string(t)), "_", " "))
}

type loader func(context.Context, []graph.ID) ([]any, error)

func loadNodes[T any](load func(context.Context, []graph.ID) ([]*T, error)) loader {
	return func(ctx context.Context, ids []graph.ID) ([]any, error) {
		values, err := load(ctx, ids)
		return anys(values), err
	}
}

// nodes loads whatever the prefixes of ids say.
func (b *builder) nodes(ctx context.Context, ids []graph.ID) ([]any, error) {
	values := make([]any, len(ids))
	for i, id := range ids {
		load := loadNodes(b.Graph.Entities)
		switch id.Prefix() {
		case graph.SourcePrefix:
			load = loadNodes(b.Graph.Sources)
		case graph.IndicatorPrefix:
			load = loadNodes(b.Graph.Indicators)
		case graph.ClaimPrefix:
			load = loadNodes(b.Graph.Claims)
		}
		loaded, err := load(ctx, []graph.ID{id})
		if err != nil {
			return nil, err
		}
		values[i] = loaded[0]
	}
	return values, nil
}

// lookup is a root field that takes an id. An unknown or malformed id is null and no error.
func (b *builder) lookup(t graphql.Output, description string, load loader) *graphql.Field {
	return &graphql.Field{Type: t, Description: description,
		Args: graphql.FieldConfigArgument{"id": {Type: nonNull(graphql.ID), Description: "The id."}},
		Resolve: resolveMany(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			id, err := graph.ParseID(args["id"].(string))
			if err != nil {
				return []any{nil}, nil
			}
			return load(ctx, []graph.ID{id})
		})}
}

func (b *builder) entityRoot() *graphql.Field {
	return &graphql.Field{Type: b.entity, Description: "The entity with this id, or the one with this name: a main name, else another name. Null if there is none; if several have the name, null and an error that lists their ids.",
		Args: graphql.FieldConfigArgument{
			"id":   {Type: graphql.ID, Description: "The id. Either id or name must be given."},
			"name": {Type: graphql.String, Description: "The name, whole."},
		},
		Resolve: resolveMany(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			id, byID := args["id"].(string)
			name, byName := args["name"].(string)
			if byID == byName {
				return nil, badInput("entity takes either id or name")
			}
			if byName {
				ids := b.named(name)
				if len(ids) > 1 {
					return nil, &Error{Message: fmt.Sprintf("%d entities are named %q; ask for one of them by id", len(ids), clip(name)), Code: codeAmbiguous, Details: map[string]any{"ids": ids}}
				}
				if len(ids) == 0 {
					return []any{nil}, nil
				}
				id = string(ids[0])
			}
			return loadNodes(b.Graph.Entities)(ctx, []graph.ID{graph.ID(id)})
		})}
}

// named finds the entities with this main name, else those with this other name.
func (b *builder) named(name string) []graph.ID {
	if b.Finder == nil {
		return nil
	}
	var main, other []graph.ID
	for _, m := range b.Finder.Named(name) {
		if m.Kind == "" {
			main = append(main, m.Entity)
		} else {
			other = append(other, m.Entity)
		}
	}
	if len(main) > 0 {
		other = main
	}
	slices.Sort(other)
	return slices.Compact(other)
}

// entitiesRoot lists the entities of a type.
func (b *builder) entitiesRoot(t graph.TypeInfo) *graphql.Field {
	return &graphql.Field{
		Type:        nonNull(b.listType(string(t.Type), "entities of type "+string(t.Type), b.objects[t.Type], nil)),
		Description: t.Label.Zh + " · " + t.Comment,
		Args: pagingArgs(graphql.FieldConfigArgument{
			"orderBy": {Type: graphql.NewList(nonNull(b.order)), Description: "Sort keys, the most important first; by id unless given."},
		}),
		Resolve: resolveMany(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			scope := scopeOf(t.Plural, nil, args)
			var page *connection
			var err error
			if orders := listArg[map[string]any](args, "orderBy"); len(orders) == 0 {
				page, err = b.pageByID(t.Type, scope, args)
			} else {
				page, err = b.pageSorted(ctx, t.Type, orders, scope, args)
			}
			if err != nil {
				return nil, err
			}
			return b.loadPages(ctx, []*connection{page}, func(e edge) graph.ID { return e.detail.(graph.ID) })
		}),
	}
}

// pageByID cuts a page from the entities of a type in the order of their ids,
// which is the graph's own: the others are not looked at.
func (b *builder) pageByID(t graph.Type, scope string, args map[string]any) (*connection, error) {
	p, err := readPaging(scope, args, b.Limits.Page)
	if err != nil {
		return nil, err
	}
	end := func(key []string) graph.ID {
		if len(key) == 0 {
			return ""
		}
		return graph.ID(key[len(key)-1])
	}
	ids, skipped, left := b.Graph.Page(t, end(p.after), end(p.before), p.first, p.last)
	page := &connection{total: b.Graph.Count(t), prev: skipped > 0, next: left > 0}
	for _, id := range ids {
		page.edges = append(page.edges, edge{cursor(scope, []string{string(id)}), nil, id})
	}
	return page, nil
}

// pageSorted cuts a page from the entities of a type in the order that orders
// ask for; the id is always the last key.
func (b *builder) pageSorted(ctx context.Context, t graph.Type, orders []map[string]any, scope string, args map[string]any) (*connection, error) {
	ids := b.Graph.IDs(t)
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

func (b *builder) sortKeys(ctx context.Context, ids []graph.ID, field string) ([]string, error) {
	keys := make([]string, len(ids))
	switch field {
	case "degree":
		degrees, err := b.Graph.Degrees(ctx, ids)
		for i, d := range degrees {
			keys[i] = fmt.Sprintf("%09d", d)
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
		if keys[i] = e.Name; field == "nameEn" {
			keys[i] = e.NameEn
		}
	}
	return keys, err
}

// plainList is a root list in id order.
func (b *builder) plainList(name, what string, node graphql.Output, ids func() []graph.ID, load loader) *graphql.Field {
	return &graphql.Field{
		Type: nonNull(b.listType(name, what, node, nil)), Description: "All " + what + ", sorted by id.", Args: pagingArgs(nil),
		Resolve: resolveMany(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			all := ids()
			entries := make([]entry, len(all))
			for i, id := range all {
				entries[i] = entry{[]string{string(id)}, nil, id}
			}
			page, err := pageOf(entries, nil, scopeOf(what, nil, args), args, b.Limits.Page)
			if err != nil {
				return nil, err
			}
			wanted := make([]graph.ID, len(page.edges))
			for i, e := range page.edges {
				wanted[i] = e.detail.(graph.ID)
			}
			nodes, err := load(ctx, wanted)
			for i := range nodes {
				page.edges[i].node = nodes[i]
			}
			return []any{page}, err
		}),
	}
}

func (b *builder) searchRoot() *graphql.Field {
	matched := graphql.NewObject(graphql.ObjectConfig{Name: "SearchMatch", Description: "Why an entity was found.", Fields: graphql.Fields{
		"text": {Type: nonNull(graphql.String), Description: "The name that matched.", Resolve: one(func(m graph.NameMatch) any { return m.Text })},
		"kind": {Type: nonNull(b.enums.nameKind), Description: "What sort of name it is.", Resolve: one(func(m graph.NameMatch) any {
			if m.Kind == "" {
				return "main"
			}
			return string(m.Kind)
		})},
		"how": {Type: nonNull(b.enums.searchHow), Description: "Which form of the name matched.", Resolve: one(func(m graph.NameMatch) any { return string(m.How) })},
	}})
	extra := graphql.Fields{
		"score":   {Type: nonNull(graphql.Float), Description: "1 for an exact main name, less the looser the match.", Resolve: one(func(e edge) any { return e.detail.(graph.NameMatch).Score })},
		"matched": {Type: nonNull(matched), Description: "Why it was found.", Resolve: one(func(e edge) any { return e.detail.(graph.NameMatch) })},
	}
	return &graphql.Field{
		Type:        nonNull(b.listType("Search", "hits, best first", b.entity, extra)),
		Description: "Entities by name: Chinese, one character or many, traditional or simplified, a short form or another name, pinyin, the initials of pinyin, or English. Whole names first, then beginnings, whole pinyin, whole initials, beginnings of these, parts of names, and parts of pinyin by whole syllables; ties by degree.",
		Args: pagingArgs(graphql.FieldConfigArgument{
			"text":  {Type: nonNull(graphql.String), Description: "What to look for."},
			"types": {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Only entities of these types."},
		}),
		Resolve: resolveMany(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			text := args["text"].(string)
			if n := len([]rune(text)); n > 200 {
				return nil, badInput("text has %d characters, at most 200 are looked for", n)
			}
			page, err := b.searchPage(text, args)
			if err != nil {
				return nil, err
			}
			return b.loadPages(ctx, []*connection{page}, func(e edge) graph.ID { return e.detail.(graph.NameMatch).Entity })
		}),
	}
}

// searchPage cuts a page from the hits. A hit's key is its place in the list, so
// no more of the list is asked for than the page reaches into.
func (b *builder) searchPage(text string, args map[string]any) (*connection, error) {
	scope := scopeOf("search", nil, args)
	p, err := readPaging(scope, args, b.Limits.Page)
	if err != nil || b.Finder == nil {
		return &connection{}, err
	}
	matches, total := b.Finder.Find(text, listArg[graph.Type](args, "types"), hitsNeeded(p))
	entries := make([]entry, len(matches))
	for i, m := range matches {
		entries[i] = entry{hitKey(i, m.Entity), nil, m}
	}
	page, err := pageOf(entries, nil, scope, args, b.Limits.Page)
	if err != nil {
		return nil, err
	}
	page.total = total
	return page, nil
}

// hitKey sorts as the places of hits do, up to nine digits of them.
func hitKey(place int, id graph.ID) []string {
	return []string{fmt.Sprintf("%09d", place), string(id)}
}

// hitsNeeded is how many of the first hits a page must know: its own, and one
// that tells that there are more. 0 means all.
func hitsNeeded(p paging) int {
	needed := 0
	if p.first >= 0 {
		needed = p.first + 1
		if place, ok := hitPlace(p.after); ok {
			needed += place + 1
		}
	}
	if place, ok := hitPlace(p.before); ok && (needed == 0 || place+1 < needed) {
		needed = place + 1
	}
	return needed
}

func hitPlace(key []string) (int, bool) {
	if len(key) == 0 {
		return 0, false
	}
	place, err := strconv.Atoi(key[0])
	return place, err == nil && place >= 0 && place < 1e9
}

func (b *builder) statsRoot() *graphql.Field {
	type typeCount struct {
		t graph.Type
		n int
	}
	counts := graphql.NewObject(graphql.ObjectConfig{Name: "TypeCount", Description: "Number of entities of a type.", Fields: graphql.Fields{
		"type":  {Type: nonNull(b.enums.entityType), Description: "The type.", Resolve: one(func(c typeCount) any { return c.t })},
		"count": {Type: nonNull(graphql.Int), Description: "Number of entities.", Resolve: one(func(c typeCount) any { return c.n })},
	}})
	relations := graphql.NewObject(graphql.ObjectConfig{Name: "PredicateCount", Description: "Number of claims of a predicate in a status.", Fields: graphql.Fields{
		"predicate": {Type: nonNull(b.enums.predicate), Description: "The predicate.", Resolve: one(func(c graph.RelationCount) any { return c.Predicate })},
		"status":    {Type: nonNull(b.enums.status), Description: "The status.", Resolve: one(func(c graph.RelationCount) any { return c.Status.String() })},
		"count":     {Type: nonNull(graphql.Int), Description: "Number of claims.", Resolve: one(func(c graph.RelationCount) any { return c.Count })},
	}})
	number := func(f func(graph.Stats) int, what string) *graphql.Field {
		return &graphql.Field{Type: nonNull(graphql.Int), Description: what, Resolve: one(func(s graph.Stats) any { return f(s) })}
	}
	stats := graphql.NewObject(graphql.ObjectConfig{Name: "Stats", Description: "What is in the graph.", Fields: graphql.Fields{
		"quads":        number(func(s graph.Stats) int { return int(s.Quads) }, "Quads in the store."),
		"claims":       number(func(s graph.Stats) int { return s.Claims }, "Claims."),
		"observations": number(func(s graph.Stats) int { return s.Observations }, "Observations."),
		"mentions":     number(func(s graph.Stats) int { return s.Mentions }, "Mentions that no claim or observation holds."),
		"omissions":    number(func(s graph.Stats) int { return s.Omissions }, "Passages left out on purpose."),
		"entities": {Type: listOf(counts), Description: "Entities by type, every type once.", Resolve: one(func(s graph.Stats) any {
			var list []typeCount
			for _, t := range graph.Ontology.Types {
				list = append(list, typeCount{t.Type, s.Entities[t.Type]})
			}
			return list
		})},
		"predicates": {Type: listOf(relations), Description: "Claims by predicate and status.", Resolve: one(func(s graph.Stats) any { return s.Relations })},
	}})
	return &graphql.Field{Type: nonNull(stats), Description: "What is in the graph.", Resolve: constant(func() any { return b.Graph.Stats() })}
}

func (b *builder) ontologyRoot() *graphql.Field {
	typeFields := func(f func(graph.TypeInfo) any, t graphql.Output, what string) *graphql.Field {
		return &graphql.Field{Type: t, Description: what, Resolve: one(f)}
	}
	text := nonNull(graphql.String)
	types := graphql.NewObject(graphql.ObjectConfig{Name: "OntologyType", Description: "A type of entities.", Fields: graphql.Fields{
		"name":        typeFields(func(t graph.TypeInfo) any { return t.Type }, nonNull(b.enums.entityType), "The type."),
		"typename":    typeFields(func(t graph.TypeInfo) any { return string(t.Type) }, text, "Its GraphQL type."),
		"label":       typeFields(func(t graph.TypeInfo) any { return t.Label.Zh }, text, "Label, Chinese."),
		"labelEn":     typeFields(func(t graph.TypeInfo) any { return t.Label.En }, text, "Label, English."),
		"description": typeFields(func(t graph.TypeInfo) any { return t.Comment }, text, "What belongs to it."),
		"prefix":      typeFields(func(t graph.TypeInfo) any { return t.Prefix }, text, "First part of its ids."),
		"kinds":       typeFields(func(t graph.TypeInfo) any { return t.Kinds }, listOf(b.enums.kind), "Its kinds."),
	}})
	of := func(f func(graph.PredicateInfo) any, t graphql.Output, what string) *graphql.Field {
		return &graphql.Field{Type: t, Description: what, Resolve: one(f)}
	}
	predicates := graphql.NewObject(graphql.ObjectConfig{Name: "OntologyPredicate", Description: "A predicate of claims.", Fields: graphql.Fields{
		"name":           of(func(p graph.PredicateInfo) any { return p.Predicate }, nonNull(b.enums.predicate), "The predicate."),
		"term":           of(func(p graph.PredicateInfo) any { return string(p.Predicate) }, text, "Its word in data packages and IRIs."),
		"label":          of(func(p graph.PredicateInfo) any { return p.Label.Zh }, text, "Label read from the subject, Chinese."),
		"labelEn":        of(func(p graph.PredicateInfo) any { return p.Label.En }, text, "Label read from the subject, English."),
		"inverseLabel":   of(func(p graph.PredicateInfo) any { return p.Inverse.Zh }, text, "Label read from the object, Chinese."),
		"inverseLabelEn": of(func(p graph.PredicateInfo) any { return p.Inverse.En }, text, "Label read from the object, English."),
		"description":    of(func(p graph.PredicateInfo) any { return p.Comment }, text, "What it says."),
		"domain":         of(func(p graph.PredicateInfo) any { return p.Domain() }, listOf(b.enums.entityType), "Types that may be the subject."),
		"range":          of(func(p graph.PredicateInfo) any { return p.Range() }, listOf(b.enums.entityType), "Types that may be the object."),
		"symmetric":      of(func(p graph.PredicateInfo) any { return p.Symmetric }, nonNull(graphql.Boolean), "It reads the same from both sides."),
		"roles":          of(func(p graph.PredicateInfo) any { return p.Roles }, listOf(graphql.String), "Roles that a claim may have."),
	}})
	ontology := graphql.NewObject(graphql.ObjectConfig{Name: "Ontology", Description: "The table that drives checks, schema, pages and exports.", Fields: graphql.Fields{
		"types":      {Type: listOf(types), Description: "All types.", Resolve: one(func(struct{}) any { return graph.Ontology.Types })},
		"predicates": {Type: listOf(predicates), Description: "All predicates.", Resolve: one(func(struct{}) any { return graph.Ontology.Predicates })},
	}})
	return &graphql.Field{Type: nonNull(ontology), Description: "Types and predicates with their labels.", Resolve: constant(func() any { return struct{}{} })}
}
