package schema

import (
	"context"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// langArg is the argument of names and labels that chooses their language.
func (b *builder) langArg() graphql.FieldConfigArgument {
	return graphql.FieldConfigArgument{"lang": {Type: b.enums.lang, DefaultValue: "zh", Description: "The language that is wanted."}}
}

// namesArgs are the arguments of lists of names.
func (b *builder) namesArgs() graphql.FieldConfigArgument {
	return graphql.FieldConfigArgument{
		"lang":  {Type: b.enums.lang, Description: "Only names in this language."},
		"kinds": {Type: graphql.NewList(nonNull(b.enums.nameKind)), Description: "Only names of these kinds."},
	}
}

// inLanguage is a resolver of what has a Chinese and perhaps an English form:
// the one asked for, else Chinese, else null.
func inLanguage[P any](forms func(P) (zh, en string)) graphql.FieldResolveFn {
	return executor.Many(func(_ context.Context, parents []any, args map[string]any) ([]any, error) {
		values := make([]any, len(parents))
		for i, p := range executor.Parents[P](parents) {
			text, en := forms(p)
			if args["lang"] == "en" && en != "" {
				text = en
			}
			values[i] = orNull(text)
		}
		return values, nil
	})
}

// labelled is a resolver of a label; null where there is none.
func labelled[P any](label func(P) *graph.Label) graphql.FieldResolveFn {
	return inLanguage(func(p P) (string, string) {
		if l := label(p); l != nil {
			return l.Zh, l.En
		}
		return "", ""
	})
}

// labelIn is the label of a word of a closed list; nil for none.
func labelIn(terms []graph.Term, word string) *graph.Label {
	at := slices.IndexFunc(terms, func(t graph.Term) bool { return t.Name == word })
	if at < 0 {
		return nil
	}
	return &terms[at].Label
}

func typeLabel(t graph.Type) *graph.Label {
	info, _ := graph.Ontology.Type(t)
	return &info.Label
}

// namesOf is a resolver of a list of names after its arguments.
func namesOf[P any](names func(P) []graph.Name) graphql.FieldResolveFn {
	return executor.Many(func(_ context.Context, parents []any, args map[string]any) ([]any, error) {
		lang, one := args["lang"].(string)
		kinds := listArg[string](args, "kinds")
		values := make([]any, len(parents))
		for i, p := range executor.Parents[P](parents) {
			list := []graph.Name{}
			for _, n := range names(p) {
				if (!one || n.Lang == lang) && allows(kinds, string(n.Kind)) {
					list = append(list, n)
				}
			}
			values[i] = list
		}
		return values, nil
	})
}

func predicateLabel(p graph.Predicate) *graph.Label {
	info, _ := graph.Ontology.Predicate(p)
	return &info.Label
}
