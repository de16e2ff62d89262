package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/innograph/innograph/server"
	"github.com/innograph/innograph/web"
)

// routes are an address of each route.
func routes() []string {
	return []string{
		"/", "/search?q=x", "/county/999901", "/university/x", "/relations?e=county/999901", "/passages?e=county/999901", "/claim/x", "/observation/x", "/claims",
		"/source/x", "/compare", "/pairs", "/matrix", "/paths", "/neighbourhood?e=county/999901", "/conflicts", "/coverage", "/data", "/about",
		"/graphql?query=%7B__typename%7D", "/graphiql", "/graphiql?plain=1", "/schema.graphql", "/healthz", "/readyz", "/metrics", web.Stylesheet(), "/icon.svg", "/bundles/home-1.js", "/nope",
		"/export/nquads", "/export/nope", "/context.jsonld", "/shapes.ttl", "/id/county/999901", "/id/nope", "/reconcile", "/reconcile/suggest/entity?prefix=x", "/reconcile/nope",
	}
}

// open is a handler of all routes with metrics and a script.
func open(t *testing.T, change func(*server.Config)) http.Handler {
	return handlerOf(t, func(c *server.Config) {
		c.Metrics = true
		c.Bundles = fstest.MapFS{"manifest.json": {Data: []byte(`{"graphiql":{"script":"home-1.js"},"every":{"script":"home-1.js"}}`)}, "home-1.js": {Data: []byte("1")}}
		if change != nil {
			change(c)
		}
	})
}

// Every answer forbids scripts of others, inline scripts, plug-ins, frames and
// guessing of types, whatever the route.
func TestPoliciesOfEveryRoute(t *testing.T) {
	h := open(t, nil)
	for _, method := range []string{"GET", "HEAD", "POST", "OPTIONS", "DELETE"} {
		for _, target := range routes() {
			a := send(t, h, method, target, "")
			policy := map[string]string{}
			for _, directive := range strings.Split(a.header.Get("Content-Security-Policy"), ";") {
				name, value, _ := strings.Cut(strings.TrimSpace(directive), " ")
				policy[name] = value
			}
			if policy["default-src"] != "'none'" || policy["base-uri"] != "'none'" || policy["frame-ancestors"] != "'none'" || policy["form-action"] != "'self'" {
				t.Errorf("%s %s: policy %v", method, target, policy)
			}
			if scripts, given := policy["script-src"]; given && scripts != "'self'" {
				t.Errorf("%s %s: scripts from %s", method, target, scripts)
			}
			if a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s %s: headers %v", method, target, a.header)
			}
		}
	}
}

// Only GET and HEAD are answered, and POST of GraphQL; what a header says of the
// method counts for nothing. HEAD is GET without a body.
func TestMethods(t *testing.T) {
	h := open(t, nil)
	for _, target := range routes() {
		get := send(t, h, "GET", target, "")
		graphql := strings.HasPrefix(target, "/graphql")
		// The specification of GraphQL over HTTP has GET and POST only.
		if head := httptest.NewRecorder(); !graphql {
			h.ServeHTTP(head, httptest.NewRequest("HEAD", target, nil))
			if head.Code != get.status {
				t.Errorf("HEAD %s: %d, GET %d", target, head.Code, get.status)
			}
		}
		reconcile := strings.HasPrefix(target, "/reconcile")
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "X"} {
			if method == "POST" && (graphql || reconcile) || method == "OPTIONS" && reconcile {
				continue // of GraphQL's specification, and of OpenRefine's
			}
			a := send(t, h, method, target, "", "Cookie", "secret=1", "X-Http-Method-Override", "GET", "X-Method-Override", "GET")
			if a.status != 405 && a.status != 404 {
				t.Errorf("%s %s: %d", method, target, a.status)
			}
			if a.status == 405 && a.header.Get("Allow") == "" {
				t.Errorf("%s %s: 405 without Allow", method, target)
			}
			if strings.Contains(a.body, "secret") {
				t.Errorf("%s %s: the request is echoed", method, target)
			}
		}
	}
}

