package loader_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/innograph/innograph/graph"
)

// smallSheets are the cells of small tables; a test changes some of them.
func smallSheets() map[string][][]any {
	return map[string][][]any{
		"sources":      {{"id", "kind", "title", "issuer", "number", "issued", "period_start", "period_end", "region", "sha256", "runes"}, {"source/two", "reference", "年鉴"}},
		"entities.csv": {{"id", "type", "kind", "level", "name", "name_en"}, {"county/999901", "County", "", "", "甲县"}},
		"mentions":     {{"entity", "source", "section", "start", "end", "digest"}, {}, {"county/999901", "source/two"}},
		"indicators":   {{"id", "name", "name_en", "unit"}, {"indicator/firms", "企业数", "Firms", "家"}},
		"observations": {
			{"entity", "indicator", "period", "role", "measure", "bound", "value", "unit", "source", "section", "start", "end", "digest"},
			{"county/999901", "indicator/firms", "2025", "target", "stock", "", "2.50", "家", "source/two"},
		},
		"README": {{"what", "ever"}, {1, 2, 3}},
	}
}

func book(t *testing.T, sheets map[string][][]any, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for _, name := range []string{"README", "sources", "entities.csv", "mentions", "indicators", "observations", "extra"} {
		rows, there := sheets[name]
		if !there {
			continue
		}
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A number is read as it is shown, if that is what the cell holds.
func TestWorkbookNumbers(t *testing.T) {
	date := time.Date(2023, 6, 5, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		value  any
		format int // of ECMA-376 part 1, 18.8.30
		want   string
		other  string // the problem
	}{
		{"2.50", 0, "2.50", ""}, {2.5, 0, "2.5", ""}, {2.5, 2, "2.50", ""}, {"2.50", 49, "2.50", ""}, {12, 0, "12", ""}, {0.1 + 0.2, 0, "0.3", ""}, {0.00001, 0, "0.00001", ""}, {-7.25, 0, "-7.25", ""},
		{2.5, 1, "", "2.5, shown as 3"}, {0.125, 9, "", "0.125, shown as 13%"}, {1234.5, 4, "", "1234.5, shown as 1,234.50"}, {date, 14, "", "45082, shown as "}, {1e18, 0, "1000000000000000000", ""}, {true, 0, "", `found "TRUE"`},
	} {
		data := book(t, smallSheets(), func(f *excelize.File) {
			if err := f.SetCellValue("observations", "G2", test.value); err != nil {
				t.Fatal(err)
			}
			style, err := f.NewStyle(&excelize.Style{NumFmt: test.format})
			if err == nil {
				err = f.SetCellStyle("observations", "G2", "G2", style)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		if test.other != "" {
			if got := problemsOf(t, "a.xlsx", data); !strings.HasPrefix(got, "a.xlsx: observations!") || !strings.Contains(got, test.other) {
				t.Errorf("%v in format %d: problems %q, want %s", test.value, test.format, got, test.other)
			}
			continue
		}
		if facts := mustLoad(t, file("a.xlsx", data)); facts.Observations[0].Value != test.want {
			t.Errorf("%v in format %d is read as %q, want %q", test.value, test.format, facts.Observations[0].Value, test.want)
		}
	}
}

func TestWorkbookProblems(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(map[string][][]any)
		want   string
	}{
		{"nothing", func(map[string][][]any) {}, ""},
		{"cell", func(s map[string][][]any) { s["mentions"][2][0] = "county/999902" }, "a.xlsx: mentions!A3: entity: no entity has this id, found \"county/999902\", wanted an id of entities.csv\n    hint: add it to entities.csv, mend the id, or read the package that has it beside this one\n"},
		{"far cell", func(s map[string][][]any) { s["observations"][1][7] = "aardvarks" }, `a.xlsx: observations!H2: unit: unknown value, found "aardvarks"`},
		{"twice", func(s map[string][][]any) { s["entities.csv"] = append(s["entities.csv"], s["entities.csv"][1]) }, "a.xlsx: entities.csv!A3: id: stands twice, found \"county/999901\", wanted each entity once, in one package\n    hint: the first is at a.xlsx entities.csv!A2\n"},
		{"merged cells", func(s map[string][][]any) { s["mentions"] = append(s["mentions"], []any{"", "source/two"}) }, "a.xlsx: mentions!A4: entity: is empty, wanted a value\n    hint: of merged cells the first alone holds the value\n"},
		{"space around a heading", func(s map[string][][]any) { s["mentions"][0][1] = "source " }, "a.xlsx: mentions!B1: source: heading has space around it, found \"source \", wanted source\n"},
		{"empty rows", func(s map[string][][]any) { s["mentions"] = append(s["mentions"], []any{}, []any{"", ""}) }, ""},
		{"line break", func(s map[string][][]any) { s["sources"][1][2] = "年\n鉴" }, "a.xlsx: sources!C2: title: holds a line break"},
		{"heading", func(s map[string][][]any) { s["mentions"][0][1] = "sauce" }, "a.xlsx: mentions!B1: sauce: unknown column, wanted columns entity,source,section,start,end,digest\na.xlsx: mentions!A1: source: column is missing"},
		{"beyond", func(s map[string][][]any) {
			s["mentions"][2] = []any{"county/999901", "source/two", "", "", "", "", "", "more"}
		}, "a.xlsx: mentions!H3: row has a cell beyond the headings, found \"more\""},
		{"unknown sheet", func(s map[string][][]any) { s["extra"] = [][]any{{"a"}} }, "a.xlsx: extra: unknown sheet, wanted one of sources, entities, names,"},
		{"empty sheet", func(s map[string][][]any) { s["mentions"] = nil }, "a.xlsx: mentions: sheet is empty, wanted at least the row of headings"},
		{"no entities", func(s map[string][][]any) {
			for name := range s {
				if name != "README" {
					delete(s, name)
				}
			}
		}, "a.xlsx: sheet is missing, wanted a sheet entities with the headings id,type"},
	} {
		t.Run(test.name, func(t *testing.T) {
			sheets := smallSheets()
			test.change(sheets)
			got := problemsOf(t, "a.xlsx", book(t, sheets, nil))
			if test.want == "" && got != "" {
				t.Errorf("problems:\n%s", got)
			}
			for _, part := range strings.SplitAfter(test.want, "\n") {
				if !strings.Contains(got, part) {
					t.Errorf("problems:\n%swant %s", got, part)
				}
			}
		})
	}
}

// The same rows give the same quads whether cells are text or numbers.
func TestWorkbookTypedCells(t *testing.T) {
	text, typed := smallSheets(), smallSheets()
	typed["observations"][1][2], typed["observations"][1][6] = 2025, 7
	text["observations"][1][6] = "7"
	a, b := mustLoad(t, file("a.xlsx", book(t, text, nil))), mustLoad(t, file("b.xlsx", book(t, typed, nil)))
	if diff := cmp.Diff(lines(a, graph.DefaultBase), lines(b, graph.DefaultBase)); diff != "" {
		t.Errorf("quads (-text +typed):\n%s", diff)
	}
}

// rewritten changes one part of a workbook.
func rewritten(t *testing.T, data []byte, part string, content func(io.Writer)) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, entry := range in.File {
		w, err := out.Create(entry.Name)
		if err != nil {
			t.Fatal(err)
		}
		if entry.Name == part {
			content(w)
			continue
		}
		r, err := entry.Open()
		if err == nil {
			_, err = io.Copy(w, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileWorkbooks(t *testing.T) {
	good := book(t, smallSheets(), nil)
	const part = "xl/worksheets/sheet5.xml" // mentions
	sheet := func(write func(io.Writer)) []byte {
		return rewritten(t, good, part, func(w io.Writer) {
			fmt.Fprint(w, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:F10000000"/><sheetData><row r="1">`)
			for i, h := range []string{"entity", "source", "section", "start", "end", "digest"} {
				fmt.Fprintf(w, `<c r="%c1" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, h)
			}
			fmt.Fprint(w, `</row>`)
			write(w)
			fmt.Fprint(w, `</sheetData></worksheet>`)
		})
	}
	row := func(n int) string {
		return fmt.Sprintf(`<row r="%d"><c r="A%d" t="inlineStr"><is><t>county/999901</t></is></c><c r="B%d" t="inlineStr"><is><t>source/two</t></is></c></row>`, n, n, n)
	}
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"ten million rows declared", sheet(func(w io.Writer) { fmt.Fprint(w, row(2)) }), ""},
		{"a row far down", sheet(func(w io.Writer) { fmt.Fprint(w, row(2), row(2_000_000_000)) }), "a.xlsx: mentions: row cannot be read, found \"row number exceeds maximum limit\""},
		{"a cell far right", sheet(func(w io.Writer) {
			for n := 2; n < 2000; n++ { // 256 KB each, were they read
				fmt.Fprintf(w, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, n, n)
			}
		}), "a.xlsx: mentions!XFD2: row has a cell beyond the headings"},
		{"bomb", rewritten(t, good, "docProps/app.xml", func(w io.Writer) {
			_, _ = w.Write(bytes.Repeat([]byte(" "), 80<<20))
		}), "a.xlsx: cannot be read as XLSX, found \"the file grows more than any data does when it is unpacked\""},
		{"entities of XML", rewritten(t, good, part, func(w io.Writer) {
			fmt.Fprint(w, `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`)
		}), "found \"" + part + ": the XML has a document type"},
		{"deep XML", rewritten(t, good, part, func(w io.Writer) { fmt.Fprint(w, strings.Repeat(`<a b="/>">`, 1<<17)) }), part + ": elements nest deeper than 256"},
		{"cut off", rewritten(t, good, part, func(w io.Writer) { fmt.Fprint(w, `<worksheet><!-- > --><sheetData>`+row(1)) }), part + ": the XML is cut off"},
		{"closed twice", rewritten(t, good, part, func(w io.Writer) { fmt.Fprint(w, `<worksheet></worksheet></worksheet>`) }), part + ": an element is closed that is not open"},
		{"no workbook", rewritten(t, good, "xl/workbook.xml", func(w io.Writer) { fmt.Fprint(w, "<") }), "a.xlsx: "},
		{"garbage", []byte("PK\x03\x04garbage"), "a.xlsx: cannot be read as XLSX"},
		{"half", good[:len(good)/2], "a.xlsx: cannot be read as XLSX"},
		{"no file", nil, "a.xlsx: cannot be read as XLSX"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			got := problemsOf(t, "a.xlsx", test.data)
			runtime.ReadMemStats(&after)
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("problems:\n%.500swant %s", got, test.want)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
				t.Errorf("%d bytes were allocated on the way", used)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}
