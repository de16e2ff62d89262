package web_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
	"github.com/innograph/innograph/web"
)

// today is the day of access in citations.
var today = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func schemaOver(facts *graph.Facts, quoter schema.Quoter) (*schema.Schema, error) {
	return schemaWithin(facts, quoter, executor.Limits{})
}

func schemaWithin(facts *graph.Facts, quoter schema.Quoter, limits executor.Limits) (*schema.Schema, error) {
	for i := range facts.Claims {
		facts.Claims[i].Identify()
	}
	for i := range facts.Observations {
		facts.Observations[i].Identify()
	}
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		return nil, err
	}
	return schemaOf(g, quoter, limits)
}

func schemaOf(g *graph.Graph, quoter schema.Quoter, limits executor.Limits) (*schema.Schema, error) {
	index, err := search.New(context.Background(), g)
	if err != nil {
		return nil, err
	}
	return schema.New(schema.Config{Graph: g, Finder: index, Quoter: quoter, Limits: limits})
}

// seeded is the schema over the seeds, once it is made.
var seeded struct {
	sync.Once
	schema *schema.Schema
}

func seedSchema(t testing.TB) *schema.Schema {
	t.Helper()
	seeded.Do(func() {
		g, _ := worlds.Seeds(t)
		s, err := schemaOf(g, nil, executor.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		seeded.schema = s
	})
	return seeded.schema
}

func explorerOf(s *schema.Schema) *web.Explorer {
	return web.NewExplorer(web.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Site: "http://example.com", Version: "9.9.9", Now: func() time.Time { return today }, Formats: []web.Format{{Name: "form", Label: web.Words{Zh: "某种格式", En: "a form"}, Comment: web.Words{Zh: "某种工具", En: "a tool"}}}})
}

// explorer shows the seeds.
func explorer(t testing.TB) *web.Explorer { return explorerOf(seedSchema(t)) }

// explorerOver shows facts of a test.
func explorerOver(t testing.TB, facts *graph.Facts, quoter schema.Quoter) *web.Explorer {
	t.Helper()
	s, err := schemaOver(facts, quoter)
	if err != nil {
		t.Fatal(err)
	}
	return explorerOf(s)
}

func get(h http.Handler, address string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// document is a page as a browser reads it.
type document struct {
	root *html.Node
	body string
}

// open gets a page that must be there and be sound.
func open(t testing.TB, h http.Handler, address string) *document {
	t.Helper()
	return openAs(t, h, address, http.StatusOK)
}

func openAs(t testing.TB, h http.Handler, address string, status int) *document {
	t.Helper()
	w := get(h, address)
	if w.Code != status {
		t.Fatalf("%s: status %d, want %d\n%.2000s", address, w.Code, status, w.Body)
	}
	d := parse(t, w.Body.String())
	d.check(t, address)
	return d
}

func parse(t testing.TB, body string) *document {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return &document{root, body}
}

// each goes over the elements of a name; "" stands for any.
func (d *document) each(name string, do func(n *html.Node)) {
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			do(n)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// text is what an element says, white space as one space.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// main is what the page says between header and footer.
func (d *document) main() string {
	said := ""
	d.each("main", func(n *html.Node) { said = text(n) })
	return said
}

// served are addresses that pages link to and the server answers, not the explorer.
var served = []string{"/schema.graphql", "/CITATION.cff", "/.well-known/void"}

// links are the addresses of a page that the explorer serves, all but those of /graphql, /graphiql and /export.
func (d *document) links() []string {
	var list []string
	d.each("a", func(n *html.Node) {
		u, err := url.Parse(attr(n, "href"))
		if err != nil || u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/graph") || strings.HasPrefix(u.Path, "/export/") || slices.Contains(served, u.Path) {
			return
		}
		u.Fragment = ""
		list = append(list, u.String())
	})
	return list
}

// check holds a page against what every page must be: a language, one heading
// of the first level and none that skips a level, ids that are there once,
// labels for what is filled in, texts for links, nothing from elsewhere and
// nothing that the policy forbids.
func (d *document) check(t testing.TB, address string) {
	t.Helper()
	bad := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s: "+format, append([]any{address}, args...)...)
	}
	ids, labelled := map[string]bool{}, map[string]bool{}
	level, firsts, mains := 0, 0, 0
	d.each("", func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				bad("id %q is there twice", id)
			}
			ids[id] = true
		}
		if n.Data == "label" {
			labelled[attr(n, "for")] = true
		}
	})
	d.each("", func(n *html.Node) {
		switch n.Data {
		case "html":
			if l := attr(n, "lang"); l != "zh" && l != "en" {
				bad("language %q", l)
			}
		case "main":
			mains++
		case "h1", "h2", "h3", "h4":
			now := int(n.Data[1] - '0')
			if now == 1 {
				firsts++
			}
			if now > level+1 {
				bad("heading %q skips a level", text(n))
			}
			if level = now; text(n) == "" {
				bad("an empty heading")
			}
		case "input", "select", "textarea":
			if kind := attr(n, "type"); kind != "hidden" && !labelled[attr(n, "id")] && n.Parent.Data != "label" {
				bad("%s %q has no label", n.Data, attr(n, "name"))
			}
		case "a":
			if text(n) == "" || attr(n, "href") == "" {
				bad("a link without a text or an address: %q %q", attr(n, "href"), text(n))
			}
		case "script":
			// A data block is no script: it is not run, and the policy has nothing to say about it.
			if attr(n, "type") == "application/ld+json" {
				if !json.Valid([]byte(text(n))) {
					bad("a data block that is no JSON: %s", text(n))
				}
			} else if attr(n, "src") == "" {
				bad("a script in the page")
			}
		case "style", "iframe", "img":
			bad("element %s", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				bad("attribute %s", a.Key)
			}
			for _, id := range strings.Fields(a.Val) {
				if (a.Key == "aria-labelledby" || a.Key == "aria-describedby") && !ids[id] {
					bad("%s names %q, which is not there", a.Key, id)
				}
			}
			if (a.Key == "src" || a.Key == "href" && n.Data == "link") && !strings.HasPrefix(a.Val, "/") {
				bad("loads %q", a.Val)
			}
		}
	})
	if firsts != 1 || mains != 1 {
		bad("%d headings of the first level, %d main elements", firsts, mains)
	}
	for _, wrong := range []string{"%!", "<no value>", "ZgotmplZ", "map["} {
		if strings.Contains(d.body, wrong) {
			bad("the page says %q", wrong)
		}
	}
	if size := len(d.body); size > 200_000 {
		bad("%d bytes", size)
	}
}
