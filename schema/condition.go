package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// Limits of one filter. Conditions are the fields of filter objects, and each
// object of a list; a relation's condition reads the relations of all entities
// that are still in question.
const (
	maxConditions = 100
	maxFilterDeep = 10
	maxFilterList = 500
)

// weighFilter refuses filters that are too much before anything is read.
func weighFilter(filter map[string]any) *executor.Error {
	left := maxConditions
	return weighConditions(filter, 1, &left)
}

func weighConditions(value any, depth int, left *int) *executor.Error {
	switch v := value.(type) {
	case map[string]any:
		if depth > maxFilterDeep {
			return executor.BadInput("the filter is more than %d levels deep", maxFilterDeep)
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if *left--; *left < 0 {
				return executor.BadInput("the filter has more than %d conditions", maxConditions)
			}
			if err := weighConditions(v[name], depth+1, left); err != nil {
				return err
			}
		}
	case []any:
		if len(v) > maxFilterList {
			return executor.BadInput("a list of the filter has %d entries, at most %d are allowed", len(v), maxFilterList)
		}
		for _, element := range v {
			if _, nested := element.(map[string]any); !nested {
				return nil // a list of words, ids or numbers
			}
			if *left--; *left < 0 {
				return executor.BadInput("the filter has more than %d conditions", maxConditions)
			}
			if err := weighConditions(element, depth, left); err != nil {
				return err
			}
		}
	}
	return nil
}

// conditions are the input types of conditions on single values.
type conditions struct {
	text, id, integer, float, period *graphql.InputObject
	words                            map[*graphql.Enum]*graphql.InputObject
}

func newConditions() conditions {
	list := func(t graphql.Input) graphql.Input { return graphql.NewList(nonNull(t)) }
	isNull := &graphql.InputObjectFieldConfig{Type: graphql.Boolean, Description: "True: it has none. False: it has one."}
	object := func(name, what string, fields graphql.InputObjectConfigFieldMap) *graphql.InputObject {
		return graphql.NewInputObject(graphql.InputObjectConfig{Name: name, Description: what + " All that is given must hold.", Fields: fields})
	}
	ranges := func(t graphql.Input) graphql.InputObjectConfigFieldMap {
		return graphql.InputObjectConfigFieldMap{
			"eq": {Type: t, Description: "Equal to."}, "in": {Type: list(t), Description: "Equal to one of these, at most 500."},
			"lt": {Type: t, Description: "Less than."}, "lte": {Type: t, Description: "At most."}, "gt": {Type: t, Description: "More than."}, "gte": {Type: t, Description: "At least."},
		}
	}
	float := ranges(graphql.Float)
	float["isNull"] = isNull
	return conditions{
		text: object("TextFilter", "A condition on a text.", graphql.InputObjectConfigFieldMap{
			"eq": {Type: graphql.String, Description: "The whole text."}, "in": {Type: list(graphql.String), Description: "One of these whole texts, at most 500."},
			"contains":   {Type: graphql.String, Description: "A part of the text; the case of letters is ignored."},
			"startsWith": {Type: graphql.String, Description: "The beginning of the text; the case of letters is ignored."},
			"isNull":     isNull,
		}),
		id: object("IdFilter", "A condition on an id.", graphql.InputObjectConfigFieldMap{
			"eq": {Type: graphql.ID, Description: "This id, or one that was merged into it."}, "in": {Type: list(graphql.ID), Description: "One of these ids, at most 500."},
			"startsWith": {Type: graphql.String, Description: "The beginning of the id: platform/3303 for what is named after a county of Wenzhou, say."},
		}),
		integer: object("IntFilter", "A condition on a whole number.", ranges(graphql.Int)),
		float:   object("FloatFilter", "A condition on a number.", float),
		period: object("PeriodFilter", "A condition on a period: a calendar year, or a range such as 2016/2020.", graphql.InputObjectConfigFieldMap{
			"eq": {Type: graphql.String, Description: "Exactly this period."}, "in": {Type: list(graphql.String), Description: "One of these periods."},
			"from": {Type: graphql.Int, Description: "A year: periods that end before it are left out."}, "to": {Type: graphql.Int, Description: "A year: periods that begin after it are left out."},
		}),
		words: map[*graphql.Enum]*graphql.InputObject{},
	}
}

