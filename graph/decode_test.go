package graph

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

// lines are the quads of facts, sorted, in N-Quads.
func lines(facts *Facts, base Base) []string {
	var list []string
	for _, q := range Quads(facts, base) {
		list = append(list, q.NQuad())
	}
	return list
}

// numbered gives quads with their places, from 1.
func numbered(quads []quad.Quad) iter.Seq2[int, *Quad] {
	return func(yield func(int, *Quad) bool) {
		for i, q := range quads {
			label, _ := q.Label.(quad.IRI)
			if !yield(i+1, &Quad{Subject: string(q.Subject.(quad.IRI)), Predicate: string(q.Predicate.(quad.IRI)), Object: valueOf(q.Object), Label: string(label)}) {
				return
			}
		}
	}
}

func TestDecodeGivesTheFactsBack(t *testing.T) {
	for _, base := range []Base{DefaultBase, "http://127.0.0.1:8080/things#"} {
		want := lines(fixture(), base)
		sorted := Quads(fixture(), base)
		reversed := slices.Clone(sorted)
		slices.Reverse(reversed)
		for _, in := range [][]quad.Quad{sorted, reversed, append(slices.Clone(sorted), sorted...)} {
			d := Decode(numbered(in))
			if len(d.Misfits) > 0 || d.Base != base {
				t.Fatalf("misfits %v, base %s", d.Misfits, d.Base)
			}
			if diff := cmp.Diff(want, lines(&d.Facts, base)); diff != "" {
				t.Errorf("quads (-want +got):\n%s", diff)
			}
		}
	}
}

// A fact's place is where its claim, or the first quad of the thing, stands.
func TestDecodePlaces(t *testing.T) {
	in := lines(fixture(), DefaultBase)
	d := Decode(numbered(Quads(fixture(), DefaultBase)))
	for i, c := range d.Facts.Claims {
		line := in[d.Origins.Claims[i]-1]
		if !strings.Contains(line, "<"+DefaultBase+string(c.Subject)+">") || !strings.Contains(line, string(c.ID)+"> .") {
			t.Errorf("%s is said to stand in %s", c.ID, line)
		}
	}
	for i, e := range d.Facts.Entities {
		if line := in[d.Origins.Entities[i]-1]; !strings.HasPrefix(line, "<"+DefaultBase+string(e.ID)+">") {
			t.Errorf("%s is said to stand in %s", e.ID, line)
		}
	}
	if n := len(d.Origins.Names); n != len(d.Facts.Names) || n == 0 {
		t.Errorf("%d places of %d names", n, len(d.Facts.Names))
	}
}

func TestDecodeStops(t *testing.T) {
	read := 0
	d := Decode(func(yield func(int, *Quad) bool) {
		for yield(read, &Quad{Subject: "x", Predicate: "y", Object: Value{Text: "z"}}) {
			read++
		}
	})
	if len(d.Misfits) != MaxMisfits || read >= 2*MaxMisfits {
		t.Errorf("%d misfits after %d quads", len(d.Misfits), read)
	}
}
