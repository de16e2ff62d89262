package loader

import (
	"bytes"
	"crypto/sha256"
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

// fixTable gives a table with what could be filled in, and the number of cells.
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
	for _, cells := range lines[1:] {
		r := &row{index: index, cells: cells}
		if t.File == "sources.csv" {
			filled += r.fillSource(texts)
		} else {
			filled += r.fillLocator(texts)
		}
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.WriteAll(lines); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes(), filled
}

// fillSource fills in what the text of a source tells, and gives the number of cells. A text that
// is not the one of the row is struck off.
func (r *row) fillSource(texts Texts) int {
	id := graph.ID(r.get("id"))
	text := texts[id]
	if text == nil {
		return 0
	}
	if sum := r.get("sha256"); sum != "" && sum != text.SHA256() {
		delete(texts, id)
		return 0
	}
	return r.fill("sha256", text.SHA256()) + r.fill("runes", strconv.Itoa(text.Len()))
}

// fillLocator fills in what the text tells of a passage, and gives the number of cells.
func (r *row) fillLocator(texts Texts) int {
	text := texts[graph.ID(r.get("source"))]
	start, err1 := strconv.Atoi(r.get("start"))
	end, err2 := strconv.Atoi(r.get("end"))
	if text == nil || err1 != nil || err2 != nil {
		return 0
	}
	passage := text.Slice(start, end)
	if passage == "" {
		return 0
	}
	return r.fill("digest", graph.Digest(passage)) + r.fill("section", text.Section(start))
}

// fill puts a value into a cell that is there and empty, and gives the number of cells.
func (r *row) fill(column, value string) int {
	if i, ok := r.index[column]; ok && r.cells[i] == "" && value != "" {
		r.cells[i] = value
		return 1
	}
	return 0
}

// fixDescriptor writes the resources of datapackage.json anew if they are not those of the
// tables, and keeps the rest of it. A file that does not parse is left alone.
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
	r := &reader{fsys: os.DirFS(dir), problems: &problems{}}
	if r.resources(path, d, ""); old != nil && len(r.list) == 0 && r.digestsHold(d) {
		return path, false, nil // an export declares more than is written here: keys, sizes, digests
	}
	heads := r.heads()
	maps.DeleteFunc(heads, func(_ string, head []string) bool { return head == nil }) // unreadable
	d.Resources = describe(heads)
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

// digestsHold reports whether the sizes and digests that a descriptor gives, if any, are those of its files.
func (r *reader) digestsHold(d descriptor) bool {
	for _, res := range d.Resources {
		if res.Bytes == 0 && res.Hash == "" {
			continue
		}
		data, err := fs.ReadFile(r.fsys, res.Path)
		if err != nil || res.Bytes != int64(len(data)) || res.Hash != fmt.Sprintf("sha256:%x", sha256.Sum256(data)) {
			return false
		}
	}
	return true
}

// rewrite puts data into a file; a full disk or a crash leaves the old one.
func rewrite(path string, data []byte) error {
	return replace.File(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}
