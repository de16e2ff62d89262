package graph

import (
	"cmp"
	"context"
	"slices"
)

// Edge is the relation of an entity to one other: all that speaks for it.
type Edge struct {
	Node ID // the other side
	// Predicate and Forward are set on edges of [Graph.Relations] only: Forward
	// says that the entity asked about is the subject.
	Predicate Predicate
	Forward   bool
	Basis     Basis
	// Statuses of the relation, strongest first; of a derived one the weakest of
	// each chain that it follows from.
	Statuses []Status
	Roles    []string // sorted; empty roles are left out
	// Claims behind the edge in reading order, once [Graph.FillClaims] has read
	// them; of a derived relation the claims it follows from.
	Claims []*Claim
	behind []uint32 // claims, sorted, each once
	place  place    // of Node
}

func readingOrder(a, b *Claim) int {
	return cmp.Or(compareLocators(a.Locator, b.Locator), cmp.Compare(a.ID, b.ID))
}

// Relations finds the stated relations of entities: one edge for each
// predicate, direction and pair, in the order of predicate, direction and node.
// A symmetric predicate has one edge a pair, and it is forward. Claims are read
// by [Graph.FillClaims].
func (g *Graph) Relations(ctx context.Context, ids []ID, predicates []Predicate, d Direction) ([][]Edge, error) {
	wanted := rankSet(predicates)
	return read(ctx, g, ids, func(n place) []Edge { return g.relations(n, wanted, d) })
}

// rankSet is a set of predicates as bits; none are all.
func rankSet(predicates []Predicate) uint64 {
	if len(predicates) == 0 {
		return ^uint64(0)
	}
	set := uint64(0)
	for _, p := range predicates {
		if rank, ok := ranks[p]; ok {
			set |= 1 << rank
		}
	}
	return set
}

// symmetric are the predicates that hold both ways, as bits.
var symmetric = func() uint64 {
	set := uint64(0)
	for rank, info := range Ontology.Predicates {
		if info.Symmetric {
			set |= 1 << rank
		}
	}
	return set
}()

// sighting is a claim seen from an entity. Those of one edge have one key.
type sighting struct {
	key   uint64 // predicate, direction and other end, in the order of edges
	claim uint32
}

func (g *Graph) relations(n place, wanted uint64, d Direction) []Edge {
	var seen []sighting
	// A symmetric claim may be stated either way round, so it is looked for both ways.
	for side, links := range g.sides(n, Both) {
		for _, l := range links {
			if wanted>>l.rank&1 == 0 {
				continue
			}
			backward := uint64(side)
			if symmetric>>l.rank&1 == 1 {
				backward = 0
			} else if d == Out && side == 1 || d == In && side == 0 {
				continue
			}
			seen = append(seen, sighting{uint64(l.rank)<<33 | backward<<32 | uint64(l.other), l.claim})
		}
	}
	slices.SortFunc(seen, func(a, b sighting) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.claim, b.claim)) })
	var row []Edge
	behind := make([]uint32, len(seen))
	for from := 0; from < len(seen); {
		key, to := seen[from].key, from
		for ; to < len(seen) && seen[to].key == key; to++ {
			behind[to] = seen[to].claim
		}
		other := place(uint32(key))
		e := Edge{Node: g.id(other), place: other, Predicate: Ontology.Predicates[key>>33].Predicate, Forward: key>>32&1 == 0, behind: behind[from:to:to]}
		g.summarise(&e)
		row = append(row, e)
		from = to
	}
	return row
}

// summarise fills statuses and roles of a stated edge.
func (g *Graph) summarise(e *Edge) {
	var statuses statusSet
	for _, at := range e.behind {
		c := &g.claims[at]
		statuses |= 1 << c.status
		if c.role != 0 {
			e.Roles = append(e.Roles, g.store.word(c.role))
		}
	}
	e.Statuses = statuses.list()
	slices.Sort(e.Roles)
	e.Roles = slices.Compact(e.Roles)
}

// statusSet is a set of statuses as bits.
type statusSet uint8

// list gives the statuses of a set, strongest first. Nobody may change it.
func (s statusSet) list() []Status { return statusLists[s] }

var statusLists = func() (lists [16][]Status) {
	for set := range lists {
		for _, status := range statuses {
			if set>>status&1 == 1 {
				lists[set] = append(lists[set], status)
			}
		}
	}
	return lists
}()

// EdgesOf gives the edges of rows, one behind the other.
func EdgesOf(rows ...[]Edge) []*Edge {
	var list []*Edge
	for _, row := range rows {
		for i := range row {
			list = append(list, &row[i])
		}
	}
	return list
}

// Ends reads the entities that edges lead to, in their order. One that several
// lead to is read once.
func (g *Graph) Ends(ctx context.Context, edges []*Edge) ([]*Entity, error) {
	order := make([]uint64, len(edges)) // by place
	for i, e := range edges {
		order[i] = uint64(e.place)<<32 | uint64(i)
	}
	slices.Sort(order)
	places := make([]place, 0, len(edges))
	for i, x := range order {
		if n := place(x >> 32); i == 0 || n != places[len(places)-1] {
			places = append(places, n)
		}
	}
	distinct, err := g.describe(ctx, places)
	if err != nil {
		return nil, err
	}
	ends, at := make([]*Entity, len(edges)), 0
	for _, x := range order {
		if place(x>>32) != places[at] {
			at++
		}
		ends[uint32(x)] = distinct[at]
	}
	return ends, nil
}

// FillClaims reads the claims behind edges, in reading order, each once an edge.
// Edges that have them already are left as they are.
func (g *Graph) FillClaims(ctx context.Context, edges []*Edge) error {
	total := 0
	for _, e := range edges {
		if e.Claims == nil {
			total += len(e.behind)
		}
	}
	rows, list := make([]Claim, total), make([]*Claim, total)
	for i, e := range edges {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		n := len(e.behind)
		if e.Claims != nil || n == 0 {
			continue
		}
		for j, at := range e.behind {
			g.claim(at, &rows[j])
			list[j] = &rows[j]
		}
		e.Claims, rows, list = list[:n:n], rows[n:], list[n:]
		slices.SortFunc(e.Claims, readingOrder)
	}
	return nil
}
