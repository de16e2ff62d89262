package reconcile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

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

// settings are what a client may set for each property of a data extension.
type settings struct {
	status  string // of relations; empty: any
	role    string // of observations; empty: any
	measure string // of observations; empty: any
	period  string // of observations; empty: any
	form    string // of observations: number or text
	limit   int    // values of a cell; 0: all
}

// setting is one of them, as the manifest declares it.
type setting struct {
	Name    string   `json:"name"`
	Label   string   `json:"label"`
	Type    string   `json:"type"`
	Default any      `json:"default"`
	Help    string   `json:"help_text"`
	Choices []choice `json:"choices,omitempty"`
}

type choice struct {
	Value string `json:"value"`
	Name  string `json:"name"`
}

const anyChoice, numberForm, textForm = "any", "number", "text"

// settingsTable are all settings. 0.2 has one list for all properties: those
// that say nothing of a property change nothing there.
var settingsTable = []setting{
	{"limit", "值数上限 · Most values", "number", 0, "每格最多几个值，0 为全部 · values of a cell; 0 is all", nil},
	choices("status", "关系状态 · Status of relations", "只对关系 · relations only", graph.Statuses),
	choices("role", "数值性质 · Role of figures", "只对指标 · indicators only", graph.ObservationRoles),
	choices("measure", "数值口径 · Measure of figures", "只对指标 · indicators only", graph.Measures),
	{"period", "时期 · Period", "text", "", "只对指标：2025 或 2021/2025，空为全部 · indicators only; empty is all", nil},
	{"form", "数值形式 · Form of figures", "select", numberForm, "数值按指标单位；文字带界限、单位、时期 · a number in the indicator's unit, or a text with bound, unit and period",
		[]choice{{numberForm, "数值 · number"}, {textForm, "文字 · text"}}},
}

func choices(name, label, help string, terms []graph.Term) setting {
	s := setting{name, label, "select", anyChoice, help, []choice{{anyChoice, "不限 · any"}}}
	for _, t := range terms {
		s.Choices = append(s.Choices, choice{t.Name, both(t.Label)})
	}
	return s
}

// parseSettings reads the settings of one property. Values that are left empty are the defaults.
func parseSettings(raw json.RawMessage, at string) (settings, error) {
	s := settings{form: numberForm}
	if isNull(raw) {
		return s, nil
	}
	fields, err := object(raw, at)
	if err != nil {
		return s, err
	}
	for name, raw := range fields {
		at := at + "." + clip(name)
		i := slices.IndexFunc(settingsTable, func(x setting) bool { return x.Name == name })
		if i < 0 {
			return s, bad("%s: there is no such setting; the manifest lists all", at)
		}
		if isNull(raw) || string(raw) == `""` {
			continue
		}
		if name == "limit" {
			if s.limit, err = limitOf(raw, at); err != nil {
				return s, err
			}
			continue
		}
		v, err := text(raw, at)
		if err != nil {
			return s, err
		}
		if list := settingsTable[i].Choices; list != nil && !slices.ContainsFunc(list, func(c choice) bool { return c.Value == v }) {
			return s, bad("%s: %q is none of its choices", at, clip(v))
		}
		s.set(name, v)
	}
	return s, nil
}

// limitOf reads a number, which some clients send as text.
func limitOf(raw json.RawMessage, at string) (int, error) {
	n, err := strconv.Atoi(strings.Trim(string(raw), `"`))
	if err != nil || n < 0 {
		return 0, bad("%s: %s is no integer from 0 on", at, clip(string(raw)))
	}
	return n, nil
}

func (s *settings) set(name, v string) {
	if v == anyChoice {
		v = ""
	}
	switch name {
	case "status":
		s.status = v
	case "role":
		s.role = v
	case "measure":
		s.measure = v
	case "period":
		s.period = strings.TrimSpace(v)
	case "form":
		s.form = v
	}
}

// admits reports whether a relation has the status that is wanted.
func (s *settings) admits(statuses []graph.Status) bool {
	return s.status == "" || slices.ContainsFunc(statuses, func(x graph.Status) bool { return x.String() == s.status })
}

var boundSigns = map[string]string{"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}

// figure is the value of an observation; false if it is not wanted, or no number
// in the unit where one is wanted.
func (s *settings) figure(o *graph.Observation, unit string) (cell, bool) {
	if s.role != "" && o.Role != s.role || s.measure != "" && o.Measure != s.measure || s.period != "" && o.Period != s.period {
		return cell{}, false
	}
	if s.form == textForm {
		value := boundSigns[o.Bound] + o.Value
		if o.ValueTo != "" {
			value += "–" + o.ValueTo
		}
		return said(fmt.Sprintf("%s%s (%s, %s, %s)", value, o.Unit, o.Period, o.Role, o.Measure)), true
	}
	number, ok := graph.Convert(o.Value, o.Unit, unit)
	if !ok {
		return cell{}, false
	}
	f, _ := number.Float64()
	return cell{Float: &f}, true
}
