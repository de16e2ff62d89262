package schema

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// Bounds of walks.
const (
	maxPathSteps    = 4
	maxDepth        = 4
	defaultDepth    = 2
	maxWalkStarts   = 100
	defaultMaxNodes = 200
)

// path is one way between two entities.
type path struct {
	from  graph.ID
	steps []*graph.Step
}

// nodes are the entities on a path, both ends among them.
func (p *path) nodes() []graph.ID {
	ids := []graph.ID{p.from}
	for _, s := range p.steps {
		next := s.Object
		if !s.Forward {
			next = s.Subject
		}
		ids = append(ids, next)
	}
	return ids
}

// reachArgs are the arguments that limit a walk.
func (b *builder) reachArgs(more graphql.FieldConfigArgument) graphql.FieldConfigArgument {
	args := graphql.FieldConfigArgument{
		"predicates":   {Type: graphql.NewList(nonNull(b.enums.predicate)), Description: "Only relations of these predicates."},
		"types":        {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Only entities of these types, but for those asked about."},
		"statuses":     {Type: graphql.NewList(nonNull(b.enums.status)), Description: "Only relations in one of these statuses."},
		"through":      {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Types that may be passed through although everything is linked by them: DOCUMENT, TASK, EVENT, and REGION, whose kinds country, province, city and area are else only ends."},
		"throughKinds": {Type: graphql.NewList(nonNull(b.enums.kind)), Description: "Kinds that may be passed through likewise: CITY, say."},
	}
	for name, arg := range more {
		args[name] = arg
	}
	return args
}

func reachOf(args map[string]any) graph.Reach {
	r := graph.Reach{Predicates: listArg[graph.Predicate](args, "predicates"), Types: listArg[graph.Type](args, "types"), Through: listArg[graph.Type](args, "through"), ThroughKinds: listArg[string](args, "throughKinds")}
	for _, word := range listArg[string](args, "statuses") {
		s, _ := graph.ParseStatus(word)
		r.Statuses = append(r.Statuses, s)
	}
	return r
}

// between reads a number argument that must lie in a range.
func between(args map[string]any, name string, least, most, byDefault int) (int, error) {
	n, given := args[name].(int)
	switch {
	case !given:
		return byDefault, nil
	case n < least || n > most:
		return 0, executor.BadInput("%s is %d, from %d to %d is allowed", name, n, least, most)
	}
	return n, nil
}

func (b *builder) pathsRoot() *graphql.Field {
	step := graphql.NewObject(graphql.ObjectConfig{Name: "PathStep", Description: "One step of a path: a stated relation between two entities that follow each other on it.", Fields: linkFields(b, func(s *graph.Step) *graph.Link { return &s.Link }, graphql.Fields{
		"forward": {Type: nonNull(graphql.Boolean), Description: "The step runs from the subject to the object.", Resolve: executor.One(func(s *graph.Step) any { return s.Forward })},
	})})
	paths := graphql.NewObject(graphql.ObjectConfig{Name: "Path", Description: "One way from an entity to another that meets no entity twice.", Fields: graphql.Fields{
		"length": {Type: nonNull(graphql.Int), Description: "Number of steps.", Resolve: executor.One(func(p *path) any { return len(p.steps) })},
		"nodes":  {Type: listOf(b.entity), Description: "The entities on the way, both ends among them.", Resolve: loadMany(b, (*path).nodes)},
		"steps":  {Type: listOf(step), Description: "The steps, from the first entity to the last.", Resolve: executor.One(func(p *path) any { return p.steps })},
	}})
	return &graphql.Field{
		Type:        listOf(paths),
		Description: "How are two entities linked? Paths over stated relations, shorter ones first and then by the ids on the way; two predicates between the same two make two paths. Paths end at, but never pass through documents, tasks, events and regions above the county, unless told so. Empty where there is none.",
		Args: b.reachArgs(graphql.FieldConfigArgument{
			"from":      {Type: nonNull(graphql.ID), Description: "Where paths begin."},
			"to":        {Type: nonNull(graphql.ID), Description: "Where they end."},
			"maxLength": {Type: graphql.Int, DefaultValue: maxPathSteps, Description: fmt.Sprintf("At most so many steps, from 1 to %d.", maxPathSteps)},
			"first":     {Type: graphql.Int, Description: fmt.Sprintf("How many paths at most; %d unless given, at most 100.", defaultPage)},
		}),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			length, err := between(args, "maxLength", 1, maxPathSteps, maxPathSteps)
			if err != nil {
				return nil, err
			}
			first, err := between(args, "first", 0, 100, defaultPage)
			if err != nil {
				return nil, err
			}
			ends, err := b.readIDs(ctx, "from and to", []any{args["from"], args["to"]})
			if err != nil {
				return nil, err
			}
			list := []*path{}
			if len(ends) < 2 {
				return []any{list}, nil // from an entity to itself
			}
			found, err := b.Graph.Paths(ctx, ends[0], ends[1], length, first, reachOf(args))
			if errors.Is(err, graph.ErrTooWide) {
				return nil, &executor.Error{Message: err.Error(), Code: executor.CodeTooCostly}
			}
			for _, steps := range found {
				p := &path{from: ends[0]}
				for i := range steps {
					p.steps = append(p.steps, &steps[i])
				}
				list = append(list, p)
			}
			return []any{list}, err
		}),
	}
}

