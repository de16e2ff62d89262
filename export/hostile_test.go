package export_test

import (
	"context"
	"flag"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/hostile"
)

var snapshot = flag.String("snapshot", "", "`FILE` to write a graph to whose texts break readers, for the tests of web/clients")

// The graph whose texts break readers is written where other people's readers are tried.
func TestWriteSnapshot(t *testing.T) {
	if *snapshot == "" {
		t.Skip("no -snapshot")
	}
	if err := graph.WriteFile(context.Background(), hostile.Facts(true), graph.DefaultBase, "", *snapshot); err != nil {
		t.Fatal(err)
	}
}
