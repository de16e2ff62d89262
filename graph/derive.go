package graph

import (
	"context"
	"slices"
)

// deriver follows chains of claims from one entity after the other. A chain is
// what a derived relation follows from; it is an index into links, each of which knows
// the one before it, so that chains share their beginnings.
type deriver struct {
	g       *Graph
	ctx     context.Context
	targets typeSet
	links   []link
}

// link is the end of a chain: the entity it has come to, by which claim, from where.
type link struct {
	node    place
	claim   uint32
	before  int32 // -1 at the entity that the chain starts from
	depth   uint8 // claims in the chain
	weakest uint8 // status of them
	placed  bool
}

func (d *deriver) start(n place) int32 {
	d.links = append(d.links, link{node: n, before: -1, weakest: uint8(Existing)})
	return int32(len(d.links) - 1)
}

// visits reports whether a chain has been at a node.
func (d *deriver) visits(chain int32, n place) bool {
	for ; chain >= 0; chain = d.links[chain].before {
		if d.links[chain].node == n {
			return true
		}
	}
	return false
}

// hop goes on from chains by claims of a predicate in a direction to entities of
// some types (none: any). A chain never comes back to a node it has been at.
func (d *deriver) hop(from []int32, p Predicate, direction Direction, wanted ...Type) []int32 {
	var ends []int32
	types, rank := d.g.typeSet(wanted), ranks[p]
	for _, chain := range from {
		if d.ctx.Err() != nil {
			break
		}
		at := d.links[chain]
		for _, side := range d.g.sides(at.node, direction) {
			for _, l := range of(side, rank) {
				if len(types) > 0 && !types.holds(l.other) || d.visits(chain, l.other) {
					continue
				}
				d.links = append(d.links, link{l.other, l.claim, chain, at.depth + 1, min(at.weakest, l.status), at.placed || p == LocatedIn})
				ends = append(ends, int32(len(d.links)-1))
			}
		}
	}
	return ends
}

// maxPlaceSteps bounds how deep places nest: a workshop in a park in a zone in
// a town in a county is 4 steps; more is a mistake in the data.
const maxPlaceSteps = 6

// upwards finds the places that chains stand in, directly or through towns,
// parks, zones and wholes, up to the county: a county is not left again. At least
// one step of a chain is locatedIn; partOf alone places nothing.
func (d *deriver) upwards(from []int32) []int32 {
	return d.nest(from, Out, []Type{County, Region, Platform}, []Type{Platform, Region, County}, nil)
}

// downwards is the inverse of upwards: what of the wanted types stands in each chain's end.
func (d *deriver) downwards(from []int32, wanted ...Type) []int32 {
	return d.nest(from, In, append([]Type{Region, Platform}, wanted...), []Type{Platform, Region}, wanted)
}

