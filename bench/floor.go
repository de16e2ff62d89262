package bench

//lint:file-ignore U1000 methods of worlds are called through a type parameter

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/innograph/innograph/graph"
)

// floor is facts as maps and slices of structs: what somebody would write who
// has these questions and no others. Indexes are prepared, answers are not.
type floor struct {
	handlers[*node, floorWorld]
	names  []floorName         // by the rank of their entities
	ranked []*node             // as ties of a search are broken
	grams  map[[2]rune][]int32 // names that hold two characters in a row
	tally  []graph.RelationCount
}

// node is an entity with all that is said of it.
type node struct {
	entity       *graph.Entity
	place        int32 // among all, by id
	pass         bool
	out, in      []link[*node]
	degree       int
	observations map[graph.ID][]*graph.Observation // by indicator
}

type floorWorld struct {
	nodes      map[graph.ID]*node
	sources    map[graph.ID]*graph.Source
	indicators map[graph.ID]*graph.Indicator
}

func (w floorWorld) at(id graph.ID) (*node, bool)           { n, ok := w.nodes[id]; return n, ok }
func (w floorWorld) id(n *node) graph.ID                    { return n.entity.ID }
func (w floorWorld) compare(a, b *node) int                 { return int(a.place - b.place) }
func (w floorWorld) kind(n *node) graph.Type                { return n.entity.Type }
func (w floorWorld) passable(n *node) bool                  { return n.pass }
func (w floorWorld) load(c *graph.Claim) *graph.Claim       { return c }
func (w floorWorld) entity(n *node) *graph.Entity           { return n.entity }
func (w floorWorld) source(id graph.ID) *graph.Source       { return w.sources[id] }
func (w floorWorld) indicator(id graph.ID) *graph.Indicator { return w.indicators[id] }
func (w floorWorld) observations(n *node, indicator graph.ID) []*graph.Observation {
	return n.observations[indicator]
}

func (w floorWorld) around(n *node, p rank, d graph.Direction) []link[*node] {
	list := n.out
	if d == graph.In {
		list = n.in
	}
	if p == every {
		return list
	}
	from := sort.Search(len(list), func(i int) bool { return list[i].rank >= p })
	end := from
	for end < len(list) && list[end].rank == p {
		end++
	}
	return list[from:end]
}

// newFloor prepares facts. It keeps pointers into them.
func newFloor(facts *graph.Facts) *floor {
	w := floorWorld{make(map[graph.ID]*node, len(facts.Entities)), map[graph.ID]*graph.Source{}, map[graph.ID]*graph.Indicator{}}
	for i := range facts.Sources {
		w.sources[facts.Sources[i].ID] = &facts.Sources[i]
	}
	for i := range facts.Indicators {
		x := facts.Indicators[i]
		w.indicators[x.ID] = &x
	}
	nodes := make([]node, len(facts.Entities))
	all := make([]*node, len(nodes))
	for i := range facts.Entities {
		e := facts.Entities[i]
		nodes[i] = node{entity: &e, pass: passable(&e)}
		all[i], w.nodes[e.ID] = &nodes[i], &nodes[i]
	}
	slices.SortFunc(all, func(a, b *node) int { return cmp.Compare(a.entity.ID, b.entity.ID) })
	for i, n := range all {
		n.place = int32(i)
	}
	w.describe(facts)
	w.observe(facts)
	f := &floor{handlers: handlers[*node, floorWorld]{w}}
	f.relate(facts, all)
	f.index(all)
	return f
}

// passable says whether a walk may go on behind an entity.
func passable(e *graph.Entity) bool {
	switch e.Type {
	case graph.Document, graph.Task, graph.Event:
		return false
	case graph.Region:
		return !slices.Contains([]string{"country", "province", "city", "area"}, e.Kind)
	}
	return true
}

func (w floorWorld) describe(facts *graph.Facts) {
	kinds := map[graph.NameKind]int{}
	for i, k := range graph.NameKinds {
		kinds[graph.NameKind(k.Name)] = i
	}
	for _, x := range facts.Names {
		if n := w.nodes[x.Entity]; n != nil {
			n.entity.Names = append(n.entity.Names, x)
		} else if i := w.indicators[x.Entity]; i != nil {
			i.Names = append(i.Names, x)
		}
	}
	for _, x := range facts.Identifiers {
		n := w.nodes[x.Entity]
		n.entity.Identifiers = append(n.entity.Identifiers, x)
	}
	order := func(a, b graph.Name) int {
		return cmp.Or(cmp.Compare(kinds[a.Kind], kinds[b.Kind]), -cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Text, b.Text))
	}
	for _, i := range w.indicators {
		slices.SortFunc(i.Names, order)
	}
	for _, n := range w.nodes {
		e := n.entity
		slices.SortFunc(e.Names, order)
		slices.SortFunc(e.Identifiers, func(a, b graph.Identifier) int {
			return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Value, b.Value))
		})
		for _, x := range e.Names {
			if e.NameEn == "" && x.Kind == graph.Translation && x.Lang == "en" {
				e.NameEn, e.Translated = x.Text, true
			}
		}
	}
	for _, r := range facts.Redirects {
		if n := w.nodes[r.To]; n != nil {
			w.nodes[r.From] = n
			n.entity.FormerIDs = append(n.entity.FormerIDs, r.From)
		}
	}
}

