package executor

import (
	"fmt"
	"math"
	"reflect"
	"strconv"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/internal/escape"
)

// leaf writes a value of a scalar or enum as JSON, or says why it is none.
type leaf func(b []byte, v any) ([]byte, error)

// standardLeaves are the scalars of the specification; they take what it lets
// them take (October 2021, section 3.5) and nothing else.
var standardLeaves = map[string]leaf{"String": stringLeaf, "ID": idLeaf, "Int": intLeaf, "Float": floatLeaf, "Boolean": booleanLeaf}

func stringLeaf(b []byte, v any) ([]byte, error) {
	if s, ok := v.(string); ok {
		return escape.AppendQuoted(b, s), nil
	}
	switch r := reflect.ValueOf(v); {
	case r.Kind() == reflect.String:
		return escape.AppendQuoted(b, r.String()), nil
	case r.Kind() == reflect.Bool:
		return append(strconv.AppendBool(append(b, '"'), r.Bool()), '"'), nil
	case r.CanInt():
		return append(strconv.AppendInt(append(b, '"'), r.Int(), 10), '"'), nil
	case r.CanFloat() && finite(r.Float()):
		return append(strconv.AppendFloat(append(b, '"'), r.Float(), 'g', -1, 64), '"'), nil
	}
	return b, fmt.Errorf("a %T is no String", v)
}

func idLeaf(b []byte, v any) ([]byte, error) {
	if s, ok := v.(string); ok {
		return escape.AppendQuoted(b, s), nil
	}
	switch r := reflect.ValueOf(v); {
	case r.Kind() == reflect.String:
		return escape.AppendQuoted(b, r.String()), nil
	case r.CanInt():
		return append(strconv.AppendInt(append(b, '"'), r.Int(), 10), '"'), nil
	case r.CanFloat() && r.Float() == math.Trunc(r.Float()) && math.Abs(r.Float()) < 1<<53:
		return append(strconv.AppendInt(append(b, '"'), int64(r.Float()), 10), '"'), nil
	}
	return b, fmt.Errorf("a %T is no ID", v)
}

func intLeaf(b []byte, v any) ([]byte, error) {
	n, ok := v.(int)
	if !ok {
		f, isNumber := toFloat(v)
		if !isNumber || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
			return b, fmt.Errorf("%v, a %T, is no Int", v, v)
		}
		n = int(f)
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return b, fmt.Errorf("%d does not fit an Int", n)
	}
	return strconv.AppendInt(b, int64(n), 10), nil
}

func floatLeaf(b []byte, v any) ([]byte, error) {
	f, ok := toFloat(v)
	if !ok || !finite(f) {
		return b, fmt.Errorf("%v, a %T, is no Float", v, v)
	}
	return appendFloat(b, f), nil
}

func booleanLeaf(b []byte, v any) ([]byte, error) {
	if truth, ok := v.(bool); ok {
		return strconv.AppendBool(b, truth), nil
	}
	switch r := reflect.ValueOf(v); {
	case r.Kind() == reflect.Bool:
		return strconv.AppendBool(b, r.Bool()), nil
	case r.CanInt():
		return strconv.AppendBool(b, r.Int() != 0), nil
	case r.CanFloat() && finite(r.Float()):
		return strconv.AppendBool(b, r.Float() != 0), nil
	}
	return b, fmt.Errorf("a %T is no Boolean", v)
}

// toFloat gives the number that a value is or spells.
func toFloat(v any) (float64, bool) {
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), true
	case r.Kind() == reflect.Bool && r.Bool():
		return 1, true
	case r.Kind() == reflect.Bool:
		return 0, true
	case r.Kind() == reflect.String:
		f, err := strconv.ParseFloat(r.String(), 64)
		return f, err == nil
	}
	return 0, false
}

func finite(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }

// enumLeaf writes the name of a value of an enum. A value that the enum does
// not have is an error, not null.
func enumLeaf(t *graphql.Enum) leaf {
	names := map[any][]byte{}
	for _, v := range t.Values() {
		names[v.Value] = escape.AppendQuoted(nil, v.Name)
	}
	return func(b []byte, v any) ([]byte, error) {
		if reflect.TypeOf(v).Comparable() {
			if name, ok := names[v]; ok {
				return append(b, name...), nil
			}
		}
		return b, fmt.Errorf("enum %s has no value %v of type %T", t.Name(), v, v)
	}
}

// scalarLeaf writes what a scalar of our own makes of a value.
func scalarLeaf(t *graphql.Scalar) leaf {
	return func(b []byte, v any) ([]byte, error) {
		out := t.Serialize(v)
		if out == nil {
			return b, fmt.Errorf("a %T is no %s", v, t.Name())
		}
		text, err := escape.JSON(out)
		return append(b, text...), err
	}
}

// appendFloat spells a number as JavaScript does: with an exponent where it is
// very small or very large.
func appendFloat(b []byte, f float64) []byte {
	if size := math.Abs(f); size == 0 || size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	}
	b = strconv.AppendFloat(b, f, 'e', -1, 64)
	if n := len(b); n >= 4 && b[n-4] == 'e' && b[n-2] == '0' { // e-07 becomes e-7
		b = append(b[:n-2], b[n-1])
	}
	return b
}
