package loader

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
	"github.com/innograph/innograph/internal/replace"
)

// Fix fills in what a curator need not write by hand: empty digests and
// sections of locators, empty sha256 and runes of sources, and the resources of
// datapackage.json. It never changes a cell that is filled, and it leaves a
// table alone that does not parse; [Load] says what is wrong with it. It
// returns the number of cells filled and the files written, by their paths.
func Fix(dir string, texts Texts) (filled int, written []string, err error) {
	texts = maps.Clone(texts)           // what turns out to be another text is struck off
	for i := range datapackage.Tables { // sources come first
		t := &datapackage.Tables[i]
		path := filepath.Join(dir, t.File)
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return filled, written, fmt.Errorf("read %s: %w", path, err)
		}
		fixed, n := fixTable(t, data, texts)
		if n == 0 {
			continue
		}
		if err := rewrite(path, fixed); err != nil {
			return filled, written, err
		}
		filled, written = filled+n, append(written, path)
	}
	path, changed, err := fixDescriptor(dir)
	if changed {
		written = append(written, path)
	}
	return filled, written, err
}

func fixTable(t *datapackage.Table, data []byte, texts Texts) ([]byte, int) {
	in := csv.NewReader(bytes.NewReader(data))
	lines, err := in.ReadAll() // refuses rows of another width than the heading's
	if err != nil || len(lines) == 0 {
		return nil, 0
	}
	index := map[string]int{}
	for i, name := range lines[0] {
		index[name] = i
	}
	filled := 0
	fill := func(r row, column, value string) {
		if i, ok := index[column]; ok && r.cells[i] == "" && value != "" {
			r.cells[i] = value
			filled++
		}
	}
	for _, cells := range lines[1:] {
		r := row{index: index, cells: cells}
		if t.File == "sources.csv" {
			id := graph.ID(r.get("id"))
			if text := texts[id]; text != nil {
				if sum := r.get("sha256"); sum != "" && sum != text.SHA256() {
					delete(texts, id)
					continue
				}
				fill(r, "sha256", text.SHA256())
				fill(r, "runes", strconv.Itoa(text.Len()))
			}
			continue
		}
		text := texts[graph.ID(r.get("source"))]
		start, err1 := strconv.Atoi(r.get("start"))
		end, err2 := strconv.Atoi(r.get("end"))
		if text == nil || err1 != nil || err2 != nil {
			continue
		}
		passage := text.Slice(start, end)
		if passage == "" {
			continue
		}
		fill(r, "digest", graph.Digest(passage))
		fill(r, "section", text.Section(start))
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.WriteAll(lines); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes(), filled
}

// fixDescriptor writes the resources of datapackage.json anew and keeps the
// rest of it. A file that does not parse is left alone.
func fixDescriptor(dir string) (path string, changed bool, err error) {
	path = filepath.Join(dir, datapackage.DescriptorFile)
	var d descriptor
	var all []property
	old, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		full, err := filepath.Abs(dir) // "." has a name too
		if err != nil {
			return path, false, fmt.Errorf("describe %s: %w", dir, err)
		}
		all = []property{{"name", compact(filepath.Base(full))}, {"profile", compact("tabular-data-package")}}
	case err != nil:
		return path, false, fmt.Errorf("read %s: %w", path, err)
	case json.Unmarshal(old, &d) != nil:
		return path, false, nil
	default:
		all = properties(old)
	}
	d.Resources = describe((&reader{fsys: os.DirFS(dir)}).heads())
	i := slices.IndexFunc(all, func(p property) bool { return p.name == "resources" })
	if i < 0 {
		i, all = len(all), append(all, property{name: "resources"})
	}
	all[i].value = compact(d.Resources)
	out := object(all)
	if bytes.Equal(old, out) {
		return path, false, nil
	}
	return path, true, rewrite(path, out)
}

// property is a member of a JSON object, spelt as it stands.
type property struct {
	name  string
	value json.RawMessage
}

