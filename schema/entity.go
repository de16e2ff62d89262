package schema

import (
	"context"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

func idField() *graphql.Field {
	return &graphql.Field{Type: nonNull(graphql.ID), Description: "Id within innograph, such as county/330324."}
}

// commonFields are the fields that every entity has.
func (b *builder) commonFields() graphql.Fields {
	return graphql.Fields{
		"id":   {Type: nonNull(graphql.ID), Description: idField().Description, Resolve: executor.One(func(e *graph.Entity) any { return string(e.ID) })},
		"iri":  {Type: nonNull(graphql.String), Description: "The id as an IRI.", Resolve: executor.One(func(e *graph.Entity) any { return b.Graph.IRI(e.ID) })},
		"type": {Type: nonNull(b.enums.entityType), Description: "The type of the entity.", Resolve: executor.One(func(e *graph.Entity) any { return e.Type })},
		"name": {Type: nonNull(graphql.String), Args: b.langArg(), Description: "Main name, Chinese unless another language is asked for. Where there is none in that language, it is the Chinese one.",
			Resolve: inLanguage(func(e *graph.Entity) (string, string) { return e.Name, e.NameEn })},
		"typeLabel":   {Type: nonNull(graphql.String), Args: b.langArg(), Description: "Label of its type.", Resolve: labelled(func(e *graph.Entity) *graph.Label { return typeLabel(e.Type) })},
		"kindLabel":   {Type: graphql.String, Args: b.langArg(), Description: "Label of its kind.", Resolve: labelled(func(e *graph.Entity) *graph.Label { return labelIn(graph.Ontology.Kinds, e.Kind) })},
		"levelLabel":  {Type: graphql.String, Args: b.langArg(), Description: "Label of its level.", Resolve: labelled(func(e *graph.Entity) *graph.Label { return labelIn(graph.Ontology.Levels, e.Level) })},
		"nameEn":      {Type: graphql.String, Description: "An established English name, else a translation of ours, else null.", Resolve: executor.One(func(e *graph.Entity) any { return orNull(e.NameEn) })},
		"translated":  {Type: nonNull(graphql.Boolean), Description: "nameEn is a translation of ours, not an established name.", Resolve: executor.One(func(e *graph.Entity) any { return e.Translated })},
		"names":       {Type: listOf(b.name), Args: b.namesArgs(), Description: "Every name, main names first.", Resolve: namesOf(mainAndOtherNames)},
		"identifiers": {Type: listOf(b.ident), Description: "Identifiers that others gave it.", Resolve: executor.One(func(e *graph.Entity) any { return e.Identifiers })},
		"formerIds":   {Type: listOf(graphql.ID), Description: "Ids that were merged into this one; they keep resolving.", Resolve: executor.One(func(e *graph.Entity) any { return e.FormerIDs })},
		"kind":        {Type: b.enums.kind, Description: "What sort of its type it is.", Resolve: executor.One(func(e *graph.Entity) any { return orNull(e.Kind) })},
		"level":       {Type: b.enums.level, Description: "Administrative level.", Resolve: executor.One(func(e *graph.Entity) any { return orNull(e.Level) })},
		"degree": {Type: nonNull(graphql.Int), Description: "Number of stated relations; a fact said in several passages counts once.", Resolve: executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			degrees, err := b.Graph.Degrees(ctx, entityIDs(parents))
			values := make([]any, len(degrees))
			for i, d := range degrees {
				values[i] = d
			}
			return values, err
		})},
		"passages":     b.passagesField(),
		"relations":    b.relationsField(),
		"observations": b.observationsField(),
		"sources": {Type: listOf(b.source), Description: "Sources that name it, sorted by id.", Resolve: executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			rows, err := b.Graph.Witnesses(ctx, entityIDs(parents))
			if err != nil {
				return nil, err
			}
			return loadLists(ctx, rows, b.Graph.Sources)
		})},
	}
}

// mainAndOtherNames are all names of an entity; main ones have the kind "main".
func mainAndOtherNames(e *graph.Entity) []graph.Name {
	names := []graph.Name{{Entity: e.ID, Text: e.Name, Lang: "zh", Kind: "main"}}
	if e.NameEn != "" && !e.Translated {
		names = append(names, graph.Name{Entity: e.ID, Text: e.NameEn, Lang: "en", Kind: "main"})
	}
	return append(names, e.Names...)
}

// ownFields adds the fields of single types that no relation gives.
func (b *builder) ownFields(t graph.Type, object *graphql.Object) {
	add := func(name string, f *graphql.Field) { object.AddFieldConfig(name, f) }
	switch t {
	case graph.County, graph.Region:
		add("code", &graphql.Field{Type: graphql.String, Description: "Code of administrative divisions (GB/T 2260).", Resolve: executor.One(identifierIn("gbt2260"))})
		add("within", &graphql.Field{Type: b.objects[graph.Region], Description: "The region that it is part of; of several the first by id.", Resolve: executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			rows, err := b.wholes(ctx, parents)
			if err != nil {
				return nil, err
			}
			values := make([]any, len(rows))
			for i, row := range rows {
				for _, whole := range row.([]any) {
					if whole.(*graph.Entity).Type == graph.Region {
						values[i] = whole
						break
					}
				}
			}
			return values, nil
		})})
	case graph.Industry:
		add("broader", &graphql.Field{Type: listOf(b.objects[graph.Industry]), Description: "Broader industries.", Resolve: executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			return b.wholes(ctx, parents)
		})})
	case graph.Task:
		add("number", &graphql.Field{Type: graphql.String, Description: "Its number in the plan.", Resolve: executor.One(identifierIn("number"))})
	}
}

func identifierIn(scheme string) func(*graph.Entity) any {
	return func(e *graph.Entity) any {
		for _, id := range e.Identifiers {
			if id.Scheme == scheme {
				return id.Value
			}
		}
		return nil
	}
}

// wholes finds what each parent is part of, as stated, loaded. Each value is a []any.
func (b *builder) wholes(ctx context.Context, parents []any) ([]any, error) {
	edges, err := b.Graph.Relations(ctx, entityIDs(parents), []graph.Predicate{graph.PartOf}, graph.Out)
	if err != nil {
		return nil, err
	}
	ids := make([][]graph.ID, len(edges))
	for i, row := range edges {
		for _, e := range row {
			ids[i] = append(ids[i], e.Node)
		}
	}
	return loadLists(ctx, ids, b.Graph.Entities)
}
