package export

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
	"github.com/innograph/innograph/internal/escape"
)

// Shapes are the SHACL shapes (in Turtle) of a graph under a base: what holds of the quads
// of every export. They follow from the ontology and the tables of the data package. Shapes are
// closed: a property that they do not know is a fault. Which role a predicate has stands outside
// what SHACL can say of claims that are graphs.
func Shapes(base graph.Base) []byte {
	t := newTurtle(base)
	t.head(graph.Prefix{Name: "sh", IRI: graph.SHACL})
	s := &shaper{turtle: t, context: graph.Context()}
	for i := range graph.Ontology.Types {
		s.entity(&graph.Ontology.Types[i])
	}
	for i := range shapes {
		s.shape(&shapes[i])
	}
	return t.flush()
}

// nodeShape says what a sort of thing is like.
type nodeShape struct {
	name       string
	class      string // its term; or none, and then
	target     string // sh:targetObjectsOf or sh:targetSubjectsOf, and
	of         string // the term of a property
	table      string // whose columns say what is required, and of which values
	properties []property
}

// property is a term of the context with its column.
type property struct {
	term, column string
	leads        []graph.Type // types of the entity that it leads to
	class        string       // of the thing that it leads to
}

// shapes are those of everything but entities, whose shapes follow from the ontology.
var shapes = []nodeShape{
	{name: "Source", class: "SourceDocument", table: "sources.csv", properties: []property{
		{term: "sourceKind", column: "kind"}, {term: "title", column: "title"}, {term: "publisher", column: "issuer"}, {term: "number", column: "number"}, {term: "issued", column: "issued"},
		{term: "periodStart", column: "period_start"}, {term: "periodEnd", column: "period_end"}, {term: "region", column: "region", leads: []graph.Type{graph.County, graph.Region}},
		{term: "document", column: "document", leads: []graph.Type{graph.Document}}, {term: "sha256", column: "sha256"}, {term: "runes", column: "runes"}, {term: "note", column: "note"}}},
	{name: "Indicator", class: "Indicator", table: "indicators.csv", properties: append(nameProperties(), property{term: "unit", column: "unit"}, property{term: "better", column: "better"}, property{term: "definition", column: "definition"})},
	{name: "Identifier", target: "sh:targetObjectsOf", of: "identifier", table: "identifiers.csv", properties: []property{{term: "scheme", column: "scheme"}, {term: "notation", column: "value"}, {term: "edition", column: "edition"}}},
	{name: "Claim", class: "Claim", table: "claims.csv", properties: append(locator(), property{term: "status", column: "status"}, property{term: "role", column: "role"}, property{term: "reading", column: "reading"}, property{term: "note", column: "note"})},
	{name: "Observation", class: "Observation", table: "observations.csv", properties: append(locator(), property{term: "observedEntity", column: "entity", leads: entityTypes()}, property{term: "observedPart", column: "of", leads: entityTypes()},
		property{term: "indicator", column: "indicator", class: "Indicator"}, property{term: "period", column: "period"}, property{term: "observationRole", column: "role"}, property{term: "measure", column: "measure"}, property{term: "bound", column: "bound"},
		property{term: "value", column: "value"}, property{term: "valueTo", column: "value_to"}, property{term: "unit", column: "unit"}, property{term: "reading", column: "reading"}, property{term: "note", column: "note"})},
	{name: "Mention", class: "Mention", table: "mentions.csv", properties: append(locator(), property{term: "mentions", column: "entity", leads: entityTypes()})},
	{name: "Omission", class: "Omission", table: "omissions.csv", properties: append(locator(), property{term: "reason", column: "reason"})},
	{name: "Redirect", target: "sh:targetSubjectsOf", of: "isReplacedBy", table: "redirects.csv", properties: []property{{term: "isReplacedBy", column: "to"}, {term: "reason", column: "reason"}}},
}

func locator() []property {
	return []property{{term: "wasQuotedFrom", column: "source", class: "SourceDocument"}, {term: "section", column: "section"}, {term: "start", column: "start"}, {term: "end", column: "end"}, {term: "digest", column: "digest"}}
}

// nameProperties are the properties of names, as far as the context knows them.
func nameProperties() []property {
	var list []property
	for _, name := range slices.Sorted(maps.Keys(graph.Context())) {
		if d, ok := graph.Context()[name].(map[string]any); ok && d["@container"] == "@language" {
			list = append(list, property{term: name})
		}
	}
	return list
}

func entityTypes() []graph.Type {
	var list []graph.Type
	for _, t := range graph.Ontology.Types {
		list = append(list, t.Type)
	}
	return list
}

// shaper spells shapes.
type shaper struct {
	*turtle
	context map[string]any
}

// write spells words with their terms: %s.
func (s *shaper) write(format string, args ...any) { s.text = fmt.Appendf(s.text, format, args...) }

func (s *shaper) shape(x *nodeShape) {
	target, of := "sh:targetClass", s.term(x.class)
	if x.class == "" {
		target, of = x.target, s.term(x.of)
	}
	s.begin(x.name, target, of)
	table := datapackage.Named(x.table)
	for _, p := range x.properties {
		s.property(p, table.Column(p.column))
	}
	s.write("\n.\n\n")
}

