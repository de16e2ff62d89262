package schema

import (
	"strings"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
)

// enumName spells a word of the ontology as a GraphQL enum value:
// "partnersWith" and "rd-institute" become PARTNERS_WITH and RD_INSTITUTE.
func enumName(word string) string {
	var b strings.Builder
	for i, c := range word {
		switch {
		case c == '-':
			b.WriteByte('_')
		case c >= 'A' && c <= 'Z' && i > 0:
			b.WriteByte('_')
			b.WriteRune(c)
		default:
			b.WriteString(strings.ToUpper(string(c)))
		}
	}
	return b.String()
}

func termEnum(name, description string, terms []graph.Term) *graphql.Enum {
	values := graphql.EnumValueConfigMap{}
	for _, t := range terms {
		values[enumName(t.Name)] = &graphql.EnumValueConfig{Value: t.Name, Description: t.Label.Zh + " · " + t.Label.En}
	}
	return graphql.NewEnum(graphql.EnumConfig{Name: name, Description: description, Values: values})
}

// enums are the enum types of the schema. Values inside are the words of the
// data packages, but for types, predicates and directions, which are typed.
type enums struct {
	entityType, predicate, status, basis, direction, kind, level, nameKind, searchHow, role, measure, bound, better, sourceKind, orderDirection, lang, relationField *graphql.Enum
}

func newEnums() enums {
	e := enums{
		status:     termEnum("Status", "How far a claim reaches.", graph.Statuses),
		basis:      termEnum("Basis", "How a relation is known. STATED wins where a relation is both stated and derived.", graph.Bases),
		kind:       termEnum("Kind", "What sort of its type an entity is.", graph.Ontology.Kinds),
		level:      termEnum("Level", "Administrative level.", graph.Ontology.Levels),
		nameKind:   termEnum("NameKind", "What sort of name a name is.", append([]graph.Term{{Name: "main", Label: graph.Label{Zh: "主名称", En: "main name"}}}, graph.NameKinds...)),
		searchHow:  termEnum("SearchHow", "Which form of a name matched.", graph.MatchHows),
		role:       termEnum("ObservationRole", "What an observation reports.", graph.ObservationRoles),
		measure:    termEnum("Measure", "How a value is to be read.", graph.Measures),
		bound:      termEnum("Bound", "On which side the true value lies.", graph.Bounds),
		better:     termEnum("Better", "Which direction of an indicator is better.", []graph.Term{{Name: "higher", Label: graph.Label{Zh: "越高越好", En: "higher"}}, {Name: "lower", Label: graph.Label{Zh: "越低越好", En: "lower"}}}),
		sourceKind: termEnum("SourceKind", "What sort of source a source is.", []graph.Term{{Name: "plan", Label: graph.Label{Zh: "规划文本", En: "plan"}}, {Name: "reference", Label: graph.Label{Zh: "参考资料", En: "reference without text"}}}),
		direction: graphql.NewEnum(graphql.EnumConfig{Name: "Direction", Description: "On which side of a claim the entity stands.", Values: graphql.EnumValueConfigMap{
			"OUT": {Value: graph.Out, Description: "It is the subject."}, "IN": {Value: graph.In, Description: "It is the object."}, "BOTH": {Value: graph.Both, Description: "Either."},
		}}),
		lang: graphql.NewEnum(graphql.EnumConfig{Name: "Language", Description: "A language of names and labels.", Values: graphql.EnumValueConfigMap{
			"ZH": {Value: "zh", Description: "Chinese."}, "EN": {Value: "en", Description: "English."},
		}}),
		orderDirection: graphql.NewEnum(graphql.EnumConfig{Name: "OrderDirection", Description: "Which way to sort.", Values: graphql.EnumValueConfigMap{
			"ASC": {Value: "asc", Description: "From low to high."}, "DESC": {Value: "desc", Description: "From high to low."},
		}}),
	}
	types := graphql.EnumValueConfigMap{}
	for _, t := range graph.Ontology.Types {
		types[enumName(string(t.Type))] = &graphql.EnumValueConfig{Value: t.Type, Description: t.Label.Zh + " · " + t.Comment}
	}
	e.entityType = graphql.NewEnum(graphql.EnumConfig{Name: "EntityType", Description: "The types of entities.", Values: types})
	predicates := graphql.EnumValueConfigMap{}
	for _, p := range graph.Ontology.Predicates {
		predicates[enumName(string(p.Predicate))] = &graphql.EnumValueConfig{Value: p.Predicate, Description: p.Label.Zh + " · " + p.Comment}
	}
	e.predicate = graphql.NewEnum(graphql.EnumConfig{Name: "Predicate", Description: "The predicates of claims.", Values: predicates})
	relations := graphql.EnumValueConfigMap{}
	for _, f := range graph.Ontology.Fields {
		relations[enumName(f.Name)] = &graphql.EnumValueConfig{Value: f.Name, Description: f.Label.Zh + " · " + f.Label.En}
	}
	e.relationField = graphql.NewEnum(graphql.EnumConfig{Name: "RelationField", Description: "The relation fields of all types; ontology says which type has which.", Values: relations})
	return e
}

// orNull gives nil for an empty word, so that an enum or string is null.
func orNull[T ~string](word T) any {
	if word == "" {
		return nil
	}
	return string(word)
}
