package schema_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
)

// Every page size gives the same list, forwards and backwards, whatever the
// list, its filter and its order; the whole list is what the graph has.
func TestPagesOfEveryList(t *testing.T) {
	t.Parallel()
	for name, w := range bothWorlds(t) {
		county := string(w.graph.IDs(graph.County)[0])
		for _, c := range []struct{ field, args, selection string }{
			{"organizations", ``, "id"},
			{"organizations", `filter: {platforms: {some: {}}} orderBy: [{field: PLATFORMS, direction: DESC}, {field: TYPE}]`, "id"},
			{"entities", `filter: {kind: {isNull: false}} orderBy: {field: KIND}`, "id"},
			{"platforms", `within: "` + county + `" orderBy: [{field: LEVEL, direction: DESC}, {field: NAME_EN}]`, "id"},
			{"claims", ``, "id"},
			{"claims", `filter: {status: {in: [PLANNED, ENCOURAGED]}, subject: {type: {eq: COUNTY}}}`, "id"},
			{"observations", ``, "id"},
			{"observations", `orderBy: [{field: NUMBER, direction: DESC}, {field: ENTITY}]`, "id"},
			{"shared", fmt.Sprintf(`ids: [%q, %q]`, county, w.graph.IDs(graph.County)[1]), "id"},
			{"pairs", `type: COUNTY sharing: INDUSTRIES`, "a { id } b { id } count"},
			{"conflicts", ``, "entity { id } indicator { id } period measure role"},
			{"restated", ``, "entity { id } indicator { id } period later"},
			{`source(id: "` + string(w.facts.Claims[0].Source) + `")|claims`, ``, "id"},
			{`source(id: "` + string(w.facts.Claims[0].Source) + `")|observations`, ``, "id"},
			{`source(id: "` + string(w.facts.Claims[0].Source) + `")|entities`, ``, "id"},
			{`county(id: "` + county + `")|passages`, ``, "evidence { start end } claim { id } observation { id }"},
			{`enterprises|groupBy`, `keys: [COUNTIES, KIND]`, "count keys { value }"},
			{`claims|groupBy`, `keys: [PREDICATE, STATUS, SUBJECT_TYPE]`, "count keys { value }"},
			{`observations|groupBy`, `keys: [INDICATOR, PERIOD]`, "count keys { value } number { sum }"},
		} {
			whole := pages(t, w.schema, c.field, c.args, c.selection, 500, false)
			if len(whole) < 5 && c.field != "restated" && name == "seeds" {
				t.Fatalf("%s: %s(%s) has %d entries", name, c.field, c.args, len(whole))
			}
			sizes := []int{1 + len(whole)/7, 499}
			if len(whole) < 40 {
				sizes = append(sizes, 1, 2, max(1, len(whole)-1))
			}
			for _, size := range sizes {
				if size > 500 {
					continue
				}
				if diff := cmp.Diff(whole, pages(t, w.schema, c.field, c.args, c.selection, size, false)); diff != "" {
					t.Errorf("%s: %s(%s) in pages of %d (-want +got):\n%s", name, c.field, c.args, size, diff)
				}
				if diff := cmp.Diff(whole, pages(t, w.schema, c.field, c.args, c.selection, size, true)); diff != "" {
					t.Errorf("%s: %s(%s) backwards in pages of %d (-want +got):\n%s", name, c.field, c.args, size, diff)
				}
			}
		}
		statements := map[string]int{"claims": len(w.facts.Claims), "observations": len(w.facts.Observations), "entities": len(w.facts.Entities)}
		for field, want := range statements {
			if got := len(pages(t, w.schema, field, "", "id", 500, false)); got != want {
				t.Errorf("%s: %s gives %d of %d", name, field, got, want)
			}
		}
	}
}

