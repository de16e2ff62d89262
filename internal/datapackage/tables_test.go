package datapackage

import (
	"encoding/json"
	"slices"
	"testing"
)

// Keys and references name columns and tables that there are, and every column of ids
// is a key or refers to one, those of two tables aside.
func TestKeys(t *testing.T) {
	for _, table := range Tables {
		if len(table.Key) == 0 {
			t.Errorf("%s has no key", table.File)
		}
		for _, name := range table.Key {
			if table.Column(name) == nil {
				t.Errorf("%s has the key %s and no such column", table.File, name)
			}
		}
		for _, r := range table.References {
			if to := Named(r.File); to == nil || !slices.Equal(to.Key, []string{"id"}) || table.Column(r.Column) == nil {
				t.Errorf("%s: %s refers to %s, whose key is not id", table.File, r.Column, r.File)
			}
		}
		for _, c := range table.Columns {
			refers := slices.ContainsFunc(table.References, func(r Reference) bool { return r.Column == c.Name })
			if c.Pattern == IDPattern && !refers && !slices.Equal(table.Key, []string{c.Name}) && table.File != "names.csv" && table.File != "redirects.csv" {
				t.Errorf("%s.%s is an id of no table", table.File, c.Name)
			}
		}
	}
}

// A schema is recognised in both forms, after the way through JSON, and in no other.
func TestDescribes(t *testing.T) {
	for i := range Tables {
		table := &Tables[i]
		for _, want := range []Schema{table.Describe(table.Headings()).Schema, table.DescribeWhole().Schema} {
			data, err := json.Marshal(want)
			var got Schema
			if err == nil {
				err = json.Unmarshal(data, &got)
			}
			if err != nil || !table.Describes(table.Headings(), got) {
				t.Errorf("%s is not described by its own %s, %v", table.File, data, err)
			}
			got.PrimaryKey = Fields{"note", "id"}
			if table.Describes(table.Headings(), got) {
				t.Errorf("%s is described with a key that it does not have", table.File)
			}
			got = want
			got.Fields = got.Fields[1:]
			if table.Describes(table.Headings(), got) {
				t.Errorf("%s is described without its first column", table.File)
			}
		}
		if part := table.Headings()[1:]; table.Describes(part, table.DescribeWhole().Schema) {
			t.Errorf("%s without its first column is described as a whole one", table.File)
		}
	}
}
