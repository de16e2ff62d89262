package schema_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
)

// step is a stated relation as a naive search walks it.
type step struct {
	to        graph.ID
	predicate graph.Predicate
	forward   bool
}

// stepsOf lists the relations around each entity, each predicate and pair once.
func stepsOf(facts *graph.Facts) map[graph.ID][]step {
	steps := map[graph.ID][]step{}
	add := func(from graph.ID, s step) {
		if !slices.Contains(steps[from], s) {
			steps[from] = append(steps[from], s)
		}
	}
	for _, c := range facts.Claims {
		add(c.Subject, step{c.Object, c.Predicate, true})
		add(c.Object, step{c.Subject, c.Predicate, false})
	}
	return steps
}

// barred are what paths end at and never pass through.
func barred(facts *graph.Facts) map[graph.ID]bool {
	closed := map[graph.ID]bool{}
	for _, e := range facts.Entities {
		wide := e.Type == graph.Region && slices.Contains([]string{"country", "province", "city", "area"}, e.Kind)
		closed[e.ID] = wide || e.Type == graph.Document || e.Type == graph.Task || e.Type == graph.Event
	}
	return closed
}

// Paths are those that a naive search over the same claims finds, each step
// with all its claims.
func TestPathsAgainstClaims(t *testing.T) {
	for name, w := range bothWorlds(t) {
		steps, closed := stepsOf(w.facts), barred(w.facts)
		behind := map[string][]string{}
		for _, c := range w.facts.Claims {
			key := fmt.Sprint(c.Subject, c.Predicate, c.Object)
			behind[key] = append(behind[key], string(c.ID))
		}
		counties, others := w.graph.IDs(graph.County), w.graph.IDs(graph.University)
		found := 0
		for i := range 6 {
			from, to := counties[i%len(counties)], others[(i*7)%len(others)]
			if i%2 == 1 {
				to = counties[(i+1)%len(counties)]
			}
			want := map[string]bool{}
			var search func(at graph.ID, trail []graph.ID, spelled string)
			search = func(at graph.ID, trail []graph.ID, spelled string) {
				for _, s := range steps[at] {
					if slices.Contains(trail, s.to) {
						continue
					}
					next := spelled + fmt.Sprint(" ", s.predicate, s.forward, " ", s.to)
					if s.to == to {
						want[next] = true
					} else if len(trail) < 3 && !closed[s.to] {
						search(s.to, append(slices.Clone(trail), s.to), next)
					}
				}
			}
			search(from, []graph.ID{from}, string(from))
			data := answer(t, w.schema, `query($from: ID!, $to: ID!) { paths(from: $from, to: $to, maxLength: 3, first: 100) { length nodes { id } steps { predicate forward claimCount claims { id subject { id } object { id } predicate } } } }`,
				map[string]any{"from": string(from), "to": string(to)})
			list := dig(t, data, "paths").([]any)
			if len(list) != min(100, len(want)) {
				t.Errorf("%s: %d paths from %s to %s, want %d", name, len(list), from, to, len(want))
			}
			length := 0.0
			for _, p := range list {
				nodes := pluck(t, dig(t, p, "nodes"), "id")
				spelled := nodes[0]
				for j, s := range dig(t, p, "steps").([]any) {
					claims := dig(t, s, "claims").([]any)
					word := graphWord(dig(t, s, "predicate").(string))
					spelled += fmt.Sprint(" ", word, dig(t, s, "forward"), " ", nodes[j+1])
					subject, object := nodes[j], nodes[j+1]
					if dig(t, s, "forward") == false {
						subject, object = object, subject
					}
					all := slices.Clone(behind[subject+word+object])
					got := pluck(t, any(claims), "id")
					slices.Sort(all)
					slices.Sort(got)
					if diff := cmp.Diff(all, got); diff != "" || int(dig(t, s, "claimCount").(float64)) != len(all) {
						t.Errorf("%s: claims of a step (-want +got):\n%s", name, diff)
					}
				}
				if !want[spelled] || int(dig(t, p, "length").(float64)) != len(nodes)-1 || dig(t, p, "length").(float64) < length {
					t.Errorf("%s: path %s", name, spelled)
				}
				length = dig(t, p, "length").(float64)
				found++
			}
		}
		if found < 5 {
			t.Errorf("%s: %d paths in all", name, found)
		}
	}
}

