package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
)

// byHand is a small graph that has what no seed has, or has it in plain sight.
//
//	county 甲 (code 999901) ──partOf──► region 丙市 (city), region area, county 乙
//	university u (English name of its own, other names) ◄─partnersWith(existing, encouraged, twice)── 甲
//	university v (English name translated, was university/old-v and university/older-v)
//	task t (number 7, wikidata Q7) ──partOf──► document d ──covers──► 甲
//	twelve enterprises e00 … e11; e00 has 11 industries, e01 has 2, the others none
func byHand() *graph.Facts {
	place := func(start int) graph.Locator {
		return graph.Locator{Source: "source/plan", Section: "一、总则 > （一）目标", Start: start, End: start + 10, Digest: "0123456789abcdef"}
	}
	f := &graph.Facts{
		Sources: []graph.Source{
			{ID: "source/plan", Kind: "plan", Title: "甲县规划", Issuer: "甲县人民政府", Number: "甲政〔2021〕1号", Issued: "2021-10", Region: "county/999901", Document: "document/d", Runes: 5000},
			{ID: "source/codes", Kind: "reference", Title: "《区划代码》"},
		},
		Entities: []graph.Entity{
			{ID: "county/999901", Type: graph.County, Name: "甲县", NameEn: "Jia County"}, {ID: "county/999902", Type: graph.County, Name: "乙县"},
			{ID: "region/999900", Type: graph.Region, Kind: "city", Name: "丙市"}, {ID: "region/area", Type: graph.Region, Kind: "area", Name: "某区域"},
			{ID: "university/u", Type: graph.University, Name: "某大学", NameEn: "Some University"}, {ID: "university/v", Type: graph.University, Name: "另一大学"},
			{ID: "document/d", Type: graph.Document, Kind: "plan", Name: "甲县规划"}, {ID: "task/t", Type: graph.Task, Name: "第七项任务"},
		},
		Names: []graph.Name{
			{Entity: "university/u", Text: "某大", Lang: "zh", Kind: graph.Short}, {Entity: "university/u", Text: "A University", Lang: "en", Kind: graph.Translation},
			{Entity: "university/v", Text: "Another University", Lang: "en", Kind: graph.Translation}, {Entity: "indicator/spending", Text: "投入", Lang: "zh", Kind: graph.Variant},
		},
		Identifiers: []graph.Identifier{{Entity: "county/999901", Scheme: "wikidata", Value: "Q1"}, {Entity: "county/999901", Scheme: "gbt2260", Value: "999901", Edition: "2020"},
			{Entity: "task/t", Scheme: "wikidata", Value: "Q7"}, {Entity: "task/t", Scheme: "number", Value: "7"}},
		Indicators: []graph.Indicator{{ID: "indicator/spending", Name: "研发投入", NameEn: "R&D spending", Unit: "亿元", Better: "higher"}},
		Redirects:  []graph.Redirect{{From: "university/old-v", To: "university/v", Reason: "改名"}, {From: "university/older-v", To: "university/old-v", Reason: "改名"}},
		Mentions:   []graph.Mention{{Entity: "university/v", Locator: place(400)}},
		Observations: []graph.Observation{
			{Entity: "county/999901", Indicator: "indicator/spending", Period: "2025", Role: "target", Measure: "flow", Bound: "ge", Value: "25000", ValueTo: "30000", Unit: "万元", Locator: place(100)},
			{Entity: "county/999901", Indicator: "indicator/spending", Period: "2020", Role: "actual", Measure: "flow", Value: "翻一番", Locator: place(120), Context: true, Note: "表头"},
			{Entity: "county/999901", Indicator: "indicator/spending", Period: "2019", Role: "actual", Measure: "flow", Value: "7", Unit: "家", Locator: place(140)},
		},
	}
	claim := func(start int, s graph.ID, p graph.Predicate, o graph.ID, status graph.Status) {
		f.Claims = append(f.Claims, graph.Claim{Subject: s, Predicate: p, Object: o, Status: status, Locator: place(start)})
	}
	claim(0, "county/999901", graph.PartnersWith, "university/u", graph.Existing)
	claim(20, "county/999901", graph.PartnersWith, "university/u", graph.Encouraged)
	claim(30, "county/999901", graph.PartOf, "county/999902", graph.Existing)
	claim(40, "county/999901", graph.PartOf, "region/area", graph.Existing)
	claim(50, "county/999901", graph.PartOf, "region/999900", graph.Existing)
	claim(60, "task/t", graph.PartOf, "document/d", graph.Existing)
	claim(70, "document/d", graph.Covers, "county/999901", graph.Existing)
	f.Claims[4].Locator = graph.Locator{Source: "source/codes"}
	for i := range 12 {
		id := graph.ID(fmt.Sprintf("enterprise/e%02d", i))
		f.Entities = append(f.Entities, graph.Entity{ID: id, Type: graph.Enterprise, Name: fmt.Sprintf("公司%d", i)})
		industry := graph.ID(fmt.Sprintf("industry/i%02d", i))
		f.Entities = append(f.Entities, graph.Entity{ID: industry, Type: graph.Industry, Name: fmt.Sprintf("产业%d", i)})
		if i < 11 {
			claim(1000+i, "enterprise/e00", graph.ActiveIn, industry, graph.Planned)
		}
		if i < 2 {
			claim(2000+i, "enterprise/e01", graph.ActiveIn, industry, graph.Planned)
		}
	}
	for i := range f.Claims {
		f.Claims[i].Identify()
	}
	for i := range f.Observations {
		f.Observations[i].Identify()
	}
	return f
}

