package schema

import (
	"math"
	"slices"
	"testing"
)

// Keys of numbers sort as the numbers do, those below zero too; no number comes first.
func TestNumberKeysSort(t *testing.T) {
	numbers := []float64{math.Inf(-1), -1e9, -2.5, -2, -1e-9, 0, 1e-9, 1.1, 2, 10, 99.9, 100, 1e12}
	keys := []string{numberKey(nil)}
	for _, n := range numbers {
		keys = append(keys, numberKey(&n))
	}
	if !slices.IsSorted(keys) || len(slices.Compact(slices.Clone(keys))) != len(keys) {
		t.Errorf("%q", keys)
	}
}

// Keys of counts sort as the counts do.
func TestCountKeysSort(t *testing.T) {
	var keys []string
	for _, n := range []int{0, 1, 2, 9, 10, 99, 100, 12_345, 1_000_000, 999_999_999} {
		keys = append(keys, countKey(n))
	}
	if !slices.IsSorted(keys) || len(slices.Compact(slices.Clone(keys))) != len(keys) {
		t.Errorf("%q", keys)
	}
}

// A filter is weighed by all of its conditions, wherever they stand.
func TestWeighFilter(t *testing.T) {
	leaf := map[string]any{"degree": map[string]any{"gt": 1}}
	many := make([]any, 34)
	for i := range many {
		many[i] = leaf // each counts for itself, its field and the condition in it
	}
	for name, c := range map[string]struct {
		filter  map[string]any
		refused bool
	}{
		"nothing":              {nil, false},
		"100 in all":           {map[string]any{"or": many[:33]}, false},
		"one more":             {map[string]any{"or": many}, true},
		"two lists":            {map[string]any{"or": many[:20], "and": many[:20]}, true},
		"500 words":            {map[string]any{"id": map[string]any{"in": slices.Repeat([]any{"x"}, 500)}}, false},
		"501 words":            {map[string]any{"id": map[string]any{"in": slices.Repeat([]any{"x"}, 501)}}, true},
		"ten levels":           {nested(9), false},
		"eleven levels":        {nested(10), true},
		"levels through lists": {map[string]any{"or": []any{nested(9)}}, true},
	} {
		if err := weighFilter(c.filter); (err != nil) != c.refused {
			t.Errorf("%s: %v, refused should be %v", name, err, c.refused)
		}
	}
}

// nested is a filter with so many filters in each other inside it.
func nested(levels int) map[string]any {
	filter := map[string]any{}
	for range levels {
		filter = map[string]any{"not": filter}
	}
	return filter
}
