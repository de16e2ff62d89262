package generate

import (
	"testing"

	"github.com/innograph/innograph/graph"
)

// Ids and names are distinct because their parts are.
func TestParts(t *testing.T) {
	for name, list := range map[string][]word{"stemFirst": stemFirst, "stemSecond": stemSecond, "stemMore": stemMore, "brandFirst": brandFirst, "brandSecond": brandSecond, "townFirst": townFirst, "townSecond": townSecond,
		"fields": fields, "modifiers": modifiers, "universityTypes": universityTypes, "instituteTypes": instituteTypes, "departments": departments, "bodies": bodies} {
		zh, slugs := map[string]bool{}, map[string]bool{}
		for _, w := range list {
			if w.zh == "" || w.slug == "" || zh[w.zh] || slugs[w.slug] {
				t.Errorf("%s: %v is empty or stands twice", name, w)
			}
			zh[w.zh], slugs[w.slug] = true, true
		}
	}
	if len(stemFirst) != 60 || len(stemSecond) != 60 || len(brandFirst) != 40 || len(brandSecond) != 40 || len(indicators) != 60 || indicators[investment].slug != "investment" || indicators[output].slug != "output" {
		t.Errorf("lists of %d, %d, %d, %d and %d", len(stemFirst), len(stemSecond), len(brandFirst), len(brandSecond), len(indicators))
	}
	if len(fields)*(1+len(modifiers)) < 2000 {
		t.Errorf("%d fields and %d modifiers make fewer than 2,000 industries", len(fields), len(modifiers))
	}
	for _, x := range indicators {
		if !graph.Comparable(x.unit, x.unit) || x.low > x.high {
			t.Errorf("indicator %v", x)
		}
	}
	zh, slugs, codes := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range MaxCounties {
		w, code := stem(1234, i), countyCode(i)
		if zh[w.zh] || slugs[w.slug] || codes[code] {
			t.Fatalf("county %d: %v or %s stands twice", i, w, code)
		}
		zh[w.zh], slugs[w.slug], codes[code] = true, true, true
	}
}

func TestZipf(t *testing.T) {
	r, z := newRandom(1, 1), newZipf(1000)
	counts := make([]int, 1000)
	for range 200_000 {
		counts[z.draw(r)]++
	}
	// The weights are 1/1, 1/2 … 1/1000, together 7.4855.
	for rank, want := range map[int]int{0: 26718, 1: 13359, 9: 2672, 99: 267, 999: 27} {
		if d := counts[rank] - want; d*d > 16*want {
			t.Errorf("rank %d was drawn %d times, want about %d", rank, counts[rank], want)
		}
	}
	if one := newZipf(1); one.draw(r) != 0 {
		t.Error("of one thing another than the first was drawn")
	}
}

func TestPrinted(t *testing.T) {
	for _, test := range []struct {
		n, decimals int
		want        string
	}{{250, 2, "2.50"}, {5, 2, "0.05"}, {0, 1, "0.0"}, {42, 0, "42"}, {1234, 1, "123.4"}} {
		if got := printed(test.n, test.decimals); got != test.want {
			t.Errorf("printed(%d, %d) = %s, want %s", test.n, test.decimals, got, test.want)
		}
	}
}
