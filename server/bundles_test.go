package server_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/innograph/innograph/schema"
)

// built is a folder of bundles as the front end's build leaves it.
func built() fstest.MapFS {
	return fstest.MapFS{
		"manifest.json":     {Data: []byte(`{"graphiql": {"script": "graphiql-1.js", "styles": ["graphiql-2.css"]}}`)},
		"graphiql-1.js":     {Data: []byte("plain script")},
		"graphiql-1.js.gz":  {Data: []byte("compressed script")},
		"graphiql-2.css":    {Data: []byte("body {}")},
		"folder/inner-3.js": {Data: []byte("inner")},
	}
}

// With its bundle GraphiQL is the page, has the documents in it, and may run
// scripts of our own; other pages may run none.
func TestGraphiQLWithBundle(t *testing.T) {
	h := handlerWith(t, built())
	query := `{ county(id: "county/999901") { name } }`
	page := send(t, h, "GET", "/graphiql?query="+url.QueryEscape(query)+"&variables=%7B%7D", "")
	for _, part := range []string{`src="/bundles/graphiql-1.js"`, `href="/bundles/graphiql-2.css"`, `id="graphiql"`} {
		if !strings.Contains(page.body, part) {
			t.Errorf("the page lacks %s:\n%s", part, page.body)
		}
	}
	policy := page.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self';") || !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("policy of GraphiQL: %s", policy)
	}
	if other := send(t, h, "GET", "/", "").header.Get("Content-Security-Policy"); strings.Contains(other, "script-src") {
		t.Errorf("policy of another page: %s", other)
	}
	plain := "/graphiql?plain=1&query=" + url.QueryEscape(query) + "&variables=%7B%7D"
	_, after, found := strings.Cut(page.body, `<noscript><meta http-equiv="refresh" content="0; url=`)
	address, _, _ := strings.Cut(after, `"`)
	if address = strings.ReplaceAll(strings.ReplaceAll(address, "&amp;", "&"), "&#43;", "+"); !found || address != plain {
		t.Errorf("without scripts the page goes to %q, want %q", address, plain)
	}
	if ran := send(t, h, "GET", plain, ""); !strings.Contains(ran.body, "&lt;b&gt;县&lt;/b&gt;") || strings.Contains(ran.body, "<script") {
		t.Errorf("the plain page:\n%s", ran.body)
	}
}

func TestGraphiQLHasTheDocuments(t *testing.T) {
	page := send(t, handlerWith(t, built()), "GET", "/graphiql", "")
	_, after, _ := strings.Cut(page.body, `id="examples">`)
	text, _, _ := strings.Cut(after, "</script>")
	var got []struct{ Name, Title, TitleZh, Text, Variables string }
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("examples are no JSON: %v\n%s", err, text)
	}
	documents := schema.Documents()
	if len(got) != len(documents) {
		t.Fatalf("%d examples, want %d", len(got), len(documents))
	}
	for i, d := range documents {
		if schema.Document(got[i]) != d {
			t.Errorf("example %d is %+v\nwant %+v", i, got[i], d)
		}
		if d.TitleZh == d.Title {
			t.Errorf("%s has no Chinese title", d.Name)
		}
	}
}

func TestBundleFiles(t *testing.T) {
	h := handlerWith(t, built())
	for _, c := range []struct {
		target, accept string
		status         int
		encoding, body string
	}{
		{"/bundles/graphiql-1.js", "", 200, "", "plain script"},
		{"/bundles/graphiql-1.js", "br, gzip", 200, "gzip", "compressed script"},
		{"/bundles/graphiql-1.js", "gzip;q=0.5", 200, "gzip", "compressed script"},
		{"/bundles/graphiql-1.js", "gzip; q=0.0", 200, "", "plain script"},
		{"/bundles/graphiql-1.js", "gzip;q=x", 200, "", "plain script"},
		{"/bundles/graphiql-2.css", "gzip", 200, "", "body {}"},
		{"/bundles/none-1.js", "", 404, "", "404 page not found\n"},
		{"/bundles/manifest.json", "", 404, "", "404 page not found\n"},
		{"/bundles/graphiql-1.js.gz", "", 404, "", "404 page not found\n"},
		{"/bundles/folder", "", 404, "", "404 page not found\n"},
		{"/bundles/", "", 404, "", "404 page not found\n"},
	} {
		a := send(t, h, "GET", c.target, "", "Accept-Encoding", c.accept)
		if a.status != c.status || a.body != c.body || a.header.Get("Content-Encoding") != c.encoding {
			t.Errorf("%s for %q: %d %q %q, want %d %q %q", c.target, c.accept, a.status, a.header.Get("Content-Encoding"), a.body, c.status, c.encoding, c.body)
		}
		if c.status == 200 {
			kind := map[bool]string{true: "text/css; charset=utf-8", false: "text/javascript; charset=utf-8"}[strings.HasSuffix(c.target, "css")]
			if a.header.Get("Content-Type") != kind || !strings.Contains(a.header.Get("Cache-Control"), "immutable") || !slices.Contains(a.header.Values("Vary"), "Accept-Encoding") {
				t.Errorf("%s: headers %v", c.target, a.header)
			}
		} else if a.header.Get("Cache-Control") != "" {
			t.Errorf("%s: what is not there is kept: %v", c.target, a.header)
		}
	}
}

// What the build left broken costs the scripts, not the page.
func TestBrokenManifest(t *testing.T) {
	bundles := built()
	bundles["manifest.json"].Data = []byte("{")
	if page := send(t, handlerWith(t, bundles), "GET", "/graphiql", ""); page.status != 200 || !strings.Contains(page.body, "textarea") {
		t.Errorf("%d:\n%s", page.status, page.body)
	}
}
