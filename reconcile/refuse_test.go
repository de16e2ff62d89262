package reconcile_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/reconcile"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

// queriesOf is a batch of n queries.
func queriesOf(n int, query string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = `"q` + strings.Repeat("x", i) + `": ` + query
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// What is wrong with a request is told with a status and a sentence that names the place.
func TestRefusals(t *testing.T) {
	h := over(seedSchema(t))
	queries := func(text string) string { return url.Values{"queries": {text}}.Encode() }
	extend := func(text string) string { return url.Values{"extend": {text}}.Encode() }
	for _, c := range []struct {
		what, method, target, body string
		status                     int
		message                    string
	}{
		{"no JSON", "POST", "/reconcile", queries(`{"q0": `), 400, "queries: no JSON object"},
		{"two values", "POST", "/reconcile", queries(`{} {}`), 400, "queries: no JSON object"},
		{"a list", "POST", "/reconcile", queries(`[{"query": "x"}]`), 400, "queries: no JSON object"},
		{"null", "GET", "/reconcile?queries=null", "", 400, "queries: no JSON object"},
		{"an empty field", "GET", "/reconcile?queries=", "", 400, "queries: no JSON object"},
		{"a query that is a text", "POST", "/reconcile", queries(`{"q0": "永嘉县"}`), 400, "queries.q0: no JSON object"},
		{"an empty query", "POST", "/reconcile", queries(`{"q0": {}}`), 400, "queries.q0: it has neither query nor properties"},
		{"only a type", "POST", "/reconcile", queries(`{"q0": {"type": "County", "properties": []}}`), 400, "queries.q0: it has neither query nor properties"},
		{"a field too many", "POST", "/reconcile", queries(`{"q0": {"query": "x", "fuzzy": true}}`), 400, "queries.q0.fuzzy: a query has"},
		{"a number as text", "POST", "/reconcile", queries(`{"q0": {"query": 5}}`), 400, "queries.q0.query: no text"},
		{"an unknown type", "POST", "/reconcile", queries(`{"q0": {"query": "x", "type": "Person"}}`), 400, `queries.q0.type: there is no type "Person"; there are County, Region, Organization`},
		{"an unknown type among others", "POST", "/reconcile", queries(`{"q0": {"query": "x", "type": ["County", "<script>"]}}`), 400, `there is no type "<script>"`},
		{"types by object", "POST", "/reconcile", queries(`{"q0": {"query": "x", "type": {"id": "County"}}}`), 400, "queries.q0.type: no text"},
		{"strictness", "POST", "/reconcile", queries(`{"q0": {"query": "x", "type_strict": "very"}}`), 400, `"very" is none of any, all, should`},
		{"limit 0", "POST", "/reconcile", queries(`{"q0": {"query": "x", "limit": 0}}`), 400, "queries.q0.limit: 0 is no positive integer"},
		{"half a limit", "POST", "/reconcile", queries(`{"q0": {"query": "x", "limit": 2.5}}`), 400, "queries.q0.limit: 2.5 is no positive integer"},
		{"limit as text", "POST", "/reconcile", queries(`{"q0": {"query": "x", "limit": "3"}}`), 400, "is no positive integer"},
		{"an unknown property", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [{"pid": "P31", "v": "y"}]}}`), 400, `queries.q0.properties[0].pid: there is no property "P31"`},
		{"an unknown indicator", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [{"pid": "indicator/none", "v": 1}]}}`), 400, `there is no property "indicator/none"`},
		{"an entity as property", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [{"pid": "county/330324", "v": 1}]}}`), 400, `there is no property`},
		{"a property without values", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [{"pid": "name"}]}}`), 400, "queries.q0.properties[0].v: there is no value"},
		{"an entity without id", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [{"pid": "county", "v": {"name": "y"}}]}}`), 400, "properties[0].v.id: no text"},
		{"lists in lists", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [{"pid": "county", "v": [["y"]]}]}}`), 400, "a list in a list"},
		{"a long query", "POST", "/reconcile", queries(`{"q0": {"query": "` + strings.Repeat("县", 501) + `"}}`), 400, "queries.q0.query: more than 500 characters"},
		{"many properties", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [` + strings.Repeat(`{"pid": "name", "v": "y"},`, 20) + `{"pid": "name", "v": "y"}]}}`), 400, "21 properties, at most 20"},
		{"many values", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [{"pid": "name", "v": [` + strings.Repeat(`1,`, 20) + `1]}]}}`), 400, "21 values, at most 20"},
		{"a large batch", "POST", "/reconcile", queries(queriesOf(101, `{"query": "x"}`)), 413, "a batch of 101, at most 100"},
		{"a large body", "POST", "/reconcile", "queries=" + strings.Repeat("a", 300<<10), 413, "the body has more than 262144 bytes"},
		{"a megabyte of nesting", "POST", "/reconcile", "queries=" + strings.Repeat("[", 1<<20), 413, "the body has more than"},
		{"deep nesting", "POST", "/reconcile", queries(`{"q0": {"query": "x", "properties": [{"pid": "name", "v": ` + strings.Repeat("[", 60_000) + strings.Repeat("]", 20_000) + `}]}}`), 400, "queries: no JSON object"},
		{"nesting that ends", "POST", "/reconcile", queries(`{"q0": ` + strings.Repeat(`[`, 15_000) + strings.Repeat("]", 15_000) + `}`), 400, "queries: no JSON object"},
		{"bad escapes", "POST", "/reconcile", "queries=%zz", 400, "percent-encode"},
		{"two batches", "GET", "/reconcile?queries={}&queries={}", "", 400, "more than one parameter"},
		{"queries and extend", "GET", "/reconcile?queries={}&extend={}", "", 400, "more than one parameter"},
		{"an empty form", "POST", "/reconcile", "", 400, "neither queries nor extend"},
		{"a put", "PUT", "/reconcile", "", 405, "method"},
		{"a form where nothing is sent", "POST", "/reconcile/suggest/entity", "prefix=x", 405, "method"},
		{"extend without ids", "POST", "/reconcile", extend(`{"properties": []}`), 400, "extend.ids: no list"},
		{"extend without properties", "POST", "/reconcile", extend(`{"ids": []}`), 400, "extend.properties: no list"},
		{"ids that are numbers", "POST", "/reconcile", extend(`{"ids": [1], "properties": []}`), 400, "extend.ids: no list of ids"},
		{"many ids", "POST", "/reconcile", extend(`{"ids": [` + strings.Repeat(`"county/330324",`, 1000) + `"x"], "properties": []}`), 413, "1001 ids, at most 1000"},
		{"many columns", "POST", "/reconcile", extend(`{"ids": [], "properties": [` + strings.Repeat(`{"id": "name"},`, 30) + `{"id": "name"}]}`), 413, "31 properties, at most 30"},
		{"an unknown column", "POST", "/reconcile", extend(`{"ids": ["x"], "properties": [{"id": "population"}]}`), 400, `extend.properties[0].id: there is no property "population"`},
		{"a column twice", "POST", "/reconcile", extend(`{"ids": ["x"], "properties": [{"id": "name"}, {"id": "name"}]}`), 400, "is there twice"},
		{"an unknown setting", "POST", "/reconcile", extend(`{"ids": ["x"], "properties": [{"id": "name", "settings": {"depth": 1}}]}`), 400, "settings.depth: there is no such setting"},
		{"an unknown choice", "POST", "/reconcile", extend(`{"ids": ["x"], "properties": [{"id": "partners", "settings": {"status": "dreamt"}}]}`), 400, `settings.status: "dreamt" is none of its choices`},
		{"a bad limit of values", "POST", "/reconcile", extend(`{"ids": ["x"], "properties": [{"id": "partners", "settings": {"limit": -1}}]}`), 400, "settings.limit: -1 is no integer"},
		{"suggest without prefix", "GET", "/reconcile/suggest/entity", "", 400, "prefix is missing"},
		{"a bad cursor", "GET", "/reconcile/suggest/entity?prefix=x&cursor=-1", "", 400, `cursor: "-1" is no integer from 0 on`},
		{"suggest of an unknown type", "GET", "/reconcile/suggest/property?prefix=x&type=Person", "", 400, `there is no type "Person"`},
		{"proposals of an unknown type", "GET", "/reconcile/properties?type=Person", "", 400, `there is no type "Person"`},
		{"proposals with a bad limit", "GET", "/reconcile/properties?type=County&limit=many", "", 400, "limit"},
		{"preview of nothing", "GET", "/reconcile/preview?id=county%2F000000", "", 404, "there is no entity county/000000"},
		{"preview without id", "GET", "/reconcile/preview", "", 404, "there is no entity"},
		{"flyout of nothing", "GET", "/reconcile/flyout/entity?id=%3Cscript%3E", "", 404, "there is no entity <script>"},
		{"flyout of no type", "GET", "/reconcile/flyout/type?id=Person", "", 404, "there is no type Person"},
		{"flyout of no property", "GET", "/reconcile/flyout/property?id=x", "", 404, "there is no property x"},
		{"no address", "GET", "/reconcile/suggest/planet?prefix=x", "", 404, "nothing at this address"},
	} {
		w := send(h, c.method, c.target, c.body)
		var told struct{ Status, Message string }
		if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil {
			t.Errorf("%s: %d %.200s", c.what, w.Code, w.Body)
			continue
		}
		if w.Code != c.status || told.Status != "error" || !strings.Contains(told.Message, c.message) {
			t.Errorf("%s: %d %q, want %d %q", c.what, w.Code, told.Message, c.status, c.message)
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: the refusal has headers %v", c.what, w.Header())
		}
	}
}

