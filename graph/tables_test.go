package graph

import (
	"context"
	"encoding/json"
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

// Sizes are what docs/decisions/0010-rows-beside-quads.md says of memory.
func TestRowSizes(t *testing.T) {
	for name, size := range map[string][2]uintptr{
		"entity": {unsafe.Sizeof(entityRow{}), 64}, "claim": {unsafe.Sizeof(claimRow{}), 64}, "observation": {unsafe.Sizeof(observationRow{}), 96}, "link": {unsafe.Sizeof(linkRow{}), 12},
	} {
		if size[0] != size[1] {
			t.Errorf("a row of an %s takes %d bytes, not %d", name, size[0], size[1])
		}
	}
}
