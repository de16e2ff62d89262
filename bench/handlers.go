package bench

import (
	"cmp"
	"context"
	"slices"

	"github.com/innograph/innograph/graph"
)

// world is facts as hand-written handlers read them. N is what stands for an entity.
type world[N comparable] interface {
	at(id graph.ID) (N, bool)
	id(n N) graph.ID
	compare(a, b N) int // by id
	kind(n N) graph.Type
	passable(n N) bool // whether a walk may go on behind it; see [graph.Reach]
	// around gives the claims of a predicate (or of every) that have n as their
	// subject (Out) or object (In), in the order of predicate, other side and claim.
	around(n N, p rank, d graph.Direction) []link[N]
	// load completes a claim that around gave.
	load(c *graph.Claim) *graph.Claim
	entity(n N) *graph.Entity
	source(id graph.ID) *graph.Source
	indicator(id graph.ID) *graph.Indicator
	observations(n N, indicator graph.ID) []*graph.Observation // in the order of [graph.Graph.Observations]
}

// link is a claim seen from one of its ends.
type link[N comparable] struct {
	claim *graph.Claim
	other N
	rank  rank
}

// rank is the place of a predicate in the ontology.
type rank uint8

const every rank = 255

func rankOf(p graph.Predicate) rank {
	return rank(slices.IndexFunc(graph.Ontology.Predicates, func(info graph.PredicateInfo) bool { return info.Predicate == p }))
}

var (
	partOf       = rankOf(graph.PartOf)
	locatedIn    = rankOf(graph.LocatedIn)
	partnersWith = rankOf(graph.PartnersWith)
	builds       = rankOf(graph.Builds)
	prioritises  = rankOf(graph.Prioritises)
)

// handlers answer each question by hand: loops over a world that fit that one question.
type handlers[N comparable, W world[N]] struct{ world W }

func (h handlers[N, W]) entity(_ context.Context, id graph.ID) (answer, error) {
	n, ok := h.world.at(id)
	if !ok {
		return entityAnswer{}, nil
	}
	return entityAnswer{h.world.entity(n)}, nil
}

func (h handlers[N, W]) partners(_ context.Context, county graph.ID) (answer, error) {
	n, ok := h.world.at(county)
	if !ok {
		return partnersAnswer{}, nil
	}
	s := h.gather(n, graph.University)
	s.stated(partnersWith)
	s.builders()
	s.partnersOfParts()
	s.wholesOfPartners()
	var a partnersAnswer
	nodes, edges := s.edges()
	a.edges = edges
	for i, x := range nodes {
		a.entities = append(a.entities, h.world.entity(x))
		for _, c := range edges[i].Claims {
			a.sources = append(a.sources, sourceOf{id: c.Source})
		}
	}
	slices.SortFunc(a.sources, func(x, y sourceOf) int { return cmp.Compare(x.id, y.id) })
	a.sources = slices.Compact(a.sources)
	for i := range a.sources {
		a.sources[i].source = h.world.source(a.sources[i].id)
	}
	return a, nil
}

// countiesOf finds the partner counties of a university.
func (h handlers[N, W]) countiesOf(university graph.ID) ([]N, []graph.Edge) {
	n, ok := h.world.at(university)
	if !ok {
		return nil, nil
	}
	s := h.gather(n, graph.County)
	s.stated(partnersWith)
	s.placesOfBuilt()
	s.partnersOfParts()
	s.wholesOfPartners()
	return s.edges()
}

func (h handlers[N, W]) counties(_ context.Context, university graph.ID) (answer, error) {
	var a countiesAnswer
	nodes, edges := h.countiesOf(university)
	a.edges = edges
	for _, n := range nodes {
		a.entities = append(a.entities, h.world.entity(n))
		industries, edges := h.industriesOf(n)
		var entities []*graph.Entity
		for _, x := range industries {
			entities = append(entities, h.world.entity(x))
		}
		a.industries, a.industryEntities = append(a.industries, edges), append(a.industryEntities, entities)
	}
	return a, nil
}

// industriesOf finds what a county prioritises.
func (h handlers[N, W]) industriesOf(county N) ([]N, []graph.Edge) {
	s := h.gather(county, graph.Industry)
	for _, l := range h.world.around(county, prioritises, graph.Out) {
		s.found(l.other, graph.Stated, []*graph.Claim{l.claim})
	}
	return s.edges()
}

func (h handlers[N, W]) page(_ context.Context, universities []graph.ID, first int) (answer, error) {
	var a pageAnswer
	for _, id := range universities {
		n, ok := h.world.at(id)
		if !ok {
			continue
		}
		a.universities = append(a.universities, h.world.entity(n))
		nodes, edges := h.countiesOf(id)
		nodes, edges = nodes[:min(first, len(nodes))], edges[:min(first, len(edges))]
		var entities []*graph.Entity
		for _, x := range nodes {
			entities = append(entities, h.world.entity(x))
		}
		a.edges, a.counties = append(a.edges, edges), append(a.counties, entities)
	}
	return a, nil
}

func (h handlers[N, W]) compare(_ context.Context, counties, indicators []graph.ID) (answer, error) {
	var a compareAnswer
	for _, id := range indicators {
		a.indicators = append(a.indicators, h.world.indicator(id))
	}
	for _, id := range counties {
		n, ok := h.world.at(id)
		if !ok {
			continue
		}
		a.counties = append(a.counties, h.world.entity(n))
		var cells []*graph.Observation
		for _, i := range indicators {
			cells = append(cells, h.world.observations(n, i)...)
		}
		a.cells = append(a.cells, cells)
	}
	return a, nil
}

