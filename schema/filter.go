package schema

import (
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
)

// filterType is the filter of entities of some types; it is made at the first
// call. The relations in it are those that the ontology gives any of the types: an
// entity of a type that lacks one has nothing there.
func (b *builder) filterType(node graphql.Output, types []graph.Type) *graphql.InputObject {
	name := node.Name() + "Filter"
	if t := b.inputs[name]; t != nil {
		return t
	}
	var filter *graphql.InputObject
	filter = graphql.NewInputObject(graphql.InputObjectConfig{Name: name, Description: "Which entities are wanted. All that is given must hold; an empty filter keeps all.",
		Fields: graphql.InputObjectConfigFieldMapThunk(func() graphql.InputObjectConfigFieldMap { return b.filterFields(filter, types) })})
	b.inputs[name] = filter
	return filter
}

func (b *builder) filterFields(filter *graphql.InputObject, types []graph.Type) graphql.InputObjectConfigFieldMap {
	c := &b.conditions
	fields := graphql.InputObjectConfigFieldMap{
		"and":          {Type: graphql.NewList(nonNull(filter)), Description: "All of these hold."},
		"or":           {Type: graphql.NewList(nonNull(filter)), Description: "One of these holds."},
		"not":          {Type: filter, Description: "This does not hold."},
		"id":           {Type: c.id, Description: "The id."},
		"type":         {Type: c.word(b.enums.entityType), Description: "The type."},
		"name":         {Type: c.text, Description: "The main name, Chinese."},
		"nameEn":       {Type: c.text, Description: "The English name."},
		"anyName":      {Type: c.text, Description: "One of all its names: main names, short forms, former names, translations."},
		"identifier":   {Type: c.text, Description: "One of its identifiers, whatever the scheme."},
		"kind":         {Type: c.word(b.enums.kind), Description: "The kind."},
		"level":        {Type: c.word(b.enums.level), Description: "The administrative level."},
		"degree":       {Type: c.integer, Description: "The number of stated relations."},
		"source":       {Type: c.id, Description: "One of the sources that name it."},
		"relations":    {Type: b.quantifier("StatedRelation", b.entity, b.allTypes()), Description: "Its stated relations."},
		"observations": {Type: b.observationQuantifier(), Description: "What is measured of it."},
	}
	for name, f := range b.relationsOf(types) {
		node := b.outputOf(f.Targets)
		fields[name] = &graphql.InputObjectFieldConfig{Type: b.quantifier(node.Name()+"Relation", node, f.Targets), Description: f.Label.Zh + " · " + f.Label.En + ", stated or derived."}
	}
	return fields
}

// relationsOf are the relation fields that any of some types has. A name that
// means other things on other types has the targets of all.
func (b *builder) relationsOf(types []graph.Type) map[string]graph.Field {
	fields := map[string]graph.Field{}
	for _, t := range types {
		for _, f := range graph.Ontology.FieldsOf(t) {
			merged, known := fields[f.Name]
			if !known {
				merged = graph.Field{Name: f.Name, Label: f.Label}
			}
			for _, target := range f.Targets {
				if !slices.Contains(merged.Targets, target) {
					merged.Targets = append(merged.Targets, target)
				}
			}
			fields[f.Name] = merged
		}
	}
	return fields
}

func (b *builder) allTypes() []graph.Type {
	var types []graph.Type
	for _, t := range graph.Ontology.Types {
		types = append(types, t.Type)
	}
	return types
}

// quantifier is the condition on a list of relations; name is "CountyRelation", say.
func (b *builder) quantifier(name string, node graphql.Output, targets []graph.Type) *graphql.InputObject {
	if t := b.inputs[name]; t != nil {
		return t
	}
	condition := graphql.NewInputObject(graphql.InputObjectConfig{Name: name + "Condition", Description: "What a relation must be like. All that is given must hold; an empty condition holds for every relation.",
		Fields: graphql.InputObjectConfigFieldMapThunk(func() graphql.InputObjectConfigFieldMap {
			fields := graphql.InputObjectConfigFieldMap{
				"node":   {Type: b.filterType(node, targets), Description: "The entity on the other side."},
				"status": {Type: b.conditions.word(b.enums.status), Description: "One of the statuses of the relation."},
				"role":   {Type: b.conditions.text, Description: "One of the roles that the claims name."},
			}
			if name == "StatedRelation" {
				fields["predicate"] = &graphql.InputObjectFieldConfig{Type: b.conditions.word(b.enums.predicate), Description: "The predicate."}
				fields["forward"] = &graphql.InputObjectFieldConfig{Type: graphql.Boolean, Description: "The entity that is filtered is the subject; symmetric relations are always forward."}
			} else {
				fields["basis"] = &graphql.InputObjectFieldConfig{Type: b.conditions.word(b.enums.basis), Description: "How the relation is known."}
			}
			return fields
		})})
	t := quantifierOf(name+"Filter", "relations", condition, b.conditions.integer)
	b.inputs[name] = t
	return t
}

func (b *builder) observationQuantifier() *graphql.InputObject {
	if t := b.inputs["observations"]; t != nil {
		return t
	}
	t := quantifierOf("ObservationListFilter", "observations", b.observationFilter(), b.conditions.integer)
	b.inputs["observations"] = t
	return t
}

func quantifierOf(name, what string, condition, integer *graphql.InputObject) *graphql.InputObject {
	return graphql.NewInputObject(graphql.InputObjectConfig{Name: name, Description: "A condition on a list of " + what + ". All that is given must hold.", Fields: graphql.InputObjectConfigFieldMap{
		"some":  {Type: condition, Description: "At least one of the " + what + " is like this."},
		"every": {Type: condition, Description: "All " + what + " are like this; so it is where there are none."},
		"none":  {Type: condition, Description: "None of the " + what + " is like this."},
		"count": {Type: integer, Description: "How many " + what + " there are."},
	}})
}
