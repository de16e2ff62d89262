package server_test

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/server"
)

func get(values ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		q.Set(values[i], values[i+1])
	}
	return "/graphql?" + q.Encode()
}

// A GET may be asked again by its tag: the same document, operation and
// variables over the same data have the same tag, anything else has another.
func TestTags(t *testing.T) {
	h := handler(t)
	query := `query A($id: ID!) { county(id: $id) { id } } query B { __typename }`
	ask := func(operation, variables string, header ...string) answer {
		return send(t, h, "GET", get("query", query, "operationName", operation, "variables", variables), "", header...)
	}
	first := ask("A", `{"id":"county/999901"}`)
	tag := first.header.Get("ETag")
	if first.status != 200 || !strings.HasPrefix(tag, `W/"`) || first.header.Get("Cache-Control") != "public, no-cache" {
		t.Fatalf("%d, ETag %q, Cache-Control %q", first.status, tag, first.header.Get("Cache-Control"))
	}
	for _, given := range []string{tag, `"other", ` + tag, strings.TrimPrefix(tag, "W/")} {
		a := ask("A", `{"id":"county/999901"}`, "If-None-Match", given)
		if a.status != http.StatusNotModified || a.body != "" || a.header.Get("ETag") != tag {
			t.Errorf("If-None-Match: %s gives %d %q", given, a.status, a.body)
		}
	}
	for name, other := range map[string]answer{
		"other variables": ask("A", `{"id":"county/x"}`, "If-None-Match", tag),
		"other operation": ask("B", `{"id":"county/999901"}`, "If-None-Match", tag),
		"other data":      send(t, handler(t), "GET", get("query", query, "operationName", "A", "variables", `{"id":"county/999901"}`), "", "If-None-Match", tag),
	} {
		if other.status != 200 || other.header.Get("ETag") == tag || other.header.Get("ETag") == "" {
			t.Errorf("%s: %d, ETag %q", name, other.status, other.header.Get("ETag"))
		}
	}
	for name, a := range map[string]answer{
		"POST":            send(t, h, "POST", "/graphql", good, "Content-Type", oldType),
		"an error":        send(t, h, "GET", get("query", `{ counties(first: -1) { totalCount } }`), ""),
		"a wrong query":   send(t, h, "GET", get("query", `{`), ""),
		"a changing root": send(t, h, "GET", get("query", `{ ...F } fragment F on Query { rateLimit { remaining } }`), ""),
	} {
		if a.header.Get("ETag") != "" || a.header.Get("Cache-Control") == "public, no-cache" {
			t.Errorf("%s: ETag %q, Cache-Control %q", name, a.header.Get("ETag"), a.header.Get("Cache-Control"))
		}
	}
}

// Graphs of the same origin have the same tags, on whichever server, from memory or
// from a file; another base makes other IRIs.
func TestTagsHoldBetweenServers(t *testing.T) {
	path := t.TempDir() + "/graph.store"
	facts := &graph.Facts{Origin: "digest of packages"}
	if err := graph.WriteFile(context.Background(), facts, graph.DefaultBase, path); err != nil {
		t.Fatal(err)
	}
	tag := func(open func() (*graph.Graph, error)) string {
		g, err := open()
		if err != nil {
			t.Fatal(err)
		}
		defer g.Close()
		s, err := schema.New(schema.Config{Graph: g})
		if err != nil {
			t.Fatal(err)
		}
		h := server.New(server.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler)})
		return send(t, h, "GET", get("query", "{ __typename }"), "").header.Get("ETag")
	}
	file := func() (*graph.Graph, error) { return graph.Open(path) }
	memory := func(base graph.Base) func() (*graph.Graph, error) {
		return func() (*graph.Graph, error) { return graph.Build(context.Background(), facts, base) }
	}
	if a, b, c := tag(file), tag(file), tag(memory(graph.DefaultBase)); a != b || a != c || a == "" {
		t.Errorf("%q and %q from a file, %q in memory", a, b, c)
	}
	if a, b := tag(memory(graph.DefaultBase)), tag(memory("https://example.org/")); a == b {
		t.Errorf("graphs of two bases have one tag, %q", a)
	}
}

