package graph

import (
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
)

// form is how the object of a property is spelt; encode.go writes them so.
type form uint8

const (
	asText    form = iota // a plain string
	asRef                 // the IRI of a thing of ours
	asClass               // the class that all things of the sort have
	asTerm                // a term of ours, after the prefix that stands in class
	asStatus              // a term of ours, one of Statuses
	asCount               // xsd:integer
	asValue               // xsd:decimal, or a plain string if it is a wording
	asContext             // "context"
)

// property is one field of a thing, and the predicate that holds it.
type property[T any] struct {
	term  quad.IRI
	as    form
	class string       // of asClass and asTerm
	lang  string       // of a text with a language
	field func(*T) any // a pointer to the field; nil for asClass
	bit   uint32       // of draft.set
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
		p.bit = 1 << i
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

func label[T any](lang string, field func(*T) any) property[T] {
	return property[T]{term: prefLabel, lang: lang, field: field}
}

func ours[T any](prefix string, p quad.IRI, field func(*T) any) property[T] {
	return property[T]{term: p, as: asTerm, class: Namespace + prefix, field: field}
}

// located adds the properties of a locator.
func located[T any](locator func(*T) *Locator, list ...property[T]) []property[T] {
	return append(list,
		spelt(asRef, quotedFrom, func(x *T) any { return &locator(x).Source }),
		plain(sectionTerm, func(x *T) any { return &locator(x).Section }),
		plain(digestTerm, func(x *T) any { return &locator(x).Digest }),
		spelt(asCount, startOffset, func(x *T) any { return &locator(x).Start }),
		spelt(asCount, endOffset, func(x *T) any { return &locator(x).End }))
}

// The sorts of things, as encode.go writes them.
var (
	sourceShape = shapeOf("a source", class[Source](classSource),
		plain(sourceKind, func(s *Source) any { return &s.Kind }), plain(title, func(s *Source) any { return &s.Title }),
		plain(publisher, func(s *Source) any { return &s.Issuer }), plain(numberTerm, func(s *Source) any { return &s.Number }),
		plain(issued, func(s *Source) any { return &s.Issued }), plain(periodStart, func(s *Source) any { return &s.PeriodStart }),
		plain(periodEnd, func(s *Source) any { return &s.PeriodEnd }), spelt(asRef, regionTerm, func(s *Source) any { return &s.Region }),
		spelt(asRef, documentTerm, func(s *Source) any { return &s.Document }), plain(sha256Term, func(s *Source) any { return &s.SHA256 }),
		spelt(asCount, runesTerm, func(s *Source) any { return &s.Runes }), plain(note, func(s *Source) any { return &s.Note }))

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

	claimShape = shapeOf("a claim", located(func(c *Claim) *Locator { return &c.Locator }, class[Claim](classClaim),
		spelt(asStatus, statusTerm, func(c *Claim) any { return &c.Status }), plain(roleTerm, func(c *Claim) any { return &c.Role }),
		spelt(asContext, readingTerm, func(c *Claim) any { return &c.Context }), plain(note, func(c *Claim) any { return &c.Note }))...)

	observationShape = shapeOf("an observation", located(func(o *Observation) *Locator { return &o.Locator }, class[Observation](qbObserved),
		spelt(asRef, observedEntity, func(o *Observation) any { return &o.Entity }), spelt(asRef, observedPart, func(o *Observation) any { return &o.Of }),
		spelt(asRef, indicatorTerm, func(o *Observation) any { return &o.Indicator }), plain(periodTerm, func(o *Observation) any { return &o.Period }),
		plain(obsRole, func(o *Observation) any { return &o.Role }), plain(measureTerm, func(o *Observation) any { return &o.Measure }),
		plain(boundTerm, func(o *Observation) any { return &o.Bound }), spelt(asValue, valueTerm, func(o *Observation) any { return &o.Value }),
		spelt(asValue, valueToTerm, func(o *Observation) any { return &o.ValueTo }), plain(unitTerm, func(o *Observation) any { return &o.Unit }),
		spelt(asContext, readingTerm, func(o *Observation) any { return &o.Context }), plain(note, func(o *Observation) any { return &o.Note }))...)

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

// put reads an object into a field. again says that the field has a value; another one
// does not fit beside it. A Misfit without What means that all is well.
func (d *decoder) put(as form, class string, field any, o Value, again bool) Misfit {
	switch as {
	case asClass:
		if o.IRI != class {
			return Misfit{What: "is another class than the id says", Wanted: "<" + class + ">"}
		}
		return Misfit{}
	case asRef:
		if o.IRI == "" {
			return Misfit{What: "is no IRI", Wanted: "an id under " + string(d.base)}
		}
		id, ok := d.base.ID(o.IRI)
		if !ok || !knownPrefixes[id.Prefix()] {
			return Misfit{What: "is no id of ours", Wanted: "an id under " + string(d.base)}
		}
		return one(field.(*ID), id, again)
	case asTerm:
		name, ok := strings.CutPrefix(o.IRI, class)
		if !ok || name == "" || strings.ContainsAny(name, " #/") {
			return Misfit{What: "is no term of ours", Wanted: "<" + class + "…>"}
		}
		if t, ok := field.(*Type); ok {
			return one(t, Type(name), again)
		}
		return one(field.(*string), name, again)
	case asStatus:
		status, ok := ParseStatus(strings.TrimPrefix(o.IRI, Namespace+"status-"))
		if !ok || o.IRI != string(statusIRI(status)) {
			return Misfit{What: "is no status", Wanted: "<" + string(statusIRI(Existing)) + ">, planned or encouraged"}
		}
		return one(field.(*Status), status, again)
	case asCount:
		return whole(field.(*int), o, again)
	case asContext:
		if o != (Value{Text: "context"}) {
			return Misfit{What: "is no reading", Wanted: `"context", or none`}
		}
		return one(field.(*bool), true, false)
	case asValue:
		return value(field.(*string), o, again)
	}
	return text(field.(*string), o, again)
}

func one[V comparable](field *V, v V, again bool) Misfit {
	if again && *field != v {
		return Misfit{What: "has two values", Wanted: "one"}
	}
	*field = v
	return Misfit{}
}

func text(field *string, o Value, again bool) Misfit {
	if o.IRI != "" || o.Datatype != "" || o.Text == "" {
		return Misfit{What: "is no text", Wanted: "a plain string that is not empty"}
	}
	return one(field, o.Text, again)
}

func whole(field *int, o Value, again bool) Misfit {
	n, err := strconv.Atoi(o.Text)
	if o.Datatype != XSDInteger || err != nil || n < 0 || len(o.Text) > 9 || strconv.Itoa(n) != o.Text {
		return Misfit{What: "is no number of code points", Wanted: `digits without leading zeros, as "118"^^<` + XSDInteger + ">"}
	}
	return one(field, n, again)
}

func value(field *string, o Value, again bool) Misfit {
	if decimal := o.Datatype == XSDDecimal; decimal != IsDecimal(o.Text) || o.IRI != "" || o.Text == "" || !decimal && o.Datatype != "" {
		return Misfit{What: "is no value", Wanted: `a decimal as printed, as "2.50"^^<` + XSDDecimal + ">, or a wording as a plain string"}
	}
	return one(field, o.Text, again)
}
