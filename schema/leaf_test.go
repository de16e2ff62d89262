package schema

import (
	"encoding/json"
	"math"
	"testing"
)

// Numbers and texts are spelled so that JSON gives them back, numbers as
// encoding/json spells them.
func TestSpelling(t *testing.T) {
	for _, f := range []float64{0, 1, -1, 0.1, 1.5, 1e-6, 1e-7, -1.25e-9, 1e-10, 1e20, 1e21, 123456789.125, math.MaxFloat64, math.SmallestNonzeroFloat64, 1 << 53} {
		want, err := json.Marshal(f)
		if got := appendFloat(nil, f); err != nil || string(got) != string(want) {
			t.Errorf("%v is spelled %s, want %s", f, got, want)
		}
	}
	for _, s := range []string{"", "永嘉县", "👩‍🔬", "\"\\/", "\x00\x01\x1f\x7f\b\f\n\r\t", "<b>&\u2028\u2029", "a\xffb\xc0", "\ufffd"} {
		var got string
		want := string([]rune(s)) // bytes that are no UTF-8 become U+FFFD
		if err := json.Unmarshal(appendString(nil, s), &got); err != nil || got != want {
			t.Errorf("%q is spelled %s: %q, %v", s, appendString(nil, s), got, err)
		}
	}
}
