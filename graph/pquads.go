package graph

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
)

// maxMessage bounds a quad of a binary dump in bytes.
const maxMessage = 64 << 10

// PQuads gives the quads of a dump in Cayley's binary form (.pq), compact or not, as [Decode] takes
// them. A quad is good until the next. What cannot be read comes as the last, with the error and no quad.
func PQuads(r io.Reader) iter.Seq2[*Quad, error] {
	return func(yield func(*Quad, error) bool) {
		in := pquads.NewReader(r, maxMessage)
		var x Quad
		for {
			q, err := readPQuad(in)
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, io.ErrShortBuffer):
				err = fmt.Errorf("a quad has more than %d bytes", maxMessage)
			case err == nil && (q.Subject == nil || q.Predicate == nil || q.Object == nil):
				err = errors.New("a quad lacks a side")
			}
			if err != nil {
				yield(nil, err)
				return
			}
			x = Quad{Subject: node(q.Subject), Predicate: node(q.Predicate), Object: dumped(q.Object), Label: node(q.Label)}
			if !yield(&x, nil) {
				return
			}
		}
	}
}

// readPQuad reads a quad. The library panics at values of kinds that it does not know, or that are empty.
func readPQuad(in *pquads.Reader) (q quad.Quad, err error) {
	defer func() {
		if what := recover(); what != nil {
			err = fmt.Errorf("a value cannot be read: %v", what)
		}
	}()
	return in.ReadQuad()
}

// node is the text of an IRI. What is none, blank nodes say, is spelt so that no IRI is like it.
func node(v quad.Value) string {
	if iri, ok := v.(quad.IRI); ok {
		return string(iri.Full())
	}
	return spelling(v)
}

// dumped is a value in the terms of RDF, whose datatypes Cayley writes short.
func dumped(v quad.Value) Value {
	switch v := v.(type) {
	case quad.Int:
		return Value{Text: strconv.FormatInt(int64(v), 10), Datatype: XSDInteger}
	case quad.TypedString:
		return Value{Text: string(v.Value), Datatype: string(v.Type.Full())}
	case quad.TypedStringer:
		return dumped(v.TypedString())
	case quad.String, quad.LangString:
		return valueOf(v)
	}
	return Value{IRI: node(v)}
}
