package schema

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/vektah/gqlparser/v2/ast"
)

// coerceVariables holds the variables of a request against the operation, as
// strictly as the specification says (October 2021, section 6.1.2), and fills
// in defaults. Variables that are null are left out, since no argument of this
// schema tells null from absent. There is one error, the first, and it is short.
func coerceVariables(s *ast.Schema, op *ast.OperationDefinition, given map[string]any) (map[string]any, *Error) {
	c := coercer{s}
	coerced := map[string]any{}
	for _, v := range op.VariableDefinitions {
		value, present := given[v.Variable]
		out, err := c.entry(v.Type, v.DefaultValue, value, present, "$"+v.Variable)
		if err != nil {
			return nil, err
		}
		if out != nil {
			coerced[v.Variable] = out
		}
	}
	return coerced, nil
}

type coercer struct{ schema *ast.Schema }

// entry coerces a variable or an input field, which may be absent: then its
// default stands, or nil. The validator has held defaults against their types.
func (c coercer) entry(t *ast.Type, byDefault *ast.Value, v any, present bool, path string) (any, *Error) {
	switch {
	case present:
	case byDefault != nil:
		literal, err := byDefault.Value(nil)
		if err != nil {
			return nil, badInput("variable %s: its default cannot be read", clip(path))
		}
		v = literal
	case t.NonNull:
		return nil, badInput("variable %s is missing; it is a %s", clip(path), t)
	}
	return c.value(t, v, path)
}

func (c coercer) value(t *ast.Type, v any, path string) (any, *Error) {
	if v == nil {
		if t.NonNull {
			return nil, badInput("variable %s is null; it is a %s", clip(path), t)
		}
		return nil, nil
	}
	if t.Elem != nil {
		return c.list(t, v, path)
	}
	def := c.schema.Types[t.NamedType]
	switch def.Kind {
	case ast.Enum:
		name, ok := v.(string)
		if !ok || def.EnumValues.ForName(name) == nil {
			return nil, wrong(path, v, t)
		}
		return name, nil
	case ast.InputObject:
		return c.object(def, v, path)
	}
	return scalar(t, v, path)
}

// list coerces each element; a single value is a list of one.
func (c coercer) list(t *ast.Type, v any, path string) (any, *Error) {
	given, ok := v.([]any)
	if !ok {
		given = []any{v}
	}
	list := make([]any, 0, len(given))
	for i, element := range given {
		out, err := c.value(t.Elem, element, fmt.Sprintf("%s[%d]", path, i))
		if err != nil {
			return nil, err
		}
		list = append(list, out)
	}
	return list, nil
}

func (c coercer) object(def *ast.Definition, v any, path string) (any, *Error) {
	given, ok := v.(map[string]any)
	if !ok {
		return nil, badInput("variable %s is %s; it is an object %s", clip(path), kindOf(v), def.Name)
	}
	for _, name := range sortedKeys(given) {
		if def.Fields.ForName(name) == nil {
			return nil, badInput("variable %s.%s: %s has no such field", clip(path), clip(name), def.Name)
		}
	}
	object := map[string]any{}
	for _, f := range def.Fields {
		value, present := given[f.Name]
		out, err := c.entry(f.Type, f.DefaultValue, value, present, path+"."+f.Name)
		if err != nil {
			return nil, err
		}
		if out != nil {
			object[f.Name] = out
		}
	}
	return object, nil
}

// scalar coerces to one of the five scalars. Numbers come as json.Number from
// clients and as int64 or float64 from defaults.
func scalar(t *ast.Type, v any, path string) (any, *Error) {
	number, isNumber := asNumber(v)
	switch t.NamedType {
	case "Int":
		if n, err := number.Int64(); isNumber && err == nil && n >= math.MinInt32 && n <= math.MaxInt32 {
			return int(n), nil
		}
		if f, err := number.Float64(); isNumber && err == nil && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 {
			return int(f), nil // 5.0 and 5e0 are integers
		}
	case "Float":
		if f, err := number.Float64(); isNumber && err == nil && !math.IsInf(f, 0) {
			return f, nil
		}
	case "String":
		if s, ok := v.(string); ok {
			return s, nil
		}
	case "Boolean":
		if b, ok := v.(bool); ok {
			return b, nil
		}
	case "ID":
		if s, ok := v.(string); ok {
			return s, nil
		}
		if _, err := number.Int64(); isNumber && err == nil {
			return number.String(), nil
		}
	}
	return nil, wrong(path, v, t)
}

func asNumber(v any) (json.Number, bool) {
	switch v := v.(type) {
	case json.Number:
		return v, true
	case int, int64, float64:
		return json.Number(fmt.Sprint(v)), true
	}
	return "", false
}

func wrong(path string, v any, t *ast.Type) *Error {
	return badInput("variable %s is %s; it is a %s", clip(path), kindOf(v), t)
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
	return fmt.Sprint(v)
}
