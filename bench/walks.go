package bench

import (
	"cmp"
	"context"
	"slices"

	"github.com/innograph/innograph/graph"
)

func (h handlers[N, W]) neighbourhood(_ context.Context, id graph.ID, depth, most int) (answer, error) {
	start, ok := h.world.at(id)
	if !ok {
		return neighbourhoodAnswer{}, nil
	}
	in := map[N]bool{start: true}
	order, frontier := []N{start}, []N{start}
	truncated := false
	for level := 0; level < depth && len(frontier) > 0 && !truncated; level++ {
		var next []N
		for _, n := range frontier {
			if level > 0 && !h.world.passable(n) {
				continue
			}
			h.each(n, func(l link[N]) {
				if !in[l.other] {
					in[l.other] = true
					next = append(next, l.other)
				}
			})
		}
		slices.SortFunc(next, h.world.compare)
		if room := most - len(order); len(next) > room {
			for _, n := range next[room:] {
				delete(in, n)
			}
			next, truncated = next[:room], true
		}
		order = append(order, next...)
		frontier = next
	}
	a := neighbourhoodAnswer{Neighbourhood: &graph.Neighbourhood{Truncated: truncated}}
	for _, n := range order {
		a.Nodes = append(a.Nodes, h.world.id(n))
		a.entities = append(a.entities, h.world.entity(n))
	}
	slices.SortFunc(order, h.world.compare)
	for _, n := range order {
		a.Links = h.links(a.Links, n, h.world.around(n, every, graph.Out), func(other N) bool { return in[other] })
	}
	return a, nil
}

func (h handlers[N, W]) each(n N, do func(link[N])) {
	for _, d := range []graph.Direction{graph.Out, graph.In} {
		for _, l := range h.world.around(n, every, d) {
			do(l)
		}
	}
}

// links gathers claims from one subject into links, one a predicate and pair.
func (h handlers[N, W]) links(list []graph.Link, subject N, claims []link[N], wanted func(N) bool) []graph.Link {
	for i := 0; i < len(claims); {
		from := claims[i]
		end := i + 1
		for end < len(claims) && claims[end].other == from.other && claims[end].rank == from.rank {
			end++
		}
		if wanted(from.other) {
			l := graph.Link{Subject: h.world.id(subject), Predicate: from.claim.Predicate, Object: h.world.id(from.other)}
			for _, c := range claims[i:end] {
				l.Claims = append(l.Claims, c.claim.ID)
				l.Statuses = append(l.Statuses, h.world.load(c.claim).Status)
			}
			slices.SortFunc(l.Statuses, func(a, b graph.Status) int { return cmp.Compare(b, a) })
			l.Statuses = slices.Compact(l.Statuses)
			list = append(list, l)
		}
		i = end
	}
	return list
}

// path finds the first of the shortest paths of at most 4 steps, by the ids on
// the way: 2 steps from either end meet.
func (h handlers[N, W]) path(_ context.Context, from, to graph.ID) (answer, error) {
	a, okA := h.world.at(from)
	b, okB := h.world.at(to)
	if !okA || !okB || a == b {
		return pathAnswer{}, nil
	}
	firstOfA, nearB := h.beside(a), h.beside(b)
	ofB := map[N]bool{}
	for _, n := range nearB {
		ofB[n] = true
	}
	if ofB[a] {
		return h.steps(a, b), nil
	}
	for _, n := range firstOfA {
		if ofB[n] && h.world.passable(n) {
			return h.steps(a, n, b), nil
		}
	}
	for _, n := range firstOfA {
		if !h.world.passable(n) {
			continue
		}
		for _, m := range h.beside(n) {
			if ofB[m] && h.world.passable(m) {
				return h.steps(a, n, m, b), nil
			}
		}
	}
	second := map[N]bool{}
	for _, n := range nearB {
		if h.world.passable(n) {
			h.each(n, func(l link[N]) { second[l.other] = true })
		}
	}
	for _, n := range firstOfA {
		if !h.world.passable(n) {
			continue
		}
		for _, m := range h.beside(n) {
			if !second[m] || !h.world.passable(m) {
				continue
			}
			for _, o := range h.beside(m) {
				if ofB[o] && h.world.passable(o) {
					return h.steps(a, n, m, o, b), nil
				}
			}
		}
	}
	return pathAnswer{}, nil
}

// beside lists the neighbours of n by id.
func (h handlers[N, W]) beside(n N) []N {
	var list []N
	h.each(n, func(l link[N]) { list = append(list, l.other) })
	slices.SortFunc(list, h.world.compare)
	return slices.Compact(list)
}

// steps makes the path over nodes, with the first link of each pair.
func (h handlers[N, W]) steps(nodes ...N) pathAnswer {
	var a pathAnswer
	for i := range len(nodes) - 1 {
		links := h.between(nodes[i], nodes[i+1])
		links = append(links, h.between(nodes[i+1], nodes[i])...)
		slices.SortFunc(links, func(x, y graph.Link) int {
			return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(rankOf(x.Predicate), rankOf(y.Predicate)))
		})
		a.steps = append(a.steps, graph.Step{Link: links[0], Forward: links[0].Subject == h.world.id(nodes[i])})
	}
	return a
}

func (h handlers[N, W]) between(subject, object N) []graph.Link {
	return h.links(nil, subject, h.world.around(subject, every, graph.Out), func(n N) bool { return n == object })
}
