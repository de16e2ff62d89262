package loader

import (
	"bufio"
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
		r.add(Problem{File: place, What: "cannot be read", Found: bare(err)})
		return
	}
	if data == nil {
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
		if !there {
			r.add(Problem{File: place, What: "lists a table that is not there", Found: res.Path, Hint: hint})
			continue
		}
		if !t.Describes(head, res.Schema) {
			r.add(Problem{File: place, What: fmt.Sprintf("describes %s otherwise than it is", res.Path), Wanted: "the headings " + strings.Join(head, ","), Hint: hint})
		}
	}
	for _, t := range datapackage.Tables {
		if _, there := heads[t.File]; there && !listed[t.File] {
			r.add(Problem{File: place, What: "does not list a table that is there", Found: t.File, Hint: hint})
		}
	}
}

// heads are the headings of the tables that are there, by file.
func (r *reader) heads() map[string][]string {
	heads := map[string][]string{}
	for _, t := range datapackage.Tables {
		if line, err := r.firstLine(t.File); err == nil {
			heads[t.File] = strings.Split(strings.TrimSpace(line), ",")
		}
	}
	return heads
}

// firstLine reads no further than it must: tables may be large.
func (r *reader) firstLine(file string) (string, error) {
	if info, err := fs.Stat(r.fsys, file); err != nil || !info.Mode().IsRegular() {
		return "", fs.ErrNotExist // reading it says what is wrong with it
	}
	f, err := r.fsys.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, maxCell)).ReadString('\n')
	if err == io.EOF {
		err = nil // a line without end is a line
	}
	return line, err
}

func jsonLine(data []byte, err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return 1 + strings.Count(string(data[:min(int(syntax.Offset), len(data))]), "\n")
	}
	return 0
}
