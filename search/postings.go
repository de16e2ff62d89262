package search

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// postings are the lists of entities that hold a gram: for each gram one list
// for each place, so that the best hits of a gram come first and their number is
// known without reading them. An entry is the distance to the entity before it in
// a varint: most entries of a long list take one byte.
type postings struct {
	keys   []uint64 // sorted; a gram and a place
	starts []uint32 // of each list in data, one more than keys
	counts []uint32 // entries of each list
	data   []byte
}

// place says where a gram stands in the best of an entity's names.
type place uint8

const (
	atStartOfMain place = iota
	atStartOfOther
	inMain
	inOther
	placeCount
)

var placeClass = [placeCount]class{atStartOfMain: startMain, atStartOfOther: startOther, inMain: partMain, inOther: partOther}

// placeBits are the lowest bits of a key, below the gram.
const placeBits = 2

// find gives the numbers of the lists of a gram, best place first.
func (p *postings) find(gram uint64) (from, to int) { return p.between(gram, gram) }

// between gives the numbers of the lists of grams from low to high, both included.
func (p *postings) between(low, high uint64) (from, to int) {
	from, _ = slices.BinarySearch(p.keys, low<<placeBits)
	to, _ = slices.BinarySearch(p.keys, (high+1)<<placeBits)
	return from, to
}

// entries counts the entities in the lists of a gram; each is in one of them.
func (p *postings) entries(from, to int) int {
	n := 0
	for _, count := range p.counts[from:to] {
		n += int(count)
	}
	return n
}

func (p *postings) class(list int) class { return placeClass[p.keys[list]&(1<<placeBits-1)] }

// list reads the list with this number.
func (p *postings) list(i int) cursor { return cursor{data: p.data[p.starts[i]:p.starts[i+1]]} }

// cursor walks a list; entity holds after advance reports true.
type cursor struct {
	data   []byte
	next   uint32 // one past the entity before
	entity uint32
}

func (c *cursor) advance() bool {
	if len(c.data) == 0 {
		return false
	}
	v, n := uint64(c.data[0]), 1
	if v >= 0x80 {
		v, n = binary.Uvarint(c.data)
	}
	c.data = c.data[n:]
	c.entity = c.next + uint32(v)
	c.next = c.entity + 1
	return true
}

// postingsBuilder takes entities in rising order.
type postingsBuilder struct {
	numbers map[uint64]uint32 // of grams
	grams   []openGram
	touched []uint32 // grams of the present entity
	entity  uint32
}

type openGram struct {
	gram  uint64
	seen  bool // of the present entity
	place place
	lists [placeCount]openList
}

type openList struct {
	data  []byte
	next  uint32
	count uint32
}

func newPostingsBuilder() *postingsBuilder {
	return &postingsBuilder{numbers: map[uint64]uint32{}}
}

// add notes a gram of the present entity.
func (b *postingsBuilder) add(gram uint64, at place) {
	number, known := b.numbers[gram]
	if !known {
		number = uint32(len(b.grams))
		b.numbers[gram] = number
		b.grams = append(b.grams, openGram{gram: gram})
	}
	g := &b.grams[number]
	if !g.seen {
		g.seen, g.place = true, at
		b.touched = append(b.touched, number)
	} else if at < g.place {
		g.place = at
	}
}

// flush ends the present entity and begins the next.
func (b *postingsBuilder) flush() {
	for _, number := range b.touched {
		g := &b.grams[number]
		l := &g.lists[g.place]
		l.data = binary.AppendUvarint(l.data, uint64(b.entity-l.next))
		l.next = b.entity + 1
		l.count++
		g.seen = false
	}
	b.touched = b.touched[:0]
	b.entity++
}