func (b *builder) neighbourhoodRoot() *graphql.Field {
	edges := graphql.NewObject(graphql.ObjectConfig{Name: "NeighbourhoodEdge", Description: "A stated relation between two entities of a neighbourhood: one predicate, one pair, all its claims.", Fields: linkFields(b, func(l *graph.Link) *graph.Link { return l }, graphql.Fields{
		"id": {Type: nonNull(graphql.ID), Description: "Subject, predicate and object, joined by spaces: it is the same in every neighbourhood.", Resolve: executor.One(func(l *graph.Link) any {
			return fmt.Sprintf("%s %s %s", l.Subject, l.Predicate, l.Object)
		})},
		"source": {Type: nonNull(graphql.ID), Description: "Id of the subject.", Resolve: executor.One(func(l *graph.Link) any { return string(l.Subject) })},
		"target": {Type: nonNull(graphql.ID), Description: "Id of the object.", Resolve: executor.One(func(l *graph.Link) any { return string(l.Object) })},
	})})
	t := graphql.NewObject(graphql.ObjectConfig{Name: "Neighbourhood", Description: "A part of the graph around some entities.", Fields: graphql.Fields{
		"truncated": {Type: nonNull(graphql.Boolean), Description: "There is more within the depth than maxNodes.", Resolve: executor.One(func(n *graph.Neighbourhood) any { return n.Truncated })},
		"nodes":     {Type: listOf(b.entity), Description: "The entities asked about, then the others by distance and id.", Resolve: loadMany(b, func(n *graph.Neighbourhood) []graph.ID { return n.Nodes })},
		"edges": {Type: listOf(edges), Description: "Every stated relation among the nodes that the arguments let through, by subject, predicate and object.", Resolve: executor.One(func(n *graph.Neighbourhood) any {
			links := make([]*graph.Link, len(n.Links))
			for i := range n.Links {
				links[i] = &n.Links[i]
			}
			return links
		})},
	}})
	return &graphql.Field{
		Type:        nonNull(t),
		Description: "What lies around entities, as nodes and edges for a drawing. It goes on from documents, tasks, events and regions above the county only if told so.",
		Args: b.reachArgs(graphql.FieldConfigArgument{
			"ids":      {Type: listOf(graphql.ID), Description: fmt.Sprintf("The entities in the middle, at most %d.", maxWalkStarts)},
			"depth":    {Type: graphql.Int, DefaultValue: defaultDepth, Description: fmt.Sprintf("How many steps away, from 0 to %d.", maxDepth)},
			"maxNodes": {Type: graphql.Int, DefaultValue: defaultMaxNodes, Description: "At most so many entities; a neighbourhood that has more says so. At most 500."},
		}),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			depth, err := between(args, "depth", 0, maxDepth, defaultDepth)
			if err != nil {
				return nil, err
			}
			reach := reachOf(args)
			if reach.MaxNodes, err = between(args, "maxNodes", 1, b.Limits.Page, defaultMaxNodes); err != nil {
				return nil, err
			}
			given, err := atMost(args, "ids", min(maxWalkStarts, reach.MaxNodes))
			if err != nil {
				return nil, err
			}
			ids, err := b.readIDs(ctx, "ids", given)
			if err != nil {
				return nil, err
			}
			found, err := b.Graph.Neighbourhood(ctx, ids, depth, reach)
			return []any{found}, err
		}),
	}
}

// linkFields are what a link says to parents of type P, with more.
func linkFields[P any](b *builder, link func(P) *graph.Link, more graphql.Fields) graphql.Fields {
	fields := graphql.Fields{
		"predicate":  {Type: nonNull(b.enums.predicate), Description: "The predicate.", Resolve: executor.One(func(p P) any { return link(p).Predicate })},
		"statuses":   {Type: listOf(b.enums.status), Description: "Statuses of the claims, strongest first.", Resolve: executor.One(func(p P) any { return statusWords(link(p).Statuses) })},
		"claimCount": {Type: nonNull(graphql.Int), Description: "How many claims say so.", Resolve: executor.One(func(p P) any { return len(link(p).Claims) })},
		"claims": {Type: listOf(b.claim), Description: "The claims that say so, in reading order.", Resolve: executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			rows := make([][]graph.ID, len(parents))
			for i, p := range executor.Parents[P](parents) {
				rows[i] = link(p).Claims
			}
			values, err := loadLists(ctx, rows, b.Graph.Claims)
			for _, v := range values {
				slices.SortFunc(v.([]any), func(a, b any) int { return compareClaims(a.(*graph.Claim), b.(*graph.Claim)) })
			}
			return values, err
		})},
	}
	for name, f := range more {
		fields[name] = f
	}
	return fields
}
