package export

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"
)

// A reader of XML gets every character back that XML 1.0 can hold, wherever it stands, and
// U+FFFD for the others.
func TestXML(t *testing.T) {
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if r > 0x3000 && r < 0xD000 || r > 0x10100 && r < utf8.MaxRune-0x100 {
			continue // like their neighbours
		}
		text := "a" + string(r) + "b"
		want := text
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			want = "a\uFFFDb"
		}
		back(t, text, want)
	}
	back(t, "\xff]]>\xc3", "\uFFFD]]>\uFFFD")
	back(t, "", "")
}

func back(t *testing.T, text, want string) {
	t.Helper()
	b := appendQuoted([]byte("<x"), "y", text)
	b = append(appendXML(append(b, '>'), text), "</x>"...)
	var got struct {
		Y    string `xml:"y,attr"`
		Text string `xml:",chardata"`
	}
	if err := xml.Unmarshal(b, &got); err != nil || got.Y != want || got.Text != want {
		t.Errorf("%q comes back as %q and %q (%v), want %q", text, got.Y, got.Text, err, want)
	}
	for _, c := range []string{"\t", "\n", "\r", "\u0085", "\u2028"} { // xmldom takes the last two for ends of lines
		if strings.Contains(string(b), c) {
			t.Errorf("%q stands as it is in %q", c, b)
		}
	}
}
