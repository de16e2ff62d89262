package loader

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// descriptorFile describes a package to others: a Frictionless Data Package
// with a Table Schema for each table, as Excel, R and pandas tools read it.
const descriptorFile = "datapackage.json"

// descriptor is what is checked of it. The rest (title, licences, contributors …) is the curator's.
type descriptor struct {
	Name      string     `json:"name"`
	Resources []resource `json:"resources"`
}

type resource struct {
	Name      string      `json:"name"`
	Path      string      `json:"path"`
	Title     string      `json:"title,omitempty"`
	Profile   string      `json:"profile,omitempty"`
	Format    string      `json:"format,omitempty"`
	MediaType string      `json:"mediatype,omitempty"`
	Encoding  string      `json:"encoding,omitempty"`
	Schema    tableSchema `json:"schema"`
}

type tableSchema struct {
	Fields      []field      `json:"fields"`
	PrimaryKey  string       `json:"primaryKey,omitempty"`
	ForeignKeys []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string       `json:"name"`
	Title       string       `json:"title,omitempty"`
	Type        string       `json:"type"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Pattern  string   `json:"pattern,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

type foreignKey struct {
	Fields    string `json:"fields"`
	Reference struct {
		Resource string `json:"resource"`
		Fields   string `json:"fields"`
	} `json:"reference"`
}

// describe makes the resource of a table whose file has these headings.
func (t *table) describe(head []string) resource {
	r := resource{Name: strings.TrimSuffix(t.file, ".csv"), Path: t.file, Title: t.title, Profile: "tabular-data-resource", Format: "csv", MediaType: "text/csv", Encoding: "utf-8"}
	for _, name := range head {
		c := t.column(name)
		if c == nil {
			continue
		}
		f := field{Name: c.name, Title: c.title, Type: c.kind}
		con := constraints{Required: c.required, Enum: c.values}
		if c.kind == "string" && c.pattern != "" {
			con.Pattern = "^(" + c.pattern + ")$"
		}
		if con.Required || con.Pattern != "" || len(con.Enum) > 0 {
			f.Constraints = &con
		}
		r.Schema.Fields = append(r.Schema.Fields, f)
	}
	if slices.Contains(head, "id") {
		r.Schema.PrimaryKey = "id"
	}
	return r
}

// descriptor checks datapackage.json: that it parses, lists the tables that are
// there, and describes them as they are.
func (r *reader) descriptor() {
	place := r.place(descriptorFile)
	hint := "innograph check --fix-digests writes its resources"
	data, err := fs.ReadFile(r.fsys, descriptorFile)
	if errors.Is(err, fs.ErrNotExist) {
		r.add(Problem{File: place, What: "file is missing", Wanted: "a Frictionless Data Package descriptor", Hint: hint})
		return
	}
	if err != nil {
		r.add(Problem{File: place, What: "cannot be read", Found: bare(err)})
		return
	}
	var d descriptor
	if err := json.Unmarshal(data, &d); err != nil {
		r.add(Problem{File: place, Line: jsonLine(data, err), What: "is no JSON of a data package", Found: err.Error(), Hint: hint})
		return
	}
	if d.Name == "" {
		r.add(Problem{File: place, What: "has no name", Wanted: `"name": "yongjia-2021", say`})
	}
	r.resources(place, d, hint)
}

func (r *reader) resources(place string, d descriptor, hint string) {
	heads := r.heads()
	listed := map[string]bool{}
	for _, res := range d.Resources {
		t := tableOf(res.Path)
		switch {
		case t == nil:
			r.add(Problem{File: place, What: "lists an unknown table", Found: res.Path, Wanted: oneOf(files())})
			continue
		case listed[res.Path]:
			r.add(Problem{File: place, What: "lists a table twice", Found: res.Path})
			continue
		}
		listed[res.Path] = true
		head, there := heads[t.file]
		if !there {
			r.add(Problem{File: place, What: "lists a table that is not there", Found: res.Path, Hint: hint})
			continue
		}
		if want, got := mustJSON(t.describe(head).Schema), mustJSON(res.Schema); want != got {
			r.add(Problem{File: place, What: fmt.Sprintf("describes %s otherwise than it is", res.Path), Wanted: "the headings " + strings.Join(head, ","), Hint: hint})
		}
	}
	for _, t := range tables {
		if _, there := heads[t.file]; there && !listed[t.file] {
			r.add(Problem{File: place, What: "does not list a table that is there", Found: t.file, Hint: hint})
		}
	}
}

// heads are the headings of the tables that are there, by file.
func (r *reader) heads() map[string][]string {
	heads := map[string][]string{}
	for _, t := range tables {
		if line, err := r.firstLine(t.file); err == nil {
			heads[t.file] = strings.Split(strings.TrimSpace(line), ",")
		}
	}
	return heads
}

// firstLine reads no further than it must: tables may be large.
func (r *reader) firstLine(file string) (string, error) {
	f, err := r.fsys.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	if err == io.EOF {
		err = nil // a line without end is a line
	}
	return line, err
}

// mustJSON spells a schema out for comparison. A descriptor may hold more than
// these fields; what it says about them must be right.
func mustJSON(s tableSchema) string {
	s.ForeignKeys = nil // inside the package only, and not required
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // structs of strings marshal
	}
	return string(data)
}

func jsonLine(data []byte, err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return 1 + strings.Count(string(data[:min(int(syntax.Offset), len(data))]), "\n")
	}
	return 0
}
