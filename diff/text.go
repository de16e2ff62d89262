package diff

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
)

// colours are the escape sequences of kinds on a terminal.
var colours = map[kind]string{added: "\x1b[32m", removed: "\x1b[31m", changed: "\x1b[33m", moved: "\x1b[36m", merged: "\x1b[35m", renamed: "\x1b[35m"}

// WriteText writes the changes for reading: a line each, fields that changed below
// it, classes under their headings, and numbers at the end. It reports how many changes there are.
func (c *Comparison) WriteText(ctx context.Context, out io.Writer, coloured bool) (int, error) {
	w := bufio.NewWriter(out)
	t := tally{}
	total := 0
	last := class("")
	for change, err := range c.changes(ctx) {
		if err != nil {
			return total, err
		}
		if change.Class != last {
			fmt.Fprintf(w, "%s\n", strings.ToLower(change.Class.label().En))
			last = change.Class
		}
		line := fmt.Sprintf("%s %s", change.Kind.sign(), headline(change))
		if coloured {
			line = colours[change.Kind] + line + "\x1b[0m"
		}
		fmt.Fprintf(w, "  %s\n", line)
		for _, f := range change.Fields {
			fmt.Fprintf(w, "      %s: %s → %s\n", f.Name, orNone(f.From), orNone(f.To))
		}
		t.add(change)
		total++
		if err := w.Flush(); err != nil { // each line, so that whoever reads along sees it and an output that takes no more ends the work
			return total, err
		}
	}
	if total == 0 {
		fmt.Fprintln(w, "no differences")
	}
	writeCounts(w, t.counts())
	return total, w.Flush()
}

// writeCounts writes a line for each class.
func writeCounts(w io.Writer, counts []count) {
	last := class("")
	for _, n := range counts {
		if n.Class == last {
			fmt.Fprintf(w, ", %d %s", n.Count, n.Kind)
			continue
		}
		fmt.Fprintf(w, "\n%s: %d %s", strings.ToLower(n.Class.label().En), n.Count, n.Kind)
		last = n.Class
	}
	if len(counts) > 0 {
		fmt.Fprintln(w)
	}
}

// headline is what changed, in one line.
func headline(c *change) string {
	id := string(c.ID)
	if c.Former != "" {
		id = fmt.Sprintf("%s → %s", c.Former, c.ID)
	}
	line := fmt.Sprintf("%s (%s)", c.Label.Zh, id)
	if c.Class == redirectClass {
		line = c.Label.Zh
	}
	switch c.Kind {
	case merged, renamed:
		return fmt.Sprintf("%s, %s", line, c.Kind)
	case moved:
		return line
	}
	if where := whereOf(c); where != "" {
		line += ", " + where
	}
	return line
}

// whereOf says in what status and where a statement stands.
func whereOf(c *change) string {
	cell := map[string]string{}
	for _, x := range c.Thing {
		cell[x.Name] = x.Value
	}
	var parts []string
	switch c.Class {
	case claimClass:
		parts = append(parts, cell["status"])
	case observationClass:
		parts = append(parts, strings.Join(strings.Fields(cell["role"]+" "+cell["bound"]+" "+cell["value"]), " ")+cell["unit"])
	case mentionClass, omissionClass:
	default:
		return ""
	}
	if cell["source"] != "" {
		at := cell["source"]
		if cell["end"] != "" {
			at += " " + cell["start"] + "–" + cell["end"]
		}
		parts = append(parts, at)
	}
	return strings.Join(parts, ", ")
}

// orNone shows that there is no value.
func orNone(value string) string {
	if value == "" {
		return "∅"
	}
	return value
}
