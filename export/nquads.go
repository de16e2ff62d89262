package export

import (
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/escape"
)

// writeNQuads writes RDF 1.1 N-Quads, as its canonical form spells them: each
// quad a line, a space between terms, datatypes in full.
func writeNQuads(w *writer) error { return nquadsOf(w, w.part) }

func nquadsOf(w *writer, from quads) error {
	line := make([]byte, 0, 1<<10)
	for group, err := range from.Quads(w.ctx) {
		if err != nil {
			return err
		}
		line = line[:0]
		for i := range group {
			line = appendQuad(line, &group[i])
		}
		w.Write(line)
	}
	return nil
}

func appendQuad(b []byte, q *graph.Quad) []byte {
	b = append(appendIRI(b, q.Subject), ' ')
	b = append(appendIRI(b, q.Predicate), ' ')
	b = append(appendValue(b, &q.Object), ' ')
	if q.Label != "" {
		b = append(appendIRI(b, q.Label), ' ')
	}
	return append(b, '.', '\n')
}

func appendIRI(b []byte, iri string) []byte { return append(append(append(b, '<'), iri...), '>') }

func appendValue(b []byte, v *graph.Value) []byte {
	if v.IRI != "" {
		return appendIRI(b, v.IRI)
	}
	b = escape.AppendQuoted(b, v.Text)
	switch {
	case v.Lang != "":
		return append(append(b, '@'), v.Lang...)
	case v.Datatype != "":
		return appendIRI(append(b, '^', '^'), v.Datatype)
	}
	return b
}
