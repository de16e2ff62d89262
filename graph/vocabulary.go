package graph

import "github.com/cayleygraph/quad"

// Namespaces. Own terms stand in one namespace; everything else is borrowed
// from the vocabularies that research agreed on.
const (
	Namespace = "https://innograph.github.io/ns#"
	rdf       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	rdfs      = "http://www.w3.org/2000/01/rdf-schema#"
	skos      = "http://www.w3.org/2004/02/skos/core#"
	dcterms   = "http://purl.org/dc/terms/"
	prov      = "http://www.w3.org/ns/prov#"
	oa        = "http://www.w3.org/ns/oa#"
	qb        = "http://purl.org/linked-data/cube#"
	xsd       = "http://www.w3.org/2001/XMLSchema#"
	org       = "http://www.w3.org/ns/org#"
	schemaOrg = "https://schema.org/"
)

// Terms of other vocabularies.
const (
	rdfType     = quad.IRI(rdf + "type")
	prefLabel   = quad.IRI(skos + "prefLabel")
	altLabel    = quad.IRI(skos + "altLabel")
	hiddenLabel = quad.IRI(skos + "hiddenLabel")
	definition  = quad.IRI(skos + "definition")
	notation    = quad.IRI(skos + "notation")
	note        = quad.IRI(skos + "note")
	quotedFrom  = quad.IRI(prov + "wasQuotedFrom") // claim, observation, mention, omission → source
	startOffset = quad.IRI(oa + "start")           // first code point, 0-based
	endOffset   = quad.IRI(oa + "end")             // one past the last code point
	title       = quad.IRI(dcterms + "title")
	issued      = quad.IRI(dcterms + "issued")
	publisher   = quad.IRI(dcterms + "publisher")
	replacedBy  = quad.IRI(dcterms + "isReplacedBy")
	identifier  = quad.IRI(dcterms + "identifier")
	qbObserved  = quad.IRI(qb + "Observation")
	xsdDecimal  = quad.IRI(xsd + "decimal")
)

// Own terms beside the types and predicates of the ontology.
const (
	classClaim     = quad.IRI(Namespace + "Claim")
	classSource    = quad.IRI(Namespace + "SourceDocument")
	classIndicator = quad.IRI(Namespace + "Indicator")
	classMention   = quad.IRI(Namespace + "Mention")
	classOmission  = quad.IRI(Namespace + "Omission")

	kindTerm     = quad.IRI(Namespace + "kind")
	levelTerm    = quad.IRI(Namespace + "level")
	statusTerm   = quad.IRI(Namespace + "status")
	roleTerm     = quad.IRI(Namespace + "role")
	sectionTerm  = quad.IRI(Namespace + "section")
	digestTerm   = quad.IRI(Namespace + "digest")
	readingTerm  = quad.IRI(Namespace + "reading")
	mentionsTerm = quad.IRI(Namespace + "mentions")
	reasonTerm   = quad.IRI(Namespace + "reason")

	schemeTerm  = quad.IRI(Namespace + "scheme")
	editionTerm = quad.IRI(Namespace + "edition")

	sourceKind     = quad.IRI(Namespace + "sourceKind")
	numberTerm     = quad.IRI(Namespace + "number")
	periodStart    = quad.IRI(Namespace + "periodStart")
	periodEnd      = quad.IRI(Namespace + "periodEnd")
	regionTerm     = quad.IRI(Namespace + "region")
	documentTerm   = quad.IRI(Namespace + "document")
	sha256Term     = quad.IRI(Namespace + "sha256")
	runesTerm      = quad.IRI(Namespace + "runes")
	unitTerm       = quad.IRI(Namespace + "unit")
	betterTerm     = quad.IRI(Namespace + "better")
	observedEntity = quad.IRI(Namespace + "observedEntity") // dimension: area or thing
	observedPart   = quad.IRI(Namespace + "observedPart")   // dimension: what is measured inside it
	indicatorTerm  = quad.IRI(Namespace + "indicator")      // dimension
	periodTerm     = quad.IRI(Namespace + "period")         // dimension
	obsRole        = quad.IRI(Namespace + "observationRole")
	measureTerm    = quad.IRI(Namespace + "measure")
	boundTerm      = quad.IRI(Namespace + "bound")
	valueTerm      = quad.IRI(Namespace + "value")
	valueToTerm    = quad.IRI(Namespace + "valueTo")
)

// nameTerms gives the own property of each kind of name; each is a
// sub-property of skos:altLabel, or of skos:hiddenLabel for slips of the scan.
var nameTerms = map[NameKind]quad.IRI{
	Alias:       quad.IRI(Namespace + "alias"),
	Short:       quad.IRI(Namespace + "shortName"),
	Former:      quad.IRI(Namespace + "formerName"),
	Variant:     quad.IRI(Namespace + "variantName"),
	OCRSlip:     quad.IRI(Namespace + "ocrSlip"),
	Translation: quad.IRI(Namespace + "translation"),
}

func typeIRI(t Type) quad.IRI           { return quad.IRI(Namespace + string(t)) }
func predicateIRI(p Predicate) quad.IRI { return quad.IRI(Namespace + string(p)) }
func statusIRI(s Status) quad.IRI       { return quad.IRI(Namespace + "status-" + s.String()) }

// Prefix is a short name of a namespace, for forms of RDF that have such names.
type Prefix struct{ Name, IRI string }

// Vocabularies are the namespaces of the terms that quads are written with.
var Vocabularies = []Prefix{{"innograph", Namespace}, {"rdf", rdf}, {"skos", skos}, {"dcterms", dcterms}, {"prov", prov}, {"oa", oa}, {"qb", qb}, {"xsd", xsd}}

// Terms that quads do not need and forms of them do. Forms without labels say in triples
// what the label of a claim's quad says.
const (
	RDFType      = string(rdfType)
	RDFSubject   = rdf + "subject"
	ClaimStatus  = string(statusTerm)
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
