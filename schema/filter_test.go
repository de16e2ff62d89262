package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
)

// Each filter keeps exactly what a look at every entity keeps, its total is the
// number of these, and a walk in small pages gives the same.
func TestFiltersAgainstNaiveSearch(t *testing.T) {
	selection := `id name nameEn kind level degree names { text } identifiers { value } sources { id }
		industries(first: 200) { edges { roles statuses node { id name } } } counties(first: 200) { edges { basis statuses node { id } } }
		relations(first: 200) { edges { predicate forward statuses roles node { id type } } }
		observations(first: 200) { nodes { period role number indicator { id } } }`
	str := func(v any, path string) string { return fmt.Sprint(dig(t, v, path)) }
	relates := func(path string, like func(any) bool) func(any) (some, every bool, count int) {
		return func(v any) (some, every bool, count int) {
			list := dig(t, v, path).([]any)
			every = true
			for _, x := range list {
				some, every = some || like(x), every && like(x)
			}
			return some, every, len(list)
		}
	}
	served := relates("industries.edges", func(x any) bool { return strings.Contains(str(x, "node.name"), "制造") })
	planned := relates("counties.edges", func(x any) bool { return strings.Contains(str(x, "statuses"), "PLANNED") })
	placed := relates("counties.edges", func(x any) bool { return str(x, "basis") == "VIA_PLACE" })
	built := relates("relations.edges", func(x any) bool {
		return str(x, "predicate") == "BUILDS" && str(x, "forward") == "false" && str(x, "node.type") == "UNIVERSITY"
	})
	roled := relates("relations.edges", func(x any) bool { return strings.Contains(str(x, "roles"), "hosts") })
	measured := relates("observations.nodes", func(x any) bool { n, ok := dig(t, x, "number").(float64); return ok && n > 100 })
	for name, w := range bothWorlds(t) {
		source := string(w.facts.Claims[len(w.facts.Claims)-1].Source)
		all := pages(t, w.schema, "platforms", "", selection, 500, false)
		first := dig(t, all[0], "id").(string)
		kept := 0
		for filter, like := range map[string]func(any) bool{
			`{}`:                               func(any) bool { return true },
			`{id: {eq: "` + first + `"}}`:      func(v any) bool { return str(v, "id") == first },
			`{id: {startsWith: "platform/3"}}`: func(v any) bool { return strings.HasPrefix(str(v, "id"), "platform/3") },
			`{name: {contains: "研究院"}}`:        func(v any) bool { return strings.Contains(str(v, "name"), "研究院") },
			`{name: {contains: "院", startsWith: "浙"}}`: func(v any) bool {
				return strings.Contains(str(v, "name"), "院") && strings.HasPrefix(str(v, "name"), "浙")
			},
			`{nameEn: {contains: "LAB"}}`: func(v any) bool { return strings.Contains(strings.ToLower(str(v, "nameEn")), "lab") },
			`{nameEn: {isNull: true}}`:    func(v any) bool { return dig(t, v, "nameEn") == nil },
			`{anyName: {startsWith: "浙"}}`: func(v any) bool {
				return slices.ContainsFunc(pluck(t, dig(t, v, "names"), "text"), func(n string) bool { return strings.HasPrefix(n, "浙") })
			},
			`{kind: {in: [PARK, LABORATORY]}}`:                                                               func(v any) bool { return str(v, "kind") == "PARK" || str(v, "kind") == "LABORATORY" },
			`{level: {isNull: true}}`:                                                                        func(v any) bool { return dig(t, v, "level") == nil },
			`{level: {eq: PROVINCIAL}, kind: {eq: LABORATORY}}`:                                              func(v any) bool { return str(v, "level") == "PROVINCIAL" && str(v, "kind") == "LABORATORY" },
			`{degree: {gte: 4, lt: 8}}`:                                                                      func(v any) bool { d := dig(t, v, "degree").(float64); return d >= 4 && d < 8 },
			`{degree: {in: [2, 5]}}`:                                                                         func(v any) bool { d := dig(t, v, "degree").(float64); return d == 2 || d == 5 },
			`{source: {eq: "` + source + `"}}`:                                                               func(v any) bool { return slices.Contains(pluck(t, dig(t, v, "sources"), "id"), source) },
			`{industries: {some: {node: {name: {contains: "制造"}}}}}`:                                         func(v any) bool { some, _, _ := served(v); return some },
			`{industries: {every: {node: {name: {contains: "制造"}}}}}`:                                        func(v any) bool { _, every, _ := served(v); return every },
			`{industries: {none: {node: {name: {contains: "制造"}}}}}`:                                         func(v any) bool { some, _, _ := served(v); return !some },
			`{industries: {count: {gt: 2}}}`:                                                                 func(v any) bool { _, _, n := served(v); return n > 2 },
			`{counties: {some: {status: {eq: PLANNED}}}}`:                                                    func(v any) bool { some, _, _ := planned(v); return some },
			`{counties: {every: {basis: {eq: VIA_PLACE}}}}`:                                                  func(v any) bool { _, every, _ := placed(v); return every },
			`{relations: {some: {predicate: {eq: BUILDS}, forward: false, node: {type: {eq: UNIVERSITY}}}}}`: func(v any) bool { some, _, _ := built(v); return some },
			`{relations: {some: {role: {eq: "hosts"}}}}`:                                                     func(v any) bool { some, _, _ := roled(v); return some },
			`{observations: {some: {number: {gt: 100}}}}`:                                                    func(v any) bool { some, _, _ := measured(v); return some },
			`{observations: {count: {gte: 1}}}`:                                                              func(v any) bool { _, _, n := measured(v); return n > 0 },
			`{not: {kind: {eq: PARK}}}`:                                                                      func(v any) bool { return str(v, "kind") != "PARK" },
			`{not: {}}`:                                                                                      func(any) bool { return false },
			`{or: []}`:                                                                                       func(any) bool { return false },
			`{and: []}`:                                                                                      func(any) bool { return true },
			`{or: [{kind: {eq: PARK}}, {degree: {gt: 9}}]}`:                                                  func(v any) bool { return str(v, "kind") == "PARK" || dig(t, v, "degree").(float64) > 9 },
			`{and: [{kind: {eq: PARK}}, {not: {degree: {gt: 4}}}]}`:                                          func(v any) bool { return str(v, "kind") == "PARK" && dig(t, v, "degree").(float64) <= 4 },
		} {
			want := []string{}
			for _, v := range all {
				if like(v) {
					want = append(want, str(v, "id"))
				}
			}
			got := pages(t, w.schema, "platforms", "filter: "+filter, "id", 500, false)
			if diff := cmp.Diff(want, pluck(t, got, "id")); diff != "" {
				t.Errorf("%s: %s keeps %d of %d (-want +got):\n%s", name, filter, len(got), len(all), diff)
			}
			if small := pages(t, w.schema, "platforms", "filter: "+filter, "id", 1+len(want)/3, false); cmp.Diff(got, small) != "" {
				t.Errorf("%s: %s in small pages differs", name, filter)
			}
			if len(want) > 0 && len(want) < len(all) {
				kept++
			}
		}
		if kept < 15 {
			t.Errorf("%s: only %d filters part the list", name, kept)
		}
	}
}

