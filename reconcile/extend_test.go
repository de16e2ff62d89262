package reconcile_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
)

// Settings choose among relations and figures:
//
//	county/999901 ──partnersWith(existing)──► university/a, university/b
//	county/999901 ──partnersWith(planned)──► university/c
//
// and figures of one indicator in 家: 5 (2020, actual, stock), ≥12–15 (2025, target,
// stock), a wording (2025, target, rank), 3 of a part, 5 again.
func TestSettings(t *testing.T) {
	at := func(start int) graph.Locator {
		return graph.Locator{Source: "source/x", Start: start, End: start + 1, Digest: "0123456789abcdef"}
	}
	facts := &graph.Facts{
		Sources:    []graph.Source{{ID: "source/x", Kind: "plan", Title: "x"}},
		Entities:   []graph.Entity{{ID: "county/999901", Type: graph.County, Name: "甲县"}, {ID: "industry/i", Type: graph.Industry, Name: "泵"}},
		Indicators: []graph.Indicator{{ID: "indicator/firms", Name: "企业数", NameEn: "Firms", Unit: "家"}},
		Observations: []graph.Observation{
			{Entity: "county/999901", Indicator: "indicator/firms", Period: "2020", Role: "actual", Measure: "stock", Value: "5", Unit: "家", Locator: at(1)},
			{Entity: "county/999901", Indicator: "indicator/firms", Period: "2020", Role: "actual", Measure: "flow", Value: "5.0", Unit: "个", Locator: at(2)},
			{Entity: "county/999901", Indicator: "indicator/firms", Period: "2025", Role: "target", Measure: "stock", Bound: "ge", Value: "12", ValueTo: "15", Unit: "家", Locator: at(3)},
			{Entity: "county/999901", Indicator: "indicator/firms", Period: "2025", Role: "target", Measure: "rank", Value: "居前列", Locator: at(4)},
			{Entity: "county/999901", Of: "industry/i", Indicator: "indicator/firms", Period: "2020", Role: "actual", Measure: "stock", Value: "3", Unit: "家", Locator: at(5)},
		},
	}
	for i, id := range []graph.ID{"university/a", "university/b", "university/c"} {
		facts.Entities = append(facts.Entities, graph.Entity{ID: id, Type: graph.University, Name: string(id)})
		status := graph.Existing
		if i == 2 {
			status = graph.Planned
		}
		facts.Claims = append(facts.Claims, graph.Claim{Subject: "county/999901", Predicate: graph.PartnersWith, Object: id, Status: status, Locator: at(10 + i)})
	}
	for i := range facts.Observations {
		facts.Observations[i].Identify()
	}
	s := schemaOver(t, facts)
	h := over(s)
	for _, c := range []struct{ property, settings, want string }{
		{"partners", `{}`, "university/a university/b university/c"},
		{"partners", `{"status": "any", "limit": "", "period": ""}`, "university/a university/b university/c"},
		{"partners", `{"status": "existing"}`, "university/a university/b"},
		{"partners", `{"status": "planned"}`, "university/c"},
		{"partners", `{"status": "encouraged"}`, ""},
		{"partners", `{"limit": 2}`, "university/a university/b"},
		{"partners", `{"limit": "1"}`, "university/a"},
		{"partners", `{"limit": 0, "role": "target"}`, "university/a university/b university/c"},
		{"indicator/firms", `null`, "5 12"},
		{"indicator/firms", `{"role": "target"}`, "12"},
		{"indicator/firms", `{"period": "2020"}`, "5"},
		{"indicator/firms", `{"period": " 2025 ", "role": "actual"}`, ""},
		{"indicator/firms", `{"measure": "rank"}`, ""},
		{"indicator/firms", `{"measure": "rank", "form": "text"}`, "居前列 (2025, target, rank)"},
		{"indicator/firms", `{"form": "text", "measure": "stock"}`, "5家 (2020, actual, stock) ≥12–15家 (2025, target, stock)"},
		{"indicator/firms", `{"form": "number", "limit": 1}`, "5"},
	} {
		e := shaped[extensionShape](t, post(t, h, "extend", fmt.Sprintf(`{"ids": ["county/999901"], "properties": [{"id": %q, "settings": %s}]}`, c.property, c.settings)))
		var got []string
		for _, cell := range e.Rows["county/999901"][c.property] {
			for _, kind := range []string{"id", "str", "float", "int"} {
				if v, ok := cell[kind]; ok {
					got = append(got, fmt.Sprint(v))
				}
			}
		}
		slices.Sort(got)
		want := strings.Fields(c.want)
		if strings.Contains(c.want, "(") {
			want = strings.SplitAfter(c.want, ")")
			for i := range want {
				want[i] = strings.TrimSpace(want[i])
			}
			want = slices.DeleteFunc(want, func(s string) bool { return s == "" })
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s with %s: %q, want %q", c.property, c.settings, got, want)
		}
	}
}

// An answer that would be too large is refused, and says what to do.
func TestLargeExtensions(t *testing.T) {
	s := seedSchema(t)
	var properties []map[string]string
	for _, f := range graph.Ontology.FieldsOf(graph.County) {
		properties = append(properties, map[string]string{"id": f.Name})
	}
	query, err := json.Marshal(map[string]any{"ids": slices.Repeat([]string{"county/330324"}, 1000), "properties": properties})
	if err != nil {
		t.Fatal(err)
	}
	w := send(over(s), http.MethodPost, "/reconcile", url.Values{"extend": {string(query)}}.Encode())
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "more than 50000 values") {
		t.Errorf("%d %.200s", w.Code, w.Body)
	}
}
