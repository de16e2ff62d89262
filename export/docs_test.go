package export_test

import (
	"os"
	"strings"
	"testing"

	"github.com/innograph/innograph/export"
)

// Every form has its row in docs/exports.md, with what it is for and what it is held against.
func TestFormsAreDescribed(t *testing.T) {
	data, err := os.ReadFile("../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range export.Formats {
		if !strings.Contains(string(data), "\n| `"+f.Name+"` | ") {
			t.Errorf("docs/exports.md has no row of %s", f.Name)
		}
	}
}