// Filters of claims and observations keep exactly what a look at the facts keeps.
func TestStatementFiltersAgainstFacts(t *testing.T) {
	t.Parallel()
	typeOf := func(id graph.ID) graph.Type { of, _ := id.Type(); return of }
	for name, w := range bothWorlds(t) {
		county := w.graph.IDs(graph.County)[0]
		source := w.facts.Claims[0].Source
		unit := map[graph.ID]string{}
		for _, x := range w.facts.Indicators {
			unit[x.ID] = x.Unit
		}
		number := func(o graph.Observation) (float64, bool) {
			rat, ok := graph.Convert(o.Value, o.Unit, unit[o.Indicator])
			if !ok {
				return 0, false
			}
			f, _ := rat.Float64()
			return f, true
		}
		for filter, like := range map[string]func(graph.Claim) bool{
			`{predicate: {in: [BUILDS, SERVES]}}`: func(c graph.Claim) bool { return c.Predicate == graph.Builds || c.Predicate == graph.Serves },
			`{status: {eq: ENCOURAGED}}`:          func(c graph.Claim) bool { return c.Status == graph.Encouraged },
			`{role: {eq: "pillar"}}`:              func(c graph.Claim) bool { return c.Role == "pillar" },
			`{role: {isNull: true}}`:              func(c graph.Claim) bool { return c.Role == "" },
			`{subject: {type: {eq: UNIVERSITY}}}`: func(c graph.Claim) bool { return typeOf(c.Subject) == graph.University },
			`{object: {type: {eq: UNIVERSITY}}}`:  func(c graph.Claim) bool { return typeOf(c.Object) == graph.University },
			`{entity: {id: {eq: "` + string(county) + `"}}, status: {eq: PLANNED}}`: func(c graph.Claim) bool {
				return (c.Subject == county || c.Object == county) && c.Status == graph.Planned
			},
			`{subject: {id: {in: ["` + string(county) + `"]}}}`:      func(c graph.Claim) bool { return c.Subject == county },
			`{not: {subject: {id: {eq: "` + string(county) + `"}}}}`: func(c graph.Claim) bool { return c.Subject != county },
			`{source: {eq: "` + string(source) + `"}}`:               func(c graph.Claim) bool { return c.Source == source },
			`{section: {startsWith: "二、"}}`:                          func(c graph.Claim) bool { return strings.HasPrefix(c.Section, "二、") },
			`{context: true}`:                                        func(c graph.Claim) bool { return c.Context },
			`{or: [{context: true}, {role: {eq: "hosts"}}]}`:         func(c graph.Claim) bool { return c.Context || c.Role == "hosts" },
		} {
			want := []string{}
			for _, c := range w.facts.Claims {
				if like(c) {
					want = append(want, string(c.ID))
				}
			}
			list := pages(t, w.schema, "claims", "filter: "+filter, "id evidence { source { id } start }", 500, false)
			place := func(v any) string {
				return fmt.Sprintf("%v %09v", dig(t, v, "evidence.source.id"), dig(t, v, "evidence.start"))
			}
			if !slices.IsSortedFunc(list, func(a, b any) int { return strings.Compare(place(a), place(b)) }) {
				t.Errorf("%s: claims %s are not in reading order", name, filter)
			}
			got := pluck(t, list, "id")
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 && name == "seeds" {
				t.Errorf("%s: claims %s: %d (-want +got):\n%s", name, filter, len(want), diff)
			}
		}
		indicator := w.facts.Observations[0].Indicator
		for filter, like := range map[string]func(graph.Observation) bool{
			`{indicator: {eq: "` + string(indicator) + `"}}`: func(o graph.Observation) bool { return o.Indicator == indicator },
			`{indicator: {in: []}}`:                          func(o graph.Observation) bool { return false },
			`{entity: {id: {eq: "` + string(county) + `"}}}`: func(o graph.Observation) bool { return o.Entity == county },
			`{entity: {type: {eq: PROJECT}}}`:                func(o graph.Observation) bool { return typeOf(o.Entity) == graph.Project },
			`{role: {eq: TARGET}, measure: {in: [STOCK, SHARE]}}`: func(o graph.Observation) bool {
				return o.Role == "target" && (o.Measure == "stock" || o.Measure == "share")
			},
			`{bound: {isNull: true}}`: func(o graph.Observation) bool { return o.Bound == "" },
			`{period: {eq: "2025"}}`:  func(o graph.Observation) bool { return o.Period == "2025" },
			`{period: {from: 2021, to: 2024}}`: func(o graph.Observation) bool {
				first, last, _ := graph.Years(o.Period)
				return last >= 2021 && first <= 2024
			},
			`{number: {gte: 3.5, lt: 80}}`:             func(o graph.Observation) bool { n, ok := number(o); return ok && n >= 3.5 && n < 80 },
			`{number: {isNull: true}}`:                 func(o graph.Observation) bool { _, ok := number(o); return !ok },
			`{unit: {eq: "%"}}`:                        func(o graph.Observation) bool { return o.Unit == "%" },
			`{source: {eq: "` + string(source) + `"}}`: func(o graph.Observation) bool { return o.Source == source },
			`{of: {type: {eq: INDUSTRY}}}`:             func(o graph.Observation) bool { return typeOf(o.Of) == graph.Industry },
			`{of: {}}`:                                 func(o graph.Observation) bool { return o.Of != "" },
		} {
			want := []string{}
			for _, o := range w.facts.Observations {
				if like(o) {
					want = append(want, string(o.ID))
				}
			}
			got := pluck(t, pages(t, w.schema, "observations", "filter: "+filter, "id", 400, false), "id")
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: observations %s: %d (-want +got):\n%s", name, filter, len(want), diff)
			}
		}
	}
}

