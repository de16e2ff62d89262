package search

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/innograph/innograph/graph"
)

// build indexes the names of entities, each with its degree, on so many processors. An entity must not
// come twice; entities are kept no longer than build runs.
func build(ctx context.Context, entities iter.Seq2[*graph.Entity, int], processors int) (*Index, error) {
	ordered := inOrder(entities)
	parts, err := prepare(ctx, ordered, processors)
	if err != nil {
		return nil, err
	}
	x := &Index{kindList: []graph.NameKind{""}}
	for _, k := range graph.NameKinds {
		x.kindList = append(x.kindList, graph.NameKind(k.Name))
	}
	if err := x.join(ordered, parts); err != nil {
		return nil, err
	}
	x.tallies.New = func() any { return newTally(len(x.types)) }
	return x, x.index(ctx, processors)
}

type ranked struct {
	entity *graph.Entity
	degree int
	length int // of the main name in runes
}

// inOrder sorts entities as ties are to be broken.
func inOrder(entities iter.Seq2[*graph.Entity, int]) []ranked {
	var list []ranked
	for e, degree := range entities {
		list = append(list, ranked{e, degree, utf8.RuneCountInString(e.Name)})
	}
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.degree, a.degree), cmp.Compare(a.length, b.length), cmp.Compare(a.entity.ID, b.entity.ID))
	})
	return list
}

// part is the prepared names of some entities in a row.
type part struct {
	names                    []int // of each entity
	kinds                    []graph.NameKind
	folded, texts, spellings []byte
	foldedEnds, textEnds     []int
	spellingEnds             []int
}

// prepare folds and spells all names.
func prepare(ctx context.Context, entities []ranked, processors int) ([]*part, error) {
	size := len(entities)/(4*processors) + 1
	var parts []*part
	var chunks [][]ranked
	for chunk := range slices.Chunk(entities, size) {
		parts, chunks = append(parts, &part{}), append(chunks, chunk)
	}
	err := inParallel(len(parts), processors, func(i int) error { return parts[i].fill(ctx, chunks[i]) })
	return parts, err
}

