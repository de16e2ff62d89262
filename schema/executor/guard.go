package executor

import (
	"fmt"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
)

// scan looks at a document before the parser does: size, number of tokens,
// nesting and length of names. It does not parse; what it lets through may still
// be nonsense. Text in strings and comments counts for its size only.
func (l Limits) scan(document string) *Error {
	tooLarge := func(at int, format string, args ...any) *Error {
		return &Error{Message: fmt.Sprintf(format, args...), Code: CodeTooLarge, Locations: []Location{place(document, at)}}
	}
	if len(document) > l.Bytes {
		return &Error{Message: fmt.Sprintf("the document has %d bytes, at most %d are allowed", len(document), l.Bytes), Code: CodeTooLarge}
	}
	if !utf8.ValidString(document) {
		return &Error{Message: "the document is not UTF-8", Code: CodeSyntax}
	}
	tokens, nesting := 0, 0
	for i := 0; i < len(document); {
		start := i
		switch c := document[i]; {
		case c == '#':
			i = skipUntil(document, i, "\n\r")
			continue
		case c == '"':
			i = skipString(document, i)
		case nameByte(c):
			for i < len(document) && nameByte(document[i]) {
				i++
			}
			if i-start > l.Name {
				return tooLarge(start, "a name has %d bytes, at most %d are allowed", i-start, l.Name)
			}
		case c == '{' || c == '[' || c == '(':
			i++
			if nesting++; nesting > l.Nesting {
				return tooLarge(start, "brackets are nested more than %d deep", l.Nesting)
			}
		case c == '}' || c == ']' || c == ')':
			i++
			nesting--
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',':
			i++
			continue
		default:
			i++
		}
		if tokens++; tokens > l.Tokens {
			return tooLarge(start, "the document has more than %d tokens", l.Tokens)
		}
	}
	return nil
}

func nameByte(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func skipUntil(s string, i int, stops string) int {
	for i < len(s) {
		for j := range len(stops) {
			if s[i] == stops[j] {
				return i
			}
		}
		i++
	}
	return i
}

// skipString gives the index behind a string or block string; an open one runs
// to the end of its line or of the document.
func skipString(s string, i int) int {
	if len(s) >= i+3 && s[i:i+3] == `"""` {
		for i += 3; i < len(s); i++ {
			switch {
			case len(s) >= i+4 && s[i:i+4] == `\"""`:
				i += 3
			case len(s) >= i+3 && s[i:i+3] == `"""`:
				return i + 3
			}
		}
		return i
	}
	for i++; i < len(s) && s[i] != '\n'; i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return min(i, len(s))
}

// place is the line and column of a byte.
func place(document string, at int) Location {
	l := Location{1, 1}
	for _, c := range document[:at] {
		l.Column++
		if c == '\n' {
			l.Line, l.Column = l.Line+1, 1
		}
	}
	return l
}

// weigh walks a parsed document before it is validated: fragments must not be
// circular, and with fragments spread there must not be too many fields or
// levels. Each fragment is walked once.
func (l Limits) weigh(doc *ast.QueryDocument) *Error {
	w := weigher{limits: l, fragments: map[string]*ast.FragmentDefinition{}, known: map[string]weight{}, open: map[string]bool{}}
	for _, f := range doc.Fragments {
		w.fragments[f.Name] = f
	}
	for _, op := range doc.Operations {
		for _, v := range op.VariableDefinitions {
			if v.Type == nil {
				return &Error{Message: fmt.Sprintf("variable $%s has no type", v.Variable), Code: CodeSyntax, Locations: positions(v.Position)}
			}
		}
		if _, err := w.selection(op.SelectionSet); err != nil {
			return err
		}
	}
	for _, f := range doc.Fragments {
		if _, err := w.fragment(f.Name, f.Position); err != nil {
			return err
		}
	}
	return nil
}

// weight is what a selection holds with fragments spread. spreads is how many
// fragments stand in each other, schemas how often the whole schema is asked for.
type weight struct{ fields, depth, spreads, schemas int }

// maxSchemas is how often one document may ask for the whole schema; each time
// is a millisecond or more.
const maxSchemas = 5

type weigher struct {
	limits    Limits
	fragments map[string]*ast.FragmentDefinition
	known     map[string]weight
	open      map[string]bool // fragments that are being walked
}

func (w *weigher) selection(set ast.SelectionSet) (weight, *Error) {
	var sum weight
	for _, s := range set {
		var part weight
		var err *Error
		var at *ast.Position
		switch s := s.(type) {
		case *ast.Field:
			at = s.Position
			part, err = w.selection(s.SelectionSet)
			part.fields++
			part.depth++
			if s.Name == "__schema" {
				part.schemas++
			}
		case *ast.InlineFragment:
			at = s.Position
			part, err = w.selection(s.SelectionSet)
		case *ast.FragmentSpread:
			at = s.Position
			part, err = w.fragment(s.Name, s.Position)
			part.spreads++
		}
		if err != nil {
			return sum, err
		}
		sum.fields += part.fields
		sum.schemas += part.schemas
		sum.depth, sum.spreads = max(sum.depth, part.depth), max(sum.spreads, part.spreads)
		switch {
		case sum.spreads > w.limits.Nesting:
			return sum, &Error{Message: fmt.Sprintf("fragments stand in each other more than %d deep", w.limits.Nesting), Code: CodeTooLarge, Locations: positions(at)}
		case sum.schemas > maxSchemas:
			return sum, &Error{Message: fmt.Sprintf("the document asks for __schema more than %d times", maxSchemas), Code: CodeTooLarge, Locations: positions(at)}
		case sum.fields > w.limits.Fields:
			return sum, &Error{Message: fmt.Sprintf("the document asks for more than %d fields", w.limits.Fields), Code: CodeTooLarge, Locations: positions(at)}
		case sum.depth > w.limits.Depth:
			return sum, &Error{Message: fmt.Sprintf("selections are more than %d levels deep", w.limits.Depth), Code: CodeTooLarge, Locations: positions(at)}
		}
	}
	return sum, nil
}

func (w *weigher) fragment(name string, at *ast.Position) (weight, *Error) {
	f := w.fragments[name]
	if f == nil {
		return weight{}, nil // the validator says so
	}
	if known, ok := w.known[name]; ok {
		return known, nil
	}
	if w.open[name] {
		return weight{}, &Error{Message: fmt.Sprintf("fragment %q is part of itself", Clip(name)), Code: CodeInvalid, Locations: positions(at)}
	}
	w.open[name] = true
	sum, err := w.selection(f.SelectionSet)
	delete(w.open, name)
	w.known[name] = sum
	return sum, err
}

func positions(at *ast.Position) []Location {
	if at == nil {
		return nil
	}
	return []Location{{at.Line, at.Column}}
}
