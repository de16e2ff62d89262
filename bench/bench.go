// Package bench measures how fast questions are answered through graph and over
// GraphQL, beside a floor and beside Cayley's memory store, and how fast a graph is built.
//
// Everything runs in one process over the same invented data. The floor answers
// each question by loops over maps and slices of structs; Cayley's store is read
// by the same loops. All contenders' answers are compared before a clock runs.
// docs/performance.md has the figures of a real run.
package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"time"

	"github.com/innograph/innograph/graph"
)

// Config says what to measure.
type Config struct {
	Counties []int // sizes of the data sets, smallest first
	// Runs is how often each question is put to each contender in turn; 0 means 5.
	// A figure is the median of the runs.
	Runs int
	// Block is about how long one contender is asked one question in one run; 0 means 200 ms.
	Block time.Duration
	// Questions are the names of those to ask; none: all.
	Questions []string
	// CayleyUpTo is the largest number of counties that Cayley's memory store is
	// filled with; 0 means 230. It takes a kilobyte a quad.
	CayleyUpTo int
	// Dir is where data sets are written, and removed at the end; empty means the system's.
	Dir string
	// Profiles is a folder for CPU profiles of each question at the largest size,
	// through graph and over HTTP, of 2 s each; empty for none.
	Profiles string
	// Progress is told what is being done; nil for silence.
	Progress func(string)
}

// Report is what was measured.
type Report struct {
	Day   time.Time // when the run began
	Runs  int
	Sizes []Size
}

// Size is a data set with its figures.
type Size struct {
	Counties int
	Build
	Rows []Row
	HTTP []HTTPRow
}

// Row is one question: the floor first, then graph, then Cayley's memory store
// if it was asked.
type Row struct {
	Question, What string
	grows          bool
	Inputs         int // different ones, asked in turn
	Checked        int // answers that were compared
	Refused        int // inputs that graph refused as too wide; they are left out
	Bytes          int // of the median answer
	Figures        []Figure
}

// Names are the names of all questions.
func Names() []string {
	names := make([]string, len(questions))
	for i, q := range questions {
		names[i] = q.Name
	}
	return names
}

// Run measures. It returns an error if two contenders give different answers.
func Run(ctx context.Context, c Config) (*Report, error) {
	if c.Runs == 0 {
		c.Runs = 5
	}
	if c.Block == 0 {
		c.Block = 200 * time.Millisecond
	}
	if c.CayleyUpTo == 0 {
		c.CayleyUpTo = 230
	}
	if c.Progress == nil {
		c.Progress = func(string) {}
	}
	report := &Report{Day: time.Now(), Runs: c.Runs}
	for i, counties := range c.Counties {
		size, err := c.measure(ctx, counties, i == len(c.Counties)-1)
		if err != nil {
			return nil, fmt.Errorf("%d counties: %w", counties, err)
		}
		report.Sizes = append(report.Sizes, size)
		runtime.GC()
	}
	return report, nil
}

func (c Config) measure(ctx context.Context, counties int, largest bool) (Size, error) {
	dir, err := os.MkdirTemp(c.Dir, "innograph-bench-*")
	if err != nil {
		return Size{}, err
	}
	defer os.RemoveAll(dir)
	d, err := c.prepare(ctx, counties, dir)
	if err != nil {
		return Size{}, err
	}
	defer d.file.Close()
	size := Size{Counties: counties, Build: d.build}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	services, err := d.services(ctx)
	if err != nil {
		return Size{}, err
	}
	p := newPool(d.floor)
	for _, q := range questions {
		if len(c.Questions) > 0 && !slices.Contains(c.Questions, q.Name) {
			continue
		}
		c.Progress(fmt.Sprintf("%d counties: %s", counties, q.Name))
		row, inputs, err := d.check(ctx, q, q.inputs(p))
		if err != nil {
			return Size{}, err
		}
		if err := c.race(ctx, d, q, inputs, &row); err != nil {
			return Size{}, err
		}
		if c.Profiles != "" && largest {
			if err := c.profile(q.Name, inputs, func(in input) error { _, err := q.ask(ctx, d.through, in); return err }); err != nil {
				return Size{}, err
			}
		}
		size.Rows = append(size.Rows, row)
		asked, err := c.overHTTP(services, q, inputs, largest)
		if err != nil {
			return Size{}, err
		}
		size.HTTP = append(size.HTTP, asked)
	}
	return size, nil
}

// Of so many answers of each question are compared; Cayley's store is slow.
const (
	checked       = 200
	checkedCayley = 10
)

// check compares the contenders' answers, from memory and from the file, and
// gives the inputs that graph does not refuse.
func (d *data) check(ctx context.Context, q question, inputs []input) (Row, []input, error) {
	row := Row{Question: q.Name, What: q.What, grows: q.grows}
	var kept []input
	var sizes []int
	for _, in := range inputs {
		through, err := q.ask(ctx, d.through, in)
		if errors.Is(err, graph.ErrTooWide) {
			row.Refused++
			continue
		}
		if err != nil {
			return row, nil, fmt.Errorf("%s %v%s: %w", q.Name, in.ids, in.text, err)
		}
		kept = append(kept, in)
		if len(kept) > checked {
			continue
		}
		row.Checked++
		size, err := d.agree(ctx, q, in, through, len(kept) <= checkedCayley)
		if err != nil {
			return row, nil, err
		}
		sizes = append(sizes, size)
	}
	row.Inputs, row.Bytes = len(kept), median(sizes)
	if len(kept) == 0 {
		return row, nil, fmt.Errorf("%s: no input is left of %d", q.Name, len(inputs))
	}
	return row, kept, ctx.Err()
}

// agree is an error unless all contenders give the floor's answer; it gives the size of that in bytes.
func (d *data) agree(ctx context.Context, q question, in input, through answer, askCayley bool) (int, error) {
	a, err := q.ask(ctx, d.floor, in)
	if err != nil {
		return 0, err
	}
	want := a.write(nil)
	name := fmt.Sprintf("%s %v%s", q.Name, in.ids, in.text)
	if err := differ(name, "graph", want, through.write(nil)); err != nil {
		return 0, err
	}
	others := []contender{d.fromFile}
	if d.cayley != nil && askCayley {
		others = append(others, d.cayley)
	}
	for _, other := range others {
		b, err := q.ask(ctx, other, in)
		if errors.Is(err, errNotAsked) {
			continue
		}
		if err != nil {
			return 0, err
		}
		if err := differ(name, fmt.Sprintf("%T", other), want, b.write(nil)); err != nil {
			return 0, err
		}
	}
	return len(want), nil
}

// differ shows the first place where an answer is not the floor's.
func differ(question, who string, want, got []byte) error {
	if bytes.Equal(want, got) {
		return nil
	}
	at := 0
	for at < min(len(want), len(got)) && want[at] == got[at] {
		at++
	}
	from := max(0, at-100)
	return fmt.Errorf("%s: %s answers\n%s\nthe floor\n%s", question, who, got[from:min(len(got), at+200)], want[from:min(len(want), at+200)])
}

// profile writes a CPU profile of asking about inputs in turn, for 2 s.
func (c Config) profile(name string, inputs []input, ask func(input) error) error {
	if err := os.MkdirAll(c.Profiles, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(c.Profiles, name+".cpu"))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	for start, i := time.Now(), 0; time.Since(start) < 2*time.Second; i++ {
		if err := ask(inputs[i%len(inputs)]); err != nil {
			return err
		}
	}
	return nil
}