func TestFormsOnly(t *testing.T) {
	h := over(seedSchema(t))
	for _, media := range []string{"", "application/json", "multipart/form-data; boundary=x"} {
		r := httptest.NewRequest(http.MethodPost, "/reconcile", strings.NewReader(`queries={}`))
		r.Header.Set("Content-Type", media)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusUnsupportedMediaType {
			t.Errorf("%q: %d %s", media, w.Code, w.Body)
		}
	}
}

// A callback is not called: JSON is JSON whatever a client asks for.
func TestNoCallbacks(t *testing.T) {
	h := over(seedSchema(t))
	for _, target := range []string{"/reconcile?callback=alert(1)", "/reconcile/suggest/type?prefix=c&callback=alert(1)//", "/reconcile?queries={}&callback=x"} {
		w := send(h, http.MethodGet, target, "")
		if w.Code != http.StatusOK || !json.Valid(w.Body.Bytes()) || strings.Contains(w.Body.String(), "alert") || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
			t.Errorf("%s: %d %s %.100s", target, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
}

// Names are text wherever they are shown.
func TestNamesAreEscaped(t *testing.T) {
	const name = `<script>alert("1")</script>`
	s := schemaOver(t, &graph.Facts{
		Sources:  []graph.Source{{ID: "source/x", Kind: "reference", Title: "x"}},
		Entities: []graph.Entity{{ID: "county/999901", Type: graph.County, Name: name, NameEn: `"><img src=x onerror=alert(1)>`}},
	})
	h := over(s)
	w := send(h, http.MethodGet, "/reconcile/preview?id=county/999901", "")
	if strings.Contains(w.Body.String(), "<script") || strings.Contains(w.Body.String(), "<img") || !strings.Contains(w.Body.String(), "&lt;script&gt;") {
		t.Errorf("preview: %s", w.Body)
	}
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || !strings.HasSuffix(policy, "frame-ancestors *") || strings.Contains(policy, "script-src") {
		t.Errorf("policy of a preview: %s", policy)
	}
	var told struct{ HTML string }
	if err := json.Unmarshal([]byte(get(t, h, "/reconcile/flyout/entity?id=county/999901")), &told); err != nil || strings.Contains(told.HTML, "<script") || strings.Contains(told.HTML, "<img") {
		t.Errorf("flyout: %v %s", err, told.HTML)
	}
	list := ask(t, h, `{"query": "<script>alert(\"1\")</script>"}`)
	if len(list) != 1 || list[0].Name != name || !list[0].Match {
		t.Errorf("candidates: %v", list)
	}
}

// meter grants until what it counted is more than its allowance.
type meter struct{ left, charged int }

func (m *meter) Charge(nodes int) executor.Allowance {
	m.charged += nodes
	if m.left -= nodes; m.left < 0 {
		return executor.Allowance{Wait: 1500 * time.Millisecond}
	}
	return executor.Allowance{}
}

// Every address is charged before it works; who has nothing left is told when to come again.
func TestAllRequestsAreCharged(t *testing.T) {
	s := seedSchema(t)
	for _, c := range []struct {
		target string
		least  int
	}{
		{"/reconcile", 1}, {`/reconcile?queries={"a":{"query":"x"},"b":{"query":"y","limit":50}}`, 80}, {`/reconcile?queries={"a":{"query":"x","properties":[{"pid":"county","v":"y"}]}}`, 2000},
		{`/reconcile?extend={"ids":["x","y"],"properties":[{"id":"partners"},{"id":"name"}]}`, 40}, {"/reconcile/suggest/entity?prefix=x&cursor=40", 60}, {"/reconcile/suggest/type?prefix=x", 1},
		{"/reconcile/suggest/property?prefix=x", 1000}, {"/reconcile/properties?type=County", 1000}, {"/reconcile/preview?id=county/330324", 100}, {"/reconcile/flyout/entity?id=county/330324", 100},
		{"/reconcile/flyout/type?id=County", 1}, {"/reconcile/flyout/property?id=name", 1},
	} {
		m := &meter{left: 1 << 30}
		h := reconcile.New(reconcile.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Meter: func(*http.Request) executor.Meter { return m }, MaxBody: 1 << 10})
		if w := send(h, http.MethodGet, c.target, ""); w.Code != http.StatusOK || m.charged < c.least {
			t.Errorf("%s: %d, charged %d nodes, want %d or more: %.200s", c.target, w.Code, m.charged, c.least, w.Body)
		}
		m.left = 0
		if w := send(h, http.MethodGet, c.target, ""); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "2" {
			t.Errorf("%s with nothing left: %d, Retry-After %q", c.target, w.Code, w.Header().Get("Retry-After"))
		}
	}
}