// A window between two cursors is what both leave.
func TestWindowsBetweenCursors(t *testing.T) {
	s := fromSeeds(t).schema
	for _, field := range []string{"organizations", "universities", "claims", "observations", "indicators"} {
		data := answer(t, s, "{ list: "+field+"(first: 60) { edges { cursor node { id } } } }", nil)
		list := edges(t, data, "list")
		if len(list) > 15 {
			list = list[:15]
		}
		after, before := dig(t, list[2], "cursor"), dig(t, list[len(list)-1], "cursor")
		for _, c := range []struct {
			args       string
			from, to   int
			prev, next bool
		}{
			{"", 3, len(list) - 1, true, true}, {"first: 4", 3, 7, true, true}, {"last: 4", len(list) - 5, len(list) - 1, true, true},
			{"first: 6, last: 2", 7, 9, true, true}, {"first: 0", 3, 3, true, true},
		} {
			data := answer(t, s, fmt.Sprintf("{ list: %s(after: %q, before: %q, %s) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }", field, after, before, c.args), nil)
			want := pluck(t, any(list[c.from:c.to]), "node.id")
			if diff := cmp.Diff(want, pluck(t, dig(t, data, "list.nodes"), "id")); diff != "" {
				t.Errorf("%s between two cursors, %s (-want +got):\n%s", field, c.args, diff)
			}
			if dig(t, data, "list.pageInfo.hasNextPage") != c.next || dig(t, data, "list.pageInfo.hasPreviousPage") != c.prev {
				t.Errorf("%s between two cursors, %s: pageInfo is %v", field, c.args, dig(t, data, "list.pageInfo"))
			}
		}
	}
}

// A table is the transpose of the one from the other side: what is seen from
// one end is seen from the other, with the same basis, statuses and claims.
func TestMatrixIsSeenFromBothSides(t *testing.T) {
	query := `query($rows: EntityType!, $columns: EntityType!, $field: RelationField) { matrix(rows: $rows, columns: $columns, field: $field, first: 500) {
		totalRows totalColumns rows { id } columns { id } cells { row column rowIndex columnIndex basis statuses roles claimCount claims { id } } } }`
	for name, w := range bothWorlds(t) {
		for _, c := range []struct{ rows, columns, field, back string }{
			{"UNIVERSITY", "COUNTY", "COUNTIES", "PARTNERS"}, {"RESEARCH_INSTITUTE", "COUNTY", "COUNTIES", "PARTNERS"}, {"ENTERPRISE", "INDUSTRY", "INDUSTRIES", "ENTERPRISES"},
			{"ENTERPRISE", "COUNTY", "COUNTIES", "ENTERPRISES"}, {"COUNTY", "INDUSTRY", "INDUSTRIES", "COUNTIES"}, {"TASK", "GOVERNMENT_BODY", "RESPONSIBLE", "TASKS"}, {"PLATFORM", "UNIVERSITY", "BUILDERS", "PLATFORMS"},
		} {
			there := answer(t, w.schema, query, map[string]any{"rows": c.rows, "columns": c.columns, "field": c.field})
			back := answer(t, w.schema, query, map[string]any{"rows": c.columns, "columns": c.rows, "field": c.back})
			spell := func(data map[string]any, row, column string) map[string]bool {
				cells := map[string]bool{}
				for _, x := range dig(t, data, "matrix.cells").([]any) {
					cells[fmt.Sprint(dig(t, x, row), dig(t, x, column), dig(t, x, "basis"), dig(t, x, "statuses"), dig(t, x, "roles"), pluck(t, dig(t, x, "claims"), "id"))] = true
					rows, columns := dig(t, data, "matrix.rows").([]any), dig(t, data, "matrix.columns").([]any)
					if dig(t, rows[int(dig(t, x, "rowIndex").(float64))], "id") != dig(t, x, "row") || dig(t, columns[int(dig(t, x, "columnIndex").(float64))], "id") != dig(t, x, "column") {
						t.Errorf("the places of a cell are not those of its entities: %v", x)
					}
					if int(dig(t, x, "claimCount").(float64)) != len(dig(t, x, "claims").([]any)) || dig(t, x, "claimCount") == 0.0 {
						t.Errorf("claims of a cell: %v", x)
					}
				}
				return cells
			}
			if diff := cmp.Diff(spell(there, "row", "column"), spell(back, "column", "row")); diff != "" {
				t.Errorf("%s: %s by %s (-there +back):\n%s", name, c.rows, c.columns, diff)
			}
			if len(spell(there, "row", "column")) == 0 && name == "seeds" {
				t.Errorf("%s by %s is empty", c.rows, c.columns)
			}
		}
	}
}

// A table of some statuses has the cells of the whole one that have one of them.
func TestMatrixOfSomeStatuses(t *testing.T) {
	for name, w := range bothWorlds(t) {
		data := answer(t, w.schema, `{ all: matrix(rows: COUNTY, columns: INDUSTRY, first: 400) { cells { row column statuses } } some: matrix(rows: COUNTY, columns: INDUSTRY, statuses: [PLANNED], first: 400) { cells { row column statuses } } }`, nil)
		spell := func(cells any, keep func(any) bool) map[string]bool {
			list := map[string]bool{}
			for _, c := range cells.([]any) {
				if keep(c) {
					list[fmt.Sprint(c)] = true
				}
			}
			return list
		}
		all := dig(t, data, "all.cells").([]any)
		want := spell(all, func(c any) bool { return strings.Contains(fmt.Sprint(dig(t, c, "statuses")), "PLANNED") })
		if diff := cmp.Diff(want, spell(dig(t, data, "some.cells"), func(any) bool { return true })); diff != "" || len(want) == 0 || len(want) == len(all) {
			t.Errorf("%s: %d of %d cells (-want +got):\n%s", name, len(want), len(all), diff)
		}
	}
}

