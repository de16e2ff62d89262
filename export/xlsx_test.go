package export

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
	"github.com/innograph/innograph/internal/hostile"
	"github.com/innograph/innograph/loader"
)

// workbookOf is a workbook of facts, whose sheets have so many rows at most.
func workbookOf(t *testing.T, facts *graph.Facts, most int) ([]byte, *graph.Part) {
	t.Helper()
	part := whole(t, facts)
	var b bytes.Buffer
	w := &writer{bufio.NewWriter(&b), Options{Version: "test"}, context.Background(), part}
	if err := writeWorkbook(w, most); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), part
}

// opened is the same, open.
func opened(t *testing.T, facts *graph.Facts, most int) (*excelize.File, *graph.Part) {
	t.Helper()
	data, part := workbookOf(t, facts, most)
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book, part
}

func whole(t *testing.T, facts *graph.Facts) *graph.Part {
	t.Helper()
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	part, err := g.Select(context.Background(), graph.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	return part
}

// tableOf gives the rows of a table as the package has them, under its headings.
func tableOf(t *testing.T, part *graph.Part, table *datapackage.Table) [][]string {
	t.Helper()
	all := [][]string{table.Headings()}
	for cells, err := range rows(context.Background(), part, table.File) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, slices.Clone(cells))
	}
	return all
}

// Sheets hold the cells of the tables; texts are texts whatever they look like, offsets are numbers.
func TestWorkbookHoldsTheTables(t *testing.T) {
	facts := hostile.Facts(true)
	facts.Claims[0].Note = "short"
	book, part := opened(t, facts, excelize.TotalRows)
	sheets := []string{aboutSheet}
	for i := range datapackage.Tables {
		table := &datapackage.Tables[i]
		sheets = append(sheets, table.Name())
		want := tableOf(t, part, table)
		for r, cells := range want {
			for c, cell := range cells {
				ref, _ := excelize.CoordinatesToCellName(c+1, r+1)
				got, err := book.GetCellValue(table.Name(), ref)
				kind, _ := book.GetCellType(table.Name(), ref)
				formula, _ := book.GetCellFormula(table.Name(), ref)
				number := r > 0 && table.Columns[c].Kind == "integer"
				if err != nil || got != printable(cell) || cell != "" && number == (kind == excelize.CellTypeInlineString) || formula != "" {
					t.Errorf("%s!%s is %q of type %v, want %q, %v", table.Name(), ref, got, kind, cell, err)
				}
			}
		}
		panes, err := book.GetPanes(table.Name())
		if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 0 {
			t.Errorf("%s: the heading is not frozen: %+v, %v", table.Name(), panes, err)
		}
		last, _ := excelize.CoordinatesToCellName(len(table.Columns), len(want), true)
		filter := excelize.DefinedName{Name: "_xlnm._FilterDatabase", RefersTo: fmt.Sprintf("'%s'!$A$1:%s", table.Name(), last), Scope: table.Name()}
		if !slices.Contains(book.GetDefinedName(), filter) {
			t.Errorf("%s has no filters: %v", table.Name(), book.GetDefinedName())
		}
	}
	if got := book.GetSheetList(); !slices.Equal(got, sheets) {
		t.Errorf("sheets are %v, want %v", got, sheets)
	}
}

// printable is a text as XML can hold it: control characters but tab and line breaks become U+FFFD.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && !strings.ContainsRune("\t\n\r", r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// A table that is longer than a sheet goes on in the next, under the same headings.
func TestLongTablesGoOn(t *testing.T) {
	for _, most := range []int{2, 10, 21, 22, 23} {
		book, part := opened(t, hostile.Facts(false), most)
		for i := range datapackage.Tables {
			table := &datapackage.Tables[i]
			want := tableOf(t, part, table)
			got := want[:1]
			for n := 1; ; n++ {
				name := table.Name()
				if n > 1 {
					name = fmt.Sprintf("%s (%d)", name, n)
				}
				if !slices.Contains(book.GetSheetList(), name) {
					break
				}
				list, err := book.GetRows(name)
				if err != nil || len(list) == 0 || len(list) > most || !slices.Equal(list[0], want[0]) || n > 1 && len(list) == 1 {
					t.Fatalf("%s of %d rows at most: %d rows, %v", name, most, len(list), err)
				}
				for _, cells := range list[1:] {
					got = append(got, append(cells, make([]string, len(want[0])-len(cells))...)) // the library leaves empty cells at the end out
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in sheets of %d rows (-want +got):\n%s", table.Name(), most, diff)
			}
		}
	}
}

// Tables that go on in further sheets load as they were.
func TestLongTablesLoad(t *testing.T) {
	facts := hostile.Facts(false)
	data, _ := workbookOf(t, facts, 10)
	files := fstest.MapFS{"a.xlsx": {Data: data}}
	got, problems, err := loader.Load(context.Background(), []loader.Package{{Name: "a.xlsx", FS: files, File: "a.xlsx"}}, nil)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	if diff := cmp.Diff(graph.Quads(facts, graph.DefaultBase), graph.Quads(got, graph.DefaultBase)); diff != "" {
		t.Errorf("quads (-want +got):\n%.2000s", diff)
	}
}

// A text that no cell can hold is refused, not cut, and the place is told.
func TestTextsThatNoCellHolds(t *testing.T) {
	facts := hostile.Facts(true)
	w := &writer{bufio.NewWriter(&bytes.Buffer{}), Options{}, context.Background(), whole(t, facts)}
	err := writeXLSX(w)
	if err == nil || !strings.HasPrefix(err.Error(), "sheet claims, row ") || !strings.HasSuffix(err.Error(), ", note: a text of 655360 characters does not fit; a cell of a workbook holds 32767") {
		t.Errorf("a note of a megabyte gives %v", err)
	}
	// The limit counts units of UTF-16: an astral character is two.
	facts = hostile.Facts(false)
	for text, fits := range map[string]bool{strings.Repeat("县", 32767): true, strings.Repeat("县", 32768): false, strings.Repeat("😀", 16383): true, strings.Repeat("😀", 16384): false} {
		facts.Claims[0].Note = text
		w := &writer{bufio.NewWriter(&bytes.Buffer{}), Options{}, context.Background(), whole(t, facts)}
		if err := writeXLSX(w); (err == nil) != fits {
			t.Errorf("%d runes of %.3s: %v", len([]rune(text)), text, err)
		}
	}
}

// The first sheet says what the others hold, by which program and from which sources.
func TestSheetAboutTheOthers(t *testing.T) {
	book, part := opened(t, hostile.Facts(false), excelize.TotalRows)
	got, err := book.GetRows(aboutSheet)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"title", datasetTitle}, {"description", got[1][1]}, {"license", "Creative Commons Attribution 4.0 (CC-BY-4.0) https://creativecommons.org/licenses/by/4.0/"}, {"written by", "innograph test"}}
	for i := range datapackage.Tables {
		table := &datapackage.Tables[i]
		want = append(want, []string{"rows", fmt.Sprintf("%s: %d", table.Name(), len(tableOf(t, part, table))-1)})
	}
	want = append(want, []string{"source", `计划<"一">`})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", aboutSheet, diff)
	}
}
