package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/web"
)

// What is not there is a 404 with a search; what an address says wrongly is a
// 400 that names the parameter.
func TestBadAddresses(t *testing.T) {
	x := explorer(t)
	for _, c := range []struct {
		address string
		status  int
		says    string
	}{
		{"/nope", 404, ""}, {"/county/1", 404, ""}, {"/nothing/x", 404, ""}, {"/county/330324/x", 404, ""}, {"/university/330324", 404, ""},
		{"/claim/0000000000000000", 404, ""}, {"/claim/x", 404, ""}, {"/observation/0000000000000000", 404, ""}, {"/source/none", 404, ""}, {"/county/" + strings.Repeat("x", 3000), 404, ""},
		{"/relations?e=university/none&field=partners", 404, ""},
		{"/relations?e=county/330324&field=leaders", 400, "field = leaders"}, {"/relations?e=county/330324", 400, "field"}, {"/relations?field=partners", 400, "e"},
		{"/relations?e=county/330324&field=partners&after=x", 400, "cursor"},
		{"/search?q=" + strings.Repeat("字", 201), 400, "q"}, {"/search?type=village", 400, "type = village"}, {"/search?q=x&after=a&before=b", 400, "before"},
		{"/claims", 400, "c"}, {"/claims?c=a%20b", 400, "c = a b"}, {"/claims?" + strings.Repeat("c=0&", 101), 400, "c"},
		{"/source/jinyun-2023?part=words", 400, "part = words"}, {"/source/jinyun-2023?start=x", 400, "start = x"},
		{"/compare?e=university/zhejiang-university", 400, "e = university/zhejiang-university"}, {"/compare?e=county/none", 400, "county/none"},
		{"/compare?e=county/1&e=county/2&e=county/3&e=county/4&e=county/5&e=county/6&e=county/7", 400, "e"}, {"/compare?e=county/330324&i=indicator/none", 400, "indicator/none"},
		{"/passages", 400, "e"}, {"/passages?e=county/none", 404, ""}, {"/pairs?sharing=names", 400, "sharing = names"}, {"/pairs?within=county/none", 400, "county/none"},
		{"/matrix?rows=village", 400, "rows = village"}, {"/matrix?first=0", 400, "first = 0"}, {"/matrix?sort=colour", 400, "sort = colour"}, {"/matrix?status=done", 400, "status = done"}, {"/matrix?rows=task&columns=university&row=x", 400, "row = x"},
		{"/paths?from=county/none&to=county/330324", 400, "county/none"}, {"/paths?length=9", 400, "length = 9"},
		{"/neighbourhood?e=x", 400, "e = x"}, {"/neighbourhood?e=county/330324&depth=5", 400, "depth = 5"}, {"/neighbourhood?e=county/330324&max=1000000", 400, "max = 1000000"}, {"/neighbourhood?e=county/none", 400, "county/none"},
		{"/conflicts?after=%00", 400, "cursor"},
	} {
		for _, lang := range []string{"zh", "en"} {
			d := openAs(t, x, inLanguage(c.address, lang), c.status)
			if said := d.main(); !strings.Contains(said, c.says) {
				t.Errorf("%s does not say %q:\n%s", c.address, c.says, said)
			}
			search := false
			d.each("form", func(n *html.Node) { search = search || attr(n, "action") == "/search" })
			if !search {
				t.Errorf("%s has no search to go on from", c.address)
			}
		}
	}
}

