package reconcile_test

import (
	"fmt"
	"testing"

	"github.com/innograph/innograph/graph"
)

// What a cell of a table may hold, and the entity that comes first for it.
func TestQueriesOverTheSeeds(t *testing.T) {
	h := over(seedSchema(t))
	for _, c := range []struct {
		what, query string
		first       string // empty: no candidate
		score       float64
		match       bool
	}{
		{"a main name", `{"query": "永嘉县"}`, "county/330324", 100, true},
		{"a short form", `{"query": "永嘉"}`, "county/330324", 95, true},
		{"an English name", `{"query": "yongjia county"}`, "county/330324", 100, true},
		{"pinyin, which is no name", `{"query": "yongjiaxian"}`, "county/330324", 65, false},
		{"initials of pinyin", `{"query": "zjlgdx", "type": "University"}`, "university/zhejiang-sci-tech-university", 60, false},
		{"a slip", `{"query": "浙江理公大学", "type": "University"}`, "university/zhejiang-sci-tech-university", 75, false},
		{"a slip in English", `{"query": "Lanzhou Univercity of Technology"}`, "university/lanzhou-university-of-technology", 86.9, false},
		{"a name within more", `{"query": "浙江省永嘉县"}`, "county/330324", 65, false},
		{"an id", `{"query": "county/330324"}`, "county/330324", 100, true},
		{"an IRI", `{"query": "https://innograph.github.io/id/county/330324"}`, "county/330324", 100, true},
		{"an identifier of others", `{"query": "330324"}`, "county/330324", 100, true},
		{"an identifier of a wrong type", `{"query": "330324", "type": "University"}`, "", 0, false},
		{"a name of a wrong type", `{"query": "永嘉县", "type": "University"}`, "", 0, false},
		{"any of two types", `{"query": "永嘉县", "type": ["University", "County"]}`, "county/330324", 100, true},
		{"all of two types", `{"query": "永嘉县", "type": ["University", "County"], "type_strict": "all"}`, "", 0, false},
		{"a narrower type", `{"query": "兰州理工大学", "type": "Organization"}`, "university/lanzhou-university-of-technology", 100, true},
		{"a narrower type, all", `{"query": "兰州理工大学", "type": ["Organization", "University"], "type_strict": "all"}`, "university/lanzhou-university-of-technology", 100, true},
		{"the number of a task finds nobody", `{"query": "12", "type": "Task"}`, "", 0, false},
		{"nothing", `{"query": "没有这样的东西"}`, "", 0, false},
		{"a blank cell", `{"query": "  "}`, "", 0, false},
		{"a property that agrees", `{"query": "永嘉县", "properties": [{"pid": "gbt2260", "v": "330324"}]}`, "county/330324", 100, true},
		{"a property that speaks against", `{"query": "永嘉县", "type": "County", "properties": [{"pid": "gbt2260", "v": 330326}]}`, "county/330324", 70, false},
		{"a property that nothing is known of", `{"query": "永嘉县", "properties": [{"pid": "wikidata", "v": "Q1"}]}`, "county/330324", 85, true},
		{"an empty property", `{"query": "永嘉县", "properties": [{"pid": "wikidata", "v": ""}]}`, "county/330324", 100, true},
		{"an identifier alone", `{"properties": [{"pid": "gbt2260", "v": 330324}]}`, "county/330324", 100, true},
		{"a relation alone", `{"type": "County", "properties": [{"pid": "partners", "v": "兰州理工大学"}]}`, "county/330324", 100, false},
		{"a relation by id", `{"type": "University", "properties": [{"pid": "counties", "v": {"id": "county/331122", "name": "x"}}], "query": "浙江工业大学"}`, "university/zhejiang-university-of-technology", 100, true},
	} {
		list := ask(t, h, c.query)
		if c.first == "" {
			if len(list) > 0 {
				t.Errorf("%s: %s gives %v", c.what, c.query, list)
			}
			continue
		}
		if len(list) == 0 || list[0].ID != c.first || list[0].Score != c.score || list[0].Match != c.match {
			t.Errorf("%s: %s gives %v, want %s %v %t first", c.what, c.query, list, c.first, c.score, c.match)
		}
	}
}

