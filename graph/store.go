package graph

import (
	"context"
	"unsafe"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// store reads what hangs on nodes. It is the only code of this package that
// knows which quad store stands behind a graph: Cayley's contract with our columns.
//
// The path API stays out of here: its optimizer costs more than the hops. So do
// Cayley's iterators on the way of every request: they would end early and
// silently when a context does; TestCayleyHidesCancellation shows it.
type store struct {
	columns *columnar.Store
	base    Base
	terms   []term // by node; most are none
	// Nodes of the vocabulary in this store; what no quad has is missing.
	nodes      map[quad.IRI]columnar.Node
	predicates map[columnar.Node]Predicate
	statuses   map[columnar.Node]Status
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
	firstNameT // and one for each of NameKinds, in their order
)

// termIRIs are the IRIs of terms, by number.
var termIRIs = func() []quad.IRI {
	list := []quad.IRI{typeT: rdfType, kindT: kindTerm, levelT: levelTerm, labelT: prefLabel, identifierT: identifier, schemeT: schemeTerm, notationT: notation,
		editionT: editionTerm, statusT: statusTerm, roleT: roleTerm, quotedT: quotedFrom, sectionT: sectionTerm, startT: startOffset, endT: endOffset,
		digestT: digestTerm, readingT: readingTerm, noteT: note, sourceKindT: sourceKind, titleT: title, publisherT: publisher, numberT: numberTerm,
		issuedT: issued, periodStartT: periodStart, periodEndT: periodEnd, regionT: regionTerm, documentT: documentTerm, sha256T: sha256Term, runesT: runesTerm,
		unitT: unitTerm, betterT: betterTerm, definitionT: definition, observedT: observedEntity, partT: observedPart, indicatorT: indicatorTerm,
		periodT: periodTerm, obsRoleT: obsRole, measureT: measureTerm, boundT: boundTerm, valueT: valueTerm, valueToT: valueToTerm}
	for _, kind := range NameKinds {
		list = append(list, nameTerms[NameKind(kind.Name)])
	}
	return list
}()

func newStore(columns *columnar.Store, base Base) *store {
	s := &store{columns, base, make([]term, columns.Nodes()), map[quad.IRI]columnar.Node{}, map[columnar.Node]Predicate{}, map[columnar.Node]Status{}}
	for t, iri := range termIRIs {
		if n, ok := columns.Lookup(iri); ok && iri != "" {
			s.terms[n] = term(t)
			s.nodes[iri] = n
		}
	}
	if n, ok := columns.Lookup(mentionsTerm); ok {
		s.nodes[mentionsTerm] = n
	}
	for _, p := range Ontology.Predicates {
		if n, ok := columns.Lookup(predicateIRI(p.Predicate)); ok {
			s.predicates[n] = p.Predicate
			s.nodes[predicateIRI(p.Predicate)] = n
		}
	}
	for _, status := range []Status{Existing, Planned, Encouraged} {
		if n, ok := columns.Lookup(statusIRI(status)); ok {
			s.statuses[n] = status
		}
	}
	return s
}

// checkEvery is how many quads are read between two looks at the context.
const checkEvery = 4096

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

// typeOf is the type of the entity at a node, by the prefix of its id; empty if it is none.
func (s *store) typeOf(n columnar.Node) Type {
	iri, ok := s.columns.IRI(n)
	if !ok || len(iri) < len(s.base) {
		return ""
	}
	iri = iri[len(s.base):]
	for i, c := range iri {
		if c == '/' {
			return typeByPrefix[string(iri[:i])]
		}
	}
	return ""
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

// object is the first object of a node by a term; false if there is none.
func (s *store) object(n columnar.Node, iri quad.IRI) (object columnar.Node, found bool) {
	if p, ok := s.nodes[iri]; ok {
		s.columns.EachOf(quad.Subject, n, p, func(q [4]columnar.Node, _ bool) bool {
			object, found = q[2], true
			return false
		})
	}
	return object, found
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

// status is the status of a claim.
func (s *store) status(claim columnar.Node) Status {
	n, _ := s.object(claim, statusTerm)
	return s.statuses[n]
}

// relation is a stated quad: a claim, as nodes.
type relation struct{ subject, predicate, object, claim columnar.Node }

// other is the other side of a relation of n.
func (r relation) other(n columnar.Node) columnar.Node {
	if r.subject == n {
		return r.object
	}
	return r.subject
}

// relations gives the stated quads around a node in a direction, those of some
// predicates (none: all), until do says false or the context ends. Only claims
// have labels.
func (s *store) relations(ctx context.Context, n columnar.Node, d Direction, predicates []Predicate, do func(relation) bool) {
	left, on := 0, true
	give := func(q [4]columnar.Node, labelled bool) bool {
		if left--; left < 0 {
			left = checkEvery
			on = on && ctx.Err() == nil
		}
		if on && labelled {
			on = do(relation{q[0], q[1], q[2], q[3]})
		}
		return on
	}
	for _, side := range d.sides() {
		if len(predicates) == 0 {
			s.columns.Each(side, n, give)
		}
		for _, p := range predicates {
			if node, ok := s.nodes[predicateIRI(p)]; ok && on {
				s.columns.EachOf(side, n, node, give)
			}
		}
	}
}
