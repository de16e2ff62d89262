package graph

import (
	"cmp"
	"context"
	"slices"
)

// chain is a way from an entity to a node over claims. It is what a derived
// relation follows from; a chain of one claim of the field's own predicate is
// not derived but stated.
type chain struct {
	node   ID
	claims []*Claim
}

// status of a chain is its weakest claim's.
func (c chain) status() Status {
	weakest := Existing
	for _, claim := range c.claims {
		weakest = min(weakest, claim.Status)
	}
	return weakest
}

// step is one hop: claims of some predicates in one direction to nodes of some
// types (none: any).
type step struct {
	predicates []Predicate
	direction  Direction
	types      []Type
}

// walk follows steps from every id at once: one read a step, whatever the
// number of ids. A chain never comes back to a node it has been at.
func (g *Graph) walk(ctx context.Context, from [][]chain, steps ...step) ([][]chain, error) {
	for _, s := range steps {
		var frontier []ID
		for _, row := range from {
			for _, c := range row {
				frontier = append(frontier, c.node)
			}
		}
		slices.Sort(frontier)
		frontier = slices.Compact(frontier)
		claims, err := g.RelationClaims(ctx, frontier, s.predicates, s.direction)
		if err != nil {
			return nil, err
		}
		next := make([][]chain, len(from))
		for i, row := range from {
			for _, c := range row {
				at, _ := slices.BinarySearch(frontier, c.node)
				for _, claim := range claims[at] {
					to := claim.other(c.node)
					if t, _ := to.Type(); len(s.types) > 0 && !has(s.types, t) || c.visits(to) {
						continue
					}
					next[i] = append(next[i], chain{to, append(slices.Clone(c.claims), claim)})
				}
			}
		}
		from = next
	}
	return from, nil
}

func (c chain) visits(id ID) bool {
	for _, claim := range c.claims {
		if claim.Subject == id || claim.Object == id {
			return true
		}
	}
	return c.node == id
}

func starts(ids []ID) [][]chain {
	rows := make([][]chain, len(ids))
	for i, id := range ids {
		rows[i] = []chain{{node: id}}
	}
	return rows
}

// maxPlaceSteps bounds how deep places nest: a workshop in a park in a zone in
// a town in a county is 4 steps; more is a mistake in the data.
const maxPlaceSteps = 6

// upwards finds the places that each start stands in, directly or through
// towns, parks, zones and wholes, up to the county: a county is not left again.
// At least one step of a chain is locatedIn; partOf alone places nothing.
func (g *Graph) upwards(ctx context.Context, from [][]chain) ([][]chain, error) {
	return g.nest(ctx, from, []step{
		{predicates: []Predicate{LocatedIn}, direction: Out},
		{predicates: []Predicate{PartOf}, direction: Out, types: types(Platform, Region, County)},
	})
}

// downwards is the inverse of upwards: what stands in each start.
func (g *Graph) downwards(ctx context.Context, from [][]chain) ([][]chain, error) {
	return g.nest(ctx, from, []step{
		{predicates: []Predicate{LocatedIn}, direction: In},
		{predicates: []Predicate{PartOf}, direction: In, types: types(Platform, Region)},
	})
}

// nest repeats steps until nothing new is found and collects the chains that
// hold a locatedIn. It goes on from Regions and Platforms only: through a county
// nothing is nested.
func (g *Graph) nest(ctx context.Context, from [][]chain, steps []step) ([][]chain, error) {
	found := make([][]chain, len(from))
	frontier := from
	for range maxPlaceSteps {
		next := make([][]chain, len(from))
		more := false
		for _, s := range steps {
			rows, err := g.walk(ctx, frontier, s)
			if err != nil {
				return nil, err
			}
			for i, row := range rows {
				for _, c := range row {
					if c.placed() {
						found[i] = append(found[i], c)
					}
					if t, _ := c.node.Type(); t == Region || t == Platform {
						next[i] = append(next[i], c)
						more = true
					}
				}
			}
		}
		if !more {
			break
		}
		frontier = next
	}
	return found, nil
}

func (c chain) placed() bool {
	for _, claim := range c.claims {
		if claim.Predicate == LocatedIn {
			return true
		}
	}
	return false
}

// derivation is the row of a rule: its basis and how it finds chains.
type derivation struct {
	basis Basis
	find  func(context.Context, *Graph, []ID) ([][]chain, error)
}

