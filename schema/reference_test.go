package schema

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"
	goast "github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/source"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// reference executes documents with graphql-go's own executor, to be held
// against ours: over the same types, with resolvers that it understands.
type reference struct {
	schema graphql.Schema
	engine *engine
}

func graphqlConfig(query *graphql.Object, types []graphql.Type) graphql.SchemaConfig {
	return graphql.SchemaConfig{Query: query, Types: types}
}

// newReference makes graphql-go's schema of the same config. With thunks it
// batches, as a benchmark needs; without, a failing non-null field is right.
func newReference(t testing.TB, e *engine, config graphql.SchemaConfig, thunks bool) *reference {
	t.Helper()
	s, err := graphql.NewSchema(config)
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range s.TypeMap() {
		o, ok := x.(*graphql.Object)
		if !ok || introspective(name) {
			continue
		}
		for _, f := range o.Fields() {
			r, err := resolverOf(f.Resolve)
			if err != nil {
				t.Fatal(err)
			}
			f.Resolve = r.forGraphQLGo(thunks)
		}
	}
	return &reference{s, e}
}

// forGraphQLGo makes a resolver that graphql-go can call; without a context it
// still reveals what it is made of.
func (r *resolver) forGraphQLGo(thunks bool) graphql.FieldResolveFn {
	return func(p graphql.ResolveParams) (any, error) {
		parent := p.Source
		if _, root := parent.(map[string]any); root && p.Info.ParentType.Name() == "Query" {
			parent = nil
		}
		switch {
		case p.Context == nil:
			return r, nil
		case r.one != nil:
			return orError(r.one(parent))
		case thunks:
			return r.thunk(p, parent), nil
		}
		values, err := r.many(p.Context, []any{parent}, p.Args)
		if err != nil {
			return nil, err
		}
		return orError(values[0], nil)
	}
}

func orError(value any, err error) (any, error) {
	if failed, ok := value.(error); ok {
		return nil, failed
	}
	return value, err
}

// batched is the parents of one field until the first of their values is asked for.
type batched struct {
	parents, values []any
	err             error
}

type batchesKey struct{}

// thunk batches: graphql-go runs all resolvers of a level before it calls the
// first of their thunks.
func (r *resolver) thunk(p graphql.ResolveParams, parent any) func() (any, error) {
	open := p.Context.Value(batchesKey{}).(map[*goast.Field]*batched)
	key := p.Info.FieldASTs[0]
	b := open[key]
	if b == nil {
		b = &batched{}
		open[key] = b
	}
	at := len(b.parents)
	b.parents = append(b.parents, parent)
	return func() (any, error) {
		if open[key] == b {
			delete(open, key)
			b.values, b.err = r.many(p.Context, b.parents, p.Args)
		}
		if b.err != nil {
			return nil, b.err
		}
		return b.values[at], nil
	}
}

// read parses and validates as the engine does and translates for graphql-go.
func (r *reference) read(t testing.TB, query string) *goast.Document {
	t.Helper()
	query, _ = unescape(query)
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatal(err)
	}
	if list := validator.ValidateWithRules(r.engine.check, doc, nil); len(list) > 0 {
		t.Fatal(list)
	}
	return translate(doc, query)
}

func (r *reference) execute(doc *goast.Document, variables map[string]any, operation string) *graphql.Result {
	ctx := context.WithValue(context.Background(), batchesKey{}, map[*goast.Field]*batched{})
	return graphql.Execute(graphql.ExecuteParams{Schema: r.schema, AST: doc, OperationName: operation, Args: plainNumbers(variables).(map[string]any), Context: ctx})
}

// plainNumbers turns json.Number into what graphql-go reads.
func plainNumbers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[k] = plainNumbers(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = plainNumbers(x)
		}
		return out
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return int(n)
		}
		f, _ := v.Float64()
		return f
	}
	return v
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
			Loc: t.at(v.Position), Variable: t.variable(v.Variable, v.Position), Type: t.typ(v.Type), DefaultValue: t.fallback(v.DefaultValue),
		}))
	}
	return out
}

func (t translator) fallback(v *ast.Value) goast.Value {
	if v == nil {
		return nil
	}
	return t.value(v)
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
