package schema

import (
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
func (e *engine) validate(doc *ast.QueryDocument) *Response {
	if list := e.violations(doc); len(list) > 0 {
		return refusals(list, codeInvalid)
	}
	if err := mergeable(doc); err != nil {
		return refusal(err)
	}
	return nil
}

func (e *engine) violations(doc *ast.QueryDocument) (list gqlerror.List) {
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
	for _, name := range sortedKeys(all) {
		all[name](observers, func(options ...core.ErrorOption) {
			err := &gqlerror.Error{Rule: name}
			for _, o := range options {
				o(err)
			}
			if list = append(list, err); len(list) > maxErrorsShown {
				panic(enough{})
			}
		})
	}
	validator.Walk(e.check, doc, observers)
	return list
}

// scalarLiterals is a rule that gqlparser lacks: an Int has 32 bits, and the
// scalars of our own say themselves what they take.
func (e *engine) scalarLiterals(observers *core.Events, addError core.AddErrFunc) {
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
