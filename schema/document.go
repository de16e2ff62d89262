package schema

import (
	"errors"
	"fmt"
	"strings"

	goast "github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/source"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// Request is a GraphQL request as a client sends it.
type Request struct {
	Query         string
	OperationName string
	Variables     map[string]any // decoded JSON, numbers as json.Number
}

// prepared is a request that may be executed.
type prepared struct {
	document  *goast.Document
	operation string
	variables map[string]any
}

// prepare takes a request through scan, parser, weighing, validation, choice of
// the operation, variables and cost. The maintained parser and validator of
// gqlparser do what graphql-go's cannot: null literals, text in comments, linear time.
func (s *Schema) prepare(r Request) (*prepared, *Response) {
	if err := s.config.Limits.scan(r.Query); err != nil {
		return nil, refusal(err)
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: r.Query}, 2*s.config.Limits.Tokens)
	if err != nil {
		return nil, refusals(asList(err), codeSyntax)
	}
	if err := s.config.Limits.weigh(doc); err != nil {
		return nil, refusal(err)
	}
	op, refused := chooseOperation(doc, r.OperationName)
	if refused != nil {
		return nil, refusal(refused)
	}
	if list := validator.ValidateWithRules(s.check, doc, nil); len(list) > 0 {
		return nil, refusals(list, codeInvalid)
	}
	variables, refused := coerceVariables(s.check, op, r.Variables)
	if refused != nil {
		return nil, refusal(refused)
	}
	if err := s.config.Limits.cost(op, variables); err != nil {
		return nil, refusal(err)
	}
	return &prepared{translate(doc, r.Query), op.Name, variables}, nil
}

func asList(err error) gqlerror.List {
	var list gqlerror.List
	var single *gqlerror.Error
	switch {
	case errors.As(err, &list):
		return list
	case errors.As(err, &single):
		return gqlerror.List{single}
	}
	return gqlerror.List{gqlerror.Errorf("%s", err.Error())}
}

func chooseOperation(doc *ast.QueryDocument, name string) (*ast.OperationDefinition, *Error) {
	op := doc.Operations.ForName(name)
	switch {
	case len(doc.Operations) == 0:
		return nil, &Error{Message: "the document holds no operation", Code: codeOperation}
	case name == "" && len(doc.Operations) > 1:
		return nil, &Error{Message: "the document holds several operations; operationName must say which", Code: codeOperation}
	case name == "":
		op = doc.Operations[0]
	case op == nil:
		return nil, &Error{Message: fmt.Sprintf("the document holds no operation named %q", clip(name)), Code: codeOperation}
	}
	if op.Operation != ast.Query {
		return nil, &Error{Message: fmt.Sprintf("innograph is read-only: it answers queries, not a %s", op.Operation), Code: codeMutation, Locations: positions(op.Position)}
	}
	return op, nil
}

// translator turns a gqlparser document into graphql-go's.
type translator struct{ source *source.Source }

// translate keeps positions: graphql-go computes line and column from offsets,
// which are code points here and bytes there, so its source is the document
// with every code point one byte long.
func translate(doc *ast.QueryDocument, text string) *goast.Document {
	ascii := strings.Map(func(c rune) rune {
		if c > 0x7f {
			return '?'
		}
		return c
	}, text)
	t := translator{source.NewSource(&source.Source{Body: []byte(ascii), Name: "request"})}
	out := goast.NewDocument(&goast.Document{})
	for _, op := range doc.Operations {
		out.Definitions = append(out.Definitions, t.operation(op))
	}
	for _, f := range doc.Fragments {
		out.Definitions = append(out.Definitions, goast.NewFragmentDefinition(&goast.FragmentDefinition{
			Loc: t.at(f.Position), Operation: "fragment", Name: t.name(f.Name, f.Position), TypeCondition: t.named(f.TypeCondition, f.Position),
			Directives: t.directives(f.Directives), SelectionSet: t.selections(f.SelectionSet),
		}))
	}
	return out
}

func (t translator) at(p *ast.Position) *goast.Location {
	if p == nil {
		return nil
	}
	return &goast.Location{Start: p.Start, End: p.End, Source: t.source}
}

func (t translator) name(name string, p *ast.Position) *goast.Name {
	if name == "" {
		return nil
	}
	return goast.NewName(&goast.Name{Value: name, Loc: t.at(p)})
}

func (t translator) named(name string, p *ast.Position) *goast.Named {
	if name == "" {
		return nil
	}
	return goast.NewNamed(&goast.Named{Name: t.name(name, p), Loc: t.at(p)})
}

