package export_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/internal/worlds"
)

// held notes how much lives on the heap while a form is written.
type held struct {
	writes int
	most   uint64 // bytes
}

func (h *held) Write(b []byte) (int, error) {
	if h.writes%16 == 0 {
		h.most = max(h.most, living())
	}
	h.writes++
	return len(b), nil
}

func living() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// What a form holds in memory does not grow with the graph: about a megabyte above the
// store, whether that has 18,000 quads or four times as many. Workbooks are gathered, as their library does it.
func TestFormsAreStreamed(t *testing.T) {
	for _, counties := range []int{4, 16} {
		g, _ := worlds.Invented(t, counties)
		part, err := export.Select(context.Background(), g, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range export.Formats {
			if f.Name == "xlsx" {
				continue
			}
			before := living()
			var h held
			if err := export.Write(context.Background(), &h, part, &f, options); err != nil {
				t.Fatal(err)
			}
			above := int64(h.most) - int64(before)
			t.Logf("%d counties, %-12s %.1f MB above the store, %d pieces", counties, f.Name, float64(above)/1e6, h.writes)
			if above > 1.5e6 {
				t.Errorf("%s of %d counties holds %.1f MB above the store, want at most 1.5", f.Name, counties, float64(above)/1e6)
			}
		}
	}
}