// Two firms have one name, a third has it as a short form; one stands in 甲县, one in 乙县:
//
//	enterprise/a 同名公司 ──locatedIn──► county/999901 甲县
//	enterprise/b 同名公司 ──locatedIn──► county/999902 乙县
//	university/c 另一名字, short 同名公司
func homonyms(t *testing.T) func(query string) []candidate {
	t.Helper()
	at := func(start int) graph.Locator {
		return graph.Locator{Source: "source/x", Start: start, End: start + 1, Digest: "0123456789abcdef"}
	}
	s := schemaOver(t, &graph.Facts{
		Sources: []graph.Source{{ID: "source/x", Kind: "plan", Title: "x"}},
		Entities: []graph.Entity{{ID: "county/999901", Type: graph.County, Name: "甲县"}, {ID: "county/999902", Type: graph.County, Name: "乙县"},
			{ID: "enterprise/a", Type: graph.Enterprise, Name: "同名公司"}, {ID: "enterprise/b", Type: graph.Enterprise, Name: "同名公司"}, {ID: "university/c", Type: graph.University, Name: "另一名字"}},
		Names:     []graph.Name{{Entity: "university/c", Text: "同名公司", Lang: "zh", Kind: graph.Short}},
		Redirects: []graph.Redirect{{From: "county/999900", To: "county/999901"}},
		Claims: []graph.Claim{{Subject: "enterprise/a", Predicate: graph.LocatedIn, Object: "county/999901", Status: graph.Existing, Locator: at(1)},
			{Subject: "enterprise/b", Predicate: graph.LocatedIn, Object: "county/999902", Status: graph.Existing, Locator: at(3)}},
	})
	h := over(s)
	return func(query string) []candidate { return ask(t, h, query) }
}

// A match is one exact name of the right type, alone; properties may leave one alone.
func TestHomonymsAreNoMatch(t *testing.T) {
	ask := homonyms(t)
	for _, c := range []struct{ query, want string }{
		{`{"query": "同名公司"}`, "enterprise/a 100 false, enterprise/b 100 false, university/c 95 false"},
		{`{"query": "同名公司", "type": "University"}`, "university/c 95 true"},
		{`{"query": "同名公司", "type": "Enterprise", "properties": [{"pid": "county", "v": "乙县"}]}`, "enterprise/b 100 true, enterprise/a 70 false"},
		{`{"query": "同名公司", "type": "Enterprise", "properties": [{"pid": "counties", "v": {"id": "county/999900"}}]}`, "enterprise/a 100 true, enterprise/b 70 false"},
		{`{"query": "同名公司", "type": "Enterprise", "properties": [{"pid": "county", "v": ["甲县", "乙县"]}]}`, "enterprise/a 100 false, enterprise/b 100 false"},
		{`{"query": "同名公司", "properties": [{"pid": "county", "v": "丙县"}]}`, "university/c 81.5 false, enterprise/a 70 false, enterprise/b 70 false"},
		{`{"query": "同名公司", "limit": 1}`, "enterprise/a 100 false"},
		{`{"type": "Enterprise", "properties": [{"pid": "county", "v": "甲县"}]}`, "enterprise/a 100 false"},
	} {
		got := ""
		for i, x := range ask(c.query) {
			if i > 0 {
				got += ", "
			}
			got += fmt.Sprint(x.ID, " ", x.Score, " ", x.Match)
		}
		if got != c.want {
			t.Errorf("%s\n gives %s\n want  %s", c.query, got, c.want)
		}
	}
}