// inParallel runs f for 0 to n-1 on so many processors and gives the first error.
func inParallel(n, processors int, f func(i int) error) error {
	errs := make([]error, n)
	work := make(chan int, n)
	for i := range n {
		work <- i
	}
	close(work)
	var group sync.WaitGroup
	for range min(n, processors) {
		group.Go(func() {
			for i := range work {
				errs[i] = f(i)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *part) fill(ctx context.Context, entities []ranked) error {
	r := newReader()
	for i, e := range entities {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		before := len(p.kinds)
		p.addEntity(r, e.entity)
		p.names = append(p.names, len(p.kinds)-before)
	}
	return nil
}

func (p *part) addEntity(r *reader, e *graph.Entity) {
	main := []rune(fold(e.Name))
	readings := r.read(main)
	p.add(e.Name, "", main, readings)
	if e.NameEn != "" && !e.Translated {
		name := []rune(fold(e.NameEn))
		p.add(e.NameEn, "", name, r.read(name))
	}
	for _, n := range e.Names {
		name := []rune(fold(n.Text))
		syllables, ok := borrow(name, main, readings)
		if !ok {
			syllables = r.read(name)
		}
		p.add(n.Text, n.Kind, name, syllables)
	}
}

// add appends a name; one of signs alone cannot be looked for and is left out.
func (p *part) add(text string, kind graph.NameKind, folded []rune, syllables []string) {
	if len(folded) == 0 {
		return
	}
	start := len(p.folded)
	for _, c := range folded {
		p.folded = utf8.AppendRune(p.folded, c)
	}
	if text != string(p.folded[start:]) {
		p.texts = append(p.texts, text...)
	}
	p.spellings = appendSpelling(p.spellings, folded, syllables)
	p.kinds = append(p.kinds, kind)
	p.foldedEnds = append(p.foldedEnds, len(p.folded))
	p.textEnds = append(p.textEnds, len(p.texts))
	p.spellingEnds = append(p.spellingEnds, len(p.spellings))
}

// join puts the parts one after the other.
func (x *Index) join(entities []ranked, parts []*part) error {
	ids := make([]byte, 0, 32*len(entities))
	x.ids.starts = make([]uint32, 1, len(entities)+1)
	x.types = make([]uint8, 0, len(entities))
	for _, e := range entities {
		ids = append(ids, e.entity.ID...)
		if err := fits(len(ids)); err != nil {
			return err
		}
		x.ids.starts = append(x.ids.starts, uint32(len(ids)))
		x.types = append(x.types, number(&x.typeList, e.entity.Type))
	}
	x.ids.text = string(ids)
	total := 0
	for _, p := range parts {
		total += len(p.kinds)
	}
	x.first = make([]uint32, 1, len(entities)+1)
	x.owner = make([]uint32, 0, total)
	x.kinds = make([]uint8, 0, total)
	for _, p := range parts {
		for _, n := range p.names {
			for range n {
				x.owner = append(x.owner, uint32(len(x.first)-1))
			}
			x.first = append(x.first, uint32(len(x.owner)))
		}
		for _, k := range p.kinds {
			x.kinds = append(x.kinds, number(&x.kindList, k))
		}
	}
	var err error
	gather := func(pick func(*part) ([]byte, []int)) (a arena) {
		if err == nil {
			a, err = joinTexts(parts, total, pick)
		}
		return a
	}
	x.folded = gather(func(p *part) ([]byte, []int) { return p.folded, p.foldedEnds })
	x.texts = gather(func(p *part) ([]byte, []int) { return p.texts, p.textEnds })
	x.spellings = gather(func(p *part) ([]byte, []int) { return p.spellings, p.spellingEnds })
	return err
}

// number is the place of v in list, at the end if it is new.
func number[T comparable](list *[]T, v T) uint8 {
	i := slices.Index(*list, v)
	if i < 0 {
		i = len(*list)
		*list = append(*list, v)
	}
	return uint8(i)
}

func joinTexts(parts []*part, names int, pick func(*part) ([]byte, []int)) (arena, error) {
	size := 0
	for _, p := range parts {
		text, _ := pick(p)
		size += len(text)
	}
	if err := fits(size); err != nil {
		return arena{}, err
	}
	all := make([]byte, 0, size)
	starts := make([]uint32, 1, names+1)
	for _, p := range parts {
		text, ends := pick(p)
		for _, end := range ends {
			starts = append(starts, uint32(len(all)+end))
		}
		all = append(all, text...)
	}
	return arena{string(all), starts}, nil
}

// fits refuses what the 32 bits of an offset cannot reach.
func fits(size int) error {
	if size > math.MaxUint32 {
		return fmt.Errorf("index names: %d bytes of names or postings, at most %d can be indexed", size, uint32(math.MaxUint32))
	}
	return nil
}

// index makes what names are found by, side by side.
func (x *Index) index(ctx context.Context, processors int) error {
	tasks := []func(context.Context) error{x.indexGrams, x.indexSyllables, x.sortWhole, x.sortSpellings, x.sortInitials}
	return inParallel(len(tasks), processors, func(i int) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return tasks[i](ctx)
	})
}

func (x *Index) indexGrams(ctx context.Context) (err error) {
	x.grams, err = x.post(ctx, func(b *postingsBuilder, n uint32) {
		start, inside := atStartOfMain, inMain
		if x.kinds[n] != 0 {
			start, inside = atStartOfOther, inOther
		}
		eachGram(x.folded.at(n), false, func(gram uint64, at int) {
			if at == 0 {
				b.add(gram, start)
			} else {
				b.add(gram, inside)
			}
		})
	})
	return err
}

func (x *Index) indexSyllables(ctx context.Context) (err error) {
	x.tokens = map[string]uint32{}
	x.syllables, err = x.post(ctx, func(b *postingsBuilder, n uint32) { x.addSyllables(b, x.spellings.at(n)) })
	return err
}

// post makes postings of the grams that add takes from each name.
func (x *Index) post(ctx context.Context, add func(b *postingsBuilder, name uint32)) (*postings, error) {
	b := newPostingsBuilder()
	for entity := range x.types {
		if entity%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for n := x.first[entity]; n < x.first[entity+1]; n++ {
			add(b, n)
		}
		b.flush()
	}
	return b.finish()
}

func (x *Index) addSyllables(b *postingsBuilder, spelling string) {
	last := uint32(0)
	var plain [maxSyllable]byte
	for from := 0; from < len(spelling); {
		end := from + 1
		for end < len(spelling) && spelling[end]&mark == 0 {
			end++
		}
		letters := append(plain[:0], spelling[from:end]...)
		letters[0] &^= mark
		token := x.tokens[string(letters)]
		if token == 0 {
			token = uint32(len(x.tokens) + 1)
			x.tokens[string(letters)] = token
		}
		b.add(syllableGram(token, 0), inMain)
		if last != 0 {
			b.add(syllableGram(last, token), inMain)
		}
		last, from = token, end
	}
}
