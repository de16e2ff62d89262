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
	// MaxNodes bounds the entities that a walk looks at; 0 means 100,000. A walk
	// that meets the bound gives what it has and says so.
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
}

// Neighbourhood finds what lies within depth steps of some entities. Entities
// that are not there are left out. It looks at no more than reach.MaxNodes entities.
func (g *Graph) Neighbourhood(ctx context.Context, ids []ID, depth int, reach Reach) (*Neighbourhood, error) {
	w := g.walker(ctx, reach)
	found := &Neighbourhood{}
	in := map[columnar.Node]bool{}
	var frontier []columnar.Node
	for _, id := range ids {
		if n, ok := w.node(g.Resolve(id)); ok && !in[n] {
			in[n] = true
			frontier = append(frontier, n)
		}
	}
	order := slices.Clone(frontier)
	for level := 0; level < depth && len(frontier) > 0 && !found.Truncated; level++ {
		var next []columnar.Node
		for _, n := range frontier {
			if level > 0 && !w.passable(n) {
				continue
			}
			w.each(n, func(other columnar.Node) bool {
				if in[other] || !w.wanted(other) {
					return true
				}
				in[other] = true
				next = append(next, other)
				return true
			})
		}
		slices.Sort(next) // nodes are numbered in the order of their ids
		if room := max(0, w.most-len(order)); len(next) > room {
			for _, n := range next[room:] {
				delete(in, n)
			}
			next, found.Truncated = next[:room], true
		}
		order = append(order, next...)
		frontier = next
	}
	for _, n := range order {
		found.Nodes = append(found.Nodes, w.id(n))
	}
	found.Links = w.among(order, in)
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
	a, okA := w.node(g.Resolve(from))
	b, okB := w.node(g.Resolve(to))
	if !okA || !okB || a == b || first <= 0 {
		return nil, ctx.Err()
	}
	w.near = length / 2
	distance, err := w.distances(b, w.near)
	if err != nil {
		return nil, err
	}
	var paths [][]Step
	for exact := 1; exact <= length && len(paths) < first; exact++ {
		w.extend([]columnar.Node{a}, b, exact, distance, func(nodes []columnar.Node) bool {
			paths = append(paths, w.steps(nodes)...)
			return len(paths) < first
		})
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if w.looks > looksPerNode*w.most {
			return nil, ErrTooWide
		}
	}
	return paths[:min(first, len(paths))], nil
}

// looksPerNode is how many relations a search for paths may look at for each
// entity that MaxNodes allows.
const looksPerNode = 20

// walker reads relations as numbers of nodes.
type walker struct {
	ctx      context.Context
	g        *Graph
	reach    Reach
	most     int
	terms    map[columnar.Node]Predicate // predicates that may be walked
	statuses map[Status]bool             // nil: all
	types    map[columnar.Node]Type      // of nodes seen
	pass     map[columnar.Node]bool      // whether nodes may be walked through
	near     int                         // how far around the target distances are known
	looks    int                         // relations looked at in search of paths
}

func (g *Graph) walker(ctx context.Context, reach Reach) *walker {
	w := &walker{ctx: ctx, g: g, reach: reach, most: cmp.Or(reach.MaxNodes, defaultReach),
		terms: map[columnar.Node]Predicate{}, types: map[columnar.Node]Type{}, pass: map[columnar.Node]bool{}}
	for n, p := range g.store.predicates {
		if len(reach.Predicates) == 0 || has(reach.Predicates, p) {
			w.terms[n] = p
		}
	}
	if len(reach.Statuses) > 0 {
		w.statuses = map[Status]bool{}
		for _, s := range reach.Statuses {
			w.statuses[s] = true
		}
	}
	return w
}

func (w *walker) node(id ID) (columnar.Node, bool) { return w.g.store.node(id) }

func (w *walker) id(n columnar.Node) ID { return w.g.store.id(n) }

func (w *walker) typeOf(n columnar.Node) Type {
	t, known := w.types[n]
	if !known {
		t = w.g.store.typeOf(n)
		w.types[n] = t
	}
	return t
}

func (w *walker) wanted(n columnar.Node) bool {
	return len(w.reach.Types) == 0 || has(w.reach.Types, w.typeOf(n))
}

// passable reports whether a walk may go on behind a node.
func (w *walker) passable(n columnar.Node) bool {
	pass, known := w.pass[n]
	if !known {
		t := w.typeOf(n)
		pass = has(w.reach.Through, t) || !has(closed, t) && !(t == Region && w.isWide(n))
		w.pass[n] = pass
	}
	return pass
}

