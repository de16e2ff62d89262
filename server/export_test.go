package server_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

// exporting serves a county, and enterprises that lead an industry, so many of them, to pages of
// another site.
func exporting(t testing.TB, enterprises int) (http.Handler, *server.Config) {
	t.Helper()
	facts := &graph.Facts{
		Sources:  []graph.Source{{ID: "source/x", Kind: "reference", Title: "某名录"}},
		Entities: []graph.Entity{{ID: "county/999901", Type: graph.County, Name: "甲县", NameEn: "Jia County"}, {ID: "industry/i", Type: graph.Industry, Name: "某产业"}},
		Mentions: []graph.Mention{{Entity: "county/999901", Locator: graph.Locator{Source: "source/x"}}},
	}
	for i := range enterprises {
		id := graph.ID(fmt.Sprintf("enterprise/e%d", i))
		facts.Entities = append(facts.Entities, graph.Entity{ID: id, Type: graph.Enterprise, Name: fmt.Sprint("=企业", i)})
		c := graph.Claim{Subject: id, Predicate: graph.Leads, Object: "industry/i", Status: graph.Existing, Locator: graph.Locator{Source: "source/x"}}
		c.Identify()
		facts.Claims = append(facts.Claims, c)
	}
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g})
	if err != nil {
		t.Fatal(err)
	}
	config := &server.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Version: "test", Rate: -1, Origins: []string{"*"}}
	h := server.New(*config)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Origin", "https://example.org")
		h.ServeHTTP(w, r)
	}), config
}

func exportAddress(format string, words ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(words); i += 2 {
		q.Add(words[i], words[i+1])
	}
	return "/export/" + format + "?" + q.Encode()
}

// Every form is sent with its type and a name, by GET and, without a body, by HEAD.
func TestExportHeaders(t *testing.T) {
	h, _ := exporting(t, 3)
	for _, f := range export.Formats {
		a := send(t, h, "GET", "/export/"+f.Name, "")
		want := map[string]string{
			"Content-Type": f.MediaType, "Content-Disposition": `attachment; filename="` + f.File() + `"`,
			"Cache-Control": "public, no-cache",
		}
		if !slices.Contains(a.header.Values("Vary"), "Accept-Encoding") {
			t.Errorf("%s: Vary %q", f.Name, a.header.Values("Vary"))
		}
		for name, value := range want {
			if got := a.header.Get(name); a.status != 200 || got != value {
				t.Errorf("%s: %d, %s %q, want %q", f.Name, a.status, name, got, value)
			}
		}
		head := send(t, h, "HEAD", "/export/"+f.Name, "")
		head.header.Set("X-Request-Id", a.header.Get("X-Request-Id"))
		if head.status != 200 || head.body != "" || fmt.Sprint(head.header) != fmt.Sprint(a.header) {
			t.Errorf("%s: HEAD gives %d %v and %d bytes, GET %v", f.Name, head.status, head.header, len(head.body), a.header)
		}
	}
}

// An export has a tag: the same graph, form and parameters have the same, anything else another.
func TestExportTags(t *testing.T) {
	h, config := exporting(t, 3)
	address := exportAddress("gexf", "focus", "industry/i", "depth", "1")
	first := send(t, h, "GET", address, "")
	tag := first.header.Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("ETag %q", tag)
	}
	for _, method := range []string{"GET", "HEAD"} {
		if a := send(t, h, method, address, "", "If-None-Match", tag); a.status != http.StatusNotModified || a.body != "" || a.header.Get("ETag") != tag {
			t.Errorf("%s with the tag: %d, %d bytes, %v", method, a.status, len(a.body), a.header)
		}
	}
	newer := *config
	newer.Version = "newer"
	other, _ := exporting(t, 3)
	for name, a := range map[string]answer{
		"another form":      send(t, h, "GET", strings.Replace(address, "gexf", "gexf12", 1), "", "If-None-Match", tag),
		"another parameter": send(t, h, "GET", address+"&lang=en", "", "If-None-Match", tag),
		"another graph":     send(t, other, "GET", address, "", "If-None-Match", tag),
		"another program":   send(t, server.New(newer), "GET", address, "", "If-None-Match", tag),
	} {
		if got := a.header.Get("ETag"); a.status != 200 || got == tag || got == "" {
			t.Errorf("%s: %d, ETag %q", name, a.status, got)
		}
	}
	for name, target := range map[string]string{
		"no such form": "/export/nowhere", "no such entity": exportAddress("gexf", "focus", "county/nowhere"), "a wrong query": exportAddress("gexf", "query", "{"),
	} {
		if a := send(t, h, "GET", target, ""); a.status < 400 || a.header.Get("ETag") != "" || a.header.Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %v", name, a.status, a.header)
		}
	}
}

