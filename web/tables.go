package web

import (
	"cmp"
	"slices"
)

// pageOf cuts a page from a list; pages are counted from 1. A page behind the
// last is the last.
type pageOf[T any] struct {
	Items         []T
	Number, Pages int
	Total         int
}

func cut[T any](list []T, number, size int) pageOf[T] {
	pages := max(1, (len(list)+size-1)/size)
	number = min(number, pages)
	from := (number - 1) * size
	return pageOf[T]{list[from:min(from+size, len(list))], number, pages, len(list)}
}

// comparisonShown is how a comparison is laid out: a column for each county.
type comparisonShown struct {
	Columns    []any // nodes in the order asked for
	Indicators pageOf[comparedIndicator]
	Hidden     int // indicators that only one county has, where they are left out
	Shared     []comparedPartner
	Alone      [][]comparedPartner // by column
}

type comparedIndicator struct {
	Indicator any
	Cells     []comparedCell // by column
	have      int            // counties that give it
}

type comparedCell struct {
	Missing   bool
	Now, Goal []any
	Conflict  bool
}

type comparedPartner struct {
	Node  any
	Cells []any // edge by column; nil: no partner
	Count int
}

const comparedAtOnce = 40

func arrangeComparison(v *view, _ *ontology, p *parameters) any {
	var shown comparisonShown
	place := map[string]int{}
	for _, n := range listAt(v.Data, "nodes") {
		if n != nil {
			place[textAt(n, "id")] = len(shown.Columns)
			shown.Columns = append(shown.Columns, n)
		}
	}
	all := p.values.Get("all") != "" || len(shown.Columns) == 1 || p.values.Has("i")
	var kept []comparedIndicator
	for _, c := range listAt(v.Data, "compare") {
		row := compared(c, place)
		if !all && row.have < 2 {
			shown.Hidden++
			continue
		}
		kept = append(kept, row)
	}
	slices.SortStableFunc(kept, func(a, b comparedIndicator) int { return cmp.Compare(b.have, a.have) })
	shown.Indicators = cut(kept, p.number("p", 1, 1000, 1), comparedAtOnce)
	shown.partners()
	return shown
}

// compared lays out the rows of one indicator.
func compared(comparison any, place map[string]int) comparedIndicator {
	row := comparedIndicator{Indicator: at(comparison, "indicator"), Cells: make([]comparedCell, len(place))}
	for i := range row.Cells {
		row.Cells[i].Missing = true
	}
	for _, r := range listAt(comparison, "rows") {
		i, known := place[textAt(r, "entity.id")]
		if !known || at(r, "missing") == true {
			continue
		}
		row.have++
		cell := comparedCell{Conflict: len(listAt(r, "conflicts")) > 0}
		for _, o := range listAt(r, "observations") {
			if textAt(o, "role") == "TARGET" {
				cell.Goal = append(cell.Goal, o)
			} else {
				cell.Now = append(cell.Now, o)
			}
		}
		cell.Now, cell.Goal = distinct(cell.Now), distinct(cell.Goal)
		row.Cells[i] = cell
	}
	return row
}

// partners lays out whom the columns partner with: what most share first, then each column's own.
func (s *comparisonShown) partners() {
	found := map[string]*comparedPartner{}
	for i, column := range s.Columns {
		for _, e := range listAt(column, "partners.edges") {
			id := textAt(e, "node.id")
			if found[id] == nil {
				found[id] = &comparedPartner{Node: at(e, "node"), Cells: make([]any, len(s.Columns))}
			}
			found[id].Cells[i] = e
			found[id].Count++
		}
	}
	s.Alone = make([][]comparedPartner, len(s.Columns))
	for _, p := range found {
		if p.Count > 1 {
			s.Shared = append(s.Shared, *p)
			continue
		}
		i := slices.IndexFunc(p.Cells, func(c any) bool { return c != nil })
		s.Alone[i] = append(s.Alone[i], *p)
	}
	order := func(a, b comparedPartner) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), byID(a.Node, b.Node))
	}
	slices.SortFunc(s.Shared, order)
	for i := range s.Alone {
		slices.SortFunc(s.Alone[i], order)
	}
}

// matrixShown is a matrix with its cells in place.
type matrixShown struct {
	Types   [2]string // prefixes of rows and columns
	Columns []any
	Rows    []matrixRow
}

type matrixRow struct {
	Node  any
	Cells []any // by column; nil: not linked
	Count int
}

func arrangeMatrix(v *view, words *ontology, p *parameters) any {
	m := v.Data["matrix"]
	shown := matrixShown{Columns: listAt(m, "columns")}
	for i, t := range matrixTypes(v, words) {
		shown.Types[i] = words.prefix[t]
	}
	for _, n := range listAt(m, "rows") {
		shown.Rows = append(shown.Rows, matrixRow{Node: n, Cells: make([]any, len(shown.Columns))})
	}
	for _, c := range listAt(m, "cells") {
		row := &shown.Rows[intAt(c, "rowIndex")]
		row.Cells[intAt(c, "columnIndex")] = c
		row.Count++
	}
	if p.values.Get("sort") == "name" {
		slices.SortStableFunc(shown.Rows, func(a, b matrixRow) int { return byName(v.Lang, a.Node, b.Node) })
	}
	return shown
}

// byName sorts by the name in a language, letter by letter of Unicode.
func byName(l language, a, b any) int { return cmp.Compare(nameOf(l, a), nameOf(l, b)) }

// neighbourhoodShown is a neighbourhood as lists.
type neighbourhoodShown struct {
	Clusters []cluster
	Edges    pageOf[linkShown]
	Nodes    int
}

type linkShown struct{ Source, Target, Edge any }

const linksAtOnce = 150

func arrangeNeighbourhood(v *view, words *ontology, p *parameters) any {
	nodes := listAt(v.Data, "neighbourhood.nodes")
	byID := map[string]any{}
	for _, n := range nodes {
		byID[textAt(n, "id")] = n
	}
	var links []linkShown
	for _, e := range listAt(v.Data, "neighbourhood.edges") {
		links = append(links, linkShown{byID[textAt(e, "source")], byID[textAt(e, "target")], e})
	}
	return neighbourhoodShown{clustersOf(nodes, words, func(any) bool { return true }), cut(links, p.number("p", 1, 1000, 1), linksAtOnce), len(nodes)}
}