// gathering finds what one entity is linked to in one meaning.
type gathering[N comparable, W world[N]] struct {
	world  W
	start  N
	target graph.Type
	rows   map[N]*graph.Edge
	nodes  []N            // from the start to where the gathering stands
	claims []*graph.Claim // between them
}

func (h handlers[N, W]) gather(start N, target graph.Type) *gathering[N, W] {
	return &gathering[N, W]{world: h.world, start: start, target: target, rows: map[N]*graph.Edge{}, nodes: append(make([]N, 0, 8), start), claims: make([]*graph.Claim, 0, 8)}
}

// found adds a chain of claims to a node: the strongest basis wins.
func (s *gathering[N, W]) found(n N, basis graph.Basis, claims []*graph.Claim) {
	if s.world.kind(n) != s.target || n == s.start {
		return
	}
	e := s.rows[n]
	if e == nil || basis < e.Basis {
		e = &graph.Edge{Node: s.world.id(n), Basis: basis}
		s.rows[n] = e
	}
	if basis > e.Basis {
		return
	}
	weakest := graph.Existing
	for _, c := range claims {
		c = s.world.load(c)
		weakest = min(weakest, c.Status)
		e.Claims = append(e.Claims, c)
		if len(claims) == 1 && c.Role != "" {
			e.Roles = append(e.Roles, c.Role)
		}
	}
	e.Statuses = append(e.Statuses, weakest)
}

// edges gives what was found by id.
func (s *gathering[N, W]) edges() ([]N, []graph.Edge) {
	nodes := make([]N, 0, len(s.rows))
	for n := range s.rows {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, s.world.compare)
	edges := make([]graph.Edge, len(nodes))
	for i, n := range nodes {
		e := s.rows[n]
		slices.SortFunc(e.Claims, func(a, b *graph.Claim) int {
			return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
		})
		e.Claims = slices.CompactFunc(e.Claims, func(a, b *graph.Claim) bool { return a.ID == b.ID })
		slices.SortFunc(e.Statuses, func(a, b graph.Status) int { return cmp.Compare(b, a) })
		e.Statuses = slices.Compact(e.Statuses)
		slices.Sort(e.Roles)
		e.Roles = slices.Compact(e.Roles)
		edges[i] = *e
	}
	return nodes, edges
}

// step goes along a claim and back: do runs while the gathering stands at its other
// end. A chain never comes back to where it has been.
func (s *gathering[N, W]) step(l link[N], do func(n N)) {
	if slices.Contains(s.nodes, l.other) {
		return
	}
	s.nodes, s.claims = append(s.nodes, l.other), append(s.claims, l.claim)
	do(l.other)
	s.nodes, s.claims = s.nodes[:len(s.nodes)-1], s.claims[:len(s.claims)-1]
}

func (s *gathering[N, W]) stated(p rank) {
	for _, d := range []graph.Direction{graph.Out, graph.In} {
		for _, l := range s.world.around(s.start, p, d) {
			s.found(l.other, graph.Stated, []*graph.Claim{l.claim})
		}
	}
}

func (s *gathering[N, W]) eachPartner(n N, do func(n N)) {
	for _, d := range []graph.Direction{graph.Out, graph.In} {
		for _, l := range s.world.around(n, partnersWith, d) {
			s.step(l, do)
		}
	}
}

// maxPlaceSteps is how deep places nest at most, as in graph.
const maxPlaceSteps = 6

// nested visits what stands in n, or where n stands, through towns and
// platforms; placed says that a locatedIn is on the way.
func (s *gathering[N, W]) nested(n N, d graph.Direction, placed bool, left int, do func(n N)) {
	if left == 0 {
		return
	}
	for _, l := range s.world.around(n, locatedIn, d) {
		s.step(l, func(to N) { s.nest(to, d, true, left, do) })
	}
	for _, l := range s.world.around(n, partOf, d) {
		t := s.world.kind(l.other)
		if t == graph.Platform || t == graph.Region || t == graph.County && d == graph.Out {
			s.step(l, func(to N) { s.nest(to, d, placed, left, do) })
		}
	}
}

func (s *gathering[N, W]) nest(n N, d graph.Direction, placed bool, left int, do func(n N)) {
	if placed {
		do(n)
	}
	if t := s.world.kind(n); t == graph.Region || t == graph.Platform {
		s.nested(n, d, placed, left-1, do)
	}
}

// builders finds who builds a platform that stands in the start.
func (s *gathering[N, W]) builders() {
	s.nested(s.start, graph.In, false, maxPlaceSteps, func(n N) {
		if s.world.kind(n) != graph.Platform {
			return
		}
		for _, l := range s.world.around(n, builds, graph.In) {
			s.step(l, func(to N) { s.found(to, graph.ViaPlatform, s.claims) })
		}
	})
}

// placesOfBuilt finds where the platforms stand that the start builds.
func (s *gathering[N, W]) placesOfBuilt() {
	for _, l := range s.world.around(s.start, builds, graph.Out) {
		if s.world.kind(l.other) != graph.Platform {
			continue
		}
		s.step(l, func(n N) {
			s.nested(n, graph.Out, false, maxPlaceSteps, func(to N) { s.found(to, graph.ViaPlatform, s.claims) })
		})
	}
}

func (s *gathering[N, W]) partnersOfParts() {
	for _, l := range s.world.around(s.start, partOf, graph.In) {
		s.step(l, func(n N) {
			s.eachPartner(n, func(to N) { s.found(to, graph.ViaPart, s.claims) })
		})
	}
}

func (s *gathering[N, W]) wholesOfPartners() {
	s.eachPartner(s.start, func(n N) {
		for _, l := range s.world.around(n, partOf, graph.Out) {
			s.step(l, func(to N) { s.found(to, graph.ViaPart, s.claims) })
		}
	})
}
