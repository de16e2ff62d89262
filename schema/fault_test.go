package schema_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

// Somebody cuts the store's file short under a running server, in place and not
// by renaming: requests fail with an inner error, and the process lives.
func TestFileCutShortUnderTheServer(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files are not mapped on this system")
	}
	w, path := fromSeeds(t), filepath.Join(t.TempDir(), "graph.store")
	if err := graph.WriteFile(context.Background(), w.facts, graph.DefaultBase, path); err != nil {
		t.Fatal(err)
	}
	g, err := graph.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	s, err := schema.New(schema.Config{Graph: g})
	if err != nil {
		t.Fatal(err)
	}
	query := executor.Request{Query: `{ universities(first: 5) { nodes { name counties { totalCount } } } }`}
	if response := s.Execute(context.Background(), query); len(response.Errors) > 0 {
		t.Fatal(response.Errors[0])
	}
	if err := os.Truncate(path, 4096); err != nil {
		t.Fatal(err)
	}
	response := s.Execute(context.Background(), query)
	if len(response.Errors) == 0 || response.Errors[0].Code != "INTERNAL_SERVER_ERROR" || response.Errors[0].Message != "internal error" {
		t.Errorf("the answer from a file that is gone: %+v", response.Errors)
	}
}
