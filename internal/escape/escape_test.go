package escape

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAppend(t *testing.T) {
	for text, want := range map[string]string{
		"永嘉县 𠮷 😀 & <b>":          "永嘉县 𠮷 😀 & <b>",
		"a\"b\\c":                `a\"b\\c`,
		"\b\t\n\f\r\x00\x1f\x7f": `\b\t\n\f\r\u0000\u001F\u007F`,
		"a\xffb\xe6\xb0":         "a\uFFFDb\uFFFD\uFFFD",
		"\u2028\uFFFD":           "\u2028\uFFFD",
		"":                       "",
	} {
		if got := string(Append(nil, text)); got != want {
			t.Errorf("%q is spelled %s, want %s", text, got, want)
		}
	}
}

// Whatever is spelled reads as JSON, and as the text that it was.
func FuzzAppendQuoted(f *testing.F) {
	f.Add("永嘉\x00\"\\\x7f\xff")
	f.Fuzz(func(t *testing.T, text string) {
		var got string
		if err := json.Unmarshal(AppendQuoted([]byte(" "), text), &got); err != nil || got != strings.ToValidUTF8(text, "\uFFFD") && got != string([]rune(text)) {
			t.Errorf("%q reads as %q: %v", text, got, err)
		}
	})
}