func (w *walker) isWide(n columnar.Node) bool {
	kind, ok := w.g.store.object(n, kindTerm)
	return ok && has(wide, w.g.store.local(kind, "kind-"))
}

// each gives the other side of each relation around a node, until do says
// false or the context ends.
func (w *walker) each(n columnar.Node, do func(other columnar.Node) bool) {
	w.g.store.relations(w.ctx, n, Both, nil, func(r relation) bool {
		return !w.walked(r) || do(r.other(n))
	})
}

// walked reports whether a walk may take a relation.
func (w *walker) walked(r relation) bool {
	_, ok := w.terms[r.predicate]
	return ok && w.inStatus(r.claim)
}

func (w *walker) inStatus(claim columnar.Node) bool {
	if w.statuses == nil {
		return true
	}
	return w.statuses[w.g.store.status(claim)]
}

// distances says how many steps it takes to the target from each node within
// so many steps of it. A search for paths comes from the other side and meets it
// half way: the third step from a hub would be half the graph.
func (w *walker) distances(target columnar.Node, steps int) (map[columnar.Node]int, error) {
	distance := map[columnar.Node]int{target: 0}
	frontier := []columnar.Node{target}
	for d := 1; d <= steps && len(frontier) > 0; d++ {
		var next []columnar.Node
		for _, n := range frontier {
			if n != target && !w.passable(n) {
				continue
			}
			w.each(n, func(other columnar.Node) bool {
				if _, seen := distance[other]; !seen {
					distance[other] = d
					next = append(next, other)
				}
				return len(distance) <= w.most
			})
			if len(distance) > w.most {
				return nil, ErrTooWide
			}
		}
		frontier = next
	}
	return distance, w.ctx.Err()
}

// extend lists the simple paths of exactly so many more steps to the target, in
// the order of the nodes on the way, until do says false.
func (w *walker) extend(trail []columnar.Node, target columnar.Node, left int, distance map[columnar.Node]int, do func([]columnar.Node) bool) bool {
	at := trail[len(trail)-1]
	if len(trail) > 1 && !w.passable(at) {
		return true
	}
	if w.ctx.Err() != nil || w.looks > looksPerNode*w.most {
		return false
	}
	var next []columnar.Node
	w.each(at, func(other columnar.Node) bool {
		w.looks++
		d, known := distance[other]
		hopeless := left-1 <= w.near && (!known || d > left-1)
		if !hopeless && (left > 1) == (other != target) && (other == target || w.wanted(other)) && !slices.Contains(trail, other) {
			next = append(next, other)
		}
		return w.looks <= looksPerNode*w.most
	})
	slices.Sort(next)
	for _, n := range slices.Compact(next) {
		if left == 1 {
			if !do(append(slices.Clone(trail), n)) {
				return false
			}
		} else if !w.extend(append(slices.Clone(trail), n), target, left-1, distance, do) {
			return false
		}
	}
	return true
}

// steps makes paths of the nodes on a way: one for each choice of links between
// neighbours, in the order of predicates.
func (w *walker) steps(nodes []columnar.Node) [][]Step {
	paths := [][]Step{nil}
	for i := 1; i < len(nodes); i++ {
		pair := nodes[i-1 : i+1]
		links := w.among(pair, map[columnar.Node]bool{pair[0]: true, pair[1]: true})
		var longer [][]Step
		for _, p := range paths {
			for _, l := range links {
				longer = append(longer, append(slices.Clone(p), Step{l, l.Subject == w.id(pair[0])}))
			}
		}
		paths = longer
	}
	return paths
}

// among finds the links between nodes of a set. Each is read from the side of
// its subject only.
func (w *walker) among(nodes []columnar.Node, in map[columnar.Node]bool) []Link {
	var links []Link
	for _, n := range nodes {
		var last *Link
		w.g.store.relations(w.ctx, n, Out, nil, func(r relation) bool {
			if !in[r.object] || !w.walked(r) {
				return true
			}
			p, object := w.terms[r.predicate], w.id(r.object)
			if last == nil || last.Predicate != p || last.Object != object {
				links = append(links, Link{Subject: w.id(n), Predicate: p, Object: object})
				last = &links[len(links)-1]
			}
			last.Claims = append(last.Claims, w.id(r.claim))
			last.Statuses = append(last.Statuses, w.g.store.status(r.claim))
			return w.ctx.Err() == nil
		})
	}
	for i := range links {
		links[i].Statuses = strongestFirst(links[i].Statuses)
	}
	slices.SortFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(predicateRank(a.Predicate), predicateRank(b.Predicate)), cmp.Compare(a.Object, b.Object))
	})
	return links
}
