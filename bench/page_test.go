package bench

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// report is one of sizes, without figures.
func report(sizes ...int) *Report {
	r := &Report{}
	for _, n := range sizes {
		s := Size{Counties: n, Build: Build{Quads: 1}}
		for _, q := range questions {
			s.Rows = append(s.Rows, Row{Question: q.Name, grows: q.grows, Bytes: 1, Figures: []Figure{{Contender: "floor", Find: Times{P50: 1}}, {Contender: "graph", Find: Times{P50: 1}}}})
			s.HTTP = append(s.HTTP, HTTPRow{Question: q.Name, Figures: []HTTPFigure{{Contender: "floor"}, {Contender: "GraphQL"}}})
		}
		r.Sizes = append(r.Sizes, s)
	}
	return r
}

// Tables are replaced under their headings; text, other tables and the order of the page stay.
func TestFill(t *testing.T) {
	r := report(5)
	page := "# Page\n\n| mine |\n|---|\n\n" + r.String() + "\nWords.\n\n## Elsewhere\n\n| also mine |\n|---|\n"
	want := strings.ReplaceAll(page, "| quads | 1 |", "| quads | 7 |")
	r.Sizes[0].Quads = 7
	r.Sizes[0].HTTP[0].Figures[1].PerSecond = 99
	want = strings.Replace(want, "| GraphQL | – | – | 0.00 | 0.00–0.00 | – |", "| GraphQL | – | – | 0.00 | 0.00–0.00 | 99 |", 1)
	got, err := r.Fill(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := report(6).Fill(page); err == nil || !strings.Contains(err.Error(), `no table under ["Goals at 6 counties" "Questions at 6 counties" "Questions at 6 counties > Over HTTP`) {
		t.Errorf("another size: %v", err)
	}
}

// docs/performance.md has a table for each of a run at its three sizes, with the columns of now.
func TestPageOfTheFigures(t *testing.T) {
	page, err := os.ReadFile("../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	fresh := tablesOf(report(5, 230, 2844).String())
	old := tablesOf(string(page))
	for heading, table := range fresh {
		if len(old[heading]) == 0 {
			t.Errorf("it has no table under %s", heading)
		} else if old[heading][0] != table[0] {
			t.Errorf("under %s it has the columns\n%s\nand a run prints\n%s", heading, old[heading][0], table[0])
		}
	}
}