// No path leads out of what is served: not to files, not to other hosts.
func TestPathTraversal(t *testing.T) {
	h := open(t, nil)
	prefixes := []string{"/", "/bundles/", "/assets/", "/county/", "/university/", "/claim/", "/observation/", "/source/", "/graphiql/", "/schema.graphql/", "/export/", "/id/", "/reconcile/"}
	climbs := []string{
		"../../../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "..%5c..%5c..%5cwindows%5cwin.ini", "....//....//etc/passwd",
		"%252e%252e%252fetc%252fpasswd", "..;/..;/etc/passwd", "%2fetc%2fpasswd", "/etc/passwd", "%00/etc/passwd", "passwd%00.js", "..%c0%af..%c0%afetc/passwd", "manifest.json", "../go.mod", "./../server.go",
		"/evil.example", "//evil.example/..", "%2f%2fevil.example", "%5c%5cevil.example", "https:%2f%2fevil.example",
	}
	for _, prefix := range prefixes {
		for _, climb := range climbs {
			target := prefix + climb
			u, err := url.ParseRequestURI(target)
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest("GET", "/", nil)
			r.URL, r.RequestURI = u, target
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			body := w.Body.String()
			if strings.Contains(body, "root:") || strings.Contains(body, "module github.com") || strings.Contains(body, `"every"`) || strings.Contains(body, "package server") {
				t.Errorf("%s shows a file", target)
			}
			switch {
			case w.Code == 400, w.Code == 404:
			case w.Code >= 300 && w.Code < 400:
				checkOwn(t, target, w.Header().Get("Location"))
			default:
				t.Errorf("%s: %d", target, w.Code)
			}
			checkLinks(t, target, body)
		}
	}
}

// checkOwn fails for an address that browsers would take for another host's.
func checkOwn(t *testing.T, of, address string) {
	t.Helper()
	plain := strings.NewReplacer("\\", "/", "\t", "", "\n", "", "\r", "").Replace(strings.TrimSpace(address))
	u, err := url.Parse(plain)
	if err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(plain, "//") {
		t.Errorf("%s leads to %q", of, address)
	}
}

// checkLinks fails for a page that leads elsewhere by a link, a form or a source.
func checkLinks(t *testing.T, of, page string) {
	t.Helper()
	in := html.NewTokenizer(strings.NewReader(page))
	for kind := in.Next(); kind != html.ErrorToken; kind = in.Next() {
		for _, a := range in.Token().Attr {
			switch a.Key {
			case "href", "src", "action", "formaction":
				checkOwn(t, of, a.Val)
			}
		}
	}
}

// Where an address decides where a page leads, it leads to this server: language,
// pages of lists, forms, redirects.
func TestOpenRedirects(t *testing.T) {
	h := open(t, nil)
	for _, parameter := range []string{"lang", "next", "return", "url", "redirect", "q", "e", "after", "plain", "query", "a", "b", "through"} {
		for _, evil := range []string{"//evil.example", "https://evil.example", `\\evil.example`, "javascript:alert(1)", "data:text/html,x", "/\t/evil.example"} {
			for _, path := range []string{"/", "/search", "/county/999901", "/neighbourhood", "/paths", "/compare", "/relations", "/graphiql"} {
				target := path + "?" + url.Values{parameter: {evil}}.Encode()
				a := send(t, h, "GET", target, "")
				if a.status >= 300 && a.status < 400 {
					checkOwn(t, target, a.header.Get("Location"))
				}
				checkLinks(t, target, a.body)
			}
		}
	}
}

