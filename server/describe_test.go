package server_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

// things serves a claim between two entities, one of which had another id, an
// observation, an indicator and a source.
func things(t *testing.T, rate int) (http.Handler, *graph.Facts) {
	t.Helper()
	at := graph.Locator{Source: "source/x"}
	facts := &graph.Facts{
		Origin:       "digest of packages",
		Sources:      []graph.Source{{ID: "source/x", Kind: "reference", Title: "年鉴", Issued: "2020"}},
		Entities:     []graph.Entity{{ID: "county/999901", Type: graph.County, Name: "某县"}, {ID: "university/x", Type: graph.University, Name: "大学"}},
		Claims:       []graph.Claim{{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Planned, Locator: at}},
		Indicators:   []graph.Indicator{{ID: "indicator/rd", Name: "研发", NameEn: "R&D", Unit: "%"}},
		Observations: []graph.Observation{{Entity: "county/999901", Indicator: "indicator/rd", Period: "2025", Role: "target", Measure: "share", Value: "2.5", Unit: "%", Locator: at}},
		Redirects:    []graph.Redirect{{From: "university/old", To: "university/x"}, {From: "university/older", To: "university/old"}},
	}
	facts.Claims[0].Identify()
	facts.Observations[0].Identify()
	g, err := graph.Build(t.Context(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g})
	if err != nil {
		t.Fatal(err)
	}
	return server.New(server.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Version: "test", Rate: rate, Bundles: fstest.MapFS{}}), facts
}

const (
	turtle = "text/turtle; charset=utf-8"
	jsonLD = "application/ld+json"
	nquads = "application/n-quads"
)

// Which form of a thing comes is chosen by Accept.
func TestThingsByAccept(t *testing.T) {
	h, _ := things(t, -1)
	for accept, want := range map[string]string{
		"": "/county/999901", "*/*": "/county/999901", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "/county/999901",
		"text/turtle": turtle, "application/ld+json": jsonLD, "application/n-quads": nquads, "TEXT/Turtle": turtle, "text/turtle;charset=utf-8": turtle,
		"text/turtle;q=0.4, application/ld+json;q=0.5": jsonLD, "application/ld+json;q=0.5,text/turtle": turtle, "application/*": jsonLD,
		"text/*;q=0.3, text/turtle": turtle, "text/*, text/html;q=0": turtle, "text/html;q=0.2, */*;q=0.1": "/county/999901", "*/*, text/html;q=0": jsonLD,
		"text/turtle;q=0, */*;q=0.1, text/html;q=0, application/ld+json;q=0": nquads, "nonsense": "/county/999901", "text/turtle;q=wrong, application/n-quads;q=0.1": nquads,
		"application/rdf+xml": "", "text/turtle;q=0": "",
	} {
		a := send(t, h, "GET", "/id/county/999901", "", "Accept", accept)
		status, got := http.StatusOK, a.header.Get("Content-Type")
		switch {
		case want == "":
			status, want = http.StatusNotAcceptable, "text/plain; charset=utf-8"
		case want[0] == '/':
			status, got = http.StatusSeeOther, a.header.Get("Location")
		}
		if a.status != status || got != want {
			t.Errorf("Accept: %s gives %d %s, want %d %s", accept, a.status, got, status, want)
		}
		if vary := strings.Join(a.header.Values("Vary"), ", "); !strings.Contains(vary, "Accept-Encoding, Accept") {
			t.Errorf("Accept: %s gives headers %v", accept, a.header)
		}
	}
}