// Every relation of every field has claims; those of a derived one are a chain
// from the one end to the other.
func TestRelationsCarryTheirClaims(t *testing.T) {
	for name, w := range bothWorlds(t) {
		derived := 0
		for _, info := range graph.Ontology.Types {
			for _, f := range graph.Ontology.FieldsOf(info.Type) {
				related(t, w.graph, info.Type, f.Name, "", func(from graph.ID, e graph.Edge) {
					if len(e.Claims) == 0 || len(e.Statuses) == 0 {
						t.Errorf("%s: %s.%s: %s to %s has %d claims, statuses %v", name, info.Type, f.Name, from, e.Node, len(e.Claims), e.Statuses)
					}
					if e.Basis != graph.Stated {
						derived++
						if len(e.Claims) < 2 || !connects(from, e.Node, e.Claims) {
							t.Errorf("%s: %s.%s: %s to %s does not follow from %d claims", name, info.Type, f.Name, from, e.Node, len(e.Claims))
						}
					}
				})
			}
		}
		if derived < 20 {
			t.Errorf("%s: %d derived relations", name, derived)
		}
	}
}

// connects reports whether claims lead from one entity to another.
func connects(from, to graph.ID, claims []*graph.Claim) bool {
	reached := map[graph.ID]bool{from: true}
	for range claims {
		for _, c := range claims {
			if reached[c.Subject] || reached[c.Object] {
				reached[c.Subject], reached[c.Object] = true, true
			}
		}
	}
	return reached[to]
}

// neighbours are the entities that claims link to one, with the predicates.
func neighbours(w *world, id graph.ID) map[graph.ID][]graph.Predicate {
	list := map[graph.ID][]graph.Predicate{}
	for _, c := range w.facts.Claims {
		other := graph.ID("")
		if c.Subject == id {
			other = c.Object
		} else if c.Object == id {
			other = c.Subject
		}
		if other != "" && !slices.Contains(list[other], c.Predicate) {
			list[other] = append(list[other], c.Predicate)
		}
	}
	return list
}

