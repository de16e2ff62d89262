package search

// Each way to find fills a tally; a text that is one gram needs none.

func (x *Index) find(q *query, limit int, wanted func(uint32) bool) ([]hit, int) {
	gram, one := wholeGram(q.text)
	if one && q.letters == "" {
		return x.findGram(q, gram, limit, wanted)
	}
	t := x.tallies.Get().(*tally)
	x.findWhole(q, t)
	switch {
	case one:
		x.addLists(t, gram, gram)
	case len(q.text) < 3:
		x.findShort(q.text, t)
	default:
		x.findLong(q, t)
	}
	if q.letters != "" {
		x.findInitials(q, t)
		x.findSpelling(q, t)
		x.findSyllables(q, t)
	}
	hits, total := t.take(limit, wanted)
	x.tallies.Put(t)
	return hits, total
}

func (x *Index) findWhole(q *query, t *tally) {
	for n := range x.exact.find(q.text, &x.folded) {
		t.add(x.owner[n], either(x.kinds[n] == 0, wholeMain, wholeOther))
	}
}

// whole gives the entities that wanted admits with a name that is the text.
func (x *Index) whole(q *query, wanted func(uint32) bool) []hit {
	t := x.tallies.Get().(*tally)
	x.findWhole(q, t)
	hits, _ := t.take(0, wanted)
	x.tallies.Put(t)
	return hits
}

// findGram answers a text that is one gram from the gram's lists alone: they are
// in the order of the answer. Whole names, which are among them, come before.
func (x *Index) findGram(q *query, gram uint64, limit int, wanted func(uint32) bool) (hits []hit, total int) {
	hits = x.whole(q, wanted)
	total = len(hits)
	whole := make(map[uint32]bool, len(hits))
	for _, h := range hits {
		whole[h.entity] = true
	}
	from, to := x.grams.find(gram)
	if wanted == nil {
		total = x.grams.entries(from, to)
	}
	for i := from; i < to; i++ {
		if wanted == nil && limit > 0 && len(hits) >= limit {
			break
		}
		c := x.grams.class(i)
		for list := x.grams.list(i); list.advance(); {
			if whole[list.entity] || wanted != nil && !wanted(list.entity) {
				continue
			}
			if wanted != nil {
				total++
			}
			if limit == 0 || len(hits) < limit {
				hits = append(hits, hit{list.entity, c})
			} else if wanted == nil {
				break
			}
		}
	}
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	return hits, total
}

// findLong tallies the names that hold a text of several grams: the gram with
// the fewest entities has the candidates, and their names are read.
func (x *Index) findLong(q *query, t *tally) {
	from, to, count := 0, 0, -1
	eachGram(q.text, true, func(gram uint64, _ int) {
		low, high := x.grams.find(gram)
		if n := x.grams.entries(low, high); count < 0 || n < count {
			from, to, count = low, high, n
		}
	})
	for i := from; i < to; i++ {
		for c := x.grams.list(i); c.advance(); {
			t.add(c.entity, x.matchNames(q, c.entity))
		}
	}
}

// findShort tallies names that hold one or two ASCII characters.
func (x *Index) findShort(text string, t *tally) {
	low, high := asciiGram(text[0], 0, 0), asciiGram(text[0], 0xFF, 0xFF)
	if len(text) == 2 {
		low, high = asciiGram(text[0], text[1], 0), asciiGram(text[0], text[1], 0xFF)
	}
	x.addLists(t, low, high)
}

// addLists tallies all entities of the grams from low to high.
func (x *Index) addLists(t *tally, low, high uint64) {
	from, to := x.grams.between(low, high)
	for i := from; i < to; i++ {
		c := x.grams.class(i)
		for list := x.grams.list(i); list.advance(); {
			t.add(list.entity, c)
		}
	}
}

// matchNames is the best class of an entity's names as text.
func (x *Index) matchNames(q *query, entity uint32) class {
	var best class
	for n := x.first[entity]; n < x.first[entity+1]; n++ {
		best = max(best, q.matchText(x.folded.at(n), x.kinds[n] == 0))
	}
	return best
}