// word is the condition type of an enum, made at the first call.
func (c *conditions) word(enum *graphql.Enum) *graphql.InputObject {
	if t := c.words[enum]; t != nil {
		return t
	}
	t := graphql.NewInputObject(graphql.InputObjectConfig{Name: enum.Name() + "Filter", Description: "A condition on a " + enum.Name() + ". All that is given must hold.", Fields: graphql.InputObjectConfigFieldMap{
		"eq": {Type: enum, Description: "This one."}, "in": {Type: graphql.NewList(nonNull(enum)), Description: "One of these."},
		"isNull": {Type: graphql.Boolean, Description: "True: it has none. False: it has one."},
	}})
	c.words[enum] = t
	return t
}

// holdsText says whether a text, empty for none, meets a condition.
func holdsText(c map[string]any, text string) bool {
	fold := strings.ToLower
	for name, want := range c {
		var ok bool
		switch name {
		case "eq":
			ok = text == want
		case "in":
			ok = slices.Contains(want.([]any), any(text))
		case "contains":
			ok = text != "" && strings.Contains(fold(text), fold(want.(string)))
		case "startsWith":
			ok = text != "" && strings.HasPrefix(fold(text), fold(want.(string)))
		case "isNull":
			ok = (text == "") == want.(bool)
		}
		if !ok {
			return false
		}
	}
	return true
}

// holdsNumber says whether a number meets a condition; known is false where there is none.
func holdsNumber(c map[string]any, number float64, known bool) bool {
	for name, want := range c {
		if name == "isNull" {
			if known == want.(bool) {
				return false
			}
			continue
		}
		if !known {
			return false
		}
		var ok bool
		switch name {
		case "eq":
			ok = number == asFloat(want)
		case "in":
			ok = slices.ContainsFunc(want.([]any), func(v any) bool { return number == asFloat(v) })
		case "lt":
			ok = number < asFloat(want)
		case "lte":
			ok = number <= asFloat(want)
		case "gt":
			ok = number > asFloat(want)
		case "gte":
			ok = number >= asFloat(want)
		}
		if !ok {
			return false
		}
	}
	return true
}

func asFloat(v any) float64 {
	switch v := v.(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

// holdsWord says whether a value of an enum, empty for none, meets a condition.
func holdsWord[T ~string](c map[string]any, word T) bool {
	return holdsAnyWord(c, oneWord(word))
}

func oneWord[T ~string](word T) []T {
	if word == "" {
		return nil
	}
	return []T{word}
}

// holdsAnyWord says whether one of several values of an enum meets a condition.
func holdsAnyWord[T ~string](c map[string]any, words []T) bool {
	for name, want := range c {
		var ok bool
		switch name {
		case "eq":
			ok = slices.ContainsFunc(words, func(w T) bool { return any(w) == want })
		case "in":
			ok = slices.ContainsFunc(words, func(w T) bool { return slices.Contains(want.([]any), any(w)) })
		case "isNull":
			ok = (len(words) == 0) == want.(bool)
		}
		if !ok {
			return false
		}
	}
	return true
}

// holdsPeriod says whether a period meets a condition. From and to keep periods that overlap them.
func holdsPeriod(c map[string]any, period string) bool {
	first, last, known := graph.Years(period)
	for name, want := range c {
		var ok bool
		switch name {
		case "eq":
			ok = period == want
		case "in":
			ok = slices.Contains(want.([]any), any(period))
		case "from":
			ok = known && last >= want.(int)
		case "to":
			ok = known && first <= want.(int)
		}
		if !ok {
			return false
		}
	}
	return true
}

// idsNamed gives the ids that a condition on an id names; false if it names none.
func idsNamed(condition any) ([]graph.ID, bool) {
	c, _ := condition.(map[string]any)
	if id, ok := c["eq"].(string); ok {
		return []graph.ID{graph.ID(id)}, true
	}
	if _, ok := c["in"]; ok {
		return idsArg(c, "in"), true
	}
	return nil, false
}
