package export

import (
	"encoding/json"
	"strings"
	"testing"
)

// Go's own reader gets back what was written, for every control character and beyond.
func TestAppendJSON(t *testing.T) {
	var control strings.Builder
	for c := range rune(0x21) {
		control.WriteRune(c)
	}
	for _, text := range []string{"", "仙居县", `a "b" \c/`, "<&>\u2028\u2029\x7f", control.String(), "😀𠮷", strings.Repeat("县", 1<<19)} {
		var got string
		if err := json.Unmarshal(appendJSON(nil, text), &got); err != nil || got != text {
			t.Errorf("%.80q came back as %.80q, %v", text, got, err)
		}
	}
	if got := string(appendJSON(nil, "a\xffb\xe4\xbb")); got != "\"a\uFFFDb\uFFFD\uFFFD\"" {
		t.Errorf("what is no UTF-8 became %s", got)
	}
	if got, want := string(appendNumber(append(appendMember([]byte("{"), "a", "b"), ','), "n", -3)), `{"a":"b","n":-3`; got != want {
		t.Errorf("members are %s, want %s", got, want)
	}
}