// Everything that has an id is described at its own address in each form, with links to the others.
func TestThingsByAddress(t *testing.T) {
	h, facts := things(t, -1)
	for _, id := range []graph.ID{"county/999901", "university/x", facts.Claims[0].ID, facts.Observations[0].ID, "source/x", "indicator/rd"} {
		for extension, kind := range map[string]string{".ttl": turtle, ".jsonld": jsonLD, ".nq": nquads} {
			address := "/id/" + string(id) + extension
			a := send(t, h, "GET", address, "", "Accept", "text/html")
			links := strings.Join(a.header.Values("Link"), "\n")
			if a.status != 200 || a.header.Get("Content-Type") != kind || a.header.Get("Content-Location") != address || slices.Contains(a.header.Values("Vary"), "Accept") || !strings.Contains(a.body, path.Base(string(id))) {
				t.Errorf("%s: %d %v\n%s", address, a.status, a.header, a.body)
			}
			for _, other := range []string{`</` + string(id) + `>; rel="alternate"; type="text/html"`, `</id/` + string(id) + `.jsonld>; rel="alternate"; type="application/ld+json"`, `.ttl>; rel="alternate"; type="text/turtle"`} {
				if !strings.Contains(links, other) {
					t.Errorf("%s links to\n%s\nnot to %s", address, links, other)
				}
			}
			tag := a.header.Get("ETag")
			if again := send(t, h, "GET", address, "", "If-None-Match", tag); tag == "" || again.status != http.StatusNotModified || again.body != "" {
				t.Errorf("%s with its tag %s: %d %s", address, tag, again.status, again.body)
			}
			if head := send(t, h, "HEAD", address, ""); head.status != 200 || head.body != "" || head.header.Get("ETag") != tag {
				t.Errorf("HEAD %s: %d, %d bytes, %v", address, head.status, len(head.body), head.header)
			}
			if post := send(t, h, "POST", address, ""); post.status != http.StatusMethodNotAllowed {
				t.Errorf("POST %s: %d", address, post.status)
			}
		}
		if a := send(t, h, "GET", "/id/"+string(id), ""); a.status != http.StatusSeeOther {
			t.Errorf("/id/%s: %d", id, a.status)
		} else if page := send(t, h, "GET", a.header.Get("Location"), ""); page.status != 200 || !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
			t.Errorf("/id/%s leads to %s: %d", id, a.header.Get("Location"), page.status)
		}
	}
	tags := map[string]bool{}
	for _, address := range []string{"/id/county/999901.ttl", "/id/county/999901.nq", "/id/university/x.nq"} {
		tags[send(t, h, "GET", address, "").header.Get("ETag")] = true
	}
	if len(tags) != 3 {
		t.Errorf("three answers have the tags %v", tags)
	}
}

// Former ids lead on in every form; what nothing has is not there in every form.
func TestThingsThatAreNotThere(t *testing.T) {
	h, _ := things(t, -1)
	for _, from := range []string{"university/old", "university/older"} {
		for address, accept := range map[string]string{"": "text/html", ".ttl": "", ".jsonld": "", ".nq": "", "?": "text/turtle"} {
			a := send(t, h, "GET", "/id/"+from+address, "", "Accept", accept)
			if want := "/id/university/x" + strings.TrimSuffix(address, "?"); a.status != http.StatusMovedPermanently || a.header.Get("Location") != want {
				t.Errorf("/id/%s%s: %d to %s, want %s", from, address, a.status, a.header.Get("Location"), want)
			}
		}
	}
	for _, id := range []string{"county/000000", "claim/0000000000000000", "observation/0000000000000000", "source/none", "indicator/none", "mention/0000000000000000", "x", "", "a/b/c", "county/%0A%22%3Cx%3E", "county/999901.xml"} {
		for extension, kind := range map[string]string{"": "text/html; charset=utf-8", ".ttl": turtle, ".jsonld": jsonLD, ".nq": nquads} {
			a := send(t, h, "GET", "/id/"+id+extension, "")
			if a.status != http.StatusNotFound || a.header.Get("Content-Type") != kind || a.header.Get("ETag") != "" {
				t.Errorf("/id/%s%s: %d %v", id, extension, a.status, a.header)
			}
			switch extension {
			case ".jsonld":
				if !json.Valid([]byte(a.body)) {
					t.Errorf("/id/%s: no JSON: %s", id, a.body)
				}
			case ".ttl", ".nq":
				if !strings.HasPrefix(a.body, "# ") || strings.Count(a.body, "\n") != 1 {
					t.Errorf("/id/%s: no comment: %q", id, a.body)
				}
			}
		}
	}
}

// A description costs as much as it tells.
func TestThingsAreCharged(t *testing.T) {
	h, _ := things(t, 2)
	for i := range 3 {
		a := send(t, h, "GET", "/id/county/999901.ttl", "")
		if want := i == 2; (a.status == http.StatusTooManyRequests) != want || (a.header.Get("Retry-After") != "") != want {
			t.Errorf("request %d: %d, Retry-After %q", i+1, a.status, a.header.Get("Retry-After"))
		}
	}
}
