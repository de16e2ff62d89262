package loader

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/innograph/innograph/graph"
)

// Problem is something in a data package that keeps it from being loaded.
type Problem struct {
	File   string `json:"file"`             // as the user named the package, with the file in it
	Line   int    `json:"line,omitempty"`   // 1-based, in a workbook of the sheet; 0 means the whole file
	At     string `json:"at,omitempty"`     // where lines do not tell: a cell of a workbook ("claims!F12"), the @id of a node of JSON-LD
	Column string `json:"column,omitempty"` // heading, or empty
	What   string `json:"what"`
	Found  string `json:"found,omitempty"`  // the value as it stands, cut to 80 runes
	Wanted string `json:"wanted,omitempty"` // what would do
	Hint   string `json:"hint,omitempty"`   // the next step
}

// String gives the problem in the form of a compiler's: file:line: column:
// what, found …, wanted …, and the hint on a line of its own. Where At tells the
// place, it stands instead of the line.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 && p.At == "" {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.At != "" {
		b.WriteString(p.At + ": ")
	}
	if p.Column != "" {
		b.WriteString(p.Column + ": ")
	}
	b.WriteString(p.What)
	if p.Found != "" {
		fmt.Fprintf(&b, ", found %q", p.Found)
	}
	if p.Wanted != "" {
		b.WriteString(", wanted " + p.Wanted)
	}
	if p.Hint != "" {
		b.WriteString("\n    hint: " + p.Hint)
	}
	return b.String()
}

// problems collects what is wrong while the reading goes on.
type problems struct {
	list   []Problem
	broken map[graph.ID]bool // ids whose own rows are wrong: what names them is not told as well
}

// breaks notes an id whose row is wrong.
func (ps *problems) breaks(id graph.ID) {
	if ps.broken == nil {
		ps.broken = map[graph.ID]bool{}
	}
	ps.broken[id] = true
}

func (ps *problems) add(p Problem) {
	p.Found = shorten(p.Found)
	ps.list = append(ps.list, p)
}

// sorted gives the problems by file, sheet, line and column, each once.
func (ps *problems) sorted() []Problem {
	slices.SortFunc(ps.list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.sheet(), b.sheet()), cmp.Compare(a.Line, b.Line), cmp.Compare(a.At, b.At), cmp.Compare(a.Column, b.Column), cmp.Compare(a.What, b.What), cmp.Compare(a.Found, b.Found))
	})
	return slices.Compact(ps.list)
}

// sheet is the sheet of a workbook that the problem stands in.
func (p Problem) sheet() string {
	sheet, _, inSheet := strings.Cut(p.At, "!")
	if !inSheet {
		return ""
	}
	return sheet
}

// shorten keeps a value printable: a 10 MB cell is not to be the message.
func shorten(s string) string { return shortenTo(80, s) }

// shortenTo cuts a text to so many runes.
func shortenTo(most int, s string) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
