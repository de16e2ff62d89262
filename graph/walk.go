package graph

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/innograph/innograph/graph/columnar"
)

// Reach limits a walk over stated relations.
type Reach struct {
	Predicates []Predicate // none: all
	Types      []Type      // of the entities walked to; none: all
	Statuses   []Status    // none: all
	// Through lets a walk pass through what it otherwise only ends at: entities of
	// types Document, Task and Event, and Regions above the county.
	Through []Type
	// ThroughKinds adds entities of some kinds to what a walk may pass through.
	ThroughKinds []string
	// MaxNodes bounds the entities that a walk gives, or that a search for paths
	// looks at; 0 means 100,000. A walk that meets the bound says so.
	MaxNodes int
}

const defaultReach = 100_000

// closed are the types that a walk ends at unless told otherwise: everything
// is linked through them, and so nothing is told by it.
var closed = []Type{Document, Task, Event}

// wide are the kinds of Region that hold so much that passing through them tells nothing.
var wide = []string{"country", "province", "city", "area"}

// Link is a stated relation between two entities: one predicate, one pair, all its claims.
type Link struct {
	Subject   ID
	Predicate Predicate
	Object    ID
	Statuses  []Status // strongest first
	Claims    []ID     // sorted
}

// Neighbourhood is a part of the graph around some entities.
type Neighbourhood struct {
	Nodes     []ID   // the entities asked about, then the others by distance and id
	Links     []Link // every stated relation among Nodes, by subject, predicate and object
	Truncated bool   // there are more within the depth than MaxNodes
	places    []place
}

// Members reads the entities of a neighbourhood, in the order of its Nodes.
func (g *Graph) Members(ctx context.Context, n *Neighbourhood) ([]*Entity, error) {
	return g.describe(ctx, n.places)
}

// Neighbourhood finds what lies within depth steps of some entities. Entities
// that are not there are left out. It gives no more than reach.MaxNodes entities, those
// asked about apart; a level is looked at whole before it is cut.
func (g *Graph) Neighbourhood(ctx context.Context, ids []ID, depth int, reach Reach) (*Neighbourhood, error) {
	w := g.walker(ctx, reach)
	in := g.visited()
	defer g.giveBack(in)
	for _, id := range ids {
		if n, ok := g.find(id); ok {
			in.add(n)
		}
	}
	found := &Neighbourhood{}
	from := 0 // of the last level
	for level := 0; level < depth && from < len(in.list) && !found.Truncated; level++ {
		end := len(in.list)
		for _, n := range in.list[from:end] {
			if level > 0 && !w.passable(n) {
				continue
			}
			w.each(n, func(other place) bool {
				if w.wanted(other) {
					in.add(other)
				}
				return true
			})
		}
		slices.Sort(in.list[end:])
		if most := max(end, w.most); len(in.list) > most {
			in.drop(most)
			found.Truncated = true
		}
		from = end
	}
	found.places = slices.Clone(in.list)
	found.Nodes = make([]ID, len(found.places))
	for i, n := range found.places {
		found.Nodes[i] = g.id(n)
	}
	found.Links = w.among(slices.Sorted(slices.Values(found.places)), in.has)
	return found, ctx.Err()
}

// Step is one step of a path: a link and whether the path runs from its subject to its object.
type Step struct {
	Link
	Forward bool
}

// ErrTooWide is what Paths gives when more entities lie between than MaxNodes.
var ErrTooWide = errors.New("too many entities lie between the two; ask for shorter paths")

// Paths finds the ways between two entities: simple paths of at most length
// steps, one link a step for each pair and predicate, shorter ones first and then by
// the ids on the way, at most first of them.
func (g *Graph) Paths(ctx context.Context, from, to ID, length, first int, reach Reach) ([][]Step, error) {
	w := g.walker(ctx, reach)
	a, okA := g.find(from)
	b, okB := g.find(to)
	if !okA || !okB || a == b || first <= 0 {
		return nil, ctx.Err()
	}
	s := pathSearch{walker: w, target: b}
	defer s.close()
	var paths [][]Step
	s.do = func(trail []place) bool {
		paths = append(paths, w.steps(trail)...)
		return len(paths) < first
	}
	for exact := 1; exact <= length && len(paths) < first; exact++ {
		if err := s.near(s.half(a, exact)); err != nil {
			return nil, err
		}
		s.extend([]place{a}, exact)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if s.looks > looksPerNode*w.most {
			return nil, ErrTooWide
		}
	}
	return paths[:min(first, len(paths))], nil
}

// looksPerNode is how many relations a search for paths may look at for each
// entity that MaxNodes allows.
const looksPerNode = 20

// pathSearch comes from the start of paths step by step and knows what lies
// around their target, so that the two meet half way: the third step from a hub would be
// half the graph.
type pathSearch struct {
	*walker
	target place
	levels []*visited         // levels[k]: what is within k steps of the target
	looks  int                // relations looked at
	do     func([]place) bool // takes a path; false: enough
}

func (s *pathSearch) close() {
	for _, level := range s.levels {
		s.g.giveBack(level)
	}
}

// half says how many steps around the target to know for paths of an exact
// length. Of an odd length the middle step is taken from the side that has less around it.
func (s *pathSearch) half(start place, exact int) int {
	half := exact / 2
	if exact == 3 && s.around(s.target) < s.around(start) {
		half++
	}
	return half
}

// around counts the relations of what is beside an entity.
func (s *pathSearch) around(n place) int {
	count := 0
	s.each(n, func(other place) bool {
		if s.passable(other) {
			count += int(s.g.entities[other+1].out - s.g.entities[other].out)
		}
		return true
	})
	return count
}

