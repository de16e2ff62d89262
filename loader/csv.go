package loader

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
)

// Limits of what is read. They are far above anything a plan gives, so what
// exceeds them is a mistake: a quote that never closes, a wrong file.
const (
	maxFile = 1 << 30 // bytes of one CSV file
	maxCell = 4000    // bytes of one cell
)

// row is a line of a table with the place it came from.
type row struct {
	file  string // as problems name it
	line  int
	at    places         // where lines do not tell the place; else nil
	index map[string]int // heading → cell
	cells []string
}

// places name the places of a file that has other ones than lines. number is the
// line of a row, or another number that its reader gave; column is a heading or empty. What
// comes back are the fields Line and At of a problem.
type places interface {
	at(number int, column string) (line int, at string)
}

// problem is a problem of a cell, or of the whole row if column is empty.
func (r *row) problem(column, what, wanted, hint string) Problem {
	p := Problem{File: r.file, Line: r.line, Column: column, What: what, Found: r.get(column), Wanted: wanted, Hint: hint}
	if r.at != nil {
		p.Line, p.At = r.at.at(r.line, column)
	}
	return p
}

// place is where the row stands, for a hint.
func (r *row) place() string {
	if r.at != nil {
		_, at := r.at.at(r.line, "")
		return r.file + " " + at
	}
	return fmt.Sprintf("%s:%d", r.file, r.line)
}

// get is the cell under a heading; a heading that was left out is empty.
func (r *row) get(name string) string {
	if i, ok := r.index[name]; ok {
		return r.cells[i]
	}
	return ""
}

// reader reads the tables of one package.
type reader struct {
	fsys fs.FS
	name string    // of the package, as the user gave it
	file string    // the one that is the package; empty for a folder
	sum  hash.Hash // of what was read
	*problems
}

func (r *reader) place(file string) string { return r.name + "/" + file }

// read gives the rows of a table that are well-formed. Whatever is wrong with
// the others is among the problems.
func (r *reader) read(t *datapackage.Table) []row {
	data, err := r.readFile(t.File, maxFile)
	place := r.place(t.File)
	if err == nil {
		addTable(r.sum, t.File, data)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if t.Required {
			r.add(Problem{File: place, What: "file is missing", Wanted: "a table with the headings " + strings.Join(t.Headings(), ",")})
		}
		return nil
	case err != nil:
		r.add(unreadable(place, err))
		return nil
	case data == nil || !r.wellEncoded(place, data):
		return nil
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		r.add(csvProblem(place, err))
		return nil
	}
	index, ok := r.heading(t, place, head)
	if !ok {
		return nil
	}
	var rows []row
	for {
		cells, err := in.Read()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			// After a broken quote the reader no longer knows where rows begin.
			r.add(csvProblem(place, err))
			return rows
		}
		line, _ := in.FieldPos(0)
		rw := row{file: place, line: line, index: index, cells: cells}
		if r.wellFormed(t, &rw, len(head)) {
			rows = append(rows, rw)
		}
	}
}

// readFile reads a file of at most so many bytes. One that is larger, or no regular
// file, is a problem and gives nil; only what is regular is read, since a pipe would never end.
func (r *reader) readFile(file string, most int64) ([]byte, error) {
	info, err := fs.Stat(r.fsys, file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		r.add(notRegular(r.place(file)))
		return nil, nil
	}
	if info.Size() > most {
		r.add(tooLarge(r.place(file), info.Size(), most))
		return nil, nil
	}
	data, err := fs.ReadFile(r.fsys, file)
	if err == nil && data == nil {
		data = []byte{}
	}
	return data, err
}

// wellEncoded checks the bytes of a file: UTF-8 without byte order mark, lines
// that end in LF, not empty.
func (r *reader) wellEncoded(place string, data []byte) bool {
	p := Problem{File: place}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		p = emptyFile(place)
	case bytes.HasPrefix(data, []byte(mark)):
		p = marked(place)
	case !utf8.Valid(data):
		line, column := invalidAt(data)
		p.Line, p.What, p.Found, p.Wanted, p.Hint = line, "text is not UTF-8", fmt.Sprintf("byte %#x at byte %d of the line", data[column.offset], column.inLine), "UTF-8", "save the file as UTF-8; Excel's plain CSV is GBK on a Chinese system"
	case bytes.IndexByte(data, '\r') >= 0:
		p.Line, p.What, p.Wanted, p.Hint = 1+bytes.Count(data[:bytes.IndexByte(data, '\r')], []byte("\n")), "line ends in CR", "LF alone", "save with Unix line ends"
	default:
		return true
	}
	r.add(p)
	return false
}

// mark is the byte order mark in UTF-8.
const mark = "\xef\xbb\xbf"

func marked(place string) Problem {
	return Problem{File: place, Line: 1, What: "file begins with a byte order mark", Wanted: "UTF-8 without one", Hint: `save as "UTF-8", not as "UTF-8 with BOM"`}
}

type byteAt struct{ offset, inLine int }

func invalidAt(data []byte) (line int, at byteAt) {
	line = 1
	start := 0
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size == 1 {
			return line, byteAt{i, i - start + 1}
		}
		i += size
		if c == '\n' {
			line, start = line+1, i
		}
	}
	return line, at
}

