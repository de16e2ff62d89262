package executor

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/innograph/innograph/internal/escape"
)

// types are the types of a schema as the executor needs them, made once from
// graphql-go's: what it would look up in maps and closures for each value is a
// pointer here.
type types struct {
	objects   map[string]*object
	abstracts map[string]*abstract
	leaves    map[string]leaf
	enums     map[string]*graphql.Enum
	scalars   map[string]*graphql.Scalar // those beyond the five of the specification
	reading   map[fieldName]bool         // fields, of interfaces too, that are read for many parents at once
}

type fieldName struct{ parent, field string }

// object is an object type.
type object struct {
	name   string
	quoted []byte          // the name as JSON
	is     map[string]bool // its own name and those of its interfaces and unions
	fields map[string]*field
}

// field is a field of an object type.
type field struct {
	name     string
	resolver *resolver
	output   *output
}

// output is the type of a field: one of its four last members is set.
type output struct {
	nonNull  bool
	list     *output
	leaf     leaf
	object   *object
	abstract *abstract
}

// abstract is an interface or a union.
type abstract struct {
	name     string
	resolve  func(value any) *object
	possible []*object
}

// compile makes the types of graphql-go types.
func compile(all graphql.TypeMap) (*types, error) {
	t := &types{map[string]*object{}, map[string]*abstract{}, map[string]leaf{}, map[string]*graphql.Enum{}, map[string]*graphql.Scalar{}, map[fieldName]bool{}}
	for name, x := range all {
		switch x := x.(type) {
		case *graphql.Object:
			t.objects[name] = &object{name: name, quoted: escape.AppendQuoted(nil, name), is: map[string]bool{name: true}, fields: map[string]*field{}}
		case *graphql.Interface:
			t.abstracts[name] = &abstract{name: name}
		case *graphql.Union:
			t.abstracts[name] = &abstract{name: name}
		case *graphql.Enum:
			t.enums[name], t.leaves[name] = x, enumLeaf(x)
		case *graphql.Scalar:
			if t.leaves[name] = standardLeaves[name]; t.leaves[name] == nil {
				t.scalars[name], t.leaves[name] = x, scalarLeaf(x)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if err := t.fill(name, all[name]); err != nil {
			return nil, err
		}
	}
	t.markReading()
	return t, nil
}

// fill makes what refers to other types.
func (t *types) fill(name string, x graphql.Type) error {
	switch x := x.(type) {
	case *graphql.Object:
		o := t.objects[name]
		for _, face := range x.Interfaces() {
			o.is[face.Name()] = true
			t.abstracts[face.Name()].possible = append(t.abstracts[face.Name()].possible, o)
		}
		for fieldName, f := range x.Fields() {
			r, err := resolverOf(f.Resolve)
			if err != nil {
				return fmt.Errorf("field %s.%s: %w", name, fieldName, err)
			}
			o.fields[fieldName] = &field{fieldName, r, t.outputOf(f.Type)}
		}
	case *graphql.Interface:
		t.abstracts[name].resolve = t.resolveType(x.ResolveType)
	case *graphql.Union:
		for _, member := range x.Types() {
			o := t.objects[member.Name()]
			o.is[name] = true
			t.abstracts[name].possible = append(t.abstracts[name].possible, o)
		}
		t.abstracts[name].resolve = t.resolveType(x.ResolveType)
	}
	return nil
}

func (t *types) resolveType(f graphql.ResolveTypeFn) func(any) *object {
	return func(value any) *object {
		if f == nil {
			return nil
		}
		if o := f(graphql.ResolveTypeParams{Value: value}); o != nil {
			return t.objects[o.Name()]
		}
		return nil
	}
}

func (t *types) outputOf(x graphql.Type) *output {
	switch x := x.(type) {
	case *graphql.NonNull:
		inner := *t.outputOf(x.OfType)
		inner.nonNull = true
		return &inner
	case *graphql.List:
		return &output{list: t.outputOf(x.OfType)}
	}
	name := x.Name()
	return &output{leaf: t.leaves[name], object: t.objects[name], abstract: t.abstracts[name]}
}

// markReading notes which fields of which types are read so; a field of an
// interface does if that of one of its objects does.
func (t *types) markReading() {
	for _, o := range t.objects {
		for name, f := range o.fields {
			if f.resolver.many == nil {
				continue
			}
			for parent := range o.is {
				t.reading[fieldName{parent, name}] = true
			}
		}
	}
}

// reads reports whether a field of a document, or one below it, is read so
// and so has to be resolved level by level. Fields that do not are resolved while
// the answer is written. known remembers the fields that were looked at.
func (t *types) reads(f *ast.Field, known map[*ast.Field]bool) bool {
	if answer, ok := known[f]; ok {
		return answer
	}
	answer := t.below(f.SelectionSet, known) || f.ObjectDefinition != nil && t.reading[fieldName{f.ObjectDefinition.Name, f.Name}]
	known[f] = answer
	return answer
}

func (t *types) below(set ast.SelectionSet, known map[*ast.Field]bool) bool {
	answer := false
	for _, s := range set { // all of them: known shall know each field
		switch s := s.(type) {
		case *ast.Field:
			answer = t.reads(s, known) || answer
		case *ast.InlineFragment:
			answer = t.below(s.SelectionSet, known) || answer
		case *ast.FragmentSpread:
			answer = t.below(s.Definition.SelectionSet, known) || answer
		}
	}
	return answer
}

func introspective(name string) bool { return strings.HasPrefix(name, "__") }
