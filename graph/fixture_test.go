package graph

import (
	"context"
	"testing"
)

// fixture is the graph that the tests of this package read. Counties are 甲 and
// 乙, both in city 丙; the town is in 甲.
//
//	university u ◄─partOf── institute part ──partnersWith(existing)── county 甲
//	university u ──builds(planned)──► platform lab ──locatedIn(existing)──► park ──locatedIn(existing)──► town ──partOf──► 甲
//	institute  i ──partnersWith(encouraged, twice)── 乙
//	enterprise e ──undertakes(planned)──► project ──locatedIn(existing)──► town
//	enterprise f ──locatedIn(existing)──► 乙 ;  f leads pumps, pumps partOf machines
//	甲, 乙 partOf city
func fixture() *Facts {
	f := &Facts{
		Sources: []Source{
			{ID: "source/one", Kind: "plan", Title: "一号规划", Issuer: "甲县科技局", Number: "甲科〔2021〕1号", Issued: "2021-10", PeriodStart: "2021", PeriodEnd: "2025", Region: "county/999901", SHA256: "00", Runes: 1000, Note: "n"},
			{ID: "source/two", Kind: "reference", Title: "区划代码"},
		},
		Entities: []Entity{
			{ID: "county/999901", Type: County, Name: "甲县", NameEn: "Jia County"}, {ID: "county/999902", Type: County, Name: "乙县"},
			{ID: "region/999900", Type: Region, Kind: "city", Name: "丙市"}, {ID: "region/999901-town", Type: Region, Kind: "township", Name: "丁镇"},
			{ID: "university/u", Type: University, Name: "某大学"}, {ID: "institute/part", Type: ResearchInstitute, Name: "某大学某所"}, {ID: "institute/i", Type: ResearchInstitute, Name: "某院"},
			{ID: "platform/lab", Type: Platform, Kind: "laboratory", Level: "provincial", Name: "某实验室"}, {ID: "platform/park", Type: Platform, Kind: "park", Name: "某园"},
			{ID: "enterprise/e", Type: Enterprise, Name: "某公司"}, {ID: "enterprise/f", Type: Enterprise, Name: "另一公司"}, {ID: "project/p", Type: Project, Name: "某项目"},
			{ID: "industry/pumps", Type: Industry, Name: "泵"}, {ID: "industry/machines", Type: Industry, Name: "机械"},
		},
		Names: []Name{
			{"university/u", "某大", "zh", Short}, {"university/u", "Some University", "en", Translation}, {"university/u", "某木大学", "zh", OCRSlip}, {"university/u", "旧大学", "zh", Former},
			{"indicator/firms", "公司数", "zh", Variant},
		},
		Identifiers: []Identifier{{"county/999901", "gbt2260", "999901", "2020"}},
		Indicators:  []Indicator{{ID: "indicator/firms", Name: "企业数", NameEn: "Firms", Unit: "家", Better: "higher", Definition: "d"}},
		Mentions:    []Mention{{"industry/machines", at(5, 9)}},
		Omissions:   []Omission{{at(900, 905), "口号"}},
		Redirects:   []Redirect{{"university/old-u", "university/u", "合并"}},
		Claims: []Claim{
			said(10, "institute/part", PartOf, "university/u", Existing), said(20, "county/999901", PartnersWith, "institute/part", Existing),
			said(30, "university/u", Builds, "platform/lab", Planned), said(40, "platform/lab", LocatedIn, "platform/park", Existing), said(50, "platform/park", LocatedIn, "region/999901-town", Existing),
			said(60, "region/999901-town", PartOf, "county/999901", Existing), said(70, "county/999902", PartnersWith, "institute/i", Encouraged), said(80, "county/999902", PartnersWith, "institute/i", Encouraged),
			said(90, "enterprise/e", Undertakes, "project/p", Planned), said(100, "project/p", LocatedIn, "region/999901-town", Existing), said(110, "enterprise/f", LocatedIn, "county/999902", Existing),
			said(120, "enterprise/f", Leads, "industry/pumps", Existing), said(130, "industry/pumps", PartOf, "industry/machines", Existing),
			said(140, "county/999901", PartOf, "region/999900", Existing), said(150, "county/999902", PartOf, "region/999900", Existing),
		},
		Observations: []Observation{
			{Entity: "county/999901", Indicator: "indicator/firms", Period: "2025", Role: "target", Measure: "stock", Bound: "ge", Value: "2.50", ValueTo: "3", Unit: "家", Locator: at(200, 210), Context: true, Note: "表头"},
			{Entity: "county/999901", Of: "industry/pumps", Indicator: "indicator/firms", Period: "2021/2025", Role: "actual", Measure: "flow", Value: "破零", Locator: at(210, 220)},
		},
	}
	f.Claims[2].Role, f.Claims[2].Note = "hosts", "注"
	for i := range f.Claims {
		f.Claims[i].Identify()
	}
	for i := range f.Observations {
		f.Observations[i].Identify()
	}
	return f
}

func at(start, end int) Locator {
	return Locator{Source: "source/one", Section: "一、总则 > （一）目标", Start: start, End: end, Digest: "0123456789abcdef"}
}

func said(start int, s ID, p Predicate, o ID, status Status) Claim {
	return Claim{Subject: s, Predicate: p, Object: o, Status: status, Locator: at(start, start+8)}
}

func build(t testing.TB, facts *Facts) *Graph {
	t.Helper()
	g, err := Build(context.Background(), facts, DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// filled reads the claims behind every edge of rows.
func filled(t testing.TB, g *Graph, rows [][]Edge, err error) [][]Edge {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if err := g.FillClaims(context.Background(), EdgesOf(rows...)); err != nil {
		t.Fatal(err)
	}
	return rows
}