// Parameters that are wrong are told, and those that are right do what they say.
func TestExportParameters(t *testing.T) {
	h, _ := exporting(t, 1)
	for target, want := range map[string]string{
		exportAddress("nodes-csv", "lang", "fr"):    `lang: "fr" is not known; wanted: zh, en`,
		exportAddress("nodes-csv", "bom", "yes"):    `bom: "yes" is neither 0 nor 1`,
		exportAddress("nodes-csv", "guard", "true"): `guard: "true" is neither 0 nor 1`,
		exportAddress("nodes-csv", "depth", "2"):    `depth: 2 steps from what? a focus is wanted`,
	} {
		if a := send(t, h, "GET", target, ""); a.status != 400 || a.body != want+"\n" {
			t.Errorf("%s: %d %q, want %q", target, a.status, a.body, want)
		}
	}
	for target, want := range map[string]string{
		exportAddress("nodes-csv"):                                      "\ncounty/999901,甲县,",
		exportAddress("nodes-csv", "lang", "zh"):                        "\ncounty/999901,甲县,",
		exportAddress("nodes-csv", "lang", "en"):                        "\ncounty/999901,Jia County,",
		exportAddress("nodes-csv", "bom", "1"):                          "\ufeffId,",
		exportAddress("nodes-csv", "guard", "0"):                        ",=企业0,",
		exportAddress("nodes-csv", "guard", "1"):                        ",'=企业0,",
		exportAddress("edges-csv", "lang", "en"):                        ",leads,leads,",
		exportAddress("edges-csv", "focus", "industry/i", "depth", "1"): "\nenterprise/e0,industry/i,Directed,1,leads,",
	} {
		if a := send(t, h, "GET", target, ""); a.status != 200 || !strings.Contains(strings.ToLower(a.body), strings.ToLower(want)) {
			t.Errorf("%s: %d %q, want %q in it", target, a.status, a.body, want)
		}
	}
}

