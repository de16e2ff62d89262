package search

import (
	_ "embed"
	"iter"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes spellings of one name the same: full and half width, case,
// traditional and simplified, and without white space, quotation marks, dashes
// and brackets of titles. A name matches text if its fold holds the text's.
func fold(s string) string {
	table := simplified()
	if folded(s, table) {
		return s
	}
	if !norm.NFKC.IsNormalString(s) {
		s = norm.NFKC.String(s)
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c >= hanFirst && c <= hanLast:
			if to := table[c-hanFirst]; to != 0 {
				return rune(to)
			}
			return c
		case isAlphanumeric(c):
			return c
		case dropped(c):
			return -1
		}
		return unicode.ToLower(c)
	}, s)
}

// folded reports whether s is plain characters that stay as they are, as most names are.
func folded(s string, table *hanTable) bool {
	for _, c := range s {
		han := c >= hanFirst && c <= hanLast && table[c-hanFirst] == 0
		if !han && !isAlphanumeric(c) {
			return false
		}
	}
	return true
}

func dropped(c rune) bool {
	return unicode.IsSpace(c) || unicode.IsControl(c) || unicode.Is(unicode.Cf, c) ||
		strings.ContainsRune("“”\"'‘’`＇「」『』《》〈〉()[]{}【】〔〕〖〗·•・-‐‑‒–—―－", c)
}

// hanFirst and hanLast bound the block of unified ideographs that names are
// written in; its tables are indexed by code point. All else is looked up.
const (
	hanFirst = 0x4E00
	hanLast  = 0x9FFF
)

type hanTable [hanLast - hanFirst + 1]uint16

//go:embed simplified.txt
var simplifiedText string

// simplified has the simplified form of each traditional character, else 0.
var simplified = sync.OnceValue(func() *hanTable {
	table := &hanTable{}
	for line := range dataLines(simplifiedText) {
		pairs := []rune(line)
		for i := 0; i+1 < len(pairs); i += 2 {
			table[pairs[i]-hanFirst] = uint16(pairs[i+1])
		}
	}
	return table
})

// dataLines gives the lines of an embedded table without blanks and comments.
func dataLines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}
