package export

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"hash"
	"io"

	"github.com/innograph/innograph/internal/datapackage"
	"github.com/innograph/innograph/internal/escape"
)

// writePackage writes one data package of all tables, which loads again as the same
// quads. Cells are never guarded against spreadsheets that run formulas: a
// name that begins with "=" comes back as it is.
func writePackage(w *writer, files archive) error {
	_, err := writeTables(w, files)
	return err
}

// writeTables writes the tables and the descriptor, and says what files they are.
func writeTables(w *writer, files archive) ([]fileEntry, error) {
	d := descriptor{Name: "innograph", Title: datasetTitle, Description: description(w), Profile: "tabular-data-package", Licenses: []license{{licenceName, licenceIRI, licenceTitle}}}
	for s, err := range w.part.Sources(w.ctx) {
		if err != nil {
			return nil, err
		}
		d.Sources = append(d.Sources, origin{s.Title})
	}
	var entries []fileEntry
	for i := range datapackage.Tables {
		t := &datapackage.Tables[i]
		e, err := writeFile(files, t.File, "text/csv", t.Title, func(out io.Writer) error { return w.table(out, t) })
		if err != nil {
			return nil, err
		}
		r := t.DescribeWhole()
		r.Bytes, r.Hash = e.bytes, "sha256:"+e.sum()
		d.Resources = append(d.Resources, r)
		entries = append(entries, e)
	}
	e, err := writeFile(files, datapackage.DescriptorFile, "application/json", "Description of the tables (Frictionless Data Package)", func(out io.Writer) error { return escape.Indented(out, d) })
	return append(entries, e), err
}

// descriptor is datapackage.json.
type descriptor struct {
	Name        string                 `json:"name"`
	Title       string                 `json:"title"`
	Description string                 `json:"description"`
	Licenses    []license              `json:"licenses"`
	Sources     []origin               `json:"sources,omitempty"`
	Profile     string                 `json:"profile"`
	Resources   []datapackage.Resource `json:"resources"`
}

type license struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Title string `json:"title"`
}

type origin struct {
	Title string `json:"title"`
}

// description says what is in the files, and of what data they are.
func description(w *writer) string {
	text := "Entities, what plans say of them statement by statement, and the place in the text of each. The texts themselves are not part of it."
	if w.Origin != "" {
		text += " Made from data packages with the SHA-256 " + w.Origin + "."
	}
	return text
}

// table writes a table as comma-separated values.
func (w *writer) table(out io.Writer, t *datapackage.Table) error {
	c := csv.NewWriter(out)
	if err := c.Write(t.Headings()); err != nil {
		return err
	}
	for cells, err := range rows(w.ctx, w.part, t.File) {
		if err == nil {
			err = c.Write(cells)
		}
		if err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// fileEntry is what is known of a file once it is written.
type fileEntry struct {
	name, mediaType, title string
	bytes                  int64
	digest                 hash.Hash
}

func (e *fileEntry) sum() string { return hex.EncodeToString(e.digest.Sum(nil)) }

func (e *fileEntry) Write(b []byte) (int, error) {
	e.bytes += int64(len(b))
	return e.digest.Write(b)
}

func writeFile(files archive, name, mediaType, title string, write func(io.Writer) error) (fileEntry, error) {
	e := fileEntry{name: name, mediaType: mediaType, title: title, digest: sha256.New()}
	out, err := files.create(name)
	if err == nil {
		err = write(io.MultiWriter(out, &e))
	}
	return e, err
}
