package search

// maxSyllable is the length of the longest syllables in letters: chuang, zhuang.
const maxSyllable = 6

// step is a syllable of a query: where it ends, and its number.
type step struct {
	end   int
	token uint32
}

// steps gives, for each place in a query, the syllables that may begin there on
// a way through the whole query. xian has the ways xian and xi-an; it has none
// of them where no name has such a syllable, and only the second if it is written
// xi'an.
func (x *Index) steps(q *query) [][]step {
	n := len(q.letters)
	steps := make([][]step, n+1)
	reached := make([]bool, n+1)
	reached[0] = true
	for i := range n {
		if !reached[i] {
			continue
		}
		for end := i + 1; end <= min(n, i+maxSyllable); end++ {
			if end > i+1 && q.breaks[end-1]&mark != 0 {
				break
			}
			if token := x.tokens[q.letters[i:end]]; token != 0 {
				steps[i] = append(steps[i], step{end, token})
				reached[end] = true
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		kept := steps[i][:0]
		for _, s := range steps[i] {
			if s.end == n || len(steps[s.end]) > 0 {
				kept = append(kept, s)
			}
		}
		steps[i] = kept
	}
	return steps
}

// findSyllables tallies the names that have the query's syllables in them.
//
// A query may be cut into syllables in many ways, 2 to the n of them for n times
// xian. Each way has one syllable over any given letter, so the lists of the
// grams that begin with a syllable over that letter (or end with it, at the end
// of the query) hold all hits. The letter with the fewest candidates is taken.
func (x *Index) findSyllables(q *query, t *tally) {
	steps := x.steps(q)
	if len(steps[0]) == 0 {
		return
	}
	var best []candidates
	count := -1
	for letter := range q.letters {
		lists, n := x.candidates(steps, letter)
		if n == 0 {
			return
		}
		if count < 0 || n < count {
			best, count = lists, n
		}
	}
	for _, b := range best {
		for c := x.syllables.list(b.list); c.advance(); {
			if class(t.best[c.entity]) < partPinyin && (b.whole || x.insideNames(q, c.entity)) {
				t.add(c.entity, partPinyin)
			}
		}
	}
}

// candidates are the entities of a list; whole says that the list's gram is the
// whole query, so that all of them are hits.
type candidates struct {
	list  int
	whole bool
}

// candidates are the lists of the grams around a letter, and their entries.
func (x *Index) candidates(steps [][]step, letter int) (lists []candidates, entries int) {
	last := len(steps) - 1
	add := func(first, second uint32, from, to int) {
		low, high := x.syllables.find(syllableGram(first, second))
		for i := low; i < high; i++ {
			lists = append(lists, candidates{i, from == 0 && to == last})
			entries += int(x.syllables.counts[i])
		}
	}
	for from := max(0, letter-maxSyllable+1); from <= letter; from++ {
		for _, s := range steps[from] {
			switch {
			case s.end <= letter:
			case s.end < last:
				for _, next := range steps[s.end] {
					add(s.token, next.token, from, next.end)
				}
			case from == 0:
				add(s.token, 0, 0, last)
			default:
				for before := max(0, from-maxSyllable); before < from; before++ {
					for _, b := range steps[before] {
						if b.end == from {
							add(b.token, s.token, before, last)
						}
					}
				}
			}
		}
	}
	return lists, entries
}

func (x *Index) insideNames(q *query, entity uint32) bool {
	for n := x.first[entity]; n < x.first[entity+1]; n++ {
		if q.insideSpelling(x.spellings.at(n)) {
			return true
		}
	}
	return false
}