// Automatic persisted queries as Apollo's clients do them: the hash, then hash
// and text, then the hash again; over GET and POST.
func TestAutomaticPersistedQueries(t *testing.T) {
	const query = `{ __typename }`
	sum := sha256.Sum256([]byte(query))
	hash := hex.EncodeToString(sum[:])
	extensions := func(version int, hash string) string {
		return fmt.Sprintf(`{"clientLibrary":{"name":"x"},"persistedQuery":{"version":%d,"sha256Hash":"%s"}}`, version, hash)
	}
	post := func(h http.Handler, extensions, query string) answer {
		body := `{"extensions":` + extensions
		if query != "" {
			body += `,"query":"` + query + `"`
		}
		return send(t, h, "POST", "/graphql", body+"}", "Content-Type", oldType, "Accept", newType)
	}
	byGet := func(h http.Handler, extensions, query string) answer {
		values := []string{"extensions", extensions}
		if query != "" {
			values = append(values, "query", query)
		}
		return send(t, h, "GET", get(values...), "", "Accept", newType)
	}
	for name, ask := range map[string]func(http.Handler, string, string) answer{"GET": byGet, "POST": post} {
		h := handler(t)
		if a := ask(h, extensions(1, hash), ""); a.status != 200 || !strings.Contains(a.body, `"PersistedQueryNotFound"`) || !strings.Contains(a.body, `"PERSISTED_QUERY_NOT_FOUND"`) || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s, unknown: %d %s", name, a.status, a.body)
		}
		if a := ask(h, extensions(1, strings.Repeat("0", 64)), query); a.status != 400 || !strings.Contains(a.body, "is not the SHA-256") {
			t.Errorf("%s, hash of another text: %d %s", name, a.status, a.body)
		}
		if a := ask(h, extensions(1, hash), query); a.status != 200 || !strings.Contains(a.body, `"Query"`) {
			t.Errorf("%s, with text: %d %s", name, a.status, a.body)
		}
		if a := ask(h, extensions(1, strings.ToUpper(hash)), ""); a.status != 200 || !strings.Contains(a.body, `"Query"`) {
			t.Errorf("%s, known: %d %s", name, a.status, a.body)
		}
		for _, wrong := range []string{extensions(2, hash), extensions(1, "abc"), `{"persistedQuery":[]}`} {
			if a := ask(h, wrong, query); a.status != 400 {
				t.Errorf("%s, %s: %d %s", name, wrong, a.status, a.body)
			}
		}
	}
}

