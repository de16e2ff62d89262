package columnar

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sync"

	"github.com/cespare/xxhash/v2"
)

// interner gives each distinct spelling a number in the order of first sight.
// It holds no pointers but a few slices, so that the collector has nothing to walk.
type interner struct {
	arena  []byte
	ends   []uint64 // end of each spelling in arena
	hashes []uint32 // upper half of each spelling's hash
	slots  []uint32 // number + 1 by hash, open addressing; 0 is free
}

const firstSlots = 1 << 12

// number gives the number of a spelling, a new one at first sight.
func (in *interner) number(spelling []byte) uint32 {
	if len(in.slots) == 0 {
		in.slots = make([]uint32, firstSlots)
	}
	hash := xxhash.Sum64(spelling)
	high := uint32(hash >> 32)
	mask := uint64(len(in.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		slot := in.slots[i]
		if slot == 0 {
			n := uint32(len(in.ends))
			in.arena = append(in.arena, spelling...)
			in.ends = append(in.ends, uint64(len(in.arena)))
			in.hashes = append(in.hashes, high)
			in.slots[i] = n + 1
			if 4*len(in.ends) > 3*len(in.slots) {
				in.grow()
			}
			return n
		}
		if in.hashes[slot-1] == high && bytes.Equal(in.spelling(slot-1), spelling) {
			return slot - 1
		}
	}
}

func (in *interner) spelling(n uint32) []byte {
	start := uint64(0)
	if n > 0 {
		start = in.ends[n-1]
	}
	return in.arena[start:in.ends[n]]
}

func (in *interner) grow() {
	in.slots = hashTable(2*len(in.slots), len(in.ends), in.spelling)
}

// hashTable makes an open-addressing table of size slots (a power of two) over
// spellings 0 to n-1: number + 1 at the slot of the hash or the next free one.
func hashTable(size, n int, spelling func(uint32) []byte) []uint32 {
	slots := make([]uint32, size)
	mask := uint64(size - 1)
	for id := range uint32(n) {
		i := xxhash.Sum64(spelling(id)) & mask
		for slots[i] != 0 {
			i = (i + 1) & mask
		}
		slots[i] = id + 1
	}
	return slots
}

// tableSize is the number of slots for n spellings: a power of two, filled to
// at most three quarters.
func tableSize(n int) int {
	size := 8
	for 4*n > 3*size {
		size *= 2
	}
	return size
}

// sorted lists all numbers in the order of their spellings.
func (in *interner) sorted() []uint32 {
	items := make([]prefixed, len(in.ends))
	for i := range items {
		items[i].id = uint32(i)
	}
	in.sortAt(items, 0, true)
	order := make([]uint32, len(items))
	for i, item := range items {
		order[i] = item.id
	}
	return order
}

// prefixed is a spelling with eight bytes of it at the depth being sorted.
type prefixed struct {
	key uint64
	id  uint32
}

// sortAt sorts spellings that are equal up to depth: by their next eight
// bytes, then what is equal in those eight bytes deeper. Long common prefixes,
// as IRIs have them, cost one pass each eight bytes.
func (in *interner) sortAt(items []prefixed, depth int, split bool) {
	for i := range items {
		items[i].key = in.eight(items[i].id, depth)
	}
	byKey := func(a, b prefixed) int { return cmp.Compare(a.key, b.key) }
	if split && len(items) > 1<<16 {
		sortHalves(items, byKey)
	} else {
		slices.SortFunc(items, byKey)
	}
	for from := 0; from < len(items); {
		to := from + 1
		for to < len(items) && items[to].key == items[from].key {
			to++
		}
		if to-from > 1 {
			in.sortTies(items[from:to], depth+8, split)
		}
		from = to
	}
}

// sortTies goes on with spellings whose eight bytes are equal. Those that end
// within them come first, shorter before longer: the padding is zero.
func (in *interner) sortTies(items []prefixed, depth int, split bool) {
	slices.SortFunc(items, func(a, b prefixed) int {
		return cmp.Compare(min(len(in.spelling(a.id)), depth), min(len(in.spelling(b.id)), depth))
	})
	for i := range items {
		if len(in.spelling(items[i].id)) >= depth {
			in.sortAt(items[i:], depth, split)
			return
		}
	}
}

func (in *interner) eight(id uint32, depth int) uint64 {
	s := in.spelling(id)
	if depth >= len(s) {
		return 0
	}
	s = s[depth:]
	if len(s) >= 8 {
		return binary.BigEndian.Uint64(s)
	}
	var padded [8]byte
	copy(padded[:], s)
	return binary.BigEndian.Uint64(padded[:])
}

// sortHalves sorts on two cores and merges.
func sortHalves(items []prefixed, compare func(a, b prefixed) int) {
	middle := len(items) / 2
	left, right := items[:middle], items[middle:]
	var group sync.WaitGroup
	group.Go(func() { slices.SortFunc(left, compare) })
	slices.SortFunc(right, compare)
	group.Wait()
	merged := make([]prefixed, 0, len(items))
	for len(left) > 0 && len(right) > 0 {
		if compare(right[0], left[0]) < 0 {
			merged, right = append(merged, right[0]), right[1:]
		} else {
			merged, left = append(merged, left[0]), left[1:]
		}
	}
	merged = append(append(merged, left...), right...)
	copy(items, merged)
}