// graphWord is the predicate of an enum value.
func graphWord(value string) string {
	for _, p := range graph.Ontology.Predicates {
		if strings.EqualFold(strings.ReplaceAll(value, "_", ""), string(p.Predicate)) {
			return string(p.Predicate)
		}
	}
	return value
}

// A neighbourhood has what a naive search reaches, and every relation among its nodes.
func TestNeighbourhoodAgainstClaims(t *testing.T) {
	for name, w := range bothWorlds(t) {
		steps, closed := stepsOf(w.facts), barred(w.facts)
		start := slices.MaxFunc(w.graph.IDs(graph.ResearchInstitute), func(a, b graph.ID) int { return len(steps[a]) - len(steps[b]) })
		want := map[string]bool{string(start): true}
		frontier := []graph.ID{start}
		for depth := range 2 {
			var next []graph.ID
			for _, n := range frontier {
				if depth > 0 && closed[n] {
					continue
				}
				for _, s := range steps[n] {
					if !want[string(s.to)] {
						want[string(s.to)] = true
						next = append(next, s.to)
					}
				}
			}
			frontier = next
		}
		data := answer(t, w.schema, `query($ids: [ID!]!) { neighbourhood(ids: $ids, depth: 2, maxNodes: 500) { truncated nodes { id } edges { id source target predicate claimCount statuses claims { id } } }
			small: neighbourhood(ids: $ids, depth: 2, maxNodes: 3) { truncated nodes { id } } none: neighbourhood(ids: $ids, depth: 0) { truncated nodes { id } edges { id } } }`, map[string]any{"ids": []any{string(start)}})
		got := map[string]bool{}
		for _, id := range pluck(t, dig(t, data, "neighbourhood.nodes"), "id") {
			got[id] = true
		}
		if dig(t, data, "neighbourhood.truncated") != (len(want) > 500) {
			t.Errorf("%s: truncated is %v of %d", name, dig(t, data, "neighbourhood.truncated"), len(want))
		}
		if diff := cmp.Diff(want, got); diff != "" && len(want) <= 500 {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		among := map[string]int{}
		for _, c := range w.facts.Claims {
			if got[string(c.Subject)] && got[string(c.Object)] {
				among[fmt.Sprint(c.Subject, " ", c.Predicate, " ", c.Object)]++
			}
		}
		links := map[string]int{}
		for _, e := range dig(t, data, "neighbourhood.edges").([]any) {
			links[dig(t, e, "id").(string)] = int(dig(t, e, "claimCount").(float64))
			if !strings.HasPrefix(dig(t, e, "id").(string), dig(t, e, "source").(string)+" ") || !strings.HasSuffix(dig(t, e, "id").(string), " "+dig(t, e, "target").(string)) ||
				len(dig(t, e, "claims").([]any)) != int(dig(t, e, "claimCount").(float64)) {
				t.Errorf("%s: edge %v", name, e)
			}
		}
		if diff := cmp.Diff(among, links); diff != "" || len(links) == 0 {
			t.Errorf("%s: edges (-want +got):\n%s", name, diff)
		}
		if len(dig(t, data, "small.nodes").([]any)) != 3 || dig(t, data, "small.truncated") != true || len(dig(t, data, "none.nodes").([]any)) != 1 {
			t.Errorf("%s: %v, %v", name, data["small"], data["none"])
		}
	}
}

// Paths pass through regions, tasks and the like only if told so.
func TestThrough(t *testing.T) {
	s := fromSeeds(t).schema
	data := answer(t, s, `{ none: paths(from: "county/330324", to: "county/331024", maxLength: 4, predicates: [PART_OF]) { length }
		some: paths(from: "county/330324", to: "county/331024", maxLength: 4, predicates: [PART_OF], through: [REGION]) { nodes { id ... on Region { kind } } }
		same: paths(from: "county/330324", to: "county/330324") { length } }`, nil)
	if len(data["none"].([]any)) != 0 || len(data["same"].([]any)) != 0 || len(data["some"].([]any)) == 0 {
		t.Errorf("%v", data)
	}
}
