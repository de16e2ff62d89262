package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
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
	behind []relation
}

// sides are the places in a quad where an entity of this direction stands.
func (d Direction) sides() []quad.Direction {
	switch d {
	case Out:
		return []quad.Direction{quad.Subject}
	case In:
		return []quad.Direction{quad.Object}
	}
	return []quad.Direction{quad.Subject, quad.Object}
}

func readingOrder(a, b *Claim) int {
	return cmp.Or(compareLocators(a.Locator, b.Locator), cmp.Compare(a.ID, b.ID))
}

// Relations finds the stated relations of entities: one edge for each
// predicate, direction and pair, in the order of predicate, direction and node.
// A symmetric predicate has one edge a pair, and it is forward. Claims are read
// by [Graph.FillClaims].
func (g *Graph) Relations(ctx context.Context, ids []ID, predicates []Predicate, d Direction) ([][]Edge, error) {
	return read(ctx, g, ids, func(n columnar.Node) []Edge {
		var row []Edge
		at := map[edgeKey]int{}
		// A symmetric claim may be stored either way round, so all are looked for both ways.
		g.store.relations(ctx, n, Both, predicates, func(r relation) bool {
			key, seen := g.seenFrom(n, r, d)
			if !seen {
				return true
			}
			j, ok := at[key]
			if !ok {
				j = len(row)
				at[key] = j
				row = append(row, Edge{Node: g.store.id(key.node), Predicate: key.predicate, Forward: key.forward})
			}
			row[j].behind = append(row[j].behind, r)
			return true
		})
		for j := range row {
			g.summarise(&row[j])
		}
		slices.SortFunc(row, func(a, b Edge) int {
			return cmp.Or(cmp.Compare(predicateRank(a.Predicate), predicateRank(b.Predicate)), compareBool(b.Forward, a.Forward), cmp.Compare(a.Node, b.Node))
		})
		return row
	})
}

// edgeKey tells edges of one entity apart.
type edgeKey struct {
	node      columnar.Node
	predicate Predicate
	forward   bool
}

// seenFrom gives the edge that a relation is for the entity n in direction d;
// false if it is none.
func (g *Graph) seenFrom(n columnar.Node, r relation, d Direction) (edgeKey, bool) {
	p := g.store.predicates[r.predicate]
	info, _ := Ontology.Predicate(p)
	forward := r.subject == n
	switch {
	case info.Symmetric:
		return edgeKey{r.other(n), p, true}, true
	case forward && d == In, !forward && d == Out:
		return edgeKey{}, false
	}
	return edgeKey{r.other(n), p, forward}, true
}

// summarise fills statuses and roles of a stated edge.
func (g *Graph) summarise(e *Edge) {
	for _, r := range e.behind {
		e.Statuses = append(e.Statuses, g.store.status(r.claim))
		if role, ok := g.store.object(r.claim, roleTerm); ok {
			e.Roles = append(e.Roles, g.store.text(role))
		}
	}
	e.normalise()
}

func (e *Edge) normalise() {
	e.Statuses = strongestFirst(e.Statuses)
	slices.Sort(e.Roles)
	e.Roles = slices.Compact(e.Roles)
}

// strongestFirst sorts statuses in place; each stands once.
func strongestFirst(list []Status) []Status {
	slices.SortFunc(list, func(a, b Status) int { return cmp.Compare(b, a) })
	return slices.Compact(list)
}

// Degrees counts the stated triples around entities: a fact said in several
// passages counts once.
func (g *Graph) Degrees(ctx context.Context, ids []ID) ([]int, error) {
	return read(ctx, g, ids, g.degree)
}

// degree counts triples in one pass: on either side quads of one triple stand
// together, since the label is the last that they are sorted by.
func (g *Graph) degree(n columnar.Node) int {
	count := 0
	for _, side := range Both.sides() {
		var last [2]columnar.Node
		first := true
		g.store.columns.Each(side, n, func(q [4]columnar.Node, labelled bool) bool {
			triple := [2]columnar.Node{q[1], q[2]}
			if side == quad.Object {
				triple[1] = q[0]
			}
			if labelled && (first || triple != last) {
				count++
				first, last = false, triple
			}
			return true
		})
	}
	return count
}

func predicateRank(p Predicate) int {
	return slices.IndexFunc(Ontology.Predicates, func(info PredicateInfo) bool { return info.Predicate == p })
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
