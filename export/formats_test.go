package export_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/hostile"
	"github.com/innograph/innograph/internal/worlds"
)

// The same facts give the same bytes in every form, in whatever order they came.
func TestSameFactsSameBytes(t *testing.T) {
	_, facts := worlds.Seeds(t)
	g := built(t, &graph.Facts{Origin: facts.Origin,
		Sources: turned(facts.Sources), Entities: turned(facts.Entities), Names: turned(facts.Names), Identifiers: turned(facts.Identifiers), Mentions: turned(facts.Mentions),
		Claims: turned(facts.Claims), Indicators: turned(facts.Indicators), Observations: turned(facts.Observations), Omissions: turned(facts.Omissions), Redirects: turned(facts.Redirects)})
	for _, f := range export.Formats {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			if !bytes.Equal(seedsAs(t, f.Name), written(t, g, f.Name, nil)) {
				t.Error("facts in another order give other bytes")
			}
		})
	}
}

// turned is a list from its end.
func turned[T any](list []T) []T {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// A part is less than the whole, and nothing is a file too.
func TestPartsInEveryForm(t *testing.T) {
	g, _ := worlds.Seeds(t)
	for _, f := range export.Formats {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			whole, part, none := len(seedsAs(t, f.Name)), len(written(t, g, f.Name, parts["partners"])), len(written(t, g, f.Name, nothing))
			if whole <= part || part <= none {
				t.Errorf("%d bytes, %d of a part, %d of nothing", whole, part, none)
			}
		})
	}
}

// full takes so many bytes and no more, as a disk or a reader who leaves does.
type full struct{ left int }

var errFull = errors.New("no space left")

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// An output that takes no more, and a context that ends, end the work in every form.
func TestWritingEndsEarly(t *testing.T) {
	g := built(t, hostile.Facts(false))
	part, err := export.Select(context.Background(), g, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	for _, f := range export.Formats {
		for _, left := range []int{0, 500} {
			if err := export.Write(context.Background(), &full{left}, part, &f, options); !errors.Is(err, errFull) {
				t.Errorf("%s on an output that takes %d bytes gives %v", f.Name, left, err)
			}
		}
		if err := export.Write(ended, io.Discard, part, &f, options); !errors.Is(err, context.Canceled) {
			t.Errorf("%s with an ended context gives %v", f.Name, err)
		}
	}
}

// An output that fails ends the streams behind it: most of a large graph is never read.
func TestAFullOutputStopsTheWork(t *testing.T) {
	g, _ := worlds.Invented(t, 4)
	part, err := export.Select(context.Background(), g, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range export.Formats {
		if f.Folder() || f.Name == "xlsx" {
			continue // compressed or sent at the end: an output of this size sees them late
		}
		// Each thing that is read is allocated; times would depend on the machine.
		whole := testing.AllocsPerRun(1, func() { export.Write(context.Background(), io.Discard, part, &f, options) })
		broken := testing.AllocsPerRun(1, func() { export.Write(context.Background(), &full{20_000}, part, &f, options) })
		if broken > whole/2 {
			t.Errorf("%s makes %v allocations for an output that breaks at once, %v for all", f.Name, broken, whole)
		}
	}
}
