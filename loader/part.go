package loader

import (
	"slices"

	"github.com/innograph/innograph/graph"
)

// Sizes of parts in code points: one is cut before the first heading behind
// partLeast, or at the last stop before partMost.
const (
	partLeast = 1200
	partMost  = 2400
)

// Parts cuts the text of a source into parts to read one after the other, each
// with the section that it begins in. A part begins at a heading where one is
// near, else behind a line or a sentence. There are none where the text is not at hand.
func (ts Texts) Parts(s *graph.Source) []graph.Locator {
	t := ts.of(s)
	if t == nil {
		return nil
	}
	var parts []graph.Locator
	for start := 0; start < len(t.runes); {
		end := t.partEnd(start)
		parts = append(parts, graph.Locator{Source: s.ID, Section: t.Section(start), Start: start, End: end})
		start = end
	}
	return parts
}

// Part is the text of a source from start to end; empty where it is not at
// hand or ends before end.
func (ts Texts) Part(s *graph.Source, start, end int) string {
	t := ts.of(s)
	if t == nil {
		return ""
	}
	return t.Slice(start, end)
}

// of is the text of a source, if it is the one that was curated.
func (ts Texts) of(s *graph.Source) *Text {
	t := ts[s.ID]
	if t == nil || t.sha256 != s.SHA256 {
		return nil
	}
	return t
}

// partEnd is where the part that begins at start ends.
func (t *Text) partEnd(start int) int {
	if len(t.runes)-start <= partMost {
		return len(t.runes)
	}
	least, most := start+partLeast, start+partMost
	i, _ := slices.BinarySearchFunc(t.outline, least, func(h heading, at int) int { return h.start - at })
	if i < len(t.outline) && t.outline[i].start <= most {
		return t.outline[i].start
	}
	for _, stops := range []string{"\n", "。；！？", "，、 \t"} {
		for end := most; end > least; end-- {
			if slices.Contains([]rune(stops), t.runes[end-1]) {
				return end
			}
		}
	}
	return most
}
