package web

import (
	"encoding/json"
	"strings"
)

// at is the value at a path of an answer, "entity.partners" say; nil if there is none.
func at(v any, path string) any {
	for _, name := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

func textAt(v any, path string) string {
	text, _ := at(v, path).(string)
	return text
}

func intAt(v any, path string) int {
	n, _ := at(v, path).(int)
	return n
}

func listAt(v any, path string) []any {
	list, _ := at(v, path).([]any)
	return list
}

// textsAt gives a list of texts, "EXISTING" and "PLANNED" say.
func textsAt(v any, path string) []string {
	var texts []string
	for _, element := range listAt(v, path) {
		if text, ok := element.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// plainNumbers makes ints of whole numbers, in place: templates compare and print them.
func plainNumbers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			v[key] = plainNumbers(value)
		}
	case []any:
		for i, value := range v {
			v[i] = plainNumbers(value)
		}
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return int(n)
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
	}
	return v
}