// Codes of others are found as people type them; the same code of two entities,
// or the number of a task, is nobody's. A former id is as good as the one of now.
func TestIdentifiers(t *testing.T) {
	s := schemaOver(t, &graph.Facts{
		Sources:  []graph.Source{{ID: "source/x", Kind: "reference", Title: "x"}},
		Entities: []graph.Entity{{ID: "enterprise/a", Type: graph.Enterprise, Name: "甲公司"}, {ID: "enterprise/b", Type: graph.Enterprise, Name: "乙公司"}, {ID: "task/t", Type: graph.Task, Name: "任务"}},
		Identifiers: []graph.Identifier{{Entity: "enterprise/a", Scheme: "uscc", Value: "91330324MA2AAAAA0K"}, {Entity: "task/t", Scheme: "number", Value: "17"},
			{Entity: "enterprise/a", Scheme: "wikidata", Value: "Q1"}, {Entity: "enterprise/b", Scheme: "wikidata", Value: "Q1"}},
		Redirects: []graph.Redirect{{From: "enterprise/old-a", To: "enterprise/a"}},
	})
	h := over(s)
	for query, want := range map[string]string{
		`{"query": "91330324ma2aaaaa0k"}`:              "[{enterprise/a 甲公司 100 true}]",
		`{"query": "enterprise/old-a"}`:                "[{enterprise/a 甲公司 100 true}]",
		`{"query": "Q1"}`:                              "[{enterprise/a 甲公司 100 false} {enterprise/b 乙公司 100 false}]",
		`{"query": "17"}`:                              "[]",
		`{"properties": [{"pid": "number", "v": 17}]}`: "[]",
		`{"query": "甲公师", "properties": [{"pid": "uscc", "v": "91330324MA2AAAAA0K"}]}`: "[{enterprise/a 甲公司 72 false}]",
	} {
		if got := fmt.Sprint(ask(t, h, query)); got != want {
			t.Errorf("%s gives %s, want %s", query, got, want)
		}
	}
	e := shaped[extensionShape](t, post(t, h, "extend", `{"ids": ["enterprise/old-a"], "properties": [{"id": "name"}, {"id": "iri"}]}`))
	if got := fmt.Sprint(e.Rows); got != "map[enterprise/old-a:map[iri:[map[str:https://innograph.github.io/id/enterprise/a]] name:[map[str:甲公司]]]]" {
		t.Errorf("a former id has the row %s", got)
	}
}

// A suggestion is of the wanted type; for types a type says nothing.
func TestSuggestionsOfAType(t *testing.T) {
	h := over(seedSchema(t))
	for _, x := range *shaped[suggestionsShape](t, get(t, h, "/reconcile/suggest/entity?prefix=yongjia&type=Organization")).Result {
		if x.Notable[len(x.Notable)-1].ID != "Organization" {
			t.Errorf("suggestion %+v", x)
		}
	}
	if list := *shaped[suggestionsShape](t, get(t, h, "/reconcile/suggest/entity?prefix=330324&type=University")).Result; len(list) != 0 {
		t.Errorf("a code of another type suggests %+v", list)
	}
	if list := *shaped[suggestionsShape](t, get(t, h, "/reconcile/suggest/type?prefix=County&type=/type/type")).Result; len(list) != 1 || list[0].ID != "County" {
		t.Errorf("types: %+v", list)
	}
}

// A name that very many have costs no more than a bound, and is no match.
func TestManyNamesakes(t *testing.T) {
	facts := &graph.Facts{Sources: []graph.Source{{ID: "source/x", Kind: "reference", Title: "x"}}}
	for i := range 1500 {
		facts.Entities = append(facts.Entities, graph.Entity{ID: graph.ID(fmt.Sprintf("body/b%04d", i)), Type: graph.GovernmentBody, Name: "科技局"})
	}
	s := schemaOver(t, facts)
	list := ask(t, over(s), `{"query": "科技局", "limit": 5000}`)
	if len(list) != 100 || list[0].Score != 100 || list[0].Match {
		t.Errorf("%d candidates, the first %+v", len(list), list[0])
	}
}
