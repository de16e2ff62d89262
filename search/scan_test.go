package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	diffs "github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/innograph/innograph/graph"
)

// Whatever is asked, the index finds what reading every name finds, no more, no
// less, in the same order; of some types, and up to a limit.
func TestFindEqualsScan(t *testing.T) {
	const size = 400
	r := newReader()
	var entities []*graph.Entity
	var list []scanned
	for e, degree := range synthetic(size, 7) {
		entities, list = append(entities, e), append(list, scannedOf(r, e, degree))
	}
	x, err := build(t.Context(), synthetic(size, 7), 2)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 800 {
		query := randomQuery(random, entities, r)
		want := scan(list, query)
		got, total := x.Find(query, nil, 0)
		if !slices.Equal(want, got) || total != len(want) {
			t.Fatalf("%q finds %d of %d (-scan +index):\n%.2000s", query, total, len(want), diffs.Diff(want, got))
		}
		var of []graph.NameMatch
		for _, m := range got {
			if m.Entity.Prefix() == "platform" || m.Entity.Prefix() == "task" {
				of = append(of, m)
			}
		}
		if typed, n := x.Find(query, []graph.Type{"Task", "Platform"}, 5); n != len(of) || !slices.Equal(typed, of[:min(5, n)]) {
			t.Fatalf("%q finds %d platforms and tasks, want %d", query, n, len(of))
		}
		limit := 1 + random.IntN(30)
		if first, n := x.Find(query, nil, limit); n != total || !slices.Equal(first, got[:min(limit, total)]) {
			t.Fatalf("%q: the first %d of %d are not the first of all", query, limit, n)
		}
	}
}

// scanned is an entity as the scan reads it.
type scanned struct {
	id             graph.ID
	degree, length int
	names          []scannedName // the main name first
}

// scannedName is a name with its pinyin; without a Chinese character it has none.
type scannedName struct {
	text, folded       string
	kind               graph.NameKind
	syllables          []string
	spelling, initials string // all letters of the syllables, and the first of each
}

func scannedOf(r *reader, e *graph.Entity, degree int) scanned {
	s := scanned{id: e.ID, degree: degree, length: len([]rune(e.Name))}
	for _, n := range append([]graph.Name{{Text: e.Name}}, e.Names...) {
		name := scannedName{text: n.Text, folded: fold(n.Text), kind: n.Kind, syllables: strings.Fields(spelled(r, n.Text, e.Name))}
		for _, syllable := range name.syllables {
			name.spelling += syllable
			name.initials += syllable[:1]
		}
		s.names = append(s.names, name)
	}
	return s
}

// scan reads every name.
func scan(list []scanned, query string) []graph.NameMatch {
	type found struct {
		scanned
		match graph.NameMatch
	}
	var all []found
	text := fold(query)
	words := strings.FieldsFunc(strings.ToLower(norm.NFKC.String(query)), func(r rune) bool { return r == ' ' || r == '\'' })
	letters := strings.Join(words, "")
	if strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz0123456789") != "" || strings.Trim(letters, "0123456789") == "" {
		letters = "" // it is no pinyin
	}
	for _, s := range list {
		best := found{scanned: s}
		for _, n := range s.names {
			if c := max(n.matchText(text), n.matchPinyin(letters, words)); scores[c] > best.match.Score {
				best.match = graph.NameMatch{Entity: s.id, Text: n.text, Kind: n.kind, How: c.how(), Score: scores[c]}
			}
		}
		if best.match.Score > 0 {
			all = append(all, best)
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.match.Score, a.match.Score), cmp.Compare(b.degree, a.degree), cmp.Compare(a.length, b.length), cmp.Compare(a.id, b.id))
	})
	var matches []graph.NameMatch
	for _, f := range all {
		matches = append(matches, f.match)
	}
	return matches
}

// matchText and matchPinyin say how a name matches, straight from the rules.
func (n *scannedName) matchText(query string) class {
	main := n.kind == ""
	switch {
	case query == "":
		return 0
	case n.folded == query:
		return either(main, wholeMain, wholeOther)
	case strings.HasPrefix(n.folded, query):
		return either(main, startMain, startOther)
	case strings.Contains(n.folded, query):
		return either(main, partMain, partOther)
	}
	return 0
}

func (n *scannedName) matchPinyin(letters string, words []string) (c class) {
	switch {
	case letters == "" || n.spelling == "":
		return 0
	case n.initials == letters:
		c = wholeInitials
	case strings.HasPrefix(n.initials, letters):
		c = startInitials
	}
	if !strings.Contains(n.spelling, letters) {
		return c
	}
	last := len(n.syllables)
	for from := range n.syllables {
		for to := from + 1; to <= last; to++ {
			switch run := n.syllables[from:to]; {
			case strings.Join(run, "") != letters || !breaksFit(run, words):
			case from == 0 && to == last:
				c = max(c, wholePinyin)
			case from == 0:
				c = max(c, startPinyin)
			default:
				c = max(c, partPinyin)
			}
		}
	}
	for whole := range n.syllables { // so many, and the beginning of one more
		before := strings.Join(n.syllables[:whole], "")
		rest, ok := strings.CutPrefix(letters, before)
		if ok && rest != "" && strings.HasPrefix(n.syllables[whole], rest) && breaksFit(append(slices.Clone(n.syllables[:whole]), rest), words) {
			c = max(c, begunPinyin)
		}
	}
	return c
}

// breaksFit reports whether a syllable begins wherever a word does.
func breaksFit(syllables, words []string) bool {
	begins := map[int]bool{}
	n := 0
	for _, s := range syllables {
		begins[n] = true
		n += len(s)
	}
	n = 0
	for _, w := range words {
		if !begins[n] {
			return false
		}
		n += len(w)
	}
	return true
}