// A filter on a relation field keeps what the same filter keeps of the list of
// all, for every parent, and pages are cut after it.
func TestFiltersOfRelations(t *testing.T) {
	for name, w := range bothWorlds(t) {
		for _, c := range []struct{ field, args, list, filter string }{
			{"platforms", "", "platforms", `{kind: {in: [PARK, LABORATORY]}}`}, {"industries", "", "industries", `{degree: {gt: 3}}`}, {"partners", "", "entities", `{type: {eq: UNIVERSITY}}`}, {"relations", "direction: IN,", "entities", `{not: {kind: {isNull: true}}}`},
		} {
			kept := pluck(t, pages(t, w.schema, c.list, "filter: "+c.filter, "id", 500, false), "id")
			data := answer(t, w.schema, fmt.Sprintf(`{ counties { nodes { all: %[1]s(%[3]s first: 500) { nodes { id } } some: %[1]s(%[3]s first: 500, filter: %[2]s) { totalCount nodes { id } } page: %[1]s(%[3]s first: 2, filter: %[2]s) { nodes { id } } } } }`, c.field, c.filter, c.args), nil)
			parted := false
			for _, county := range dig(t, data, "counties.nodes").([]any) {
				all := pluck(t, dig(t, county, "all.nodes"), "id")
				want := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !slices.Contains(kept, id) })
				if diff := cmp.Diff(want, pluck(t, dig(t, county, "some.nodes"), "id")); diff != "" || int(dig(t, county, "some.totalCount").(float64)) != len(want) {
					t.Errorf("%s: %s(filter: %s) (-want +got):\n%s", name, c.field, c.filter, diff)
				}
				if diff := cmp.Diff(want[:min(2, len(want))], pluck(t, dig(t, county, "page.nodes"), "id")); diff != "" {
					t.Errorf("%s: a page of %s(filter: %s) (-want +got):\n%s", name, c.field, c.filter, diff)
				}
				parted = parted || len(want) > 0 && len(want) < len(all)
			}
			if !parted {
				t.Errorf("%s: %s parts no list of %s", name, c.filter, c.field)
			}
		}
	}
}

