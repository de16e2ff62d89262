package export

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/escape"
)

// Vocabularies that describe data sets.
var descriptions = []graph.Prefix{{Name: "void", IRI: "http://rdfs.org/ns/void#"}, {Name: "dcat", IRI: "http://www.w3.org/ns/dcat#"}, {Name: "foaf", IRI: "http://xmlns.com/foaf/0.1/"}}

// formatsOf are the names that W3C gives to forms of RDF (www.w3.org/ns/formats/).
var formatsOf = map[string]string{"nquads": "N-Quads", "trig": "TriG", "jsonld": "JSON-LD", "turtle": "Turtle"}

// Void writes a description of the data set in Turtle, after VoID and DCAT 3: what is
// in it, by class and property, in which version, under which licence, and where to get it.
// Addresses are relative: it describes the data of the server that it came from.
func Void(ctx context.Context, out io.Writer, g *graph.Graph) error {
	d := &void{}
	for _, p := range append(append([]graph.Prefix{}, graph.Vocabularies...), descriptions...) {
		d.line("@prefix ", p.Name, ": <", p.IRI, "> .")
	}
	d.line("\n<> a void:DatasetDescription ;\n  foaf:primaryTopic <#dataset> .\n")
	d.line("<#dataset> a void:Dataset , dcat:Dataset ;")
	d.line("  dcterms:title ", literal(datasetTitle, "en"), " , ", literal(datasetTitleZh, "zh"), " ;")
	d.line("  dcterms:description ", literal(abstract(g), "en"), " ;")
	d.line("  dcterms:license <", licenceIRI, "> ;\n  dcterms:publisher [ a foaf:Agent ; foaf:name ", literal(authors, ""), " ] ;")
	d.line("  dcterms:language \"zh\" , \"en\" ;\n  foaf:homepage </> ;\n  dcat:landingPage </data> ;")
	if g.Origin() != "" {
		d.line("  dcat:version ", literal(g.Edition(), ""), " ;\n  dcterms:identifier ", literal("sha256:"+g.Origin(), ""), " ;")
	}
	if err := d.times(ctx, g); err != nil {
		return err
	}
	d.contents(g)
	for i := range Formats {
		d.dump(&Formats[i])
	}
	d.line("  void:uriSpace ", literal(string(g.Base()), ""), " .\n")
	d.line("<#graphql> a dcat:DataService ;\n  dcterms:title \"GraphQL\" ;\n  dcat:endpointURL </graphql> ;\n  dcat:endpointDescription </schema.graphql> ;\n  dcat:servesDataset <#dataset> .")
	_, err := io.WriteString(out, d.String())
	return err
}

// void is a description that grows.
type void struct{ strings.Builder }

func (d *void) line(parts ...string) {
	for _, p := range parts {
		d.WriteString(p)
	}
	d.WriteByte('\n')
}

func literal(text, lang string) string {
	quoted := `"` + string(escape.Append(nil, text)) + `"`
	if lang != "" {
		quoted += "@" + lang
	}
	return quoted
}

// times tells the years that the plans cover, and the date of the newest source.
func (d *void) times(ctx context.Context, g *graph.Graph) error {
	sources, err := g.Sources(ctx, g.SourceIDs())
	if err != nil {
		return err
	}
	first, last := "", ""
	for _, s := range sources {
		if s.PeriodStart != "" && (first == "" || s.PeriodStart < first) {
			first = s.PeriodStart
		}
		last = max(last, s.PeriodEnd)
	}
	if first != "" && last != "" {
		d.line("  dcterms:temporal [ a dcterms:PeriodOfTime ; dcat:startDate \"", first, "\"^^xsd:gYear ; dcat:endDate \"", last, "\"^^xsd:gYear ] ;")
	}
	if newest := g.Newest(); newest != "" {
		kind := map[int]string{4: "gYear", 7: "gYearMonth", 10: "date"}[len(newest)]
		d.line("  dcterms:date \"", newest, "\"^^xsd:", kind, " ;")
	}
	return nil
}

// contents counts what is in the graph.
func (d *void) contents(g *graph.Graph) {
	entities := 0
	for _, n := range g.Stats().Entities {
		entities += n
	}
	classes, properties := g.Classes(), g.Properties()
	d.line("  void:triples ", strconv.FormatInt(g.Stats().Quads, 10), " ;\n  void:entities ", strconv.Itoa(entities), " ;\n  void:classes ", strconv.Itoa(len(classes)), " ;")
	for _, c := range classes {
		d.line("  void:classPartition [ void:class <", c.IRI, "> ; void:entities ", strconv.Itoa(c.Count), " ] ;")
	}
	for _, p := range properties {
		d.line("  void:propertyPartition [ void:property <", p.IRI, "> ; void:triples ", strconv.Itoa(p.Count), " ] ;")
	}
	for _, p := range graph.Vocabularies {
		if p.Name != "xsd" {
			d.line("  void:vocabulary <", p.IRI, "> ;")
		}
	}
}

// dump tells where the whole graph can be had in a form.
func (d *void) dump(f *Format) {
	address := "/export/" + f.Name
	kind, _, _ := strings.Cut(f.MediaType, ";")
	if name, rdf := formatsOf[f.Name]; rdf {
		d.line("  void:dataDump <", address, "> ;\n  void:feature <http://www.w3.org/ns/formats/", name, "> ;")
	}
	d.line("  dcat:distribution [ a dcat:Distribution ; dcterms:title ", literal(f.Label.En, "en"), " ; dcat:downloadURL <", address, "> ; dcat:mediaType <https://www.iana.org/assignments/media-types/", kind, "> ; dcterms:license <", licenceIRI, "> ] ;")
}
