package datapackage

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
)

// Facts whose fields are named after the columns are rows that read like the headings.
func TestCells(t *testing.T) {
	locator := graph.Locator{Source: "source", Section: "section", Start: 1, End: 2, Digest: "digest"}
	for file, cells := range map[string][]string{
		"sources.csv": SourceCells(&graph.Source{ID: "id", Kind: "kind", Title: "title", Issuer: "issuer", Number: "number", Issued: "issued", PeriodStart: "period_start", PeriodEnd: "period_end",
			Region: "region", Document: "document", SHA256: "sha256", Runes: 3, Note: "note"}),
		"entities.csv":    EntityCells(&graph.Entity{ID: "id", Type: "type", Kind: "kind", Level: "level", Name: "name", NameEn: "name_en"}),
		"names.csv":       NameCells(&graph.Name{Entity: "entity", Text: "name", Lang: "lang", Kind: "kind"}),
		"identifiers.csv": IdentifierCells(&graph.Identifier{Entity: "entity", Scheme: "scheme", Value: "value", Edition: "edition"}),
		"mentions.csv":    MentionCells(&graph.Mention{Entity: "entity", Locator: locator}),
		"claims.csv": ClaimCells(&graph.Claim{Subject: "subject", Predicate: "predicate", Object: "object", Status: graph.Planned, Role: "role",
			Locator: locator, Context: true, Note: "note"}),
		"indicators.csv": IndicatorCells(&graph.Indicator{ID: "id", Name: "name", NameEn: "name_en", Unit: "unit", Better: "better", Definition: "definition"}),
		"observations.csv": ObservationCells(&graph.Observation{Entity: "entity", Of: "of", Indicator: "indicator", Period: "period", Role: "role", Measure: "measure", Bound: "bound",
			Value: "value", ValueTo: "value_to", Unit: "unit", Locator: locator, Context: true, Note: "note"}),
		"omissions.csv": OmissionCells(&graph.Omission{Locator: locator, Reason: "reason"}),
		"redirects.csv": RedirectCells(&graph.Redirect{From: "from", To: "to", Reason: "reason"}),
	} {
		want := slices.Clone(Named(file).Headings())
		for i, name := range want {
			want[i] = cmp.Or(map[string]string{"start": "1", "end": "2", "runes": "3", "status": "planned", "reading": "context"}[name], name)
		}
		if diff := gocmp.Diff(want, cells); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// What is not there is an empty cell: a passage of a reference, a translated name.
func TestEmptyCells(t *testing.T) {
	if got := MentionCells(&graph.Mention{Entity: "county/1", Locator: graph.Locator{Source: "source/x"}}); got[3] != "" || got[4] != "" {
		t.Errorf("a mention without a passage is %q", got)
	}
	if got := EntityCells(&graph.Entity{NameEn: "Some", Translated: true}); got[5] != "" {
		t.Errorf("a translated name is %q in entities.csv", got[5])
	}
	if got := SourceCells(&graph.Source{}); got[11] != "" {
		t.Errorf("a source without a text has %q code points", got[11])
	}
}