// properties are the members of a JSON object that has parsed, in their order.
func properties(data []byte) []property {
	var list []property
	in := json.NewDecoder(bytes.NewReader(data))
	_, _ = in.Token() // the brace
	for in.More() {
		name, _ := in.Token()
		p := property{}
		p.name, _ = name.(string)
		if err := in.Decode(&p.value); err != nil {
			return list
		}
		list = append(list, p)
	}
	return list
}

func object(properties []property) []byte {
	var flat, out bytes.Buffer
	for i, p := range properties {
		flat.WriteByte("{,"[min(i, 1)])
		flat.Write(compact(p.name))
		flat.WriteByte(':')
		flat.Write(p.value)
	}
	flat.WriteString("}\n")
	if err := json.Indent(&out, flat.Bytes(), "", "  "); err != nil {
		panic(err) // its parts are JSON
	}
	return out.Bytes()
}

// compact is v as JSON with <, > and & as they are.
func compact(v any) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // strings and structs of strings marshal
	}
	return bytes.TrimSpace(b.Bytes())
}

// rewrite puts data into a file; a full disk or a crash leaves the old one.
func rewrite(path string, data []byte) error {
	return replace.File(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// FillRows reads a table of a curator's draft, in which a column quote (and n,
// the 1-based place, where the phrase stands in several) says where each row is
// read from, and writes the same rows with source, section, start, end and
// digest instead. Rows whose place is not clear are problems; then nothing is
// to be used of what was written.
func FillRows(name string, draft io.Reader, source graph.ID, text *Text, out io.Writer) []Problem {
	ps := &problems{}
	in := csv.NewReader(draft)
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		p := csvProblem(name, err)
		if err == io.EOF {
			p = emptyFile(name)
		}
		ps.add(p)
		return ps.sorted()
	}
	quote, nth := slices.Index(head, "quote"), slices.Index(head, "n")
	if quote < 0 {
		ps.add(Problem{File: name, Line: 1, Column: "quote", What: "column is missing", Wanted: "a column with the words to look for"})
		return ps.sorted()
	}
	w := csv.NewWriter(out)
	emit := func(row []string, locator []string) {
		var cells []string
		for i, cell := range row {
			switch i {
			case quote:
				cells = append(cells, locator...)
			case nth:
			default:
				cells = append(cells, cell)
			}
		}
		_ = w.Write(cells) // errors show in w.Error below
	}
	emit(head, []string{"source", "section", "start", "end", "digest"})
	for {
		row, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			ps.add(csvProblem(name, err))
			return ps.sorted()
		}
		line, _ := in.FieldPos(0)
		if len(row) != len(head) {
			ps.add(wrongWidth(name, line, len(row), len(head)))
			continue
		}
		place, problem := choose(text, row[quote], cellAt(row, nth))
		if problem.What != "" {
			problem.File, problem.Line = name, line
			ps.add(problem)
			continue
		}
		emit(row, []string{string(source), place.Section, strconv.Itoa(place.Start), strconv.Itoa(place.End), place.Digest})
	}
	w.Flush()
	if err := w.Error(); err != nil {
		ps.add(Problem{File: name, What: "rows cannot be written", Found: err.Error()})
	}
	return ps.sorted()
}

func cellAt(row []string, i int) string {
	if i < 0 {
		return ""
	}
	return row[i]
}

// choose picks the place of a phrase: the only one, or the nth.
func choose(text *Text, phrase, nth string) (Place, Problem) {
	places := text.Locate(phrase)
	p := Problem{Column: "quote", Found: phrase}
	switch n, err := strconv.Atoi(nth); {
	case len(places) == 0:
		p.What, p.Hint = "does not stand in the text", "white space is no difference, every other character is"
	case nth == "" && len(places) > 1:
		p.What, p.Wanted = fmt.Sprintf("stands in %d places", len(places)), "a longer phrase, or its number in column n"
	case nth == "":
		return places[0], Problem{}
	case err != nil || n < 1 || n > len(places):
		p.Column, p.Found, p.What, p.Wanted = "n", nth, "no such place", fmt.Sprintf("1 to %d", len(places))
	default:
		return places[n-1], Problem{}
	}
	return Place{}, p
}
