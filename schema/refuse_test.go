package schema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
)

// What cannot be answered is refused with a sentence that says why; nothing is
// cut short in silence.
func TestRefusals(t *testing.T) {
	s := fromSeeds(t).schema
	ids := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format+" ", i)
		}
		return b.String()
	}
	for query, says := range map[string]string{
		// Pages.
		`{ claims(first: -1) { totalCount } }`:                                              "first is -1",
		`{ claims(first: 501) { totalCount } }`:                                             "first is 501, at most 500",
		`{ observations(last: 1000000000) { totalCount } }`:                                 "last is 1000000000",
		`{ conflicts(first: 501) { totalCount } }`:                                          "first is 501",
		`{ county(id: "county/330324") { passages(first: -2) { totalCount } } }`:            "first is -2",
		`{ platforms { groupBy(keys: [KIND], first: 501) { totalCount } } }`:                "first is 501",
		`{ source(id: "source/yongjia-2021") { claims(first: 501) { totalCount } } }`:       "first is 501",
		`{ matrix(rows: COUNTY, columns: INDUSTRY, first: 501) { totalRows } }`:             "first is 501, from 0 to 500",
		`{ matrix(rows: COUNTY, columns: INDUSTRY, first: -1) { totalRows } }`:              "first is -1",
		`{ paths(from: "county/330324", to: "county/331024", first: 101) { length } }`:      "first is 101, from 0 to 100",
		`{ paths(from: "county/330324", to: "county/331024", maxLength: 5) { length } }`:    "maxLength is 5, from 1 to 4",
		`{ paths(from: "county/330324", to: "county/331024", maxLength: 0) { length } }`:    "maxLength is 0",
		`{ neighbourhood(ids: ["county/330324"], depth: 5) { truncated } }`:                 "depth is 5, from 0 to 4",
		`{ neighbourhood(ids: ["county/330324"], maxNodes: 501) { truncated } }`:            "maxNodes is 501, from 1 to 500",
		`{ neighbourhood(ids: ["county/330324"], maxNodes: 1000000000) { truncated } }`:     "maxNodes is 1000000000",
		`{ source(id: "source/yongjia-2021") { claims(start: 9, end: 8) { totalCount } } }`: "ends before it begins",
		// Ids of nothing and of other sorts.
		`{ shared(ids: ["county/330324", "county/000000"]) { totalCount } }`:                                   `ids: no entity has the id "county/000000"`,
		`{ shared(ids: ["claim/0000000000000000"]) { totalCount } }`:                                           "no entity has the id",
		`{ shared(ids: ["source/yongjia-2021"]) { totalCount } }`:                                              "no entity has the id",
		`{ paths(from: "county/330324", to: "<script>") { length } }`:                                          "no entity has the id",
		`{ neighbourhood(ids: ["indicator/rd-gdp-share"]) { truncated } }`:                                     "no entity has the id",
		`{ compare(entities: ["county/1"]) { indicator { id } } }`:                                             "no entity has the id",
		`{ compare(entities: ["county/330324"], indicators: ["county/330324"]) { indicator { id } } }`:         `indicators: nothing has the id "county/330324"`,
		`{ conflicts(indicators: ["indicator/none"]) { totalCount } }`:                                         "nothing has the id",
		`{ tasks(within: "university/zhejiang-university") { totalCount } }`:                                   "is a University, which is not taken here",
		`{ tasks(within: "county/000000") { totalCount } }`:                                                    "no entity has the id",
		`{ pairs(type: COUNTY, sharing: INDUSTRIES, ids: ["university/zhejiang-university"]) { totalCount } }`: "is a University",
		`{ matrix(rows: UNIVERSITY, columns: COUNTY, rowIds: ["county/330324"]) { totalRows } }`:               "rowIds: county/330324 is a County",
		// Fields that are not there, or that lead elsewhere.
		`{ matrix(rows: TASK, columns: UNIVERSITY, field: PARTNERS) { totalRows } }`:      "PARTNERS of TASK does not lead to UNIVERSITY; these do: RESPONSIBLE",
		`{ matrix(rows: INDUSTRY, columns: TASK, field: LEADERS) { totalRows } }`:         "LEADERS of INDUSTRY does not lead to TASK",
		`{ pairs(type: TASK, sharing: PARTNERS) { totalCount } }`:                         "Task has no relation field PARTNERS",
		`{ pairs(type: PLATFORM, sharing: INDUSTRIES, without: LEADERS) { totalCount } }`: "Platform has no relation field LEADERS",
		// Too many of something.
		`{ nodes(ids: [` + ids(501, `"county/%d"`) + `]) { id } }`:                                                    "ids has 501 entries, at most 500",
		`{ shared(ids: [` + ids(51, `"county/%d"`) + `]) { totalCount } }`:                                            "ids has 51 entries, at most 50",
		`{ neighbourhood(ids: [` + ids(101, `"county/%d"`) + `]) { truncated } }`:                                     "ids has 101 entries, at most 100",
		`{ compare(entities: [` + ids(101, `"county/%d"`) + `]) { rows { missing } } }`:                               "entities has 101 entries, at most 100",
		`{ platforms { groupBy(keys: []) { totalCount } } }`:                                                          "groupBy has 0 keys, from 1 to 3",
		`{ platforms { groupBy(keys: [KIND LEVEL SOURCE COUNTIES]) { totalCount } } }`:                                "groupBy has 4 keys",
		`{ platforms(orderBy: [` + strings.Repeat("{field: ID} ", 9) + `]) { totalCount } }`:                          "orderBy has 9 keys, at most 8",
		`{ observations(orderBy: [` + strings.Repeat("{field: ROLE} ", 9) + `]) { totalCount } }`:                     "orderBy has 9 keys",
		`{ platforms(filter: {or: [` + strings.Repeat("{degree: {eq: 1}} ", 60) + `]}) { totalCount } }`:              "the filter has more than 100 conditions",
		`{ claims(filter: {or: [` + strings.Repeat("{} ", 101) + `]}) { totalCount } }`:                               "the filter has more than 100 conditions",
		`{ platforms(filter: ` + strings.Repeat("{not: ", 11) + `{}` + strings.Repeat("}", 11) + `) { totalCount } }`: "the filter is more than 10 levels deep",
		`{ platforms(filter: {id: {in: [` + ids(501, `"p/%d"`) + `]}}) { totalCount } }`:                              "a list of the filter has 501 entries",
	} {
		data, errs := ask(t, s, query, nil)
		if code(errs) != "BAD_USER_INPUT" || !strings.Contains(errs[0]["message"].(string), says) || len(errs[0]["message"].(string)) > 500 {
			t.Errorf("%.120s: %v, %v; want BAD_USER_INPUT and %q", query, data, errs, says)
		}
	}
}

