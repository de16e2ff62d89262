package bench

import (
	"context"
	"math/rand/v2"
	"slices"
	"unicode"

	"github.com/innograph/innograph/graph"
)

// contender is a way to answer the questions.
type contender interface {
	entity(ctx context.Context, id graph.ID) (answer, error)
	partners(ctx context.Context, county graph.ID) (answer, error)
	counties(ctx context.Context, university graph.ID) (answer, error)
	page(ctx context.Context, universities []graph.ID, first int) (answer, error)
	neighbourhood(ctx context.Context, id graph.ID, depth, most int) (answer, error)
	path(ctx context.Context, from, to graph.ID) (answer, error)
	compare(ctx context.Context, counties, indicators []graph.ID) (answer, error)
	matches(ctx context.Context, text string, first int) (answer, error)
	counts(ctx context.Context) (answer, error)
}

// question is one case of the benchmark.
type question struct {
	Name, What string
	grows      bool // its cost at the largest size is compared with that at 230 counties
	ask        func(ctx context.Context, c contender, in input) (answer, error)
	inputs     func(p *pool) []input
}

// input is what a question is asked about.
type input struct {
	ids, indicators []graph.ID
	text            string
}

var questions = []question{
	{"B1", "one entity with names and identifiers", true,
		func(ctx context.Context, c contender, in input) (answer, error) { return c.entity(ctx, in.ids[0]) },
		func(p *pool) []input { return p.each(4096, p.all) }},
	{"B2", "a county's partner universities, stated and derived, with every claim and its source", true,
		func(ctx context.Context, c contender, in input) (answer, error) { return c.partners(ctx, in.ids[0]) },
		func(p *pool) []input { return p.each(1024, p.of(graph.County)) }},
	{"B3", "a university's counties and the industries of each", false,
		func(ctx context.Context, c contender, in input) (answer, error) { return c.counties(ctx, in.ids[0]) },
		func(p *pool) []input { return p.each(1024, p.of(graph.University)) }},
	{"B4", "a page of 50 universities, each with 20 counties", false,
		func(ctx context.Context, c contender, in input) (answer, error) { return c.page(ctx, in.ids, 20) },
		func(p *pool) []input { return p.runs(256, p.of(graph.University), 50) }},
	{"B5", "a neighbourhood of depth 2, at most 500 nodes, with names and links", false,
		func(ctx context.Context, c contender, in input) (answer, error) {
			return c.neighbourhood(ctx, in.ids[0], 2, 500)
		},
		func(p *pool) []input {
			return p.each(512, p.of(graph.County, graph.University, graph.Enterprise, graph.Platform, graph.Industry))
		}},
	{"B6", "a shortest path of at most 4 steps", true,
		func(ctx context.Context, c contender, in input) (answer, error) {
			return c.path(ctx, in.ids[0], in.ids[1])
		},
		func(p *pool) []input {
			return p.pairs(512, p.of(graph.County, graph.University, graph.Enterprise, graph.Platform))
		}},
	{"B7", "6 counties × 15 indicators", true,
		func(ctx context.Context, c contender, in input) (answer, error) {
			return c.compare(ctx, in.ids, in.indicators)
		},
		func(p *pool) []input { return p.matrices(512) }},
	{"B8", "names that hold a piece of 2 to 4 characters, at most 100 of them; first 20 and how many", true,
		func(ctx context.Context, c contender, in input) (answer, error) { return c.matches(ctx, in.text, 20) },
		func(p *pool) []input { return p.pieces(1024, 100) }},
	{"B8c", "the same with pieces as they come, common ones among them", false,
		func(ctx context.Context, c contender, in input) (answer, error) { return c.matches(ctx, in.text, 20) },
		func(p *pool) []input { return p.pieces(1024, 0) }},
	{"B9", "counts by predicate and status", false,
		func(ctx context.Context, c contender, _ input) (answer, error) { return c.counts(ctx) },
		func(*pool) []input { return make([]input, 1) }},
}

// pool draws inputs; the same data set gives the same ones.
type pool struct {
	random     *rand.Rand
	floor      *floor
	all        []graph.ID // entities by id
	indicators []graph.ID
}

func newPool(f *floor) *pool {
	p := &pool{random: rand.New(rand.NewPCG(4, 9)), floor: f}
	for id := range f.world.nodes {
		p.all = append(p.all, id)
	}
	for id := range f.world.indicators {
		p.indicators = append(p.indicators, id)
	}
	slices.Sort(p.all)
	slices.Sort(p.indicators)
	return p
}

func (p *pool) of(types ...graph.Type) []graph.ID {
	var list []graph.ID
	for _, id := range p.all {
		if slices.Contains(types, p.floor.world.nodes[id].entity.Type) {
			list = append(list, id)
		}
	}
	return list
}

// draw gives at most n of a list, mixed.
func (p *pool) draw(n int, list []graph.ID) []graph.ID {
	order := p.random.Perm(len(list))
	var drawn []graph.ID
	for _, i := range order[:min(n, len(order))] {
		drawn = append(drawn, list[i])
	}
	return drawn
}

func (p *pool) each(n int, list []graph.ID) []input {
	var inputs []input
	for _, id := range p.draw(n, list) {
		inputs = append(inputs, input{ids: []graph.ID{id}})
	}
	return inputs
}

// runs are pages of size ids in a row.
func (p *pool) runs(n int, list []graph.ID, size int) []input {
	var inputs []input
	for range n {
		from := p.random.IntN(max(1, len(list)-size+1))
		inputs = append(inputs, input{ids: list[from:min(len(list), from+size)]})
	}
	return inputs
}

// pairs are two entities with a path between them.
func (p *pool) pairs(n int, list []graph.ID) []input {
	var inputs []input
	for tries := 0; len(inputs) < n && tries < 50*n; tries++ {
		from, to := list[p.random.IntN(len(list))], list[p.random.IntN(len(list))]
		if a, _ := p.floor.path(context.Background(), from, to); len(a.(pathAnswer).steps) > 0 {
			inputs = append(inputs, input{ids: []graph.ID{from, to}})
		}
	}
	return inputs
}

func (p *pool) matrices(n int) []input {
	counties := p.of(graph.County)
	var inputs []input
	for range n {
		in := input{ids: p.draw(6, counties), indicators: p.draw(15, p.indicators)}
		slices.Sort(in.indicators)
		inputs = append(inputs, in)
	}
	return inputs
}

// pieces are cut out of names: Chinese characters in a row that at most so many
// entities have (0: any number).
func (p *pool) pieces(n, most int) []input {
	var inputs []input
	for tries := 0; len(inputs) < n && tries < 50*n; tries++ {
		name := []rune(p.floor.world.nodes[p.all[p.random.IntN(len(p.all))]].entity.Name)
		length := 2 + p.random.IntN(3)
		if len(name) < length {
			continue
		}
		at := p.random.IntN(len(name) - length + 1)
		piece := name[at : at+length]
		if slices.ContainsFunc(piece, func(c rune) bool { return !unicode.Is(unicode.Han, c) }) {
			continue
		}
		if most > 0 {
			if a, _ := p.floor.matches(context.Background(), string(piece), 1); a.(matchesAnswer).total > most {
				continue
			}
		}
		inputs = append(inputs, input{text: string(piece)})
	}
	return inputs
}