// entity spells the shape of a type: its ids, names, kinds and levels, and which predicates lead from it to what.
func (s *shaper) entity(t *graph.TypeInfo) {
	s.begin(string(t.Type), "sh:targetClass", s.term(string(t.Type)))
	s.text = append(escape.Append(append(s.text, " ;\n    sh:pattern \"^"...), regexp.QuoteMeta(s.base.IRI(graph.ID(t.Prefix+"/")))), '"')
	for _, p := range nameProperties() {
		s.property(p, nil)
	}
	s.closedList("kind", t.Kinds, t.KindRequired)
	var levels []string
	for _, l := range graph.Ontology.Levels {
		levels = append(levels, l.Name)
	}
	s.closedList("level", levels, false)
	s.write(" ;\n    sh:property [ sh:path %s ; sh:nodeKind sh:IRI ]", s.term("identifier"))
	for _, p := range graph.Ontology.Predicates {
		var leads []graph.Type
		for _, to := range p.Range() {
			if p.Allows(t.Type, to) {
				leads = append(leads, to)
			}
		}
		if len(leads) > 0 {
			s.write(" ;\n    sh:property [ sh:path %s ; %s ]", s.term(string(p.Predicate)), s.typed(leads))
		}
	}
	s.write("\n.\n\n")
}

func (s *shaper) begin(name, target, of string) {
	s.write("innograph:%sShape a sh:NodeShape ;\n    %s %s ;\n    sh:nodeKind sh:IRI ;\n    sh:closed true ;\n    sh:ignoredProperties ( rdf:type )", name, target, of)
}

// closedList spells a property whose values are terms of a list; none: nothing has the property.
func (s *shaper) closedList(property string, list []string, required bool) {
	if len(list) == 0 {
		return
	}
	s.write(" ;\n    sh:property [ sh:path %s ; sh:maxCount 1%s ; sh:in (%s) ]", s.term(property), least(required), s.terms(property, list))
}

func least(required bool) string {
	if required {
		return " ; sh:minCount 1"
	}
	return ""
}

// property spells what holds of the values of a property, from the context and its column.
func (s *shaper) property(p property, c *datapackage.Column) {
	d, _ := s.context[p.term].(map[string]any)
	s.write(" ;\n    sh:property [ sh:path %s", s.term(p.term))
	if c != nil {
		s.write(" ; sh:maxCount 1%s", least(c.Required))
	}
	switch {
	case d["@container"] == "@language":
		s.write(" ; sh:datatype rdf:langString ; sh:languageIn ( \"zh\" \"en\" )")
		if p.term == "prefLabel" { // one a language, and one in Chinese at least
			s.write(" ; sh:uniqueLang true ; sh:qualifiedValueShape [ sh:languageIn ( \"zh\" ) ] ; sh:qualifiedMinCount 1")
		}
	case p.class != "":
		s.write(" ; sh:class %s", s.term(p.class))
	case len(p.leads) > 0:
		s.write(" ; %s", s.typed(p.leads))
	case d["@type"] == "@id":
		s.write(" ; sh:nodeKind sh:IRI")
	case d["@type"] == "@vocab":
		s.write(" ; sh:in (%s)", s.terms(p.term, c.Values))
	case d["@type"] == graph.XSDInteger:
		s.write(" ; sh:datatype xsd:integer ; sh:minInclusive 0")
	case p.term == "value" || p.term == "valueTo":
		s.write(" ; sh:or ( [ sh:datatype xsd:decimal ] [ sh:datatype xsd:string ] )")
	default:
		s.text = append(append(s.text, " ; sh:datatype xsd:string"...), s.cells(p.term, c)...)
	}
	s.write(" ]")
}

// cells spells what the column asks of a text.
func (s *shaper) cells(term string, c *datapackage.Column) []byte {
	var b []byte
	switch {
	case term == "reading": // "literal" is not said
		b = append(b, ` ; sh:in ( "context" )`...)
	case len(c.Values) > 0:
		b = append(b, " ; sh:in ("...)
		for _, v := range c.Values {
			b = append(escape.Append(append(b, ` "`...), v), '"')
		}
		b = append(b, " )"...)
	case c.Pattern != "":
		b = append(escape.Append(append(b, ` ; sh:pattern "^(`...), c.Pattern), `)$"`...)
	}
	return b
}

// typed spells that a value is an entity of one of some types.
func (s *shaper) typed(types []graph.Type) string {
	var b strings.Builder
	for _, t := range types {
		b.WriteString(" " + s.term(string(t)))
	}
	return "sh:node [ sh:property [ sh:path rdf:type ; sh:minCount 1 ; sh:in (" + b.String() + " ) ] ]"
}

// terms spells values of a closed list, as they stand in the vocabulary: "kind-park".
func (s *shaper) terms(property string, values []string) string {
	var b strings.Builder
	for _, v := range values {
		b.WriteString(" innograph:" + property + "-" + v)
	}
	return b.String() + " "
}

// term spells a term of the context, or of the vocabulary.
func (s *shaper) term(name string) string {
	switch d := s.context[name].(type) {
	case string:
		return s.shorten(d)
	case map[string]any:
		iri, _ := d["@id"].(string)
		return s.shorten(iri)
	}
	return "innograph:" + name
}