// What is at the edge of a limit is answered.
func TestEdgesOfLimits(t *testing.T) {
	s := fromSeeds(t).schema
	many := make([]any, 500)
	for i := range many {
		many[i] = "county/330324"
	}
	data := answer(t, s, `query($ids: [ID!]!) { nodes(ids: $ids) { id } platforms(first: 0) { totalCount nodes { id } pageInfo { hasNextPage } }
		matrix(rows: COUNTY, columns: INDUSTRY, first: 0) { rows { id } cells { row } totalRows } neighbourhood(ids: [], depth: 4, maxNodes: 500) { nodes { id } }
		shared(ids: []) { totalCount } compare(entities: []) { indicator { id } } paths(from: "county/330324", to: "county/331024", first: 0) { length } claims(first: 500) { nodes { id } } }`, map[string]any{"ids": many})
	if len(data["nodes"].([]any)) != 500 || len(dig(t, data, "claims.nodes").([]any)) != 500 || len(dig(t, data, "platforms.nodes").([]any)) != 0 || dig(t, data, "platforms.pageInfo.hasNextPage") != true ||
		len(dig(t, data, "matrix.cells").([]any)) != 0 || dig(t, data, "matrix.totalRows") != 5.0 || len(data["compare"].([]any)) != 0 || dig(t, data, "shared.totalCount") != 0.0 || len(data["paths"].([]any)) != 0 {
		t.Errorf("%.500v", data)
	}
}

