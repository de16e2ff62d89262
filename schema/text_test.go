package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/schema"
)

// invented text: 4,200 code points, with a claim at its beginning, one over the
// end of its first part and an observation at its end.
var inventedText = strings.Repeat("甲县与乙大学共建丙平台。\n", 323) + "。"

func withText(t *testing.T) *schema.Schema {
	t.Helper()
	text := loader.NewText([]byte(inventedText))
	at := func(start, end int) graph.Locator { return graph.Locator{Source: "source/x", Start: start, End: end} }
	facts := &graph.Facts{
		Sources:    []graph.Source{{ID: "source/x", Kind: "plan", Title: "规划", Runes: text.Len(), SHA256: text.SHA256()}, {ID: "source/y", Kind: "plan", Title: "无文", Runes: 9, SHA256: "0"}},
		Entities:   []graph.Entity{{ID: "county/999901", Type: graph.County, Name: "甲县"}, {ID: "university/x", Type: graph.University, Name: "乙大学"}},
		Indicators: []graph.Indicator{{ID: "indicator/x", Name: "指标", NameEn: "x", Unit: "%"}},
		Claims: []graph.Claim{
			{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Existing, Locator: at(0, 12)},
			{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Planned, Locator: at(2390, 2410)},
		},
		Observations: []graph.Observation{{Entity: "county/999901", Indicator: "indicator/x", Period: "2025", Role: "target", Measure: "share", Value: "3", Unit: "%", Locator: at(4190, 4199)}},
	}
	for i := range facts.Claims {
		facts.Claims[i].Identify()
	}
	facts.Observations[0].Identify()
	g, err := graph.Build(t.Context(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g, Quoter: loader.Texts{"source/x": text}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The parts of a text follow each other, make the text, and each has the
// passages that overlap it: what lies over an edge is in both.
func TestPartsOfText(t *testing.T) {
	data := answer(t, withText(t), `{ source(id: "source/x") { runes parts { start end text passages { evidence { start } claim { id } observation { id } } } } }`, nil)
	whole, at, found := "", 0.0, []string{}
	for _, p := range dig(t, data, "source.parts").([]any) {
		if dig(t, p, "start") != at {
			t.Errorf("a part begins at %v, the one before ends at %v", dig(t, p, "start"), at)
		}
		at = dig(t, p, "end").(float64)
		whole += dig(t, p, "text").(string)
		found = append(found, strings.Join(pluck(t, dig(t, p, "passages"), "evidence.start"), " "))
	}
	if whole != inventedText {
		t.Error("the parts do not make the text")
	}
	if got := strings.Join(found, "; "); got != "0 2390; 2390 4190" {
		t.Errorf("passages of the parts: %s", got)
	}
}

// A place gives the part it stands in, a range gives the range, cut at the text's end.
func TestTextAtAPlace(t *testing.T) {
	s := withText(t)
	for args, want := range map[string]string{
		"":                          "0–2392, 2 passages",
		"(start: 2391)":             "0–2392, 2 passages",
		"(start: 2392)":             "2392–4200, 2 passages",
		"(start: 999999)":           "2392–4200, 2 passages",
		"(start: 10, end: 20)":      "10–20, 1 passages",
		"(start: 2395, end: 2400)":  "2395–2400, 1 passages",
		"(start: 4100, end: 9000)":  "4100–4200, 1 passages",
		"(start: 9000, end: 10000)": "4200–4200, 0 passages",
	} {
		data := answer(t, s, `{ source(id: "source/x") { text`+args+` { start end text passages { evidence { start } } } } }`, nil)
		start, end := int(dig(t, data, "source.text.start").(float64)), int(dig(t, data, "source.text.end").(float64))
		if got := fmt.Sprintf("%d–%d, %d passages", start, end, len(dig(t, data, "source.text.passages").([]any))); got != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
		if text := string([]rune(inventedText)[start:end]); dig(t, data, "source.text.text") != text {
			t.Errorf("%s: the text is another", args)
		}
	}
}

func TestTextRefused(t *testing.T) {
	s := withText(t)
	for args, message := range map[string]string{
		"start: -1":           "start is -1; a text begins at 0",
		"start: 9, end: 9":    "start is 9 and end is 9: the text ends before it begins",
		"start: 9, end: 5010": "5001 code points of the text are asked for, at most 5000 are given",
	} {
		_, errs := ask(t, s, `{ source(id: "source/x") { text(`+args+`) { text } } }`, nil)
		if len(errs) != 1 || errs[0]["message"] != message {
			t.Errorf("%s: %v", args, errs)
		}
	}
}

// Where a text is not at hand there is none, and that is no error.
func TestNoText(t *testing.T) {
	for name, s := range map[string]*schema.Schema{"of this source": withText(t), "at all": fromSeeds(t).schema} {
		id := map[string]string{"of this source": "source/y", "at all": "source/jinyun-2023"}[name]
		data := answer(t, s, `{ source(id: "`+id+`") { parts { text } text { text } } }`, nil)
		if dig(t, data, "source.text") != nil || len(dig(t, data, "source.parts").([]any)) != 0 {
			t.Errorf("no text %s: %v", name, data)
		}
	}
}

// The quote of a passage is shown where the text is at hand, and only then.
func TestQuotes(t *testing.T) {
	w := fromSeeds(t)
	query := `{ counties(first: 1) { nodes { relations(first: 1, predicates: [RUNS]) { edges { claims { evidence { quote source { hasText } } } } } } } }`
	data, errs := ask(t, w.schema, query, nil)
	if len(errs) > 0 || dig(t, data, "counties.nodes.0.relations.edges.0.claims.0.evidence.quote") != nil {
		t.Errorf("a quote without a text: %v, %v", data, errs)
	}
	s, err := schema.New(schema.Config{Graph: w.graph, Quoter: echo{}})
	if err != nil {
		t.Fatal(err)
	}
	data, _ = ask(t, s, query, nil)
	if dig(t, data, "counties.nodes.0.relations.edges.0.claims.0.evidence.quote") != "quoted" || dig(t, data, "counties.nodes.0.relations.edges.0.claims.0.evidence.source.hasText") != true {
		t.Errorf("no quote with a text: %v", data)
	}
}

type echo struct{}

func (echo) Quote(graph.Locator) string { return "quoted" }

func (echo) Has(graph.ID) bool { return true }

func (echo) Parts(*graph.Source) []graph.Locator { return nil }

func (echo) Part(*graph.Source, int, int) string { return "" }