// What a query finds is the focus; where it is wrong its errors are told as GraphQL tells them.
func TestExportOfAQuery(t *testing.T) {
	h, config := exporting(t, 3)
	ids := func(a answer) string {
		var x struct{ Nodes []struct{ ID string } }
		if err := json.Unmarshal([]byte(a.body), &x); err != nil {
			t.Fatalf("%d %q: %v", a.status, a.body, err)
		}
		var list []string
		for _, n := range x.Nodes {
			list = append(list, n.ID)
		}
		return strings.Join(list, " ")
	}
	one := `query One($id: ID!) { industry(id: $id) { id } } query Other { counties { nodes { id } } }`
	for _, c := range []struct {
		name, want string
		words      []string
	}{
		{"with variables", "industry/i", []string{"query", one, "operationName", "One", "variables", `{"id": "industry/i"}`}},
		{"another operation", "county/999901", []string{"query", one, "operationName", "Other"}},
		{"with steps", "enterprise/e0 enterprise/e1 enterprise/e2 industry/i", []string{"query", `{ industries { nodes { id } } }`, "depth", "1"}},
		{"with a focus", "county/999901 industry/i", []string{"query", `{ industries { nodes { id } } }`, "focus", "county/999901"}},
		{"nothing", "", []string{"query", `{ county(id: "county/999909") { id } }`}},
	} {
		if a := send(t, h, "GET", exportAddress("d3", c.words...), ""); a.status != 200 || ids(a) != c.want {
			t.Errorf("%s: %d, nodes %q, want %q", c.name, a.status, ids(a), c.want)
		}
	}
	limited := *config
	limited.Rate = 1
	for _, c := range []struct {
		name   string
		h      http.Handler
		status int
		code   string
		words  []string
	}{
		{"no document", h, 400, "GRAPHQL_PARSE_FAILED", []string{"query", "{"}},
		{"no such field", h, 400, "GRAPHQL_VALIDATION_FAILED", []string{"query", "{ nowhere }"}},
		{"an argument is wrong", h, 400, "BAD_USER_INPUT", []string{"query", `{ counties(first: -1) { nodes { id } } }`}},
		{"variables are none", h, 400, "BAD_REQUEST", []string{"query", one, "variables", "["}},
		{"no id is asked for", h, 400, "BAD_USER_INPUT", []string{"query", `{ counties { nodes { name } } }`}},
		{"a mutation", h, 405, "READ_ONLY", []string{"query", `mutation { a }`}},
		{"dear", h, 400, "QUERY_TOO_COSTLY", []string{"query", `{ counties(first: 500) { nodes { id relations(first: 500) { nodes { id relations(first: 500) { nodes { id } } } } } } }`}},
		{"an allowance", server.New(limited), 429, "RATE_LIMITED", []string{"query", `{ counties { nodes { id } } }`}},
	} {
		a := send(t, c.h, "GET", exportAddress("d3", c.words...), "")
		if c.status == 429 { // the first one takes the allowance
			a = send(t, c.h, "GET", exportAddress("d3", c.words...), "")
		}
		var told struct {
			Data   any
			Errors []struct{ Extensions struct{ Code string } }
		}
		if err := json.Unmarshal([]byte(a.body), &told); err != nil || a.status != c.status || len(told.Errors) == 0 || told.Errors[0].Extensions.Code != c.code || told.Data != nil {
			t.Errorf("%s: %d %q, want %d and %s", c.name, a.status, a.body, c.status, c.code)
		}
		if c.status == 429 && a.header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", c.name)
		}
	}
}

// A download that is compressed says the same.
func TestExportCompressed(t *testing.T) {
	h, _ := exporting(t, 100)
	plain := send(t, h, "GET", "/export/graphml", "")
	packed := send(t, h, "GET", "/export/graphml", "", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(strings.NewReader(packed.body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil || string(text) != plain.body || packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("ETag") != plain.header.Get("ETag") {
		t.Errorf("%v, %d bytes for %d, %v", err, len(text), len(plain.body), packed.header)
	}
}

// A client that leaves ends the work: within a second nobody writes any more. The graph has as many
// entities and statements as one of 230 counties.
func TestStoppedDownload(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a graph of 80,000 entities")
	}
	h, _ := exporting(t, 80_000)
	for _, format := range []string{"gexf", "csv", "cx2"} {
		ended := make(chan time.Duration, 1)
		var left time.Time
		started := make(chan struct{})
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				p := recover()
				ended <- time.Since(left)
				if p != http.ErrAbortHandler {
					t.Errorf("%s: the handler ends with %v", format, p)
				}
				panic(http.ErrAbortHandler)
			}()
			h.ServeHTTP(&slowly{w, started, 0}, r)
		}))
		client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
		response, err := client.Get(s.URL + "/export/" + format)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(response.Body, make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
		left = time.Now()
		response.Body.Close()
		close(started)
		select {
		case took := <-ended:
			if took > time.Second {
				t.Errorf("%s: the handler ends %v after its client", format, took)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: the handler goes on", format)
		}
		s.Close()
	}
}

// slowly lets some bytes through and waits with the others until the client has left: else the
// buffers of the system might take all of it.
type slowly struct {
	http.ResponseWriter
	left chan struct{}
	sent int
}

func (s *slowly) Write(b []byte) (int, error) {
	n, err := s.ResponseWriter.Write(b)
	if f, ok := s.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
	if s.sent += n; s.sent > 10_000 {
		<-s.left
	}
	return n, err
}