// No answer repeats the Host header, so caches and readers cannot be led away by it.
func TestHostHeader(t *testing.T) {
	h := open(t, func(c *server.Config) { c.PublicURL = "https://data.example.org" })
	for _, target := range append(routes(), "//county//999901", "/county/../county/999901") {
		r := httptest.NewRequest("GET", "/", nil)
		u, err := url.ParseRequestURI(target)
		if err != nil {
			t.Fatal(err)
		}
		r.URL, r.Host = u, "evil.example"
		for _, name := range []string{"X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Url", "X-Rewrite-Url", "X-Forwarded-Prefix"} {
			r.Header.Set(name, "evil.example")
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if strings.Contains(w.Body.String(), "evil.example") || strings.Contains(fmt.Sprint(w.Header()), "evil.example") {
			t.Errorf("%s repeats the host: %v", target, w.Header())
		}
	}
}

// A server on the machine itself answers to the machine's own names and its
// public one, not to one that a web site had resolved to it.
func TestLocalHosts(t *testing.T) {
	h := open(t, func(c *server.Config) { c.Hosts = server.LocalHosts("https://data.example.org:8443") })
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "localhost": 200, "[::1]:8080": 200, "::1": 200, "10.0.0.3": 200, "innograph": 200, "app.localhost": 200, "data.example.org": 200, "DATA.example.org:443": 200,
		"evil.example": 421, "evil.example:8080": 421, "data.example.org.evil.example": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example": 421,
	} {
		r := httptest.NewRequest("GET", "/schema.graphql", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %s: %d, want %d", host, w.Code, want)
		}
	}
}

// Pages of other sites read nothing unless they are named, those of this machine
// read all; cookies go with none.
func TestCORS(t *testing.T) {
	const friend, stranger = "https://friend.example", "https://friend.example.evil.example"
	for _, c := range []struct {
		name    string
		origins []string
		origin  string
		want    string // Access-Control-Allow-Origin
	}{
		{"nobody is named", nil, friend, ""},
		{"named", []string{friend}, friend, friend},
		{"not named", []string{friend}, stranger, ""},
		{"no site", []string{friend}, "null", ""},
		{"this machine", nil, "http://127.0.0.1:3333", "http://127.0.0.1:3333"},
		{"this machine by name", nil, "http://localhost:3333", "http://localhost:3333"},
		{"this machine, IPv6", nil, "http://[::1]:3333", "http://[::1]:3333"},
		{"a name like this machine's", nil, "http://localhost.evil.example", ""},
		{"a page without a site", nil, "file://127.0.0.1", ""},
		{"all", []string{"*"}, stranger, "*"},
		{"no origin", []string{"*"}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := open(t, func(config *server.Config) { config.Origins = c.origins })
			for _, target := range []string{"/graphql?query=%7B__typename%7D", "/schema.graphql", "/", "/reconcile", "/export/nquads"} {
				a := send(t, h, "GET", target, "", "Origin", c.origin)
				if got := a.header.Get("Access-Control-Allow-Origin"); got != c.want || a.status != 200 {
					t.Errorf("%s: %d, allowed %q, want %q", target, a.status, got, c.want)
				}
				if (c.origins == nil || c.origins[0] != "*") && !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Origin") {
					t.Errorf("%s: a cache may give it to others: %v", target, a.header)
				}
				if a.header.Get("Access-Control-Allow-Credentials") != "" {
					t.Errorf("%s: cookies go along", target)
				}
			}
			asked := send(t, h, "OPTIONS", "/graphql", "", "Origin", c.origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
			if allowed := asked.status == 204 && strings.Contains(asked.header.Get("Access-Control-Allow-Headers"), "Content-Type"); allowed != (c.want != "") {
				t.Errorf("asked before a POST: %d %v", asked.status, asked.header)
			}
		})
	}
}

// A body over the limit is refused on every route that reads one, also where its
// size is not told before.
func TestOversizeBodies(t *testing.T) {
	h := open(t, nil)
	big := `{"query":"` + strings.Repeat(" ", 8<<10) + `"}`
	for _, length := range []int64{int64(len(big)), -1} {
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(big))
		r.ContentLength = length
		r.Header.Set("Content-Type", oldType)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		var answer struct{ Errors []struct{ Message string } }
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != 413 || len(answer.Errors) != 1 {
			t.Errorf("length %d: %d %s", length, w.Code, w.Body)
		}
	}
}
