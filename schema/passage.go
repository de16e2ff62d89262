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

// compareClaims puts claims into reading order.
func compareClaims(a, b *graph.Claim) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
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
