package loader_test

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

// small is one thing of each sort, as few as the checks let pass:
//
//	university u ──builds(planned, co-builds)──► platform lab
//	county 甲 ──partnersWith(existing)── university u
//	county 甲: 2.50–3 firms at least in 2025
func small() *graph.Facts {
	at := func(start, end int) graph.Locator {
		return graph.Locator{Source: "source/one", Section: "一、总则 > （一）目标", Start: start, End: end, Digest: "0123456789abcdef"}
	}
	f := &graph.Facts{
		Sources: []graph.Source{
			{ID: "source/one", Kind: "plan", Title: "一号“规划”", Issuer: "甲县", Number: "甲科〔2021〕1号", Issued: "2021-10", PeriodStart: "2021", PeriodEnd: "2025", Region: "county/999901", Document: "document/one", SHA256: strings.Repeat("0", 64), Runes: 1000, Note: "\\ \"n\""},
			{ID: "source/two", Kind: "reference", Title: "年鉴"},
		},
		Entities: []graph.Entity{
			{ID: "county/999901", Type: graph.County, Level: "county", Name: "甲县", NameEn: "Jia County"}, {ID: "university/u", Type: graph.University, Name: "某大学"},
			{ID: "platform/lab", Type: graph.Platform, Kind: "laboratory", Name: "某实验室😀"}, {ID: "document/one", Type: graph.Document, Name: "一号规划"},
		},
		Names:       []graph.Name{{Entity: "university/u", Text: "某大", Lang: "zh", Kind: graph.Short}, {Entity: "university/u", Text: "Some University", Lang: "en", Kind: graph.Translation}, {Entity: "university/u", Text: "某木学", Lang: "zh", Kind: graph.OCRSlip}, {Entity: "indicator/firms", Text: "公司数", Lang: "zh", Kind: graph.Variant}},
		Identifiers: []graph.Identifier{{Entity: "county/999901", Scheme: "gbt2260", Value: "999901", Edition: "2020"}},
		Indicators:  []graph.Indicator{{ID: "indicator/firms", Name: "企业数", NameEn: "Firms", Unit: "家", Better: "higher", Definition: "d"}},
		Mentions:    []graph.Mention{{Entity: "document/one", Locator: graph.Locator{Source: "source/two"}}},
		Omissions:   []graph.Omission{{Locator: at(900, 905), Reason: "口号"}},
		Redirects:   []graph.Redirect{{From: "university/old-u", To: "university/u", Reason: "合并"}},
		Claims: []graph.Claim{
			{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/u", Status: graph.Existing, Locator: at(0, 8), Context: true, Note: "表头"},
			{Subject: "university/u", Predicate: graph.Builds, Object: "platform/lab", Status: graph.Planned, Role: "co-builds", Locator: at(10, 18)},
		},
		Observations: []graph.Observation{
			{Entity: "county/999901", Indicator: "indicator/firms", Period: "2025", Role: "target", Measure: "stock", Bound: "ge", Value: "2.50", ValueTo: "3", Unit: "家", Locator: at(20, 28)},
			{Entity: "county/999901", Of: "platform/lab", Indicator: "indicator/firms", Period: "2021/2025", Role: "actual", Measure: "flow", Value: "破零", Locator: at(30, 38)},
		},
	}
	for i := range f.Claims {
		f.Claims[i].Identify()
	}
	for i := range f.Observations {
		f.Observations[i].Identify()
	}
	return f
}

// Each case takes lines out of the small dump (those that begin, or end, so) or puts one behind
// it, and names the first problem that comes of it. LAST is the line that was put there.
func TestQuadProblems(t *testing.T) {
	f := small()
	base, term := "<"+graph.DefaultBase, "<"+graph.Namespace
	partner, builds := f.Claims[0], f.Claims[1]
	claim, first := base+string(partner.ID)+"> ", base+string(builds.ID)+"> "
	seen := base + string(f.Observations[0].ID) + "> "
	u, lab, county := base+"university/u> ", base+"platform/lab> ", base+"county/999901> "
	const (
		xsd, oa, rdf = "http://www.w3.org/2001/XMLSchema#", "<http://www.w3.org/ns/oa#", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
		skos         = "<http://www.w3.org/2004/02/skos/core#"
	)
	for _, test := range []struct{ name, without, with, problem string }{
		{"nothing", "", "", ""},
		{"the same again", "", claim + term + "status> " + term + "status-existing> .", ""},
		{"foreign property", "", u + "<http://xmlns.com/foaf/0.1/name> \"x\" .", `LAST: no property of an entity, found "http://xmlns.com/foaf/0.1/name"`},
		{"foreign predicate", "", u + term + "loves> " + county + claim + ".", "LAST: a claim with a predicate that the ontology does not have"},
		{"foreign thing", "", "<https://example.org/x/y> " + term + "status> \"x\" .", "LAST: is not under the base of the other ids"},
		{"foreign id", "", base + "planet/mars> " + term + "kind> " + term + "kind-park> .", "LAST: is no id of ours after the base"},
		{"blank node", "", "_:b0 " + term + "kind> " + term + "kind-park> .", `LAST: is not under the base of the other ids, found "_:b0"`},
		{"relation without a claim", "", u + term + "builds> " + lab + ".", `LAST: a relation without a claim, found "builds"`},
		{"label is no claim", "", u + term + "builds> " + lab + u + ".", "LAST: the label of a quad is no claim"},
		{"claim without a status", claim + term + "status>", "", "a claim has no status"},
		{"claim without a quad", claim + ".", "", "a claim is the label of no quad"},
		{"claim without a class", claim + rdf + "type>", "", "a claim has no class"},
		{"claim of two quads", "", u + term + "builds> " + lab + claim + ".", "LAST: a claim is the label of two quads"},
		{"two sides reversed", claim + ".", u + term + "partnersWith> " + county + claim + ".", "LAST: the sides of a symmetric relation stand in the wrong order"},
		{"unknown status", claim + term + "status>", claim + term + "status> " + term + "status-dreamt> .", "LAST: status: is no status"},
		{"status of a text", claim + term + "status>", claim + term + "status> \"existing\" .", "LAST: status: is no status"},
		{"hash of a claim", first + term + "role>", "", "the id of a claim is not that of what it says"},
		{"hash of an observation", seen + term + "period>", seen + term + "period> \"2026\" .", "the id of an observation is not that of what it says"},
		{"two values", "", seen + term + "value> \"2.51\"^^<xsd:decimal> .", `LAST: value: has two values, found "\"2.51\"^^<` + xsd + `decimal>", wanted one`},
		{"value without a datatype", seen + term + "value>", seen + term + "value> \"2.50\" .", "LAST: value: is no value"},
		{"value of a float", seen + term + "value>", seen + term + "value> \"2.5E0\"^^<" + xsd + "double> .", "LAST: value: is no value"},
		{"half a place", seen + oa + "start>", "", "a place in a text lacks one end"},
		{"leading zero", seen + oa + "start>", seen + oa + "start> \"020\"^^<" + xsd + "integer> .", "LAST: start: is no number of code points"},
		{"short datatype", seen + oa + "start>", seen + oa + "start> \"20\"^^<xsd:integer> .", ""},
		{"kind of a name", "", u + skos + "altLabel> \"某校\"@zh .", "LAST: the kind of a name is not said"},
		{"kind of a slip", "", u + skos + "hiddenLabel> \"某大\"@zh .", "LAST: the kind of a name is not said"},
		{"name of one kind only", "", u + term + "alias> \"某校\"@zh .", "LAST: a name is not a skos:altLabel as well"},
		{"name without a language", "", u + term + "alias> \"某校\" .", "LAST: a name is no text with a language"},
		{"main name in another language", "", u + skos + "prefLabel> \"x\"@fr .", `LAST: no property of an entity, found "http://www.w3.org/2004/02/skos/core#prefLabel@fr"`},
		{"another class", "", base + "source/one> " + rdf + "type> " + term + "Claim> .", "LAST: type: is another class than the id says"},
		{"two types", "", u + rdf + "type> " + term + "County> .", "LAST: type: has two values"},
		{"empty text", "", base + "source/two> " + term + "number> \"\" .", "LAST: number: is no text"},
		{"identifier of two", "", lab + "<http://purl.org/dc/terms/identifier> " + identifierOf(f) + ".", "LAST: an identifier of two entities"},
		{"identifier of none", county + "<http://purl.org/dc/terms/identifier>", "", "an identifier of no entity"},
		{"reason alone", "", base + "county/999903> " + term + "reason> \"x\" .", "LAST: a reason without the id now"},
		// What follows is form in order, and the checks of the tables say what is wrong.
		{"no entity", "", base + "county/999903> <http://purl.org/dc/terms/isReplacedBy> " + base + "county/999904> .", "LAST: reason: is empty"},
		{"unknown kind", lab + term + "kind>", lab + term + "kind> " + term + "kind-castle> .", `kind: no kind of a Platform, found "castle"`},
		{"type and prefix", u + rdf, u + rdf + "type> " + term + "County> .", `id: prefix is not that of a County, found "university/u"`},
		{"line break", base + "source/two> <http://purl.org/dc/terms/title>", base + `source/two> <http://purl.org/dc/terms/title> "a\nb" .`, "title: holds a line break, tab or NUL"},
		// What is no N-Quads.
		{"no end", "", u + term + `alias> "x"@zh`, "LAST: is no statement of N-Quads"},
		{"two literals", "", u + `"a" "b" .`, "an IRI in < > is wanted as the predicate at character "},
		{"relative", "", "<university/u> " + term + `alias> "x"@zh .`, "an IRI is not absolute at character "},
		{"space in an IRI", "", "<http://a/b c> " + term + `alias> "x"@zh .`, `an IRI holds ' ' at character `},
		{"half a character", "", u + term + `alias> "\uD83D"@zh .`, "an escape is no character at character "},
		{"unknown escape", "", u + term + `alias> "\q"@zh .`, "an escape is no character"},
		{"more than one", "", u + term + `alias> "x"@zh . <http://a/b>`, "something stands behind the full stop"},
		{"language", "", u + term + `alias> "x"@zh- .`, "a language tag is malformed"},
		{"literal without an end", "", u + term + `alias> "x .`, "a literal does not end"},
		{"not UTF-8", "", u + term + "alias> \"\xff\"@zh .", "the text is not UTF-8"},
		{"byte order mark", "", "\xef\xbb\xbf" + u + term + `alias> "x"@zh .`, "a byte order mark stands before it"},
		{"comment", "", "  # a comment, and an empty line\n\n" + claim + term + "status> " + term + "status-existing> . # more", ""},
		{"escapes", base + "source/two> <http://purl.org/dc/terms/title>", base + `source/two> <http://purl.org/dc/terms/title> "\u5E74\U00009274" .`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := slices.DeleteFunc(lines(f, graph.DefaultBase), func(line string) bool {
				return test.without != "" && (strings.HasPrefix(line, test.without) || strings.HasSuffix(line, test.without))
			})
			if whole := len(lines(f, graph.DefaultBase)); test.without != "" && len(in) == whole {
				t.Fatal("the case takes nothing out")
			}
			if test.with != "" {
				in = append(in, test.with)
			}
			got := problemsOf(t, "dump.nq", []byte(strings.Join(in, "\n")))
			want := strings.Replace(test.problem, "LAST", fmt.Sprintf("dump.nq:%d", len(in)), 1)
			if test.problem == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("problems:\n%swant %s", got, want)
			}
			if !strings.Contains(test.problem, "LAST") && test.problem != "" && !strings.HasPrefix(got, "dump.nq:") {
				t.Errorf("no line in\n%s", got)
			}
			if n := strings.Count(got, "\n"); n > 6 && test.name != "type and prefix" {
				t.Errorf("one mistake gives %d lines:\n%s", n, got)
			}
		})
	}
}

