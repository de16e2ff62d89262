package export

import (
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/innograph/innograph/internal/datapackage"
)

// writeXLSX writes an Office Open XML workbook: the tables of the data package, a sheet
// each, behind a sheet about them. Text is typed as text, so that no spreadsheet takes "=1+1"
// for a formula or "00123" for a number; offsets and lengths are numbers. A table
// that is longer than a sheet goes on in a sheet "claims (2)", under the same headings.
//
// The library gathers sheets in temporary files and sends the workbook at the end.
func writeXLSX(w *writer) error { return writeWorkbook(w, excelize.TotalRows) }

// aboutSheet is the sheet that is no table.
const aboutSheet = "about"

func writeWorkbook(w *writer, most int) error {
	book := excelize.NewFile()
	defer book.Close()
	book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return newOrdered(w) })
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("style of headings: %w", err)
	}
	if err := book.SetSheetName(book.GetSheetName(0), aboutSheet); err != nil {
		return fmt.Errorf("sheet %s: %w", aboutSheet, err)
	}
	b := &workbook{writer: w, book: book, bold: bold, most: most}
	for i := range datapackage.Tables {
		if err := b.table(&datapackage.Tables[i]); err != nil {
			return err
		}
	}
	if err := b.about(); err != nil {
		return err
	}
	return book.Write(io.Discard) // what is written goes through newOrdered
}

// workbook is a workbook on its way.
type workbook struct {
	*writer
	book *excelize.File
	bold int // style of headings
	most int // rows of a sheet
	// What the sheet about the others tells.
	counts []string
}

// table writes a table into as many sheets as it needs.
func (b *workbook) table(t *datapackage.Table) error {
	var s *sheet
	total := 0
	var err error
	for cells, reading := range rows(b.ctx, b.part, t.File) {
		if reading != nil {
			return reading
		}
		if s == nil || s.rows == b.most {
			if s, err = b.next(t, s); err != nil {
				return err
			}
		}
		if err := s.row(cells); err != nil {
			return err
		}
		total++
	}
	if s == nil {
		if s, err = b.next(t, nil); err != nil {
			return err
		}
	}
	b.counts = append(b.counts, fmt.Sprintf("%s: %d", t.Name(), total))
	return s.end()
}

// next ends a sheet of a table, if there is one, and begins another.
func (b *workbook) next(t *datapackage.Table, before *sheet) (*sheet, error) {
	s := &sheet{workbook: b, table: t, name: t.Name(), number: 1}
	if before != nil {
		if err := before.end(); err != nil {
			return nil, err
		}
		s.number = before.number + 1
		s.name = fmt.Sprintf("%s (%d)", s.name, s.number)
	}
	return s, s.begin()
}

// sheet is a sheet of a table.
type sheet struct {
	*workbook
	table  *datapackage.Table
	name   string
	number int
	rows   int // with the headings
	out    *excelize.StreamWriter
	cells  []any
}

func (s *sheet) begin() error {
	_, err := s.book.NewSheet(s.name)
	if err == nil {
		s.out, err = s.book.NewStreamWriter(s.name)
	}
	if err == nil {
		err = s.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	for i, c := range s.table.Columns {
		if err == nil {
			err = s.out.SetColWidth(i+1, i+1, width(&c))
		}
	}
	if err != nil {
		return fmt.Errorf("sheet %s: %w", s.name, err)
	}
	for _, c := range s.table.Columns {
		s.cells = append(s.cells, excelize.Cell{StyleID: s.bold, Value: c.Name})
	}
	return s.write()
}

// width is that of a column, in characters.
func width(c *datapackage.Column) float64 {
	switch {
	case c.Kind == "integer":
		return 9
	case c.Pattern == datapackage.IDPattern || c.Name == "title" || c.Name == "name" || c.Name == "section" || c.Name == "note":
		return 36
	}
	return 16
}

// row writes a row of a table. Empty cells stay out.
func (s *sheet) row(cells []string) error {
	s.cells = s.cells[:0]
	for i, cell := range cells {
		if err := s.fits(&s.table.Columns[i], cell); err != nil {
			return err
		}
		switch n, err := strconv.Atoi(cell); {
		case cell == "":
			s.cells = append(s.cells, nil)
		case s.table.Columns[i].Kind == "integer" && err == nil:
			s.cells = append(s.cells, n)
		default:
			s.cells = append(s.cells, cell)
		}
	}
	return s.write()
}

// fits refuses a text that the library would cut.
func (s *sheet) fits(c *datapackage.Column, cell string) error {
	if len(cell) <= excelize.TotalCellChars {
		return nil
	}
	if n := len(utf16.Encode([]rune(cell))); n > excelize.TotalCellChars {
		return fmt.Errorf("sheet %s, row %d, %s: a text of %d characters does not fit; a cell of a workbook holds %d", s.name, s.rows+1, c.Name, n, excelize.TotalCellChars)
	}
	return nil
}

func (s *sheet) write() error {
	s.rows++
	if err := s.out.SetRow("A"+strconv.Itoa(s.rows), s.cells); err != nil {
		return fmt.Errorf("sheet %s, row %d: %w", s.name, s.rows, err)
	}
	return nil
}

// end sets filters over the headings and makes the sheet whole.
func (s *sheet) end() error {
	last, err := excelize.CoordinatesToCellName(len(s.table.Columns), s.rows)
	if err == nil {
		err = s.book.AutoFilter(s.name, "A1:"+last, nil)
	}
	if err == nil {
		err = s.out.Flush()
	}
	if err != nil {
		return fmt.Errorf("sheet %s: %w", s.name, err)
	}
	return nil
}

// about writes the first sheet: what the others hold, and where it is from.
func (b *workbook) about() error {
	lines := [][2]string{{"title", datasetTitle}, {"description", description(b.writer)}, {"license", licenceTitle + " (" + licenceName + ") " + licenceIRI}, {"written by", "innograph " + b.Version}}
	for _, c := range b.counts {
		lines = append(lines, [2]string{"rows", c})
	}
	for s, err := range b.part.Sources(b.ctx) {
		if err != nil {
			return err
		}
		lines = append(lines, [2]string{"source", s.Title})
	}
	for i, line := range lines {
		if err := b.book.SetSheetRow(aboutSheet, "A"+strconv.Itoa(i+1), &[]string{line[0], line[1]}); err != nil {
			return fmt.Errorf("sheet %s: %w", aboutSheet, err)
		}
	}
	if err := b.book.SetColWidth(aboutSheet, "B", "B", 100); err != nil {
		return fmt.Errorf("sheet %s: %w", aboutSheet, err)
	}
	return nil
}
