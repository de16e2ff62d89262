package datapackage

import (
	"encoding/json"
	"slices"
)

// Resource describes a table in datapackage.json.
type Resource struct {
	Name      string `json:"name"`
	Path      string `json:"path"`
	Title     string `json:"title,omitempty"`
	Profile   string `json:"profile,omitempty"`
	Format    string `json:"format,omitempty"`
	MediaType string `json:"mediatype,omitempty"`
	Encoding  string `json:"encoding,omitempty"`
	Bytes     int64  `json:"bytes,omitempty"`
	Hash      string `json:"hash,omitempty"` // "sha256:" and 64 hex digits
	Schema    Schema `json:"schema"`
}

// Schema is a Table Schema.
type Schema struct {
	Fields      []Field      `json:"fields"`
	PrimaryKey  Fields       `json:"primaryKey,omitempty"`
	UniqueKeys  [][]string   `json:"uniqueKeys,omitempty"`
	ForeignKeys []ForeignKey `json:"foreignKeys,omitempty"`
}

// Field is a column in a Table Schema.
type Field struct {
	Name        string       `json:"name"`
	Title       string       `json:"title,omitempty"`
	Type        string       `json:"type"`
	Constraints *Constraints `json:"constraints,omitempty"`
}

// Constraints are what a column's cells are held to.
type Constraints struct {
	Required bool     `json:"required,omitempty"`
	Pattern  string   `json:"pattern,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// ForeignKey says where else a column's values stand.
type ForeignKey struct {
	Fields    Fields    `json:"fields"`
	Reference KeyOfRows `json:"reference"`
}

// KeyOfRows are columns of another table.
type KeyOfRows struct {
	Resource string `json:"resource"`
	Fields   Fields `json:"fields"`
}

// Fields are names of columns. One stands alone in JSON, several in a list.
type Fields []string

// MarshalJSON writes one name as a string.
func (f Fields) MarshalJSON() ([]byte, error) {
	if len(f) == 1 {
		return json.Marshal(f[0])
	}
	return json.Marshal([]string(f))
}

// UnmarshalJSON reads a name or a list of names.
func (f *Fields) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*f = Fields{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(f))
}

// Describe makes the resource of a table whose file has these headings, in a package that
// others may add to: only ids are keys.
func (t *Table) Describe(head []string) Resource {
	r := Resource{Name: t.Name(), Path: t.File, Title: t.Title, Profile: "tabular-data-resource", Format: "csv", MediaType: "text/csv", Encoding: "utf-8"}
	for _, name := range head {
		c := t.Column(name)
		if c == nil {
			continue
		}
		f := Field{Name: c.Name, Title: c.Title, Type: c.Kind}
		con := Constraints{Required: c.Required, Enum: c.Values}
		if c.Kind == "string" && c.Pattern != "" {
			con.Pattern = "^(" + c.Pattern + ")$"
		}
		if con.Required || con.Pattern != "" || len(con.Enum) > 0 {
			f.Constraints = &con
		}
		r.Schema.Fields = append(r.Schema.Fields, f)
	}
	if slices.Contains(head, "id") {
		r.Schema.PrimaryKey = Fields{"id"}
	}
	return r
}

// DescribeWhole makes the resource of a table with all its headings in a package that
// stands alone: every key is declared. Where cells of a key may be empty it is a unique
// key, since Table Schema has no empty cells in a primary one.
func (t *Table) DescribeWhole() Resource {
	r := t.Describe(t.Headings())
	r.Schema.PrimaryKey = nil
	if slices.ContainsFunc(t.Key, func(name string) bool { return !t.Column(name).Required }) {
		r.Schema.UniqueKeys = [][]string{t.Key}
	} else {
		r.Schema.PrimaryKey = t.Key
	}
	for _, ref := range t.References {
		r.Schema.ForeignKeys = append(r.Schema.ForeignKeys, ForeignKey{Fields{ref.Column}, KeyOfRows{Named(ref.File).Name(), Fields{"id"}}})
	}
	return r
}

// Describes reports whether a schema is that of the table with these headings, in a package
// that stands alone or not. Foreign keys may be left out.
func (t *Table) Describes(head []string, s Schema) bool {
	s.ForeignKeys = nil
	got := mustJSON(s)
	whole := t.DescribeWhole().Schema
	whole.ForeignKeys = nil
	return got == mustJSON(t.Describe(head).Schema) || slices.Equal(head, t.Headings()) && got == mustJSON(whole)
}

// mustJSON spells a schema out for comparison. A descriptor may hold more than
// these fields; what it says about them must be right.
func mustJSON(s Schema) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // structs of strings marshal
	}
	return string(data)
}