func wrongWidth(place string, line, found, wanted int) Problem {
	return Problem{File: place, Line: line, What: "row has the wrong number of cells", Found: fmt.Sprint(found), Wanted: fmt.Sprint(wanted), Hint: "put a cell that holds a comma between quotes"}
}

func emptyFile(place string) Problem {
	return Problem{File: place, What: "file is empty", Wanted: "at least the line of headings", Hint: "remove the file if there is nothing to say"}
}

func csvProblem(place string, err error) Problem {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		p := Problem{File: place, Line: parse.StartLine, What: "quotes are wrong", Wanted: `a quoted cell "like ""this"""`}
		if errors.Is(parse.Err, csv.ErrQuote) {
			p.Hint = fmt.Sprintf("look at line %d, byte %d: a quoted cell goes on after its closing quote, or never closes", parse.Line, parse.Column)
		} else {
			p.Hint = fmt.Sprintf("look at line %d, byte %d: a bare quote stands in a cell without quotes", parse.Line, parse.Column)
		}
		return p
	}
	return unreadable(place, err)
}

// heading checks the first line and tells where each column stands.
func (r *reader) heading(t *datapackage.Table, place string, head []string) (index map[string]int, ok bool) {
	index, wrong := headings(t, head)
	for _, p := range wrong {
		p.File, p.Line = place, 1
		r.add(p)
	}
	return index, len(wrong) == 0
}

// headings tells where each column of a table stands, and what is wrong with the
// headings, without the place.
func headings(t *datapackage.Table, head []string) (index map[string]int, wrong []Problem) {
	index = make(map[string]int, len(head))
	columns := "columns " + strings.Join(t.Headings(), ",")
	if len(head) == 1 && strings.ContainsAny(head[0], ";\t") {
		return index, []Problem{{What: "headings are not separated by commas", Found: head[0], Wanted: columns, Hint: "save as CSV with commas between cells"}}
	}
	for i, name := range head {
		p := Problem{Column: shorten(strings.TrimSpace(name))}
		if _, twice := index[name]; twice {
			p.What, p.Wanted = "column stands twice", "each column once"
		} else if t.Column(name) != nil {
			index[name] = i
			continue
		} else if t.Column(p.Column) != nil {
			index[p.Column] = i // not missing
			p.What, p.Found, p.Wanted = "heading has space around it", name, p.Column
		} else if p.Column == "" {
			p.What, p.Wanted = "heading is empty", columns
		} else {
			p.What, p.Wanted = "unknown column", columns
		}
		wrong = append(wrong, p)
	}
	for _, c := range t.Columns {
		if _, there := index[c.Name]; !there && !c.Optional {
			wrong = append(wrong, Problem{Column: c.Name, What: "column is missing", Wanted: columns})
		}
	}
	return index, wrong
}

func (r *reader) wellFormed(t *datapackage.Table, rw *row, width int) bool {
	if len(rw.cells) != width {
		r.add(wrongWidth(rw.file, rw.line, len(rw.cells), width))
		return false
	}
	ok := true
	for _, c := range t.Columns {
		cell := rw.get(c.Name)
		if len(cell) > maxCell {
			p := rw.problem(c.Name, "cell is too long", fmt.Sprintf("at most %d", maxCell), "look for a quote that never closes")
			p.Found = fmt.Sprintf("%d bytes", len(cell))
			r.add(p)
			ok = false
		} else if what, wanted := refuse(&c, cell); what != "" {
			r.add(rw.problem(c.Name, what, wanted, mergedCells(rw, cell)))
			ok = false
		}
	}
	if !ok {
		r.breaks(graph.ID(rw.get("id")))
	}
	return ok
}

// mergedCells is the hint for an empty cell of a workbook.
func mergedCells(r *row, cell string) string {
	if _, inSheet := r.at.(*sheet); inSheet && cell == "" {
		return "of merged cells the first alone holds the value"
	}
	return ""
}

// unreadable says of a file that it cannot be read, and why.
func unreadable(place string, err error) Problem {
	p := Problem{File: place, What: "cannot be read", Found: bare(err)}
	if strings.Contains(p.Found, "escapes") { // os.Root has no error to compare with
		p.Hint = "a link that leads out of its folder is not followed; put the file there"
	}
	return p
}

// bare drops the path that fs errors repeat.
func bare(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// unknownFiles lists what in the folder is no part of a package.
func (r *reader) unknownFiles() {
	entries, err := fs.ReadDir(r.fsys, ".")
	if err != nil {
		r.add(Problem{File: r.name, What: "folder cannot be read", Found: bare(err), Wanted: "a folder with a data package"})
		return
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".csv") && datapackage.Named(e.Name()) == nil {
			r.add(Problem{File: r.place(e.Name()), What: "unknown file", Wanted: oneOf(files()), Hint: "a misspelt name would go unread"})
		}
	}
}

func files() []string {
	list := make([]string, len(datapackage.Tables))
	for i, t := range datapackage.Tables {
		list[i] = t.File
	}
	return list
}
