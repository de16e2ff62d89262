package graph

// visited is a set of entities that is cheap to empty: walks borrow one from
// their graph instead of making a map each.
type visited struct {
	bits []uint64
	list []place // in the order of adding
}

func newVisited(entities int) *visited { return &visited{bits: make([]uint64, entities/64+1)} }

func (v *visited) has(n place) bool { return v.bits[n/64]>>(n%64)&1 == 1 }

// add reports whether the entity is new.
func (v *visited) add(n place) bool {
	if v.has(n) {
		return false
	}
	v.bits[n/64] |= 1 << (n % 64)
	v.list = append(v.list, n)
	return true
}

// drop takes the entities out that were added last, all but the first so many.
func (v *visited) drop(to int) {
	for _, n := range v.list[to:] {
		v.bits[n/64] &^= 1 << (n % 64)
	}
	v.list = v.list[:to]
}

// visited lends an empty set; giveBack takes it back.
func (g *Graph) visited() *visited { return g.scratch.Get().(*visited) }

func (g *Graph) giveBack(v *visited) {
	v.drop(0)
	g.scratch.Put(v)
}
