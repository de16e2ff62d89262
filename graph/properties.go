package graph

import (
	"strings"

	"github.com/cayleygraph/quad"
)

// property is one field of a thing, and the predicate that holds it.
type property[T any] struct {
	term      quad.IRI
	predicate quad.Value // the term
	as        form
	class     string        // of asClass and asTerm
	lang      string        // of a text with a language
	field     func(*T) any  // a pointer to the field; nil for asClass
	only      func(*T) bool // whether a thing has the field; nil: where that is not empty
	bit       uint32        // of draft.set
}

// shape is a sort of thing with its properties.
type shape[T any] struct {
	name  string // "a claim"
	class bool   // whether an rdf:type is required
	named bool   // whether others refer to it: it has a label or a title
	list  []property[T]
	by    map[string]*property[T]
}

func shapeOf[T any](name string, list ...property[T]) *shape[T] {
	s := &shape[T]{name: name, list: list, by: map[string]*property[T]{}}
	for i := range list {
		p := &s.list[i]
		p.predicate, p.bit = p.term, 1<<i
		s.by[string(p.term)+p.lang] = p
		s.class = s.class || p.term == rdfType
		s.named = s.named || p.term == prefLabel || p.term == title
		if p.field == nil {
			p.field = func(*T) any { return nil }
		}
	}
	return s
}

func (s *shape[T]) property(term, lang string) *property[T] {
	if lang != "" {
		term += lang
	}
	if p := s.by[term]; p != nil && p.lang == lang {
		return p
	}
	return nil
}

// bit is that of a property; 0 if the sort does not have it.
func (s *shape[T]) bit(term quad.IRI) uint32 {
	if p := s.by[string(term)]; p != nil {
		return p.bit
	}
	return 0
}

// name is the property's local name: what stands after the last # or /.
func (p *property[T]) name() string { return localName(string(p.term)) }

func localName(iri string) string { return iri[strings.LastIndexAny(iri, "#/")+1:] }

func class[T any](iri quad.IRI) property[T] {
	return property[T]{term: rdfType, as: asClass, class: string(iri)}
}

func plain[T any](term quad.IRI, field func(*T) any) property[T] {
	return property[T]{term: term, field: field}
}

func spelt[T any](as form, term quad.IRI, field func(*T) any) property[T] {
	return property[T]{term: term, as: as, field: field}
}

func counted[T any](term quad.IRI, field func(*T) any, only func(*T) bool) property[T] {
	return property[T]{term: term, as: asCount, field: field, only: only}
}

func label[T any](lang string, field func(*T) any) property[T] {
	return property[T]{term: prefLabel, lang: lang, field: field}
}

func ours[T any](prefix string, p quad.IRI, field func(*T) any) property[T] {
	return property[T]{term: p, as: asTerm, class: Namespace + prefix, field: field}
}

// located adds the properties of a locator. Without a text, a reference has no offsets.
func located[T any](locator func(*T) *Locator, list ...property[T]) []property[T] {
	placed := func(x *T) bool { return locator(x).End > 0 }
	return append(list,
		spelt(asRef, quotedFrom, func(x *T) any { return &locator(x).Source }),
		plain(sectionTerm, func(x *T) any { return &locator(x).Section }),
		plain(digestTerm, func(x *T) any { return &locator(x).Digest }),
		counted(startOffset, func(x *T) any { return &locator(x).Start }, placed),
		counted(endOffset, func(x *T) any { return &locator(x).End }, placed))
}

// annotated adds how the passage of a statement was read.
func annotated[T any](context, words func(*T) any, list []property[T]) []property[T] {
	return append(list, spelt(asContext, readingTerm, context), plain(note, words))
}

