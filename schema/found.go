package schema

import (
	"context"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// Entities executes a request and gives the entities that its answer names: each whose
// field id was asked for, under whatever key, once, in the order of the answer. Where no id of an
// entity is asked for, and where the answer has an error, it gives errors alone and no entities:
// a part of what was meant is not what was meant.
func Entities(ctx context.Context, p *executor.Prepared) ([]graph.ID, *executor.Response) {
	ids, seen, nameless := []graph.ID{}, map[graph.ID]bool{}, false
	response := p.Visit(ctx, func(object any, identified bool) {
		e, is := object.(*graph.Entity)
		switch {
		case !is:
		case !identified:
			nameless = true
		case !seen[e.ID]:
			seen[e.ID] = true
			ids = append(ids, e.ID)
		}
	})
	defer response.Release()
	switch {
	case len(response.Errors) > 0:
		return nil, &executor.Response{Errors: response.Errors, Wait: response.Wait}
	case nameless && len(ids) == 0:
		return nil, executor.Refusal(executor.BadInput("the answer has entities, and the document asks for the id of none; add the field id to those that are meant"))
	}
	return ids, nil
}
