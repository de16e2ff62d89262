package executor

import (
	"encoding/json"
	"math"
	"testing"
)

// Numbers are spelled as encoding/json spells them.
func TestSpelling(t *testing.T) {
	for _, f := range []float64{0, 1, -1, 0.1, 1.5, 1e-6, 1e-7, -1.25e-9, 1e-10, 1e20, 1e21, 123456789.125, math.MaxFloat64, math.SmallestNonzeroFloat64, 1 << 53} {
		want, err := json.Marshal(f)
		if got := appendFloat(nil, f); err != nil || string(got) != string(want) {
			t.Errorf("%v is spelled %s, want %s", f, got, want)
		}
	}
}
