package columnar

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/cayleygraph/quad"
)

// Builder collects quads and makes a [Store] of them. It takes 16 bytes a quad
// and, for each distinct value, its bytes and about 20 more. It is not safe for
// concurrent use.
type Builder struct {
	values  interner
	quads   [][4]uint32 // numbers of subject, predicate, object; label + 1, 0 for none
	scratch []byte
	subject memo
	label   memo
	known   map[quad.IRI]uint32 // predicates and the like: few values that come often
}

// memo is the last value of a side: quads of one subject come together.
type memo struct {
	value  quad.Value
	number uint32
}

// Grow makes room for n more quads, so that a large set is not copied while it grows.
func (b *Builder) Grow(n int) { b.quads = slices.Grow(b.quads, n) }

// Add adds a quad. A quad needs a subject, a predicate and an object of the
// kinds that Cayley's quad package has; adding one twice is adding it once.
func (b *Builder) Add(q quad.Quad) error {
	if q.Subject == nil || q.Predicate == nil || q.Object == nil {
		return fmt.Errorf("quad %v lacks a side", q)
	}
	if len(b.quads) == 1<<32-1 {
		return fmt.Errorf("a store holds at most %d quads", len(b.quads))
	}
	var row [4]uint32
	var err error
	if row[0], err = b.subject.get(b, q.Subject); err != nil {
		return err
	}
	if row[1], err = b.frequent(q.Predicate); err != nil {
		return err
	}
	if row[2], err = b.number(q.Object); err != nil {
		return err
	}
	if q.Label != nil {
		if row[3], err = b.label.get(b, q.Label); err != nil {
			return err
		}
		row[3]++
	}
	b.quads = append(b.quads, row)
	return nil
}

// Number gives the number that [Builder.AddNumbers] knows a value by.
func (b *Builder) Number(v quad.Value) (uint32, error) { return b.number(v) }

// AddNumbers adds a quad of values that have numbers: subject, predicate, object,
// and the label if it has one.
func (b *Builder) AddNumbers(q [4]uint32, labelled bool) {
	if q[3]++; !labelled {
		q[3] = 0
	}
	b.quads = append(b.quads, q)
}

func (m *memo) get(b *Builder, v quad.Value) (uint32, error) {
	if iri, ok := v.(quad.IRI); ok && m.value == quad.Value(iri) {
		return m.number, nil
	}
	n, err := b.number(v)
	if err == nil {
		m.value, m.number = v, n
	}
	return n, err
}

func (b *Builder) frequent(v quad.Value) (uint32, error) {
	iri, ok := v.(quad.IRI)
	if !ok {
		return b.number(v)
	}
	if n, ok := b.known[iri]; ok {
		return n, nil
	}
	n, err := b.number(v)
	if err == nil && len(b.known) < 4096 {
		if b.known == nil {
			b.known = map[quad.IRI]uint32{}
		}
		b.known[iri] = n
	}
	return n, err
}

func (b *Builder) number(v quad.Value) (uint32, error) {
	var err error
	if b.scratch, err = appendValue(b.scratch[:0], v); err != nil {
		return 0, err
	}
	if len(b.values.ends) == 1<<32-2 {
		return 0, fmt.Errorf("a store holds at most %d values", len(b.values.ends))
	}
	return b.values.number(b.scratch), nil
}

// Build makes the store in memory. The builder is empty afterwards.
func (b *Builder) Build() *Store {
	s := &Store{}
	order := b.values.sorted()
	rank := make([]uint32, len(order))
	for i, number := range order {
		rank[number] = uint32(i)
	}
	quads := b.quads
	for i := range quads {
		q := &quads[i]
		q[0], q[1], q[2] = rank[q[0]], rank[q[1]], rank[q[2]]
		if q[3] != 0 {
			q[3] = rank[q[3]-1] + 1
		}
	}
	s.dictionary(&b.values, order)
	*b = Builder{}
	s.columns(sortQuads(quads, s.Nodes()))
	s.indexes()
	return s
}

// dictionary lays the spellings out in their order, with offsets and a hash table.
func (s *Store) dictionary(in *interner, order []uint32) {
	s.spellings = make([]byte, 0, len(in.arena))
	s.offsets = make([]uint64, 1, len(order)+1)
	for _, number := range order {
		s.spellings = append(s.spellings, in.spelling(number)...)
		s.offsets = append(s.offsets, uint64(len(s.spellings)))
	}
	s.slots = hashTable(tableSize(len(order)), len(order), s.spelling)
}