// What the schema refuses is told in the page's language, with its own sentence behind.
func TestRefusalsOfTheSchema(t *testing.T) {
	s, err := schemaWithin(awkward(), nil, executor.Limits{Nodes: 20})
	if err != nil {
		t.Fatal(err)
	}
	narrow := explorerOf(s)
	for _, c := range []struct {
		x               *web.Explorer
		address, zh, en string
		detail          string
	}{
		{explorer(t), "/search?after=x", "有的值查询接口不接受", "A value was not accepted", "after is no cursor of this list"},
		{explorer(t), "/paths?from=county/none&to=county/330324", "有的值查询接口不接受", "A value was not accepted", `no entity has the id "county/none"`},
		{narrow, "/search", "要查的太多，请缩小范围", "ask for less", "at most 20 are allowed"},
	} {
		for lang, says := range map[string]string{"zh": c.zh, "en": c.en} {
			if said := openAs(t, c.x, inLanguage(c.address, lang), http.StatusBadRequest).main(); !strings.Contains(said, says) || !strings.Contains(said, c.detail) {
				t.Errorf("%s in %s does not say %q and %q:\n%s", c.address, lang, says, c.detail, said)
			}
		}
	}
}

// Page numbers behind the last show the last page.
func TestPagesBehindTheLast(t *testing.T) {
	open(t, explorer(t), "/neighbourhood?e=county/330324&p=1000")
	open(t, explorer(t), "/compare?e=county/330324&p=999")
}

const (
	aSource = graph.ID("source/x")
	wild    = `<script>alert("1")</script>'&`
)

// awkward is a graph whose every text would break a page that does not escape it.
func awkward() *graph.Facts {
	long := strings.Repeat("长", 200)
	at := graph.Locator{Source: aSource, Section: wild, Start: 3, End: 9}
	return &graph.Facts{
		Sources:  []graph.Source{{ID: aSource, Kind: "plan", Title: wild, Issuer: wild, Number: wild, Issued: "2021", Region: "county/999901", Runes: 100, SHA256: strings.Repeat("0", 64), Note: wild}},
		Entities: []graph.Entity{{ID: "county/999901", Type: graph.County, Name: wild, NameEn: wild}, {ID: "county/999902", Type: graph.County, Name: long}, {ID: "university/x", Type: graph.University, Name: long, NameEn: strings.Repeat("long ", 40)}, {ID: "university/alone", Type: graph.University, Name: "独"}},
		Names:    []graph.Name{{Entity: "county/999901", Text: `"><b>`, Lang: "zh", Kind: graph.Alias}},
		Claims: []graph.Claim{
			{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Planned, Locator: at, Note: wild},
			{Subject: "county/999902", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Existing, Locator: graph.Locator{Source: aSource, Start: 20, End: 30}},
		},
		Indicators:   []graph.Indicator{{ID: "indicator/x", Name: wild, NameEn: wild, Unit: "%", Definition: wild}},
		Observations: []graph.Observation{{Entity: "county/999901", Indicator: "indicator/x", Period: "2025", Role: "target", Measure: "share", Value: "3", Unit: "%", Locator: at, Note: wild}},
	}
}

type quoter struct{}

func (quoter) Quote(graph.Locator) string { return wild }
func (quoter) Has(graph.ID) bool          { return true }
func (quoter) Parts(s *graph.Source) []graph.Locator {
	return []graph.Locator{{Source: s.ID, Section: wild, End: 100}}
}
func (quoter) Part(_ *graph.Source, start, end int) string {
	return strings.Repeat(wild, 4)[start:end] // wild is ASCII
}

// Whatever names, notes and passages hold, they are text on every page.
func TestEverythingIsEscaped(t *testing.T) {
	x := explorerOver(t, awkward(), quoter{})
	queue, seen := []string{"/", "/compare?e=county/999901&e=county/999902", "/source/x?part=figures", "/paths?from=county/999901&to=county/999902", "/search?q=" + url.QueryEscape(wild), "/nope?q=" + url.QueryEscape(wild), "/matrix?status=" + url.QueryEscape(wild)}, map[string]bool{}
	for at := 0; at < len(queue); at++ {
		w := get(x, queue[at])
		if w.Code >= 500 {
			t.Fatalf("%s: %d", queue[at], w.Code)
		}
		d := parse(t, w.Body.String())
		d.check(t, queue[at])
		d.each("", func(n *html.Node) {
			if n.Data == "script" && attr(n, "type") != "application/ld+json" || n.Data == "b" && text(n) == "" {
				t.Errorf("%s holds an element out of a text", queue[at])
			}
		})
		for _, link := range d.links() {
			if !seen[link] && len(queue) < 150 {
				seen[link] = true
				queue = append(queue, link)
			}
		}
	}
	if said := open(t, x, "/county/999901").main(); !strings.Contains(said, wild) {
		t.Errorf("the name is not said:\n%s", said)
	}
	claim := ""
	open(t, x, "/county/999901").each("a", func(n *html.Node) {
		if strings.HasPrefix(attr(n, "href"), "/claim/") {
			claim = attr(n, "href")
		}
	})
	if d := open(t, x, claim); !strings.Contains(d.body, "<blockquote") {
		t.Error("the passage is not quoted though its text is at hand")
	}
}

