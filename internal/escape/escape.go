// Package escape spells text between quotes, as JSON and N-Quads both take it, and
// values as JSON, without the escapes that only HTML needs.
package escape

import "unicode/utf8"

// escapes is what characters of ASCII become; an empty one stands as it is. Quotes,
// backslashes and control characters are spelled as JSON must have them (RFC 8259, section 7)
// and as the canonical form of N-Quads wants them (RDF 1.2 N-Quads, section 5), which spells DEL, too.
var escapes = func() (list [utf8.RuneSelf]string) {
	const digits = "0123456789ABCDEF"
	for c := range 0x20 {
		list[c] = `\u00` + string(digits[c>>4]) + string(digits[c&15])
	}
	list['\b'], list['\t'], list['\n'], list['\f'], list['\r'] = `\b`, `\t`, `\n`, `\f`, `\r`
	list['"'], list['\\'], list[0x7f] = `\"`, `\\`, `\u007F`
	return list
}()

// Append appends text without quotes around it. All that need not be escaped
// stands as it is, Chinese and astral characters among it; bytes that are no UTF-8 become U+FFFD.
func Append(b []byte, text string) []byte {
	from := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			if spelled := escapes[c]; spelled != "" {
				b = append(append(b, text[from:i]...), spelled...)
				from = i + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			b = append(append(b, text[from:i]...), "\uFFFD"...)
			from = i + 1
		}
		i += n
	}
	return append(b, text[from:]...)
}

// AppendQuoted appends text with quotes around it.
func AppendQuoted(b []byte, text string) []byte { return append(Append(append(b, '"'), text), '"') }