// Groups count what their list has, after its filter: each member once for
// each of its values.
func TestGroupsCountTheirList(t *testing.T) {
	for name, w := range bothWorlds(t) {
		want := map[string]int{}
		for _, e := range w.facts.Entities {
			if e.Type == graph.Platform {
				want[fmt.Sprint(strings.ToUpper(strings.ReplaceAll(e.Kind, "-", "_")), " ", strings.ToUpper(e.Level))]++
			}
		}
		got := map[string]int{}
		last := 1 << 30
		for _, g := range pages(t, w.schema, "platforms|groupBy", "keys: [KIND, LEVEL]", "count keys { key value label labelEn }", 500, false) {
			n := int(dig(t, g, "count").(float64))
			level, _ := dig(t, g, "keys.1.value").(string)
			got[fmt.Sprint(dig(t, g, "keys.0.value"), " ", level)] = n
			if dig(t, g, "keys.0.key") != "KIND" || dig(t, g, "keys.0.label") == nil || dig(t, g, "keys.0.labelEn") == nil || n > last {
				t.Errorf("%s: group %v after one of %d", name, g, last)
			}
			last = n
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: platforms by kind and level (-want +got):\n%s", name, diff)
		}
		data := answer(t, w.schema, `{ enterprises { totalCount nodes { id } aggregate { count degree { min max mean sum count } } groupBy(keys: [COUNTIES], first: 500) { nodes { count keys { value node { ... on County { id enterprises(first: 0) { totalCount } } } } } } }
			some: enterprises(filter: {degree: {gt: 1}}, first: 2) { totalCount nodes { id } aggregate { count degree { min } } } }`, nil)
		for _, g := range dig(t, data, "enterprises.groupBy.nodes").([]any) {
			if node := dig(t, g, "keys.0.node"); node != nil && (dig(t, node, "enterprises.totalCount") != dig(t, g, "count") || dig(t, node, "id") != dig(t, g, "keys.0.value")) {
				t.Errorf("%s: a group is %v, its county says otherwise", name, g)
			}
		}
		sum := 0.0
		for _, id := range w.graph.IDs(graph.Enterprise) {
			degrees, err := w.graph.Degrees(t.Context(), []graph.ID{id})
			if err != nil {
				t.Fatal(err)
			}
			sum += float64(degrees[0])
		}
		count := dig(t, data, "enterprises.aggregate.count").(float64)
		if dig(t, data, "enterprises.aggregate.degree.sum") != sum || count != float64(len(w.graph.IDs(graph.Enterprise))) || dig(t, data, "enterprises.aggregate.degree.mean") != sum/count {
			t.Errorf("%s: aggregate %v, want a sum of %v", name, dig(t, data, "enterprises.aggregate"), sum)
		}
		if dig(t, data, "some.aggregate.count") != dig(t, data, "some.totalCount") || dig(t, data, "some.aggregate.degree.min") == 1.0 || dig(t, data, "some.totalCount") == count {
			t.Errorf("%s: aggregate after a filter: %v", name, data["some"])
		}
	}
}

