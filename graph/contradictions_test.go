package graph

import (
	"context"
	"fmt"
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