// A cursor holds for its field, its parent and its arguments, filters and
// orders among them.
func TestCursorsOfOtherListsAreRefused(t *testing.T) {
	s := fromSeeds(t).schema
	lists := []string{
		"claims", `claims(filter: {status: {eq: PLANNED}})`, `claims(filter: {status: {eq: EXISTING}})`, "observations", `observations(orderBy: {field: NUMBER})`, `observations(orderBy: {field: NUMBER, direction: DESC})`,
		"platforms", `platforms(filter: {kind: {eq: PARK}})`, `platforms(within: "county/330324")`, "organizations", "entities", `conflicts`, "restated",
		`shared(ids: ["county/330324"])`, `shared(ids: ["county/331121"])`, `pairs(type: COUNTY, sharing: INDUSTRIES)`, `pairs(type: COUNTY, sharing: PARTNERS)`,
	}
	cursors := map[string]string{}
	for _, l := range lists {
		cursors[l] = dig(t, answer(t, s, "{ list: "+l+" { pageInfo { startCursor } } }", nil), "list.pageInfo.startCursor").(string)
	}
	for _, l := range lists {
		for from, cursor := range cursors {
			field, args, _ := strings.Cut(strings.TrimSuffix(l, ")"), "(")
			_, errs := ask(t, s, fmt.Sprintf("{ list: %s(%s after: %q) { totalCount } }", field, args, cursor), nil)
			if (from == l) != (len(errs) == 0) || len(errs) > 0 && code(errs) != "BAD_USER_INPUT" {
				t.Errorf("%s after a cursor of %s: %v", l, from, errs)
			}
		}
	}
	// So it is with groups: by their keys, and by the list that is grouped.
	group := `{ list: %s { groups: groupBy(keys: [%s] %s) { totalCount pageInfo { startCursor } } } }`
	cursor := dig(t, answer(t, s, fmt.Sprintf(group, "platforms", "KIND", ""), nil), "list.groups.pageInfo.startCursor")
	after := fmt.Sprintf("after: %q", cursor)
	for _, c := range []struct {
		list, keys string
		refused    bool
	}{{"platforms", "KIND", false}, {"platforms(first: 3)", "KIND", false}, {"platforms", "LEVEL", true}, {"platforms(filter: {level: {isNull: true}})", "KIND", true}, {"programmes", "KIND", true}} {
		if _, errs := ask(t, s, fmt.Sprintf(group, c.list, c.keys, after), nil); (code(errs) == "BAD_USER_INPUT") != c.refused {
			t.Errorf("groups of %s by %s after a cursor of platforms by kind: %v", c.list, c.keys, errs)
		}
	}
	for _, cursor := range []string{"", "!", "WyJ4Il0", strings.Repeat("A", 3000)} {
		if _, errs := ask(t, s, fmt.Sprintf("{ claims(after: %q) { totalCount } }", cursor), nil); code(errs) != "BAD_USER_INPUT" {
			t.Errorf("cursor %.20q: %v", cursor, errs)
		}
	}
}

// Words that no enum has and lists of wrong things end in one short error.
func TestWrongWordsAndLists(t *testing.T) {
	s := fromSeeds(t).schema
	for _, query := range []string{
		`{ platforms(filter: {kind: {eq: CASTLE}}) { totalCount } }`, `{ matrix(rows: CASTLE, columns: COUNTY) { totalRows } }`, `{ platforms(orderBy: {field: LEADERS}) { totalCount } }`,
		`{ platforms { groupBy(keys: [LEADERS]) { totalCount } } }`, `{ platforms(filter: {leaders: {some: {}}}) { totalCount } }`, `{ county(id: "county/330324") { name(lang: FR) } }`,
		`{ platforms(filter: {degree: {gt: "many"}}) { totalCount } }`,
	} {
		if data, errs := ask(t, s, query, nil); data != nil || code(errs) != "GRAPHQL_VALIDATION_FAILED" {
			t.Errorf("%s: %v, %v", query, data, errs)
		}
	}
	wrong := make([]any, 100_000)
	for i := range wrong {
		wrong[i] = "CASTLE"
	}
	deep := any(map[string]any{})
	for range 50_000 {
		deep = map[string]any{"not": deep}
	}
	for name, variables := range map[string]map[string]any{
		"wrong words":        {"filter": map[string]any{"kind": map[string]any{"in": wrong}}},
		"numbers for texts":  {"filter": map[string]any{"name": map[string]any{"in": []any{json.Number("1")}}}},
		"words for numbers":  {"filter": map[string]any{"degree": map[string]any{"in": wrong}}},
		"an unknown field":   {"filter": map[string]any{"leaders": map[string]any{}}},
		"a list of ids":      {"ids": wrong},
		"a filter of lists":  {"filter": map[string]any{"and": wrong}},
		"a very deep filter": {"filter": deep},
	} {
		_, errs := ask(t, s, `query($filter: PlatformFilter, $ids: [ID!]! = []) { platforms(filter: $filter) { totalCount } nodes(ids: $ids) { id } }`, variables)
		if text, _ := json.Marshal(errs); code(errs) != "BAD_USER_INPUT" || len(text) > 2000 || len(errs) != 1 {
			t.Errorf("%s: %.300s", name, text)
		}
	}
}

