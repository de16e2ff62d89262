package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"github.com/innograph/innograph/graph"
)

// Text is the text of a source. Offsets count Unicode code points from 0, as
// the Web Annotation Data Model counts them.
type Text struct {
	runes   []rune
	sha256  string
	outline []heading
}

// NewText makes a text of the bytes of its file.
func NewText(data []byte) *Text {
	sum := sha256.Sum256(data)
	t := &Text{runes: []rune(string(data)), sha256: hex.EncodeToString(sum[:])}
	t.outline = outline(t.runes)
	return t
}

// Len is the length in code points.
func (t *Text) Len() int { return len(t.runes) }

// SHA256 is the digest of the file, 64 hex digits.
func (t *Text) SHA256() string { return t.sha256 }

// Slice is the passage from start to end; empty if that is out of bounds.
func (t *Text) Slice(start, end int) string {
	if start < 0 || end > len(t.runes) || start >= end {
		return ""
	}
	return string(t.runes[start:end])
}

// Locate finds every place of a phrase. White space, which page breaks and
// tables leave in the middle of sentences, is no difference. Each place is
// widened to the clause, line or cell that it stands in, so that a locator
// begins and ends where readers would cut; places in one clause are one. The
// phrase "A~~B" runs from A to the next B.
func (t *Text) Locate(phrase string) []Place {
	parts := strings.Split(phrase, "~~")
	for i := range parts {
		if parts[i] = squeeze(parts[i]); parts[i] == "" {
			return nil // nothing to look for
		}
	}
	flat, at := t.flat()
	var places []Place
	for from := 0; ; {
		i := indexRunes(flat, []rune(parts[0]), from)
		if i < 0 {
			return places
		}
		from = i + 1
		end, ok := i+len([]rune(parts[0])), true
		for _, p := range parts[1:] {
			j := indexRunes(flat, []rune(p), end)
			if ok = j >= 0; !ok {
				break
			}
			end = j + len([]rune(p))
		}
		if !ok {
			continue
		}
		start, stop := t.widen(at[i], at[end-1]+1)
		place := Place{start, stop, t.Section(start), graph.Digest(t.Slice(start, stop))}
		if len(places) == 0 || places[len(places)-1] != place {
			places = append(places, place)
		}
	}
}

// Place is where a phrase stands.
type Place struct {
	Start, End      int
	Section, Digest string
}

// flat is the text without white space, and where each of its runes stands.
func (t *Text) flat() ([]rune, []int) {
	flat := make([]rune, 0, len(t.runes))
	at := make([]int, 0, len(t.runes))
	for i, c := range t.runes {
		if !unicode.IsSpace(c) {
			flat, at = append(flat, c), append(at, i)
		}
	}
	return flat, at
}

func indexRunes(text, phrase []rune, from int) int {
	for i := from; i+len(phrase) <= len(text); i++ {
		if text[i] == phrase[0] && string(text[i:i+len(phrase)]) == string(phrase) {
			return i
		}
	}
	return -1
}

func squeeze(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, s)
}

// widen moves start and end outwards to the edges of the clause, line or cell.
func (t *Text) widen(start, end int) (int, int) {
	for start > 0 && !t.edge(start-1) {
		start--
	}
	for end < len(t.runes) && !t.edge(end) {
		end++
	}
	for start < end && unicode.IsSpace(t.runes[start]) {
		start++
	}
	for end > start && unicode.IsSpace(t.runes[end-1]) {
		end--
	}
	return start, end
}

// edge reports whether the rune at i ends a clause, a line or a cell. A comma
// or colon inside a number ends nothing.
func (t *Text) edge(i int) bool {
	switch t.runes[i] {
	case '，', '。', '；', '：', '！', '？', '∶', '\n', '\t', '|':
		return true
	case ',', ';', ':':
		inside := i > 0 && i+1 < len(t.runes) && unicode.IsDigit(t.runes[i-1]) && unicode.IsDigit(t.runes[i+1])
		return !inside
	}
	return false
}

// Bounded reports whether a passage begins and ends at punctuation, a line
// break, a cell's edge or the ends of the text; white space beside it is no difference.
func (t *Text) Bounded(start, end int) bool {
	before, after := start, end
	for before > 0 && gap(t.runes[before-1]) {
		before--
	}
	for after < len(t.runes) && gap(t.runes[after]) {
		after++
	}
	left := before == 0 || breaks(t.runes[before-1]) || breaks(t.runes[start])
	right := after == len(t.runes) || breaks(t.runes[after]) || breaks(t.runes[end-1])
	return left && right
}

// gap is white space that ends nothing: a full-width indent, say.
func gap(c rune) bool { return unicode.IsSpace(c) && !breaks(c) }

func breaks(c rune) bool {
	// '∶' (ratio) is a scan's colon; Unicode counts it among the symbols.
	return c == '\n' || c == '\t' || c == '|' || c == '∶' || unicode.IsPunct(c)
}

// holds reports whether the passage holds one of the names, whatever its case
// and white space.
func holds(passage string, names []string) bool {
	passage = strings.ToLower(squeeze(passage))
	for _, n := range names {
		if strings.Contains(passage, strings.ToLower(squeeze(n))) {
			return true
		}
	}
	return false
}

// Texts are the texts of sources, where the user has them.
type Texts map[graph.ID]*Text

// ReadTexts reads every NAME.txt of a folder as the text of source/NAME.
func ReadTexts(fsys fs.FS) (Texts, error) {
	names, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, err
	}
	texts := Texts{}
	for _, name := range names {
		id, err := graph.ParseID(graph.SourcePrefix + "/" + strings.TrimSuffix(name, ".txt"))
		if err != nil {
			continue // no source can have this text
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read text %s: %w", name, err)
		}
		texts[id] = NewText(data)
	}
	return texts, nil
}

// Quote is the passage of a locator. It is empty where the text is not at hand,
// or is another text than the one that was curated.
func (ts Texts) Quote(l graph.Locator) string {
	t := ts[l.Source]
	if t == nil {
		return ""
	}
	passage := t.Slice(l.Start, l.End)
	if graph.Digest(passage) != l.Digest {
		return ""
	}
	return passage
}

// Has reports whether the text of a source is at hand.
func (ts Texts) Has(source graph.ID) bool { return ts[source] != nil }
