package web_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/web"
)

// cited reads the citations of a page: text, GB/T 7714, BibTeX, CSL-JSON.
func cited(t *testing.T, d *document) []string {
	var list []string
	d.each("details", func(n *html.Node) {
		if attr(n, "class") != "cite" {
			return
		}
		for c := range n.Descendants() {
			if c.Type == html.ElementNode && c.Data == "dd" {
				list = append(list, text(c))
			}
		}
	})
	if len(list) != 4 {
		t.Fatalf("%d citations: %q", len(list), list)
	}
	return list
}

func TestCitations(t *testing.T) {
	x := explorer(t)
	edition := seedSchema(t).Graph().Origin()[:12]
	for _, c := range []struct {
		address string
		want    []string
		csl     string
	}{
		{"/source/jinyun-2023", []string{
			"缙云县人民政府办公室，《缙云县“139”科技创新体系建设工程实施方案（2023—2027年）》（缙政办发〔2023〕25号），2023-06-05。",
			"缙云县人民政府办公室. 缙云县“139”科技创新体系建设工程实施方案（2023—2027年）: 缙政办发〔2023〕25号[Z]. 2023-06-05.",
			"@misc{source-jinyun-2023, title = {{缙云县“139”科技创新体系建设工程实施方案（2023—2027年）}}, author = {{缙云县人民政府办公室}}, number = {{缙政办发〔2023〕25号}}, year = {{2023}}, }",
		}, "document"},
		{"/county/330324", []string{
			"innograph：“永嘉县”，数据版本 " + edition + "，https://innograph.github.io/id/county/330324，2026-03-01 访问。",
			"innograph. 永嘉县[DB/OL]. 数据版本 " + edition + ". [2026-03-01]. https://innograph.github.io/id/county/330324.",
			"@misc{county-330324, title = {{永嘉县}}, author = {{innograph}}, version = {{" + edition + "}}, url = {https://innograph.github.io/id/county/330324}, urldate = {2026-03-01}, }",
		}, "dataset"},
		{"/" + aClaim, []string{"innograph：“永嘉县 — 重点发展 — 5G”，《永嘉县科技发展“十四五”规划》", "引自: 《永嘉县科技发展“十四五”规划》", "note = {{《永嘉县"}, "dataset"},
	} {
		got := cited(t, open(t, x, c.address))
		for i, want := range c.want {
			if !strings.Contains(got[i], want) {
				t.Errorf("%s is cited as\n%s\nwant\n%s", c.address, got[i], want)
			}
		}
		var items []struct {
			ID, Type, Title string
			Author          []struct{ Literal string }
		}
		if err := json.Unmarshal([]byte(got[3]), &items); err != nil || len(items) != 1 || items[0].Type != c.csl || items[0].Title == "" || items[0].Author[0].Literal == "" {
			t.Errorf("%s as CSL-JSON: %v %s", c.address, err, got[3])
		}
	}
	if english := cited(t, open(t, x, "/county/330324?lang=en"))[0]; english != "innograph, “Yongjia County”. Version "+edition+" of the data. https://innograph.github.io/id/county/330324, accessed 2026-03-01." {
		t.Errorf("in English: %s", english)
	}
}

// Statuses never look alike: each has a word and a class of its own, and what is
// only planned is nowhere marked as existing.
func TestStatusesAreToldApart(t *testing.T) {
	facts := awkward()
	x := explorerOver(t, facts, nil)
	edges := map[string]string{}
	open(t, x, "/university/x").each("li", func(n *html.Node) {
		if class := attr(n, "class"); strings.HasPrefix(class, "edge ") {
			for c := range n.Descendants() {
				if strings.HasPrefix(attr(c, "class"), "chip") {
					edges[class] += attr(c, "class") + "=" + text(c) + ";"
				}
			}
		}
	})
	// The university has each county twice: as a partner, and as a partner county.
	want := map[string]string{"edge planned": "chip planned=规划;chip planned=规划;", "edge existing": "chip existing=已有;chip existing=已有;"}
	for class, chips := range want {
		if edges[class] != chips {
			t.Errorf("%s: %q, want %q", class, edges[class], chips)
		}
	}
}

// A derived relation says how it follows and leads to the claims it follows from.
func TestDerivedRelationsShowTheirClaims(t *testing.T) {
	x := explorer(t)
	link := ""
	open(t, x, "/county/330324").each("li", func(n *html.Node) {
		if said := text(n); strings.HasPrefix(said, "浙江省 ") && strings.Contains(said, "推得: 经由下属") {
			for c := range n.Descendants() {
				if attr(c, "class") == "proof" {
					link = attr(c, "href")
				}
			}
		}
	})
	if !strings.HasPrefix(link, "/claims?") {
		t.Fatalf("no claims behind the derived relation: %q", link)
	}
	if said := open(t, x, link).main(); !strings.Contains(said, "陈述与出处 2") || !strings.Contains(said, "杭州市 属于 浙江省") || !strings.Contains(said, "永嘉县 合作 杭州市") {
		t.Errorf("the claims behind it:\n%s", said)
	}
}

// An id that was merged into another leads to it.
func TestFormerIDsMove(t *testing.T) {
	facts := awkward()
	facts.Redirects = []graph.Redirect{{From: "university/old", To: "university/x"}, {From: "county/999999", To: "county/999901"}}
	x := explorerOver(t, facts, nil)
	for from, to := range map[string]string{"/university/old": "/university/x", "/county/999999?lang=en": "/county/999901?lang=en"} {
		if w := get(x, from); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != to {
			t.Errorf("%s: %d to %q, want %q", from, w.Code, w.Header().Get("Location"), to)
		}
	}
}

// A page with an entry in the manifest loads its script under a policy that
// takes scripts of ours; no other page does.
func TestScriptsComeFromTheManifest(t *testing.T) {
	s := seedSchema(t)
	x := web.NewExplorer(web.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Bundles: map[string]web.Bundle{"neighbourhood": {Script: "canvas-1.js", Styles: []string{"canvas-2.css"}}}})
	w := get(x, "/neighbourhood?e=county/330324")
	if body := w.Body.String(); !strings.Contains(body, `<script type="module" src="/bundles/canvas-1.js"></script>`) || !strings.Contains(body, `href="/bundles/canvas-2.css"`) {
		t.Error("the page does not load its bundle")
	}
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy: %s", policy)
	}
	if again := get(x, "/neighbourhood?e=county/330324", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified || again.Header().Get("Content-Security-Policy") != w.Header().Get("Content-Security-Policy") {
		t.Errorf("unchanged: %d, policy: %s", again.Code, again.Header().Get("Content-Security-Policy"))
	}
	if other := get(x, "/matrix"); strings.Contains(other.Body.String(), "<script") || other.Header().Get("Content-Security-Policy") != "" {
		t.Error("another page may run scripts")
	}
}

// used is a meter of a client that has used up its allowance.
type used struct{}

func (used) Charge(int) executor.Allowance { return executor.Allowance{Wait: 90 * time.Second / 60} }

// Pages count like all other requests.
func TestPagesAreMetered(t *testing.T) {
	s := seedSchema(t)
	x := web.NewExplorer(web.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Meter: func(*http.Request) executor.Meter { return used{} }})
	if w := get(x, "/matrix"); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "2" {
		t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
}
