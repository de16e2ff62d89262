package schema

import (
	"maps"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
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
