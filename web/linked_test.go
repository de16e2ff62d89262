package web_test

import (
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/web"
)

// linked is the data block of a page; nil if it has none.
func linked(t *testing.T, d *document) map[string]any {
	t.Helper()
	var data map[string]any
	d.each("script", func(n *html.Node) {
		if attr(n, "type") != "application/ld+json" {
			return
		}
		if data != nil {
			t.Error("a page has two data blocks")
		}
		if err := json.Unmarshal([]byte(n.FirstChild.Data), &data); err != nil {
			t.Errorf("%v in %s", err, n.FirstChild.Data)
		}
	})
	return data
}

// Search engines are told of an entity in the terms of schema.org, whatever its names hold.
func TestEntitiesAsLinkedData(t *testing.T) {
	x := explorerOver(t, awkward(), nil)
	want := map[string]any{"@context": "https://schema.org/", "@type": "AdministrativeArea", "@id": "https://innograph.github.io/id/county/999901", "url": "/county/999901", "name": wild,
		"alternateName": []any{map[string]any{"@value": wild, "@language": "en"}, map[string]any{"@value": `"><b>`, "@language": "zh"}}}
	if diff := cmp.Diff(want, linked(t, open(t, x, "/county/999901"))); diff != "" {
		t.Errorf("county (-want +got):\n%s", diff)
	}
	got := linked(t, open(t, explorer(t), "/university/lanzhou-university-of-technology"))
	if got["@type"] != "CollegeOrUniversity" || got["name"] != "兰州理工大学" {
		t.Errorf("university: %v", got)
	}
	identified := linked(t, open(t, explorer(t), "/county/330324"))["identifier"]
	if diff := cmp.Diff([]any{map[string]any{"@type": "PropertyValue", "propertyID": "gbt2260", "value": "330324"}}, identified); diff != "" {
		t.Errorf("identifiers (-want +got):\n%s", diff)
	}
	if other := linked(t, open(t, x, "/compare")); other != nil {
		t.Errorf("a page about nothing says %v", other)
	}
}

// The first page and that of the data describe the data set: version, licence, where to get it.
func TestDatasetAsLinkedData(t *testing.T) {
	s := seedSchema(t)
	x := web.NewExplorer(web.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Now: func() time.Time { return today },
		Formats: []web.Format{{Name: "nquads", MediaType: "application/n-quads", Label: web.Words{Zh: "N-Quads", En: "N-Quads"}}}})
	for _, address := range []string{"/", "/data?lang=en"} {
		got := linked(t, open(t, x, address))
		if description, _ := got["description"].(string); got["@type"] != "Dataset" || got["version"] != s.Graph().Origin() || got["license"] != "https://creativecommons.org/licenses/by/4.0/" || len(description) < 50 {
			t.Errorf("%s: %v", address, got)
		}
		want := []any{map[string]any{"@type": "DataDownload", "encodingFormat": "application/n-quads", "contentUrl": "/export/nquads"}}
		if diff := cmp.Diff(want, got["distribution"]); diff != "" {
			t.Errorf("%s: distribution (-want +got):\n%s", address, diff)
		}
	}
}

// What is described as RDF says so on its page.
func TestPagesLinkToDescriptions(t *testing.T) {
	x := explorer(t)
	for address, id := range map[string]string{"/county/330324": "county/330324", "/" + aClaim: aClaim, "/source/yongjia-2021?part=figures": "source/yongjia-2021", "/indicator/rd-gdp-share": "indicator/rd-gdp-share", "/compare": ""} {
		found := map[string]string{}
		open(t, x, address).each("link", func(n *html.Node) {
			if attr(n, "rel") == "alternate" {
				found[attr(n, "type")] = attr(n, "href")
			}
		})
		want := map[string]string{}
		if id != "" {
			want = map[string]string{"application/ld+json": "/id/" + id + ".jsonld", "text/turtle": "/id/" + id + ".ttl", "application/n-quads": "/id/" + id + ".nq"}
		}
		if diff := cmp.Diff(want, found); diff != "" {
			t.Errorf("%s (-want +got):\n%s", address, diff)
		}
	}
}
