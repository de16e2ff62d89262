package generate

import (
	"strconv"
	"unicode/utf8"
)

// reading goes through the invented text of a plan once, from the first
// section to the last, and gives each statement its place.
type reading struct {
	random
	source         string
	stage, section int
	pos            int    // code points read so far
	locator        []byte // the five cells of the passage at hand, joined by commas
	said           []string
}

func newReading(r random, source string) *reading { return &reading{random: r, source: source, pos: 1} }

// enter goes on to a stage of the plan.
func (t *reading) enter(stage int) {
	t.stage, t.section = stage, 0
	t.heading()
}

func (t *reading) heading() {
	t.pos += utf8.RuneCountInString(outline[t.stage][t.section])/2 + 2
	t.locator = t.locator[:0]
}

// next opens the next passage.
func (t *reading) next() {
	if t.section+1 < len(outline[t.stage]) && t.chance(9) {
		t.section++
		t.heading()
	}
	start := t.pos + t.below(18)
	t.pos = start + t.between(8, 64)
	b := append(append(t.locator[:0], t.source...), ',')
	b = append(append(b, outline[t.stage][t.section]...), ',')
	b = append(strconv.AppendInt(b, int64(start), 10), ',')
	b = append(strconv.AppendInt(b, int64(t.pos), 10), ',')
	digest := t.Uint64()
	for shift := 60; shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[digest>>shift&15])
	}
	t.locator, t.said = b, t.said[:0]
	t.pos++
}

// say gives the place of a statement: one passage often holds several, but
// never the same twice.
func (t *reading) say(statement string) []byte {
	again := len(t.locator) == 0 || t.chance(55)
	for _, s := range t.said {
		again = again || s == statement
	}
	if again {
		t.next()
	}
	t.said = append(t.said, statement)
	return t.locator
}
