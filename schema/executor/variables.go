package executor

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/graphql-go/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// variable is a variable of an operation.
type variable struct {
	inputField
	failed *Error // its default cannot be read
}

// coerceVariables holds the variables of a request against the operation, as
// strictly as the specification says (October 2021, section 6.1.2), and fills
// in defaults. Variables that are null are left out, since no argument of this
// schema tells null from absent. There is one error, the first, and it is short.
func coerceVariables(variables []variable, given map[string]any) (map[string]any, *Error) {
	coerced := make(map[string]any, len(variables))
	for i := range variables {
		v := &variables[i]
		value, present := given[v.name]
		out, err := v.entry(value, present, &trail{name: "$" + v.name, index: -1})
		if err == nil && !present {
			err = v.failed
		}
		if err != nil {
			return nil, err
		}
		if out != nil {
			coerced[v.name] = out
		}
	}
	return coerced, nil
}

// trail is the way to a value within a variable; it is spelled when there is an error.
type trail struct {
	up    *trail
	name  string
	index int // -1: a name
	depth int
}

// maxVariableDepth is how deep lists and objects may be nested in a variable.
const maxVariableDepth = 60

func (t *trail) step(name string, index int) *trail { return &trail{t, name, index, t.depth + 1} }

func (t *trail) String() string {
	switch {
	case t.up == nil:
		return t.name
	case t.index < 0:
		return t.up.String() + "." + t.name
	}
	return t.up.String() + "[" + strconv.Itoa(t.index) + "]"
}

// entry coerces a variable or an input field, which may be absent: then its
// default stands, or nil.
func (f *inputField) entry(v any, present bool, at *trail) (any, *Error) {
	switch {
	case present && v == nil && f.input.nonNull:
		return nil, BadInput("variable %s is null; it is a %s", Clip(at.String()), f.input.text)
	case present && v != nil:
		return f.input.value(v, at)
	case present:
		return nil, nil
	case f.fallback != nil:
		return f.fallback, nil
	case f.input.nonNull:
		return nil, BadInput("variable %s is missing; it is a %s", Clip(at.String()), f.input.text)
	}
	return nil, nil
}

// value coerces decoded JSON.
func (t *input) value(v any, at *trail) (any, *Error) {
	switch {
	case v == nil && t.nonNull:
		return nil, BadInput("variable %s is null; it is a %s", Clip(at.String()), t.text)
	case v == nil:
		return nil, nil
	case at.depth > maxVariableDepth:
		return nil, BadInput("variable %s is nested more than %d deep", Clip(at.String()), maxVariableDepth)
	case t.list != nil:
		return t.listValue(v, at)
	case t.object != nil:
		return t.objectValue(v, at)
	case t.enum != nil:
		name, ok := v.(string)
		if value, known := t.enum[name]; ok && known {
			return value, nil
		}
		return nil, t.noValue(v, at)
	}
	if value, ok := t.scalar.value(v); ok {
		return value, nil
	}
	return nil, BadInput("variable %s is %s; it is a %s", Clip(at.String()), kindOf(v), t.text)
}

// noValue says which values of an enum may have been meant.
func (t *input) noValue(v any, at *trail) *Error {
	err := BadInput("variable %s is %s; it is a %s", Clip(at.String()), kindOf(v), t.text)
	if name, ok := v.(string); ok {
		err.Message += "." + suggestion(name, slices.Sorted(maps.Keys(t.enum)))
	}
	return err
}

