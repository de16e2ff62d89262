package reconcile

import (
	"slices"
	"strings"
	"unicode"
)

// Bounds of how texts are compared.
const (
	maxFuzzy         = 60 // runes of a text that slips are looked for in
	leastResemblance = 45 // what is less like a name is no candidate for it
)

// folded is a text as texts are compared here: letters, digits, points and
// percent signs alone, half width, lower case.
func folded(text string) []rune {
	var list []rune
	for _, c := range text {
		if c >= '！' && c <= '～' {
			c -= '！' - '!'
		}
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '.' || c == '%' {
			list = append(list, unicode.ToLower(c))
		}
	}
	return list
}

// resemblance says how much two texts are alike, 0 to 100, both folded: 100 where
// they are one; less by the share of runes that would have to change, and where
// one holds the other by the share that is missing.
func resemblance(a, b []rune) float64 {
	if slices.Equal(a, b) {
		return 100
	}
	shorter, longer := a, b
	if len(a) > len(b) {
		shorter, longer = b, a
	}
	if len(shorter) == 0 {
		return 0
	}
	best := 0.0
	if strings.Contains(string(longer), string(shorter)) {
		best = 40 + 50*float64(len(shorter))/float64(len(longer))
	}
	if len(longer) <= maxFuzzy {
		best = max(best, 90*(1-float64(distance(shorter, longer))/float64(len(longer))))
	}
	return rounded(best)
}

// distance is how many runes must be put in, left out or changed to make one text
// of the other (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(a)+1)
	for i := range row {
		row[i] = i
	}
	for _, c := range b {
		before := row[0]
		row[0]++
		for i := range a {
			change := before
			if a[i] != c {
				change++
			}
			before = row[i+1]
			row[i+1] = min(change, row[i]+1, before+1)
		}
	}
	return row[len(a)]
}

// pieces are parts of a text one of which stands in a name that the text was
// meant to be: with one slip in a half the other half is right, of a longer text a
// third even with two slips.
func pieces(text string) []string {
	runes := folded(text)
	n := len(runes)
	parts := 2
	switch {
	case n < 4 || n > maxFuzzy:
		return nil
	case n >= 9:
		parts = 3
	}
	var list []string
	for i := range parts {
		list = append(list, string(runes[i*n/parts:(i+1)*n/parts]))
	}
	return list
}
