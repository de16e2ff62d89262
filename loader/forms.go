package loader

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
)

// form is a way to write a package as one file. read gives rows of the same tables
// as a folder of CSV files does, for the same checks.
type form struct {
	suffix string
	read   func(*reader, context.Context, *formFile) tableRows
}

var forms = []form{
	{".nq", (*reader).nquads},
	{".nq.gz", (*reader).nquads},
	{".pq", (*reader).pquads},
	{".pq.gz", (*reader).pquads},
	{".jsonld", (*reader).jsonld},
	{".xlsx", (*reader).workbook},
}

// Forms are the suffixes of files that are packages, besides folders.
func Forms() []string {
	list := make([]string, len(forms))
	for i, f := range forms {
		list[i] = f.suffix
	}
	return list
}

// IsForm reports whether a file of this name is a package of its own.
func IsForm(name string) bool { return suffixOf(name) != "" }

func suffixOf(name string) string {
	for _, f := range forms {
		if strings.HasSuffix(name, f.suffix) {
			return f.suffix
		}
	}
	return ""
}

// maxForm bounds a file in bytes. The whole country is 2 GB of N-Quads.
const maxForm = 16 << 30

// formFile is a file that is open.
type formFile struct {
	io.Reader
	size int64
}

// form reads a package that is one file.
func (r *reader) form(ctx context.Context) tableRows {
	f, err := r.fsys.Open(r.file)
	if err != nil {
		r.add(unreadable(r.name, err))
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		r.add(unreadable(r.name, err))
	case !info.Mode().IsRegular():
		r.add(notRegular(r.name))
	case info.Size() > maxForm:
		r.add(tooLarge(r.name, info.Size(), maxForm))
	default:
		for _, form := range forms {
			if strings.HasSuffix(r.file, form.suffix) {
				fmt.Fprintf(r.sum, "%s %d\n", form.suffix, info.Size()) // as digest does
				return form.read(r, ctx, &formFile{io.TeeReader(f, r.sum), info.Size()})
			}
		}
		r.add(Problem{File: r.name, What: "is no form of a data package", Wanted: "a folder, or a file that ends in " + strings.Join(Forms(), ", ")})
	}
	return nil
}

func notRegular(place string) Problem {
	return Problem{File: place, What: "is no regular file", Wanted: "a file", Hint: "pipes, devices and folders are not read"}
}

func tooLarge(place string, size, most int64) Problem {
	return Problem{File: place, What: "file is too large", Found: fmt.Sprintf("%d bytes", size), Wanted: fmt.Sprintf("at most %d", most)}
}

// decoded turns what quads say into rows. at names places other than lines.
func (r *reader) decoded(d *graph.Decoded, at places) tableRows {
	for _, m := range d.Misfits {
		rw := row{file: r.name, line: m.Place, at: at}
		p := rw.problem("", m.What, m.Wanted, m.Hint)
		p.Found = m.Found
		r.add(p)
	}
	if len(d.Misfits) >= graph.MaxMisfits {
		r.add(Problem{File: r.name, What: fmt.Sprintf("has more than %d problems", graph.MaxMisfits), Wanted: "our vocabulary (docs/ontology.md)", Hint: "what follows was not read"})
		return nil
	}
	f, o := &d.Facts, &d.Origins
	return tableRows{
		"sources.csv":      rowsOf(r, "sources.csv", at, f.Sources, o.Sources, datapackage.SourceCells),
		"entities.csv":     rowsOf(r, "entities.csv", at, f.Entities, o.Entities, datapackage.EntityCells),
		"names.csv":        rowsOf(r, "names.csv", at, f.Names, o.Names, datapackage.NameCells),
		"identifiers.csv":  rowsOf(r, "identifiers.csv", at, f.Identifiers, o.Identifiers, datapackage.IdentifierCells),
		"mentions.csv":     rowsOf(r, "mentions.csv", at, f.Mentions, o.Mentions, datapackage.MentionCells),
		"claims.csv":       rowsOf(r, "claims.csv", at, f.Claims, o.Claims, datapackage.ClaimCells),
		"indicators.csv":   rowsOf(r, "indicators.csv", at, f.Indicators, o.Indicators, datapackage.IndicatorCells),
		"observations.csv": rowsOf(r, "observations.csv", at, f.Observations, o.Observations, datapackage.ObservationCells),
		"omissions.csv":    rowsOf(r, "omissions.csv", at, f.Omissions, o.Omissions, datapackage.OmissionCells),
		"redirects.csv":    rowsOf(r, "redirects.csv", at, f.Redirects, o.Redirects, datapackage.RedirectCells),
	}
}

func rowsOf[T any](r *reader, file string, at places, facts []T, origins []int, cells func(*T) []string) []row {
	t := datapackage.Named(file)
	index := make(map[string]int, len(t.Columns))
	for i, c := range t.Columns {
		index[c.Name] = i
	}
	rows := make([]row, 0, len(facts))
	for i := range facts {
		rw := row{file: r.name, line: origins[i], at: at, index: index, cells: cells(&facts[i])}
		if r.wellFormed(t, &rw, len(t.Columns)) {
			rows = append(rows, rw)
		}
	}
	return rows
}
