package export

import (
	"strconv"
	"unicode/utf8"
)

// appendJSON appends text as a JSON string, quotes included (RFC 8259, section 7).
// Only what must be escaped is; Chinese and astral characters stand as they
// are. What is no UTF-8 becomes U+FFFD, so that no reader refuses the file.
func appendJSON(b []byte, text string) []byte {
	b = append(b, '"')
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
		if c >= ' ' && c != '"' && c != '\\' {
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
	return append(append(b, text[from:]...), '"')
}

// appendMember appends `"name":"text"`.
func appendMember(b []byte, name, text string) []byte {
	return appendJSON(append(appendJSON(b, name), ':'), text)
}

// appendNumber appends `"name":n`.
func appendNumber(b []byte, name string, n int) []byte {
	return strconv.AppendInt(append(appendJSON(b, name), ':'), int64(n), 10)
}
