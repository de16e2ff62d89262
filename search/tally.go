package search

import (
	"encoding/binary"
	"slices"
)

// tally gathers the best class of each entity that was hit. Entities are
// numbered in the order of their ties, so walking them by number within a class
// is the order of the answer.
type tally struct {
	best    []byte   // class of each entity; a multiple of 8 long
	touched []uint32 // entities with a class, up to few
	few     int      // of more, it is quicker to look at all than to sort them
	many    bool     // there are more
}

func newTally(entities int) *tally {
	size := (entities + 7) / 8 * 8
	return &tally{best: make([]byte, size), few: size/512 + 1}
}

func (t *tally) add(entity uint32, c class) {
	switch have := class(t.best[entity]); {
	case have >= c:
		return
	case have > 0 || t.many:
	case len(t.touched) == t.few:
		t.many = true
	default:
		t.touched = append(t.touched, entity)
	}
	t.best[entity] = byte(c)
}

type hit struct {
	entity uint32
	class  class
}

// take empties the tally. It gives the best limit entities (all if limit is 0)
// of those that wanted admits, and how many it admits.
func (t *tally) take(limit int, wanted func(uint32) bool) ([]hit, int) {
	var lists [classes][]uint32
	total := 0
	add := func(entity uint32) {
		if wanted != nil && !wanted(entity) {
			return
		}
		total++
		if c := t.best[entity]; limit == 0 || len(lists[c]) < limit {
			lists[c] = append(lists[c], entity)
		}
	}
	t.each(add)
	t.clear()
	if limit == 0 || limit > total {
		limit = total
	}
	hits := make([]hit, 0, limit)
	for c := classes - 1; c > 0; c-- {
		for _, entity := range lists[c] {
			if len(hits) == limit {
				return hits, total
			}
			hits = append(hits, hit{entity, c})
		}
	}
	return hits, total
}

func (t *tally) clear() {
	if t.many {
		clear(t.best)
	}
	for _, entity := range t.touched {
		t.best[entity] = 0
	}
	t.touched, t.many = t.touched[:0], false
}

// each calls f for each entity with a class, in their order.
func (t *tally) each(f func(entity uint32)) {
	if !t.many {
		slices.Sort(t.touched)
		for _, entity := range t.touched {
			f(entity)
		}
		return
	}
	for i := 0; i < len(t.best); i += 8 {
		if binary.LittleEndian.Uint64(t.best[i:]) == 0 {
			continue
		}
		for j := i; j < i+8; j++ {
			if t.best[j] != 0 {
				f(uint32(j))
			}
		}
	}
}
