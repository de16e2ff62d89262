package loader_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/innograph/innograph/graph"
)

// document is the small data set in JSON-LD with our context, changed: without is cut
// out of it, with stands before the first node.
func document(t *testing.T, replace, with string) []byte {
	t.Helper()
	data := string(compactLD(t, graph.Quads(small(), graph.DefaultBase)))
	if replace == "" {
		return []byte(data)
	}
	if !strings.Contains(data, replace) {
		t.Fatalf("%s is not in the document:\n%s", replace, data)
	}
	return []byte(strings.Replace(data, replace, with, 1))
}

func TestLinkedProblems(t *testing.T) {
	const context, nodes = `"https://innograph.example/context.jsonld"`, `"@graph":[`
	claim := string(small().Claims[1].ID)
	seen := string(small().Observations[0].ID)
	iri := graph.DefaultBase + claim
	inline, err := json.Marshal(graph.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, replace, with, want string }{
		{"nothing", "", "", ""},
		{"context written out", context, string(inline), ""},
		{"context of any server", context, `"http://127.0.0.1:8080/context.jsonld"`, ""},
		{"context of the same server", context, `"/context.jsonld"`, ""},
		{"context and base", context, `["/context.jsonld", {"@base": "https://elsewhere.example/id/"}]`, ""},
		{"foreign context", context, `"https://schema.org/"`, "a.jsonld:1: cannot be read as JSON-LD, wanted JSON-LD 1.1 in our vocabulary (docs/data-format.md)\n    hint: the context https://schema.org/ is not ours (…/context.jsonld), and nothing is fetched from elsewhere"},
		{"context from a file", context, `"file:///etc/passwd"`, "the context file:///etc/passwd is not ours"},
		{"import", context, `{"@import": "https://schema.org/", "@vocab": "x:"}`, "the context https://schema.org/ is not ours"},
		{"no context", `"@context":` + context + ",", "", `: no property of a claim, found "digest"`},
		{"context of its own", nodes, nodes + `{"@id": "` + claim + `", "@context": {}},`, "a.jsonld: " + claim + ": a node cannot be read, wanted JSON-LD 1.1 in our vocabulary (docs/data-format.md)\n    hint: it has a context of its own"},
		{"unknown key", nodes, nodes + `{"@id": "` + claim + `", "loves": "x"},`, "a.jsonld: " + iri + ": no property of a claim, found \"" + graph.Namespace + "loves\""},
		{"status", `"status":["status-planned"]`, `"status":["status-dreamt"]`, "a.jsonld: " + iri + ": status: is no status"},
		{"no status", `"status":["status-planned"],`, ``, "a.jsonld: " + iri + ": a claim has no status"},
		{"number for a decimal", `{"@type":"xsd:decimal","@value":"2.50"}`, `2.5`, "a.jsonld: " + graph.DefaultBase + seen + `: value: is no value, found "\"2.5E+00\"^^<http://www.w3.org/2001/XMLSchema#double>"`},
		{"check of the tables", `"kind-laboratory"`, `"kind-castle"`, "a.jsonld: " + graph.DefaultBase + `platform/lab: kind: no kind of a Platform, found "castle"`},
		{"blank node", nodes, nodes + `{"@type": "Claim"},`, "a.jsonld: a node cannot be read, wanted JSON-LD 1.1 in our vocabulary (docs/data-format.md)\n    hint: it has no @id"},
		{"list", nodes, nodes + `{"@id": "source/two", "note": {"@list": ["a"]}},`, "a.jsonld: " + graph.DefaultBase + "source/two: a node cannot be read"},
		{"reverse", nodes, nodes + `{"@id": "university/u", "@reverse": {"builds": {"@id": "county/999901"}}},`, "it has @reverse"},
		{"keyword as a key", nodes, nodes + `{"@id": "university/u", "@value": 1},`, "a.jsonld: university/u: a node cannot be read"},
		{"text", nodes, nodes + `"text",`, "hint: it is no object"},
		{"not UTF-8", nodes, "\n" + nodes + "\n" + `{"@id": "university/u", "note": "` + "\xbc\xd7" + `"},`, "a.jsonld:3: cannot be read as JSON-LD, wanted JSON-LD 1.1 in our vocabulary (docs/data-format.md)\n    hint: the text is not UTF-8"},
		{"byte order mark", "{", "\xef\xbb\xbf{", "hint: a byte order mark stands before it"},
		{"broken", nodes, "\n\n" + nodes + `{,`, "a.jsonld:3: cannot be read as JSON-LD, wanted JSON-LD 1.1 in our vocabulary (docs/data-format.md)\n    hint: invalid character ','"},
		{"key beside the graph", nodes, `"@id": "x", ` + nodes, "it has @graph, which our vocabulary does not use there"},
		{"twice", nodes, `"@graph": [], ` + nodes, "\"@graph\" stands twice in the document"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := problemsOf(t, "a.jsonld", document(t, test.replace, test.with))
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("problems:\n%.1500swant %s", got, test.want)
			}
		})
	}
	whole := document(t, "", "")
	var parts struct {
		Graph json.RawMessage `json:"@graph"`
	}
	if err := json.Unmarshal(whole, &parts); err != nil {
		t.Fatal(err)
	}
	for data, want := range map[string]string{
		string(whole[:len(whole)-1]):     "the document ends too early",
		string(whole) + "{}":             "something stands behind the end of the document",
		`{"@graph": [], "@context": {}}`: "the context stands behind the graph that it is for",
		`{"@graph": {}, "@context": {}}`: "@graph is no list",
		`"text"`:                         "neither an object nor a list",
		``:                               "the document ends too early",
		`[]`:                             "holds no statement",
		`{"@graph": [], "x": 1}`:         "stands beside @graph",
		`{"@context": null, "@graph": [{"@id": "https://innograph.github.io/id/county/1", "x": 1}]}`: `no property of an entity, found "x"`,
	} {
		if got := problemsOf(t, "a.jsonld", []byte(data)); !strings.Contains(got, want) {
			t.Errorf("%.80s: problems:\n%.500swant %s", data, got, want)
		}
	}
}