func (w floorWorld) observe(facts *graph.Facts) {
	for i := range facts.Observations {
		o := &facts.Observations[i]
		n := w.nodes[o.Entity]
		if n.observations == nil {
			n.observations = map[graph.ID][]*graph.Observation{}
		}
		n.observations[o.Indicator] = append(n.observations[o.Indicator], o)
	}
	for _, n := range w.nodes {
		for _, list := range n.observations {
			slices.SortFunc(list, compareObservations)
		}
	}
}

func compareObservations(a, b *graph.Observation) int {
	return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Role, b.Role),
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
}

// relate hangs claims on both their ends, and counts them.
func (f *floor) relate(facts *graph.Facts, all []*node) {
	ranks := map[graph.Predicate]rank{}
	for i, p := range graph.Ontology.Predicates {
		ranks[p.Predicate] = rank(i)
	}
	type said struct {
		predicate rank
		status    graph.Status
	}
	counts := map[said]int{}
	for i := range facts.Claims {
		c := &facts.Claims[i]
		r, s, o := ranks[c.Predicate], f.world.nodes[c.Subject], f.world.nodes[c.Object]
		s.out = append(s.out, link[*node]{c, o, r})
		o.in = append(o.in, link[*node]{c, s, r})
		counts[said{r, c.Status}]++
	}
	for i, p := range graph.Ontology.Predicates {
		for _, status := range []graph.Status{graph.Existing, graph.Planned, graph.Encouraged} {
			if n := counts[said{rank(i), status}]; n > 0 {
				f.tally = append(f.tally, graph.RelationCount{Predicate: p.Predicate, Status: status, Count: n})
			}
		}
	}
	for _, n := range all {
		for _, list := range [][]link[*node]{n.out, n.in} {
			sortLinks(list, f.world.compare)
			for i, l := range list {
				if i == 0 || l.rank != list[i-1].rank || l.other != list[i-1].other {
					n.degree++
				}
			}
		}
	}
}

func sortLinks[N comparable](list []link[N], compare func(a, b N) int) {
	slices.SortFunc(list, func(a, b link[N]) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), compare(a.other, b.other), cmp.Compare(a.claim.ID, b.claim.ID))
	})
}

func (f *floor) counts(context.Context) (answer, error) { return countsAnswer(f.tally), nil }

// floorName is a name with the place of its entity in ranked.
type floorName struct {
	text   string
	kind   graph.NameKind
	entity int32
}

// index lists names by the pairs of characters in them.
func (f *floor) index(all []*node) {
	f.ranked = slices.Clone(all)
	length := make([]int, len(all))
	for _, n := range all {
		length[n.place] = utf8.RuneCountInString(n.entity.Name)
	}
	slices.SortFunc(f.ranked, func(a, b *node) int {
		return cmp.Or(cmp.Compare(b.degree, a.degree), cmp.Compare(length[a.place], length[b.place]), cmp.Compare(a.place, b.place))
	})
	for i, n := range f.ranked {
		f.names = append(f.names, floorName{n.entity.Name, "", int32(i)})
		for _, x := range n.entity.Names {
			f.names = append(f.names, floorName{x.Text, x.Kind, int32(i)})
		}
	}
	f.grams = map[[2]rune][]int32{}
	for i, x := range f.names {
		last := rune(0)
		for _, c := range x.text {
			if last != 0 {
				key := [2]rune{last, c}
				if list := f.grams[key]; len(list) == 0 || list[len(list)-1] != int32(i) {
					f.grams[key] = append(list, int32(i))
				}
			}
			last = c
		}
	}
}

// matches finds a piece of two Chinese characters or more in names: whole names
// first, then those that begin with it, then the rest; main names before others.
func (f *floor) matches(_ context.Context, text string, first int) (answer, error) {
	var shortest []int32
	last := rune(0)
	for _, c := range text {
		if last != 0 {
			list := f.grams[[2]rune{last, c}]
			if len(list) == 0 {
				return matchesAnswer{}, nil
			}
			if shortest == nil || len(list) < len(shortest) {
				shortest = list
			}
		}
		last = c
	}
	var classes [6][]graph.NameMatch // of each class the first, in the order of ranked
	total := 0
	for i := 0; i < len(shortest); {
		x := f.names[shortest[i]]
		best, name := len(classes), x
		for ; i < len(shortest) && f.names[shortest[i]].entity == x.entity; i++ {
			y := f.names[shortest[i]]
			if class := classOf(y, text); class < best {
				best, name = class, y
			}
		}
		if best == len(classes) {
			continue
		}
		total++
		if len(classes[best]) < first {
			classes[best] = append(classes[best], graph.NameMatch{Entity: f.ranked[x.entity].entity.ID, Text: name.text, Kind: name.kind, How: graph.ByName})
		}
	}
	matches := make([]graph.NameMatch, 0, first)
	for _, list := range classes {
		matches = append(matches, list[:min(len(list), first-len(matches))]...)
	}
	return matchesAnswer{matches, total}, nil
}

func classOf(x floorName, text string) int {
	at := strings.Index(x.text, text)
	class := 0
	switch {
	case at < 0:
		return 6
	case at > 0:
		class = 4
	case len(x.text) > len(text):
		class = 2
	}
	if x.kind != "" {
		class++
	}
	return class
}
