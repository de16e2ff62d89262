package export_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
)

var update = flag.Bool("update", false, "rewrite CITATION.cff")

// citation is a CITATION.cff as the Citation File Format 1.2.0 has it, as far as we
// write it: a key that is not here is refused by the reader.
type citation struct {
	Version        string `yaml:"cff-version"`
	Message        string
	Type           string
	Title          string
	Abstract       string
	Authors        []party
	RepositoryCode string `yaml:"repository-code"`
	License        string
	Keywords       []string
	Edition        string `yaml:"version"`
	Identifiers    []struct{ Type, Value, Description string }
	References     []struct {
		Type, Title, Number, URL string
		Authors                  []party
		Year                     int
		Published                string `yaml:"date-published"`
	}
}

type party struct{ Name string }

func cite(t *testing.T, g *graph.Graph) ([]byte, *citation) {
	t.Helper()
	var b bytes.Buffer
	if err := export.Citation(t.Context(), &b, g); err != nil {
		t.Fatal(err)
	}
	d := yaml.NewDecoder(bytes.NewReader(b.Bytes()))
	d.KnownFields(true)
	var c citation
	if err := d.Decode(&c); err != nil {
		t.Fatalf("%v\n%s", err, b.Bytes())
	}
	return b.Bytes(), &c
}

// The file holds to the format: what it requires is there, and of the kinds it allows.
func TestCitationFileFormat(t *testing.T) {
	seeds, _ := worlds.Seeds(t)
	small, facts := hand(t)
	empty := built(t, &graph.Facts{})
	address, date := regexp.MustCompile(`^https?://.+`), regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$`)
	for _, g := range []*graph.Graph{seeds, small, empty} {
		text, c := cite(t, g)
		if c.Version != "1.2.0" || c.Message == "" || c.Type != "dataset" || c.Title == "" || len(c.Authors) != 1 || c.Authors[0].Name == "" || c.License != "CC-BY-4.0" || !address.MatchString(c.RepositoryCode) || len(c.Keywords) == 0 {
			t.Errorf("what is required is not there:\n%s", text)
		}
		for _, i := range c.Identifiers {
			if i.Type != "other" || i.Value == "" || i.Description == "" {
				t.Errorf("identifier %+v", i)
			}
		}
		for _, r := range c.References {
			if !slices.Contains([]string{"government-document", "generic"}, r.Type) || r.Title == "" || len(r.Authors) != 1 || r.Authors[0].Name == "" || !address.MatchString(r.URL) || r.Published != "" && !date.MatchString(r.Published) {
				t.Errorf("reference %+v", r)
			}
		}
		if len(c.References) != len(g.SourceIDs()) || (c.Edition != "") != (g.Origin() != "") || (c.Identifiers != nil) != (g.Origin() != "") {
			t.Errorf("%d references of %d sources, version %q of %q", len(c.References), len(g.SourceIDs()), c.Edition, g.Origin())
		}
	}
	if _, c := cite(t, small); c.References[0].Title != facts.Sources[0].Title || c.References[0].Authors[0].Name != "anonymous" || c.References[0].Year != 2021 {
		t.Errorf("the plan is cited as %+v", c.References[0])
	}
}

// The file in the repository cites the data in the binary: version and figures.
func TestCitationInRepository(t *testing.T) {
	g, facts := worlds.Seeds(t)
	text, c := cite(t, g)
	const path = "../CITATION.cff"
	if *update {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(file)); diff != "" {
		t.Errorf("CITATION.cff is not that of the data; go test ./export -run Citation -update writes it (-want +got):\n%s", diff)
	}
	if c.Identifiers[0].Value != "sha256:"+facts.Origin || c.Edition != facts.Origin[:12] || len(facts.Origin) != 64 {
		t.Errorf("version %s, identifiers %v of data %s", c.Edition, c.Identifiers, facts.Origin)
	}
	for what, n := range map[string]int{" entities": len(facts.Entities), " claims": len(facts.Claims), " observations": len(facts.Observations), " sources": len(facts.Sources)} {
		if figures := regexp.MustCompile(`([0-9]+)` + what).FindStringSubmatch(c.Abstract); figures == nil || figures[1] != strconv.Itoa(n) {
			t.Errorf("the abstract counts %v, want %d%s", figures, n, what)
		}
	}
}

// The description of the data set is sound Turtle, and its counts add up.
func TestVoid(t *testing.T) {
	t.Parallel()
	g, facts := worlds.Seeds(t)
	var b bytes.Buffer
	if err := export.Void(t.Context(), &b, g); err != nil {
		t.Fatal(err)
	}
	got := rdflib(t, b.Bytes(), `
import sys, rdflib
from rdflib import Namespace, RDF, DCTERMS, URIRef
V, D = Namespace("http://rdfs.org/ns/void#"), Namespace("http://www.w3.org/ns/dcat#")
g = rdflib.Graph().parse(data=sys.stdin.read(), format="turtle", publicID="http://here/.well-known/void")
s = URIRef("http://here/.well-known/void#dataset")
assert (s, RDF.type, V.Dataset) in g and (s, RDF.type, D.Dataset) in g and (URIRef("http://here/.well-known/void"), RDF.type, V.DatasetDescription) in g
one = lambda p: g.value(s, p, any=False).toPython()
parts = {g.value(p, V["class"]).split("#")[1]: g.value(p, V.entities).toPython() for p in g.objects(s, V.classPartition)}
print(one(V.triples), one(V.entities), parts["County"], parts["Claim"], parts["Observation"], parts["SourceDocument"], len(parts) == one(V.classes))
print(sum(g.value(p, V.triples).toPython() for p in g.objects(s, V.propertyPartition)))
print(one(D.version), one(DCTERMS.identifier), one(DCTERMS.license), one(DCTERMS.date), one(V.uriSpace))
print(*sorted(g.objects(s, V.dataDump)))
print(sum(1 for _ in g.objects(s, D.distribution)), next(g.subjects(D.servesDataset, s)))
`)
	want := strings.Join([]string{
		strings.Join([]string{strconv.Itoa(int(g.Stats().Quads)), strconv.Itoa(len(facts.Entities)), strconv.Itoa(g.Count(graph.County)), strconv.Itoa(len(facts.Claims)), strconv.Itoa(len(facts.Observations)), strconv.Itoa(len(facts.Sources)), "True"}, " "),
		strconv.Itoa(len(facts.Claims)),
		facts.Origin[:12] + " sha256:" + facts.Origin + " https://creativecommons.org/licenses/by/4.0/ " + g.Newest() + " " + string(graph.DefaultBase),
		"http://here/export/jsonld http://here/export/nquads http://here/export/trig http://here/export/turtle",
		strconv.Itoa(len(export.Formats)) + " http://here/.well-known/void#graphql", "",
	}, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rdflib reads (-want +got):\n%s", diff)
	}
}
