package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/graph/columnar"
	"github.com/innograph/innograph/loader"
)

// data is a data set in all forms that are compared.
type data struct {
	build    Build
	floor    *floor
	through  *through
	file     *graph.Graph
	fromFile *through // the same over a file
	cayley   *cayleyStore
	clock    time.Duration
	buffer   []byte
}

// Build are the figures of building. Times are medians of three, at more than
// 230 counties of one. Heap is what stays after a collection.
type Build struct {
	Quads      int64
	Load       time.Duration // CSV packages to checked facts
	Graph      time.Duration // facts to a graph, encoding included
	Columns    time.Duration // quads in memory to columns, at sizes with Cayley's store only
	Write      time.Duration // facts to a file, building included
	FileBytes  int64
	Open       time.Duration // of the file, all of it checked
	First      time.Duration // from opening to the first answer to B2
	Index      time.Duration // of names
	Floor      time.Duration
	Cayley     time.Duration
	FactsHeap  int64
	GraphHeap  int64
	IndexHeap  int64
	FloorHeap  int64 // beside the facts, which it points into
	CayleyHeap int64
}

// perSecond is a rate of quads.
func (b Build) perSecond(d time.Duration) float64 {
	if d == 0 {
		return 0
	}
	return float64(b.Quads) / d.Seconds()
}

// prepare makes a data set and everything that is built of it.
func (c Config) prepare(ctx context.Context, counties int, dir string) (*data, error) {
	tell := func(what string) { c.Progress(fmt.Sprintf("%d counties: %s", counties, what)) }
	d := &data{clock: clockCost()}
	tell("generate")
	folder, file := filepath.Join(dir, "data"), filepath.Join(dir, "graph")
	if _, err := generate.Write(ctx, folder, generate.Config{Counties: counties, Seed: 1, Describe: loader.Describe}); err != nil {
		return nil, err
	}
	times := 3
	if counties > 230 {
		times = 1
	}

	tell("load and build")
	facts, g, err := d.build.time(ctx, folder, times)
	if err != nil {
		return nil, err
	}
	tell("write and open")
	d.build.Write, err = typical(1, func() error { return graph.WriteFile(ctx, facts, graph.DefaultBase, file) })
	if err != nil {
		return nil, err
	}
	if err := d.open(ctx, file, facts); err != nil {
		return nil, err
	}
	tell("floor and index")
	if err := d.index(ctx, facts, g); err != nil {
		return nil, err
	}
	if counties <= c.CayleyUpTo {
		tell("fill Cayley's memory store")
		return d, d.fillCayley(facts, times)
	}
	return d, nil
}

// time loads packages and builds a graph of them.
func (b *Build) time(ctx context.Context, folder string, times int) (facts *graph.Facts, g *graph.Graph, err error) {
	before := heap()
	b.Load, err = typical(times, func() (err error) { facts, err = load(ctx, folder); return err })
	if err != nil {
		return nil, nil, err
	}
	b.FactsHeap = heap() - before
	before = heap()
	b.Graph, err = typical(times, func() (err error) { g, err = graph.Build(ctx, facts, graph.DefaultBase); return err })
	if err != nil {
		return nil, nil, err
	}
	b.GraphHeap, b.Quads = heap()-before, g.Stats().Quads
	return facts, g, nil
}

// index makes the floor of facts, and the index of names of a graph in memory.
func (d *data) index(ctx context.Context, facts *graph.Facts, g *graph.Graph) error {
	b := &d.build
	before := heap()
	b.Floor, _ = typical(1, func() error { d.floor = newFloor(facts); return nil })
	b.FloorHeap = heap() - before
	before = heap()
	var err error
	b.Index, err = typical(1, func() (err error) { d.through, err = newThrough(ctx, g); return err })
	if err != nil {
		return err
	}
	b.IndexHeap = heap() - before
	d.fromFile = overIndex(d.file, d.through.finder)
	return nil
}

// open opens the file three times; the first answer is what a county page asks.
func (d *data) open(ctx context.Context, file string, facts *graph.Facts) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	d.build.FileBytes = info.Size()
	var county graph.ID
	for i := range facts.Entities {
		if facts.Entities[i].Type == graph.County {
			county = facts.Entities[i].ID
		}
	}
	var opened, answered []time.Duration
	for range 3 {
		if d.file != nil {
			if err := d.file.Close(); err != nil {
				return err
			}
		}
		start := time.Now()
		if d.file, err = graph.Open(file); err != nil {
			return err
		}
		opened = append(opened, time.Since(start))
		if _, err := overIndex(d.file, nil).partners(ctx, county); err != nil {
			return err
		}
		answered = append(answered, time.Since(start))
	}
	d.build.Open, d.build.First = median(opened), median(answered)
	return nil
}

func (d *data) fillCayley(facts *graph.Facts, times int) error {
	b := &d.build
	quads := graph.Quads(facts, graph.DefaultBase)
	var err error
	b.Columns, err = typical(times, func() error {
		var builder columnar.Builder
		for _, q := range quads {
			if err := builder.Add(q); err != nil {
				return err
			}
		}
		builder.Build()
		return nil
	})
	if err != nil {
		return err
	}
	before := heap()
	b.Cayley, err = typical(1, func() error { d.cayley = newCayley(quads, graph.DefaultBase); return nil })
	b.CayleyHeap = heap() - before
	runtime.KeepAlive(quads)
	return err
}

// load reads the packages in a folder with all checks.
func load(ctx context.Context, folder string) (*graph.Facts, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var packages []loader.Package
	for _, e := range entries {
		packages = append(packages, loader.Package{Name: e.Name(), FS: os.DirFS(filepath.Join(folder, e.Name()))})
	}
	facts, problems, err := loader.Load(ctx, packages, nil)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("%d problems in what generate wrote, the first: %v", len(problems), problems[0])
	}
	return facts, nil
}

// typical is the median time of doing something so many times. Each time begins
// with an empty nursery.
func typical(times int, do func() error) (time.Duration, error) {
	var list []time.Duration
	for range times {
		runtime.GC()
		start := time.Now()
		if err := do(); err != nil {
			return 0, err
		}
		list = append(list, time.Since(start))
	}
	return median(list), nil
}

// heap is what is in use after a collection.
func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}
