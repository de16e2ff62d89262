package schema

import (
	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

func (b *builder) statsRoot() *graphql.Field {
	type typeCount struct {
		t graph.Type
		n int
	}
	counts := graphql.NewObject(graphql.ObjectConfig{Name: "TypeCount", Description: "Number of entities of a type.", Fields: graphql.Fields{
		"type":  {Type: nonNull(b.enums.entityType), Description: "The type.", Resolve: executor.One(func(c typeCount) any { return c.t })},
		"count": {Type: nonNull(graphql.Int), Description: "Number of entities.", Resolve: executor.One(func(c typeCount) any { return c.n })},
	}})
	relations := graphql.NewObject(graphql.ObjectConfig{Name: "PredicateCount", Description: "Number of claims of a predicate in a status.", Fields: graphql.Fields{
		"predicate": {Type: nonNull(b.enums.predicate), Description: "The predicate.", Resolve: executor.One(func(c graph.RelationCount) any { return c.Predicate })},
		"status":    {Type: nonNull(b.enums.status), Description: "The status.", Resolve: executor.One(func(c graph.RelationCount) any { return c.Status.String() })},
		"count":     {Type: nonNull(graphql.Int), Description: "Number of claims.", Resolve: executor.One(func(c graph.RelationCount) any { return c.Count })},
	}})
	number := func(f func(graph.Stats) int, what string) *graphql.Field {
		return &graphql.Field{Type: nonNull(graphql.Int), Description: what, Resolve: executor.One(func(s graph.Stats) any { return f(s) })}
	}
	stats := graphql.NewObject(graphql.ObjectConfig{Name: "Stats", Description: "What is in the graph.", Fields: graphql.Fields{
		"quads":        number(func(s graph.Stats) int { return int(s.Quads) }, "Quads in the store."),
		"claims":       number(func(s graph.Stats) int { return s.Claims }, "Claims."),
		"observations": number(func(s graph.Stats) int { return s.Observations }, "Observations."),
		"sources":      {Type: nonNull(graphql.Int), Description: "Sources.", Resolve: executor.One(func(graph.Stats) any { return len(b.Graph.SourceIDs()) })},
		"indicators":   {Type: nonNull(graphql.Int), Description: "Indicators.", Resolve: executor.One(func(graph.Stats) any { return len(b.Graph.IndicatorIDs()) })},
		"mentions":     number(func(s graph.Stats) int { return s.Mentions }, "Mentions that no claim or observation holds."),
		"omissions":    number(func(s graph.Stats) int { return s.Omissions }, "Passages left out on purpose."),
		"digest":       {Type: graphql.String, Description: "Version of the data: the SHA-256 of the data packages, 64 hex digits. Null where it is not known.", Resolve: executor.One(func(graph.Stats) any { return orNull(b.Graph.Origin()) })},
		"newest":       {Type: graphql.String, Description: "Date of issue of the newest source: YYYY, YYYY-MM or YYYY-MM-DD. Null if no source has one.", Resolve: executor.One(func(graph.Stats) any { return orNull(b.Graph.Newest()) })},
		"entities": {Type: listOf(counts), Description: "Entities by type, every type once.", Resolve: executor.One(func(s graph.Stats) any {
			var list []typeCount
			for _, t := range graph.Ontology.Types {
				list = append(list, typeCount{t.Type, s.Entities[t.Type]})
			}
			return list
		})},
		"predicates": {Type: listOf(relations), Description: "Claims by predicate and status.", Resolve: executor.One(func(s graph.Stats) any { return s.Relations })},
	}})
	return &graphql.Field{Type: nonNull(stats), Description: "What is in the graph.", Resolve: executor.Constant(func() any { return b.Graph.Stats() })}
}

func (b *builder) ontologyRoot() *graphql.Field {
	typeFields := func(f func(graph.TypeInfo) any, t graphql.Output, what string) *graphql.Field {
		return &graphql.Field{Type: t, Description: what, Resolve: executor.One(f)}
	}
	text := nonNull(graphql.String)
	types := graphql.NewObject(graphql.ObjectConfig{Name: "OntologyType", Description: "A type of entities.", Fields: graphql.Fields{
		"name":        typeFields(func(t graph.TypeInfo) any { return t.Type }, nonNull(b.enums.entityType), "The type."),
		"typename":    typeFields(func(t graph.TypeInfo) any { return string(t.Type) }, text, "Its GraphQL type."),
		"label":       typeFields(func(t graph.TypeInfo) any { return t.Label.Zh }, text, "Label, Chinese."),
		"labelEn":     typeFields(func(t graph.TypeInfo) any { return t.Label.En }, text, "Label, English."),
		"description": typeFields(func(t graph.TypeInfo) any { return t.Comment }, text, "What belongs to it."),
		"prefix":      typeFields(func(t graph.TypeInfo) any { return t.Prefix }, text, "First part of its ids."),
		"broader":     typeFields(func(t graph.TypeInfo) any { return orNull(t.Broader) }, graphql.String, "IRI of a broader class in another vocabulary, where there is one."),
		"kinds":       typeFields(func(t graph.TypeInfo) any { return t.Kinds }, listOf(b.enums.kind), "Its kinds."),
	}})
	of := func(f func(graph.PredicateInfo) any, t graphql.Output, what string) *graphql.Field {
		return &graphql.Field{Type: t, Description: what, Resolve: executor.One(f)}
	}
	predicates := graphql.NewObject(graphql.ObjectConfig{Name: "OntologyPredicate", Description: "A predicate of claims.", Fields: graphql.Fields{
		"name":           of(func(p graph.PredicateInfo) any { return p.Predicate }, nonNull(b.enums.predicate), "The predicate."),
		"term":           of(func(p graph.PredicateInfo) any { return string(p.Predicate) }, text, "Its word in data packages and IRIs."),
		"label":          of(func(p graph.PredicateInfo) any { return p.Label.Zh }, text, "Label read from the subject, Chinese."),
		"labelEn":        of(func(p graph.PredicateInfo) any { return p.Label.En }, text, "Label read from the subject, English."),
		"inverseLabel":   of(func(p graph.PredicateInfo) any { return p.Inverse.Zh }, text, "Label read from the object, Chinese."),
		"inverseLabelEn": of(func(p graph.PredicateInfo) any { return p.Inverse.En }, text, "Label read from the object, English."),
		"description":    of(func(p graph.PredicateInfo) any { return p.Comment }, text, "What it says."),
		"domain":         of(func(p graph.PredicateInfo) any { return p.Domain() }, listOf(b.enums.entityType), "Types that may be the subject."),
		"range":          of(func(p graph.PredicateInfo) any { return p.Range() }, listOf(b.enums.entityType), "Types that may be the object."),
		"symmetric":      of(func(p graph.PredicateInfo) any { return p.Symmetric }, nonNull(graphql.Boolean), "It reads the same from both sides."),
		"roles":          of(func(p graph.PredicateInfo) any { return p.Roles }, listOf(graphql.String), "Roles that a claim may have."),
	}})
	ontology := graphql.NewObject(graphql.ObjectConfig{Name: "Ontology", Description: "The table that drives checks, schema, pages and exports.", Fields: graphql.Fields{
		"types":      {Type: listOf(types), Description: "All types.", Resolve: executor.Constant(func() any { return graph.Ontology.Types })},
		"predicates": {Type: listOf(predicates), Description: "All predicates.", Resolve: executor.Constant(func() any { return graph.Ontology.Predicates })},
		"fields":     {Type: listOf(b.ontologyField()), Description: "All relation fields. One name on several types may have several rows.", Resolve: executor.Constant(func() any { return ontologyFields() })},
	}})
	for name, list := range b.closedLists() {
		ontology.AddFieldConfig(name, list)
	}
	return &graphql.Field{Type: nonNull(ontology), Description: "Types, predicates, relation fields and closed lists with their labels.", Resolve: executor.Constant(func() any { return struct{}{} })}
}

// closedLists are the lists of words with their labels.
func (b *builder) closedLists() graphql.Fields {
	term := graphql.NewObject(graphql.ObjectConfig{Name: "OntologyTerm", Description: "A word of a closed list.", Fields: graphql.Fields{
		"name":    {Type: nonNull(graphql.String), Description: "The value of the enum.", Resolve: executor.One(func(t *graph.Term) any { return enumName(t.Name) })},
		"term":    {Type: nonNull(graphql.String), Description: "Its word in data packages.", Resolve: executor.One(func(t *graph.Term) any { return t.Name })},
		"label":   {Type: nonNull(graphql.String), Description: "Label, Chinese.", Resolve: executor.One(func(t *graph.Term) any { return t.Label.Zh })},
		"labelEn": {Type: nonNull(graphql.String), Description: "Label, English.", Resolve: executor.One(func(t *graph.Term) any { return t.Label.En })},
	}})
	fields := graphql.Fields{}
	for name, list := range map[string]struct {
		what  string
		terms []graph.Term
	}{
		"kinds": {"Kinds of all types.", graph.Ontology.Kinds}, "levels": {"Administrative levels.", graph.Ontology.Levels}, "statuses": {"Statuses of claims, strongest first.", graph.Statuses},
		"bases": {"How a relation may be known, what wins first.", graph.Bases}, "nameKinds": {"Kinds of names that are no main names.", graph.NameKinds}, "schemes": {"Schemes of identifiers.", graph.Schemes},
		"observationRoles": {"Roles of observations.", graph.ObservationRoles}, "measures": {"Measures of observations.", graph.Measures}, "bounds": {"Bounds of observations.", graph.Bounds},
	} {
		terms := make([]*graph.Term, len(list.terms))
		for i := range list.terms {
			terms[i] = &list.terms[i]
		}
		fields[name] = &graphql.Field{Type: listOf(term), Description: list.what, Resolve: executor.Constant(func() any { return terms })}
	}
	return fields
}

func ontologyFields() []*graph.Field {
	list := make([]*graph.Field, len(graph.Ontology.Fields))
	for i := range graph.Ontology.Fields {
		list[i] = &graph.Ontology.Fields[i]
	}
	return list
}

func (b *builder) ontologyField() *graphql.Object {
	of := func(f func(*graph.Field) any, t graphql.Output, what string) *graphql.Field {
		return &graphql.Field{Type: t, Description: what, Resolve: executor.One(f)}
	}
	text := nonNull(graphql.String)
	return graphql.NewObject(graphql.ObjectConfig{Name: "OntologyField", Description: "A relation field of some types.", Fields: graphql.Fields{
		"name":        of(func(f *graph.Field) any { return f.Name }, nonNull(b.enums.relationField), "The field, as arguments name it."),
		"field":       of(func(f *graph.Field) any { return f.Name }, text, "Its GraphQL field."),
		"label":       of(func(f *graph.Field) any { return f.Label.Zh }, text, "Label, Chinese."),
		"labelEn":     of(func(f *graph.Field) any { return f.Label.En }, text, "Label, English."),
		"description": of(func(f *graph.Field) any { return f.Comment }, text, "What it leads to."),
		"on":          of(func(f *graph.Field) any { return f.On }, listOf(b.enums.entityType), "Types that have it."),
		"targets":     of(func(f *graph.Field) any { return f.Targets }, listOf(b.enums.entityType), "Types that it leads to."),
		"derived":     of(func(f *graph.Field) any { return len(f.Derive) > 0 }, nonNull(graphql.Boolean), "It has relations that no single claim states, too."),
	}})
}
