package export_test

import (
	"context"
	"flag"
	"path/filepath"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/hostile"
)

var snapshot = flag.String("snapshot", "", "`DIR` to write graphs to whose texts break readers, for the tests of web/clients")

// Graphs whose texts break readers are written where other people's readers are tried: one with
// names as a package may hold them, one with all that a graph may hold.
func TestWriteSnapshot(t *testing.T) {
	if *snapshot == "" {
		t.Skip("no -snapshot")
	}
	for name, facts := range map[string]*graph.Facts{"names": hostile.Facts(false), "texts": hostile.Facts(true)} {
		if err := graph.WriteFile(context.Background(), facts, graph.DefaultBase, filepath.Join(*snapshot, name)); err != nil {
			t.Fatal(err)
		}
	}
}
