package loader

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/innograph/innograph/internal/datapackage"
)

const maxDescriptor = 16 << 20 // bytes

// descriptor is what is checked of it. The rest (title, licences, contributors …) is the curator's.
type descriptor struct {
	Name      string                 `json:"name"`
	Resources []datapackage.Resource `json:"resources"`
}

// descriptor checks datapackage.json: that it parses, lists the tables that are
// there, and describes them as they are.
func (r *reader) descriptor() {
	place := r.place(datapackage.DescriptorFile)
	hint := "innograph check --fix-digests writes its resources"
	data, err := r.readFile(datapackage.DescriptorFile, maxDescriptor)
	if errors.Is(err, fs.ErrNotExist) {
		r.add(Problem{File: place, What: "file is missing", Wanted: "a Frictionless Data Package descriptor", Hint: hint})
		return
	}
	if err != nil {
		r.add(unreadable(place, err))
		return
	}
	switch {
	case data == nil:
		return
	case bytes.HasPrefix(data, []byte(mark)):
		r.add(marked(place))
		return
	}
	var d descriptor
	if err := json.Unmarshal(data, &d); err != nil {
		r.add(noDescriptor(place, data, err))
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
		t := datapackage.Named(res.Path)
		switch {
		case t == nil:
			r.add(Problem{File: place, What: "lists an unknown table", Found: res.Path, Wanted: oneOf(files())})
			continue
		case listed[res.Path]:
			r.add(Problem{File: place, What: "lists a table twice", Found: res.Path})
			continue
		}
		listed[res.Path] = true
		head, there := heads[t.File]
		if _, wrong := headings(t, head); there && len(wrong) > 0 {
			continue // reading the table says what is wrong with it
		}
		if !there {
			r.add(Problem{File: place, What: "lists a table that is not there", Found: res.Path, Hint: hint})
			continue
		}
		if !t.Describes(head, res.Schema) {
			r.add(Problem{File: place, What: fmt.Sprintf("describes %s otherwise than it is", res.Path), Wanted: "the headings " + strings.Join(head, ","), Hint: hint})
		}
	}
	for _, t := range datapackage.Tables {
		if head := heads[t.File]; head != nil && !listed[t.File] {
			r.add(Problem{File: place, What: "does not list a table that is there", Found: t.File, Hint: hint})
		}
	}
}

// heads are the headings of the tables that are there, by file; none of one that cannot be read.
func (r *reader) heads() map[string][]string {
	heads := map[string][]string{}
	for _, t := range datapackage.Tables {
		if head, err := r.head(t.File); !errors.Is(err, fs.ErrNotExist) {
			heads[t.File] = head
		}
	}
	return heads
}

// head reads the first line of a table and no further than it must: tables may be large.
func (r *reader) head(file string) ([]string, error) {
	info, err := fs.Stat(r.fsys, file)
	if err != nil || !info.Mode().IsRegular() {
		return nil, err
	}
	f, err := r.fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return csv.NewReader(io.LimitReader(f, maxCell)).Read()
}

// noDescriptor says what keeps datapackage.json from being read, in words of JSON.
func noDescriptor(place string, data []byte, err error) Problem {
	p := Problem{File: place, Line: jsonLine(data, err), What: "is no JSON of a data package", Found: err.Error(), Hint: "mend it, or take it away: innograph check --fix-digests writes it anew"}
	var other *json.UnmarshalTypeError
	if errors.As(err, &other) {
		p.Found, p.Column, p.Wanted = other.Value, other.Field, "an object with name and resources"
		if other.Field != "" {
			p.Wanted = "what a data package descriptor has there"
		}
	}
	return p
}

// jsonLine is the line of an error of reading JSON.
func jsonLine(data []byte, err error) int {
	var syntax *json.SyntaxError
	var other *json.UnmarshalTypeError
	offset := int64(0)
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &other):
		offset = other.Offset
	}
	return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte("\n"))
}