// sortQuads sorts quads by subject, predicate, object and label and drops those
// that stand twice. Subjects are sorted by counting, the few quads of each by comparing.
func sortQuads(quads [][4]uint32, nodes int) [][4]uint32 {
	starts := make([]uint32, nodes+1)
	for _, q := range quads {
		starts[q[0]+1]++
	}
	for i := range nodes {
		starts[i+1] += starts[i]
	}
	next := slices.Clone(starts)
	sorted := make([][4]uint32, len(quads))
	for _, q := range quads {
		sorted[next[q[0]]] = q
		next[q[0]]++
	}
	inHalves(nodes, func(from, to int) {
		for n := from; n < to; n++ {
			row := sorted[starts[n]:starts[n+1]]
			if len(row) > 1 {
				slices.SortFunc(row, compareRows)
			}
		}
	})
	return slices.Compact(sorted)
}

func compareRows(a, b [4]uint32) int {
	for i := 1; i < 4; i++ {
		if a[i] != b[i] {
			return cmp.Compare(a[i], b[i])
		}
	}
	return 0
}

func (s *Store) columns(quads [][4]uint32) {
	for d := range s.side {
		s.side[d] = make([]uint32, len(quads))
	}
	for i, q := range quads {
		for d := range q {
			s.side[d][i] = q[d]
		}
	}
}

// indexes makes the offsets of subjects and the orders by object, predicate
// and label. Within one object, quads stand by predicate and then subject;
// within one predicate or label by subject.
func (s *Store) indexes() {
	n := s.Nodes()
	var group sync.WaitGroup
	group.Go(func() { s.bySubject = countingOffsets(s.side[0], n) })
	group.Go(func() {
		s.predicates, s.byPredicate, s.predicateOrder = groupBy(s.side[1], allRows(len(s.side[1])))
	})
	group.Wait()
	group.Go(func() { s.byObject, s.objectOrder = stableOrder(s.side[2], s.predicateOrder, n) })
	group.Go(func() {
		var labelled []uint32
		for i, l := range s.side[3] {
			if l != 0 {
				labelled = append(labelled, uint32(i))
			}
		}
		s.labels, s.byLabel, s.labelOrder = groupBy(s.side[3], labelled)
	})
	group.Wait()
}

// countingOffsets gives, for each node, where its rows begin in a column that is sorted by node.
func countingOffsets(column []uint32, nodes int) []uint32 {
	offsets := make([]uint32, nodes+1)
	for _, v := range column {
		offsets[v+1]++
	}
	for i := range nodes {
		offsets[i+1] += offsets[i]
	}
	return offsets
}

// stableOrder sorts rows by a column, keeping the order given among equals.
func stableOrder(column, order []uint32, nodes int) (offsets, rows []uint32) {
	offsets = countingOffsets(column, nodes)
	next := slices.Clone(offsets)
	rows = make([]uint32, len(order))
	for _, r := range order {
		rows[next[column[r]]] = r
		next[column[r]]++
	}
	return offsets, rows
}

// groupBy sorts rows by a column that has few or sparse values: the distinct
// values in order, where the rows of each begin, and the rows.
func groupBy(column, rows []uint32) (values, offsets, order []uint32) {
	counts := map[uint32]uint32{}
	for _, r := range rows {
		counts[column[r]]++
	}
	values = make([]uint32, 0, len(counts))
	for v := range counts {
		values = append(values, v)
	}
	slices.Sort(values)
	offsets = make([]uint32, len(values)+1)
	at := make(map[uint32]uint32, len(values))
	for i, v := range values {
		at[v] = offsets[i]
		offsets[i+1] = offsets[i] + counts[v]
	}
	order = make([]uint32, len(rows))
	for _, r := range rows {
		v := column[r]
		order[at[v]] = r
		at[v]++
	}
	return values, offsets, order
}

func allRows(n int) []uint32 {
	rows := make([]uint32, n)
	for i := range rows {
		rows[i] = uint32(i)
	}
	return rows
}

// inHalves does work on two cores.
func inHalves(n int, do func(from, to int)) {
	var group sync.WaitGroup
	group.Go(func() { do(0, n/2) })
	do(n/2, n)
	group.Wait()
}
