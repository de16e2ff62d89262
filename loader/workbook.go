package loader

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
)

// Limits of workbooks. What a sheet may hold is Excel's own limit.
const (
	maxWorkbook   = 256 << 20 // bytes of the file, which is held in memory
	maxUnzipped   = 4 << 30   // bytes of what is in it
	maxSheetHeld  = 64 << 20  // bytes of a sheet; a larger one is unpacked to a temporary file
	maxSheetRows  = 1 << 20
	maxSheetWidth = 64 // cells of a row; our widest table has 17
)

// remarks are names of sheets that are not read.
var remarks = []string{"readme", "about"}

// sheet is a table of a workbook.
type sheet struct {
	*reader
	name string
	head []string
}

// at names a cell: claims!F12.
func (s *sheet) at(number int, column string) (int, string) {
	letter := "A"
	for i, name := range s.head {
		if strings.TrimSpace(name) == column {
			letter, _ = excelize.ColumnNumberToName(i + 1) // 1 and more have a name
			break
		}
	}
	return number, fmt.Sprintf("%s!%s%d", s.name, letter, number)
}

// workbook reads an XLSX file: sheets by the names of the tables, headings in
// the first row. The library has died of broken files before; that is a problem of the file.
func (r *reader) workbook(ctx context.Context, f *formFile) (rows tableRows) {
	defer func() {
		if died := recover(); died != nil {
			r.add(Problem{File: r.name, What: "cannot be read as XLSX", Found: fmt.Sprint(died), Hint: "open it in Excel or LibreOffice and save it anew"})
			rows = nil
		}
	}()
	if f.size > maxWorkbook {
		r.add(tooLarge(r.name, f.size, maxWorkbook))
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(f, maxWorkbook))
	if err != nil {
		r.add(unreadable(r.name, err))
		return nil
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err == nil {
		err = modest(archive, int64(len(data)))
	}
	if err == nil {
		err = wellNested(archive)
	}
	if err != nil {
		r.add(Problem{File: r.name, What: "cannot be read as XLSX", Found: err.Error()})
		return nil
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxSheetHeld})
	if err != nil {
		r.add(Problem{File: r.name, What: "cannot be read as XLSX", Found: err.Error()})
		return nil
	}
	defer book.Close()
	return r.sheets(ctx, book)
}

// further is what a table's name has behind it where the table goes on in a further sheet: "claims (2)".
var further = regexp.MustCompile(` \([2-9][0-9]*\)$`)

// sheets reads the tables of a workbook.
func (r *reader) sheets(ctx context.Context, book *excelize.File) tableRows {
	rows := tableRows{}
	for _, name := range book.GetSheetList() {
		first := further.ReplaceAllString(name, "")
		t := datapackage.Named(strings.TrimSuffix(first, ".csv") + ".csv")
		switch {
		case t == nil && isRemark(name):
		case t == nil:
			r.add(Problem{File: r.name, At: name, What: "unknown sheet", Wanted: oneOf(append(sheetNames(), remarks...)), Hint: "a misspelt name would go unread; name a sheet of remarks README"})
		case rows[t.File] != nil && name == first:
			r.add(Problem{File: r.name, At: name, What: "two sheets of one table", Wanted: "one"})
		default:
			s := &sheet{reader: r, name: name}
			if list := s.rows(ctx, book, t); list != nil {
				if before := rows[t.File]; before != nil {
					list = append(before, list...)
				}
				rows[t.File] = list
			}
		}
		if ctx.Err() != nil {
			return nil
		}
	}
	if rows["entities.csv"] == nil && len(r.list) == 0 {
		r.add(Problem{File: r.name, What: "sheet is missing", Wanted: "a sheet entities with the headings " + strings.Join(datapackage.Named("entities.csv").Headings(), ",")})
	}
	return rows
}

func isRemark(name string) bool {
	for _, remark := range remarks {
		if strings.EqualFold(name, remark) {
			return true
		}
	}
	return false
}

func sheetNames() []string {
	list := files()
	for i := range list {
		list[i] = strings.TrimSuffix(list[i], ".csv")
	}
	return list
}

