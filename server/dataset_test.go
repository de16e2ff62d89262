package server_test

import (
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

// The data set is described and cited, and caches ask before they give it out again.
func TestDataset(t *testing.T) {
	h, _ := things(t, -1)
	for address, c := range map[string]struct{ kind, holds string }{
		"/CITATION.cff": {"application/yaml; charset=utf-8", "cff-version: 1.2.0\n"}, "/.well-known/void": {turtle, "a void:Dataset , dcat:Dataset"},
		"/sitemap.xml": {"application/xml; charset=utf-8", "<loc>http://example.com/county/999901</loc>"},
	} {
		a := send(t, h, "GET", address, "")
		if a.status != 200 || a.header.Get("Content-Type") != c.kind || !strings.Contains(a.body, c.holds) {
			t.Errorf("%s: %d %v\n%s", address, a.status, a.header, a.body)
		}
		tag := a.header.Get("ETag")
		if again := send(t, h, "GET", address, "", "If-None-Match", tag); tag == "" || again.status != http.StatusNotModified {
			t.Errorf("%s with its tag %s: %d", address, tag, again.status)
		}
	}
	if a := send(t, h, "GET", "/robots.txt", ""); a.status != 200 || !strings.Contains(a.body, "\nSitemap: http://example.com/sitemap.xml\n") || !strings.Contains(a.body, "\nDisallow: /graphql\n") {
		t.Errorf("robots: %d %s", a.status, a.body)
	}
	// The address that the server is known by goes before that of a request.
	known := server.New(server.Config{Schema: schemaOf(t), Logger: slog.New(slog.DiscardHandler), PublicURL: "https://data.example.org", Rate: -1, Bundles: fstest.MapFS{}})
	if a := send(t, known, "GET", "/sitemap.xml", ""); !strings.Contains(a.body, "<loc>https://data.example.org/</loc>") {
		t.Errorf("sitemap of a public server:\n%.300s", a.body)
	}
}

func schemaOf(t *testing.T) func() (*schema.Schema, func()) {
	t.Helper()
	g, err := graph.Build(t.Context(), &graph.Facts{}, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g})
	if err != nil {
		t.Fatal(err)
	}
	return func() (*schema.Schema, func()) { return s, func() {} }
}

// A sitemap holds 50,000 addresses at most; of more there is an index, whose parts have each page once.
func TestSitemapInParts(t *testing.T) {
	const towns = 100_003
	facts := &graph.Facts{Origin: "many", Sources: []graph.Source{{ID: "source/x", Kind: "reference", Title: "年鉴"}}}
	for n := range towns {
		facts.Entities = append(facts.Entities, graph.Entity{ID: graph.ID(fmt.Sprintf("region/%06d", n)), Type: graph.Region, Kind: "township", Name: fmt.Sprint("镇", n)})
	}
	g, err := graph.Build(t.Context(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g})
	if err != nil {
		t.Fatal(err)
	}
	h := server.New(server.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Rate: -1, Bundles: fstest.MapFS{}})
	locations := func(address string) []string {
		a := send(t, h, "GET", address, "")
		var list struct {
			Parts []string `xml:"sitemap>loc"`
			Pages []string `xml:"url>loc"`
		}
		if err := xml.Unmarshal([]byte(a.body), &list); err != nil || a.status != 200 {
			t.Fatalf("%s: %d %v", address, a.status, err)
		}
		return append(list.Parts, list.Pages...)
	}
	seen := map[string]bool{}
	parts := locations("/sitemap.xml")
	for _, part := range parts {
		pages := locations(strings.TrimPrefix(part, "http://example.com"))
		if len(pages) > 50_000 {
			t.Errorf("%s has %d pages", part, len(pages))
		}
		for _, page := range pages {
			if seen[page] {
				t.Errorf("%s is there twice", page)
			}
			seen[page] = true
		}
	}
	if want := towns + 11; len(parts) != 3 || len(seen) != want || !seen["http://example.com/region/100002"] || !seen["http://example.com/source/x"] {
		t.Errorf("%d parts, %d pages, want 3 and %d", len(parts), len(seen), want)
	}
	for _, address := range []string{"/sitemap/0.xml", "/sitemap/4.xml", "/sitemap/x.xml", "/sitemap/01.xml", "/sitemap/1"} {
		if a := send(t, h, "GET", address, ""); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", address, a.status)
		}
	}
	for _, overview := range []string{"/", "/matrix", "/data", "/about"} {
		if a := send(t, h, "GET", overview, ""); !seen["http://example.com"+overview] || a.status != 200 {
			t.Errorf("%s is listed: %t, status %d", overview, seen["http://example.com"+overview], a.status)
		}
	}
}