// The sorts of things, and their properties in the order in which they are written.
var (
	sourceShape = shapeOf("a source", class[Source](classSource),
		plain(sourceKind, func(s *Source) any { return &s.Kind }), plain(title, func(s *Source) any { return &s.Title }),
		plain(publisher, func(s *Source) any { return &s.Issuer }), plain(numberTerm, func(s *Source) any { return &s.Number }),
		plain(issued, func(s *Source) any { return &s.Issued }), plain(periodStart, func(s *Source) any { return &s.PeriodStart }),
		plain(periodEnd, func(s *Source) any { return &s.PeriodEnd }), spelt(asRef, regionTerm, func(s *Source) any { return &s.Region }),
		spelt(asRef, documentTerm, func(s *Source) any { return &s.Document }), plain(sha256Term, func(s *Source) any { return &s.SHA256 }),
		counted(runesTerm, func(s *Source) any { return &s.Runes }, func(s *Source) bool { return s.Runes > 0 }), plain(note, func(s *Source) any { return &s.Note }))

	entityShape = shapeOf("an entity", ours("", rdfType, func(e *Entity) any { return &e.Type }),
		ours("kind-", kindTerm, func(e *Entity) any { return &e.Kind }), ours("level-", levelTerm, func(e *Entity) any { return &e.Level }),
		label("zh", func(e *Entity) any { return &e.Name }), label("en", func(e *Entity) any { return &e.NameEn }))

	identifierShape = shapeOf("an identifier",
		plain(schemeTerm, func(x *Identifier) any { return &x.Scheme }), plain(notation, func(x *Identifier) any { return &x.Value }),
		plain(editionTerm, func(x *Identifier) any { return &x.Edition }))

	indicatorShape = shapeOf("an indicator", class[Indicator](classIndicator),
		label("zh", func(x *Indicator) any { return &x.Name }), label("en", func(x *Indicator) any { return &x.NameEn }),
		plain(unitTerm, func(x *Indicator) any { return &x.Unit }), plain(betterTerm, func(x *Indicator) any { return &x.Better }),
		plain(definition, func(x *Indicator) any { return &x.Definition }))

	claimShape = shapeOf("a claim", annotated(func(c *Claim) any { return &c.Context }, func(c *Claim) any { return &c.Note },
		located(func(c *Claim) *Locator { return &c.Locator }, class[Claim](classClaim),
			spelt(asStatus, statusTerm, func(c *Claim) any { return &c.Status }), plain(roleTerm, func(c *Claim) any { return &c.Role })))...)

	observationShape = shapeOf("an observation", annotated(func(o *Observation) any { return &o.Context }, func(o *Observation) any { return &o.Note },
		located(func(o *Observation) *Locator { return &o.Locator }, class[Observation](qbObserved),
			spelt(asRef, observedEntity, func(o *Observation) any { return &o.Entity }), spelt(asRef, observedPart, func(o *Observation) any { return &o.Of }),
			spelt(asRef, indicatorTerm, func(o *Observation) any { return &o.Indicator }), plain(periodTerm, func(o *Observation) any { return &o.Period }),
			plain(obsRole, func(o *Observation) any { return &o.Role }), plain(measureTerm, func(o *Observation) any { return &o.Measure }),
			plain(boundTerm, func(o *Observation) any { return &o.Bound }), spelt(asValue, valueTerm, func(o *Observation) any { return &o.Value }),
			spelt(asValue, valueToTerm, func(o *Observation) any { return &o.ValueTo }), plain(unitTerm, func(o *Observation) any { return &o.Unit })))...)

	mentionShape = shapeOf("a mention", located(func(m *Mention) *Locator { return &m.Locator }, class[Mention](classMention),
		spelt(asRef, mentionsTerm, func(m *Mention) any { return &m.Entity }))...)

	omissionShape = shapeOf("an omission", located(func(o *Omission) *Locator { return &o.Locator }, class[Omission](classOmission),
		plain(reasonTerm, func(o *Omission) any { return &o.Reason }))...)

	redirectShape = shapeOf("a former id",
		spelt(asRef, replacedBy, func(r *Redirect) any { return &r.To }), plain(reasonTerm, func(r *Redirect) any { return &r.Reason }))
)

// kindOfName finds the kind of a name by its property.
var kindOfName = func() map[string]NameKind {
	kinds := map[string]NameKind{}
	for kind, term := range nameTerms {
		kinds[string(term)] = kind
	}
	return kinds
}()
