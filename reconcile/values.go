package reconcile

import (
	"strconv"

	"github.com/innograph/innograph/graph"
)

// cell is one value of a property, as data extension gives it: an entity by id
// and name, a text, or a number.
type cell struct {
	ID    graph.ID `json:"id,omitempty"`
	Name  string   `json:"name,omitempty"`
	Str   string   `json:"str,omitempty"`
	Float *float64 `json:"float,omitempty"`
	Int   *int     `json:"int,omitempty"`
	also  []string // other names of the value, to hold values of queries against
}

func said(text string, also ...string) cell { return cell{Str: text, also: also} }

// key tells values apart.
func (c *cell) key() string {
	switch {
	case c.Float != nil:
		return strconv.FormatFloat(*c.Float, 'g', -1, 64)
	case c.Int != nil:
		return strconv.Itoa(*c.Int)
	}
	return string(c.ID) + c.Str
}

// related reads the entities that a relation field leads to; field differs by type.
func related(r *reader, entities []*graph.Entity, field func(graph.Type) *graph.Field) ([][]cell, error) {
	rows := make([][]cell, len(entities))
	at := map[*graph.Field][]int{}
	for i, e := range entities {
		if e == nil {
			continue
		}
		if f := field(e.Type); f != nil {
			at[f] = append(at[f], i)
		}
	}
	for f, places := range at {
		if err := r.follow(f, entities, places, rows); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// follow fills the rows of the entities at places by one field.
func (r *reader) follow(f *graph.Field, entities []*graph.Entity, places []int, rows [][]cell) error {
	ids := make([]graph.ID, len(places))
	for i, at := range places {
		ids[i] = entities[at].ID
	}
	edges, err := r.graph.Related(r, f, ids)
	if err != nil {
		return err
	}
	ends, err := r.graph.Ends(r, graph.EdgesOf(edges...))
	if err != nil {
		return err
	}
	for i, row := range edges {
		for j := range row {
			if r.settings.admits(row[j].Statuses) {
				rows[places[i]] = append(rows[places[i]], entityCell(ends[j]))
			}
		}
		ends = ends[len(row):]
	}
	return nil
}

func entityCell(e *graph.Entity) cell {
	c := cell{ID: e.ID, Name: e.Name, also: []string{e.NameEn}}
	for _, n := range e.Names {
		c.also = append(c.also, n.Text)
	}
	return c
}

// observed is the property of an indicator: the figures of an entity itself,
// not those of a part of it.
func observed(x *graph.Indicator) *property {
	label := graph.Label{Zh: x.Name, En: x.NameEn}
	if x.Unit != "" {
		label.Zh += "（" + x.Unit + "）"
	}
	return &property{id: string(x.ID), label: label, comment: x.Definition, on: everywhere, nodes: listNodes,
		values: func(r *reader, entities []*graph.Entity) ([][]cell, error) {
			ids := make([]graph.ID, len(entities))
			for i, e := range entities {
				if e != nil {
					ids[i] = e.ID
				}
			}
			found, err := r.graph.Observations(r, ids, []graph.ID{x.ID})
			if err != nil {
				return nil, err
			}
			rows := make([][]cell, len(entities))
			for i, row := range found {
				for _, o := range row {
					if c, ok := r.settings.figure(o, x.Unit); ok && o.Of == "" {
						rows[i] = append(rows[i], c)
					}
				}
			}
			return rows, nil
		}}
}
