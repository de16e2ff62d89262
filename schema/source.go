package schema

import (
	"context"
	"maps"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

func (b *builder) sourceType() *graphql.Object {
	text := func(f func(*graph.Source) string, what string) *graphql.Field {
		return &graphql.Field{Type: graphql.String, Description: what, Resolve: executor.One(func(s *graph.Source) any { return orNull(f(s)) })}
	}
	return graphql.NewObject(graphql.ObjectConfig{Name: "Source", Interfaces: []*graphql.Interface{b.node}, Description: "A document as a witness: what claims are quoted from.", Fields: graphql.Fields{
		"id":          {Type: nonNull(graphql.ID), Description: "Id, such as source/yongjia-2021.", Resolve: executor.One(func(s *graph.Source) any { return string(s.ID) })},
		"kind":        {Type: nonNull(b.enums.sourceKind), Description: "A plan, or a reference without text.", Resolve: executor.One(func(s *graph.Source) any { return s.Kind })},
		"title":       {Type: nonNull(graphql.String), Description: "Title.", Resolve: executor.One(func(s *graph.Source) any { return s.Title })},
		"issuer":      text(func(s *graph.Source) string { return s.Issuer }, "Who issued it, where the text says so."),
		"number":      text(func(s *graph.Source) string { return s.Number }, "Document number."),
		"issued":      text(func(s *graph.Source) string { return s.Issued }, "Date of issue: YYYY, YYYY-MM or YYYY-MM-DD."),
		"periodStart": text(func(s *graph.Source) string { return s.PeriodStart }, "First year of the plan's period."),
		"periodEnd":   text(func(s *graph.Source) string { return s.PeriodEnd }, "Last year of the plan's period."),
		"sha256":      text(func(s *graph.Source) string { return s.SHA256 }, "SHA-256 of the text that offsets point into."),
		"runes":       {Type: graphql.Int, Description: "Length of the text in Unicode code points.", Resolve: executor.One(func(s *graph.Source) any { return s.Runes })},
		"note":        text(func(s *graph.Source) string { return s.Note }, "What is to be known of the text."),
		"hasText":     {Type: nonNull(graphql.Boolean), Description: "This server has the text, so passages are quoted.", Resolve: executor.One(func(s *graph.Source) any { return b.Quoter != nil && b.Quoter.Has(s.ID) })},
		"region":      {Type: b.entity, Description: "The county or region that it is about.", Resolve: loadOne(func(s *graph.Source) graph.ID { return s.Region }, b.Graph.Entities)},
		"document":    {Type: b.objects[graph.Document], Description: "The document as a thing that others rest on.", Resolve: loadOne(func(s *graph.Source) graph.ID { return s.Document }, b.Graph.Entities)},
	}})
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
