package bench

import (
	"fmt"
	"slices"
	"strings"
)

// Fill puts the report's tables in the place of those under the same headings of a
// Markdown page, and leaves everything else as it is. It returns an error that names the
// headings that the page has no table under.
func (r *Report) Fill(page string) (string, error) {
	fresh := tablesOf(r.String())
	var filled []string
	met := map[string]bool{}
	eachLine(page, func(heading, line string) {
		table, ours := fresh[heading]
		switch {
		case !ours || !isTable(line):
			filled = append(filled, line)
		case !met[heading]:
			met[heading] = true
			filled = append(filled, table...)
		}
	})
	var missing []string
	for heading := range fresh {
		if !met[heading] {
			missing = append(missing, heading)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return "", fmt.Errorf("the page has no table under %q", missing)
	}
	return strings.Join(filled, "\n"), nil
}

// tablesOf gives the lines of the tables of a page by their headings.
func tablesOf(page string) map[string][]string {
	tables := map[string][]string{}
	eachLine(page, func(heading, line string) {
		if isTable(line) {
			tables[heading] = append(tables[heading], line)
		}
	})
	return tables
}

func isTable(line string) bool { return strings.HasPrefix(line, "|") }

// eachLine gives the lines of a page, each with its heading: one of level 3 stands
// behind that of level 2, joined by " > ".
func eachLine(page string, do func(heading, line string)) {
	above, heading := "", ""
	for line := range strings.SplitSeq(page, "\n") {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			above, heading = name, name
		} else if name, ok := strings.CutPrefix(line, "### "); ok {
			heading = above + " > " + name
		}
		do(heading, line)
	}
}
