package loader

import (
	"os"
	"strings"
	"testing"

	"github.com/innograph/innograph/internal/datapackage"
)

// Every file has its heading in docs/data-format.md, and every column its name under it.
func TestFormatIsDescribed(t *testing.T) {
	data, err := os.ReadFile("../docs/data-format.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range datapackage.Tables {
		_, section, found := strings.Cut(string(data), "\n## "+table.File+"\n")
		if !found {
			t.Errorf("docs/data-format.md has no heading %s", table.File)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		for _, c := range table.Columns {
			if !strings.Contains(section, "`"+c.Name+"`") {
				t.Errorf("docs/data-format.md: %s lacks column %s", table.File, c.Name)
			}
		}
	}
}
