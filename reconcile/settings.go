package reconcile

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

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
