package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/testlog"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
)

// On SIGHUP the graph is built anew without --watch, here from the file of a
// store; a file that is none is told, and what was served before goes on.
func TestHangup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "graph.store")
	store := func(counties int) {
		t.Helper()
		if err := graph.WriteFile(t.Context(), numbered(t, counties), graph.DefaultBase, path); err != nil {
			t.Fatal(err)
		}
	}
	store(1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var log testlog.Buffer
	cmd := &cobra.Command{}
	cmd.SetContext(ctx)
	data := &dataFlags{store: "file:" + path, base: graph.DefaultBase}
	loaded := data.signature()
	first, err := open(cmd, data, search.New)
	if err != nil {
		t.Fatal(err)
	}
	var now live
	now.swap(first)
	defer now.swap(nil)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	// Until renew listens, a hangup would end the tests.
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGHUP)
	defer signal.Stop(caught)
	var group sync.WaitGroup
	group.Go(func() {
		renew(ctx, cmd, data, nil, loaded, &now, slog.New(slog.NewTextHandler(&log, nil)))
	})
	defer group.Wait()
	defer cancel()

	counties := func() int {
		s, release := now.acquire()
		defer release()
		response := s.Execute(ctx, executor.Request{Query: `{ counties(first: 1) { totalCount } }`})
		var data struct{ Counties struct{ TotalCount int } }
		if err := response.Decode(&data); err != nil {
			t.Fatal(err)
		}
		return data.Counties.TotalCount
	}
	afterHangup := func(what string, holds func() bool) {
		t.Helper()
		until(t, 30*time.Second, what, &log, func() bool {
			if err := self.Signal(syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
			return holds()
		})
	}

	store(2)
	if data.signature() == loaded {
		t.Error("another file of a store has the same signature, so --watch would not see it")
	}
	afterHangup("serves the second county", func() bool { return counties() == 2 })
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	afterHangup("logs the problem", func() bool { return strings.Contains(log.String(), "the old one goes on") })
	if n := counties(); n != 2 {
		t.Errorf("after a failed rebuild there are %d counties", n)
	}
	store(3)
	afterHangup("serves the third county", func() bool { return counties() == 3 })
}

// A package that changes is served without a restart; one that breaks is told,
// and what was served before goes on; mended, it is served again.
func TestWatch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := writeGood(dir); err != nil {
		t.Fatal(err)
	}
	good := filepath.Join(dir, "good")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var log testlog.Buffer
	cmd := &cobra.Command{}
	cmd.SetContext(ctx)
	cmd.SetErr(&log)
	data := &dataFlags{data: []string{good}, store: "memory:", base: graph.DefaultBase}
	loaded := data.signature()
	first, err := open(cmd, data, search.New)
	if err != nil {
		t.Fatal(err)
	}
	var now live
	now.swap(first)
	looks := time.NewTicker(20 * time.Millisecond)
	defer looks.Stop()
	var group sync.WaitGroup
	group.Go(func() {
		renew(ctx, cmd, data, looks.C, loaded, &now, slog.New(slog.NewTextHandler(&log, nil)))
	})
	defer group.Wait()
	defer cancel()

	name := func() string {
		s, release := now.acquire()
		defer release()
		response := s.Execute(ctx, executor.Request{Query: `{ county(id: "county/999902") { name } }`})
		var data struct{ County struct{ Name string } }
		if err := response.Decode(&data); err != nil {
			t.Fatal(err)
		}
		return data.County.Name
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
		until(t, 30*time.Second, what, &log, holds)
	}

	rewrite("邻县", "邻近县")
	eventually("serves the new name", func() bool { return name() == "邻近县" })
	rewrite("county/999902,County", "county/999902,Castle")
	eventually("logs the problem", func() bool { return strings.Contains(log.String(), "the old one goes on") })
	if got := name(); got != "邻近县" {
		t.Errorf("after a failed rebuild the name is %s", got)
	}
	rewrite("Castle", "County")
	rewrite("邻近县", "又一县")
	eventually("serves the mended package", func() bool { return name() == "又一县" })
}
