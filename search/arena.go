package search

import (
	"hash/maphash"
	"iter"
	"sort"
)

// arena holds many short texts in one long one.
type arena struct {
	text   string
	starts []uint32 // of each text, one more at the end
}

func (a *arena) at(i uint32) string { return a.text[a.starts[i]:a.starts[i+1]] }

// table finds names by their whole fold: names sorted by its hash, so that a
// name that a thousand entities share costs no more than others.
type table struct {
	seed  maphash.Seed
	names []uint32
}

func newTable(folded *arena) table {
	t := table{seed: maphash.MakeSeed()}
	t.names = sortedNames(len(folded.starts)-1, func(n uint32) (uint64, bool) { return t.hash(folded.at(n)), true }, nil)
	return t
}

func (t *table) hash(text string) uint64 { return maphash.String(t.seed, text) }

// find gives the names whose fold is text.
func (t *table) find(text string, folded *arena) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		wanted := t.hash(text)
		from := sort.Search(len(t.names), func(i int) bool { return t.hash(folded.at(t.names[i])) >= wanted })
		for _, n := range t.names[from:] {
			name := folded.at(n)
			if name != text {
				if t.hash(name) != wanted {
					return
				}
				continue // another name with this hash
			}
			if !yield(n) {
				return
			}
		}
	}
}
