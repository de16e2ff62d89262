package graph

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// measured are observations of county 甲, each written as period, role, value
// and unit, with the section it stands in: two numbers of one row of a plan's
// tables are one thing.
func measured(t *testing.T, rows ...[5]string) *Graph {
	t.Helper()
	facts := fixture()
	facts.Observations = nil
	for i, row := range rows {
		o := Observation{Entity: "county/999901", Indicator: "indicator/firms", Period: row[0], Role: row[1], Measure: "stock", Value: row[2], Unit: row[3], Locator: at(10*i, 10*i+5)}
		o.Section = row[4]
		o.Identify()
		facts.Observations = append(facts.Observations, o)
	}
	return build(t, facts)
}

func TestContradictions(t *testing.T) {
	for name, c := range map[string]struct {
		rows      [][5]string
		conflicts []string // period, values, and restated values
		restated  []string // periods and values
	}{
		"different numbers":          {[][5]string{{"2025", "target", "2", "家", "一"}, {"2025", "target", "3", "家", "二"}}, []string{"2025 [2 3] []"}, nil},
		"equal after conversion":     {[][5]string{{"2025", "target", "2", "家", "一"}, {"2025", "target", "2.0", "个", "二"}}, nil, nil},
		"a wording":                  {[][5]string{{"2025", "target", "2", "家", "一"}, {"2025", "target", "翻番", "", "二"}}, nil, nil},
		"a unit that does not fit":   {[][5]string{{"2025", "target", "2", "家", "一"}, {"2025", "target", "9", "%", "二"}}, nil, nil},
		"another role":               {[][5]string{{"2025", "target", "2", "家", "一"}, {"2025", "estimate", "3", "家", "二"}}, nil, nil},
		"equal ones stay beside":     {[][5]string{{"2025", "target", "2", "家", "一"}, {"2025", "target", "3", "家", "二"}, {"2025", "target", "3", "家", "三"}}, []string{"2025 [2 3 3] []"}, nil},
		"a neighbouring year":        {[][5]string{{"2019", "actual", "7", "家", "表 1"}, {"2020", "actual", "5", "家", "表 2"}}, nil, []string{"2019 2020 [7 5]"}},
		"two years of one table":     {[][5]string{{"2019", "actual", "7", "家", "表 1"}, {"2020", "actual", "5", "家", "表 1"}}, nil, nil},
		"years apart":                {[][5]string{{"2018", "actual", "7", "家", "表 1"}, {"2020", "actual", "5", "家", "表 2"}}, nil, nil},
		"ranges that shift by one":   {[][5]string{{"2015/2019", "actual", "7", "家", "表 1"}, {"2016/2020", "actual", "5", "家", "表 2"}}, nil, []string{"2015/2019 2016/2020 [7 5]"}},
		"a range and a year":         {[][5]string{{"2020/2021", "actual", "7", "家", "表 1"}, {"2020", "actual", "5", "家", "表 2"}}, nil, nil},
		"a conflict with neighbours": {[][5]string{{"2019", "actual", "7", "家", "表 1"}, {"2020", "actual", "5", "家", "表 2"}, {"2020", "actual", "6", "家", "表 3"}}, []string{"2020 [5 6] [7]"}, []string{"2019 2020 [7 5 6]"}},
	} {
		g := measured(t, c.rows...)
		found, err := g.Contradictions(context.Background(), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		values := func(list []*Observation) []string {
			var words []string
			for _, o := range list {
				words = append(words, o.Value)
			}
			return words
		}
		var conflicts, restated []string
		for _, x := range found.Conflicts {
			conflicts = append(conflicts, fmt.Sprint(x.Period, " ", values(x.Observations), " ", values(x.Restated)))
		}
		for _, x := range found.Restated {
			restated = append(restated, fmt.Sprint(x.Period, " ", x.Later, " ", values(x.Observations)))
		}
		if diff := cmp.Diff(c.conflicts, conflicts); diff != "" {
			t.Errorf("%s: conflicts (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(c.restated, restated); diff != "" {
			t.Errorf("%s: restated (-want +got):\n%s", name, diff)
		}
		none, err := g.Contradictions(context.Background(), []ID{"county/999902"}, nil)
		if err != nil || len(none.Conflicts)+len(none.Restated) > 0 {
			t.Errorf("%s: another county has %+v, %v", name, none, err)
		}
	}
}

// An interval is not its lower end, and what is measured inside something is
// another thing than the whole.
func TestContradictionsOfPartsAndIntervals(t *testing.T) {
	facts := fixture()
	add := func(start int, of ID, value, valueTo string) {
		o := Observation{Entity: "county/999902", Of: of, Indicator: "indicator/firms", Period: "2025", Role: "target", Measure: "stock", Value: value, ValueTo: valueTo, Unit: "家", Locator: at(start, start+4)}
		o.Identify()
		facts.Observations = append(facts.Observations, o)
	}
	add(300, "industry/pumps", "4", "")
	add(310, "", "5", "")
	add(320, "industry/machines", "4", "6")
	add(330, "industry/machines", "4", "")
	found, err := build(t, facts).Contradictions(context.Background(), nil, []ID{"indicator/firms"})
	if err != nil || len(found.Conflicts) != 1 || found.Conflicts[0].Of != "industry/machines" {
		t.Errorf("%+v, %v; want the one of machines", found, err)
	}
}

func TestSharedAndCouples(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	list, err := g.Shared(ctx, []ID{"county/999901", "county/999902"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range list {
		for _, tie := range s.With {
			got = append(got, fmt.Sprint(s.Node, " ", tie.Entity, " ", tie.Basis, " ", tie.Statuses()))
		}
	}
	want := []string{
		"region/999900 county/999901 stated [existing]", "region/999900 county/999902 stated [existing]",
		"enterprise/e county/999901 via-project [planned]", "enterprise/f county/999902 stated [existing]", "institute/i county/999902 stated [encouraged]", "institute/part county/999901 stated [existing]",
		"platform/lab county/999901 via-place [existing]", "platform/park county/999901 via-place [existing]", "project/p county/999901 via-place [existing]", "region/999901-town county/999901 stated [existing]",
		"university/u county/999901 via-platform [planned]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// What is nearest wins: u builds the laboratory, and stands in the town as well.
	facts := fixture()
	stands := said(600, "university/u", LocatedIn, "region/999901-town", Existing)
	stands.Identify()
	facts.Claims = append(facts.Claims, stands)
	list, err = build(t, facts).Shared(ctx, []ID{"county/999901"}, []Type{University}, nil)
	if err != nil || len(list) != 1 || list[0].With[0].Basis != ViaPlatform || len(list[0].With[0].Edges) != 1 {
		t.Errorf("%+v, %v; want the link by the laboratory alone", list, err)
	}
	// A place is nearer than a part: w stands in a town of 乙, and its institute works with 乙.
	facts = fixture()
	facts.Entities = append(facts.Entities, Entity{ID: "university/w", Type: University, Name: "又一大学"}, Entity{ID: "region/999902-town", Type: Region, Kind: "township", Name: "戊镇"})
	for _, c := range []Claim{said(600, "institute/i", PartOf, "university/w", Existing), said(610, "university/w", LocatedIn, "region/999902-town", Existing), said(620, "region/999902-town", PartOf, "county/999902", Existing)} {
		c.Identify()
		facts.Claims = append(facts.Claims, c)
	}
	list, err = build(t, facts).Shared(ctx, []ID{"county/999902"}, []Type{University}, nil)
	if err != nil || len(list) != 1 || list[0].With[0].Basis != ViaPlace || len(list[0].With[0].Edges) != 1 {
		t.Errorf("%+v, %v; want the link by the town alone", list, err)
	}
	stated, err := g.Shared(ctx, []ID{"county/999901"}, []Type{University, ResearchInstitute}, []Basis{Stated})
	if err != nil || len(stated) != 1 || stated[0].Node != "institute/part" {
		t.Errorf("%+v, %v", stated, err)
	}
	wholes, _ := Ontology.Field(County, "wholes")
	partners, _ := Ontology.Field(County, "partners")
	couples, err := g.Couples(ctx, []ID{"county/999902", "county/999901", "county/999901"}, wholes, nil, partners, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Couple{{"county/999901", "county/999902", []ID{"region/999900"}}}, couples); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, c := range map[string][2]*Field{"shared by nothing": {partners, nil}, "shared by what must not be": {wholes, wholes}} {
		if couples, err = g.Couples(ctx, []ID{"county/999901", "county/999902"}, c[0], nil, c[1], nil); err != nil || len(couples) != 0 {
			t.Errorf("%s: %v, %v", name, couples, err)
		}
	}
	if couples, err = g.Couples(ctx, []ID{"county/999901", "county/999902"}, wholes, []Type{County}, nil, nil); err != nil || len(couples) != 0 {
		t.Errorf("a region as a county: %v, %v", couples, err)
	}
}

func TestMatrix(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	places, _ := Ontology.Field(Project, "counties")
	enterprises, _ := Ontology.Field(County, "enterprises")
	m, err := g.Matrix(ctx, enterprises, g.IDs(County), Enterprise, nil, nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, c := range m.Cells {
		cells = append(cells, fmt.Sprint(m.Rows[c.Row], " ", m.Columns[c.Column], " ", c.Edge.Basis, " ", c.Edge.Statuses))
	}
	if diff := cmp.Diff([]string{"county/999901 enterprise/e via-project [planned]", "county/999902 enterprise/f stated [existing]"}, cells); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	m, err = g.Matrix(ctx, enterprises, g.IDs(County), Enterprise, nil, nil, 1)
	if err != nil || len(m.Rows) != 1 || len(m.Columns) != 1 || len(m.Cells) != 1 || m.TotalRows != 2 || m.TotalColumns != 2 {
		t.Errorf("cut to one: %+v, %v", m, err)
	}
	for name, c := range map[string]struct {
		columns  []ID
		statuses []Status
		rows     int
	}{"one column": {[]ID{"enterprise/f"}, nil, 1}, "a status": {nil, []Status{Planned}, 1}, "neither": {[]ID{"enterprise/f"}, []Status{Planned}, 0}} {
		if m, err = g.Matrix(ctx, enterprises, g.IDs(County), Enterprise, c.columns, c.statuses, 10); err != nil || len(m.Rows) != c.rows || len(m.Cells) != c.rows {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	if m, err = g.Matrix(ctx, places, g.IDs(Project), Region, nil, nil, 10); err != nil || len(m.Cells) != 0 {
		t.Errorf("columns of another type: %+v, %v", m, err)
	}
}

// What belongs to a place belongs to the wholes of the place.
func TestWithin(t *testing.T) {
	facts := fixture()
	facts.Entities = append(facts.Entities, Entity{ID: "document/d", Type: Document, Kind: "plan", Name: "规划"}, Entity{ID: "task/t", Type: Task, Name: "任务"})
	for _, c := range []Claim{said(500, "document/d", Covers, "county/999901", Existing), said(510, "task/t", PartOf, "document/d", Existing)} {
		c.Identify()
		facts.Claims = append(facts.Claims, c)
	}
	g, ctx := build(t, facts), context.Background()
	all := []Type{Enterprise, Platform, Project, Task, Document, County, Region, University}
	inCounty := []ID{"document/d", "enterprise/e", "platform/lab", "platform/park", "project/p", "region/999901-town", "task/t"}
	for place, want := range map[ID][]ID{
		"county/999901": inCounty,
		"county/999902": {"enterprise/f"},
		"region/999900": slices.Sorted(slices.Values(append([]ID{"county/999901", "county/999902", "enterprise/f"}, inCounty...))),
		"platform/park": {"platform/lab"},
	} {
		got, err := g.Within(ctx, place, all)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", place, diff)
		}
	}
	if got, err := g.Within(ctx, "region/999900", []Type{Task}); err != nil || len(got) != 1 {
		t.Errorf("tasks of a city: %v, %v", got, err)
	}
}

func TestPassages(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	rows, err := g.Quoted(ctx, []ID{"source/one", "source/two", "source/none"})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	last := -1
	for _, p := range rows[0] {
		kinds[p.Statement.Prefix()]++
		if p.Start < last || p.Source != "source/one" || (p.Statement.Prefix() == "mention") != (p.Entity == "industry/machines") {
			t.Errorf("%+v after %d", p, last)
		}
		last = p.Start
	}
	if diff := cmp.Diff(map[string]int{"claim": 15, "observation": 2, "mention": 1, "omission": 1}, kinds); diff != "" || len(rows[1])+len(rows[2]) > 0 {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rows, err = g.Passages(ctx, []ID{"industry/pumps", "industry/machines", "enterprise/none"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		for _, p := range row {
			got = append(got, fmt.Sprint(p.Statement.Prefix(), " ", p.Start))
		}
		got = append(got, "")
	}
	if diff := cmp.Diff([]string{"claim 120", "claim 130", "observation 210", "", "mention 5", "claim 130", "", ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	observations, err := g.Observed(ctx, []ID{fixture().Observations[1].ID, "observation/none", "county/999901"})
	if err != nil || observations[0] == nil || observations[0].Value != "破零" || observations[1] != nil || observations[2] != nil {
		t.Errorf("%v, %v", observations, err)
	}
}
