package search

import (
	"cmp"
	"context"
	"slices"
	"sort"
)

// sorted are names in an order, with what a walk over many of them needs beside
// them: a look at each name's own place would cost ten times the walk.
type sorted struct {
	names  []uint32
	owners []uint32 // entity of each
	begins []uint64 // of each spelling: where syllables begin, see begins; none by initials
}

// between gives the names that compare equal, where compare says how the name at
// i stands to what is looked for.
func (s *sorted) between(compare func(name uint32) int) (from, to int) {
	from = sort.Search(len(s.names), func(i int) bool { return compare(s.names[i]) >= 0 })
	return from, from + sort.Search(len(s.names)-from, func(i int) bool { return compare(s.names[from+i]) > 0 })
}

func (x *Index) findInitials(q *query, t *tally) {
	from, to := x.byInitials.between(func(n uint32) int { return compareInitials(x.spellings.at(n), q.letters) })
	c := wholeInitials // they sort before longer ones
	for i, entity := range x.byInitials.owners[from:to] {
		if c == wholeInitials {
			c = q.matchInitials(x.spellings.at(x.byInitials.names[from+i]))
		}
		t.add(entity, c)
	}
}

func (x *Index) findSpelling(q *query, t *tally) {
	s := &x.bySpelling
	from, to := s.between(func(n uint32) int { return comparePrefix(x.spellings.at(n), q.letters) })
	// Whole spellings sort before longer ones, too.
	for from < to && len(x.spellings.at(s.names[from])) == len(q.letters) {
		t.add(s.owners[from], q.startsSpelling(x.spellings.at(s.names[from])))
		from++
	}
	if len(q.letters) >= 64 {
		for i := from; i < to; i++ {
			t.add(s.owners[i], q.startsSpelling(x.spellings.at(s.names[i])))
		}
		return
	}
	breaks, end := begins(q.breaks), uint64(1)<<len(q.letters)
	for i := from; i < to; i++ {
		switch b := s.begins[i]; {
		case b&breaks != breaks:
		case b&end != 0:
			t.add(s.owners[i], startPinyin)
		default:
			t.add(s.owners[i], begunPinyin)
		}
	}
}

// begins has a bit for each of the first 64 letters of a spelling where a syllable begins.
func begins(spelling string) uint64 {
	bits := uint64(0)
	for i := range min(len(spelling), 64) {
		bits |= uint64(spelling[i]>>7) << i
	}
	return bits
}

// comparePrefix compares the first letters of a spelling with plain letters.
func comparePrefix(spelling, letters string) int {
	for i := range min(len(spelling), len(letters)) {
		if c := cmp.Compare(spelling[i]&^mark, letters[i]); c != 0 {
			return c
		}
	}
	if len(spelling) < len(letters) {
		return -1
	}
	return 0
}

// compareInitials compares the first initials of a spelling with plain letters.
func compareInitials(spelling, letters string) int {
	n := 0
	for i := 0; i < len(spelling) && n < len(letters); i++ {
		if spelling[i]&mark == 0 {
			continue
		}
		if c := cmp.Compare(spelling[i]&^mark, letters[n]); c != 0 {
			return c
		}
		n++
	}
	if n < len(letters) {
		return -1
	}
	return 0
}

func (x *Index) sortWhole(context.Context) error {
	x.exact = newTable(&x.folded)
	return nil
}

func (x *Index) sortSpellings(context.Context) error {
	x.bySpelling = x.spelled(false)
	x.bySpelling.begins = make([]uint64, len(x.bySpelling.names))
	for i, n := range x.bySpelling.names {
		x.bySpelling.begins[i] = begins(x.spellings.at(n))
	}
	return nil
}

func (x *Index) sortInitials(context.Context) error {
	x.byInitials = x.spelled(true)
	return nil
}

// spelled sorts the names with a spelling by its letters or its initials.
func (x *Index) spelled(initials bool) sorted {
	names := sortedNames(len(x.owner), func(n uint32) (uint64, bool) {
		s := x.spellings.at(n)
		return firstLetters(s, initials), s != ""
	}, func(a, b uint32) int { return compareMarked(x.spellings.at(a), x.spellings.at(b), initials) })
	owners := make([]uint32, len(names))
	for i, n := range names {
		owners[i] = x.owner[n]
	}
	return sorted{names: names, owners: owners}
}

// sortedNames sorts the names that have a key by it, equal keys by compare.
func sortedNames(names int, key func(uint32) (uint64, bool), compare func(a, b uint32) int) []uint32 {
	type keyed struct {
		key  uint64
		name uint32
	}
	list := make([]keyed, 0, names)
	for n := range uint32(names) {
		if k, ok := key(n); ok {
			list = append(list, keyed{k, n})
		}
	}
	slices.SortFunc(list, func(a, b keyed) int {
		c := cmp.Compare(a.key, b.key)
		if c == 0 && compare != nil {
			c = compare(a.name, b.name)
		}
		return cmp.Or(c, cmp.Compare(a.name, b.name))
	})
	sorted := make([]uint32, len(list))
	for i, k := range list {
		sorted[i] = k.name
	}
	return sorted
}

// firstLetters packs the first 8 letters or initials of a spelling, so that the
// numbers sort as they do.
func firstLetters(spelling string, initials bool) uint64 {
	key, n := uint64(0), 0
	for i := 0; i < len(spelling) && n < 8; i++ {
		if !initials || spelling[i]&mark != 0 {
			key = key<<8 | uint64(spelling[i]&^mark)
			n++
		}
	}
	return key << (8 * (8 - n))
}

// compareMarked compares the letters or the initials of two spellings.
func compareMarked(a, b string, initials bool) int {
	i, j := 0, 0
	for {
		for initials && i < len(a) && a[i]&mark == 0 {
			i++
		}
		for initials && j < len(b) && b[j]&mark == 0 {
			j++
		}
		switch {
		case i == len(a) || j == len(b):
			return cmp.Compare(len(a)-i, len(b)-j)
		case a[i]&^mark != b[j]&^mark:
			return cmp.Compare(a[i]&^mark, b[j]&^mark)
		}
		i++
		j++
	}
}
