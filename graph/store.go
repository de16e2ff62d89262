package graph

import (
	"iter"
	"unsafe"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// store reads what hangs on nodes. It is the only code of this package that
// knows which quad store stands behind a graph: Cayley's contract with our columns.
//
// The path API stays out of here: its optimizer costs more than the hops. So do
// Cayley's iterators on the way of every request: they would end early and
// silently when a context does; TestCayleyHidesCancellation shows it. What is read
// often is read from tables.
type store struct {
	columns    *columnar.Store
	dictionary []byte
	base       Base
	tables     *tables
	// Nodes of the vocabulary in this store; what no quad has is missing.
	nodes    map[quad.IRI]columnar.Node
	terms    []term // by node; most are none
	ranks    map[columnar.Node]uint8
	statuses map[columnar.Node]Status
}

// term is a term of the vocabulary that hangs on nodes, as a number to switch on.
type term uint8

const (
	noTerm term = iota
	typeT
	kindT
	levelT
	labelT
	identifierT
	schemeT
	notationT
	editionT
	statusT
	roleT
	quotedT
	sectionT
	startT
	endT
	digestT
	readingT
	noteT
	sourceKindT
	titleT
	publisherT
	numberT
	issuedT
	periodStartT
	periodEndT
	regionT
	documentT
	sha256T
	runesT
	unitT
	betterT
	definitionT
	observedT
	partT
	indicatorT
	periodT
	obsRoleT
	measureT
	boundT
	valueT
	valueToT
	mentionsT
	reasonT
	firstNameT // and one for each of NameKinds, in their order
)

// termIRIs are the IRIs of terms, by number.
var termIRIs = func() []quad.IRI {
	list := []quad.IRI{typeT: rdfType, kindT: kindTerm, levelT: levelTerm, labelT: prefLabel, identifierT: identifier, schemeT: schemeTerm, notationT: notation,
		editionT: editionTerm, statusT: statusTerm, roleT: roleTerm, quotedT: quotedFrom, sectionT: sectionTerm, startT: startOffset, endT: endOffset,
		digestT: digestTerm, readingT: readingTerm, noteT: note, sourceKindT: sourceKind, titleT: title, publisherT: publisher, numberT: numberTerm,
		issuedT: issued, periodStartT: periodStart, periodEndT: periodEnd, regionT: regionTerm, documentT: documentTerm, sha256T: sha256Term, runesT: runesTerm,
		unitT: unitTerm, betterT: betterTerm, definitionT: definition, observedT: observedEntity, partT: observedPart, indicatorT: indicatorTerm,
		periodT: periodTerm, obsRoleT: obsRole, measureT: measureTerm, boundT: boundTerm, valueT: valueTerm, valueToT: valueToTerm,
		mentionsT: mentionsTerm, reasonT: reasonTerm}
	for _, kind := range NameKinds {
		list = append(list, nameTerms[NameKind(kind.Name)])
	}
	return list
}()

func newStore(columns *columnar.Store, base Base) *store {
	s := &store{columns: columns, dictionary: columns.Dictionary(), base: base, terms: make([]term, columns.Nodes()),
		nodes: map[quad.IRI]columnar.Node{}, ranks: map[columnar.Node]uint8{}, statuses: map[columnar.Node]Status{}}
	for t, iri := range termIRIs {
		if n, ok := columns.Lookup(iri); ok && iri != "" {
			s.terms[n] = term(t)
			s.nodes[iri] = n
		}
	}
	for i, p := range Ontology.Predicates {
		if n, ok := columns.Lookup(predicateIRI(p.Predicate)); ok {
			s.ranks[n] = uint8(i)
		}
	}
	for _, status := range statuses {
		if n, ok := columns.Lookup(statusIRI(status)); ok {
			s.statuses[n] = status
		}
	}
	return s
}

// node is the node of an id.
func (s *store) node(id ID) (columnar.Node, bool) {
	return s.columns.LookupIRI(string(s.base) + string(id))
}

// id is the id of an entity, claim or other node that encode wrote; empty if
// the node is none.
func (s *store) id(n columnar.Node) ID {
	iri, ok := s.columns.IRI(n)
	if !ok || len(iri) < len(s.base) {
		return ""
	}
	return ID(borrowed(iri[len(s.base):]))
}

// borrowed is a string over the store's own bytes: reading a claim copies
// nothing. In memory the string keeps the bytes alive; of a mapped file it holds
// until the file is given back, see [Graph.Close].
func borrowed(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return unsafe.String(&b[0], len(b))
}

// text is the text of a literal; empty if the node is none.
func (s *store) text(n columnar.Node) string {
	text, _, _ := s.columns.Text(n)
	return borrowed(text)
}

func (s *store) int(n columnar.Node) int {
	i, _ := s.columns.Int(n)
	return int(i)
}

// local is the name of an own concept without namespace and prefix.
func (s *store) local(n columnar.Node, prefix string) string {
	iri, ok := s.columns.IRI(n)
	if skip := len(Namespace) + len(prefix); ok && len(iri) > skip {
		return borrowed(iri[skip:])
	}
	return ""
}

// each calls do with the term and the object of every quad that hangs on a
// node and whose predicate is of the vocabulary of facts.
func (s *store) each(n columnar.Node, do func(t term, object columnar.Node)) {
	s.columns.Each(quad.Subject, n, func(q [4]columnar.Node, labelled bool) bool {
		if t := s.terms[q[1]]; t != noTerm && !labelled {
			do(t, q[2])
		}
		return true
	})
}

// instances gives the nodes of a class, by id: nodes are numbered in the order
// of their IRIs, and those of one object stand by predicate and number.
func (s *store) instances(class quad.IRI) iter.Seq[columnar.Node] {
	return func(yield func(columnar.Node) bool) {
		object, ok := s.columns.Lookup(class)
		p, known := s.nodes[rdfType]
		if !ok || !known {
			return
		}
		s.columns.EachOf(quad.Object, object, p, func(q [4]columnar.Node, _ bool) bool { return yield(q[0]) })
	}
}

// subjects lists what hangs on a node by some terms.
func (s *store) subjects(n columnar.Node, terms ...quad.IRI) []columnar.Node {
	var list []columnar.Node
	for _, iri := range terms {
		if p, ok := s.nodes[iri]; ok {
			s.columns.EachOf(quad.Object, n, p, func(q [4]columnar.Node, _ bool) bool {
				list = append(list, q[0])
				return true
			})
		}
	}
	return list
}