// A document that cannot be executed is not kept, and where none are kept a
// client is told to stop asking.
func TestPersistedQueriesAreBounded(t *testing.T) {
	g, err := graph.Build(context.Background(), &graph.Facts{}, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(s *schema.Schema, query, hashed string) string {
		sum := sha256.Sum256([]byte(hashed))
		response := s.Execute(context.Background(), executor.Request{Query: query, Hash: hex.EncodeToString(sum[:])})
		if len(response.Errors) > 0 {
			return response.Errors[0].Code
		}
		return "ok"
	}
	few, err := schema.New(schema.Config{Graph: g, Limits: executor.Limits{Persisted: 4000}})
	if err != nil {
		t.Fatal(err)
	}
	ask(few, "{ nope }", "{ nope }")
	if got := ask(few, "", "{ nope }"); got != "PERSISTED_QUERY_NOT_FOUND" {
		t.Errorf("an invalid document: %s", got)
	}
	known := 0
	for i := range 100 {
		ask(few, fmt.Sprintf("{ a%d: __typename }", i), fmt.Sprintf("{ a%d: __typename }", i))
	}
	for i := range 100 {
		if ask(few, "", fmt.Sprintf("{ a%d: __typename }", i)) == "ok" {
			known++
		}
	}
	if known == 0 || known > 4000/200 {
		t.Errorf("%d documents are kept in 4000 bytes", known)
	}
	none, err := schema.New(schema.Config{Graph: g, Limits: executor.Limits{Persisted: -1}})
	if err != nil {
		t.Fatal(err)
	}
	if got := ask(none, "{ __typename }", "{ __typename }"); got != "PERSISTED_QUERY_NOT_SUPPORTED" {
		t.Errorf("where none are kept: %s", got)
	}
}

func TestCompression(t *testing.T) {
	h := handler(t)
	large := get("query", `{ __schema { types { name description } } }`)
	plain := send(t, h, "GET", large, "")
	if plain.header.Get("Content-Encoding") != "" || plain.header.Get("Content-Length") != fmt.Sprint(len(plain.body)) {
		t.Fatalf("unasked: %v", plain.header)
	}
	for accept, compressed := range map[string]bool{"gzip": true, "br, gzip;q=0.5": true, "*": true, "GZIP": true, "gzip;q=0": false, "br": false, "identity": false} {
		a := send(t, h, "GET", large, "", "Accept-Encoding", accept)
		if (a.header.Get("Content-Encoding") == "gzip") != compressed {
			t.Errorf("Accept-Encoding: %s gives %q", accept, a.header.Get("Content-Encoding"))
		}
		if !compressed {
			continue
		}
		z, err := gzip.NewReader(strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(z)
		if err != nil || string(body) != plain.body || len(a.body) > len(body)/3 {
			t.Errorf("%s: %d bytes for %d, %v", accept, len(a.body), len(body), err)
		}
		if vary := strings.Join(a.header.Values("Vary"), ", "); !strings.Contains(vary, "Accept-Encoding") {
			t.Errorf("Vary: %s", vary)
		}
	}
	if a := send(t, h, "GET", get("query", "{ __typename }"), "", "Accept-Encoding", "gzip"); a.header.Get("Content-Encoding") != "" {
		t.Error("a small answer is compressed")
	}
}

// The cost of a request is told in its extensions.
func TestCostIsTold(t *testing.T) {
	a := send(t, handler(t), "GET", get("query", `{ counties(first: 3) { nodes { id partners(first: 10) { totalCount } } } }`), "")
	var parsed struct {
		Data       json.RawMessage
		Extensions struct{ Cost map[string]int }
	}
	if err := json.Unmarshal([]byte(a.body), &parsed); err != nil {
		t.Fatal(err)
	}
	// 3 counties, 3 x 10 partners; the answer, its page, the list's one element, the county and its page.
	if cost := parsed.Extensions.Cost; cost["asked"] != 33 || cost["nodes"] != 5 || cost["bytes"] != len(parsed.Data) {
		t.Errorf("%v: %s", cost, a.body)
	}
}

// A client has an allowance; who has used it up is told when to come again, and
// others are not held up.
func TestRateLimit(t *testing.T) {
	g, err := graph.Build(context.Background(), &graph.Facts{}, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g})
	if err != nil {
		t.Fatal(err)
	}
	limited := func(points int) func(address, query string) answer {
		h := server.New(server.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Rate: points})
		return func(address, query string) answer {
			r := httptest.NewRequest("GET", get("query", query), nil)
			r.RemoteAddr = address
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			return answer{w.Code, w.Header(), w.Body.String()}
		}
	}
	ask := limited(10)
	told := `{ rateLimit { limit cost remaining resetAt } counties(first: 250) { totalCount } }`
	a := ask("192.0.2.1:1000", told)
	if !strings.Contains(a.body, `"rateLimit":{"limit":10,"cost":3,"remaining":7,"resetAt":"20`) {
		t.Errorf("%s", a.body)
	}
	for range 3 {
		a = ask("192.0.2.1:2000", told)
	}
	if a.status != http.StatusTooManyRequests || !strings.Contains(a.body, `"RATE_LIMITED"`) || strings.Contains(a.body, `"data"`) {
		t.Errorf("the fourth request: %d %s", a.status, a.body)
	}
	if wait := a.header.Get("Retry-After"); wait != "12" && wait != "11" { // 2 points are missing; 10 come in a minute
		t.Errorf("Retry-After: %s", wait)
	}
	if a := ask("192.0.2.1:2000", "{ __typename }"); a.status != 200 {
		t.Errorf("one point is left: %d", a.status)
	}
	if a := ask("192.0.2.1:2000", "{"); a.status != http.StatusTooManyRequests {
		t.Errorf("a refused document is free: %d", a.status)
	}
	if a := ask("192.0.2.2:1000", told); a.status != 200 {
		t.Errorf("another client: %d %s", a.status, a.body)
	}
	ask("[2001:db8:1:2::1]:80", `{ counties(first: 500) { nodes { partners(first: 500) { totalCount } } } }`)
	if a := ask("[2001:db8:1:2:ffff::2]:80", "{ __typename }"); a.status != http.StatusTooManyRequests {
		t.Errorf("another address of the same network: %d", a.status)
	}
	unlimited := limited(-1)
	for range 100 {
		a = unlimited("192.0.2.1:1000", told)
	}
	if a.status != 200 || !strings.Contains(a.body, `"rateLimit":null`) {
		t.Errorf("where nobody counts: %d %s", a.status, a.body)
	}
}