// A document that is one node, or has nodes inside nodes, says the same.
func TestLinkedShapes(t *testing.T) {
	want := lines(small(), graph.DefaultBase)
	var parts struct {
		Graph []any `json:"@graph"`
	}
	if err := json.Unmarshal(document(t, "", ""), &parts); err != nil {
		t.Fatal(err)
	}
	last := len(parts.Graph) - 1
	one := parts.Graph[last].(map[string]any) // no claim, whose own graph comes before its @id
	one["@context"] = "/context.jsonld"
	one["@included"] = parts.Graph[:last]
	sameLines(t, want, lines(mustLoad(t, file("a.jsonld", asJSON(t, one))), graph.DefaultBase))
}

func TestHostileLinked(t *testing.T) {
	deep := func(n int) string {
		return strings.Repeat(`{"@id":"county/1","partOf":`, n) + `{"@id":"county/1"}` + strings.Repeat(`}`, n)
	}
	terms := func(n int, each func(int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(each(i) + ",")
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	for _, test := range []struct{ name, data, want string }{
		{"deep node", `{"@context": "/context.jsonld", "@graph": [` + deep(3000) + `]}`, "a.jsonld: county/1: a node cannot be read, wanted JSON-LD 1.1 in our vocabulary (docs/data-format.md)\n    hint: it is nested deeper than 32 levels"},
		{"deeper than JSON goes", `{"@context": "/context.jsonld", "@graph": [` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `]}`, "exceeded max depth"},
		{"deep context", `{"@context": ` + strings.Repeat(`[`, 5000) + strings.Repeat(`]`, 5000) + `, "@graph": []}`, "the context is nested deeper than 32 levels"},
		{"large context", `{"@context": {` + terms(20000, func(i int) string { return fmt.Sprintf(`"t%d": "x:y"`, i) }) + `}, "@graph": []}`, "the context is larger than 65536 bytes"},
		{"terms upon terms", `{"@context": {"t0": "https://a/` + strings.Repeat("a", 100) + `", ` + terms(2000, func(i int) string { return fmt.Sprintf(`"t%d": "t%d:aaaaaaaaaa"`, i+1, i) }) + `}, "@graph": [{"@id": "county/1", "t2000": "x"}]}`, "a.jsonld: "},
		{"terms in a circle", `{"@context": {"a": "b:x", "b": "a:x"}, "@graph": [{"@id": "county/1", "a": "x"}]}`, "cyclic IRI mapping"},
		{"large node", `{"@context": "/context.jsonld", "@graph": [{"@id": "county/1", "note": "` + strings.Repeat("x", 20<<20) + `"}]}`, "a node is larger than 8388608 bytes"},
		{"many wrong nodes", `{"@context": "/context.jsonld", "@graph": [` + terms(50000, func(int) string { return `{"@id": "county/1", "x": {"@list": []}}` }) + `]}`, "a.jsonld: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			got := problemsOf(t, "a.jsonld", []byte(test.data))
			runtime.ReadMemStats(&after)
			if !strings.Contains(got, test.want) {
				t.Errorf("problems:\n%.500swant %s", got, test.want)
			}
			if n := strings.Count(got, "\n"); n > graph.MaxMisfits+2 {
				t.Errorf("%d lines of problems", n)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 256<<20 {
				t.Errorf("%d bytes were allocated on the way", used)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

// The context explains every property that a dump has, and gives each another name.
func TestContextIsWhole(t *testing.T) {
	terms := map[string]string{}
	for name, definition := range graph.Context() {
		if d, ok := definition.(map[string]any); ok {
			id := d["@id"].(string)
			if terms[id] != "" {
				t.Errorf("%s has the names %s and %s", id, terms[id], name)
			}
			terms[id] = name
		}
	}
	for _, line := range bytes.Split(nquads(small(), graph.DefaultBase), []byte("\n")) {
		if _, rest, found := strings.Cut(string(line), "> <"); found {
			predicate, _, _ := strings.Cut(rest, ">")
			if terms[predicate] == "" && !strings.HasSuffix(predicate, "#type") {
				t.Errorf("%s has no name", predicate)
			}
		}
	}
}
