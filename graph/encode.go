package graph

import (
	"slices"

	"github.com/cayleygraph/quad"
)

// Quads writes facts as quads, sorted and each once: the same facts give the
// same quads in whatever order they come. docs/ontology.md has the vocabulary.
//
// A claim is one quad whose label is the claim's IRI; all else about the claim
// hangs on that IRI in quads without label.
func Quads(facts *Facts, base Base) []quad.Quad {
	var quads []quad.Quad
	encode(facts, base, func(q quad.Quad) { quads = append(quads, q) })
	return sorted(quads)
}

// encode gives the quads of facts one by one, in the order of the facts; some come twice.
func encode(facts *Facts, base Base, emit func(quad.Quad)) {
	e := encoder{base, emit}
	for i := range facts.Sources {
		e.source(&facts.Sources[i])
	}
	for i := range facts.Entities {
		e.entity(&facts.Entities[i])
	}
	for _, n := range facts.Names {
		e.name(n)
	}
	for i := range facts.Identifiers {
		e.identifier(&facts.Identifiers[i])
	}
	for i := range facts.Indicators {
		e.indicator(&facts.Indicators[i])
	}
	for i := range facts.Claims {
		e.claim(&facts.Claims[i])
	}
	for i := range facts.Observations {
		e.observation(&facts.Observations[i])
	}
	for i := range facts.Mentions {
		e.mention(&facts.Mentions[i])
	}
	for i := range facts.Omissions {
		e.omission(&facts.Omissions[i])
	}
	for i := range facts.Redirects {
		e.redirect(&facts.Redirects[i])
	}
}

type encoder struct {
	base Base
	emit func(quad.Quad)
}

func (e *encoder) iri(id ID) quad.IRI { return quad.IRI(e.base.IRI(id)) }

func (e *encoder) add(s, p, o quad.Value) {
	e.emit(quad.Quad{Subject: s, Predicate: p, Object: o})
}

// written gives a quad for each field of a thing that says something.
func written[T any](e *encoder, node quad.Value, s *shape[T], x *T) {
	for i := range s.list {
		p := &s.list[i]
		if p.only != nil && !p.only(x) {
			continue
		}
		if o := object(p.as, p.class, p.lang, p.field(x), e.base); o != nil {
			e.add(node, p.predicate, o)
		}
	}
}

func (e *encoder) source(s *Source)           { written(e, e.iri(s.ID), sourceShape, s) }
func (e *encoder) entity(x *Entity)           { written(e, e.iri(x.ID), entityShape, x) }
func (e *encoder) indicator(x *Indicator)     { written(e, e.iri(x.ID), indicatorShape, x) }
func (e *encoder) observation(o *Observation) { written(e, e.iri(o.ID), observationShape, o) }
func (e *encoder) mention(m *Mention)         { written(e, e.iri(m.id()), mentionShape, m) }
func (e *encoder) omission(o *Omission)       { written(e, e.iri(o.id()), omissionShape, o) }
func (e *encoder) redirect(r *Redirect)       { written(e, e.iri(r.From), redirectShape, r) }

func (e *encoder) claim(c *Claim) {
	node := e.iri(c.ID)
	e.emit(quad.Quad{Subject: e.iri(c.Subject), Predicate: predicateIRI(c.Predicate), Object: e.iri(c.Object), Label: node})
	written(e, node, claimShape, c)
}

func (e *encoder) identifier(x *Identifier) {
	node := e.iri(x.id())
	e.add(e.iri(x.Entity), identifier, node)
	written(e, node, identifierShape, x)
}

// name says a name twice: as any vocabulary does, and of which kind it is.
func (e *encoder) name(n Name) {
	if n.Text == "" {
		return
	}
	node, text := e.iri(n.Entity), quad.LangString{Value: quad.String(n.Text), Lang: n.Lang}
	general := altLabel
	if n.Kind == OCRSlip {
		general = hiddenLabel
	}
	e.add(node, general, text)
	e.add(node, nameTerms[n.Kind], text)
}

// sorted gives quads by subject, predicate, object and label as N-Quads spell them, each once.
// Each value is spelt once, not whenever it is compared.
func sorted(quads []quad.Quad) []quad.Quad {
	type spelt struct {
		parts [4]string
		quad  quad.Quad
	}
	list := make([]spelt, len(quads))
	for i, q := range quads {
		list[i] = spelt{[4]string{spelling(q.Subject), spelling(q.Predicate), spelling(q.Object), spelling(q.Label)}, q}
	}
	slices.SortFunc(list, func(a, b spelt) int { return slices.Compare(a.parts[:], b.parts[:]) })
	list = slices.CompactFunc(list, func(a, b spelt) bool { return a.parts == b.parts })
	for i := range list {
		quads[i] = list[i].quad
	}
	return quads[:len(list)]
}

// spelling is the N-Quads form of a value, and empty for none.
func spelling(v quad.Value) string {
	if v == nil {
		return ""
	}
	return v.String()
}
