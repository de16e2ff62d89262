package graph

import (
	"strings"
	"testing"
)

func TestParseIDRefuses(t *testing.T) {
	for name, s := range map[string]string{
		"empty":            "",
		"no slash":         "county",
		"empty prefix":     "/330324",
		"empty name":       "county/",
		"capital":          "County/330324",
		"capital in name":  "county/A",
		"Chinese":          "county/永嘉",
		"two slashes":      "county/330324/x",
		"space":            "county/33 0324",
		"hyphen at end":    "platform/x-",
		"hyphen at start":  "platform/-x",
		"two hyphens":      "platform/x--y",
		"digit in prefix":  "county2/x",
		"longer than most": "platform/" + strings.Repeat("x", maxID),
	} {
		if id, err := ParseID(s); err == nil {
			t.Errorf("%s: ParseID(%q) = %q, want an error", name, s, id)
		}
	}
}

func TestParseBaseRefuses(t *testing.T) {
	for _, s := range []string{"", "innograph", "ftp://x/", "https://", "https:///x/", "https://example.org", "https://example.org/县/", "https://example.org/<x>/", "https://example.org/a b/"} {
		if b, err := ParseBase(s); err == nil {
			t.Errorf("ParseBase(%q) = %q, want an error", s, b)
		}
	}
	for _, s := range []string{DefaultBase, "http://localhost:8080/id/", "https://example.org/x#"} {
		if _, err := ParseBase(s); err != nil {
			t.Errorf("ParseBase(%q): %v", s, err)
		}
	}
}

// FuzzIDRoundTrip: what ParseID takes comes back from its IRI; what it refuses is no IRI's id.
func FuzzIDRoundTrip(f *testing.F) {
	for _, s := range []string{"county/330324", "university/lanzhou-university-of-technology", "x/y", "", "a//b", "claim/0123456789abcdef", "platform/ä"} {
		f.Add(s)
	}
	base := Base(DefaultBase)
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseID(s)
		back, ok := base.ID(string(base) + s)
		if ok != (err == nil) {
			t.Fatalf("ParseID(%q) error %v, but its IRI has an id: %v", s, err, ok)
		}
		if err != nil {
			return
		}
		if back != id || string(id) != s || base.IRI(id) != string(base)+s {
			t.Fatalf("%q came back as %q", s, back)
		}
		for _, c := range s {
			if c > 0x7e || c <= ' ' {
				t.Fatalf("id %q is not plain ASCII", s)
			}
		}
	})
}