// Orders sort by what they say, the most important key first, and a relation
// field by how many it leads to.
func TestOrdersSort(t *testing.T) {
	w := fromSeeds(t)
	list := pages(t, w.schema, "counties", "orderBy: [{field: PARTNERS, direction: DESC}]", "id partners(first: 0) { totalCount }", 500, false)
	counts := pluck(t, list, "partners.totalCount")
	if len(slices.Compact(slices.Clone(counts))) < 3 || !slices.IsSortedFunc(list, func(a, b any) int {
		return int(dig(t, b, "partners.totalCount").(float64) - dig(t, a, "partners.totalCount").(float64))
	}) {
		t.Errorf("counties by partners: %v", counts)
	}
	levels := slices.Compact(pluck(t, pages(t, w.schema, "platforms", "orderBy: {field: LEVEL}", "level", 500, false), "level"))
	if want := []string{"<nil>", "NATIONAL", "PROVINCIAL", "MUNICIPAL", "COUNTY"}; !slices.Equal(levels, want) {
		t.Errorf("platforms by level: %v", levels)
	}
	numbers := pages(t, w.schema, "observations", `filter: {number: {isNull: false}} orderBy: [{field: NUMBER, direction: DESC}]`, "number", 500, false)
	if !slices.IsSortedFunc(numbers, func(a, b any) int {
		return map[bool]int{true: 1}[dig(t, a, "number").(float64) < dig(t, b, "number").(float64)]
	}) || len(numbers) < 100 {
		t.Errorf("%d observations are not sorted by number", len(numbers))
	}
}

// Each filter keeps what it names and nothing else, and totalCount counts after it.
func TestFiltersKeepWhatTheyName(t *testing.T) {
	s := fromSeeds(t).schema
	for _, c := range []struct{ field, filter, values, node string }{
		{"relations", "predicates: [%s]", "RUNS LOCATED_IN PARTNERS_WITH", "predicate"},
		{"relations", "types: [%s]", "PLATFORM UNIVERSITY INDUSTRY", "node { type }"},
		{"relations", "statuses: [%s]", "EXISTING PLANNED ENCOURAGED", "statuses"},
		{"observations", "roles: [%s]", "ACTUAL TARGET", "node { role }"},
		{"observations", "measures: [%s]", "RANK SHARE", "node { measure }"},
		{"observations", `indicators: ["%s"]`, "indicator/rd-gdp-share", "node { indicator { id } }"},
	} {
		list := func(args string) []any {
			data, errs := ask(t, s, `{ county(id: "county/330324") { list: `+c.field+`(first: 500`+args+`) { totalCount edges { `+c.node+` } } } }`, nil)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			list := edges(t, data, "county.list")
			if total := int(dig(t, data, "county.list.totalCount").(float64)); total != len(list) {
				t.Errorf("%s(%s): totalCount %d, %d edges", c.field, args, total, len(list))
			}
			return list
		}
		whole := list("")
		for _, value := range strings.Fields(c.values) {
			var want []any
			for _, e := range whole {
				if slices.Contains(strings.FieldsFunc(fmt.Sprint(e), func(r rune) bool { return strings.ContainsRune(" []:", r) }), value) {
					want = append(want, e)
				}
			}
			got := list(", " + fmt.Sprintf(c.filter, value))
			if diff := cmp.Diff(want, append([]any(nil), got...)); diff != "" || len(want) == len(whole) {
				t.Errorf("%s("+c.filter+"): %d of %d (-want +got):\n%s", c.field, value, len(got), len(whole), diff)
			}
		}
	}
	// Symmetric relations are forward on either side; RUNS is not symmetric.
	for direction, want := range map[string]int{"OUT": 1, "IN": 0} {
		data, errs := ask(t, s, `{ counties(first: 1) { nodes { relations(first: 1, predicates: [RUNS], direction: `+direction+`) { edges { forward } } } } }`, nil)
		if len(errs) > 0 || len(edges(t, data, "counties.nodes.0.relations")) != want {
			t.Errorf("RUNS of a county, %s: %v, %v; want %d", direction, data, errs, want)
		}
	}
}
