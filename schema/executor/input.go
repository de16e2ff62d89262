package executor

import (
	"fmt"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// input is the type of an argument, a variable or an input field; one of list,
// object, enum and scalar is set.
type input struct {
	name    string // of the innermost type
	text    string // as it is printed: "[ID!]"
	nonNull bool
	list    *input
	object  *inputObject   // shared by all that name it: it may lead to itself
	enum    map[string]any // values inside by name
	scalar  *scalarInput
}

// inputObject is the fields of an input object.
type inputObject struct{ fields []inputField }

// inputField is an argument or a field of an input object.
type inputField struct {
	name     string
	input    *input
	fallback any // its default, coerced; nil: none
}

// inputs makes input types from the printed schema, each named type once, with
// what graphql-go's types hold inside.
type inputs struct {
	schema *ast.Schema
	types  *types
	named  map[string]*input
}

// compileInputs makes all named input types, so that nothing is written to when
// requests ask for them.
func compileInputs(schema *ast.Schema, t *types) (*inputs, error) {
	in := &inputs{schema, t, map[string]*input{}}
	for name, def := range schema.Types {
		if def.IsInputType() {
			in.named[name] = &input{name: name, text: name}
			if def.Kind == ast.InputObject {
				in.named[name].object = &inputObject{}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in.named)) {
		named, def := in.named[name], schema.Types[name]
		switch def.Kind {
		case ast.Enum:
			named.enum = in.enumValues(name, def)
		case ast.Scalar:
			if named.scalar = standardInputs[name]; named.scalar == nil {
				named.scalar = customInput(t.scalars[name])
			}
		}
	}
	// Defaults come last: they may be of any type.
	for _, name := range slices.Sorted(maps.Keys(in.named)) {
		for _, f := range schema.Types[name].Fields {
			object := in.named[name].object
			object.fields = append(object.fields, inputField{name: f.Name, input: in.of(f.Type)})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in.named)) {
		for i, f := range schema.Types[name].Fields {
			if err := in.setDefault(&in.named[name].object.fields[i], f.DefaultValue); err != nil {
				return nil, fmt.Errorf("input %s: %w", name, err)
			}
		}
	}
	return in, nil
}

func (in *inputs) enumValues(name string, def *ast.Definition) map[string]any {
	values := map[string]any{}
	for _, v := range def.EnumValues {
		values[v.Name] = v.Name
	}
	if t := in.types.enums[name]; t != nil {
		for _, v := range t.Values() {
			values[v.Name] = v.Value
		}
	}
	return values
}

func (in *inputs) setDefault(f *inputField, literal *ast.Value) error {
	if literal == nil || literal.Kind == ast.NullValue {
		return nil
	}
	value, err := f.input.literal(literal, nil)
	if err != nil {
		return fmt.Errorf("default of %s: %w", f.name, err)
	}
	f.fallback = value
	return nil
}

// of gives the input type that a type of the printed schema or of a document is.
func (in *inputs) of(t *ast.Type) *input {
	var base input
	if t.Elem != nil {
		element := in.of(t.Elem)
		base = input{name: element.name, list: element}
	} else {
		if !t.NonNull {
			return in.named[t.NamedType]
		}
		base = *in.named[t.NamedType]
	}
	base.nonNull, base.text = t.NonNull, t.String()
	return &base
}

// arguments makes the arguments of a field of the printed schema.
func (in *inputs) arguments(list ast.ArgumentDefinitionList) ([]inputField, error) {
	var fields []inputField
	for _, a := range list {
		f := inputField{name: a.Name, input: in.of(a.Type)}
		if err := in.setDefault(&f, a.DefaultValue); err != nil {
			return nil, err
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// literal coerces a literal of a validated document, October 2021, section 3.
// Variables are coerced already and put in as they are.
func (t *input) literal(v *ast.Value, variables map[string]any) (any, *Error) {
	if v.Kind == ast.Variable {
		value := variables[v.Raw]
		if value == nil && t.nonNull {
			err := BadInput("variable $%s is null or missing where a %s is needed", Clip(v.Raw), t.text)
			err.Locations = positions(v.Position)
			return nil, err
		}
		return value, nil
	}
	switch {
	case v.Kind == ast.NullValue && t.nonNull:
		return nil, BadInput("null is no %s", t.text)
	case v.Kind == ast.NullValue:
		return nil, nil
	case t.list != nil:
		return t.listLiteral(v, variables)
	case t.object != nil:
		if v.Kind != ast.ObjectValue {
			return nil, BadInput("%s is no %s", Clip(v.String()), t.text)
		}
		return coerceFields(t.object.fields, literals(v.Children), variables)
	case t.enum != nil:
		value, ok := t.enum[v.Raw]
		if !ok || v.Kind != ast.EnumValue {
			return nil, BadInput("%s is no value of %s", Clip(v.String()), t.name)
		}
		return value, nil
	}
	value, ok := t.scalar.literal(v)
	if !ok {
		return nil, BadInput("%s is no %s", Clip(v.String()), t.name)
	}
	return value, nil
}

// listLiteral coerces each element; a single value is a list of one.
func (t *input) listLiteral(v *ast.Value, variables map[string]any) (any, *Error) {
	if v.Kind != ast.ListValue {
		element, err := t.list.literal(v, variables)
		return []any{element}, err
	}
	list := make([]any, len(v.Children))
	for i, c := range v.Children {
		var err *Error
		if list[i], err = t.list.literal(c.Value, variables); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func literals(children ast.ChildValueList) func(string) *ast.Value {
	return func(name string) *ast.Value { return children.ForName(name) }
}

// coerceFields coerces the arguments of a field or the fields of an input
// object. What is null is left out and gets its default, since no argument of
// this schema tells null from absent.
func coerceFields(fields []inputField, given func(name string) *ast.Value, variables map[string]any) (map[string]any, *Error) {
	values := make(map[string]any, len(fields))
	for i := range fields {
		f := &fields[i]
		v := given(f.name)
		value := f.fallback
		if v != nil && (v.Kind != ast.Variable || variables[v.Raw] != nil || f.input.nonNull && value == nil) {
			out, err := f.input.literal(v, variables)
			if err != nil {
				return nil, err
			}
			if out != nil {
				value = out
			}
		}
		switch {
		case value != nil:
			values[f.name] = value
		case f.input.nonNull:
			return nil, BadInput("%s is missing; it is a %s", f.name, f.input.text)
		}
	}
	return values, nil
}
