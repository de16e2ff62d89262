package schema

import (
	"context"
	"fmt"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// listType is the connection type of this name; it is made at the first call.
func (b *builder) listType(name, what string, node graphql.Output, extra graphql.Fields) *graphql.Object {
	if t := b.lists[name]; t != nil {
		return t
	}
	t := connectionType(name, what, node, extra)
	b.lists[name] = t
	return t
}

// edgeFields are what the edge of a relation says beside its node.
func (b *builder) edgeFields() graphql.Fields {
	detail := func(f func(*graph.Edge) any) graphql.FieldResolveFn {
		return executor.One(func(e *edge) any { return f(e.detail.(*graph.Edge)) })
	}
	return graphql.Fields{
		"statuses": {Type: listOf(b.enums.status), Description: "Statuses of the relation, strongest first; of a derived one the weakest of each chain.", Resolve: detail(statuses)},
		"roles":    {Type: listOf(graphql.String), Description: "Roles that the claims name, sorted.", Resolve: detail(func(e *graph.Edge) any { return e.Roles })},
		"claims":   {Type: listOf(b.claim), Description: "All claims behind the pair in reading order; of a derived relation the claims it follows from.", Resolve: executor.Many(b.claimsBehind)},
	}
}

// claimsBehind reads the claims of the edges of pages, once however often they
// are asked for; those of other edges stay unread.
func (b *builder) claimsBehind(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
	rows := make([]*graph.Edge, len(parents))
	for i, e := range executor.Parents[*edge](parents) {
		rows[i] = e.detail.(*graph.Edge)
	}
	if err := b.Graph.FillClaims(ctx, rows); err != nil {
		return nil, err
	}
	values := make([]any, len(parents))
	for i, e := range rows {
		values[i] = e.Claims
	}
	return values, nil
}

// claimsOf reads the claims behind an edge and keeps them with it.
func (b *builder) claimsOf(ctx context.Context, e *graph.Edge) ([]*graph.Claim, error) {
	err := b.Graph.FillClaims(ctx, []*graph.Edge{e})
	return e.Claims, err
}

func statuses(e *graph.Edge) any { return statusWords(e.Statuses) }

// statusWords are the words of statuses.
func statusWords(list []graph.Status) []string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = s.String()
	}
	return words
}