// derivations say how each rule is followed. Every pair of rules is one
// relation seen from its two ends; a test holds them against each other.
var derivations = map[Derivation]derivation{
	Places: {ViaPlace, func(ctx context.Context, g *Graph, ids []ID) ([][]chain, error) { return g.upwards(ctx, starts(ids)) }},
	Placed: {ViaPlace, func(ctx context.Context, g *Graph, ids []ID) ([][]chain, error) { return g.downwards(ctx, starts(ids)) }},
	ProjectPlaces: {ViaProject, func(ctx context.Context, g *Graph, ids []ID) ([][]chain, error) {
		firms := make([][]chain, len(ids))
		for i, id := range ids {
			if t, _ := id.Type(); t == Enterprise {
				firms[i] = []chain{{node: id}}
			}
		}
		projects, err := g.walk(ctx, firms, step{[]Predicate{Undertakes}, Out, types(Project)})
		if err != nil {
			return nil, err
		}
		return g.upwards(ctx, projects)
	}},
	ProjectFirms: {ViaProject, func(ctx context.Context, g *Graph, ids []ID) ([][]chain, error) {
		placed, err := g.downwards(ctx, starts(ids))
		if err != nil {
			return nil, err
		}
		return g.walk(ctx, ofType(placed, Project), step{[]Predicate{Undertakes}, In, types(Enterprise)})
	}},
	BuilderPlaces: {ViaPlatform, func(ctx context.Context, g *Graph, ids []ID) ([][]chain, error) {
		builders := ofType(starts(ids), University, ResearchInstitute)
		built, err := g.walk(ctx, builders, step{[]Predicate{Builds}, Out, types(Platform)})
		if err != nil {
			return nil, err
		}
		places, err := g.upwards(ctx, built)
		return ofType(places, County), err
	}},
	PlaceBuilders: {ViaPlatform, func(ctx context.Context, g *Graph, ids []ID) ([][]chain, error) {
		placed, err := g.downwards(ctx, ofType(starts(ids), County))
		if err != nil {
			return nil, err
		}
		return g.walk(ctx, ofType(placed, Platform), step{[]Predicate{Builds}, In, types(University, ResearchInstitute)})
	}},
	WholesPartners: {ViaPart, func(ctx context.Context, g *Graph, ids []ID) ([][]chain, error) {
		partners, err := g.walk(ctx, starts(ids), step{[]Predicate{PartnersWith}, Both, nil})
		if err != nil {
			return nil, err
		}
		return g.walk(ctx, partners, step{[]Predicate{PartOf}, Out, nil})
	}},
	PartsPartners: {ViaPart, func(ctx context.Context, g *Graph, ids []ID) ([][]chain, error) {
		return g.walk(ctx, starts(ids), step{[]Predicate{PartOf}, In, nil}, step{[]Predicate{PartnersWith}, Both, nil})
	}},
}

// ofType keeps the chains that end at one of the types.
func ofType(rows [][]chain, wanted ...Type) [][]chain {
	kept := make([][]chain, len(rows))
	for i, row := range rows {
		for _, c := range row {
			if t, _ := c.node.Type(); has(wanted, t) {
				kept[i] = append(kept[i], c)
			}
		}
	}
	return kept
}

// Related finds the entities that a field links ids to: one edge a pair, in the
// order of node ids. What is stated wins over what is derived, and of several
// derivations the first basis of [Bases] wins; the edge then carries the claims
// of that basis only.
func (g *Graph) Related(ctx context.Context, f *Field, ids []ID) ([][]Edge, error) {
	rows := make([]map[ID]*Edge, len(ids))
	for i := range rows {
		rows[i] = map[ID]*Edge{}
	}
	for _, r := range f.Routes {
		claims, err := g.RelationClaims(ctx, ids, []Predicate{r.Predicate}, r.Direction)
		if err != nil {
			return nil, err
		}
		for i, row := range claims {
			for _, c := range row {
				merge(rows[i], f, Stated, chain{c.other(ids[i]), []*Claim{c}})
			}
		}
	}
	for _, rule := range f.Derive {
		d := derivations[rule]
		chains, err := d.find(ctx, g, ids)
		if err != nil {
			return nil, err
		}
		for i, row := range chains {
			for _, c := range row {
				if c.node != ids[i] && len(c.claims) > 1 {
					merge(rows[i], f, d.basis, c)
				}
			}
		}
	}
	edges := make([][]Edge, len(ids))
	for i, row := range rows {
		for _, e := range row {
			slices.SortFunc(e.Claims, readingOrder)
			e.Claims = slices.Compact(e.Claims)
			e.normalise()
			edges[i] = append(edges[i], *e)
		}
		slices.SortFunc(edges[i], func(a, b Edge) int { return cmp.Compare(a.Node, b.Node) })
	}
	return edges, nil
}

// merge adds a chain to the edge of its node, unless the edge stands on a
// stronger basis; a stronger chain replaces what was there.
func merge(row map[ID]*Edge, f *Field, basis Basis, c chain) {
	if t, _ := c.node.Type(); !has(f.Targets, t) {
		return
	}
	e := row[c.node]
	if e == nil || basis < e.Basis {
		e = &Edge{Node: c.node, Basis: basis}
		row[c.node] = e
	}
	if basis > e.Basis {
		return
	}
	e.Statuses = append(e.Statuses, c.status())
	e.Claims = append(e.Claims, c.claims...)
	if len(c.claims) == 1 && c.claims[0].Role != "" {
		e.Roles = append(e.Roles, c.claims[0].Role)
	}
}
