package graph

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func texts(names []Name) []string {
	var list []string
	for _, n := range names {
		list = append(list, n.Text)
	}
	return list
}

func nquads(quads []quad.Quad) string {
	var b strings.Builder
	for _, q := range quads {
		b.WriteString(q.NQuad() + "\n")
	}
	return b.String()
}

func describe(e Edge) string {
	arrow := map[bool]string{true: "→", false: "←"}[e.Forward]
	var words []string
	for _, s := range e.Statuses {
		words = append(words, s.String())
	}
	return string(e.Predicate) + arrow + string(e.Node) + " " + strings.Join(words, ",") + " ×" + string(rune('0'+len(e.Claims)))
}

func TestRedirectsResolve(t *testing.T) {
	g := build(t, fixture())
	entities, err := g.Entities(context.Background(), []ID{"university/old-u", "university/u"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(entities[1], entities[0]); diff != "" {
		t.Errorf("the former id gives another entity (-want +got):\n%s", diff)
	}
	if want := []ID{"university/old-u"}; !slices.Equal(entities[0].FormerIDs, want) {
		t.Errorf("former ids %v, want %v", entities[0].FormerIDs, want)
	}
}

func TestStats(t *testing.T) {
	facts := fixture()
	s := build(t, facts).Stats()
	if s.Claims != len(facts.Claims) || s.Observations != 2 || s.Mentions != 1 || s.Omissions != 1 || int(s.Quads) != len(Quads(facts, DefaultBase)) {
		t.Errorf("stats %+v", s)
	}
	if s.Entities[County] != 2 || s.Entities[Task] != 0 {
		t.Errorf("entities %v", s.Entities)
	}
	sum := 0
	for _, c := range s.Relations {
		sum += c.Count
	}
	if sum != s.Claims {
		t.Errorf("claims by predicate and status add up to %d of %d", sum, s.Claims)
	}
}

// A read ends with its context. Cayley's own iterators would end early and say
// nothing: TestCayleyHidesCancellation shows that.
func TestReadsEndWithTheirContext(t *testing.T) {
	g := build(t, fixture())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := g.Entities(ctx, []ID{"county/999901"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Entities: %v, want context canceled", err)
	}
	if _, err := g.Related(ctx, &Ontology.Fields[0], []ID{"county/999901"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Related: %v, want context canceled", err)
	}
}

// Any number of readers may read at once; run with -race.
func TestConcurrentReaders(t *testing.T) {
	ctx, g := context.Background(), build(t, fixture())
	partners, _ := Ontology.Field(County, "partners")
	want, err := g.Related(ctx, partners, []ID{"county/999901"})
	want = filled(t, g, want, err)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for range 20 {
				got, err := g.Related(ctx, partners, []ID{"county/999901"})
				if got = filled(t, g, got, err); !cmp.Equal(want, got, cmpopts.IgnoreUnexported(Edge{})) {
					t.Errorf("a reader saw %v, %v", got, err)
				}
				if _, err := g.Observations(ctx, []ID{"county/999901"}, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

// Redirects are followed to the last, and a circle of them ends.
func TestRedirectsChain(t *testing.T) {
	facts := fixture()
	facts.Redirects = append(facts.Redirects, Redirect{"university/older-u", "university/old-u", "改名"}, Redirect{"task/a", "task/b", ""}, Redirect{"task/b", "task/a", ""})
	g := build(t, facts)
	if got := g.Resolve("university/older-u"); got != "university/u" {
		t.Errorf("a chain of redirects ends at %s", got)
	}
	entities, err := g.Entities(context.Background(), []ID{"university/older-u"})
	if want := []ID{"university/old-u", "university/older-u"}; err != nil || !slices.Equal(entities[0].FormerIDs, want) {
		t.Errorf("%v, former ids %v, want %v", err, entities[0].FormerIDs, want)
	}
	g.Resolve("task/a") // comes back
}
