package executor

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape puts characters in the place of those escapes in strings that the
// parser does not know: \u{1F600}, and the pairs of surrogates such as \uD83D\uDE00
// (GraphQL specification, September 2025, section 2.9.4). A string keeps its
// length in code points, as spaces follow it, so that all places stay what they
// are. Half a pair is an error. The document was scanned before.
func unescape(document string) (string, *Error) {
	if !strings.Contains(document, `\u`) {
		return document, nil
	}
	var b strings.Builder
	for i := 0; i < len(document); {
		start := i
		switch document[i] {
		case '#':
			i = skipUntil(document, i, "\n\r")
		case '"':
			i = skipString(document, i)
			if !strings.HasPrefix(document[start:i], `"""`) {
				text, at := unescapeString(document[start:i])
				if at >= 0 {
					return "", &Error{Message: "an escape in a string stands for no character", Code: CodeSyntax, Locations: []Location{place(document, start+at)}}
				}
				b.WriteString(text)
				b.WriteString(strings.Repeat(" ", max(0, utf8.RuneCountInString(document[start:i])-utf8.RuneCountInString(text))))
				continue
			}
		default:
			i++
		}
		b.WriteString(document[start:i])
	}
	return b.String(), nil
}

// unescapeString unescapes one string with its quotes. wrong is the byte where an
// escape stands for no character, or -1.
func unescapeString(s string) (text string, wrong int) {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			i++
			continue
		}
		r, size := escaped(s[i:])
		switch {
		case size == 0: // none of ours
			b.WriteString(s[i : i+2])
			i += 2
			continue
		case r < 0:
			return "", i
		}
		if r < ' ' || r == '"' || r == '\\' {
			fmt.Fprintf(&b, `\u%04x`, r) // as the parser knows it
		} else {
			b.WriteRune(r)
		}
		i += size
	}
	return b.String(), -1
}

// escaped reads an escape that the parser does not know; r is negative if it
// stands for no character.
func escaped(s string) (r rune, size int) {
	if !strings.HasPrefix(s, `\u`) {
		return 0, 0
	}
	if strings.HasPrefix(s, `\u{`) {
		end := strings.IndexByte(s, '}')
		if end < 0 {
			return -1, len(s)
		}
		n, err := strconv.ParseUint(s[3:end], 16, 32)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return -1, end + 1
		}
		return rune(n), end + 1
	}
	high, ok := hexRune(s)
	if !ok || !utf16.IsSurrogate(high) {
		return 0, 0
	}
	low, ok := hexRune(s[6:])
	if r := utf16.DecodeRune(high, low); ok && r != utf8.RuneError {
		return r, 12
	}
	return -1, 6
}

// hexRune reads \uXXXX.
func hexRune(s string) (rune, bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
