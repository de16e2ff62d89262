package export_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
)

// told is a description of a thing in a form.
func told(t *testing.T, g *graph.Graph, id graph.ID, extension string) string {
	t.Helper()
	d, err := g.Describe(t.Context(), id)
	if err != nil || d == nil {
		t.Fatal(id, d, err)
	}
	for _, f := range export.DescriptionFormats {
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
	t.Parallel()
	dir := t.TempDir()
	var args []string
	want := ""
	write := func(g *graph.Graph, ids ...graph.ID) {
		for _, id := range ids {
			path := filepath.Join(dir, strings.ReplaceAll(string(id), "/", "-"))
			for _, f := range export.DescriptionFormats {
				if err := os.WriteFile(path+f.Extension, []byte(told(t, g, id, f.Extension)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			args, want = append(args, path), want+"True True True\n"
		}
	}
	g, facts := hand(t)
	write(g, "county/999901", "university/x", facts.Claims[1].ID, facts.Observations[0].ID, "source/plan", "indicator/rd")
	seeds, _ := worlds.Seeds(t)
	write(seeds, "county/330324", "university/lanzhou-university-of-technology")
	if diff := cmp.Diff(want, rdflib(t, nil, readers, args...)); diff != "" {
		t.Errorf("has quads, JSON-LD is N-Quads, Turtle tells them (-want +got):\n%s", diff)
	}
}
