package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/testlog"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
)

// numbered is a graph of n counties.
func numbered(t testing.TB, n int) *graph.Facts {
	t.Helper()
	facts := &graph.Facts{}
	for i := range n {
		facts.Entities = append(facts.Entities, graph.Entity{ID: graph.ID(fmt.Sprintf("county/%06d", i)), Type: graph.County, Name: fmt.Sprint(i)})
	}
	return facts
}

// Readers go on while snapshots are swapped under them; each sees one graph
// whole, and a file is given back only when its last reader is done. Run with -race.
func TestReadersDuringSwaps(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	open := func(n int) *snapshot {
		path := filepath.Join(dir, fmt.Sprint(n))
		if err := graph.WriteFile(ctx, numbered(t, n), graph.DefaultBase, path); err != nil {
			t.Fatal(err)
		}
		g, err := graph.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := schema.New(schema.Config{Graph: g})
		if err != nil {
			t.Fatal(err)
		}
		return newSnapshot(g, s)
	}
	var now live
	now.swap(open(1))
	var snapshots []*snapshot
	for n := 2; n < 12; n++ {
		snapshots = append(snapshots, open(n))
	}
	stop := make(chan struct{})
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				s, release := now.acquire()
				response := s.Execute(ctx, executor.Request{Query: `{ stats { entities { type count } } counties(first: 500) { totalCount nodes { id name } } }`})
				release()
				if len(response.Errors) > 0 {
					t.Error(response.Errors[0])
					return
				}
				var data struct {
					Counties struct {
						TotalCount int
						Nodes      []any
					}
				}
				if err := response.Decode(&data); err != nil {
					t.Error(err)
				}
				if data.Counties.TotalCount != len(data.Counties.Nodes) {
					t.Errorf("a reader saw %d counties of %d", len(data.Counties.Nodes), data.Counties.TotalCount)
				}
			}
		})
	}
	for _, next := range snapshots {
		now.swap(next)
		time.Sleep(5 * time.Millisecond) // readers get into the new one; nothing depends on how many
	}
	close(stop)
	group.Wait()
	now.swap(nil)
	for _, s := range snapshots {
		if n := s.users.Load(); n != 0 {
			t.Errorf("a snapshot that nobody reads has %d users", n)
		}
	}
}

// A load that is killed at any moment leaves the old file or the whole new one.
func TestKilledLoads(t *testing.T) {
	if testing.Short() {
		t.Skip("kills twenty processes")
	}
	t.Parallel()
	store := filepath.Join(t.TempDir(), "graph.store")
	load := func(base string) *exec.Cmd {
		cmd := exec.Command("innograph", "load", "--store", "file:"+store, "--base", base)
		cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
		return cmd
	}
	bases := []string{"https://example.org/a/", "https://example.org/b/"}
	began := time.Now()
	var told bytes.Buffer
	first := load(bases[0])
	first.Stderr = &told
	if err := first.Run(); err != nil {
		t.Fatalf("%v: %s", err, &told)
	}
	whole := time.Since(began)
	held := bases[0]
	for i := range 20 {
		next := bases[(i+1)%2]
		cmd := load(next)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(whole) * 5 / 4))) // anywhere in the load, or after it
		_ = cmd.Process.Kill()                                       // it may be done already
		_ = cmd.Wait()
		g, err := graph.Open(store)
		if err != nil {
			t.Fatalf("kill %d: %v", i, err)
		}
		if base := string(g.Base()); base != held && base != next {
			t.Fatalf("kill %d: the file is neither the old nor the new one: %s", i, base)
		} else {
			held = base
		}
		if len(g.IDs(graph.County)) != g.Stats().Entities[graph.County] {
			t.Errorf("kill %d: the graph is not whole", i)
		}
		g.Close()
	}
}

// A disk that fills while the store is written leaves the old file, nothing
// beside it, and a sentence. The limit on a file's size stands for the full disk.
func TestFullDisk(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skipf("bash sets the limit: %v", err)
	}
	t.Parallel()
	dir := t.TempDir()
	store := filepath.Join(dir, "graph.store")
	if out, err := exec.Command("innograph", "load", "--store", "file:"+store).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before, err := os.ReadFile(store)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("bash", "-c", `ulimit -f 64; exec "$@"`, "bash", "innograph", "load", "--store", "file:"+store, "--base", "https://example.org/other/").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitUnreachable || !strings.Contains(string(out), "store: write ") {
		t.Errorf("%v: %s", err, out)
	}
	after, err := os.ReadFile(store)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the old file changed (%v)", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("files are left aside: %v", left)
	}
}

// A snapshot is served when its names can be searched, and the one before until then.
func TestSwapWaitsForNames(t *testing.T) {
	open := func() *snapshot {
		g, err := graph.Build(t.Context(), numbered(t, 1), graph.DefaultBase)
		if err != nil {
			t.Fatal(err)
		}
		return newSnapshot(g, nil)
	}
	var now live
	old, next := open(), open()
	now.swap(old)
	swapped := make(chan bool)
	go func() { swapped <- now.swapNamed(t.Context(), next) }()
	select {
	case <-swapped:
		t.Fatal("swapped before the names are there")
	case <-time.After(20 * time.Millisecond): // too short a wait would let a fault pass, never fail without one
	}
	if now.current.Load() != old {
		t.Fatal("the old snapshot is gone before the names are there")
	}
	close(next.named)
	if !<-swapped || now.current.Load() != next {
		t.Error("the next snapshot is not served when its names are there")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if now.swapNamed(ended, open()) || now.current.Load() != next {
		t.Error("a server that ends swaps")
	}
}

// Names that are not indexed because the server stops are no fault; others are told.
func TestNamesAreNotIndexed(t *testing.T) {
	for err, told := range map[error]bool{context.Canceled: false, errors.New("too many names"): true} {
		var log testlog.Buffer
		n := &names{build: func() (*search.Index, error) { return nil, err }, log: slog.New(slog.NewTextHandler(&log, nil))}
		if list, total := n.Find("x", nil, 1); len(list) > 0 || total > 0 {
			t.Errorf("%v: names are found", err)
		}
		if got := strings.Contains(log.String(), "level=ERROR"); got != told {
			t.Errorf("%v: the log has %q", err, log.String())
		}
	}
}
