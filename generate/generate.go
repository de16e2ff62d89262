// Package generate writes data sets of invented counties: ordinary data
// packages, as large as wanted, for tests and measurements. Nothing in them is
// true; the packages and the sources say so.
//
// The same number of counties and the same seed give the same bytes, on every
// machine. Each package has random numbers of its own, so packages are written
// side by side, and what is held in memory does not grow with the counties.
// docs/generate.md describes the shape of the data.
package generate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/innograph/innograph/internal/datapackage"
)

// MaxCounties bounds a data set: 100,000 counties are 10 GB of CSV.
const MaxCounties = 100_000

// countiesInParcel is how many counties stand in one package at most.
const countiesInParcel = 50

// Config says what to write.
type Config struct {
	Counties int    // 1 to MaxCounties
	Seed     uint64 // another seed gives another data set of the same shape
	// Describe makes datapackage.json of a package whose tables have these
	// headings; [loader.Describe] does.
	Describe func(name, title, description string, headings map[string][]string) ([]byte, error)
	// Progress is told how many counties are written, from one goroutine at a
	// time; nil for silence.
	Progress func(counties int)
	workers  int // how many packages are written at once; 0 means one a CPU
}

// Report counts what was written.
type Report struct {
	Packages int
	Rows     int   // of all tables, headings not among them
	Bytes    int64 // of all tables
}

// ErrNotEmpty is what [Write] gives for a folder that has something in it.
var ErrNotEmpty = errors.New("is there and is not empty")

// Write writes the data set to dir, which must not exist or be empty. It
// writes into a hidden folder beside dir and renames that at the end: dir has
// the whole data set or nothing. On an error and when ctx ends the hidden
// folder is removed.
func Write(ctx context.Context, dir string, c Config) (report Report, err error) {
	if c.Counties < 1 || c.Counties > MaxCounties {
		return report, fmt.Errorf("%d counties, from 1 to %d can be had", c.Counties, MaxCounties)
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return report, fmt.Errorf("write %s: %w", dir, err)
	}
	if err := vacant(dir); err != nil {
		return report, err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return report, fmt.Errorf("write %s: %w", dir, err)
	}
	aside, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-*")
	if err != nil {
		return report, fmt.Errorf("write %s: %w", dir, err)
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(aside) // the error that stopped it is the one to tell
		}
	}()
	report, err = run(ctx, c, func(pack, file string) (io.WriteCloser, error) {
		path := filepath.Join(aside, pack)
		if err := os.MkdirAll(path, 0o755); err != nil {
			return nil, err
		}
		return os.Create(filepath.Join(path, file))
	})
	if err != nil {
		return report, err
	}
	if err := os.Chmod(aside, 0o755); err != nil { // MkdirTemp makes it the user's alone
		return report, fmt.Errorf("write %s: %w", dir, err)
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty one; a full one by now is refused here
		return report, fmt.Errorf("write %s: %w", dir, err)
	}
	if err := os.Rename(aside, dir); err != nil {
		return report, fmt.Errorf("write %s: %w", dir, err)
	}
	return report, nil
}

func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("write %s: %w", dir, err)
	case len(entries) > 0:
		return fmt.Errorf("%s %w", dir, ErrNotEmpty)
	}
	return nil
}

// job is one package: shared, or the counties from first to before end.
type job struct {
	name       string
	shared     bool
	first, end int
}

// run writes all packages to a sink.
func run(ctx context.Context, c Config, files sink) (Report, error) {
	w := newWorld(c.Counties, c.Seed)
	jobs := []job{{name: "shared", shared: true}}
	for first := 0; first < c.Counties; first += countiesInParcel {
		jobs = append(jobs, job{name: "counties-" + countyCode(first), first: first, end: min(first+countiesInParcel, c.Counties)})
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan job)
	go func() {
		defer close(queue)
		for _, j := range jobs {
			select {
			case queue <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	report := Report{Packages: len(jobs)}
	done := 0
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range min(cmp.Or(c.workers, runtime.GOMAXPROCS(0)), len(jobs)) {
		workers.Go(func() {
			for j := range queue {
				rows, size, err := j.write(ctx, c, w, files)
				if err != nil {
					stop(err)
					return
				}
				mu.Lock()
				report.Rows, report.Bytes, done = report.Rows+rows, report.Bytes+size, done+j.end-j.first
				if c.Progress != nil {
					c.Progress(done)
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	if err := context.Cause(ctx); err != nil {
		return Report{}, err
	}
	return report, nil
}

// write writes one package; its descriptor comes last, so that a package
// without one is known to be cut short.
func (j job) write(ctx context.Context, c Config, w *world, files sink) (rows int, size int64, err error) {
	p, err := newParcel(j.name, j.shared, files)
	if err != nil {
		return 0, 0, err
	}
	if j.shared {
		w.write(p)
	}
	for i := j.first; i < j.end && ctx.Err() == nil; i++ {
		writeCounty(p, w, i)
	}
	rows, size, err = p.close()
	if err := cmp.Or(context.Cause(ctx), err); err != nil {
		return 0, 0, err
	}
	title := fmt.Sprintf("Invented counties %d to %d", j.first+1, j.end)
	if j.shared {
		title = "What the invented counties share"
	}
	used := map[string][]string{}
	for file := range p.files {
		used[file] = datapackage.Named(file).Headings()
	}
	data, err := c.Describe("innograph-invented-"+j.name, title, "Invented by innograph generate for tests and measurements. Nothing in it is true.", used)
	if err != nil {
		return 0, 0, fmt.Errorf("describe %s: %w", j.name, err)
	}
	out, err := files(j.name, "datapackage.json")
	if err != nil {
		return 0, 0, err
	}
	_, err = out.Write(data)
	if closing := out.Close(); err == nil {
		err = closing
	}
	return rows, size, err
}
