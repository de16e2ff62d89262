package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/innograph/innograph/graph/columnar"
)

// deriver follows chains of claims from one entity. A chain is what a derived
// relation follows from; it is an index into links, each of which knows the one
// before it, so that chains share their beginnings.
type deriver struct {
	g     *Graph
	ctx   context.Context
	links []link
}

// link is the end of a chain: the node it has come to, by which relation, from where.
type link struct {
	node   columnar.Node
	by     relation
	before int // -1 at the entity that the chain starts from
	depth  int // relations in the chain
	placed bool
}

func (d *deriver) start(n columnar.Node) int {
	d.links = append(d.links, link{node: n, before: -1})
	return len(d.links) - 1
}

// visits reports whether a chain has been at a node.
func (d *deriver) visits(chain int, n columnar.Node) bool {
	for ; chain >= 0; chain = d.links[chain].before {
		if d.links[chain].node == n {
			return true
		}
	}
	return false
}

// relations are the claims of a chain.
func (d *deriver) relations(chain int) []relation {
	list := make([]relation, 0, d.links[chain].depth)
	for ; d.links[chain].before >= 0; chain = d.links[chain].before {
		list = append(list, d.links[chain].by)
	}
	return list
}

// hop goes on from chains by claims of a predicate in a direction to entities of
// some types (none: any). A chain never comes back to a node it has been at.
func (d *deriver) hop(from []int, p Predicate, direction Direction, wanted ...Type) []int {
	var ends []int
	for _, chain := range from {
		at := d.links[chain]
		d.g.store.relations(d.ctx, at.node, direction, []Predicate{p}, func(r relation) bool {
			to := r.other(at.node)
			if len(wanted) > 0 && !has(wanted, d.g.store.typeOf(to)) || d.visits(chain, to) {
				return true
			}
			d.links = append(d.links, link{to, r, chain, at.depth + 1, at.placed || p == LocatedIn})
			ends = append(ends, len(d.links)-1)
			return true
		})
	}
	return ends
}

// maxPlaceSteps bounds how deep places nest: a workshop in a park in a zone in
// a town in a county is 4 steps; more is a mistake in the data.
const maxPlaceSteps = 6

// upwards finds the places that chains stand in, directly or through towns,
// parks, zones and wholes, up to the county: a county is not left again. At least
// one step of a chain is locatedIn; partOf alone places nothing.
func (d *deriver) upwards(from []int) []int {
	return d.nest(from, Out, []Type{County, Region, Platform}, []Type{Platform, Region, County}, nil)
}

// downwards is the inverse of upwards: what of the wanted types stands in each chain's end.
func (d *deriver) downwards(from []int, wanted ...Type) []int {
	return d.nest(from, In, append([]Type{Region, Platform}, wanted...), []Type{Platform, Region}, wanted)
}

// nest repeats locatedIn and partOf until nothing new is found and collects the
// ends that a locatedIn leads to and that are wanted (nil: all). It goes on from
// Regions and Platforms only: through a county nothing is nested.
func (d *deriver) nest(from []int, direction Direction, located, parts, wanted []Type) []int {
	var found []int
	for range maxPlaceSteps {
		var next []int
		for _, end := range append(d.hop(from, LocatedIn, direction, located...), d.hop(from, PartOf, direction, parts...)...) {
			t := d.g.store.typeOf(d.links[end].node)
			if d.links[end].placed && (wanted == nil || has(wanted, t)) {
				found = append(found, end)
			}
			if t == Region || t == Platform {
				next = append(next, end)
			}
		}
		if from = next; len(from) == 0 {
			break
		}
	}
	return found
}

// derivation is the row of a rule: its basis, the types that it starts from
// (none: any), and how it finds chains to entities of the targets of a field.
type derivation struct {
	basis Basis
	from  []Type
	find  func(d *deriver, start []int, targets []Type) []int
}

