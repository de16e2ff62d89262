package schema

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/innograph/innograph/graph"
)

// countKey spells a count, which is not below zero, so that texts sort as the numbers do.
func countKey(n int) string {
	digits := strconv.Itoa(n)
	return "000000000"[min(len(digits), 9):] + digits
}

// rankKey spells the place of a word in its list; a missing word comes first.
func rankKey(terms []graph.Term, word string) string {
	return fmt.Sprintf("%03d", 1+slices.IndexFunc(terms, func(t graph.Term) bool { return t.Name == word }))
}

// numberKey spells a number so that texts sort as the numbers do; no number is the empty text.
func numberKey(number *float64) string {
	if number == nil {
		return ""
	}
	bits := math.Float64bits(*number)
	if bits>>63 == 1 {
		bits = ^bits // of negative numbers the larger bits are the smaller number
	} else {
		bits |= 1 << 63
	}
	return fmt.Sprintf("%016x", bits)
}

// placeKey is the sort key of what was read from a place: reading order, source by source.
func placeKey(l graph.Locator, id graph.ID) []string {
	return []string{string(l.Source), countKey(l.Start), countKey(l.End), string(id)}
}
