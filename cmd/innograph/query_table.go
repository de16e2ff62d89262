package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"github.com/innograph/innograph/internal/spreadsheet"
)

// object is a JSON object in the order of its text, which is the query's.
type object []member

type member struct {
	name  string
	value any // nil, string, json.Number, bool, []any or object
}

func (o object) get(name string) any {
	for _, m := range o {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// decodeOrdered reads a JSON value and keeps the order of members.
func decodeOrdered(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return nextValue(d)
}

func nextValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		o := object{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			value, err := nextValue(d)
			if err != nil {
				return nil, err
			}
			o = append(o, member{name.(string), value})
		}
		_, err := d.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			value, err := nextValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err := d.Token()
		return list, err
	}
	return token, nil
}

// table is an answer as rows.
type table struct {
	columns []string
	rows    []map[string]string // by column
}

// tableOf makes a table of the data of an answer: of the one list that it holds.
func tableOf(data json.RawMessage) (*table, error) {
	value, err := decodeOrdered(data)
	if err != nil {
		return nil, err
	}
	root, ok := value.(object)
	if !ok {
		return nil, errors.New("the answer has no data")
	}
	var lists []string
	for _, m := range root {
		if holdsList(m.value) {
			lists = append(lists, m.name)
		}
	}
	switch len(lists) {
	case 0:
		return nil, errors.New("the answer is no table: it holds no list of objects; ask for edges or nodes of one")
	case 1:
	default:
		return nil, fmt.Errorf("the answer is no table: it holds several lists (%s); ask for one", strings.Join(lists, ", "))
	}
	t := &table{}
	name := lists[0]
	rows, err := t.expand(root.get(name), "", name)
	t.rows = rows
	return t, err
}

// holdsList reports whether a value is or has a list of objects.
func holdsList(v any) bool {
	switch v := v.(type) {
	case []any:
		return len(v) == 0 || slices.ContainsFunc(v, func(x any) bool { _, ok := x.(object); return ok })
	case object:
		return slices.ContainsFunc(v, func(m member) bool { return holdsList(m.value) })
	}
	return false
}

// hasObjects reports whether a value is or has a list that makes rows of its own.
func hasObjects(v any) bool {
	switch v := v.(type) {
	case []any:
		return len(v) > 0 && holdsList(v)
	case object:
		return slices.ContainsFunc(v, func(m member) bool { return hasObjects(m.value) })
	}
	return false
}

// wrappers are the members of connections that say nothing by themselves: the
// columns of what they hold go without them.
var wrappers = []string{"edges", "nodes", "node"}

// left are members of connections that are about paging.
var left = []string{"cursor", "pageInfo"}

func columnName(prefix, name string) string {
	switch {
	case slices.Contains(wrappers, name):
		return prefix
	case prefix == "":
		return name
	}
	return prefix + "." + name
}

// expand makes rows of a value whose columns begin with prefix. at says where it
// stands in the answer.
func (t *table) expand(v any, prefix, at string) ([]map[string]string, error) {
	switch v := v.(type) {
	case []any:
		var rows []map[string]string
		for _, element := range v {
			more, err := t.expand(element, prefix, at)
			if err != nil {
				return nil, err
			}
			rows = append(rows, more...)
		}
		return rows, nil
	case object:
		return t.expandObject(v, prefix, at)
	}
	return []map[string]string{t.cell(prefix, v)}, nil
}

// expandObject makes one row of an object, or as many as the one list in it has.
func (t *table) expandObject(o object, prefix, at string) ([]map[string]string, error) {
	rows := []map[string]string{{}}
	list := "" // the member that was expanded
	connection := o.get("edges") != nil || o.get("nodes") != nil
	for _, m := range o {
		place := at + "." + m.name
		if slices.Contains(left, m.name) || connection && m.name == "totalCount" {
			continue
		}
		more, err := t.member(m, prefix, place)
		if err != nil {
			return nil, err
		}
		if hasObjects(m.value) {
			if list != "" {
				return nil, fmt.Errorf("the answer is no table: %s and %s are lists side by side; ask for one", list, place)
			}
			list = place
		}
		var joined []map[string]string
		for _, row := range rows {
			for _, extra := range more {
				joined = append(joined, merge(row, extra))
			}
		}
		rows = joined
	}
	return rows, nil
}

// member makes rows of a member: always one at least, so that an empty list
// leaves what stands around it.
func (t *table) member(m member, prefix, at string) ([]map[string]string, error) {
	name := columnName(prefix, m.name)
	if list, ok := m.value.([]any); ok && !holdsList(list) {
		words := make([]string, len(list))
		for i, v := range list {
			words[i] = spell(v)
		}
		return []map[string]string{t.cell(name, strings.Join(words, "; "))}, nil
	}
	rows, err := t.expand(m.value, name, at)
	if len(rows) == 0 {
		rows = []map[string]string{{}}
	}
	return rows, err
}

// cell is a row of one cell; its column is known from then on.
func (t *table) cell(column string, v any) map[string]string {
	if !slices.Contains(t.columns, column) {
		t.columns = append(t.columns, column)
	}
	return map[string]string{column: spell(v)}
}

func spell(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func merge(a, b map[string]string) map[string]string {
	row := map[string]string{}
	for k, v := range a {
		row[k] = v
	}
	for k, v := range b {
		row[k] = v
	}
	return row
}

// cells are the cells of a row in the order of columns.
func (t *table) cells(row map[string]string) []string {
	cells := make([]string, len(t.columns))
	for i, column := range t.columns {
		cells[i] = row[column]
	}
	return cells
}

// printable replaces what a terminal would take for an order.
func printable(c rune) rune {
	if unicode.IsControl(c) {
		return unicode.ReplacementChar
	}
	return c
}

func writeCSV(w io.Writer, t *table) error {
	if len(t.columns) == 0 {
		return nil // not even a heading is known of an empty list
	}
	out := csv.NewWriter(w)
	lines := [][]string{t.columns}
	for _, row := range t.rows {
		lines = append(lines, t.cells(row))
	}
	return out.WriteAll(lines)
}

// writeGuardedCSV writes CSV that no spreadsheet takes for formulas.
func writeGuardedCSV(w io.Writer, t *table) error {
	for _, row := range t.rows {
		for column, cell := range row {
			row[column] = spreadsheet.Guard(cell)
		}
	}
	return writeCSV(w, t)
}

// writeTable aligns columns as a terminal shows them: a Chinese character is two columns wide.
func writeTable(w io.Writer, t *table) error {
	lines := [][]string{t.columns}
	for _, row := range t.rows {
		lines = append(lines, t.cells(row))
	}
	if len(t.columns) == 0 {
		return nil // not even a heading is known of an empty list
	}
	widths := make([]int, len(t.columns))
	for _, line := range lines {
		for i, c := range line {
			line[i] = strings.Map(printable, strings.Join(strings.Fields(c), " "))
			widths[i] = max(widths[i], uniseg.StringWidth(line[i]))
		}
	}
	rule := make([]string, len(widths))
	for i, width := range widths {
		rule[i] = strings.Repeat("-", width)
	}
	for _, line := range slices.Insert(lines, 1, rule) {
		var b strings.Builder
		for i, c := range line {
			b.WriteString(c)
			b.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(c)+2))
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(b.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}
