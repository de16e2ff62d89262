package export_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
)

// told is a description of a thing in a form.
func told(t *testing.T, g *graph.Graph, id graph.ID, extension string) string {
	t.Helper()
	d, err := g.Describe(t.Context(), id)
	if err != nil || d == nil {
		t.Fatal(id, d, err)
	}
	for _, f := range export.Forms {
		if f.Extension == extension {
			var b bytes.Buffer
			if err := export.Describe(t.Context(), &b, d, f); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
	}
	t.Fatalf("no form %s", extension)
	return ""
}

// hand is a graph of a few things: one claim of what is, one of a plan, and names with what forms must escape.
func hand(t *testing.T) (*graph.Graph, *graph.Facts) {
	t.Helper()
	at := graph.Locator{Source: "source/plan", Section: "一 > 二", Start: 3, End: 9, Digest: "00000000000000aa"}
	facts := &graph.Facts{
		Sources:  []graph.Source{{ID: "source/plan", Kind: "plan", Title: "规划", Issued: "2021"}},
		Entities: []graph.Entity{{ID: "county/999901", Type: graph.County, Name: "县\"\\\n\t<😀>"}, {ID: "university/x", Type: graph.University, Name: "大学", NameEn: "X"}},
		Claims: []graph.Claim{{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Existing, Locator: at},
			{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Planned, Note: "注", Locator: graph.Locator{Source: "source/plan", Start: 20, End: 30}}},
		Indicators:   []graph.Indicator{{ID: "indicator/rd", Name: "研发", NameEn: "R&D", Unit: "%"}},
		Observations: []graph.Observation{{Entity: "county/999901", Indicator: "indicator/rd", Period: "2025", Role: "target", Measure: "share", Value: "2.50", Unit: "%", Locator: at}},
		Redirects:    []graph.Redirect{{From: "university/old", To: "university/x", Reason: "更名"}},
	}
	for i := range facts.Claims {
		facts.Claims[i].Identify()
	}
	facts.Observations[0].Identify()
	g, err := graph.Build(t.Context(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	return g, facts
}

// A description has the thing whole, each claim with its status and evidence, and the others by name.
func TestDescribeInTurtle(t *testing.T) {
	g, facts := hand(t)
	got := told(t, g, "county/999901", ".ttl")
	for _, want := range []string{
		`county:999901 a innograph:County ;` + "\n    skos:prefLabel \"县\\\"\\\\\\n\\t<😀>\"@zh .\n",
		"county:999901 innograph:partnersWith university:x .\n",
		"innograph:status innograph:status-existing ;\n    prov:wasQuotedFrom source:plan ;\n    innograph:section \"一 > 二\" ;\n    innograph:digest \"00000000000000aa\" ;\n    oa:start 3 ;\n    oa:end 9 .\n",
		"innograph:status innograph:status-planned ;", strings.Replace(string(facts.Claims[1].ID), "/", ":", 1) + " rdf:subject county:999901 ;\n    rdf:predicate innograph:partnersWith ;\n    rdf:object university:x ;",
		`innograph:value "2.50"^^xsd:decimal`, "\nsource:plan a innograph:SourceDocument ;\n    dcterms:title \"规划\" .\n", "\nuniversity:x a innograph:University ;\n    skos:prefLabel \"大学\"@zh , \"X\"@en .\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no\n%s\nin\n%s", want, got)
		}
	}
}

// readers is a program for Python's rdflib: each argument is a description without
// its extension; of each it prints whether it says something, whether N-Quads and JSON-LD
// have the same quads, and whether Turtle has each quad as a triple, labelled ones if the claim
// says that they exist, and of these subject, predicate and object in the claim's node.
const readers = `
import sys, rdflib
from rdflib import RDF, URIRef
def quads(path, form):
    g = rdflib.ConjunctiveGraph()
    g.parse(path, format=form)
    label = lambda c: c.identifier if isinstance(c.identifier, URIRef) and "/claim/" in c.identifier else None
    return {(s, p, o, label(c)) for s, p, o, c in g.quads()}
for name in sys.argv[1:]:
    n, j = quads(name + ".nq", "nquads"), quads(name + ".jsonld", "json-ld")
    t = set(rdflib.Graph().parse(name + ".ttl", format="turtle"))
    existing = {s for s, p, o, c in n if str(o).endswith("#status-existing")}
    want = {(s, p, o) for s, p, o, c in n if c is None or c in existing}
    for s, p, o, c in n:
        if c is not None:
            want |= {(c, RDF.subject, s), (c, RDF.predicate, p), (c, RDF.object, o)}
    print(len(n) > 3, n == j, t == want)
`

// Other people's readers find the same in all forms.
func TestDescriptionsInOtherReaders(t *testing.T) {
	python := "/usr/bin/python3" // Debian's, which python3-rdflib belongs to
	if err := exec.Command(python, "-c", "import rdflib").Run(); err != nil {
		t.Skip("Debian's python3-rdflib is not at hand")
	}
	dir := t.TempDir()
	args := []string{"-c", readers}
	want := ""
	write := func(g *graph.Graph, ids ...graph.ID) {
		for _, id := range ids {
			path := filepath.Join(dir, strings.ReplaceAll(string(id), "/", "-"))
			for _, f := range export.Forms {
				if err := os.WriteFile(path+f.Extension, []byte(told(t, g, id, f.Extension)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			args, want = append(args, path), want+"True True True\n"
		}
	}
	g, facts := hand(t)
	write(g, "county/999901", "university/x", facts.Claims[1].ID, facts.Observations[0].ID, "source/plan", "indicator/rd")
	seeds, _ := seeded(t)
	write(seeds, "county/330324", "university/lanzhou-university-of-technology")
	out, err := exec.Command(python, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if diff := cmp.Diff(want, string(out)); diff != "" {
		t.Errorf("has quads, JSON-LD is N-Quads, Turtle tells them (-want +got):\n%s", diff)
	}
}
