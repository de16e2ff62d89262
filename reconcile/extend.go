package reconcile

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/innograph/innograph/graph"
)

// Shapes of data extension.
type (
	extension struct {
		Meta []column                     `json:"meta"`
		Rows map[string]map[string][]cell `json:"rows"`
	}
	column struct {
		ID   string    `json:"id"`
		Name string    `json:"name"`
		Type *typeJSON `json:"type,omitempty"`
	}
	proposal struct {
		Properties []propertyJSON `json:"properties"`
		Type       string         `json:"type"`
		Limit      int            `json:"limit,omitempty"`
	}
	propertyJSON struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		Description string `json:"description,omitempty"`
	}
)

// wanted is a property that a client wants, with its settings.
type wanted struct {
	*property
	settings settings
}

// parseExtend reads a data extension query.
func parseExtend(raw string, find findProperty) (ids []string, list []wanted, err error) {
	fields, err := object(json.RawMessage(raw), "extend")
	if err != nil {
		return nil, nil, err
	}
	var properties []json.RawMessage
	if json.Unmarshal(fields["ids"], &ids) != nil || ids == nil {
		return nil, nil, bad("extend.ids: no list of ids")
	}
	if json.Unmarshal(fields["properties"], &properties) != nil || properties == nil {
		return nil, nil, bad("extend.properties: no list of properties")
	}
	if len(ids) > maxIDs {
		return nil, nil, tooLarge("extend.ids: %d ids, at most %d are answered at once", len(ids), maxIDs)
	}
	if len(properties) > maxColumns {
		return nil, nil, tooLarge("extend.properties: %d properties, at most %d are answered at once", len(properties), maxColumns)
	}
	for i, raw := range properties {
		at := "extend.properties[" + strconv.Itoa(i) + "]"
		fields, err := object(raw, at)
		if err != nil {
			return nil, nil, err
		}
		id, err := text(fields["id"], at+".id")
		if err != nil {
			return nil, nil, err
		}
		p, ok := find(id)
		if !ok {
			return nil, nil, bad("%s.id: there is no property %q; %s/suggest/property knows all", at, clip(id), Path)
		}
		if slices.ContainsFunc(list, func(w wanted) bool { return w.id == id }) {
			return nil, nil, bad("%s.id: %q is there twice, and a row has one place for it; ask in two requests", at, clip(id))
		}
		s, err := parseSettings(fields["settings"], at+".settings")
		if err != nil {
			return nil, nil, err
		}
		list = append(list, wanted{p, s})
	}
	return ids, list, nil
}

// extend gives properties of entities. An id that nothing has gets a row without
// values: a column may hold ids of yesterday.
func (c *call) extend(raw string) (any, error) {
	texts, list, err := parseExtend(raw, c.property)
	if err != nil {
		return nil, err
	}
	nodes := len(texts)
	for _, w := range list {
		nodes += len(texts) * w.nodes
	}
	if err := c.charge(nodes); err != nil {
		return nil, err
	}
	ids := make([]graph.ID, len(texts))
	for i, id := range texts {
		ids[i] = graph.ID(id)
	}
	entities, err := c.graph.Entities(c, ids)
	if err != nil {
		return nil, err
	}
	types := typesAmong(entities)
	answer := extension{Meta: []column{}, Rows: make(map[string]map[string][]cell, len(texts))}
	for _, id := range texts {
		answer.Rows[id] = make(map[string][]cell, len(list))
	}
	cells := 0
	for _, w := range list {
		answer.Meta = append(answer.Meta, w.column(types))
		rows, err := w.values(&reader{c, c.graph, w.settings}, entities)
		if err != nil {
			return nil, err
		}
		for i, row := range rows {
			row = shown(row, w.settings.limit)
			answer.Rows[texts[i]][w.id] = row
			cells += len(row)
		}
		if cells > maxCells {
			return nil, tooLarge("extend: the answer has more than %d values; ask for fewer ids at once or set limit", maxCells)
		}
	}
	return answer, nil
}

func (w *wanted) column(types []graph.Type) column {
	m := column{ID: w.id, Name: w.labelFor(types)}
	if t := w.target(types); t != nil {
		brief := t.brief()
		m.Type = &brief
	}
	return m
}

// typesAmong lists the types of entities, each once.
func typesAmong(entities []*graph.Entity) []graph.Type {
	var types []graph.Type
	for _, e := range entities {
		if e != nil && !slices.Contains(types, e.Type) {
			types = append(types, e.Type)
		}
	}
	return types
}

// shown is a row without values that come again, and of at most limit (0: all).
func shown(row []cell, limit int) []cell {
	list := make([]cell, 0, len(row))
	known := make(map[string]bool, len(row))
	for i := range row {
		if key := row[i].key(); !known[key] && (limit == 0 || len(list) < limit) {
			known[key] = true
			list = append(list, row[i])
		}
	}
	return list
}

// sampled is how many entities of the proposed types are looked at for
// identifiers and indicators: hardly any type has some that none of them has.
const sampled = 2000

// propose lists the properties that entities of a type may have; without a type those of all.
func (c *call) propose() (any, error) {
	types, err := c.wantedTypes()
	if err != nil {
		return nil, err
	}
	limit, err := c.count("limit", 1, 0)
	if err != nil {
		return nil, err
	}
	found, err := c.propertiesOf(types)
	if err != nil {
		return nil, err
	}
	answer := proposal{Properties: []propertyJSON{}, Type: c.values.Get("type"), Limit: limit}
	for _, p := range found {
		if limit == 0 || len(answer.Properties) < limit {
			answer.Properties = append(answer.Properties, propertyJSON{ID: p.id, Name: p.labelFor(types)})
		}
	}
	return answer, nil
}

// propertiesOf are the properties that types (none: all) have, in the order of the table; then their indicators.
func (c *call) propertiesOf(types []graph.Type) ([]*property, error) {
	if len(types) == 0 {
		for _, t := range graph.Ontology.Types {
			types = append(types, t.Type)
		}
	}
	schemes, indicators, err := c.sample(types)
	if err != nil {
		return nil, err
	}
	var list []*property
	for i := range propertyTable {
		p := &propertyTable[i]
		known := slices.ContainsFunc(types, p.on)
		if slices.ContainsFunc(graph.Schemes, func(t graph.Term) bool { return t.Name == p.id }) {
			known = schemes[p.id]
		}
		if known {
			list = append(list, p)
		}
	}
	for _, id := range c.graph.IndicatorIDs() {
		if indicators[id] {
			p, _ := c.property(string(id))
			list = append(list, p)
		}
	}
	return list, nil
}

// sample finds the schemes and indicators that some entities of types have, and charges for looking.
func (c *call) sample(types []graph.Type) (schemes map[string]bool, indicators map[graph.ID]bool, err error) {
	if err := c.charge(sampled); err != nil {
		return nil, nil, err
	}
	schemes, indicators = map[string]bool{}, map[graph.ID]bool{}
	for _, t := range types {
		ids, _, _ := c.graph.Page(t, "", "", sampled/len(types), -1)
		entities, err := c.graph.Entities(c, ids)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range entities {
			for _, x := range e.Identifiers {
				schemes[x.Scheme] = true
			}
		}
		observations, err := c.graph.Observations(c, ids, nil)
		if err != nil {
			return nil, nil, err
		}
		for _, row := range observations {
			for _, o := range row {
				indicators[o.Indicator] = true
			}
		}
	}
	return schemes, indicators, nil
}
