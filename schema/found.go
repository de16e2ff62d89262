package schema

import (
	"context"

	"github.com/innograph/innograph/graph"
)

// Entities executes the request and gives the entities that its answer names: each whose
// field id was asked for, under whatever key, once, in the order of the answer. Where no id of an
// entity is asked for, and where the answer has an error, it gives errors alone and no entities:
// a part of what was meant is not what was meant.
func (p *Prepared) Entities(ctx context.Context) ([]graph.ID, *Response) {
	f := &found{ids: []graph.ID{}, seen: map[graph.ID]bool{}}
	response := p.execute(ctx, f)
	defer response.Release()
	switch {
	case len(response.Errors) > 0:
		return nil, &Response{Errors: response.Errors, Wait: response.Wait}
	case f.nameless && len(f.ids) == 0:
		return nil, refusal(badInput("the answer has entities, and the document asks for the id of none; add the field id to those that are meant"))
	}
	return f.ids, nil
}

// found gathers the entities of an answer while it is written.
type found struct {
	ids      []graph.ID
	seen     map[graph.ID]bool
	nameless bool // there was an entity whose id was not asked for
}

func (f *found) see(p *objectPlan, value any) {
	e, is := value.(*graph.Entity)
	switch {
	case !is:
	case !p.named:
		f.nameless = true
	case !f.seen[e.ID]:
		f.seen[e.ID] = true
		f.ids = append(f.ids, e.ID)
	}
}
