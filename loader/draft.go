package loader

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/innograph/innograph/graph"
)

// FillRows reads a table of a curator's draft, in which a column quote (and n,
// the 1-based place, where the phrase stands in several) says where each row is
// read from, and writes the same rows with source, section, start, end and
// digest instead. Rows whose place is not clear are problems; then nothing is
// to be used of what was written.
func FillRows(name string, draft io.Reader, source graph.ID, text *Text, out io.Writer) []Problem {
	ps := &problems{}
	w := csv.NewWriter(out)
	fillRows(ps, name, draft, source, text, w)
	w.Flush()
	if err := w.Error(); err != nil {
		ps.add(Problem{File: name, What: "rows cannot be written", Found: err.Error()})
	}
	return ps.sorted()
}

func fillRows(ps *problems, name string, draft io.Reader, source graph.ID, text *Text, w *csv.Writer) {
	in := csv.NewReader(draft)
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		p := csvProblem(name, err)
		if err == io.EOF {
			p = emptyFile(name)
		}
		ps.add(p)
		return
	}
	quote, nth := slices.Index(head, "quote"), slices.Index(head, "n")
	if quote < 0 {
		ps.add(Problem{File: name, Line: 1, Column: "quote", What: "column is missing", Wanted: "a column with the words to look for"})
		return
	}
	write := func(row, locator []string) {
		var cells []string
		for i, cell := range row {
			switch i {
			case quote:
				cells = append(cells, locator...)
			case nth:
			default:
				cells = append(cells, cell)
			}
		}
		_ = w.Write(cells) // FillRows tells
	}
	write(head, []string{"source", "section", "start", "end", "digest"})
	for {
		row, err := in.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			ps.add(csvProblem(name, err))
			return
		}
		line, _ := in.FieldPos(0)
		if len(row) != len(head) {
			ps.add(wrongWidth(name, line, len(row), len(head)))
			continue
		}
		place, problem := choose(text, row[quote], cellAt(row, nth))
		if problem.What != "" {
			problem.File, problem.Line = name, line
			ps.add(problem)
			continue
		}
		write(row, []string{string(source), place.Section, strconv.Itoa(place.Start), strconv.Itoa(place.End), place.Digest})
	}
}

func cellAt(row []string, i int) string {
	if i < 0 {
		return ""
	}
	return row[i]
}

// choose picks the place of a phrase: the only one, or the nth.
func choose(text *Text, phrase, nth string) (Place, Problem) {
	places := text.Locate(phrase)
	p := Problem{Column: "quote", Found: phrase}
	switch n, err := strconv.Atoi(nth); {
	case len(places) == 0:
		p.What, p.Hint = "does not stand in the text", "white space is no difference, every other character is"
	case nth == "" && len(places) > 1:
		p.What, p.Wanted = fmt.Sprintf("stands in %d places", len(places)), "a longer phrase, or its number in column n"
	case nth == "":
		return places[0], Problem{}
	case err != nil || n < 1 || n > len(places):
		p.Column, p.Found, p.What, p.Wanted = "n", nth, "no such place", fmt.Sprintf("1 to %d", len(places))
	default:
		return places[n-1], Problem{}
	}
	return Place{}, p
}
