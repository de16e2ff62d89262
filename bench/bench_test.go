package bench

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/innograph/innograph/graph"
)

// All questions at two counties, once: every contender gives the same answers,
// from memory and from a file. Run itself compares them.
func TestContendersAgree(t *testing.T) {
	report, err := Run(context.Background(), Config{Counties: []int{2}, Runs: 1, Block: time.Millisecond, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	size := report.Sizes[0]
	if len(size.Rows) != len(questions) {
		t.Errorf("%d rows, want one for each of %d questions", len(size.Rows), len(questions))
	}
	for _, row := range size.Rows {
		if row.Checked == 0 {
			t.Errorf("%s: no answer was compared", row.Question)
		}
	}
	if size.Quads == 0 || size.FileBytes == 0 {
		t.Errorf("nothing was built: %+v", size.Build)
	}
	if text := report.String(); !strings.Contains(text, "## Questions at 2 counties") {
		t.Errorf("the report is\n%s", text)
	}
}

// One contender that answers otherwise ends the measurement, whichever it is.
func TestOneOtherAnswerIsAnError(t *testing.T) {
	d := &data{floor: &floor{}, through: &through{}, fromFile: &through{}, cayley: &cayleyStore{}}
	var other contender
	q := question{Name: "Q", ask: func(_ context.Context, c contender, _ input) (answer, error) {
		if c == other {
			return countsAnswer{{Predicate: graph.Builds, Status: graph.Planned, Count: 2}}, nil
		}
		return countsAnswer{{Predicate: graph.Builds, Status: graph.Planned, Count: 1}}, nil
	}}
	if row, _, err := d.check(t.Context(), q, make([]input, 1)); err != nil || row.Checked != 1 {
		t.Fatalf("equal answers: %d compared, %v", row.Checked, err)
	}
	for name, c := range map[string]contender{"floor": d.floor, "through": d.through, "fromFile": d.fromFile, "cayley": d.cayley} {
		other = c
		if _, _, err := d.check(t.Context(), q, make([]input, 1)); err == nil {
			t.Errorf("%s: its other answer passes", name)
		}
	}
}

// What a contender leaves out or adds is found.
func TestDifferencesAreFound(t *testing.T) {
	full, short := []byte(`["county/1","甲县",]`), []byte(`["county/1",]`)
	if err := differ("B1", "cayley", full, short); err == nil {
		t.Error("two answers that differ pass as one")
	}
	if err := differ("B1", "cayley", full, bytes.Clone(full)); err != nil {
		t.Error(err)
	}
}
