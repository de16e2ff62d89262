package graph

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNeighbourhood(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	n, err := g.Neighbourhood(ctx, []ID{"enterprise/f", "enterprise/none"}, 1, Reach{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]ID{"enterprise/f", "county/999902", "industry/pumps"}, n.Nodes); diff != "" {
		t.Errorf("one step (-want +got):\n%s", diff)
	}
	var links []string
	for _, l := range n.Links {
		links = append(links, fmt.Sprint(l.Subject, " ", l.Predicate, " ", l.Object, " ", l.Statuses, len(l.Claims)))
	}
	if diff := cmp.Diff([]string{"enterprise/f locatedIn county/999902 [existing] 1", "enterprise/f leads industry/pumps [existing] 1"}, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	// Two steps: the city is reached, but nothing is walked through it.
	n, err = g.Neighbourhood(ctx, []ID{"enterprise/f"}, 4, Reach{})
	if err != nil || slices.Contains(n.Nodes, "county/999901") {
		t.Errorf("the walk went through a city: %v, %v", n.Nodes, err)
	}
	n, err = g.Neighbourhood(ctx, []ID{"enterprise/f"}, 4, Reach{Through: []Type{Region}})
	if err != nil || !slices.Contains(n.Nodes, "county/999901") {
		t.Errorf("the walk may go through a city and does not: %v, %v", n.Nodes, err)
	}
	n, err = g.Neighbourhood(ctx, []ID{"county/999902"}, 1, Reach{MaxNodes: 2})
	if err != nil || len(n.Nodes) != 2 || !n.Truncated {
		t.Errorf("at most two entities: %+v, %v", n, err)
	}
	for _, l := range n.Links {
		if !slices.Contains(n.Nodes, l.Subject) || !slices.Contains(n.Nodes, l.Object) {
			t.Errorf("%s %s %s links to what was cut off", l.Subject, l.Predicate, l.Object)
		}
	}
	n, err = g.Neighbourhood(ctx, []ID{"county/999902", "county/999901"}, 1, Reach{MaxNodes: 1})
	if err != nil || !slices.Equal(n.Nodes, []ID{"county/999902", "county/999901"}) || !n.Truncated {
		t.Errorf("more asked about than the bound: %+v, %v", n, err)
	}
	n, err = g.Neighbourhood(ctx, []ID{"county/999902"}, 1, Reach{Types: []Type{Enterprise}, Predicates: []Predicate{LocatedIn}, Statuses: []Status{Planned}})
	if err != nil || len(n.Nodes) != 1 {
		t.Errorf("planned only: %+v, %v", n, err)
	}
}

func TestPaths(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	spellPaths := func(from, to ID, length int, reach Reach) []string {
		paths, err := g.Paths(ctx, from, to, length, 10, reach)
		if err != nil {
			t.Fatal(err)
		}
		list := []string{}
		for _, p := range paths {
			var b strings.Builder
			for _, s := range p {
				at := s.Subject
				if s.Forward {
					at = s.Object
				}
				fmt.Fprintf(&b, "%s%s ", map[bool]string{true: "→", false: "←"}[s.Forward], at)
			}
			list = append(list, strings.TrimSpace(b.String()))
		}
		return list
	}
	if diff := cmp.Diff([]string{"←institute/part →county/999901"}, replaceFirst(spellPaths("university/u", "county/999901", 3, Reach{}))); diff != "" {
		t.Errorf("university to county (-want +got):\n%s", diff)
	}
	if got := spellPaths("county/999901", "county/999902", 4, Reach{}); len(got) != 0 {
		t.Errorf("paths through the city: %v", got)
	}
	if got := spellPaths("county/999901", "county/999902", 2, Reach{Through: []Type{Region}}); len(got) != 1 {
		t.Errorf("paths through the city, as asked: %v", got)
	}
	if got := spellPaths("county/999901", "county/999902", 2, Reach{ThroughKinds: []string{"province", "city"}}); len(got) != 1 {
		t.Errorf("paths through cities, as asked: %v", got)
	}
	if got := spellPaths("county/999901", "county/999902", 2, Reach{ThroughKinds: []string{"province"}}); len(got) != 0 {
		t.Errorf("paths through provinces: %v", got)
	}
	if _, err := g.Paths(ctx, "county/999901", "university/u", 4, 5, Reach{MaxNodes: 1}); !errors.Is(err, ErrTooWide) {
		t.Errorf("a bound of one: %v", err)
	}
	dead, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := g.Paths(dead, "county/999901", "university/u", 4, 5, Reach{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a dead context: %v", err)
	}
}

// replaceFirst turns the arrow of a symmetric step, which may be stored either way round.
func replaceFirst(paths []string) []string {
	for i, p := range paths {
		parts := strings.Fields(p)
		parts[len(parts)-1] = "→" + strings.TrimLeft(parts[len(parts)-1], "→←")
		paths[i] = strings.Join(parts, " ")
	}
	return paths
}

// Paths agree with a naive search over the same claims, on random graphs.
func TestPathsAgainstNaiveSearch(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 11))
		facts := &Facts{Sources: fixture().Sources}
		name := func(i int) ID { return ID(fmt.Sprintf("industry/n%02d", i)) }
		for i := range 12 {
			facts.Entities = append(facts.Entities, Entity{ID: name(i), Type: Industry, Name: fmt.Sprint(i)})
		}
		next := map[ID]map[ID]bool{}
		for i := range 18 {
			a, b := name(r.IntN(12)), name(r.IntN(12))
			if a == b {
				continue
			}
			c := said(10*i, a, PartOf, b, Existing)
			c.Identify()
			facts.Claims = append(facts.Claims, c)
			for _, pair := range [][2]ID{{a, b}, {b, a}} {
				if next[pair[0]] == nil {
					next[pair[0]] = map[ID]bool{}
				}
				next[pair[0]][pair[1]] = true
			}
		}
		g := build(t, facts)
		for _, ends := range [][2]ID{{name(0), name(1)}, {name(2), name(3)}, {name(4), name(5)}} {
			var want []string
			for length := 1; length <= 4; length++ {
				want = append(want, naive(next, []ID{ends[0]}, ends[1], length)...)
			}
			paths, err := g.Paths(context.Background(), ends[0], ends[1], 4, 1000, Reach{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range paths {
				way := string(ends[0])
				for _, s := range p {
					at := s.Subject
					if s.Forward {
						at = s.Object
					}
					way += " " + string(at)
				}
				got = append(got, way)
			}
			if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
				t.Fatalf("seed %d, %v (-want +got):\n%s", seed, ends, diff)
			}
		}
	}
}

func naive(next map[ID]map[ID]bool, trail []ID, target ID, left int) []string {
	at := trail[len(trail)-1]
	var found []string
	var neighbours []ID
	for n := range next[at] {
		neighbours = append(neighbours, n)
	}
	slices.Sort(neighbours)
	for _, n := range neighbours {
		switch {
		case slices.Contains(trail, n):
		case left == 1 && n == target:
			way := ""
			for _, id := range append(slices.Clone(trail), n) {
				way += string(id) + " "
			}
			found = append(found, strings.TrimSpace(way))
		case left > 1 && n != target:
			found = append(found, naive(next, append(slices.Clone(trail), n), target, left-1)...)
		}
	}
	return found
}
