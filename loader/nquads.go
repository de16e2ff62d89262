package loader

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/innograph/innograph/graph"
)

// maxStatement bounds a line in bytes. A statement of ours has a cell of at most
// maxCell, each byte of which may be an escape of six, and three IRIs.
const maxStatement = 64 << 10

// nquads reads the statements of a file and their lines.
type nquads struct {
	*reader
	in   *bufio.Reader
	line int
	kept *interner
	quad graph.Quad
}

func (r *reader) nquads(ctx context.Context, f *formFile) tableRows {
	in, err := f.unpacked(r.file)
	if err != nil {
		r.add(Problem{File: r.name, What: "cannot be unpacked", Found: err.Error()})
		return nil
	}
	n := &nquads{reader: r, in: bufio.NewReaderSize(in, maxStatement), kept: newInterner()}
	return r.decoded(graph.Decode(n.statements(ctx)), nil)
}

// statements gives each statement with its line. What is none is a problem;
// after too many it stops. A quad is good until the next.
func (n *nquads) statements(ctx context.Context) iter.Seq2[int, *graph.Quad] {
	return func(yield func(int, *graph.Quad) bool) {
		problems := 0
		for some := false; ; {
			line, err := n.next()
			if err == io.EOF && len(line) == 0 {
				if !some {
					n.add(Problem{File: n.name, What: "holds no statement", Wanted: "N-Quads"})
				}
				return
			}
			if n.line%(1<<14) == 0 && ctx.Err() != nil {
				return
			}
			switch {
			case errors.Is(err, bufio.ErrBufferFull):
				n.add(Problem{File: n.name, Line: n.line, What: "line is too long", Wanted: fmt.Sprintf("at most %d bytes", maxStatement)})
				problems++
				if err := n.skip(); err != nil && err != io.EOF {
					n.add(Problem{File: n.name, Line: n.line, What: "cannot be read", Found: bare(err)})
					return
				}
			case err != nil && err != io.EOF:
				n.add(Problem{File: n.name, Line: n.line, What: "cannot be read", Found: bare(err)})
				return
			}
			if err == nil || err == io.EOF {
				q, err := n.statement(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")))
				if err != nil {
					n.add(Problem{File: n.name, Line: n.line, What: "is no statement of N-Quads", Found: string(line[:min(len(line), 4*80)]), Wanted: `<subject> <predicate> <object> or "literal", <label> of a claim, and a full stop`, Hint: err.Error()})
					problems++
				} else if q != nil {
					some = true
					if !yield(n.line, q) {
						return
					}
				}
			}
			if problems >= graph.MaxMisfits {
				n.add(Problem{File: n.name, What: fmt.Sprintf("has more than %d problems", graph.MaxMisfits), Wanted: "N-Quads", Hint: "what follows was not read"})
				return
			}
		}
	}
}

// next gives the next line with its end; bufio.ErrBufferFull if it is too long.
func (n *nquads) next() ([]byte, error) {
	n.line++
	return n.in.ReadSlice('\n')
}

// skip reads on to the end of a line that is too long.
func (n *nquads) skip() error {
	for {
		if _, err := n.in.ReadSlice('\n'); !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// statement reads one line of RDF 1.1 N-Quads, without its end; nil if there is
// none on it. Datatypes may be short, as Cayley's writer prints them (<xsd:integer>). The
// error says at which character of the line, from 1, reading ended.
//
// The quad library's reader is not used: docs/decisions/0014-one-set-of-checks-for-every-form.md says what it lets through.
func (n *nquads) statement(line []byte) (*graph.Quad, error) {
	if !utf8.Valid(line) {
		return nil, errors.New("the text is not UTF-8")
	}
	if bytes.HasPrefix(line, []byte(mark)) {
		return nil, errMarked
	}
	p := &statementParser{line: line, kept: n.kept}
	p.space()
	if p.at == len(line) || line[p.at] == '#' {
		return nil, nil
	}
	q := &n.quad
	*q = graph.Quad{}
	q.Subject = p.node("subject")
	q.Predicate = p.iri("predicate")
	q.Object = p.object()
	if p.space(); p.next() == '<' || p.next() == '_' {
		q.Label = p.node("label")
	}
	if p.space(); p.next() != '.' {
		p.fail("a full stop is wanted after the statement")
	}
	p.at++
	if p.space(); p.err == nil && p.at < len(line) && line[p.at] != '#' {
		p.fail("something stands behind the full stop")
	}
	if p.err != nil {
		return nil, p.err
	}
	return q, nil
}

type statementParser struct {
	line []byte
	at   int
	kept *interner
	err  error // the first
}

func (p *statementParser) fail(what string) {
	if p.err == nil {
		at := min(p.at, len(p.line))
		p.err = fmt.Errorf("%s at character %d", what, 1+utf8.RuneCount(p.line[:at]))
	}
	p.at = len(p.line)
}

func (p *statementParser) space() {
	for p.at < len(p.line) && (p.line[p.at] == ' ' || p.line[p.at] == '\t') {
		p.at++
	}
}

// next is the next byte; 0 at the end of the line.
func (p *statementParser) next() byte {
	if p.at >= len(p.line) {
		return 0
	}
	return p.line[p.at]
}

// node reads an IRI or a blank node, which stays as it is spelt: "_:b0" is no IRI.
func (p *statementParser) node(role string) string {
	p.space()
	if p.next() != '_' {
		return p.iri(role)
	}
	end := p.at
	for end < len(p.line) && p.line[end] != ' ' && p.line[end] != '\t' {
		end++
	}
	label := p.line[p.at:end]
	if len(label) < 3 || label[1] != ':' {
		p.fail("a blank node has no label")
		return ""
	}
	p.at = end
	return p.kept.text(label)
}

func (p *statementParser) iri(role string) string {
	p.space()
	if p.next() != '<' {
		p.fail("an IRI in < > is wanted as the " + role)
		return ""
	}
	length := bytes.IndexByte(p.line[p.at:], '>')
	if length < 0 {
		p.fail("the IRI of the " + role + " does not end")
		return ""
	}
	inside := p.line[p.at+1 : p.at+length]
	text := p.unescape(inside, p.at+1, false)
	for i, c := range text {
		if c <= ' ' || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			p.at += 1 + min(i, len(inside))
			p.fail(fmt.Sprintf("an IRI holds %q", c))
			return ""
		}
	}
	if !bytes.ContainsRune(text, ':') {
		p.fail("an IRI is not absolute")
		return ""
	}
	p.at += length + 1
	return p.kept.text(text)
}

func (p *statementParser) object() graph.Value {
	p.space()
	if p.next() != '"' {
		return graph.Value{IRI: p.node("object")}
	}
	end := p.at + 1
	for end < len(p.line) && p.line[end] != '"' {
		if p.line[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(p.line) {
		p.fail("a literal does not end")
		return graph.Value{}
	}
	text := p.kept.text(p.unescape(p.line[p.at+1:end], p.at+1, true))
	if p.err != nil {
		return graph.Value{}
	}
	p.at = end + 1
	switch {
	case p.next() == '@':
		return graph.Value{Text: text, Lang: p.language()}
	case bytes.HasPrefix(p.line[p.at:], []byte("^^")):
		p.at += 2
		if p.next() != '<' {
			p.fail("an IRI in < > is wanted as the datatype")
			return graph.Value{}
		}
		return literal(text, p.iri("datatype"))
	}
	return graph.Value{Text: text}
}

// literal is a literal of a datatype: a whole IRI, or short. That of strings is left out.
func literal(text, datatype string) graph.Value {
	const xsd = "http://www.w3.org/2001/XMLSchema#"
	if name, short := strings.CutPrefix(datatype, "xsd:"); short {
		datatype = xsd + name
	}
	if datatype == xsd+"string" {
		datatype = ""
	}
	return graph.Value{Text: text, Datatype: datatype}
}

// language reads a tag: letters, then parts of letters and digits behind hyphens.
func (p *statementParser) language() string {
	start := p.at + 1
	end := start
	for part := start; end < len(p.line); end++ {
		switch c := p.line[end]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' && part > start:
			continue
		case c == '-' && end > part:
			part = end + 1
			continue
		}
		break
	}
	if end == start || p.line[end-1] == '-' {
		p.fail("a language tag is malformed")
		return ""
	}
	p.at = end
	return p.kept.text(p.line[start:end])
}

// unescape resolves what stands behind backslashes in the part of the line from at on.
func (p *statementParser) unescape(text []byte, at int, literal bool) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	var out []byte
	for i := 0; i < len(text); {
		if text[i] != '\\' {
			out = append(out, text[i])
			i++
			continue
		}
		r, width := escaped(text[i:], literal)
		if width == 0 {
			p.at = at + i
			p.fail("an escape is no character")
			return nil
		}
		out = utf8.AppendRune(out, r)
		i += width
	}
	return out
}

// escaped reads the escape that text begins with; a width of 0 says that there is none.
func escaped(text []byte, literal bool) (r rune, width int) {
	if len(text) < 2 {
		return 0, 0
	}
	digits := 0
	switch c := text[1]; {
	case c == 'u':
		digits = 4
	case c == 'U':
		digits = 8
	case literal:
		if i := strings.IndexByte(`tbnrf"'\`, c); i >= 0 {
			return rune("\t\b\n\r\f\"'\\"[i]), 2
		}
		return 0, 0
	default:
		return 0, 0
	}
	if len(text) < 2+digits {
		return 0, 0
	}
	for _, c := range text[2 : 2+digits] {
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if digit < 0 || c < '0' || r > utf8.MaxRune {
			return 0, 0
		}
		r = r<<4 | rune(digit)
	}
	if !utf8.ValidRune(r) {
		return 0, 0
	}
	return r, 2 + digits
}

// interner keeps one copy of texts that come again: IRIs and headings stand in many lines.
type interner struct{ seen map[string]string }

const maxInterned = 1 << 17 // texts; then it forgets, so that it stays bounded

func newInterner() *interner { return &interner{seen: map[string]string{}} }

func (n *interner) text(b []byte) string {
	if s, ok := n.seen[string(b)]; ok {
		return s
	}
	if len(n.seen) >= maxInterned {
		clear(n.seen)
	}
	s := string(b)
	n.seen[s] = s
	return s
}