func identifierOf(f *graph.Facts) string {
	for _, line := range lines(f, graph.DefaultBase) {
		if subject, rest, _ := strings.Cut(line, " "); strings.Contains(rest, "#scheme>") {
			return subject + " "
		}
	}
	return ""
}

// A place of a fact is a line: that of the claim's quad.
func TestQuadLines(t *testing.T) {
	f := small()
	f.Claims[1].Predicate = graph.PartOf // not from a university to a platform
	f.Claims[1].Role = ""
	f.Claims[1].Identify()
	in := lines(f, graph.DefaultBase)
	line := 1 + slices.IndexFunc(in, func(line string) bool { return strings.HasSuffix(line, string(f.Claims[1].ID)+"> .") })
	want := fmt.Sprintf("dump.nq:%d: object: \"partOf\" does not lead from a University to a Platform", line)
	if got := problemsOf(t, "dump.nq", []byte(strings.Join(in, "\n"))); !strings.Contains(got, want) {
		t.Errorf("problems:\n%swant %s", got, want)
	}
}

// What never ends, or grows without end, is refused in bounded memory.
func TestHostileQuads(t *testing.T) {
	good := nquads(small(), graph.DefaultBase)
	long := append(slices.Clone(good), bytes.Repeat([]byte("x"), 32<<20)...)
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"line.nq", long, fmt.Sprintf("line.nq:%d: line is too long, wanted at most 65536 bytes\n", bytes.Count(good, []byte("\n"))+1)},
		{"empty.nq", nil, "empty.nq: holds no statement"},
		{"comments.nq", []byte("# nothing\n\n"), "comments.nq: holds no statement"},
		{"no.nq.gz", good, "no.nq.gz: cannot be unpacked"},
		{"cut.nq.gz", gzipped(t, good)[:300], "cannot be read, found \"unexpected EOF\""},
		{"bomb.nq.gz", bomb(t), "the file grows more than any data does when it is unpacked"},
		{"garbage.nq", bytes.Repeat([]byte("garbage\n"), 1<<20), "garbage.nq: has more than 1000 problems"},
		{"foreign.nq", bytes.Repeat([]byte("<http://a/b> <http://a/c> <http://a/d> .\n"), 1<<18), "foreign.nq: has more than 1000 problems"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := problemsOf(t, test.name, test.data)
			runtime.ReadMemStats(&after)
			if !strings.Contains(got, test.want) {
				t.Errorf("problems:\n%.500swant %s", got, test.want)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
				t.Errorf("%d bytes were allocated on the way", used)
			}
			if n := strings.Count(got, "\n"); n > 2*graph.MaxMisfits+2 {
				t.Errorf("%d lines of problems", n)
			}
		})
	}
}

