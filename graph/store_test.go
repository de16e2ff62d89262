package graph

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/innograph/innograph/graph/columnar"
)

// Cayley v0.7.7: an iterator of its memory store whose context has ended gives
// what it likes and a nil error. That is why no such iterator is on the way of a
// request, and why every read asks the context itself.
func TestCayleyHidesCancellation(t *testing.T) {
	quads := Quads(fixture(), DefaultBase)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	county := quad.IRI(Base(DefaultBase).IRI("county/999901"))
	theirs := memstore.New(quads...)
	it := theirs.QuadIterator(quad.Object, theirs.ValueOf(county))
	for it.Next(ctx) {
	}
	if err := it.Err(); err != nil {
		t.Errorf("Cayley reports cancellation now: %v", err)
	}
	if _, err := build(t, fixture()).Relations(ctx, []ID{"county/999901"}, nil, Both); !errors.Is(err, context.Canceled) {
		t.Errorf("Relations: %v, want context canceled", err)
	}
}

// A graph from a file answers as the one in memory does.
func TestFilesAnswerAsMemory(t *testing.T) {
	ctx, facts, path := context.Background(), fixture(), filepath.Join(t.TempDir(), "graph.store")
	facts.Origin = "the fixture"
	if err := WriteFile(ctx, facts, DefaultBase, path); err != nil {
		t.Fatal(err)
	}
	file, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if file.Origin() != "the fixture" || file.Base() != DefaultBase {
		t.Errorf("origin %q, base %q", file.Origin(), file.Base())
	}
	memory := build(t, facts)
	if memory.Origin() != file.Origin() {
		t.Errorf("origin %q in memory, %q in the file", memory.Origin(), file.Origin())
	}
	if diff := cmp.Diff(memory.Stats(), file.Stats()); diff != "" {
		t.Errorf("statistics (-memory +file):\n%s", diff)
	}
	for _, typ := range Ontology.Types {
		if diff := cmp.Diff(memory.IDs(typ.Type), file.IDs(typ.Type)); diff != "" {
			t.Errorf("%s (-memory +file):\n%s", typ.Type, diff)
		}
		if !slices.IsSorted(file.IDs(typ.Type)) {
			t.Errorf("%s are not sorted: %v", typ.Type, file.IDs(typ.Type))
		}
		for _, f := range Ontology.FieldsOf(typ.Type) {
			want, err := memory.Related(ctx, f, memory.IDs(typ.Type))
			want = filled(t, memory, want, err)
			got, err := file.Related(ctx, f, file.IDs(typ.Type))
			got = filled(t, file, got, err)
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Edge{})); diff != "" {
				t.Errorf("%s.%s (-memory +file):\n%s", typ.Type, f.Name, diff)
			}
		}
	}
	former, err := file.Entities(ctx, []ID{"university/old-u"})
	if err != nil || former[0] == nil || former[0].ID != "university/u" {
		t.Errorf("a former id gives %v, %v", former[0], err)
	}
}

func TestOpenRefuses(t *testing.T) {
	if _, err := Open(t.TempDir()); !errors.Is(err, columnar.ErrNotAStore) {
		t.Errorf("a folder: %v", err)
	}
	var b columnar.Builder
	path := filepath.Join(t.TempDir(), "quads")
	if err := b.Build().WriteFile(path, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil {
		t.Error("a store without a graph is opened")
	}
}
