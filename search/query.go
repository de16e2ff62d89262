package search

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/innograph/innograph/graph"
)

// query is a text to look for in the forms that names are compared in.
type query struct {
	text string // folded
	// letters are what may be pinyin or initials: ASCII letters and digits,
	// empty if the text has anything else or no letter at all.
	letters string
	// breaks marks letters, as a spelling does, where the text has a space or an
	// apostrophe before them: a syllable must begin there.
	breaks string
}

func newQuery(text string) query {
	q := query{text: fold(text)}
	if q.text != "" {
		q.letters, q.breaks = letters(text)
	}
	return q
}

// letters reads text as pinyin, with or without tone marks. ü may be written v
// or yu after l.
func letters(text string) (plain, breaks string) {
	var b []byte
	var broken byte
	letter := false
	for _, c := range norm.NFKD.String(text) {
		c = unicode.ToLower(c)
		switch {
		case isAlphanumeric(c):
			b = append(b, byte(c)|broken)
			broken = 0
			letter = letter || c >= 'a'
		case c == '\u0308' && len(b) > 0 && b[len(b)-1]&^mark == 'u':
			b[len(b)-1] += 'v' - 'u'
		case unicode.Is(unicode.Mn, c):
		case dropped(c):
			broken = mark
		default:
			return "", ""
		}
	}
	if !letter {
		return "", ""
	}
	b = bytes.ReplaceAll(b, []byte("lyu"), []byte("lv"))
	b = bytes.ReplaceAll(b, []byte("lve"), []byte("lue"))
	b = bytes.ReplaceAll(b, []byte("nve"), []byte("nue"))
	return unmark(string(b)), string(b)
}

// unmark takes the marks off a spelling.
func unmark(spelling string) string {
	b := []byte(spelling)
	for i := range b {
		b[i] &^= mark
	}
	return string(b)
}

// class is how well a name matches; more is better. Zero is no match.
type class uint8

const (
	_             class = iota
	begunPinyin         // the name's pinyin begins so, in the middle of a syllable
	partPinyin          // whole syllables inside the name
	partOther           // inside another name
	partMain            // inside a main name
	startInitials       // the initials begin so
	startPinyin         // the first syllables
	wholeInitials       // all initials
	wholePinyin         // all syllables
	startOther          // another name begins so
	startMain           // a main name begins so
	wholeOther          // another name
	wholeMain           // a main name
	classes
)

// scores only rank; a distance between two of them means nothing.
var scores = [classes]float64{
	wholeMain: 1, wholeOther: 0.9, startMain: 0.8, startOther: 0.7, wholePinyin: 0.65, wholeInitials: 0.6,
	startPinyin: 0.55, startInitials: 0.5, partMain: 0.4, partOther: 0.3, partPinyin: 0.2, begunPinyin: 0.1,
}

func (c class) how() graph.MatchHow {
	switch c {
	case wholePinyin, startPinyin, partPinyin, begunPinyin:
		return graph.ByPinyin
	case wholeInitials, startInitials:
		return graph.ByInitials
	}
	return graph.ByName
}

// matchText says how a folded name matches.
func (q *query) matchText(name string, main bool) class {
	at := strings.Index(name, q.text)
	switch {
	case at < 0:
		return 0
	case len(name) == len(q.text):
		return either(main, wholeMain, wholeOther)
	case at == 0:
		return either(main, startMain, startOther)
	}
	return either(main, partMain, partOther)
}

func either(first bool, a, b class) class {
	if first {
		return a
	}
	return b
}

// matchSpelling says how the pinyin and initials of a name match.
func (q *query) matchSpelling(spelling string) class {
	if q.letters == "" || spelling == "" {
		return 0
	}
	best := max(q.matchInitials(spelling), q.startsSpelling(spelling))
	if best < partPinyin && q.insideSpelling(spelling) {
		return partPinyin
	}
	return best
}

func (q *query) matchInitials(spelling string) class {
	n := 0
	for i := range len(spelling) {
		switch c := spelling[i]; {
		case c&mark == 0:
		case n == len(q.letters):
			return startInitials
		case c&^mark != q.letters[n]:
			return 0
		default:
			n++
		}
	}
	if n < len(q.letters) {
		return 0
	}
	return wholeInitials
}

func (q *query) startsSpelling(spelling string) class {
	switch {
	case !q.at(spelling):
		return 0
	case len(spelling) == len(q.breaks):
		return wholePinyin
	case spelling[len(q.breaks)]&mark != 0:
		return startPinyin
	}
	return begunPinyin
}

// insideSpelling reports whether whole syllables of the spelling are the query.
func (q *query) insideSpelling(spelling string) bool {
	for i := 0; i+len(q.breaks) <= len(spelling); i++ {
		end := i + len(q.breaks)
		if spelling[i]&mark != 0 && (end == len(spelling) || spelling[end]&mark != 0) && q.at(spelling[i:]) {
			return true
		}
	}
	return false
}

// at reports whether the spelling begins with the query's letters and has a
// syllable begin at each of its breaks.
func (q *query) at(spelling string) bool {
	if len(spelling) < len(q.breaks) {
		return false
	}
	for i := range len(q.breaks) {
		have, want := spelling[i], q.breaks[i]
		if (have^want)&^mark != 0 || want&^have&mark != 0 {
			return false
		}
	}
	return true
}
