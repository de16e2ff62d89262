package loader

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/innograph/innograph/internal/datapackage"
)

// patterns holds each column pattern compiled, anchored at both ends.
var patterns = func() map[string]*regexp.Regexp {
	compiled := map[string]*regexp.Regexp{}
	for _, t := range datapackage.Tables {
		for _, c := range t.Columns {
			if c.Pattern != "" {
				compiled[c.Pattern] = regexp.MustCompile(`^(?:` + c.Pattern + `)$`)
			}
		}
	}
	return compiled
}()

// refuse says what a filled or empty cell lacks; empty if it will do.
func refuse(c *datapackage.Column, cell string) (what, wanted string) {
	switch {
	case cell == "" && c.Required:
		return "is empty", "a value"
	case cell == "":
		return "", ""
	case strings.TrimSpace(cell) != cell:
		return "has space around it", "the bare value"
	case strings.ContainsAny(cell, "\n\r\t\x00"):
		return "holds a line break, tab or NUL", "a value on one line"
	case len(c.Values) > 0 && !c.ByType && !slices.Contains(c.Values, cell):
		return "unknown value", oneOf(c.Values)
	case c.Pattern != "" && !matches(c, cell):
		return "is malformed", c.Wanted
	}
	return "", ""
}

// matches holds a cell against the column's pattern. The patterns that stand in
// every row are matched by hand: regular expressions took a fifth of a load.
func matches(c *datapackage.Column, cell string) bool {
	switch c.Pattern {
	case datapackage.IDPattern:
		return isID(cell)
	case datapackage.DigestPattern:
		return len(cell) == 16 && strings.Trim(cell, "0123456789abcdef") == ""
	case datapackage.NumberPattern:
		return cell != "" && len(cell) <= 9 && strings.Trim(cell, "0123456789") == ""
	}
	return patterns[c.Pattern].MatchString(cell)
}

// isID matches [datapackage.IDPattern].
func isID(s string) bool {
	prefix, name, found := strings.Cut(s, "/")
	if !found || prefix == "" || strings.Trim(prefix, "abcdefghijklmnopqrstuvwxyz") != "" {
		return false
	}
	hyphen := true // a name neither begins nor ends with one, and no two stand together
	for i := range len(name) {
		switch c := name[i]; {
		case c == '-' && hyphen:
			return false
		case c == '-':
			hyphen = true
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			hyphen = false
		default:
			return false
		}
	}
	return !hyphen
}

func oneOf(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return fmt.Sprintf("one of %s", strings.Join(values, ", "))
}
