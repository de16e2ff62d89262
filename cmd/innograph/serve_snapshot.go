package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

// snapshot is a graph that is being served. It is closed when it has been
// swapped out and its last reader is done.
type snapshot struct {
	graph  *graph.Graph
	schema *schema.Schema
	users  atomic.Int64  // requests that read it, and one while it is the current one
	named  chan struct{} // closed when its names can be searched
}

func newSnapshot(g *graph.Graph, s *schema.Schema) *snapshot {
	snap := &snapshot{graph: g, schema: s, named: make(chan struct{})}
	snap.users.Store(1)
	return snap
}

// enter counts a reader; false if the snapshot is closed or about to be.
func (s *snapshot) enter() bool {
	for {
		n := s.users.Load()
		if n == 0 {
			return false
		}
		if s.users.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (s *snapshot) leave() {
	if s.users.Add(-1) == 0 {
		_ = s.graph.Close() // nobody is left whom it could trouble
	}
}

// live is the snapshot that is served now; it is swapped whole.
type live struct {
	current atomic.Pointer[snapshot]
	monitor *server.Monitor // is told of swaps; nil: nobody is
}

// acquire gives the schema of now; the caller calls release when it is done.
func (s *live) acquire() (*schema.Schema, func()) {
	for {
		if now := s.current.Load(); now.enter() {
			return now.schema, now.leave
		}
	}
}

// swap puts a snapshot in the place of the current one, which is closed when its
// last reader is done. nil ends serving.
func (s *live) swap(next *snapshot) {
	if next != nil {
		defer s.monitor.Swapped(next.told())
	}
	if old := s.current.Swap(next); old != nil {
		old.leave()
	}
}

// swapNamed swaps when the names of the next snapshot can be searched. Until then the
// current one answers: searches that wait for names would take the places of all others.
// It reports whether it swapped before the context ended.
func (s *live) swapNamed(ctx context.Context, next *snapshot) bool {
	select {
	case <-next.named:
		s.swap(next)
		return true
	case <-ctx.Done():
		next.leave()
		return false
	}
}

// told is what the monitor knows of a snapshot.
func (s *snapshot) told() server.Snapshot {
	stats := s.graph.Stats()
	return server.Snapshot{Schema: s.schema, Quads: stats.Quads, Claims: stats.Claims, Observations: stats.Observations}
}

// signature tells whether the packages or the store's file have changed: names,
// sizes and times of the files.
func (f *dataFlags) signature() string {
	var b strings.Builder
	stat := func(path string) {
		if info, err := os.Stat(path); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		}
	}
	if path, err := storePath(f.store); err == nil && path != "" {
		stat(path)
		return b.String()
	}
	paths, err := f.paths()
	if err != nil {
		return err.Error()
	}
	for _, p := range paths {
		if !p.folder {
			stat(p.name)
			continue
		}
		files, err := filepath.Glob(filepath.Join(p.name, "*.*"))
		if err != nil {
			continue // the pattern is right; a folder's name may not be, and is then not watched
		}
		for _, file := range files {
			stat(file)
		}
	}
	return b.String()
}
