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
	// The vocabulary as nodes of this store; a term that no quad has is missing.
	terms      map[columnar.Node]quad.IRI
	predicates map[columnar.Node]Predicate
	statuses   map[columnar.Node]Status
}

func newStore(columns *columnar.Store, base Base) *store {
	s := &store{columns, base, map[columnar.Node]quad.IRI{}, map[columnar.Node]Predicate{}, map[columnar.Node]Status{}}
	for _, term := range append([]quad.IRI{rdfType, kindTerm, levelTerm, prefLabel, identifier, schemeTerm, notation, editionTerm, statusTerm, roleTerm,
		quotedFrom, sectionTerm, startOffset, endOffset, digestTerm, readingTerm, note, sourceKind, title, publisher, numberTerm, issued, periodStart, periodEnd,
		regionTerm, documentTerm, sha256Term, runesTerm, unitTerm, betterTerm, definition, observedEntity, observedPart, indicatorTerm, periodTerm, obsRole,
		measureTerm, boundTerm, valueTerm, valueToTerm, mentionsTerm}, allNameTerms()...) {
		if n, ok := columns.Lookup(term); ok {
			s.terms[n] = term
		}
	}
	for _, p := range Ontology.Predicates {
		if n, ok := columns.Lookup(predicateIRI(p.Predicate)); ok {
			s.predicates[n] = p.Predicate
		}
	}
	for _, status := range []Status{Existing, Planned, Encouraged} {
		if n, ok := columns.Lookup(statusIRI(status)); ok {
			s.statuses[n] = status
		}
	}
	return s
}

func allNameTerms() []quad.IRI {
	var terms []quad.IRI
	for _, kind := range NameKinds {
		terms = append(terms, nameTerms[NameKind(kind.Name)])
	}
	return terms
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

// prefix is the prefix of the id of a node, without making the id.
func (s *store) prefix(n columnar.Node) string {
	iri, ok := s.columns.IRI(n)
	if !ok || len(iri) < len(s.base) {
		return ""
	}
	iri = iri[len(s.base):]
	for i, c := range iri {
		if c == '/' {
			return borrowed(iri[:i])
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
func (s *store) each(n columnar.Node, do func(term quad.IRI, object columnar.Node)) {
	s.columns.Each(quad.Subject, n, func(q [4]columnar.Node, labelled bool) bool {
		if term, ok := s.terms[q[1]]; ok && !labelled {
			do(term, q[2])
		}
		return true
	})
}

// subjects lists what hangs on a node by one of some predicates.
func (s *store) subjects(n columnar.Node, terms ...quad.IRI) []columnar.Node {
	var list []columnar.Node
	s.columns.Each(quad.Object, n, func(q [4]columnar.Node, _ bool) bool {
		if has(terms, s.terms[q[1]]) {
			list = append(list, q[0])
		}
		return true
	})
	return list
}

// relation is a stated quad: a claim, as nodes.
type relation struct{ subject, predicate, object, claim columnar.Node }

// relations gives the stated quads around a node in a direction, those of some
// predicates (nil: all), until do says false. Only claims have labels.
func (s *store) relations(ctx context.Context, n columnar.Node, d Direction, wanted map[columnar.Node]bool, do func(relation) bool) {
	left := checkEvery
	for _, side := range d.sides() {
		s.columns.Each(side, n, func(q [4]columnar.Node, labelled bool) bool {
			if left--; left < 0 {
				left = checkEvery
				if ctx.Err() != nil {
					return false
				}
			}
			if !labelled || wanted != nil && !wanted[q[1]] {
				return true
			}
			return do(relation{q[0], q[1], q[2], q[3]})
		})
	}
}

// nodesOf are the nodes of predicates; nil for none given, which means all.
func (s *store) nodesOf(predicates []Predicate) map[columnar.Node]bool {
	if len(predicates) == 0 {
		return nil
	}
	nodes := map[columnar.Node]bool{}
	for n, p := range s.predicates {
		if has(predicates, p) {
			nodes[n] = true
		}
	}
	return nodes
}
