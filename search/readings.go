package search

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// A spelling is a name in pinyin: its syllables without tones one after the
// other, ASCII letters and digits as they are, nothing for other signs. The
// first letter of a syllable, and each letter and digit that stands for itself,
// has its high bit set: 浙大A is "ẑheD̂aÂ", and the marked letters are the initials.

const mark = 0x80

//go:embed readings.txt
var readingsText string

// phrase is an entry of readings.txt.
type phrase struct {
	text      []rune
	syllables []string
}

// phraseTable has the entries of readings.txt by first character, the longest
// first and that of the character alone last.
type phraseTable map[rune][]phrase

var phrases = sync.OnceValue(func() phraseTable {
	table := phraseTable{}
	for line := range dataLines(readingsText) {
		fields := strings.Fields(line)
		p := phrase{[]rune(fields[0]), fields[1:]}
		table[p.text[0]] = append(table[p.text[0]], p)
	}
	for _, list := range table {
		slices.SortStableFunc(list, func(a, b phrase) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	return table
})

// reader reads names. It remembers what it looked up, so it is for one goroutine.
type reader struct {
	known map[rune]character
	args  pinyin.Args
}

// character is what is known of one: its reading and the entries that begin with it.
type character struct {
	reading string
	entries []phrase
}

func newReader() *reader {
	return &reader{map[rune]character{}, pinyin.NewArgs()}
}

// read gives the syllable of each character of a folded name; "" where a
// character is none.
func (r *reader) read(name []rune) []string {
	syllables := make([]string, len(name))
	for i := 0; i < len(name); i++ {
		if !isHan(name[i]) {
			continue
		}
		c := r.character(name[i])
		if p := longest(c.entries, name[i:]); p != nil && !overlapped(name[i:], len(p.text)) {
			copy(syllables[i:], p.syllables)
			i += len(p.text) - 1
			continue
		}
		syllables[i] = c.reading
	}
	return syllables
}

// overlapped reports whether a longer entry begins inside the first n
// characters: in 湖州市长兴县 the reading is of 长兴县, not of 市长.
func overlapped(name []rune, n int) bool {
	for i := 1; i < n; i++ {
		if p := longest(phrases()[name[i]], name[i:]); p != nil && len(p.text) > n {
			return true
		}
	}
	return false
}

func longest(list []phrase, text []rune) *phrase {
	for i := range list {
		if p := list[i].text; len(p) <= len(text) && slices.Equal(p, text[:len(p)]) {
			return &list[i]
		}
	}
	return nil
}

// character looks c up: its own entry, else the first reading of the library,
// which is its commonest.
func (r *reader) character(c rune) character {
	known, ok := r.known[c]
	if ok {
		return known
	}
	known.entries = phrases()[c]
	if n := len(known.entries); n > 0 && len(known.entries[n-1].text) == 1 {
		known.reading = known.entries[n-1].syllables[0]
	} else if found := pinyin.SinglePinyin(c, r.args); len(found) > 0 {
		known.reading = canonical(found[0])
	}
	r.known[c] = known
	return known
}

// canonical writes lüe and nüe as they are typed; lü and nü are lv and nv.
func canonical(syllable string) string {
	switch syllable {
	case "lve":
		return "lue"
	case "nve":
		return "nue"
	}
	return syllable
}

// borrow reads a short form as the main name reads its characters: the 重大 of
// 重庆大学 is chongda. It reports false where short is not made of main's
// characters in their order.
func borrow(short, main []rune, readings []string) ([]string, bool) {
	if at := strings.Index(string(main), string(short)); at >= 0 {
		from := len([]rune(string(main)[:at]))
		return readings[from : from+len(short)], true
	}
	syllables := make([]string, len(short))
	next := 0
	for i, c := range short {
		at := slices.Index(main[next:], c)
		if at < 0 {
			return nil, false
		}
		syllables[i] = readings[next+at]
		next += at + 1
	}
	return syllables, true
}

// appendSpelling adds the spelling of name; nothing if no character of it has a reading.
func appendSpelling(to []byte, name []rune, syllables []string) []byte {
	start, han := len(to), false
	for i, c := range name {
		switch s := syllables[i]; {
		case s != "":
			to = append(append(to, s[0]|mark), s[1:]...)
			han = true
		case isAlphanumeric(c):
			to = append(to, byte(c)|mark)
		}
	}
	if !han {
		return to[:start]
	}
	return to
}

func isHan(c rune) bool {
	return c >= hanFirst && c <= hanLast || c > 0x2E00 && unicode.Is(unicode.Han, c)
}

func isAlphanumeric(c rune) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }
