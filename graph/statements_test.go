package graph

import (
	"context"
	"errors"
	"testing"
)

func TestObservationsOfIndicators(t *testing.T) {
	g := build(t, fixture())
	for indicator, want := range map[ID]int{"indicator/firms": 2, "indicator/none": 0} {
		rows, err := g.Observations(context.Background(), []ID{"county/999901"}, []ID{indicator})
		if err != nil || len(rows[0]) != want {
			t.Errorf("%s: %d observations, %v; want %d", indicator, len(rows[0]), err, want)
		}
	}
}

func TestEachClaim(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	for _, c := range []struct {
		sources []ID
		want    int
	}{{nil, 15}, {[]ID{"source/one"}, 15}, {[]ID{"source/two", "source/none"}, 0}, {[]ID{}, 0}} {
		seen := map[ID]bool{}
		if err := g.EachClaim(ctx, c.sources, func(list []*Claim) error {
			for _, x := range list {
				seen[x.ID] = true
			}
			return nil
		}); err != nil || len(seen) != c.want {
			t.Errorf("%v: %d claims, %v", c.sources, len(seen), err)
		}
	}
	if err := g.EachClaim(ctx, nil, func([]*Claim) error { return context.Canceled }); !errors.Is(err, context.Canceled) {
		t.Errorf("an error of the receiver: %v", err)
	}
}
