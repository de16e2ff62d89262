package schema

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// compareClaims puts claims into reading order.
func compareClaims(a, b *graph.Claim) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
}

// sourceLists adds to sources what was read from them.
func (b *builder) sourceLists() {
	inRange := graphql.FieldConfigArgument{
		"start": {Type: graphql.Int, Description: "First code point of a passage; what lies before the text is its beginning."},
		"end":   {Type: graphql.Int, Description: "One past the last code point; what lies behind the text is its end."},
	}
	statements := func(field, prefix, what string, t *graphql.Object, load func(context.Context, [][]graph.ID) ([]any, error)) {
		b.source.AddFieldConfig(field, &graphql.Field{
			Type: nonNull(t), Args: pagingArgs(inRange),
			Description: what + " in reading order. With start or end those of a passage: one that overlaps it counts, one of a reference without text does not.",
			Resolve: executor.Many(func(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
				return b.sourcePages(ctx, field, prefix, parents, args, load)
			}),
		})
	}
	statements("claims", graph.ClaimPrefix, "What it states,", b.listType("Claim", "claims in reading order", b.claim, nil), func(ctx context.Context, rows [][]graph.ID) ([]any, error) {
		return loadLists(ctx, rows, b.Graph.Claims)
	})
	statements("observations", graph.ObservationPrefix, "What it measures,", b.listType("Observation", "observations", b.observed, nil), func(ctx context.Context, rows [][]graph.ID) ([]any, error) {
		return loadLists(ctx, rows, b.Graph.Observed)
	})
	b.source.AddFieldConfig("omissions", b.omissionsField())
	b.source.AddFieldConfig("entities", &graphql.Field{
		Type:        nonNull(b.listType("NamedEntity", "entities that a source names, sorted by id", b.entity, graphql.Fields{"passages": b.namedPassages()})),
		Description: "Who is named in it: in a claim, an observation or a mention. Sorted by id.",
		Args:        pagingArgs(graphql.FieldConfigArgument{"types": {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Only entities of these types."}}),
		Resolve:     executor.Many(b.entitiesNamed),
	})
}

// omissionsField lists what was left out of a source.
func (b *builder) omissionsField() *graphql.Field {
	t := graphql.NewObject(graphql.ObjectConfig{Name: "Omission", Description: "A passage that was left out on purpose.", Fields: graphql.Fields{
		"evidence": {Type: nonNull(b.evidence), Description: "The passage.", Resolve: executor.One(func(o *graph.Omission) any { return evidence{Locator: o.Locator} })},
		"reason":   {Type: nonNull(graphql.String), Description: "Why it was left out.", Resolve: executor.One(func(o *graph.Omission) any { return o.Reason })},
	}})
	return &graphql.Field{
		Type:        nonNull(b.listType("Omission", "omissions in reading order", t, nil)),
		Description: "What was left out of it on purpose, in reading order, with the reason.",
		Args:        pagingArgs(nil),
		Resolve: executor.Many(func(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
			sources := idsOf(executor.Parents[*graph.Source](parents), func(s *graph.Source) graph.ID { return s.ID })
			rows, err := b.Graph.Omissions(ctx, sources)
			if err != nil {
				return nil, err
			}
			pages := make([]any, len(rows))
			for i, row := range rows {
				entries := make([]entry, len(row))
				for j := range row {
					o := &row[j]
					entries[j] = entry{placeKey(o.Locator, ""), o, nil}
				}
				if pages[i], err = pageOf(entries, nil, scopeOf("omissions", sources[i], args), args, b.Limits.Page); err != nil {
					return nil, err
				}
			}
			return pages, nil
		}),
	}
}

// sourcePages cuts a page from the statements of each source.
func (b *builder) sourcePages(ctx context.Context, field, prefix string, parents []any, args map[string]any, load func(context.Context, [][]graph.ID) ([]any, error)) ([]any, error) {
	sources := idsOf(executor.Parents[*graph.Source](parents), func(s *graph.Source) graph.ID { return s.ID })
	rows, err := b.Graph.Quoted(ctx, sources)
	if err != nil {
		return nil, err
	}
	overlaps, err := rangeArg(args)
	if err != nil {
		return nil, err
	}
	pages := make([]*connection, len(rows))
	wanted := make([][]graph.ID, len(rows))
	for i, row := range rows {
		var entries []entry
		var ids []graph.ID
		for _, x := range row {
			if x.Statement.Prefix() == prefix && overlaps(x.Locator) {
				entries = append(entries, entry{placeKey(x.Locator, x.Statement), nil, x.Statement})
				ids = append(ids, x.Statement)
			}
		}
		if pages[i], err = pageOf(entries, nil, scopeOf(field, sources[i], args), args, b.Limits.Page); err != nil {
			return nil, err
		}
		for _, e := range pages[i].edges {
			wanted[i] = append(wanted[i], e.detail.(graph.ID))
		}
		b.countable(ctx, pages[i], prefix, ids)
	}
	lists, err := load(ctx, wanted)
	if err != nil {
		return nil, err
	}
	values := make([]any, len(pages))
	for i, page := range pages {
		for j, node := range lists[i].([]any) {
			page.edges[j].node = node
		}
		values[i] = page
	}
	return values, nil
}

// rangeArg reads the range that statements must overlap; without one all do.
func rangeArg(args map[string]any) (func(graph.Locator) bool, error) {
	start, fromGiven := args["start"].(int)
	end, toGiven := args["end"].(int)
	if fromGiven && toGiven && start > end {
		return nil, executor.BadInput("start is %d and end is %d: the passage ends before it begins", start, end)
	}
	return func(l graph.Locator) bool {
		if !fromGiven && !toGiven {
			return true
		}
		return l.End > 0 && (!fromGiven || l.End > start) && (!toGiven || l.Start < end)
	}, nil
}

// entitiesNamed lists the entities that each source names.
func (b *builder) entitiesNamed(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
	sources := idsOf(executor.Parents[*graph.Source](parents), func(s *graph.Source) graph.ID { return s.ID })
	rows, err := b.Graph.Quoted(ctx, sources)
	if err != nil {
		return nil, err
	}
	read, err := b.readPassages(ctx, rows)
	if err != nil {
		return nil, err
	}
	types := listArg[graph.Type](args, "types")
	pages := make([]*connection, len(rows))
	for i, row := range read {
		found := namedIn(row)
		var entries []entry
		for _, id := range slices.Sorted(maps.Keys(found)) {
			if t, _ := id.Type(); allows(types, t) {
				entries = append(entries, entry{[]string{string(id)}, nil, &named{id, found[id]}})
			}
		}
		if pages[i], err = pageOf(entries, nil, scopeOf("entities", sources[i], args), args, b.Limits.Page); err != nil {
			return nil, err
		}
	}
	return b.loadPages(ctx, pages, func(e *edge) graph.ID { return e.detail.(*named).entity })
}

// named is an entity that a source names, and where.
type named struct {
	entity graph.ID
	at     []*passage
}

// passage is where an entity is named, with the claim or observation that does so.
type passage struct {
	graph.Passage
	claim       *graph.Claim
	observation *graph.Observation
}

// evidence is the passage as claims show theirs.
func (p *passage) evidence() evidence {
	switch {
	case p.claim != nil:
		return evidence{p.Locator, p.claim.Context, p.claim.Note}
	case p.observation != nil:
		return evidence{p.Locator, p.observation.Context, p.observation.Note}
	}
	return evidence{Locator: p.Locator}
}

// readPassages reads what was read at many passages at once; omissions are left out.
func (b *builder) readPassages(ctx context.Context, rows [][]graph.Passage) ([][]*passage, error) {
	var claims, observations []graph.ID
	for _, x := range slices.Concat(rows...) {
		switch x.Statement.Prefix() {
		case graph.ClaimPrefix:
			claims = append(claims, x.Statement)
		case graph.ObservationPrefix:
			observations = append(observations, x.Statement)
		}
	}
	readClaims, err := b.Graph.Claims(ctx, claims)
	if err != nil {
		return nil, err
	}
	readObservations, err := b.Graph.Observed(ctx, observations)
	if err != nil {
		return nil, err
	}
	read := make([][]*passage, len(rows))
	for i, row := range rows {
		for _, x := range row {
			p := &passage{Passage: x}
			switch x.Statement.Prefix() {
			case graph.ClaimPrefix:
				p.claim, readClaims = readClaims[0], readClaims[1:]
			case graph.ObservationPrefix:
				p.observation, readObservations = readObservations[0], readObservations[1:]
			default:
				if x.Entity == "" {
					continue
				}
			}
			read[i] = append(read[i], p)
		}
	}
	return read, nil
}

// namedIn gathers the entities that passages name.
func namedIn(row []*passage) map[graph.ID][]*passage {
	found := map[graph.ID][]*passage{}
	for _, p := range row {
		ids := []graph.ID{p.Entity}
		if p.claim != nil {
			ids = []graph.ID{p.claim.Subject, p.claim.Object}
		}
		if p.observation != nil {
			ids = []graph.ID{p.observation.Entity, p.observation.Of}
		}
		for _, id := range distinct(ids) {
			if id != "" {
				found[id] = append(found[id], p)
			}
		}
	}
	return found
}

// passageType is a place that names an entity.
func (b *builder) passageType() *graphql.Object {
	if b.passage == nil {
		b.passage = graphql.NewObject(graphql.ObjectConfig{Name: "Passage", Description: "A passage that names an entity.", Fields: graphql.Fields{
			"evidence":    {Type: nonNull(b.evidence), Description: "Where it stands.", Resolve: executor.One(func(p *passage) any { return p.evidence() })},
			"claim":       {Type: b.claim, Description: "The claim that was read there; null for an observation or a mention.", Resolve: executor.One(func(p *passage) any { return orNil(p.claim) })},
			"observation": {Type: b.observed, Description: "The observation that was read there; null for a claim or a mention.", Resolve: executor.One(func(p *passage) any { return orNil(p.observation) })},
		}})
	}
	return b.passage
}

// orNil makes a nil pointer a plain nil, which is null.
func orNil[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}

func (b *builder) namedPassages() *graphql.Field {
	return &graphql.Field{Type: listOf(b.passageType()), Description: "Where the source names it, in reading order.", Resolve: executor.One(func(e *edge) any { return e.detail.(*named).at })}
}

// passagesField lists the passages that name an entity.
func (b *builder) passagesField() *graphql.Field {
	return &graphql.Field{
		Type:        nonNull(b.listType("Passage", "passages, source by source in reading order", b.passageType(), nil)),
		Description: "Which passages name it, in a claim, an observation or a mention: source by source in reading order.",
		Args:        pagingArgs(graphql.FieldConfigArgument{"sources": {Type: graphql.NewList(nonNull(graphql.ID)), Description: "Only passages of these sources."}}),
		Resolve: executor.Many(func(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
			ids := entityIDs(parents)
			rows, err := b.Graph.Passages(ctx, ids)
			if err != nil {
				return nil, err
			}
			sources := idsArg(args, "sources")
			pages := make([]*connection, len(rows))
			wanted := make([][]graph.Passage, len(rows))
			for i, row := range rows {
				row = slices.DeleteFunc(row, func(x graph.Passage) bool { return !allows(sources, x.Source) })
				entries := make([]entry, len(row))
				for j, x := range row {
					entries[j] = entry{placeKey(x.Locator, x.Statement), nil, x}
				}
				if pages[i], err = pageOf(entries, nil, scopeOf("passages", ids[i], args), args, b.Limits.Page); err != nil {
					return nil, err
				}
				for _, e := range pages[i].edges {
					wanted[i] = append(wanted[i], e.detail.(graph.Passage))
				}
			}
			read, err := b.readPassages(ctx, wanted)
			if err != nil {
				return nil, err
			}
			values := make([]any, len(pages))
			for i, page := range pages {
				for j, p := range read[i] {
					page.edges[j].node, page.edges[j].detail = p, nil
				}
				values[i] = page
			}
			return values, nil
		}),
	}
}

// countable lets the groupBy of a source's claims or observations work.
func (b *builder) countable(ctx context.Context, page *connection, prefix string, ids []graph.ID) {
	if prefix == graph.ClaimPrefix {
		page.claims = sync.OnceValues(func() ([]*graph.Claim, error) { return b.Graph.Claims(ctx, ids) })
		return
	}
	page.observations = sync.OnceValues(func() ([]*graph.Observation, error) { return b.Graph.Observed(ctx, ids) })
}
