// Package search finds entities by name: Chinese by one character or more,
// short forms and other names, pinyin, the initials of pinyin, and English.
//
// Names are compared folded: full and half width, case, traditional and
// simplified, brackets, quotation marks and spaces make no difference. A text of
// ASCII letters is looked for as it is, as pinyin and as initials.
package search

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/innograph/innograph/graph"
)

// Index holds the names of a graph. It is read-only and safe for concurrent use.
//
// Entities are numbered by degree from high to low, then by the length of the
// main name, then by id: the order of hits that match equally well. Names are
// numbered by entity. All text stands in a few long strings, at offsets.
type Index struct {
	ids   arena    // of entities
	types []uint8  // of entities, in typeList
	first []uint32 // first name of each entity, one more at the end
	owner []uint32 // entity of each name

	folded    arena
	texts     arena // as written; empty where it is as folded
	spellings arena // in pinyin; empty for names without a Chinese character
	kinds     []uint8

	exact      table  // names by their fold
	bySpelling sorted // names with a spelling, by its letters
	byInitials sorted // the same, by their initials
	grams      *postings
	syllables  *postings
	tokens     map[string]uint32 // number of each syllable, from 1

	typeList []graph.Type
	kindList []graph.NameKind // the first is "", of main names
	tallies  sync.Pool
}

// New indexes the names of a graph, on all processors. It returns the context's error if
// that ends before, and an error if the names are more than 4 GiB together.
func New(ctx context.Context, g *graph.Graph) (*Index, error) {
	return build(ctx, g.All(ctx), runtime.GOMAXPROCS(0))
}

// NewBeside is [New] on half of the processors, for a program that answers requests meanwhile.
func NewBeside(ctx context.Context, g *graph.Graph) (*Index, error) {
	return build(ctx, g.All(ctx), max(1, runtime.GOMAXPROCS(0)/2))
}

// Find lists the entities that text matches, best first: by score, then degree
// from high to low, then the shorter main name, then id; and says how many there
// are. An entity comes once, with its best name. types limits the hits, none
// means any type; limit is the number of matches wanted, 0 means all. The list
// for a limit begins the list for a higher one.
func (x *Index) Find(text string, types []graph.Type, limit int) (matches []graph.NameMatch, total int) {
	q := newQuery(text)
	if q.text == "" {
		return nil, 0
	}
	hits, total := x.find(&q, limit, x.ofTypes(types))
	return x.explain(&q, hits), total
}

// Named lists the entities with this name, whole: main names first, in the order of [Index.Find].
func (x *Index) Named(name string) []graph.NameMatch {
	q := query{text: fold(name)}
	if q.text == "" {
		return nil
	}
	return x.explain(&q, x.whole(&q, nil))
}

func (x *Index) ofTypes(types []graph.Type) func(uint32) bool {
	if len(types) == 0 {
		return nil
	}
	var wanted [256]bool
	for i, t := range x.typeList {
		wanted[i] = slices.Contains(types, t)
	}
	return func(entity uint32) bool { return wanted[x.types[entity]] }
}

// explain finds the name that made each hit.
func (x *Index) explain(q *query, hits []hit) []graph.NameMatch {
	matches := make([]graph.NameMatch, len(hits))
	for i, h := range hits {
		m := graph.NameMatch{Entity: graph.ID(x.ids.at(h.entity)), How: h.class.how(), Score: scores[h.class]}
		for n := x.first[h.entity]; n < x.first[h.entity+1]; n++ {
			if x.match(q, n) == h.class {
				m.Text, m.Kind = x.text(n), x.kindList[x.kinds[n]]
				break
			}
		}
		matches[i] = m
	}
	return matches
}

func (x *Index) match(q *query, n uint32) class {
	return max(q.matchText(x.folded.at(n), x.kinds[n] == 0), q.matchSpelling(x.spellings.at(n)))
}

func (x *Index) text(n uint32) string {
	if text := x.texts.at(n); text != "" {
		return text
	}
	return x.folded.at(n)
}