// bomb is a gzip of 32 MB of line ends: a thousandth of that.
func bomb(t *testing.T) []byte { return gzipped(t, bytes.Repeat([]byte("\n"), 32<<20)) }

// Whatever stands in a line of a dump: reading it does not fail, and what is read without
// a problem gives the same quads again.
func FuzzDecode(f *testing.F) {
	whole := lines(small(), graph.DefaultBase)
	for i, line := range whole {
		f.Add(i, line)
	}
	f.Add(len(whole), `<http://a/claim/0> <http://a/b> "\u4E2D\"@b"@zh-Hans <_:b> . #`)
	f.Add(0, "")
	f.Fuzz(func(t *testing.T, at int, with string) {
		dump := slices.Clone(whole)
		if at >= 0 && at < len(dump) {
			dump[at] = with
		} else {
			dump = append(dump, with)
		}
		facts, problems, err := loader.Load(t.Context(), []loader.Package{file("f.nq", []byte(strings.Join(dump, "\n")))}, nil)
		if err != nil || (facts == nil) == (len(problems) == 0) {
			t.Fatalf("facts %v, problems %v, error %v", facts != nil, problems, err)
		}
		if facts == nil {
			return
		}
		want := lines(facts, graph.DefaultBase)
		again, problems, err := loader.Load(t.Context(), []loader.Package{file("g.nq", []byte(strings.Join(want, "\n")))}, nil)
		if err != nil || len(problems) > 0 {
			t.Fatalf("what was read cannot be read again: %v %v", problems, err)
		}
		if diff := cmp.Diff(want, lines(again, graph.DefaultBase)); diff != "" {
			t.Errorf("quads (-want +got):\n%s", diff)
		}
	})
}
