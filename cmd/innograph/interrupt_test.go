package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A command that is interrupted says so in its last line, exits with 1 and leaves nothing behind.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"load --store file:DIR/graph.store", "export --format nquads -o DIR/graph.nq", "export --format package -o DIR/graph/", "generate --out DIR/invented",
		"check", "diff memory: memory: -o DIR/changes", "stats", "sources", "bench --counties 5", "query DIR/../question.graphql"} {
		t.Run(args, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "../question.graphql"), []byte("{ stats { claims } }"), 0o644); err != nil {
				t.Fatal(err)
			}
			ctx, interrupt := context.WithCancelCause(t.Context())
			interrupt(errors.New("interrupt signal received"))
			var out, errs bytes.Buffer
			if exit := run(ctx, strings.Fields(strings.ReplaceAll(args, "DIR", dir)), strings.NewReader(""), &out, &errs); exit != exitProblems || !strings.HasSuffix(errs.String(), "innograph: interrupted\n") {
				t.Errorf("exit %d: %s", exit, &errs)
			}
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}