// What entities share by stated relations is what a naive search over the
// claims finds, and so is what each has alone.
func TestSharedAgainstNaiveSearch(t *testing.T) {
	for name, w := range bothWorlds(t) {
		counties := w.graph.IDs(graph.County)[:3]
		want := map[string]bool{}
		for _, id := range counties {
			for other, predicates := range neighbours(w, id) {
				if slices.Contains(counties, other) {
					continue
				}
				words := []string{}
				for _, p := range graph.Ontology.Predicates {
					if slices.Contains(predicates, p.Predicate) {
						words = append(words, strings.ToUpper(strings.Join(splitWords(string(p.Predicate)), "_")))
					}
				}
				want[fmt.Sprint(other, " ", id, " ", words)] = true
			}
		}
		query := `query($ids: [ID!]!, $after: String, $bases: [Basis!], $atLeast: Int) { shared(ids: $ids, bases: $bases, atLeast: $atLeast, first: 500, after: $after) { totalCount
			edges { node { id } with { entity { id } basis predicates statuses claims { id } } } } }`
		got, last := map[string]bool{}, 99
		data := answer(t, w.schema, query, map[string]any{"ids": []any{string(counties[0]), string(counties[1]), string(counties[2])}, "bases": []any{"STATED"}})
		for _, e := range edges(t, data, "shared") {
			with := dig(t, e, "with").([]any)
			if len(with) > last {
				t.Errorf("%s: what more share stands behind what fewer do", name)
			}
			last = len(with)
			for _, x := range with {
				got[fmt.Sprint(dig(t, e, "node.id"), " ", dig(t, x, "entity.id"), " ", dig(t, x, "predicates"))] = true
			}
		}
		if diff := cmp.Diff(want, got); diff != "" && int(dig(t, data, "shared.totalCount").(float64)) <= 500 {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		// With derived relations there are more, and each says how it is known.
		data = answer(t, w.schema, query, map[string]any{"ids": []any{string(counties[0]), string(counties[1])}, "atLeast": 2})
		for _, e := range edges(t, data, "shared") {
			for _, x := range dig(t, e, "with").([]any) {
				if n := len(dig(t, x, "claims").([]any)); n == 0 || dig(t, x, "basis") != "STATED" && n < 2 {
					t.Errorf("%s: %v", name, x)
				}
			}
			if len(dig(t, e, "with").([]any)) != 2 {
				t.Errorf("%s: atLeast 2 gives %v", name, e)
			}
		}
	}
}

// Two fields may give one derived relation, as partners and counties of a
// university do: its claims are there once all the same.
func TestSharedClaimsAreThereOnce(t *testing.T) {
	w := fromSeeds(t)
	var ids []any
	for _, id := range w.graph.IDs(graph.University)[:15] {
		ids = append(ids, string(id))
	}
	data := answer(t, w.schema, `query($ids: [ID!]!) { shared(ids: $ids, types: [COUNTY], first: 500) { edges { with { basis claims { id } } } } }`, map[string]any{"ids": ids})
	derived := 0
	for _, e := range edges(t, data, "shared") {
		for _, x := range dig(t, e, "with").([]any) {
			claims := pluck(t, dig(t, x, "claims"), "id")
			slices.Sort(claims)
			if len(slices.Compact(slices.Clone(claims))) != len(claims) {
				t.Errorf("claims of %v", x)
			}
			if dig(t, x, "basis") != "STATED" {
				derived++
			}
		}
	}
	if derived == 0 {
		t.Error("none of the links is derived")
	}
}

// splitWords cuts "partnersWith" into its words.
func splitWords(s string) []string {
	var words []string
	for _, c := range s {
		if len(words) == 0 || c >= 'A' && c <= 'Z' {
			words = append(words, "")
		}
		words[len(words)-1] += string(c)
	}
	return words
}

// Counties that share an industry and no partner are what two lists of each
// county say.
func TestPairsAgainstNaiveSearch(t *testing.T) {
	for name, w := range bothWorlds(t) {
		lists := map[string]map[graph.ID]map[graph.ID]bool{"industries": {}, "partners": {}}
		for field, of := range lists {
			f, _ := graph.Ontology.Field(graph.County, field)
			rows, err := w.graph.Related(context.Background(), f, w.graph.IDs(graph.County))
			if err != nil {
				t.Fatal(err)
			}
			for i, id := range w.graph.IDs(graph.County) {
				of[id] = map[graph.ID]bool{}
				for _, e := range rows[i] {
					if field == "industries" || e.Node.Prefix() == "university" || e.Node.Prefix() == "institute" {
						of[id][e.Node] = true
					}
				}
			}
		}
		common := func(field string, a, b graph.ID) int {
			n := 0
			for x := range lists[field][a] {
				if lists[field][b][x] {
					n++
				}
			}
			return n
		}
		want := map[string]int{}
		ids := w.graph.IDs(graph.County)
		for i, a := range ids {
			for _, b := range ids[i+1:] {
				if n := common("industries", a, b); n > 0 && common("partners", a, b) == 0 {
					want[fmt.Sprint(a, b)] = n
				}
			}
		}
		got := map[string]int{}
		data := answer(t, w.schema, `{ pairs(type: COUNTY, sharing: INDUSTRIES, without: PARTNERS, withoutTypes: [UNIVERSITY, RESEARCH_INSTITUTE], first: 500) { nodes { a { id } b { id } count shared { id } } } }`, nil)
		for _, p := range dig(t, data, "pairs.nodes").([]any) {
			got[fmt.Sprint(dig(t, p, "a.id"), dig(t, p, "b.id"))] = len(dig(t, p, "shared").([]any))
			if int(dig(t, p, "count").(float64)) != len(dig(t, p, "shared").([]any)) {
				t.Errorf("count of %v", p)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 && name == "seeds" {
			t.Errorf("%s: %d pairs (-want +got):\n%s", name, len(want), diff)
		}
	}
	// Of the three named, two belong to Wenzhou.
	data := answer(t, fromSeeds(t).schema, `{ pairs(type: COUNTY, sharing: INDUSTRIES, within: "region/330300", ids: ["county/330324", "county/331121", "county/330326"]) { nodes { a { id } b { id } } } }`, nil)
	if got := fmt.Sprint(dig(t, data, "pairs.nodes")); got != "[map[a:map[id:county/330324] b:map[id:county/330326]]]" {
		t.Errorf("pairs of Wenzhou: %s", got)
	}
}