func (t translator) operation(op *ast.OperationDefinition) *goast.OperationDefinition {
	out := goast.NewOperationDefinition(&goast.OperationDefinition{
		Loc: t.at(op.Position), Operation: string(op.Operation), Name: t.name(op.Name, op.Position),
		Directives: t.directives(op.Directives), SelectionSet: t.selections(op.SelectionSet),
	})
	for _, v := range op.VariableDefinitions {
		out.VariableDefinitions = append(out.VariableDefinitions, goast.NewVariableDefinition(&goast.VariableDefinition{
			Loc: t.at(v.Position), Variable: t.variable(v.Variable, v.Position), Type: t.typ(v.Type),
		})) // defaults are in the coerced variables already
	}
	return out
}

func (t translator) variable(name string, p *ast.Position) *goast.Variable {
	return goast.NewVariable(&goast.Variable{Name: t.name(name, p), Loc: t.at(p)})
}

// typ translates a type.
func (t translator) typ(x *ast.Type) goast.Type {
	var out goast.Type
	if x.Elem != nil {
		out = goast.NewList(&goast.List{Type: t.typ(x.Elem), Loc: t.at(x.Position)})
	} else {
		out = t.named(x.NamedType, x.Position)
	}
	if x.NonNull {
		return goast.NewNonNull(&goast.NonNull{Type: out, Loc: t.at(x.Position)})
	}
	return out
}

func (t translator) selections(set ast.SelectionSet) *goast.SelectionSet {
	if len(set) == 0 {
		return nil
	}
	out := goast.NewSelectionSet(&goast.SelectionSet{})
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			f := goast.NewField(&goast.Field{Loc: t.at(s.Position), Name: t.name(s.Name, s.Position), Arguments: t.arguments(s.Arguments),
				Directives: t.directives(s.Directives), SelectionSet: t.selections(s.SelectionSet)})
			if s.Alias != s.Name {
				f.Alias = t.name(s.Alias, s.Position)
			}
			out.Selections = append(out.Selections, f)
		case *ast.InlineFragment:
			out.Selections = append(out.Selections, goast.NewInlineFragment(&goast.InlineFragment{Loc: t.at(s.Position), TypeCondition: t.named(s.TypeCondition, s.Position),
				Directives: t.directives(s.Directives), SelectionSet: t.selections(s.SelectionSet)}))
		case *ast.FragmentSpread:
			out.Selections = append(out.Selections, goast.NewFragmentSpread(&goast.FragmentSpread{Loc: t.at(s.Position), Name: t.name(s.Name, s.Position), Directives: t.directives(s.Directives)}))
		}
	}
	return out
}

func (t translator) directives(list ast.DirectiveList) []*goast.Directive {
	var out []*goast.Directive
	for _, d := range list {
		out = append(out, goast.NewDirective(&goast.Directive{Loc: t.at(d.Position), Name: t.name(d.Name, d.Position), Arguments: t.arguments(d.Arguments)}))
	}
	return out
}

func (t translator) arguments(list ast.ArgumentList) []*goast.Argument {
	var out []*goast.Argument
	for _, a := range list {
		if v := t.value(a.Value); v != nil {
			out = append(out, goast.NewArgument(&goast.Argument{Loc: t.at(a.Position), Name: t.name(a.Name, a.Position), Value: v}))
		}
	}
	return out
}

// value translates a literal; null has no counterpart in graphql-go and is left
// out, which is the same, since no argument tells null from absent.
func (t translator) value(v *ast.Value) goast.Value {
	loc := t.at(v.Position)
	switch v.Kind {
	case ast.Variable:
		return t.variable(v.Raw, v.Position)
	case ast.IntValue:
		return goast.NewIntValue(&goast.IntValue{Loc: loc, Value: v.Raw})
	case ast.FloatValue:
		return goast.NewFloatValue(&goast.FloatValue{Loc: loc, Value: v.Raw})
	case ast.StringValue, ast.BlockValue:
		return goast.NewStringValue(&goast.StringValue{Loc: loc, Value: v.Raw})
	case ast.BooleanValue:
		return goast.NewBooleanValue(&goast.BooleanValue{Loc: loc, Value: v.Raw == "true"})
	case ast.EnumValue:
		return goast.NewEnumValue(&goast.EnumValue{Loc: loc, Value: v.Raw})
	case ast.ListValue:
		out := goast.NewListValue(&goast.ListValue{Loc: loc})
		for _, c := range v.Children {
			if item := t.value(c.Value); item != nil {
				out.Values = append(out.Values, item)
			}
		}
		return out
	case ast.ObjectValue:
		out := goast.NewObjectValue(&goast.ObjectValue{Loc: loc})
		for _, c := range v.Children {
			if item := t.value(c.Value); item != nil {
				out.Fields = append(out.Fields, goast.NewObjectField(&goast.ObjectField{Loc: t.at(c.Position), Name: t.name(c.Name, c.Position), Value: item}))
			}
		}
		return out
	}
	return nil // null
}
