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

// queryType makes the root fields: two for each type of the ontology, and the doors to everything.
func (b *builder) queryType() *graphql.Object {
	fields := graphql.Fields{
		"node":          b.lookup(b.node, "The entity, source, indicator, claim or observation with this id; null if there is none.", b.nodes),
		"nodes":         b.nodesRoot(),
		"entity":        b.entityRoot(),
		"source":        b.lookup(b.source, "The source with this id; null if there is none.", loadNodes(b.Graph.Sources)),
		"indicator":     b.lookup(b.indic, "The indicator with this id; null if there is none.", loadNodes(b.Graph.Indicators)),
		"sources":       b.plainList("Source", "sources", b.source, func() []graph.ID { return b.Graph.SourceIDs() }, loadNodes(b.Graph.Sources)),
		"indicators":    b.plainList("Indicator", "indicators", b.indic, func() []graph.ID { return b.Graph.IndicatorIDs() }, loadNodes(b.Graph.Indicators)),
		"search":        b.searchRoot(),
		"claims":        b.claimsRoot(),
		"observations":  b.observationsRoot(),
		"shared":        b.sharedRoot(),
		"pairs":         b.pairsRoot(),
		"paths":         b.pathsRoot(),
		"neighbourhood": b.neighbourhoodRoot(),
		"matrix":        b.matrixRoot(),
		"compare":       b.compareRoot(),
		"conflicts":     b.conflictsRoot(),
		"restated":      b.restatedRoot(),
		"stats":         b.statsRoot(),
		"ontology":      b.ontologyRoot(),
		rateLimit:       rateLimitRoot(),
	}
	for _, t := range graph.Ontology.Types {
		fields[t.Field] = b.lookup(b.objects[t.Type], fmt.Sprintf("The %s with this id; null if there is none.", words(t.Type)), func(ctx context.Context, ids []graph.ID) ([]any, error) {
			entities, err := b.Graph.Entities(ctx, ids)
			for i, e := range entities {
				if e != nil && e.Type != t.Type {
					entities[i] = nil
				}
			}
			return executor.Values(entities), err
		})
	}
	for _, l := range b.entityLists() {
		fields[l.field] = b.entitiesRoot(l)
	}
	return graphql.NewObject(graphql.ObjectConfig{Name: "Query", Description: "What can be asked. Everything is read-only.", Fields: fields})
}

// words spells a type in lower-case words: "research institute".
func words(t graph.Type) string {
	return strings.ToLower(strings.ReplaceAll(enumName(string(t)), "_", " "))
}

// nodes loads whatever the prefixes of ids say, each sort in one read.
func (b *builder) nodes(ctx context.Context, ids []graph.ID) ([]any, error) {
	places := map[string][]int{} // by prefix; entities of all types together
	for i, id := range ids {
		prefix := id.Prefix()
		if _, entity := id.Type(); entity {
			prefix = ""
		}
		places[prefix] = append(places[prefix], i)
	}
	values := make([]any, len(ids))
	for prefix, load := range map[string]loader{"": loadNodes(b.Graph.Entities), graph.SourcePrefix: loadNodes(b.Graph.Sources), graph.IndicatorPrefix: loadNodes(b.Graph.Indicators),
		graph.ClaimPrefix: loadNodes(b.Graph.Claims), graph.ObservationPrefix: loadNodes(b.Graph.Observed)} {
		part := make([]graph.ID, len(places[prefix]))
		for j, i := range places[prefix] {
			part[j] = ids[i]
		}
		loaded, err := load(ctx, part)
		if err != nil {
			return nil, err
		}
		for j, i := range places[prefix] {
			values[i] = loaded[j]
		}
	}
	return values, nil
}

// maxNodes bounds the ids of one nodes field.
const maxNodes = 500

func (b *builder) nodesRoot() *graphql.Field {
	return &graphql.Field{
		Type: nonNull(graphql.NewList(b.node)), Description: fmt.Sprintf("What has these ids, in their order; null where nothing has one. At most %d.", maxNodes),
		Args: graphql.FieldConfigArgument{"ids": {Type: listOf(graphql.ID), Description: "Ids of entities, sources, indicators, claims and observations."}},
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			if _, err := atMost(args, "ids", maxNodes); err != nil {
				return nil, err
			}
			nodes, err := b.nodes(ctx, idsArg(args, "ids"))
			return []any{nodes}, err
		}),
	}
}

// lookup is a root field that takes an id. An unknown or malformed id is null and no error.
func (b *builder) lookup(t graphql.Output, description string, load loader) *graphql.Field {
	return &graphql.Field{Type: t, Description: description,
		Args: graphql.FieldConfigArgument{"id": {Type: nonNull(graphql.ID), Description: "The id."}},
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
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
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			id, byID := args["id"].(string)
			name, byName := args["name"].(string)
			if byID == byName {
				return nil, executor.BadInput("entity takes either id or name")
			}
			if byName {
				ids := b.named(name)
				if len(ids) > 1 {
					return nil, &executor.Error{Message: fmt.Sprintf("%d entities are named %q; ask for one of them by id", len(ids), executor.Clip(name)), Code: executor.CodeAmbiguous, Details: map[string]any{"ids": ids}}
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

// plainList is a root list in id order.
func (b *builder) plainList(name, what string, node graphql.Output, ids func() []graph.ID, load loader) *graphql.Field {
	return &graphql.Field{
		Type: nonNull(b.listType(name, what, node, nil)), Description: "All " + what + ", sorted by id.", Args: pagingArgs(nil),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
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
