// Package hostile has a small graph whose texts are what breaks readers. Tests of public forms use it.
package hostile

import (
	"strings"

	"github.com/innograph/innograph/graph"
)

// Names are names that a package may hold and that have broken readers: marks of CSV, XML,
// JSON, Turtle and spreadsheets, characters beyond the first 65,536, and several that look like one.
var Names = []string{
	`引号"双"与'单'`, `<b>&amp;</b>]]>`, "=1+1", "+86", "-SUM(A1)", "@cmd", "😀机器人🦾", "𠮷林𪚥", `反斜\杠\n\u0041`, "逗号,分号;竖|", "{{x}} ${y} %s", "null", "00123", "1e5", "TRUE",
	"a\u0301é", "\u202e倒写\u202c", "zero\u200bwidth", "--> <!--", "数\u2028行\u2029段",
	strings.Repeat("长", 200),
}

// Texts are what no package may hold in a cell, and a graph from elsewhere may.
var Texts = []string{"制表\t符", "两\n行", "回\r\n车", "铃\x07声\x1b", "\x7f", " 空格 ", "\ufeffBOM"}

// Long is a text of a megabyte.
var Long = strings.Repeat("创新<&\"", 1<<17)

// Facts are a county and enterprises with these names, which work in an industry; each says so twice. One was
// renamed twice. With texts, notes and names hold those too.
func Facts(texts bool) *graph.Facts {
	f := &graph.Facts{
		Sources: []graph.Source{{ID: "source/hostile", Kind: "plan", Title: `计划<"一">`, SHA256: strings.Repeat("0", 64), Runes: 100_000, Region: "county/330324", Note: "=HYPERLINK(\"x\")"}},
		Entities: []graph.Entity{
			{ID: "county/330324", Type: graph.County, Name: "永嘉县", NameEn: `Yongjia "County"`},
			{ID: "industry/valves", Type: graph.Industry, Name: "泵阀"},
		},
		Indicators: []graph.Indicator{{ID: "indicator/x", Name: "研发<投入>", NameEn: "R&D", Unit: "%", Definition: "a, \"b\""}},
	}
	names := Names
	if texts {
		names = append(append([]string{}, Names...), Texts...)
	}
	at := 0
	place := func() graph.Locator {
		at += 10
		return graph.Locator{Source: "source/hostile", Section: `一、"总" > <二>`, Start: at, End: at + 8, Digest: "0123456789abcdef"}
	}
	f.Redirects = []graph.Redirect{
		{From: "enterprise/twice-renamed", To: "enterprise/renamed", Reason: `更名 "一"`}, {From: "enterprise/renamed", To: "enterprise/330324-aa", Reason: "更名,二"},
	}
	f.Mentions = []graph.Mention{{Entity: "county/330324", Locator: place()}}
	for i, name := range names {
		id := graph.ID("enterprise/330324-" + string(rune('a'+i/26)) + string(rune('a'+i%26)))
		f.Entities = append(f.Entities, graph.Entity{ID: id, Type: graph.Enterprise, Name: name})
		f.Names = append(f.Names, graph.Name{Entity: id, Text: "别" + name, Lang: "zh", Kind: graph.Alias}, graph.Name{Entity: id, Text: "other " + name, Lang: "en", Kind: graph.Variant})
		for _, status := range []graph.Status{graph.Planned, graph.Existing} {
			c := graph.Claim{Subject: id, Predicate: "activeIn", Object: "industry/valves", Status: status, Locator: place(), Context: true, Note: "注：" + name}
			c.Identify()
			f.Claims = append(f.Claims, c)
		}
		o := graph.Observation{Entity: "county/330324", Of: id, Indicator: "indicator/x", Period: "2025", Role: "target", Measure: "stock", Bound: "ge", Value: "2.50", Unit: "%", Locator: place(), Note: name, Context: true}
		o.Identify()
		f.Observations = append(f.Observations, o)
	}
	if texts {
		f.Claims[0].Note = Long
	}
	return f
}
