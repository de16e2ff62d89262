package bench

import (
	"context"
	"slices"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/search"
)

// through answers by what graph offers to everybody: its batch reads.
type through struct {
	graph                                 *graph.Graph
	finder                                *search.Index
	universities, partnerCounties, trades *graph.Field
}

func newThrough(ctx context.Context, g *graph.Graph) (*through, error) {
	x, err := search.New(ctx, g)
	if err != nil {
		return nil, err
	}
	return overIndex(g, x), nil
}

func overIndex(g *graph.Graph, x *search.Index) *through {
	partners, _ := graph.Ontology.Field(graph.County, "partners")
	universities := *partners
	universities.Targets = []graph.Type{graph.University}
	counties, _ := graph.Ontology.Field(graph.University, "counties")
	industries, _ := graph.Ontology.Field(graph.County, "industries")
	return &through{g, x, &universities, counties, industries}
}

func (t *through) entity(ctx context.Context, id graph.ID) (answer, error) {
	entities, err := t.graph.Entities(ctx, []graph.ID{id})
	if err != nil {
		return nil, err
	}
	return entityAnswer{entities[0]}, nil
}

func (t *through) partners(ctx context.Context, county graph.ID) (answer, error) {
	rows, err := t.graph.Related(ctx, t.universities, []graph.ID{county})
	if err != nil {
		return nil, err
	}
	if err := t.graph.FillClaims(ctx, graph.EdgesOf(rows[0])); err != nil {
		return nil, err
	}
	a := partnersAnswer{edges: rows[0]}
	var sources []graph.ID
	for _, e := range a.edges {
		for _, c := range e.Claims {
			sources = append(sources, c.Source)
		}
	}
	if a.entities, err = t.graph.Ends(ctx, graph.EdgesOf(rows...)); err != nil {
		return nil, err
	}
	slices.Sort(sources)
	sources = slices.Compact(sources)
	loaded, err := t.graph.Sources(ctx, sources)
	if err != nil {
		return nil, err
	}
	for i, s := range loaded {
		a.sources = append(a.sources, sourceOf{sources[i], s})
	}
	return a, nil
}

// related reads a field of many entities and the entities that it leads to.
func (t *through) related(ctx context.Context, f *graph.Field, ids []graph.ID, first int) ([][]graph.Edge, [][]*graph.Entity, error) {
	rows, err := t.graph.Related(ctx, f, ids)
	if err != nil {
		return nil, nil, err
	}
	for i, row := range rows {
		if first > 0 {
			rows[i] = row[:min(first, len(row))]
		}
	}
	if err := t.graph.FillClaims(ctx, graph.EdgesOf(rows...)); err != nil {
		return nil, nil, err
	}
	ends, err := t.graph.Ends(ctx, graph.EdgesOf(rows...))
	if err != nil {
		return nil, nil, err
	}
	entities := make([][]*graph.Entity, len(rows))
	for i, row := range rows {
		entities[i], ends = ends[:len(row):len(row)], ends[len(row):]
	}
	return rows, entities, nil
}

func (t *through) counties(ctx context.Context, university graph.ID) (answer, error) {
	rows, entities, err := t.related(ctx, t.partnerCounties, []graph.ID{university}, 0)
	if err != nil {
		return nil, err
	}
	a := countiesAnswer{edges: rows[0], entities: entities[0]}
	ids := make([]graph.ID, len(a.edges))
	for i, e := range a.edges {
		ids[i] = e.Node
	}
	a.industries, a.industryEntities, err = t.related(ctx, t.trades, ids, 0)
	return a, err
}

func (t *through) page(ctx context.Context, universities []graph.ID, first int) (answer, error) {
	var a pageAnswer
	var err error
	if a.universities, err = t.graph.Entities(ctx, universities); err != nil {
		return nil, err
	}
	a.edges, a.counties, err = t.related(ctx, t.partnerCounties, universities, first)
	return a, err
}

func (t *through) neighbourhood(ctx context.Context, id graph.ID, depth, most int) (answer, error) {
	n, err := t.graph.Neighbourhood(ctx, []graph.ID{id}, depth, graph.Reach{MaxNodes: most})
	if err != nil {
		return nil, err
	}
	entities, err := t.graph.Members(ctx, n)
	return neighbourhoodAnswer{n, entities}, err
}

func (t *through) path(ctx context.Context, from, to graph.ID) (answer, error) {
	paths, err := t.graph.Paths(ctx, from, to, 4, 1, graph.Reach{})
	if err != nil || len(paths) == 0 {
		return pathAnswer{}, err
	}
	return pathAnswer{paths[0]}, nil
}

func (t *through) compare(ctx context.Context, counties, indicators []graph.ID) (answer, error) {
	var a compareAnswer
	var err error
	if a.indicators, err = t.graph.Indicators(ctx, indicators); err != nil {
		return nil, err
	}
	if a.counties, err = t.graph.Entities(ctx, counties); err != nil {
		return nil, err
	}
	rows, err := t.graph.Observations(ctx, counties, indicators)
	if err != nil {
		return nil, err
	}
	a.cells = rows
	return a, nil
}

// matches drops the score, which only ranks.
func (t *through) matches(_ context.Context, text string, first int) (answer, error) {
	matches, total := t.finder.Find(text, nil, first)
	return matchesAnswer{matches, total}, nil
}

// counts are in the order of the ontology and of statuses, strongest first, as they are kept.
func (t *through) counts(context.Context) (answer, error) {
	return countsAnswer(t.graph.Stats().Relations), nil
}