// derivations say how each rule is followed. Every pair of rules is one
// relation seen from its two ends; a test holds them against each other.
var derivations = map[Derivation]derivation{
	Places: {ViaPlace, nil, func(d *deriver, start []int, _ []Type) []int { return d.upwards(start) }},
	Placed: {ViaPlace, nil, func(d *deriver, start []int, targets []Type) []int { return d.downwards(start, targets...) }},
	ProjectPlaces: {ViaProject, types(Enterprise), func(d *deriver, start []int, _ []Type) []int {
		return d.upwards(d.hop(start, Undertakes, Out, Project))
	}},
	ProjectFirms: {ViaProject, nil, func(d *deriver, start []int, _ []Type) []int {
		return d.hop(d.downwards(start, Project), Undertakes, In, Enterprise)
	}},
	BuilderPlaces: {ViaPlatform, types(University, ResearchInstitute), func(d *deriver, start []int, _ []Type) []int {
		var counties []int
		for _, end := range d.upwards(d.hop(start, Builds, Out, Platform)) {
			if d.g.store.typeOf(d.links[end].node) == County {
				counties = append(counties, end)
			}
		}
		return counties
	}},
	PlaceBuilders: {ViaPlatform, types(County), func(d *deriver, start []int, _ []Type) []int {
		return d.hop(d.downwards(start, Platform), Builds, In, University, ResearchInstitute)
	}},
	WholesPartners: {ViaPart, nil, func(d *deriver, start []int, targets []Type) []int {
		return d.hop(d.hop(start, PartnersWith, Both), PartOf, Out, targets...)
	}},
	PartsPartners: {ViaPart, nil, func(d *deriver, start []int, targets []Type) []int {
		return d.hop(d.hop(start, PartOf, In), PartnersWith, Both, targets...)
	}},
}

// reached is an entity that a field leads to by one chain.
type reached struct {
	node  columnar.Node
	basis Basis
	chain []relation
}

// Related finds the entities that a field links ids to: one edge a pair, in the
// order of node ids. What is stated wins over what is derived, and of several
// derivations the first basis of [Bases] wins; the edge then stands on the claims
// of that basis only. Claims of the edges are not read yet: [Graph.FillClaims]
// reads those that are wanted.
func (g *Graph) Related(ctx context.Context, f *Field, ids []ID) ([][]Edge, error) {
	return read(ctx, g, ids, func(n columnar.Node) []Edge { return g.edges(g.reach(ctx, f, n)) })
}

// reach lists everything that a field leads to from a node, by every way.
func (g *Graph) reach(ctx context.Context, f *Field, n columnar.Node) []reached {
	var list []reached
	for _, r := range f.Routes {
		g.store.relations(ctx, n, r.Direction, []Predicate{r.Predicate}, func(by relation) bool {
			if to := by.other(n); has(f.Targets, g.store.typeOf(to)) {
				list = append(list, reached{to, Stated, []relation{by}})
			}
			return true
		})
	}
	from := g.store.typeOf(n)
	for _, rule := range f.Derive {
		row := derivations[rule]
		if len(row.from) > 0 && !has(row.from, from) {
			continue
		}
		d := deriver{g: g, ctx: ctx}
		for _, end := range row.find(&d, []int{d.start(n)}, f.Targets) {
			l := d.links[end]
			if l.depth > 1 && l.node != n && has(f.Targets, g.store.typeOf(l.node)) {
				list = append(list, reached{l.node, row.basis, d.relations(end)})
			}
		}
	}
	return list
}

// edges gathers what was reached into one edge a node.
func (g *Graph) edges(list []reached) []Edge {
	slices.SortStableFunc(list, func(a, b reached) int { return cmp.Or(cmp.Compare(a.node, b.node), cmp.Compare(a.basis, b.basis)) })
	var edges []Edge
	for from := 0; from < len(list); {
		first := list[from]
		e := Edge{Node: g.store.id(first.node), Basis: first.basis}
		to := from
		for ; to < len(list) && list[to].node == first.node; to++ {
			if list[to].basis != first.basis {
				continue // a stronger basis has won
			}
			if first.basis != Stated {
				weakest := Existing
				for _, r := range list[to].chain {
					weakest = min(weakest, g.store.status(r.claim))
				}
				e.Statuses = append(e.Statuses, weakest)
			}
			e.behind = append(e.behind, list[to].chain...)
		}
		if e.Basis == Stated {
			g.summarise(&e)
		} else {
			e.normalise()
		}
		edges = append(edges, e)
		from = to
	}
	return edges
}

// FillClaims reads the claims behind edges, in reading order, each once an edge.
func (g *Graph) FillClaims(ctx context.Context, edges []Edge) error {
	for i := range edges {
		e := &edges[i]
		if e.Claims != nil {
			continue
		}
		slices.SortFunc(e.behind, func(a, b relation) int { return cmp.Compare(a.claim, b.claim) })
		for _, r := range slices.Compact(e.behind) {
			e.Claims = append(e.Claims, g.claim(r))
		}
		slices.SortFunc(e.Claims, readingOrder)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}
