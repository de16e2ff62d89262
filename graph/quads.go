package graph

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/cayleygraph/quad"
)

// Quad is a quad in the terms of RDF 1.1, for those who write it. IRIs are whole.
type Quad struct {
	Subject, Predicate string
	Object             Value
	Label              string // the claim that says so; empty in the default graph
}

// Value is the object of a [Quad]: an IRI or a literal.
type Value struct {
	IRI      string // empty for a literal
	Text     string // of a literal
	Lang     string // of a literal: "zh", "en" or empty
	Datatype string // IRI; empty for strings, with and without a language
}

// Datatypes of literals; a [Value] leaves that of strings out.
const (
	XSDString  = xsd + "string"
	XSDInteger = xsd + "integer"
	XSDDecimal = xsd + "decimal"
)

// Quads gives the quads of the part, those of one thing at a time: sources,
// indicators, entities with their names and identifiers, claims, observations,
// mentions, omissions, redirects, each in the order of the part. The slice is
// good until the next. Of a whole graph they are all its quads, each once.
func (p *Part) Quads(ctx context.Context) iter.Seq2[[]Quad, error] {
	return func(yield func([]Quad, error) bool) {
		s := &quadStream{ctx: ctx, yield: yield}
		s.encoder = encoder{p.g.base, s.add}
		_ = each(s, p.Sources, s.source) && each(s, p.Indicators, s.measure) && each(s, p.Entities, s.thing) && each(s, p.Claims, s.claim) &&
			each(s, p.Observations, s.observation) && each(s, p.Mentions, s.mention) && each(s, p.Omissions, s.omission) && each(s, p.Redirects, s.redirect)
	}
}

// quadStream gathers the quads of one thing and hands them on.
type quadStream struct {
	encoder
	ctx   context.Context
	yield func([]Quad, error) bool
	group []Quad
}

// each encodes things of one sort; false if nobody wants more.
func each[T any](s *quadStream, things func(context.Context) iter.Seq2[*T, error], encode func(*T)) bool {
	for x, err := range things(s.ctx) {
		if err != nil {
			s.yield(nil, err)
			return false
		}
		s.group = s.group[:0]
		encode(x)
		if !s.yield(s.group, nil) {
			return false
		}
	}
	return true
}

// thing encodes an entity as the part gives it. A translated name is among the
// names, and is not its main name.
func (s *quadStream) thing(e *Entity) {
	main := *e
	if e.Translated {
		main.NameEn = ""
	}
	s.entity(&main)
	for _, n := range e.Names {
		s.name(n)
	}
	for i := range e.Identifiers {
		s.identifier(&e.Identifiers[i])
	}
}

func (s *quadStream) measure(x *Indicator) {
	s.indicator(x)
	for _, n := range x.Names {
		s.name(n)
	}
}

// add takes a quad of the thing that is encoded, if it does not have it yet: two
// kinds of one name are one skos:altLabel.
func (s *quadStream) add(q quad.Quad) {
	x := Quad{Subject: string(q.Subject.(quad.IRI)), Predicate: string(q.Predicate.(quad.IRI)), Object: valueOf(q.Object)}
	if label, ok := q.Label.(quad.IRI); ok {
		x.Label = string(label)
	}
	if q.Predicate == altLabel || q.Predicate == hiddenLabel {
		if slices.Contains(s.group, x) {
			return
		}
	}
	s.group = append(s.group, x)
}

// valueOf gives what [encode] writes as an object.
func valueOf(v quad.Value) Value {
	switch v := v.(type) {
	case quad.IRI:
		return Value{IRI: string(v)}
	case quad.String:
		return Value{Text: string(v)}
	case quad.LangString:
		return Value{Text: string(v.Value), Lang: v.Lang}
	case quad.TypedString:
		return Value{Text: string(v.Value), Datatype: string(v.Type)}
	case quad.Int:
		return Value{Text: strconv.FormatInt(int64(v), 10), Datatype: XSDInteger}
	}
	panic("graph: a quad's object is of a kind that no fact has")
}

// brief encodes what a thing is and is called.
func (s *quadStream) brief(g *Graph, id ID) {
	switch id.Prefix() {
	case SourcePrefix:
		s.source(&Source{ID: id, Title: g.sources().get([]ID{id})[0].Title})
	case IndicatorPrefix:
		x := g.indicators().get([]ID{id})[0]
		s.indicator(&Indicator{ID: id, Name: x.Name, NameEn: x.NameEn})
	default:
		var e Entity
		if n, found := g.find(id); found {
			g.entity(n, &e, &bag{})
		}
		s.thing(&Entity{ID: id, Type: e.Type, Name: e.Name, NameEn: e.NameEn, Translated: e.Translated})
	}
}

// String spells a value as N-Quads do, for messages.
func (v Value) String() string {
	switch {
	case v.IRI != "":
		return "<" + v.IRI + ">"
	case v.Lang != "":
		return fmt.Sprintf("%q@%s", v.Text, v.Lang)
	case v.Datatype != "":
		return fmt.Sprintf("%q^^<%s>", v.Text, v.Datatype)
	}
	return fmt.Sprintf("%q", v.Text)
}
