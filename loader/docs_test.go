package loader

import (
	"os"
	"strings"
	"testing"
)

// Every file has its heading in docs/data-format.md, and every column its name under it.
func TestFormatIsDescribed(t *testing.T) {
	data, err := os.ReadFile("../docs/data-format.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		_, section, found := strings.Cut(string(data), "\n## "+table.file+"\n")
		if !found {
			t.Errorf("docs/data-format.md has no heading %s", table.file)
			continue
		}
		section, _, _ = strings.Cut(section, "\n## ")
		for _, c := range table.columns {
			if !strings.Contains(section, "`"+c.name+"`") {
				t.Errorf("docs/data-format.md: %s lacks column %s", table.file, c.name)
			}
		}
	}
}