// near makes the levels around the target known up to so many steps.
func (s *pathSearch) near(steps int) error {
	for len(s.levels) <= steps {
		level := s.g.visited()
		s.levels = append(s.levels, level)
		if len(s.levels) == 1 {
			level.add(s.target)
			continue
		}
		for _, n := range s.levels[len(s.levels)-2].list {
			level.add(n)
		}
		for _, n := range s.levels[len(s.levels)-2].list {
			if n != s.target && !s.passable(n) {
				continue
			}
			s.each(n, func(other place) bool {
				level.add(other)
				return len(level.list) <= s.most
			})
			if len(level.list) > s.most {
				return ErrTooWide
			}
		}
	}
	return s.ctx.Err()
}

// extend lists the simple paths of exactly so many more steps to the target, in
// the order of the entities on the way; false: enough.
func (s *pathSearch) extend(trail []place, left int) bool {
	at := trail[len(trail)-1]
	if len(trail) > 1 && !s.passable(at) {
		return true
	}
	if s.ctx.Err() != nil || s.looks > looksPerNode*s.most {
		return false
	}
	var next []place
	s.each(at, func(other place) bool {
		s.looks++
		hopeless := left-1 < len(s.levels) && !s.levels[left-1].has(other)
		if !hopeless && (left > 1) == (other != s.target) && (other == s.target || s.wanted(other)) && !slices.Contains(trail, other) {
			next = append(next, other)
		}
		return s.looks <= looksPerNode*s.most
	})
	slices.Sort(next)
	for _, n := range slices.Compact(next) {
		longer := append(slices.Clone(trail), n)
		if left == 1 && !s.do(longer) || left > 1 && !s.extend(longer, left-1) {
			return false
		}
	}
	return true
}

// walker knows which relations a walk may take and where it may go.
type walker struct {
	ctx        context.Context
	g          *Graph
	most       int
	predicates uint64   // by rank, as bits
	statuses   uint8    // as bits
	types      typeSet  // of entities walked to; none: all
	through    typeSet  // may be walked through, whatever they are
	kinds      []string // likewise
	closed     typeSet
	regions    typeSet
}

func (g *Graph) walker(ctx context.Context, reach Reach) *walker {
	w := &walker{ctx: ctx, g: g, most: cmp.Or(reach.MaxNodes, defaultReach), predicates: rankSet(reach.Predicates), statuses: ^uint8(0),
		types: g.typeSet(reach.Types), through: g.typeSet(reach.Through), kinds: reach.ThroughKinds, closed: g.typeSet(closed), regions: g.typeSet([]Type{Region})}
	if len(reach.Statuses) > 0 {
		w.statuses = 0
		for _, s := range reach.Statuses {
			w.statuses |= 1 << s
		}
	}
	return w
}

func (w *walker) wanted(n place) bool { return len(w.types) == 0 || w.types.holds(n) }

// passable reports whether a walk may go on behind an entity.
func (w *walker) passable(n place) bool {
	return w.through.holds(n) || !w.closed.holds(n) && !(w.regions.holds(n) && w.isOf(n, wide)) || w.isOf(n, w.kinds)
}

func (w *walker) isOf(n place, kinds []string) bool {
	kind := w.g.entities[n].kind
	return kind != 0 && len(kinds) > 0 && slices.Contains(kinds, w.g.store.local(columnar.Node(kind-1), "kind-"))
}

// walked reports whether a walk may take a relation.
func (w *walker) walked(l linkRow) bool {
	return w.predicates>>l.rank&1 == 1 && w.statuses>>l.status&1 == 1
}

// each gives the other side of each relation around an entity, until do says
// false or the context ends.
func (w *walker) each(n place, do func(other place) bool) {
	for _, side := range w.g.sides(n, Both) {
		for i, l := range side {
			if i%checkEvery == 0 && w.ctx.Err() != nil {
				return
			}
			if w.walked(l) && !do(l.other) {
				return
			}
		}
	}
}

// steps makes paths of the entities on a way: one for each choice of links between
// neighbours, in the order of predicates.
func (w *walker) steps(trail []place) [][]Step {
	paths := [][]Step{nil}
	for i := 1; i < len(trail); i++ {
		a, b := trail[i-1], trail[i]
		links := w.among([]place{min(a, b), max(a, b)}, func(n place) bool { return n == a || n == b })
		var longer [][]Step
		for _, p := range paths {
			for _, l := range links {
				longer = append(longer, append(slices.Clone(p), Step{l, l.Subject == w.g.id(a)}))
			}
		}
		paths = longer
	}
	return paths
}

// among finds the links from entities, which are sorted, to those of a set. Each
// is read from the side of its subject only, where links stand by predicate and object.
func (w *walker) among(nodes []place, in func(place) bool) []Link {
	var links []Link
	var claims []ID // of all links, one behind the other
	for _, n := range nodes {
		if w.ctx.Err() != nil {
			break
		}
		side := w.g.sides(n, Out)[0]
		for i := 0; i < len(side); {
			first, begin := side[i], len(claims)
			if !in(first.other) {
				i++
				continue
			}
			var statuses statusSet
			for ; i < len(side) && side[i].rank == first.rank && side[i].other == first.other; i++ {
				if w.walked(side[i]) {
					statuses |= 1 << side[i].status
					claims = append(claims, ID(w.g.store.spell(w.g.claims[side[i].claim].id)))
				}
			}
			if len(claims) > begin {
				links = append(links, Link{w.g.id(n), Ontology.Predicates[first.rank].Predicate, w.g.id(first.other), statuses.list(), claims[begin:len(claims):len(claims)]})
			}
		}
	}
	return links
}
