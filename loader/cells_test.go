package loader

import (
	"testing"

	"github.com/innograph/innograph/internal/datapackage"
)

// What is matched by hand is matched as the regular expression would.
func TestMatchesAgreesWithPatterns(t *testing.T) {
	cells := []string{"", "a", "/", "a/", "/a", "a/b", "a/-b", "a/b-", "a/b--c", "a/b-c", "A/b", "a/B", "a1/b", "a/b/c", "a/县", "county/330324", "a/b c",
		"0123456789abcdef", "0123456789abcdeF", "0123456789abcde", "0123456789abcdef0", "12", "123456789", "1234567890", "-1", "1.5", "１"}
	for _, table := range datapackage.Tables {
		for _, c := range table.Columns {
			for _, cell := range cells {
				if c.Pattern != "" && matches(&c, cell) != patterns[c.Pattern].MatchString(cell) {
					t.Errorf("%s.%s: %q matches by hand: %v", table.File, c.Name, cell, matches(&c, cell))
				}
			}
		}
	}
}
