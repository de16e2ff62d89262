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
	for _, id := range facts.Identifiers {
		e.identifier(id)
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
	for _, r := range facts.Redirects {
		e.redirect(&r)
	}
}

type encoder struct {
	base Base
	emit func(quad.Quad)
}

func (e *encoder) mention(m *Mention) {
	node := e.iri(m.id())
	e.add(node, rdfType, classMention)
	e.add(node, mentionsTerm, e.iri(m.Entity))
	e.locator(node, m.Locator)
}

func (e *encoder) omission(o *Omission) {
	node := e.iri(o.id())
	e.add(node, rdfType, classOmission)
	e.text(node, reasonTerm, o.Reason)
	e.locator(node, o.Locator)
}

func (e *encoder) redirect(r *Redirect) {
	e.add(e.iri(r.From), replacedBy, e.iri(r.To))
	e.text(e.iri(r.From), reasonTerm, r.Reason)
}

func (e *encoder) iri(id ID) quad.IRI { return quad.IRI(e.base.IRI(id)) }

func (e *encoder) add(s, p quad.IRI, o quad.Value) {
	e.emit(quad.Quad{Subject: s, Predicate: p, Object: o})
}

// text adds a plain string; an empty one says nothing and is left out.
func (e *encoder) text(s, p quad.IRI, o string) {
	if o != "" {
		e.add(s, p, quad.String(o))
	}
}

func (e *encoder) named(s, p quad.IRI, text, lang string) {
	if text != "" {
		e.add(s, p, quad.LangString{Value: quad.String(text), Lang: lang})
	}
}

func (e *encoder) ref(s, p quad.IRI, id ID) {
	if id != "" {
		e.add(s, p, e.iri(id))
	}
}

// locator hangs the place of evidence on a node. A reference has no text and so no offsets.
func (e *encoder) locator(node quad.IRI, l Locator) {
	e.ref(node, quotedFrom, l.Source)
	e.text(node, sectionTerm, l.Section)
	e.text(node, digestTerm, l.Digest)
	if l.End > 0 {
		e.add(node, startOffset, quad.Int(l.Start))
		e.add(node, endOffset, quad.Int(l.End))
	}
}

func (e *encoder) reading(node quad.IRI, context bool, words string) {
	if context {
		e.text(node, readingTerm, "context")
	}
	e.text(node, note, words)
}

func (e *encoder) source(s *Source) {
	node := e.iri(s.ID)
	e.add(node, rdfType, classSource)
	e.text(node, sourceKind, s.Kind)
	e.text(node, title, s.Title)
	e.text(node, publisher, s.Issuer)
	e.text(node, numberTerm, s.Number)
	e.text(node, issued, s.Issued)
	e.text(node, periodStart, s.PeriodStart)
	e.text(node, periodEnd, s.PeriodEnd)
	e.ref(node, regionTerm, s.Region)
	e.ref(node, documentTerm, s.Document)
	e.text(node, sha256Term, s.SHA256)
	if s.Runes > 0 {
		e.add(node, runesTerm, quad.Int(s.Runes))
	}
	e.text(node, note, s.Note)
}

func (e *encoder) entity(x *Entity) {
	node := e.iri(x.ID)
	e.add(node, rdfType, typeIRI(x.Type))
	if x.Kind != "" {
		e.add(node, kindTerm, kindIRI(x.Kind))
	}
	if x.Level != "" {
		e.add(node, levelTerm, levelIRI(x.Level))
	}
	e.named(node, prefLabel, x.Name, "zh")
	e.named(node, prefLabel, x.NameEn, "en")
}

func (e *encoder) name(n Name) {
	node := e.iri(n.Entity)
	general := altLabel
	if n.Kind == OCRSlip {
		general = hiddenLabel
	}
	e.named(node, general, n.Text, n.Lang)
	e.named(node, nameTerms[n.Kind], n.Text, n.Lang)
}

func (e *encoder) identifier(x Identifier) {
	node := e.iri(x.id())
	e.add(e.iri(x.Entity), identifier, node)
	e.text(node, schemeTerm, x.Scheme)
	e.text(node, notation, x.Value)
	e.text(node, editionTerm, x.Edition)
}

func (e *encoder) indicator(x *Indicator) {
	node := e.iri(x.ID)
	e.add(node, rdfType, classIndicator)
	e.named(node, prefLabel, x.Name, "zh")
	e.named(node, prefLabel, x.NameEn, "en")
	e.text(node, unitTerm, x.Unit)
	e.text(node, betterTerm, x.Better)
	e.text(node, definition, x.Definition)
}

func (e *encoder) claim(c *Claim) {
	node := e.iri(c.ID)
	e.emit(quad.Quad{Subject: e.iri(c.Subject), Predicate: predicateIRI(c.Predicate), Object: e.iri(c.Object), Label: node})
	e.add(node, rdfType, classClaim)
	e.add(node, statusTerm, statusIRI(c.Status))
	e.text(node, roleTerm, c.Role)
	e.locator(node, c.Locator)
	e.reading(node, c.Context, c.Note)
}

func (e *encoder) observation(o *Observation) {
	node := e.iri(o.ID)
	e.add(node, rdfType, qbObserved)
	e.ref(node, observedEntity, o.Entity)
	e.ref(node, observedPart, o.Of)
	e.ref(node, indicatorTerm, o.Indicator)
	e.text(node, periodTerm, o.Period)
	e.text(node, obsRole, o.Role)
	e.text(node, measureTerm, o.Measure)
	e.text(node, boundTerm, o.Bound)
	e.decimal(node, valueTerm, o.Value)
	e.decimal(node, valueToTerm, o.ValueTo)
	e.text(node, unitTerm, o.Unit)
	e.locator(node, o.Locator)
	e.reading(node, o.Context, o.Note)
}

// decimal keeps a number as printed ("2.50" stays so): a typed literal, not a
// float. A wording stays a string.
func (e *encoder) decimal(s, p quad.IRI, value string) {
	if IsDecimal(value) {
		e.add(s, p, quad.TypedString{Value: quad.String(value), Type: xsdDecimal})
		return
	}
	e.text(s, p, value)
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
