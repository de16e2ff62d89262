package graph

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
)

// Every row says what the facts said.
func TestTablesSayWhatFactsSay(t *testing.T) {
	facts := fixture()
	checkRows(t, build(t, facts), facts)
}

func checkRows(t *testing.T, g *Graph, facts *Facts) {
	t.Helper()
	ctx := context.Background()
	if len(g.claims) != len(facts.Claims) || len(g.observations) != len(facts.Observations) || len(g.links) != 2*len(facts.Claims) {
		t.Fatalf("%d claims, %d observations, %d links", len(g.claims), len(g.observations), len(g.links))
	}
	for _, want := range facts.Claims {
		got, err := g.Claims(ctx, []ID{want.ID, "claim/0000000000000000"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]*Claim{&want, nil}, got); diff != "" {
			t.Errorf("claim (-want +got):\n%s", diff)
		}
	}
	for _, want := range facts.Observations {
		rows, err := g.Observations(ctx, []ID{want.Entity}, []ID{want.Indicator})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, o := range rows[0] {
			found = found || cmp.Equal(*o, want)
		}
		if !found {
			t.Errorf("%+v is not among the observations of %s", want, want.Entity)
		}
	}
	for _, want := range facts.Entities {
		if n, ok := g.find(want.ID); !ok || g.id(n) != want.ID || g.typeOf(n) != want.Type {
			t.Errorf("%s is found at %d, %v: %s, a %s", want.ID, n, ok, g.id(n), g.typeOf(n))
		}
	}
}

// A file whose tables are of another layout is read all the same: its quads are the truth.
func TestTablesOfAnotherLayout(t *testing.T) {
	ctx, facts, path := context.Background(), fixture(), filepath.Join(t.TempDir(), "graph.store")
	store, a, err := storeOf(ctx, facts, DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	a.Layout = "another"
	meta, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.columns.WriteFile(path, meta, []byte("nothing that can be read")); err != nil {
		t.Fatal(err)
	}
	g, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	checkRows(t, g, facts)
}

func TestTextThatIsTooLong(t *testing.T) {
	facts := fixture()
	facts.Claims[0].Note = strings.Repeat("长", 1<<lengthBits/3+1)
	if _, err := Build(context.Background(), facts, DefaultBase); err == nil || !strings.Contains(err.Error(), "a text has 16777218 bytes") {
		t.Errorf("a note of 16 MB: %v", err)
	}
}

func TestVisited(t *testing.T) {
	v := newVisited(130)
	for _, n := range []place{0, 64, 129} {
		if v.has(n) || !v.add(n) || !v.has(n) || v.add(n) {
			t.Errorf("%d is not new, or new twice", n)
		}
	}
	v.drop(1)
	if !v.has(0) || v.has(64) || v.has(129) || len(v.list) != 1 {
		t.Errorf("after drop(1): %v", v.list)
	}
}

// Sizes are what docs/decisions/0010 says of memory.
func TestRowSizes(t *testing.T) {
	for name, size := range map[string][2]uintptr{
		"entity": {unsafe.Sizeof(entityRow{}), 64}, "claim": {unsafe.Sizeof(claimRow{}), 64}, "observation": {unsafe.Sizeof(observationRow{}), 96}, "link": {unsafe.Sizeof(linkRow{}), 12},
	} {
		if size[0] != size[1] {
			t.Errorf("a row of an %s takes %d bytes, not %d", name, size[0], size[1])
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

func TestOmissions(t *testing.T) {
	facts := fixture()
	facts.Omissions = append(facts.Omissions, Omission{at(5, 9), "重复"})
	g := build(t, facts)
	rows, err := g.Omissions(context.Background(), []ID{"source/two", "source/none", "source/one"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]Omission{nil, nil, {{at(5, 9), "重复"}, {at(900, 905), "口号"}}}, rows); diff != "" {
		t.Errorf("in reading order (-want +got):\n%s", diff)
	}
}
