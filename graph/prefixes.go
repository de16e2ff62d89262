package graph

// Prefix is a short name of a namespace, for forms of RDF that have such names.
type Prefix struct{ Name, IRI string }

// Vocabularies are the namespaces of the terms that quads are written with.
var Vocabularies = []Prefix{{"innograph", Namespace}, {"rdf", rdf}, {"skos", skos}, {"dcterms", dcterms}, {"prov", prov}, {"oa", oa}, {"qb", qb}, {"xsd", xsd}}

// IDPrefixes are what ids begin with, entities' first. What stands behind one and a slash is
// digits, lower-case letters and inner hyphens, which Turtle and JSON-LD take without escapes.
func IDPrefixes() []string {
	var list []string
	for _, t := range Ontology.Types {
		list = append(list, t.Prefix)
	}
	return append(list, SourcePrefix, IndicatorPrefix, ClaimPrefix, ObservationPrefix, mentionPrefix, omissionPrefix, identifierPrefix)
}

// Terms that quads do not need and forms of them do. Forms without labels say in triples
// what the label of a claim's quad says.
const (
	RDFType      = rdf + "type"
	RDFSubject   = rdf + "subject"
	ClaimStatus  = Namespace + "status"          // of a claim
	ExistingIRI  = Namespace + "status-existing" // there at the time of writing
	RDFPredicate = rdf + "predicate"
	RDFObject    = rdf + "object"

	License     = dcterms + "license"
	DerivedFrom = prov + "wasDerivedFrom"
)

// Namespaces that only some forms speak.
const (
	Nanopub = "http://www.nanopub.org/nschema#" // nanopublications (nanopub.net, guidelines)
	SHACL   = "http://www.w3.org/ns/shacl#"
)