func (b *postingsBuilder) finish() (*postings, error) {
	b.numbers = nil
	size, lists := 0, 0
	for i := range b.grams {
		for _, l := range b.grams[i].lists {
			if l.count > 0 {
				lists++
				size += len(l.data)
			}
		}
	}
	if err := fits(size); err != nil {
		return nil, err
	}
	slices.SortFunc(b.grams, func(a, b openGram) int { return cmp.Compare(a.gram, b.gram) })
	p := &postings{keys: make([]uint64, 0, lists), starts: make([]uint32, 1, lists+1), counts: make([]uint32, 0, lists), data: make([]byte, 0, size)}
	for i := range b.grams {
		for at, l := range b.grams[i].lists {
			if l.count > 0 {
				p.keys = append(p.keys, b.grams[i].gram<<placeBits|uint64(at))
				p.counts = append(p.counts, l.count)
				p.data = append(p.data, l.data...)
				p.starts = append(p.starts, uint32(len(p.data)))
			}
		}
		b.grams[i].lists = [placeCount]openList{}
	}
	return p, nil
}

// Grams of folded names: each character that is not ASCII alone, each two and
// each three neighbours of which one is not ASCII, and each three ASCII
// neighbours. A run of ASCII ends in two zeros, so that what holds "ab" is in the
// lists from "ab\x00" to "ab\xff" and Latin letters need no shorter grams of their own.
// Three neighbours outside the basic plane, which 16 bits do not count, are no gram.
const (
	oneTag   = 0 << 56
	twoTag   = 1 << 56
	threeTag = 2 << 56
	asciiTag = 3 << 56
)

func oneGram(c rune) uint64         { return oneTag | uint64(c) }
func twoGram(a, b rune) uint64      { return twoTag | uint64(a)<<21 | uint64(b) }
func threeGram(a, b, c rune) uint64 { return threeTag | uint64(a)<<32 | uint64(b)<<16 | uint64(c) }
func asciiGram(a, b, c byte) uint64 { return asciiTag | uint64(a)<<16 | uint64(b)<<8 | uint64(c) }

// wholeGram is the gram that a text of one gram is.
func wholeGram(text string) (uint64, bool) {
	var r [3]rune
	n, high := 0, rune(0)
	for _, c := range text {
		if n == len(r) {
			return 0, false
		}
		r[n] = c
		n++
		high = max(high, c)
	}
	switch {
	case high < 0x80 && n == 3:
		return asciiGram(text[0], text[1], text[2]), true
	case high < 0x80 || high > 0xFFFF && n == 3:
		return 0, false
	case n == 1:
		return oneGram(r[0]), true
	case n == 2:
		return twoGram(r[0], r[1]), true
	}
	return threeGram(r[0], r[1], r[2]), true
}

// eachGram gives the grams of a folded name with their byte offsets. ofQuery
// leaves out the zeros at the end of a run, which a name may not have there.
func eachGram(name string, ofQuery bool, yield func(gram uint64, at int)) {
	a, b := rune(-1), rune(-1) // the two characters before
	aAt, bAt := 0, 0
	for at, c := range name {
		if c >= 0x80 {
			yield(oneGram(c), at)
		}
		if b >= 0 && max(b, c) >= 0x80 {
			yield(twoGram(b, c), bAt)
		}
		if high := max(a, b, c); a >= 0 && high >= 0x80 && high <= 0xFFFF {
			yield(threeGram(a, b, c), aAt)
		}
		if c < 0x80 {
			second, third := asciiAt(name, at+1), byte(0)
			if second != 0 {
				third = asciiAt(name, at+2)
			}
			if !ofQuery || third != 0 {
				yield(asciiGram(byte(c), second, third), at)
			}
		}
		a, aAt, b, bAt = b, bAt, c, at
	}
}

// asciiAt is the ASCII character at i, or 0.
func asciiAt(s string, i int) byte {
	if i < len(s) && s[i] < 0x80 {
		return s[i]
	}
	return 0
}

// syllableGram is the gram of two neighbouring syllables, or of one if second is
// 0. Syllables are few enough for 24 bits each.
func syllableGram(first, second uint32) uint64 { return uint64(first)<<24 | uint64(second) }
