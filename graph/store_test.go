package graph

import (
	"context"
	"errors"
	"testing"

	"github.com/cayleygraph/quad"
)

// Cayley v0.7.7: an iterator whose context has ended gives what it likes and a
// nil error. That is why store.around asks the context after each iteration.
func TestCayleyHidesCancellation(t *testing.T) {
	s := newMemoryStore(Quads(fixture(), DefaultBase))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	county := quad.IRI(Base(DefaultBase).IRI("county/999901"))
	it := s.qs.QuadIterator(quad.Object, s.qs.ValueOf(county))
	for it.Next(ctx) {
	}
	if err := it.Err(); err != nil {
		t.Errorf("Cayley reports cancellation now (%v): the check in store.around may go", err)
	}
	if _, err := s.around(ctx, quad.Object, []quad.Value{county}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("around: %v, want context canceled", err)
	}
}

func TestAroundFiltersPredicates(t *testing.T) {
	s := newMemoryStore(Quads(fixture(), DefaultBase))
	ctx := context.Background()
	county := quad.IRI(Base(DefaultBase).IRI("county/999901"))
	all, err := s.around(ctx, quad.Subject, []quad.Value{county, quad.IRI("https://example.org/none")}, nil)
	if err != nil || len(all[0]) == 0 || len(all[1]) != 0 {
		t.Fatalf("around: %v, %v", all, err)
	}
	some, err := s.around(ctx, quad.Subject, []quad.Value{county}, []quad.IRI{predicateIRI(PartnersWith)})
	if err != nil || len(some[0]) != 1 || some[0][0].Label == nil {
		t.Errorf("around partnersWith: %v, %v", some, err)
	}
	none, err := s.around(ctx, quad.Subject, []quad.Value{county}, []quad.IRI{"https://example.org/unused"})
	if err != nil || len(none[0]) != 0 {
		t.Errorf("around a predicate that nothing has: %v, %v", none, err)
	}
}