// relationField is a typed relation field of the ontology.
func (b *builder) relationField(f *graph.Field) *graphql.Field {
	extra := b.edgeFields()
	extra["basis"] = &graphql.Field{Type: nonNull(b.enums.basis), Description: "How the relation is known.", Resolve: executor.One(func(e *edge) any { return e.detail.(*graph.Edge).Basis.String() })}
	node := b.outputOf(f.Targets)
	args := pagingArgs(graphql.FieldConfigArgument{
		"statuses": {Type: graphql.NewList(nonNull(b.enums.status)), Description: "Only relations in one of these statuses."},
		"filter":   {Type: b.filterType(node, f.Targets), Description: "Only entities that meet this filter."},
	})
	if len(f.Targets) > 1 {
		args["types"] = &graphql.ArgumentConfig{Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Only entities of these types."}
	}
	return &graphql.Field{
		Type:        nonNull(b.listType(node.Name()+"Relation", "related entities, sorted by id", node, extra)),
		Description: f.Label.Zh + " · " + f.Comment + " One edge a pair, sorted by id.",
		Args:        args,
		Resolve: executor.Many(func(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
			rows, err := b.Graph.Related(ctx, f, entityIDs(parents))
			if err != nil {
				return nil, err
			}
			return b.edgePages(ctx, f.Name, entityIDs(parents), rows, args)
		}),
	}
}

// relationsField is the general door: every relation of an entity.
func (b *builder) relationsField() *graphql.Field {
	extra := b.edgeFields()
	extra["predicate"] = &graphql.Field{Type: nonNull(b.enums.predicate), Description: "The predicate.", Resolve: executor.One(func(e *edge) any { return e.detail.(*graph.Edge).Predicate })}
	extra["forward"] = &graphql.Field{Type: nonNull(graphql.Boolean), Description: "The entity asked about is the subject. Symmetric relations are always forward.", Resolve: executor.One(func(e *edge) any { return e.detail.(*graph.Edge).Forward })}
	return &graphql.Field{
		Type:        nonNull(b.listType("EntityStatedRelation", "stated relations, sorted by predicate, direction and id", b.entity, extra)),
		Description: "Every stated relation: one edge for each predicate, direction and pair.",
		Args: pagingArgs(graphql.FieldConfigArgument{
			"predicates": {Type: graphql.NewList(nonNull(b.enums.predicate)), Description: "Only these predicates."},
			"direction":  {Type: b.enums.direction, DefaultValue: graph.Both, Description: "On which side the entity stands."},
			"types":      {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Only entities of these types on the other side."},
			"statuses":   {Type: graphql.NewList(nonNull(b.enums.status)), Description: "Only relations in one of these statuses."},
			"filter":     {Type: b.filterType(b.entity, b.allTypes()), Description: "Only entities on the other side that meet this filter."},
		}),
		Resolve: executor.Many(func(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
			direction, _ := args["direction"].(graph.Direction)
			rows, err := b.Graph.Relations(ctx, entityIDs(parents), listArg[graph.Predicate](args, "predicates"), direction)
			if err != nil {
				return nil, err
			}
			return b.edgePages(ctx, "relations", entityIDs(parents), rows, args)
		}),
	}
}

// edgePages filters the edges of each parent, cuts a page and loads its nodes,
// those of all parents in one read.
func (b *builder) edgePages(ctx context.Context, field string, parents []graph.ID, rows [][]graph.Edge, args map[string]any) ([]any, error) {
	types := listArg[graph.Type](args, "types")
	wanted := listArg[string](args, "statuses")
	meets, err := b.nodesThatMeet(ctx, rows, args)
	if err != nil {
		return nil, err
	}
	pages := make([]*connection, len(rows))
	for i, row := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		entries := make([]entry, 0, len(row))
		for j := range row {
			e := &row[j]
			if t, _ := e.Node.Type(); len(types) > 0 && !slices.Contains(types, t) || !meets(e.Node) {
				continue
			}
			if len(wanted) > 0 && !slices.ContainsFunc(e.Statuses, func(s graph.Status) bool { return slices.Contains(wanted, s.String()) }) {
				continue
			}
			entries = append(entries, entry{nil, nil, e})
		}
		if pages[i], err = pageOf(entries, nil, scopeOf(field, parents[i], args), args, b.Limits.Page); err != nil {
			return nil, err
		}
	}
	return b.loadEnds(ctx, pages)
}

// loadEnds loads the nodes of relation edges of many pages in one read.
func (b *builder) loadEnds(ctx context.Context, pages []*connection) ([]any, error) {
	var edges []*graph.Edge
	for _, p := range pages {
		for _, e := range p.edges {
			edges = append(edges, e.detail.(*graph.Edge))
		}
	}
	ends, err := b.Graph.Ends(ctx, edges)
	if err != nil {
		return nil, err
	}
	values := make([]any, len(pages))
	for i, p := range pages {
		for j, e := range p.edges {
			e.node = ends[j]
		}
		ends = ends[len(p.edges):]
		values[i] = p
	}
	return values, nil
}

// nodesThatMeet holds the entities that edges lead to against the filter in the
// arguments, each once for all parents.
func (b *builder) nodesThatMeet(ctx context.Context, rows [][]graph.Edge, args map[string]any) (func(graph.ID) bool, error) {
	filter, given := args["filter"].(map[string]any)
	if !given {
		return func(graph.ID) bool { return true }, nil
	}
	kept, err := b.sieve(ctx).keep(distinct(idsOf(slices.Concat(rows...), func(e graph.Edge) graph.ID { return e.Node })), filter)
	meets := map[graph.ID]bool{}
	for _, id := range kept {
		meets[id] = true
	}
	return func(id graph.ID) bool { return meets[id] }, err
}

// edgeKey is the sort key of an edge, in the order that the graph gives.
func edgeKey(e *graph.Edge) []string {
	if e.Predicate == "" {
		return []string{string(e.Node)}
	}
	rank := slices.IndexFunc(graph.Ontology.Predicates, func(p graph.PredicateInfo) bool { return p.Predicate == e.Predicate })
	side := "0"
	if !e.Forward {
		side = "1"
	}
	return []string{fmt.Sprintf("%02d", rank), side, string(e.Node)}
}