// What an answer may hold is weighed with the lists that are no pages.
func TestCostOfLists(t *testing.T) {
	s := fromSeeds(t).schema
	four := strings.Repeat(`"county/330324" `, 4)
	for query, costly := range map[string]bool{
		`{ matrix(rows: COUNTY, columns: INDUSTRY, first: 500) { cells { row } } }`:                                                                                    false,
		`{ a: matrix(rows: COUNTY, columns: INDUSTRY, first: 500) { cells { row } } b: matrix(rows: COUNTY, columns: INDUSTRY, first: 500) { cells { row } } }`:        true,
		`{ neighbourhood(ids: [], maxNodes: 500) { nodes { relations(first: 500) { totalCount } } } }`:                                                                 false,
		`{ neighbourhood(ids: [], maxNodes: 500) { nodes { relations(first: 500) { totalCount } observations(first: 500) { totalCount } } } }`:                         true,
		`{ neighbourhood(ids: []) { nodes { relations(first: 500) { totalCount } observations(first: 500) { totalCount } } } }`:                                        false,
		`{ nodes(ids: [` + four + `]) { ... on County { partners(first: 500) { nodes { relations(first: 200) { totalCount } } } } } }`:                                 false,
		`{ nodes(ids: [` + four + `]) { ... on County { partners(first: 500) { nodes { relations(first: 250) { totalCount } } } } } }`:                                 true,
		`{ compare(entities: [` + four + `]) { rows { entity { relations(first: 500) { totalCount } } } } }`:                                                           false,
		`{ compare(entities: [` + four + four + four + `]) { rows { entity { relations(first: 500) { totalCount } } } } }`:                                             true,
		`{ pairs(type: COUNTY, sharing: INDUSTRIES, first: 100) { nodes { shared { relations(first: 500) { totalCount } } } } }`:                                       true,
		`{ paths(from: "county/330324", to: "county/331024", first: 100) { nodes { relations(first: 500) { totalCount } observations(first: 500) { totalCount } } } }`: true,
	} {
		_, errs := ask(t, s, query, nil)
		if (code(errs) == "QUERY_TOO_COSTLY") != costly {
			t.Errorf("%.150s: %v, too costly should be %v", query, errs, costly)
		}
	}
}

// Three keys of an entity with hundreds of relations are hundreds of hundreds of
// hundreds of groups.
func TestGroupsOfTooManyCombinations(t *testing.T) {
	t.Parallel()
	facts := byHand()
	for i := range 200 {
		id := graph.ID(fmt.Sprintf("platform/w%03d", i))
		facts.Entities = append(facts.Entities, graph.Entity{ID: id, Type: graph.Platform, Kind: "park", Name: "某园"})
		for _, p := range []graph.Predicate{graph.LocatedIn, graph.PartnersWith, graph.Joins} {
			c := graph.Claim{Subject: id, Predicate: p, Object: "county/999902", Status: graph.Existing, Locator: facts.Claims[0].Locator}
			if p != graph.LocatedIn {
				c.Subject, c.Object = "county/999902", id
			}
			c.Identify()
			facts.Claims = append(facts.Claims, c)
		}
	}
	w, err := worldOf(facts)
	if err != nil {
		t.Fatal(err)
	}
	if _, errs := ask(t, w.schema, `{ counties { groupBy(keys: [PLATFORMS, PARTNERS, JOINS]) { totalCount } } }`, nil); code(errs) != "QUERY_TOO_COSTLY" {
		t.Errorf("%v", errs)
	}
	data := answer(t, w.schema, `{ counties { groupBy(keys: [PLATFORMS, PARTNERS]) { totalCount } } }`, nil)
	if dig(t, data, "counties.groupBy.totalCount") != 201.0*200+1 { // the part has a partner of its own, which is one of the whole
		t.Errorf("%v", data)
	}
}

// Searching for paths and for pairs gives up with a sentence where there is too much.
func TestPathsAndPairsThatAreTooWide(t *testing.T) {
	t.Parallel()
	facts := byHand()
	for i := range 101_000 {
		id := graph.ID(fmt.Sprintf("industry/w%06d", i))
		facts.Entities = append(facts.Entities, graph.Entity{ID: id, Type: graph.Industry, Name: "某业"})
		c := graph.Claim{Subject: "enterprise/e02", Predicate: graph.ActiveIn, Object: id, Status: graph.Existing, Locator: facts.Claims[0].Locator}
		c.Identify()
		facts.Claims = append(facts.Claims, c)
	}
	w, err := worldOf(facts)
	if err != nil {
		t.Fatal(err)
	}
	if _, errs := ask(t, w.schema, `{ pairs(type: INDUSTRY, sharing: ENTERPRISES) { totalCount } }`, nil); code(errs) != "BAD_USER_INPUT" || !strings.Contains(errs[0]["message"].(string), "101012 entities of type INDUSTRY to pair, at most 500") {
		t.Errorf("pairs of all: %v", errs)
	}
	if _, errs := ask(t, w.schema, `{ paths(from: "enterprise/e00", to: "enterprise/e02", maxLength: 4) { length } }`, nil); code(errs) != "QUERY_TOO_COSTLY" {
		t.Errorf("%v", errs)
	}
}