// What each field says of a graph that is known to the last claim.
func TestFieldsOfAGraphMadeByHand(t *testing.T) {
	facts := byHand()
	w, err := worldOf(facts)
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		// Orders: the direction of each key, and numbers as numbers (11, 2, 0).
		`{ enterprises(first: 3, orderBy: {field: DEGREE, direction: DESC}) { nodes { id degree } } }`:                        `map[enterprises:map[nodes:[map[degree:11 id:enterprise/e00] map[degree:2 id:enterprise/e01] map[degree:0 id:enterprise/e02]]]]`,
		`{ enterprises(first: 1, orderBy: {field: DEGREE}) { nodes { id } } }`:                                                `map[enterprises:map[nodes:[map[id:enterprise/e02]]]]`,
		`{ enterprises(last: 2, orderBy: {field: DEGREE}) { nodes { id } } }`:                                                 `map[enterprises:map[nodes:[map[id:enterprise/e01] map[id:enterprise/e00]]]]`,
		`{ enterprises(first: 1, orderBy: [{field: INDUSTRIES}, {field: NAME, direction: DESC}]) { nodes { name } } }`:        `map[enterprises:map[nodes:[map[name:公司9]]]]`,
		`{ enterprises(first: 2, orderBy: [{field: DEGREE, direction: DESC}], filter: {degree: {lt: 11}}) { nodes { id } } }`: `map[enterprises:map[nodes:[map[id:enterprise/e01] map[id:enterprise/e02]]]]`,
		`{ observations(orderBy: {field: PERIOD, direction: DESC}, first: 2) { nodes { period } } }`:                          `map[observations:map[nodes:[map[period:2025] map[period:2020]]]]`,
		// Nodes of every sort.
		`{ node(id: "` + string(facts.Claims[0].ID) + `") { id ... on Claim { status predicateLabel statusLabel(lang: EN) subject { id } evidence { citation } } } }`:   `map[node:map[evidence:map[citation:《甲县规划》（甲政〔2021〕1号），甲县人民政府，2021-10，一、总则 > （一）目标，第 1–10 字] id:` + string(facts.Claims[0].ID) + ` predicateLabel:合作 status:EXISTING statusLabel:existing subject:map[id:county/999901]]]`,
		`{ node(id: "` + string(facts.Observations[0].ID) + `") { ... on Observation { period entity { id } roleLabel measureLabel(lang: EN) boundLabel } } }`:          `map[node:map[boundLabel:以上 entity:map[id:county/999901] measureLabel:flow over the period period:2025 roleLabel:目标]]`,
		`{ nodes(ids: ["university/older-v", "source/plan", "claim/0000000000000000", "indicator/spending", "observation/1", "?", "university/v"]) { __typename id } }`: `map[nodes:[map[__typename:University id:university/v] map[__typename:Source id:source/plan] <nil> map[__typename:Indicator id:indicator/spending] <nil> <nil> map[__typename:University id:university/v]]]`,
		`{ node(id: "mention/1") { id } }`: `map[node:<nil>]`,
		// Numbers in the unit of the indicator; a wording and a unit that does not compare have none.
		`{ observations { nodes { value number numberTo bound } } }`:                                                                              `map[observations:map[nodes:[map[bound:GE number:2.5 numberTo:3 value:25000] map[bound:<nil> number:<nil> numberTo:<nil> value:翻一番] map[bound:<nil> number:<nil> numberTo:<nil> value:7]]]]`,
		`{ observations(filter: {number: {eq: 2.5}}) { totalCount groupBy(keys: [INDICATOR]) { nodes { number { count min max sum mean } } } } }`: `map[observations:map[groupBy:map[nodes:[map[number:map[count:1 max:2.5 mean:2.5 min:2.5 sum:2.5]]]] totalCount:1]]`,
		// Citations: the first character is number 1; a reference has no place.
		`{ county(id: "county/999901") { wholes { edges { node { id } claims { evidence { start end citation } } } } } }`: `map[county:map[wholes:map[edges:[map[claims:[map[evidence:map[citation:《甲县规划》（甲政〔2021〕1号），甲县人民政府，2021-10，一、总则 > （一）目标，第 31–40 字 end:40 start:30]]] node:map[id:county/999902]] ` +
			`map[claims:[map[evidence:map[citation:《区划代码》 end:<nil> start:<nil>]]] node:map[id:region/999900]] map[claims:[map[evidence:map[citation:《甲县规划》（甲政〔2021〕1号），甲县人民政府，2021-10，一、总则 > （一）目标，第 41–50 字 end:50 start:40]]] node:map[id:region/area]]]]]]`,
		// Within is a region, never a county.
		`{ county(id: "county/999901") { code within { id } } other: county(id: "county/999902") { code within { id } } }`: `map[county:map[code:999901 within:map[id:region/999900]] other:map[code:<nil> within:<nil>]]`,
		// Names in a language, and the Chinese one where there is none.
		`{ universities { nodes { name en: name(lang: EN) nameEn translated names { text lang kind } } } }`: `map[universities:map[nodes:[map[en:Some University name:某大学 nameEn:Some University names:[map[kind:MAIN lang:zh text:某大学] map[kind:MAIN lang:en text:Some University] map[kind:SHORT lang:zh text:某大] map[kind:TRANSLATION lang:en text:A University]] translated:false] ` +
			`map[en:Another University name:另一大学 nameEn:Another University names:[map[kind:MAIN lang:zh text:另一大学] map[kind:TRANSLATION lang:en text:Another University]] translated:true]]]]`,
		`{ county(id: "county/999902") { name(lang: EN) nameEn typeLabel(lang: EN) kindLabel } region(id: "region/area") { kindLabel typeLabel } }`:                        `map[county:map[kindLabel:<nil> name:乙县 nameEn:<nil> typeLabel:County] region:map[kindLabel:区域 typeLabel:地区]]`,
		`{ university(id: "university/u") { names(lang: EN, kinds: [TRANSLATION]) { text } } indicator(id: "indicator/spending") { name(lang: EN) names { text kind } } }`: `map[indicator:map[name:R&D spending names:[map[kind:VARIANT text:投入]]] university:map[names:[map[text:A University]]]]`,
		`{ university(id: "university/u") { zh: names(lang: ZH) { text } en: names(lang: EN) { text } main: names(kinds: [MAIN]) { text } } }`:                             `map[university:map[en:[map[text:Some University] map[text:A University]] main:[map[text:某大学] map[text:Some University]] zh:[map[text:某大学] map[text:某大]]]]`,
		// Comparisons of some measures, roles and periods.
		`{ flow: compare(entities: ["county/999901"], measures: [FLOW], period: {from: 2020}) { rows { observations { period } } } stock: compare(entities: ["county/999901"], measures: [STOCK]) { rows { missing } } target: compare(entities: ["county/999901"], roles: [TARGET]) { rows { observations { period } } } }`: `map[flow:[map[rows:[map[observations:[map[period:2020] map[period:2025]]]]]] stock:[] target:[map[rows:[map[observations:[map[period:2025]]]]]]]`,
		// Identifiers of each scheme, and ids that were.
		`{ task(id: "task/t") { number identifiers { scheme value edition } } county(id: "county/999901") { identifiers { scheme value edition } } }`: `map[county:map[identifiers:[map[edition:2020 scheme:gbt2260 value:999901] map[edition:<nil> scheme:wikidata value:Q1]]] task:map[identifiers:[map[edition:<nil> scheme:number value:7] map[edition:<nil> scheme:wikidata value:Q7]] number:7]]`,
		`{ university(id: "university/old-v") { id formerIds } universities(filter: {id: {eq: "university/older-v"}}) { nodes { id } } }`:             `map[universities:map[nodes:[map[id:university/v]]] university:map[formerIds:[university/old-v university/older-v] id:university/v]]`,
		// An edge may be asked for its claims twice.
		`{ county(id: "county/999901") { partners { edges { statuses a: claims { status } b: claims { evidence { start } } } } } }`: `map[county:map[partners:map[edges:[map[a:[map[status:EXISTING] map[status:ENCOURAGED]] b:[map[evidence:map[start:0]] map[evidence:map[start:20]]] statuses:[EXISTING ENCOURAGED]]]]]]`,
		// What belongs to a place: tasks of its documents, parts of the region.
		`{ tasks(within: "county/999901") { nodes { id } } documents(within: "region/999900") { nodes { id } } counties(within: "region/999900") { nodes { id } } none: tasks(within: "county/999902", filter: {id: {eq: "task/none"}}) { totalCount } }`: `map[counties:map[nodes:[map[id:county/999901]]] documents:map[nodes:[map[id:document/d]]] none:map[totalCount:0] tasks:map[nodes:[map[id:task/t]]]]`,
		// A passage: what overlaps it, in reading order. A reference has no passages.
		`{ source(id: "source/plan") { claims(start: 15, end: 35) { totalCount nodes { evidence { start } } } edge: claims(start: 10, end: 20) { totalCount } observations(start: 105, end: 125) { nodes { period } } far: claims(start: -5, end: 9) { totalCount } from: claims(start: 2000) { totalCount } } codes: source(id: "source/codes") { claims { totalCount } in: claims(start: 0) { totalCount } to: claims(end: 10) { totalCount } } }`: `map[codes:map[claims:map[totalCount:1] in:map[totalCount:0] to:map[totalCount:0]] source:map[claims:map[nodes:[map[evidence:map[start:20]] map[evidence:map[start:30]]] totalCount:2] edge:map[totalCount:0] far:map[totalCount:1] from:map[totalCount:2] observations:map[nodes:[map[period:2025] map[period:2020]]]]]`,
		// Who is named: a mention counts, and says where.
		`{ source(id: "source/plan") { entities(types: [UNIVERSITY]) { totalCount edges { node { id } passages { claim { status } evidence { start } } } } } university(id: "university/v") { sources { id } passages { nodes { claim { id } observation { id } evidence { start source { id } } } } } }`: `map[source:map[entities:map[edges:[map[node:map[id:university/u] passages:[map[claim:map[status:EXISTING] evidence:map[start:0]] map[claim:map[status:ENCOURAGED] evidence:map[start:20]]]] map[node:map[id:university/v] passages:[map[claim:<nil> evidence:map[start:400]]]]] totalCount:2]] university:map[passages:map[nodes:[map[claim:<nil> evidence:map[source:map[id:source/plan] start:400] observation:<nil>]]] sources:[map[id:source/plan]]]]`,
		`{ county(id: "county/999901") { passages(sources: ["source/codes"]) { totalCount } all: passages(first: 1) { totalCount } } }`:                                                                                                                                                                   `map[county:map[all:map[totalCount:9] passages:map[totalCount:1]]]`,
		`{ county(id: "county/999901") { observations { nodes { evidence { context note } } groupBy(keys: [ROLE]) { nodes { count keys { value label } } } } } }`:                                                                                                                                         `map[county:map[observations:map[groupBy:map[nodes:[map[count:2 keys:[map[label:实际 value:ACTUAL]]] map[count:1 keys:[map[label:目标 value:TARGET]]]]] nodes:[map[evidence:map[context:false note:<nil>]] map[evidence:map[context:true note:表头]] map[evidence:map[context:false note:<nil>]]]]]]`,
		`{ source(id: "source/plan") { claims(end: 35) { groupBy(keys: [STATUS]) { nodes { count keys { label } } } } } }`:                                                                                                                                                                                `map[source:map[claims:map[groupBy:map[nodes:[map[count:2 keys:[map[label:已有]]] map[count:1 keys:[map[label:鼓励]]]]]]]]`,
		`{ stats { claims observations mentions sources indicators } }`: fmt.Sprintf(`map[stats:map[claims:%d indicators:1 mentions:1 observations:3 sources:2]]`, len(facts.Claims)),
	} {
		if diff := cmp.Diff(want, fmt.Sprint(answer(t, w.schema, query, nil))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

// The ontology tells of each closed list what the enums have.
func TestOntologyTellsTheClosedLists(t *testing.T) {
	data := answer(t, fromSeeds(t).schema, `{ ontology { types { name } predicates { name } fields { name field on targets derived label labelEn } kinds { name } levels { name } statuses { name label labelEn } bases { name } nameKinds { name } schemes { name term }
		observationRoles { name } measures { name } bounds { name } }
		status: __type(name: "Status") { enumValues { name } } basis: __type(name: "Basis") { enumValues { name } } kind: __type(name: "Kind") { enumValues { name } } level: __type(name: "Level") { enumValues { name } }
		role: __type(name: "ObservationRole") { enumValues { name } } measure: __type(name: "Measure") { enumValues { name } } bound: __type(name: "Bound") { enumValues { name } } }`, nil)
	set := func(list []string) map[string]bool {
		m := map[string]bool{}
		for _, x := range list {
			m[x] = true
		}
		return m
	}
	for list, enum := range map[string]string{"statuses": "status", "bases": "basis", "kinds": "kind", "levels": "level", "observationRoles": "role", "measures": "measure", "bounds": "bound"} {
		if diff := cmp.Diff(set(pluck(t, dig(t, data, enum+".enumValues"), "name")), set(pluck(t, dig(t, data, "ontology."+list), "name"))); diff != "" {
			t.Errorf("%s (-enum +ontology):\n%s", list, diff)
		}
	}
	if len(dig(t, data, "ontology.fields").([]any)) != len(graph.Ontology.Fields) {
		t.Error("relation fields are missing")
	}
	for _, f := range dig(t, data, "ontology.fields").([]any) {
		if strings.ToUpper(dig(t, f, "field").(string)) != strings.ReplaceAll(dig(t, f, "name").(string), "_", "") || len(dig(t, f, "on").([]any)) == 0 || dig(t, f, "label") == "" {
			t.Errorf("field %v", f)
		}
	}
}
