package schema

import (
	"context"
	"maps"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// builder makes the types of the schema. Types refer to each other, so each is
// made once and its fields are added when all are there.
type builder struct {
	*Config
	enums    enums
	node     *graphql.Interface
	entity   *graphql.Interface
	org      *graphql.Interface
	objects  map[graph.Type]*graphql.Object
	lists    map[string]*graphql.Object // connection types by name
	name     *graphql.Object
	ident    *graphql.Object
	evidence *graphql.Object
	claim    *graphql.Object
	source   *graphql.Object
	indic    *graphql.Object
	observed *graphql.Object
	// What is made at its first use, by name.
	inputs     map[string]*graphql.InputObject
	conditions conditions
	groups     map[string]*graphql.Object
	groupValue *graphql.Object
	summary    *graphql.Object
	aggregate  *graphql.Object
	conflict   *graphql.Object
	passage    *graphql.Object
	// The contradictions of the whole graph, once they are found; free has room
	// for the one who looks for them.
	contradicted struct {
		free  chan struct{}
		found *graph.Contradictions
	}
}

func newBuilder(config *Config) *builder {
	b := &builder{Config: config, enums: newEnums(), objects: map[graph.Type]*graphql.Object{}, lists: map[string]*graphql.Object{},
		inputs: map[string]*graphql.InputObject{}, conditions: newConditions(), groups: map[string]*graphql.Object{}}
	b.contradicted.free = make(chan struct{}, 1)
	resolve := func(p graphql.ResolveTypeParams) *graphql.Object { return b.objectOf(p.Value) }
	b.node = graphql.NewInterface(graphql.InterfaceConfig{Name: "Node", Description: "A thing with an id that holds over the whole graph.", ResolveType: resolve, Fields: graphql.Fields{"id": idField()}})
	b.entity = graphql.NewInterface(graphql.InterfaceConfig{Name: "Entity", Description: "A thing that relations hold between.", ResolveType: resolve, Fields: graphql.Fields{}})
	b.org = graphql.NewInterface(graphql.InterfaceConfig{Name: "Organization", Description: "A university, research institute, enterprise, government body or association.", ResolveType: resolve, Fields: graphql.Fields{}})
	for _, t := range graph.Ontology.Types {
		interfaces := []*graphql.Interface{b.node, b.entity}
		if t.Organization {
			interfaces = append(interfaces, b.org)
		}
		b.objects[t.Type] = graphql.NewObject(graphql.ObjectConfig{Name: string(t.Type), Description: t.Label.Zh + " · " + t.Comment, Interfaces: interfaces, Fields: graphql.Fields{}})
	}
	return b
}

func idField() *graphql.Field {
	return &graphql.Field{Type: nonNull(graphql.ID), Description: "Id within innograph, such as county/330324."}
}

// build gives the query type and all types that only interfaces lead to.
func (b *builder) build() (*graphql.Object, []graphql.Type) {
	b.valueTypes()
	b.statementTypes()
	b.groupTypes()
	b.sourceLists()
	b.texts()
	common := b.commonFields()
	for _, name := range slices.Sorted(maps.Keys(common)) {
		b.entity.AddFieldConfig(name, common[name])
		b.org.AddFieldConfig(name, common[name])
	}
	var types []graphql.Type
	for _, t := range graph.Ontology.Types {
		object := b.objects[t.Type]
		for _, name := range slices.Sorted(maps.Keys(common)) {
			object.AddFieldConfig(name, common[name])
		}
		for _, f := range graph.Ontology.FieldsOf(t.Type) {
			object.AddFieldConfig(f.Name, b.relationField(f))
		}
		b.ownFields(t.Type, object)
		types = append(types, object)
	}
	return b.queryType(), append(types, b.claim, b.source, b.indic, b.observed)
}

// objectOf is the object type of a value that stands behind an interface.
func (b *builder) objectOf(value any) *graphql.Object {
	switch v := value.(type) {
	case *graph.Entity:
		return b.objects[v.Type]
	case *graph.Claim:
		return b.claim
	case *graph.Source:
		return b.source
	case *graph.Indicator:
		return b.indic
	case *graph.Observation:
		return b.observed
	}
	return nil
}

// outputOf is the narrowest type that covers entity types: one object, the
// interface Organization, or Entity.
func (b *builder) outputOf(types []graph.Type) graphql.Output {
	if len(types) == 1 {
		return b.objects[types[0]]
	}
	for _, t := range types {
		if info, _ := graph.Ontology.Type(t); !info.Organization {
			return b.entity
		}
	}
	return b.org
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

func entityIDs(parents []any) []graph.ID {
	ids := make([]graph.ID, len(parents))
	for i, p := range parents {
		ids[i] = p.(*graph.Entity).ID
	}
	return ids
}

// loadLists loads many lists of ids in one read. Each value is a []any.
func loadLists[T any](ctx context.Context, rows [][]graph.ID, load func(context.Context, []graph.ID) ([]*T, error)) ([]any, error) {
	var all []graph.ID
	for _, row := range rows {
		all = append(all, row...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	loaded, err := load(ctx, all)
	if err != nil {
		return nil, err
	}
	values := make([]any, len(rows))
	for i, row := range rows {
		list := make([]any, 0, len(row))
		for _, id := range row {
			at, _ := slices.BinarySearch(all, id)
			if loaded[at] != nil {
				list = append(list, loaded[at])
			}
		}
		values[i] = list
	}
	return values, nil
}

// loadMany is a resolver of a list of entities of each parent.
func loadMany[P any](b *builder, ids func(P) []graph.ID) graphql.FieldResolveFn {
	return executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
		rows := make([][]graph.ID, len(parents))
		for i, p := range executor.Parents[P](parents) {
			rows[i] = ids(p)
		}
		return loadLists(ctx, rows, b.Graph.Entities)
	})
}

// loadOne is a resolver of one id of each parent; null where the parent has none.
func loadOne[P, T any](id func(P) graph.ID, load func(context.Context, []graph.ID) ([]*T, error)) graphql.FieldResolveFn {
	return executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
		var ids []graph.ID // each once
		places, at := make([]int, len(parents)), map[graph.ID]int{}
		for i, p := range parents {
			x := id(p.(P))
			place, known := at[x]
			if !known {
				place = len(ids)
				at[x], ids = place, append(ids, x)
			}
			places[i] = place
		}
		loaded, err := load(ctx, ids)
		if err != nil {
			return nil, err
		}
		values := make([]any, len(parents))
		for i, place := range places {
			if x := loaded[place]; x != nil {
				values[i] = x
			}
		}
		return values, nil
	})
}