// A graph of nothing has its pages all the same.
func TestEmptyGraph(t *testing.T) {
	x := explorerOver(t, &graph.Facts{}, nil)
	for _, address := range []string{"/", "/search", "/search?q=x", "/compare", "/pairs", "/matrix", "/paths", "/neighbourhood", "/conflicts", "/coverage", "/data", "/about"} {
		for _, lang := range []string{"zh", "en"} {
			open(t, x, inLanguage(address, lang))
		}
	}
	openAs(t, x, "/county/330324", http.StatusNotFound)
}

func TestEntityWithoutRelations(t *testing.T) {
	x := explorerOver(t, awkward(), nil)
	if said := open(t, x, "/university/alone").main(); !strings.Contains(said, "没有记录到关系") {
		t.Errorf("%s", said)
	}
}

// What many counties lead to is shown a page at a time, and no county is missed.
func TestHubIsPaged(t *testing.T) {
	const many = 800
	facts := &graph.Facts{
		Sources:  []graph.Source{{ID: aSource, Kind: "plan", Title: "规划", Runes: 100000, SHA256: strings.Repeat("0", 64)}},
		Entities: []graph.Entity{{ID: "university/hub", Type: graph.University, Name: "枢纽"}},
	}
	for i := range many {
		id := graph.ID(fmt.Sprintf("county/%06d", 100000+i))
		facts.Entities = append(facts.Entities, graph.Entity{ID: id, Type: graph.County, Name: fmt.Sprintf("县%d", i)})
		facts.Claims = append(facts.Claims, graph.Claim{Subject: id, Predicate: graph.PartnersWith, Object: "university/hub", Status: graph.Existing, Locator: graph.Locator{Source: aSource, Start: 10 * i, End: 10*i + 5}})
	}
	x := explorerOver(t, facts, nil)
	if page := open(t, x, "/university/hub"); len(page.body) > 60_000 || !strings.Contains(page.main(), "全部 800 个") {
		t.Errorf("the hub's page has %d bytes", len(page.body))
	}
	seen, address := map[string]bool{}, "/relations?e=university/hub&field=counties"
	for pages := 0; address != ""; pages++ {
		if pages > many/100 {
			t.Fatal("the pages never end")
		}
		d := open(t, x, address)
		address = ""
		for _, link := range d.links() {
			if strings.HasPrefix(link, "/county/") {
				seen[link] = true
			}
		}
		d.each("a", func(n *html.Node) {
			if attr(n, "rel") == "next" {
				address = attr(n, "href")
			}
		})
	}
	if len(seen) != many {
		t.Errorf("%d of %d counties were on a page", len(seen), many)
	}
	if d := openAs(t, x, "/pairs", http.StatusBadRequest); !strings.Contains(d.main(), "800 entities of type COUNTY") || !strings.Contains(d.body, `name="within"`) {
		t.Errorf("too many to pair:\n%s", d.main())
	}
	for _, address := range []string{"/", "/compare", "/matrix", "/neighbourhood?e=university/hub&max=400", "/source/x", "/coverage"} {
		open(t, x, address)
	}
}