// nest repeats locatedIn and partOf until nothing new is found and collects the
// ends that a locatedIn leads to and that are wanted (nil: all). It goes on from
// Regions and Platforms only: through a county nothing is nested.
func (d *deriver) nest(from []int32, direction Direction, located, parts, wanted []Type) []int32 {
	var found []int32
	ends, open := d.g.typeSet(wanted), d.g.typeSet([]Type{Region, Platform})
	for range maxPlaceSteps {
		var next []int32
		for _, end := range append(d.hop(from, LocatedIn, direction, located...), d.hop(from, PartOf, direction, parts...)...) {
			at := d.links[end]
			if at.placed && (wanted == nil || ends.holds(at.node)) {
				found = append(found, end)
			}
			if open.holds(at.node) {
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
	find  func(d *deriver, start []int32, targets []Type) []int32
}

// derivations say how each rule is followed. Every pair of rules is one
// relation seen from its two ends; a test holds them against each other.
var derivations = map[Derivation]derivation{
	Places: {ViaPlace, nil, func(d *deriver, start []int32, _ []Type) []int32 { return d.upwards(start) }},
	Placed: {ViaPlace, nil, func(d *deriver, start []int32, targets []Type) []int32 { return d.downwards(start, targets...) }},
	ProjectPlaces: {ViaProject, types(Enterprise), func(d *deriver, start []int32, _ []Type) []int32 {
		return d.upwards(d.hop(start, Undertakes, Out, Project))
	}},
	ProjectFirms: {ViaProject, nil, func(d *deriver, start []int32, _ []Type) []int32 {
		return d.hop(d.downwards(start, Project), Undertakes, In, Enterprise)
	}},
	BuilderPlaces: {ViaPlatform, types(University, ResearchInstitute), func(d *deriver, start []int32, _ []Type) []int32 {
		var counties []int32
		for _, end := range d.upwards(d.hop(start, Builds, Out, Platform)) {
			if d.g.typeOf(d.links[end].node) == County {
				counties = append(counties, end)
			}
		}
		return counties
	}},
	PlaceBuilders: {ViaPlatform, types(County), func(d *deriver, start []int32, _ []Type) []int32 {
		return d.hop(d.downwards(start, Platform), Builds, In, University, ResearchInstitute)
	}},
	WholesPartners: {ViaPart, nil, func(d *deriver, start []int32, targets []Type) []int32 {
		return d.hop(d.hop(start, PartnersWith, Both), PartOf, Out, targets...)
	}},
	PartsPartners: {ViaPart, nil, func(d *deriver, start []int32, targets []Type) []int32 {
		return d.hop(d.hop(start, PartOf, In), PartnersWith, Both, targets...)
	}},
}

// reached is an entity that a field leads to: by a claim, or by a chain of them.
type reached struct {
	node   place
	basis  Basis
	status uint8
	by     uint32 // the claim of what is stated, the chain of what is derived
}

// Related finds the entities that a field links ids to: one edge a pair, in the
// order of node ids. What is stated wins over what is derived, and of several
// derivations the first basis of [Bases] wins; the edge then stands on the claims
// of that basis only. Claims of the edges are not read yet: [Graph.FillClaims]
// reads those that are wanted.
func (g *Graph) Related(ctx context.Context, f *Field, ids []ID) ([][]Edge, error) {
	d := &deriver{g: g, ctx: ctx, targets: g.typeSet(f.Targets)}
	var list []reached
	return read(ctx, g, ids, func(n place) []Edge {
		list = d.reach(f, n, list[:0])
		return d.edges(list)
	})
}

// reach appends to list everything that a field leads to from an entity, by every way.
func (d *deriver) reach(f *Field, n place, list []reached) []reached {
	d.links = d.links[:0]
	for _, r := range f.Routes {
		for _, side := range d.g.sides(n, r.Direction) {
			for _, l := range of(side, ranks[r.Predicate]) {
				if d.targets.holds(l.other) {
					list = append(list, reached{l.other, Stated, l.status, l.claim})
				}
			}
		}
	}
	from := d.g.typeOf(n)
	for _, rule := range f.Derive {
		row := derivations[rule]
		if len(row.from) > 0 && !slices.Contains(row.from, from) {
			continue
		}
		for _, end := range row.find(d, []int32{d.start(n)}, f.Targets) {
			if l := d.links[end]; l.depth > 1 && l.node != n && d.targets.holds(l.node) {
				list = append(list, reached{l.node, row.basis, l.weakest, uint32(end)})
			}
		}
	}
	return list
}

// edges gathers what was reached into one edge an entity.
func (d *deriver) edges(list []reached) []Edge {
	order := make([]uint64, len(list)) // entity, basis, and place in the list
	for i, r := range list {
		order[i] = uint64(r.node)<<32 | uint64(r.basis)<<28 | uint64(i)
	}
	slices.Sort(order)
	at := func(i int) reached { return list[order[i]&(1<<28-1)] }
	count := 0
	for i := range order {
		if i == 0 || order[i]>>32 != order[i-1]>>32 {
			count++
		}
	}
	edges := make([]Edge, 0, count)
	behind := make([]uint32, 0, len(list))
	for from := 0; from < len(order); {
		first, begin, to := at(from), len(behind), from
		var statuses statusSet
		for ; to < len(order) && at(to).node == first.node; to++ {
			if r := at(to); r.basis == first.basis { // else a stronger basis has won
				statuses |= 1 << r.status
				behind = d.claims(r, behind)
			}
		}
		claims := behind[begin:len(behind):len(behind)]
		slices.Sort(claims)
		e := Edge{Node: d.g.id(first.node), place: first.node, Basis: first.basis, behind: slices.Compact(claims)}
		if e.Basis == Stated {
			d.g.summarise(&e)
		} else {
			e.Statuses = statuses.list()
		}
		edges = append(edges, e)
		from = to
	}
	return edges
}

// claims appends the claims that an entity was reached by.
func (d *deriver) claims(r reached, list []uint32) []uint32 {
	if r.basis == Stated {
		return append(list, r.by)
	}
	for at := d.links[r.by]; at.before >= 0; at = d.links[at.before] {
		list = append(list, at.claim)
	}
	return list
}
