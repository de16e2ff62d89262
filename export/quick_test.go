//go:build unix

package export_test

import (
	"context"
	"io"
	"syscall"
	"testing"
	"time"

	"github.com/innograph/innograph/export"
)

// Every export of the seeds is to take less than 100 ms. What counts is time of the processor, the
// least of several runs, and twice as much is let pass: tests run beside other work.
func TestSeedsAreQuick(t *testing.T) {
	g, _ := seeded(t)
	part, err := export.Select(context.Background(), g, nil)
	if err != nil {
		t.Fatal(err)
	}
	const limit = 2 * slow * 100 * time.Millisecond
	for _, f := range export.Formats {
		least := time.Hour
		for range 5 {
			start := processor(t)
			if err := export.Write(context.Background(), io.Discard, part, &f, options); err != nil {
				t.Fatal(err)
			}
			least = min(least, processor(t)-start)
		}
		t.Logf("%-12s %v", f.Name, least.Round(time.Millisecond))
		if least > limit {
			t.Errorf("%s of the seeds takes %v, want at most %v", f.Name, least, limit)
		}
	}
}

// processor is the time that the process has had of processors.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