// listValue coerces each element; a single value is a list of one.
func (t *input) listValue(v any, at *trail) (any, *Error) {
	given, ok := v.([]any)
	if !ok {
		element, err := t.list.value(v, at)
		return []any{element}, err
	}
	list := make([]any, len(given))
	for i, element := range given {
		var err *Error
		if list[i], err = t.list.value(element, at.step("", i)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (t *input) objectValue(v any, at *trail) (any, *Error) {
	given, ok := v.(map[string]any)
	if !ok {
		return nil, BadInput("variable %s is %s; it is an object %s", Clip(at.String()), kindOf(v), t.name)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if !slices.ContainsFunc(t.object.fields, func(f inputField) bool { return f.name == name }) {
			var known []string
			for _, f := range t.object.fields {
				known = append(known, f.name)
			}
			return nil, BadInput("variable %s.%s: %s has no such field.%s", Clip(at.String()), Clip(name), t.name, suggestion(name, known))
		}
	}
	object := map[string]any{}
	for i := range t.object.fields {
		f := &t.object.fields[i]
		value, present := given[f.name]
		out, err := f.entry(value, present, at.step(f.name, -1))
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = f.fallback // null is as if it were absent
		}
		if out != nil {
			object[f.name] = out
		}
	}
	return object, nil
}

// scalarInput reads a scalar from a document and from decoded JSON, whose
// numbers are json.Number.
type scalarInput struct {
	literal func(*ast.Value) (any, bool)
	value   func(any) (any, bool)
}

// standardInputs are the scalars of the specification.
var standardInputs = map[string]*scalarInput{
	"Int":     {literalOf(toInt, ast.IntValue), numberOf(toInt)},
	"Float":   {literalOf(toFinite, ast.IntValue, ast.FloatValue), numberOf(toFinite)},
	"String":  {literalOf(toText, ast.StringValue, ast.BlockValue), toString},
	"Boolean": {literalOf(toBoolean, ast.BooleanValue), func(v any) (any, bool) { b, ok := v.(bool); return b, ok }},
	"ID":      {literalOf(toText, ast.StringValue, ast.BlockValue, ast.IntValue), toID},
}

// literalOf reads literals of the kinds that a scalar allows.
func literalOf(read func(string) (any, bool), kinds ...ast.ValueKind) func(*ast.Value) (any, bool) {
	return func(v *ast.Value) (any, bool) {
		if !slices.Contains(kinds, v.Kind) {
			return nil, false
		}
		return read(v.Raw)
	}
}

func numberOf(read func(string) (any, bool)) func(any) (any, bool) {
	return func(v any) (any, bool) {
		switch v := v.(type) {
		case json.Number:
			return read(v.String())
		case int, int64, float64:
			return read(fmt.Sprint(v))
		}
		return nil, false
	}
}

// toInt takes 5, and 5.0 and 5e0 too where JSON is read; a literal of these is a Float.
func toInt(text string) (any, bool) {
	f, err := strconv.ParseFloat(text, 64)
	return int(f), err == nil && f == math.Trunc(f) && f >= math.MinInt32 && f <= math.MaxInt32
}

func toFinite(text string) (any, bool) {
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil && finite(f)
}

func toText(text string) (any, bool) { return text, true }

func toBoolean(text string) (any, bool) { return text == "true", true }

func toString(v any) (any, bool) { s, ok := v.(string); return s, ok }

func toID(v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		f, err := v.Float64()
		if _, whole := v.Int64(); whole == nil {
			return v.String(), true
		}
		return strconv.FormatFloat(f, 'f', -1, 64), err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53
	case int:
		return strconv.Itoa(v), true
	}
	return nil, false
}

// customInput reads a scalar of our own by its ParseValue, which gives nil for
// what is none.
func customInput(t *graphql.Scalar) *scalarInput {
	if t == nil {
		return nil
	}
	parse := func(v any) (out any, ok bool) {
		defer func() {
			if recover() != nil {
				ok = false
			}
		}()
		out = t.ParseValue(v)
		return out, out != nil
	}
	return &scalarInput{func(v *ast.Value) (any, bool) {
		plain, err := v.Value(nil)
		if err != nil {
			return nil, false
		}
		return parse(plain)
	}, parse}
}

// kindOf tells what a JSON value is, and short values as they are.
func kindOf(v any) string {
	switch v := v.(type) {
	case string:
		if len(v) > 40 {
			return "a string"
		}
		return fmt.Sprintf("%q", v)
	case map[string]any:
		return "an object"
	case []any:
		return "a list"
	}
	return Clip(fmt.Sprint(v))
}
