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
	Claims   []*Claim // in reading order; of a derived relation the claims it follows from
}

// RelationClaims finds the claims around entities: those of the given
// predicates (none: all) that have the entity on the given side; in reading order.
func (g *Graph) RelationClaims(ctx context.Context, ids []ID, predicates []Predicate, d Direction) ([][]*Claim, error) {
	wanted := g.store.nodesOf(predicates)
	rows := make([][]*Claim, len(ids))
	read := map[columnar.Node]*Claim{} // a claim between two of the ids is one
	for i, id := range ids {
		n, ok := g.store.node(g.Resolve(id))
		if !ok {
			continue
		}
		g.store.relations(ctx, n, d, wanted, func(r relation) bool {
			c := read[r.claim]
			if c == nil {
				c = g.claim(r)
				read[r.claim] = c
			}
			rows[i] = append(rows[i], c)
			return true
		})
		slices.SortFunc(rows[i], readingOrder)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return rows, nil
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
// A symmetric predicate has one edge a pair, and it is forward.
func (g *Graph) Relations(ctx context.Context, ids []ID, predicates []Predicate, d Direction) ([][]Edge, error) {
	for i := range predicates {
		// A symmetric claim may be stored either way round, so it is looked for both ways.
		if info, ok := Ontology.Predicate(predicates[i]); ok && info.Symmetric {
			return g.relations(ctx, ids, predicates, d, true)
		}
	}
	return g.relations(ctx, ids, predicates, d, len(predicates) == 0)
}

func (g *Graph) relations(ctx context.Context, ids []ID, predicates []Predicate, d Direction, symmetric bool) ([][]Edge, error) {
	wide := d
	if symmetric {
		wide = Both
	}
	claims, err := g.RelationClaims(ctx, ids, predicates, wide)
	if err != nil {
		return nil, err
	}
	rows := make([][]Edge, len(ids))
	for i, id := range ids {
		id = g.Resolve(id)
		at := map[edgeKey]int{}
		for _, c := range claims[i] {
			for _, key := range c.seenFrom(id, d) {
				j, ok := at[key]
				if !ok {
					j = len(rows[i])
					at[key] = j
					rows[i] = append(rows[i], Edge{Node: key.node, Predicate: key.predicate, Forward: key.forward})
				}
				rows[i][j].Claims = append(rows[i][j].Claims, c)
			}
		}
		for j := range rows[i] {
			rows[i][j].summarise()
		}
		slices.SortFunc(rows[i], func(a, b Edge) int {
			return cmp.Or(cmp.Compare(predicateRank(a.Predicate), predicateRank(b.Predicate)), compareBool(b.Forward, a.Forward), cmp.Compare(a.Node, b.Node))
		})
	}
	return rows, nil
}

// edgeKey tells edges of one entity apart.
type edgeKey struct {
	node      ID
	predicate Predicate
	forward   bool
}

// seenFrom gives the edges that the claim is for the entity id in direction d.
func (c *Claim) seenFrom(id ID, d Direction) []edgeKey {
	info, _ := Ontology.Predicate(c.Predicate)
	if info.Symmetric {
		return []edgeKey{{c.other(id), c.Predicate, true}}
	}
	var keys []edgeKey
	if c.Subject == id && d != In {
		keys = append(keys, edgeKey{c.Object, c.Predicate, true})
	}
	if c.Object == id && d != Out {
		keys = append(keys, edgeKey{c.Subject, c.Predicate, false})
	}
	return keys
}

func (c *Claim) other(id ID) ID {
	if c.Subject == id {
		return c.Object
	}
	return c.Subject
}

// summarise fills statuses and roles of a stated edge from its claims.
func (e *Edge) summarise() {
	for _, c := range e.Claims {
		e.Statuses = append(e.Statuses, c.Status)
		if c.Role != "" {
			e.Roles = append(e.Roles, c.Role)
		}
	}
	e.normalise()
}

func (e *Edge) normalise() {
	slices.SortFunc(e.Statuses, func(a, b Status) int { return cmp.Compare(b, a) })
	e.Statuses = slices.Compact(e.Statuses)
	slices.Sort(e.Roles)
	e.Roles = slices.Compact(e.Roles)
}

// Degrees counts the stated triples around entities: a fact said in several
// passages counts once.
func (g *Graph) Degrees(ctx context.Context, ids []ID) ([]int, error) {
	degrees := make([]int, len(ids))
	for i, id := range ids {
		if n, ok := g.store.node(g.Resolve(id)); ok {
			degrees[i] = g.degree(n)
		}
		if i%256 == 0 && ctx.Err() != nil {
			break
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return degrees, nil
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