// rows are the well-formed rows of a sheet, not nil if it has headings.
func (s *sheet) rows(ctx context.Context, book *excelize.File, t *datapackage.Table) []row {
	in, err := s.open(book)
	if err != nil {
		s.add(Problem{File: s.reader.name, At: s.name, What: "sheet cannot be read", Found: err.Error()})
		return nil
	}
	defer in.close()
	var list []row
	var index map[string]int
	for told := len(s.list); in.next(); {
		if in.line > maxSheetRows || len(s.list)-told > graph.MaxMisfits {
			s.add(Problem{File: s.reader.name, Line: in.line, At: s.name, What: fmt.Sprintf("sheet has more than %d rows, or more than %d problems", maxSheetRows, graph.MaxMisfits), Hint: "what follows was not read"})
			break
		}
		if in.line%(1<<12) == 0 && ctx.Err() != nil {
			return nil
		}
		cells, err := in.cells()
		if err != nil {
			s.add(Problem{File: s.reader.name, Line: in.line, At: s.name, What: "row cannot be read", Found: err.Error()})
			break
		}
		if index == nil {
			if index = s.headings(t, cells); index == nil {
				return nil
			}
			list = []row{}
			continue
		}
		if len(cells) == 0 {
			continue
		}
		rw := row{file: s.reader.name, line: in.line, at: s, index: index, cells: cells}
		if len(cells) > len(s.head) {
			p := rw.problem("", "row has a cell beyond the headings", "", "")
			letter, _ := excelize.ColumnNumberToName(len(cells))
			p.At, p.Found = fmt.Sprintf("%s!%s%d", s.name, letter, in.line), cells[len(cells)-1]
			s.add(p)
			if len(cells) > maxSheetWidth {
				break // no row of a mistaken sheet costs as much as Excel allows
			}
			continue
		}
		for len(rw.cells) < len(s.head) {
			rw.cells = append(rw.cells, "") // a row ends with its last filled cell
		}
		if s.typed(in, &rw) && s.wellFormed(t, &rw, len(s.head)) {
			list = append(list, rw)
		}
	}
	if index == nil {
		s.add(Problem{File: s.reader.name, At: s.name, What: "sheet is empty", Wanted: "at least the row of headings", Hint: "remove the sheet if there is nothing to say"})
		return nil
	}
	return list
}

// headings checks the first row; nil if it will not do.
func (s *sheet) headings(t *datapackage.Table, head []string) map[string]int {
	if len(head) > maxSheetWidth {
		head = head[:maxSheetWidth+1] // enough to be wrong
	}
	s.head = head
	before := len(s.list)
	index, ok := s.heading(t, s.reader.name, head)
	for i := before; i < len(s.list); i++ {
		s.list[i].Line, s.list[i].At = s.at(1, s.list[i].Column)
	}
	if !ok {
		return nil
	}
	return index
}

// typed refuses cells that show something else than they hold: dates, percentages,
// rounded numbers, and numbers with more digits than a spreadsheet keeps.
func (s *sheet) typed(in *sheetRows, rw *row) bool {
	ok := true
	for i, shown := range rw.cells {
		held := shown
		if i < len(in.held) {
			held = in.held[i]
		}
		if (shown == held || sameNumber(shown, held)) && !exponent.MatchString(shown) {
			continue
		}
		p := rw.problem(s.head[i], "cell holds another value than it shows", "text", "format the cells as Text and type dates and numbers as the plan prints them: 2023-06-05, 12.5")
		p.Found = fmt.Sprintf("%s, shown as %s", held, shown)
		s.add(p)
		ok = false
	}
	return ok
}

// exponent is how a number is shown that has too many digits.
var exponent = regexp.MustCompile(`^-?[0-9](\.[0-9]+)?E[+-][0-9]+$`)

// sameNumber reports whether a decimal is shown for a number that is the same to
// the 15 digits that a spreadsheet keeps.
func sameNumber(shown, held string) bool {
	if !graph.IsDecimal(shown) {
		return false
	}
	a, okA := new(big.Float).SetString(shown)
	b, okB := new(big.Float).SetString(held)
	return okA && okB && a.Text('g', 15) == b.Text('g', 15)
}

// sheetRows gives the rows of a sheet as they are shown, and as they are held if that
// can be something else.
type sheetRows struct {
	shown, raw *excelize.Rows // raw is nil if all is held as it is shown
	line       int            // 1-based
	held       []string
}

func (s *sheet) open(book *excelize.File) (*sheetRows, error) {
	shown, err := book.Rows(s.name)
	if err != nil || plainNumbers(book) {
		return &sheetRows{shown: shown}, err
	}
	raw, err := book.Rows(s.name)
	if err != nil {
		_ = shown.Close() // the first error tells
		return nil, err
	}
	return &sheetRows{shown: shown, raw: raw}, nil
}

// plainNumbers reports whether no cell of a workbook has a format of numbers but General
// and Text: then it need not be read twice.
func plainNumbers(book *excelize.File) bool {
	const general, text = 0, 49 // ECMA-376 part 1, 18.8.30
	if book.Styles == nil || book.Styles.CellXfs == nil {
		return false
	}
	for _, format := range book.Styles.CellXfs.Xf {
		if id := format.NumFmtID; id != nil && *id != general && *id != text {
			return false
		}
	}
	return true
}

func (in *sheetRows) close() {
	_ = in.shown.Close() // temporary files; what was read is read
	if in.raw != nil {
		_ = in.raw.Close()
	}
}

func (in *sheetRows) next() bool {
	in.line++
	return in.shown.Next() && (in.raw == nil || in.raw.Next())
}

// cells are the cells of the row as they are shown, without empty ones at the end.
func (in *sheetRows) cells() ([]string, error) {
	shown, err := in.shown.Columns()
	if err != nil {
		return nil, err
	}
	if in.raw != nil {
		if in.held, err = in.raw.Columns(excelize.Options{RawCellValue: true}); err != nil {
			return nil, err
		}
	}
	for len(shown) > 0 && shown[len(shown)-1] == "" {
		shown = shown[:len(shown)-1]
	}
	return shown, nil
}
