package export

import "unicode/utf8"

// appendXML appends text as XML 1.0 has it between tags and between double quotes.
// Tabs and ends of lines are written as references, which no reader takes for mere space; so
// are U+0085 and U+2028, which readers by the rules of XML 1.1 take for ends of lines. What XML
// cannot hold (other characters below U+0020, U+FFFE, U+FFFF, bytes that are no UTF-8) becomes U+FFFD.
func appendXML(b []byte, text string) []byte {
	from := 0
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if written := inXML(r, n); written != "" {
			b = append(append(b, text[from:i]...), written...)
			from = i + n
		}
		i += n
	}
	return append(b, text[from:]...)
}

// inXML is what a character of so many bytes is written as; empty: as it is.
func inXML(r rune, bytes int) string {
	switch r {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;" // "]]>" may not stand between tags
	case '"':
		return "&quot;"
	case '\t':
		return "&#9;"
	case '\n':
		return "&#10;"
	case '\r':
		return "&#13;"
	case 0x85:
		return "&#133;"
	case 0x2028:
		return "&#8232;"
	case 0xFFFE, 0xFFFF:
		return "\uFFFD"
	case utf8.RuneError:
		if bytes == 1 {
			return "\uFFFD"
		}
	}
	if r < ' ' {
		return "\uFFFD"
	}
	return ""
}

// appendQuoted appends ` name="text"`.
func appendQuoted(b []byte, name, text string) []byte {
	b = append(append(append(b, ' '), name...), '=', '"')
	return append(appendXML(b, text), '"')
}
