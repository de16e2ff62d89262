package reconcile

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/innograph/innograph/graph"
)

// suggestions is the answer of a suggest service.
type suggestions struct {
	Result []suggestion `json:"result"`
}

type suggestion struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Description string     `json:"description,omitempty"`
	Notable     []typeJSON `json:"notable,omitempty"`
}

// Bounds of suggestions.
const (
	page      = 20
	maxCursor = 1000
)

// asked reads the parameters of a suggest service: what is typed, and how many
// suggestions to skip.
func (c *call) asked() (prefix string, skip int, err error) {
	prefix = strings.TrimSpace(c.values.Get("prefix"))
	if !c.values.Has("prefix") {
		return "", 0, bad("prefix is missing: what was typed")
	}
	if utf8.RuneCountInString(prefix) > maxQuery {
		return "", 0, bad("prefix: more than %d characters", maxQuery)
	}
	skip, err = c.count("cursor", 0, 0)
	return prefix, min(skip, maxCursor), err
}

// wantedTypes reads the type that entities should have, or that properties should
// be of. The report has no such parameter, but clients send it.
func (c *call) wantedTypes() ([]graph.Type, error) {
	id := c.values.Get("type")
	if id == "" {
		return nil, nil
	}
	t, ok := findType(id)
	if !ok {
		return nil, unknownType("type", id)
	}
	return t.members, nil
}

func (c *call) suggestEntities() (any, error) {
	prefix, skip, err := c.asked()
	if err != nil {
		return nil, err
	}
	types, err := c.wantedTypes()
	if err != nil {
		return nil, err
	}
	if err := c.charge(skip + page); err != nil {
		return nil, err
	}
	answer := suggestions{Result: []suggestion{}}
	if prefix == "" {
		return answer, nil
	}
	ids, err := c.identified(prefix, "")
	if err != nil {
		return nil, err
	}
	ids = slices.DeleteFunc(ids, func(id graph.ID) bool { return !holds(types, id) })
	if c.finder != nil {
		matches, _ := c.finder.Find(prefix, types, skip+page)
		for _, m := range matches {
			if !slices.Contains(ids, m.Entity) {
				ids = append(ids, m.Entity)
			}
		}
	}
	ids = ids[min(skip, len(ids)):min(skip+page, len(ids))]
	entities, err := c.graph.Entities(c, ids)
	if err != nil {
		return nil, err
	}
	descriptions, err := describe(c, c.graph, entities)
	if err != nil {
		return nil, err
	}
	for i, e := range entities {
		answer.Result = append(answer.Result, suggestion{string(e.ID), e.Name, descriptions[i], typesOf(e.Type)})
	}
	return answer, nil
}

func (c *call) suggestTypes() (any, error) {
	prefix, skip, err := c.asked()
	if err != nil {
		return nil, err
	}
	var list []suggestion
	for i := range typeTable {
		t := &typeTable[i]
		list = append(list, suggestion{ID: t.id, Name: both(t.label), Description: t.comment})
	}
	return completed(list, prefix, skip), c.charge(1)
}

func (c *call) suggestProperties() (any, error) {
	prefix, skip, err := c.asked()
	if err != nil {
		return nil, err
	}
	types, err := c.wantedTypes()
	if err != nil {
		return nil, err
	}
	found, err := c.propertiesOf(types)
	if err != nil {
		return nil, err
	}
	var list []suggestion
	for _, p := range found {
		list = append(list, suggestion{ID: p.id, Name: p.labelFor(types), Description: p.comment})
	}
	return completed(list, prefix, skip), nil
}

// completed are the suggestions that what was typed may become: those whose id or
// name, in either language, begins with it, then those that hold it.
func completed(list []suggestion, prefix string, skip int) suggestions {
	prefix = strings.ToLower(prefix)
	rank := func(s suggestion) int {
		best := 2
		for _, name := range append(strings.Split(strings.ToLower(s.Name), " · "), strings.ToLower(s.ID)) {
			if strings.HasPrefix(name, prefix) {
				best = 0
			} else if strings.Contains(name, prefix) {
				best = min(best, 1)
			}
		}
		return best
	}
	list = slices.DeleteFunc(list, func(s suggestion) bool { return rank(s) == 2 })
	slices.SortStableFunc(list, func(a, b suggestion) int { return cmp.Compare(rank(a), rank(b)) })
	list = list[min(skip, len(list)):min(skip+page, len(list))]
	return suggestions{append([]suggestion{}, list...)}
}

// flyout is a small preview of a suggestion.
type flyout struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
}

func (c *call) flyoutEntity() (any, error) {
	e, err := c.entity()
	if err != nil {
		return nil, err
	}
	view, err := c.view(e, 0)
	if err != nil {
		return nil, err
	}
	return c.flyout(view)
}

func (c *call) flyoutType() (any, error) {
	t, ok := findType(c.values.Get("id"))
	if !ok {
		return nil, notFound("type", c.values.Get("id"))
	}
	if err := c.charge(1); err != nil {
		return nil, err
	}
	return c.flyout(&entityView{Name: both(t.label), About: t.comment})
}

func (c *call) flyoutProperty() (any, error) {
	p, ok := c.property(c.values.Get("id"))
	if !ok {
		return nil, notFound("property", c.values.Get("id"))
	}
	if err := c.charge(1); err != nil {
		return nil, err
	}
	return c.flyout(&entityView{Name: p.labelFor(nil), About: p.comment})
}

func (c *call) flyout(view *entityView) (any, error) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, "flyout", view); err != nil {
		return nil, err
	}
	return flyout{c.values.Get("id"), b.String()}, nil
}
