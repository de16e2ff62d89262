package reconcile

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/innograph/innograph/graph"
)

// query is one reconciliation query, checked.
type query struct {
	text       string
	types      []graph.Type // empty: any
	none       bool         // no entity has all types that were asked for
	limit      int
	conditions []condition
}

// condition is a property of a query: an entity should have one of the values.
type condition struct {
	property *property
	values   []value
}

// value is a property value of a query: a text (or a number or truth value as
// printed), or an entity.
type value struct {
	text string
	id   graph.ID
}

// defaultLimit is how many candidates a query gets that does not say.
const defaultLimit = 10

// findProperty finds a property by id; it is the only part of the graph that parsing asks.
type findProperty func(id string) (*property, bool)

// parseQueries reads a batch of queries. Its errors name the query and the field.
func parseQueries(text string, find findProperty) (map[string]*query, error) {
	batch, err := object(json.RawMessage(text), "queries")
	if err != nil {
		return nil, err
	}
	if len(batch) > maxQueries {
		return nil, tooLarge("queries: a batch of %d, at most %d are answered at once", len(batch), maxQueries)
	}
	list := make(map[string]*query, len(batch))
	for key, raw := range batch {
		if list[key], err = parseQuery(raw, "queries."+clip(key), find); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func parseQuery(raw json.RawMessage, at string, find findProperty) (*query, error) {
	fields, err := object(raw, at)
	if err != nil {
		return nil, err
	}
	q := &query{limit: defaultLimit}
	var types []*typeInfo
	strict := "any"
	for name, raw := range fields {
		if isNull(raw) {
			continue
		}
		at := at + "." + clip(name)
		switch name {
		case "query":
			if q.text, err = text(raw, at); err == nil && utf8.RuneCountInString(q.text) > maxQuery {
				err = bad("%s: more than %d characters", at, maxQuery)
			}
		case "type":
			types, err = parseTypes(raw, at)
		case "limit":
			q.limit, err = positive(raw, at)
		case "properties":
			q.conditions, err = parseConditions(raw, at, find)
		case "type_strict":
			if strict, err = text(raw, at); err == nil && !slices.Contains([]string{"any", "all", "should"}, strict) {
				err = bad("%s: %q is none of any, all, should", at, clip(strict))
			}
		default:
			err = bad("%s: a query has query, type, limit, properties and type_strict", at)
		}
		if err != nil {
			return nil, err
		}
	}
	if isNull(fields["query"]) && len(q.conditions) == 0 {
		return nil, bad("%s: it has neither query nor properties", at)
	}
	q.text, q.limit = strings.TrimSpace(q.text), min(q.limit, maxCandidates)
	q.admit(types, strict == "all")
	return q, nil
}

// admit sets the types of the entities that are looked for: of any of the given, or of all.
func (q *query) admit(types []*typeInfo, all bool) {
	for i, t := range types {
		if all && i > 0 {
			q.types = slices.DeleteFunc(q.types, func(x graph.Type) bool { return !slices.Contains(t.members, x) })
			continue
		}
		for _, x := range t.members {
			if !slices.Contains(q.types, x) {
				q.types = append(q.types, x)
			}
		}
	}
	q.none = len(types) > 0 && len(q.types) == 0
}

func parseTypes(raw json.RawMessage, at string) ([]*typeInfo, error) {
	list := []json.RawMessage{raw}
	if raw[0] == '[' {
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, bad("%s: no list of types", at)
		}
	}
	if len(list) > 2*len(typeTable) {
		return nil, bad("%s: more types than there are", at)
	}
	var types []*typeInfo
	for _, raw := range list {
		id, err := text(raw, at)
		if err != nil {
			return nil, err
		}
		if id == "" {
			continue // a client that lets nobody choose a type
		}
		t, ok := findType(id)
		if !ok {
			return nil, unknownType(at, id)
		}
		types = append(types, t)
	}
	return types, nil
}

func unknownType(at, id string) error {
	var ids []string
	for i := range typeTable {
		ids = append(ids, typeTable[i].id)
	}
	return bad("%s: there is no type %q; there are %s", at, clip(id), strings.Join(ids, ", "))
}

func parseConditions(raw json.RawMessage, at string, find findProperty) ([]condition, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, bad("%s: no list", at)
	}
	if len(list) > maxConditions {
		return nil, bad("%s: %d properties, at most %d are held against a candidate", at, len(list), maxConditions)
	}
	var conditions []condition
	for i, raw := range list {
		at := at + "[" + strconv.Itoa(i) + "]"
		fields, err := object(raw, at)
		if err != nil {
			return nil, err
		}
		id, err := text(fields["pid"], at+".pid")
		if err != nil {
			return nil, err
		}
		p, ok := find(id)
		if !ok {
			return nil, bad("%s.pid: there is no property %q; %s/suggest/property knows all", at, clip(id), Path)
		}
		values, err := parseValues(fields["v"], at+".v")
		if err != nil {
			return nil, err
		}
		if len(values) > 0 {
			conditions = append(conditions, condition{p, values})
		}
	}
	return conditions, nil
}

// parseValues reads one value or several; empty texts, as of empty cells, say nothing.
func parseValues(raw json.RawMessage, at string) ([]value, error) {
	if len(raw) == 0 {
		return nil, bad("%s: there is no value", at)
	}
	list := []json.RawMessage{raw}
	if raw[0] == '[' {
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, bad("%s: no list of values", at)
		}
	}
	if len(list) > maxValues {
		return nil, bad("%s: %d values, at most %d are held against a candidate", at, len(list), maxValues)
	}
	var values []value
	for _, raw := range list {
		v, err := parseValue(raw, at)
		if err != nil {
			return nil, err
		}
		if v.text != "" || v.id != "" {
			values = append(values, v)
		}
	}
	return values, nil
}

func parseValue(raw json.RawMessage, at string) (value, error) {
	switch raw[0] {
	case '"':
		s, err := text(raw, at)
		if err == nil && utf8.RuneCountInString(s) > maxQuery {
			err = bad("%s: more than %d characters", at, maxQuery)
		}
		return value{text: strings.TrimSpace(s)}, err
	case '{':
		fields, err := object(raw, at)
		if err != nil {
			return value{}, err
		}
		id, err := text(fields["id"], at+".id")
		return value{id: graph.ID(id)}, err
	case '[':
		return value{}, bad("%s: a list in a list", at)
	case 'n':
		return value{}, nil // an empty cell
	}
	if len(raw) > 40 {
		return value{}, bad("%s: a number of more than 40 characters", at)
	}
	return value{text: string(raw)}, nil // a number, true or false
}

// object reads a JSON object.
func object(raw json.RawMessage, at string) (map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return nil, bad("%s: no JSON object", at)
	}
	return fields, nil
}

func text(raw json.RawMessage, at string) (string, error) {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", bad("%s: no text", at)
	}
	return s, nil
}

func positive(raw json.RawMessage, at string) (int, error) {
	var f float64
	if err := json.Unmarshal(raw, &f); err != nil || f < 1 || f != math.Trunc(f) {
		return 0, bad("%s: %s is no positive integer", at, clip(string(raw)))
	}
	return int(min(f, math.MaxInt32)), nil
}

func isNull(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }
