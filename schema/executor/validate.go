package executor

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// enough ends a validation that has found as many errors as are shown: each
// costs a search for what may have been meant.
type enough struct{}

// validate holds a document against the rules of the specification: gqlparser's,
// but for merging fields, where ours takes linear time.
func (e *Executor) validate(doc *ast.QueryDocument) *Response {
	if list := e.violations(doc); len(list) > 0 {
		return refusals(list, CodeInvalid)
	}
	if err := mergeable(doc); err != nil {
		return Refusal(err)
	}
	return nil
}

func (e *Executor) violations(doc *ast.QueryDocument) (list gqlerror.List) {
	defer func() {
		if p := recover(); p != nil {
			if _, ours := p.(enough); !ours {
				panic(p)
			}
		}
	}()
	chosen := rules.NewDefaultRules()
	chosen.RemoveRule(rules.OverlappingFieldsCanBeMergedRule.Name)
	chosen.AddRule("ScalarLiterals", e.scalarLiterals)
	all := chosen.GetInner()
	observers := &core.Events{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		all[name](observers, func(options ...core.ErrorOption) {
			err := &gqlerror.Error{Rule: name}
			for _, o := range options {
				o(err)
			}
			err.Message += e.meant(name, err.Message, doc)
			if list = append(list, err); len(list) > maxErrorsShown {
				panic(enough{})
			}
		})
	}
	validator.Walk(e.check, doc, observers)
	return list
}

// meant says what may have been meant where gqlparser's rules do not: for names
// of types, directives and fragments, which stand in quotes in its messages.
func (e *Executor) meant(rule, message string, doc *ast.QueryDocument) string {
	var known []string
	switch rule {
	case rules.KnownTypeNamesRule.Name:
		known = slices.Sorted(maps.Keys(e.check.Types))
	case rules.KnownDirectivesRule.Name:
		known = slices.Sorted(maps.Keys(e.check.Directives))
	case rules.KnownFragmentNamesRule.Name:
		for _, f := range doc.Fragments {
			known = append(known, f.Name)
		}
	}
	if parts := strings.Split(message, `"`); len(known) > 0 && len(parts) == 3 {
		return suggestion(strings.TrimPrefix(parts[1], "@"), known)
	}
	return ""
}

// suggestion names those of known that a name may stand for.
func suggestion(name string, known []string) string {
	if len(name) > 100 {
		return ""
	}
	if meant := core.SuggestionList(name, known); len(meant) > 0 {
		return " Did you mean " + core.QuotedOrList(meant...) + "?"
	}
	return ""
}

// scalarLiterals is a rule that gqlparser lacks: an Int has 32 bits, and the
// scalars of our own say themselves what they take.
func (e *Executor) scalarLiterals(observers *core.Events, addError core.AddErrFunc) {
	observers.OnValue(func(_ *core.Walker, v *ast.Value) {
		if v.Definition == nil || v.Definition.Kind != ast.Scalar || v.Kind == ast.Variable || v.Kind == ast.NullValue || v.Kind == ast.ListValue {
			return
		}
		t := e.inputs.named[v.Definition.Name]
		if v.Kind != ast.IntValue && standardInputs[t.name] != nil {
			return // gqlparser looks at these
		}
		if _, ok := t.scalar.literal(v); !ok {
			addError(core.Message("%s cannot represent %s.", t.name, v.String()), core.At(v.Position))
		}
	})
}
