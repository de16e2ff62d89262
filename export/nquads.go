package export

import (
	"unicode/utf8"

	"github.com/innograph/innograph/graph"
)

// writeNQuads writes RDF 1.1 N-Quads, as its canonical form spells them: each
// quad a line, a space between terms, datatypes in full.
func writeNQuads(w *writer) error {
	line := make([]byte, 0, 1<<10)
	for quads, err := range w.part.Quads(w.ctx) {
		if err != nil {
			return err
		}
		line = line[:0]
		for i := range quads {
			line = appendQuad(line, &quads[i])
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
	b = append(appendEscaped(append(b, '"'), v.Text), '"')
	switch {
	case v.Lang != "":
		return append(append(b, '@'), v.Lang...)
	case v.Datatype != "":
		return appendIRI(append(b, '^', '^'), v.Datatype)
	}
	return b
}

// appendEscaped escapes a literal as the canonical form of N-Quads does (RDF 1.1
// N-Quads, section 5, and RDF 1.2's list of control characters). What is no UTF-8 becomes U+FFFD.
func appendEscaped(b []byte, text string) []byte {
	from := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(text[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(append(b, text[from:i]...), "\uFFFD"...)
				from = i + 1
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			i++
			continue
		}
		b = append(b, text[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\t':
			b = append(b, '\\', 't')
		case '\n':
			b = append(b, '\\', 'n')
		case '\f':
			b = append(b, '\\', 'f')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		from = i
	}
	return append(b, text[from:]...)
}

const hexDigits = "0123456789ABCDEF"
