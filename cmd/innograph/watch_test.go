package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
)

// lockedBuffer is a log that is read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A package that changes is served without a restart; one that breaks is told,
// and what was served before goes on; mended, it is served again.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	if err := writeGood(dir); err != nil {
		t.Fatal(err)
	}
	good := filepath.Join(dir, "good")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var log lockedBuffer
	cmd := &cobra.Command{}
	cmd.SetContext(ctx)
	cmd.SetErr(&log)
	data := &dataFlags{data: []string{good}, store: "memory:", base: graph.DefaultBase}
	loaded := data.signature()
	first, err := open(cmd, data)
	if err != nil {
		t.Fatal(err)
	}
	var now live
	now.swap(first)
	var group sync.WaitGroup
	group.Go(func() { renew(ctx, cmd, data, true, loaded, &now, slog.New(slog.NewTextHandler(&log, nil))) })
	defer group.Wait()
	defer cancel()

	name := func() string {
		s, release := now.acquire()
		defer release()
		response := s.Execute(ctx, schema.Request{Query: `{ county(id: "county/999902") { name } }`})
		return response.Data.(map[string]any)["county"].(map[string]any)["name"].(string)
	}
	rewrite := func(old, new string) {
		file := filepath.Join(good, "entities.csv")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	eventually := func(what string, holds func() bool) {
		t.Helper()
		for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s does not come; the log:\n%s", what, log.String())
			}
		}
	}

	rewrite("邻县", "邻近县")
	eventually("the new name", func() bool { return name() == "邻近县" })
	rewrite("county/999902,County", "county/999902,Castle")
	eventually("the problem", func() bool { return strings.Contains(log.String(), "the old one goes on") })
	if got := name(); got != "邻近县" {
		t.Errorf("after a failed rebuild the name is %s", got)
	}
	rewrite("Castle", "County")
	rewrite("邻近县", "又一县")
	eventually("the mended package", func() bool { return name() == "又一县" })
}
