package server_test

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
	"github.com/innograph/innograph/web"
)

// handler serves a graph of one county and one source with awkward names, without scripts.
func handler(t testing.TB) http.Handler {
	t.Helper()
	return handlerWith(t, fstest.MapFS{})
}

// handlerWith serves the same with bundles of the front end.
func handlerWith(t testing.TB, bundles fs.FS) http.Handler {
	t.Helper()
	return handlerOf(t, func(c *server.Config) { c.Bundles = bundles })
}

// handlerOf serves the same with a changed config.
func handlerOf(t testing.TB, change func(*server.Config)) http.Handler {
	t.Helper()
	facts := &graph.Facts{
		Sources:  []graph.Source{{ID: "source/x", Kind: "reference", Title: `<script>alert("1")</script>`}},
		Entities: []graph.Entity{{ID: "county/999901", Type: graph.County, Name: `<b>县</b>`}},
	}
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g})
	if err != nil {
		t.Fatal(err)
	}
	config := server.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Version: "test", MaxBody: 4096, Rate: -1, Bundles: fstest.MapFS{}}
	change(&config)
	return server.New(config)
}

type answer struct {
	status int
	header http.Header
	body   string
}

func send(t *testing.T, h http.Handler, method, target, body string, header ...string) answer {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

const (
	oldType = "application/json"
	newType = "application/graphql-response+json"
	good    = `{"query":"{ __typename }"}`
)

// GraphQL over HTTP: status codes and media types case by case.
func TestGraphQLOverHTTP(t *testing.T) {
	h := handler(t)
	get := func(values ...string) string {
		q := url.Values{}
		for i := 0; i+1 < len(values); i += 2 {
			q.Set(values[i], values[i+1])
		}
		return "/graphql?" + q.Encode()
	}
	for _, c := range []struct {
		name, method, target, contentType, accept, body string
		status                                          int
		media                                           string
	}{
		{"POST", "POST", "/graphql", oldType, "", good, 200, oldType},
		{"POST, any type", "POST", "/graphql", oldType, "*/*", good, 200, oldType},
		{"POST, any application type", "POST", "/graphql", oldType, "application/*", good, 200, oldType},
		{"POST, new type", "POST", "/graphql", oldType, newType, good, 200, newType},
		{"both types, old preferred", "POST", "/graphql", oldType, newType + ";q=0.5, " + oldType, good, 200, oldType},
		{"named beats wildcard", "POST", "/graphql", oldType, "*/*, " + newType, good, 200, newType},
		{"as Apollo asks", "POST", "/graphql", oldType, newType + "," + oldType + ";q=0.9", good, 200, newType},
		{"nothing acceptable", "POST", "/graphql", oldType, "text/html", good, 406, oldType},
		{"another charset acceptable", "POST", "/graphql", oldType, "application/json; charset=gbk", good, 406, oldType},
		{"charset utf-8", "POST", "/graphql", oldType + "; charset=UTF-8", "", good, 200, oldType},
		{"charset gbk", "POST", "/graphql", oldType + "; charset=gbk", "", good, 415, oldType},
		{"no content type", "POST", "/graphql", "", "", good, 415, oldType},
		{"form body", "POST", "/graphql", "application/x-www-form-urlencoded", "", "query=x", 415, oldType},
		{"GET", "GET", get("query", "{ __typename }"), "", "", "", 200, oldType},
		{"GET with variables", "GET", get("query", "query($i: ID!) { county(id: $i) { id } }", "variables", `{"i":"county/999901"}`), "", "", "", 200, oldType},
		{"GET, variables no JSON", "GET", get("query", "{ __typename }", "variables", "{"), "", "", "", 400, oldType},
		{"GET, extensions no object", "GET", get("query", "{ __typename }", "extensions", "[]"), "", "", "", 400, oldType},
		{"GET without query", "GET", "/graphql", "", "", "", 400, oldType},
		{"GET with a mutation", "GET", get("query", "mutation { x }"), "", newType, "", 405, newType},
		{"PUT", "PUT", "/graphql", oldType, "", good, 405, oldType},
		{"no JSON", "POST", "/graphql", oldType, "", "{", 400, oldType},
		{"two JSON values", "POST", "/graphql", oldType, "", good + good, 400, oldType},
		{"a JSON list", "POST", "/graphql", oldType, "", "[]", 400, oldType},
		{"JSON null", "POST", "/graphql", oldType, "", "null", 400, oldType},
		{"empty body", "POST", "/graphql", oldType, "", "", 400, oldType},
		{"query missing", "POST", "/graphql", oldType, "", "{}", 400, oldType},
		{"query null", "POST", "/graphql", oldType, "", `{"query":null}`, 400, oldType},
		{"query a number", "POST", "/graphql", oldType, "", `{"query":1}`, 400, oldType},
		{"Query in another case", "POST", "/graphql", oldType, "", `{"Query":"{ __typename }"}`, 400, oldType},
		{"operationName a list", "POST", "/graphql", oldType, "", `{"query":"{ __typename }","operationName":[]}`, 400, oldType},
		{"variables a string", "POST", "/graphql", oldType, "", `{"query":"{ __typename }","variables":"{}"}`, 400, oldType},
		{"extensions a string", "POST", "/graphql", oldType, "", `{"query":"{ __typename }","extensions":""}`, 400, oldType},
		{"nulls count as absent", "POST", "/graphql", oldType, "", `{"query":"{ __typename }","operationName":null,"variables":null,"extensions":null}`, 200, oldType},
		{"body too large", "POST", "/graphql", oldType, "", `{"query":"` + strings.Repeat(" ", 5000) + `"}`, 413, oldType},
		{"syntax error", "POST", "/graphql", oldType, "", `{"query":"{"}`, 400, oldType},
		{"syntax error, new type", "POST", "/graphql", oldType, newType, `{"query":"{"}`, 400, newType},
		{"syntax error, old type by name", "POST", "/graphql", oldType, oldType, `{"query":"{"}`, 200, oldType},
		{"unknown field, new type", "POST", "/graphql", oldType, newType, `{"query":"{ nope }"}`, 400, newType},
		{"wrong variable, new type", "POST", "/graphql", oldType, newType, `{"query":"query($i: ID!) { county(id: $i) { id } }","variables":{"i":true}}`, 400, newType},
		{"an error while executing", "POST", "/graphql", oldType, newType, `{"query":"{ counties(first: -1) { totalCount } }"}`, 200, newType},
		{"unknown operation", "POST", "/graphql", oldType, newType, `{"query":"query A { __typename }","operationName":"B"}`, 400, newType},
	} {
		t.Run(c.name, func(t *testing.T) {
			headers := []string{}
			if c.contentType != "" {
				headers = append(headers, "Content-Type", c.contentType)
			}
			if c.accept != "" {
				headers = append(headers, "Accept", c.accept)
			}
			a := send(t, h, c.method, c.target, c.body, headers...)
			if a.status != c.status {
				t.Errorf("status %d, want %d: %s", a.status, c.status, a.body)
			}
			if got := a.header.Get("Content-Type"); got != c.media+"; charset=utf-8" {
				t.Errorf("content type %q, want %q", got, c.media)
			}
			if !slices.Contains(a.header.Values("Vary"), "Accept") {
				t.Error("no Vary: Accept")
			}
			var parsed map[string]any
			if err := json.Unmarshal([]byte(a.body), &parsed); err != nil {
				t.Fatalf("no JSON: %v", err)
			}
			_, data := parsed["data"]
			_, errs := parsed["errors"]
			if data == errs && c.name != "an error while executing" || c.status != 200 && !errs {
				t.Errorf("data %v, errors %v: %s", data, errs, a.body)
			}
			if c.status == 405 && a.header.Get("Allow") == "" {
				t.Error("405 without Allow")
			}
		})
	}
}

func TestPages(t *testing.T) {
	h := handler(t)
	home := send(t, h, "GET", "/", "", "Accept-Encoding", "gzip")
	if home.status != 200 || home.header.Get("Content-Encoding") != "gzip" || home.header.Get("Content-Length") != "" {
		t.Errorf("home: %d %v", home.status, home.header)
	}
	if home = send(t, h, "GET", "/", ""); !strings.Contains(home.body, "/graphiql") || !strings.Contains(home.body, "&lt;script&gt;") || strings.Contains(home.body, "<script>") {
		t.Errorf("home:\n%s", home.body)
	}
	tag := home.header.Get("ETag")
	if again := send(t, h, "GET", "/", "", "Accept-Encoding", "gzip", "If-None-Match", tag); again.status != 304 || again.body != "" || again.header.Get("Content-Encoding") != "" {
		t.Errorf("the same page again: %d %v %q", again.status, again.header, again.body)
	}
	if county := send(t, h, "GET", "/county/999901", ""); county.status != 200 || !strings.Contains(county.body, "&lt;b&gt;县&lt;/b&gt;") {
		t.Errorf("a county's page: %d", county.status)
	}
	for _, d := range schema.Documents() {
		if !strings.Contains(home.body, "example="+d.Name) {
			t.Errorf("home does not link to %s", d.Name)
		}
		page := send(t, h, "GET", "/graphiql?example="+d.Name, "")
		if page.status != 200 || !strings.Contains(page.body, "textarea") || !strings.Contains(page.body, strings.Fields(d.Title)[0]) {
			t.Errorf("console with %s: %d", d.Name, page.status)
		}
	}
	ran := send(t, h, "GET", "/graphiql?query="+url.QueryEscape(`{ county(id: "county/999901") { name } }`), "")
	if !strings.Contains(ran.body, "&lt;b&gt;县&lt;/b&gt;") {
		t.Errorf("the console does not run its query:\n%s", ran.body)
	}
	broken := send(t, h, "GET", "/graphiql?query=%7B&variables=x", "")
	if broken.status != 200 || !strings.Contains(broken.body, "variables is no JSON object") {
		t.Errorf("broken variables: %d\n%s", broken.status, broken.body)
	}
	for target, want := range map[string]int{"/healthz": 200, "/schema.graphql": 200, web.Stylesheet(): 200, "/icon.svg": 200, "/nope": 404, "/graphiql/": 404} {
		if a := send(t, h, "GET", target, ""); a.status != want {
			t.Errorf("%s: %d, want %d", target, a.status, want)
		} else if a.header.Get("Content-Security-Policy") == "" || a.header.Get("X-Request-Id") == "" {
			t.Errorf("%s lacks headers: %v", target, a.header)
		}
	}
	if a := send(t, h, "POST", "/healthz", ""); a.status != 405 {
		t.Errorf("POST /healthz: %d", a.status)
	}
}

// A panic is a 500 that tells nothing, and the schema it held is let go.
func TestPanicsAre500(t *testing.T) {
	for _, target := range []string{"/", "/graphql?query=%7Bstats%7Bquads%7D%7D", "/schema.graphql"} {
		released := false
		h := server.New(server.Config{Schema: func() (*schema.Schema, func()) { return nil, func() { released = true } }, Logger: slog.New(slog.DiscardHandler)})
		if a := send(t, h, "GET", target, ""); a.status != 500 || a.body != "internal error\n" || !released {
			t.Errorf("%s: %d %q, released %v", target, a.status, a.body, released)
		}
	}
}

// Serve answers until it is told to stop, and then stops cleanly.
func TestServeStopsWhenTold(t *testing.T) {
	l, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serving{}.Serve(ctx, l, handler(t)) }()
	response, err := http.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	response.Body.Close()
	if string(body) != "ok\n" {
		t.Errorf("healthz: %q", body)
	}
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("Serve: %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("Serve does not stop")
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("the port is still open")
	}
}

// A failure inside is a 500, and says no more than that.
func TestInnerFailure(t *testing.T) {
	g, err := graph.Build(context.Background(), &graph.Facts{Sources: []graph.Source{{ID: "source/x", Kind: "reference", Title: "x"}}}, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g, Quoter: broken{}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	h := server.New(server.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler)})
	a := send(t, h, "POST", "/graphql", `{"query":"{ sources { nodes { parts { start } } } }"}`, "Content-Type", oldType, "Accept", oldType)
	if a.status != http.StatusInternalServerError || a.body != `{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}` {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// broken is a quoter that panics.
type broken struct{ schema.Quoter }

func (broken) Has(graph.ID) bool                   { return true }
func (broken) Parts(*graph.Source) []graph.Locator { panic("secret") }
