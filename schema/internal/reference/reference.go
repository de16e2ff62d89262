// Package reference executes documents with graphql-go's own executor, for tests and
// benchmarks that hold ours against it.
package reference

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/graphql-go/graphql"
	goast "github.com/graphql-go/graphql/language/ast"
	"github.com/graphql-go/graphql/language/source"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// Executor executes documents with graphql-go's own executor over types whose
// resolvers are ours.
type Executor struct {
	schema graphql.Schema
	check  *ast.Schema
}

// resolver is what a resolver of ours gives where there is no context: a read for
// many parents at once.
type resolver interface {
	Resolve(ctx context.Context, parents []any, args map[string]any) ([]any, error)
}

// New makes graphql-go's schema of a config, in whose types resolvers are replaced
// by those that graphql-go can call; documents are held against check. With batches
// a field is read once for all parents of a level, as a benchmark needs; without, a failing
// non-null field is right.
func New(t testing.TB, config graphql.SchemaConfig, check *ast.Schema, batches bool) *Executor {
	t.Helper()
	s, err := graphql.NewSchema(config)
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range s.TypeMap() {
		o, ok := x.(*graphql.Object)
		if !ok || strings.HasPrefix(name, "__") {
			continue
		}
		for _, f := range o.Fields() {
			revealed, _ := f.Resolve(graphql.ResolveParams{})
			f.Resolve = translated(revealed.(resolver), batches)
		}
	}
	return &Executor{s, check}
}

// translated makes a resolver that graphql-go can call; without a context it
// still reveals what it is made of.
func translated(r resolver, batches bool) graphql.FieldResolveFn {
	return func(p graphql.ResolveParams) (any, error) {
		parent := p.Source
		if _, root := parent.(map[string]any); root && p.Info.ParentType.Name() == "Query" {
			parent = nil
		}
		switch {
		case p.Context == nil:
			return r, nil
		case batches:
			return thunk(r, p, parent), nil
		}
		values, err := r.Resolve(p.Context, []any{parent}, p.Args)
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
func thunk(r resolver, p graphql.ResolveParams, parent any) func() (any, error) {
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
			b.values, b.err = r.Resolve(p.Context, b.parents, p.Args)
		}
		if b.err != nil {
			return nil, b.err
		}
		return b.values[at], nil
	}
}

// Read parses and validates a document, and translates it for graphql-go. Escapes of
// code points beyond \uFFFF are read already.
func (r *Executor) Read(t testing.TB, query string) *goast.Document {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatal(err)
	}
	if list := validator.ValidateWithRules(r.check, doc, nil); len(list) > 0 {
		t.Fatal(list)
	}
	return translate(doc, query)
}

// Execute executes a document that [Executor.Read] gave.
func (r *Executor) Execute(doc *goast.Document, variables map[string]any, operation string) *graphql.Result {
	ctx := context.WithValue(context.Background(), batchesKey{}, map[*goast.Field]*batched{})
	return graphql.Execute(graphql.ExecuteParams{Schema: r.schema, AST: doc, OperationName: operation, Args: plainNumbers(variables).(map[string]any), Context: ctx})
}

// Diff says in what an answer differs from graphql-go's: data, order aside, and the
// paths of errors. Where there are errors graphql-go is asked up to ten times: it
// runs the fields of an object in random order, so that which errors it tells beside one that
// takes its parent with it is chance, and one run that agrees will do.
func (r *Executor) Diff(t testing.TB, doc *goast.Document, variables map[string]any, operation string, data []byte, paths [][]any) (diff string) {
	t.Helper()
	for range 10 {
		if diff = difference(t, r.Execute(doc, variables, operation), data, paths); diff == "" || len(paths) == 0 {
			break
		}
	}
	return diff
}

func difference(t testing.TB, result *graphql.Result, data []byte, paths [][]any) string {
	t.Helper()
	wanted, err := json.Marshal(result.Data)
	if err != nil {
		t.Fatal(err)
	}
	var want, got struct {
		Data  any
		Paths []string
	}
	if err := errors.Join(json.Unmarshal(wanted, &want.Data), json.Unmarshal(data, &got.Data)); err != nil {
		t.Fatal(err)
	}
	for _, e := range result.Errors {
		want.Paths = append(want.Paths, fmt.Sprint(e.Path))
	}
	for _, p := range paths {
		got.Paths = append(got.Paths, fmt.Sprint(p))
	}
	slices.Sort(want.Paths)
	slices.Sort(got.Paths)
	return cmp.Diff(want, got)
}

// Bench measures a document with both executors, a field of an answer each: ours, which
// gives JSON and what releases it, and graphql-go's.
func (r *Executor) Bench(b *testing.B, name, query string, variables map[string]any, ours func() (data []byte, release func())) {
	data, _ := ours()
	fields := float64(bytes.Count(data, []byte(`":`)))
	perField := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/fields, "ns/field")
	}
	b.Run(name+"/ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, release := ours()
			release()
		}
		perField(b)
	})
	b.Run(name+"/graphql-go", func(b *testing.B) {
		b.ReportAllocs()
		doc := r.Read(b, query)
		for b.Loop() {
			result := r.Execute(doc, variables, "")
			if len(result.Errors) > 0 {
				b.Fatal(result.Errors[0])
			}
			if _, err := json.Marshal(result); err != nil {
				b.Fatal(err)
			}
		}
		perField(b)
	})
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
