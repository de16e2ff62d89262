package graph

import (
	"cmp"
	"context"
	"slices"
)

// Matrix is a table of entities by entities.
type Matrix struct {
	Rows, Columns []ID
	Cells         []Cell // those that are not empty, row by row
	// TotalRows and TotalColumns count what has a cell before the table was cut to
	// the size asked for.
	TotalRows, TotalColumns int
}

// Cell is the relation of a row's entity to a column's, by their places.
type Cell struct {
	Row, Column int
	Edge        Edge
}

// Matrix tabulates a field: its rows are entities, its columns those of one type
// that the field leads to, of these only some if columns are named. Rows and columns
// with most cells come first, then by id; both are cut to most.
func (g *Graph) Matrix(ctx context.Context, f *Field, rows []ID, t Type, columns []ID, statuses []Status, most int) (*Matrix, error) {
	edges, err := g.Related(ctx, f, rows)
	if err != nil {
		return nil, err
	}
	wanted := map[ID]bool{}
	for _, id := range columns {
		wanted[id] = true
	}
	keep := func(e Edge) bool {
		of, _ := e.Node.Type()
		return of == t && (len(wanted) == 0 || wanted[e.Node]) &&
			(len(statuses) == 0 || slices.ContainsFunc(e.Statuses, func(s Status) bool { return slices.Contains(statuses, s) }))
	}
	inRow, inColumn := map[ID]int{}, map[ID]int{}
	for i, row := range edges {
		for _, e := range row {
			if keep(e) {
				inRow[rows[i]]++
				inColumn[e.Node]++
			}
		}
	}
	m := &Matrix{TotalRows: len(inRow), TotalColumns: len(inColumn)}
	var rowAt, columnAt map[ID]int
	m.Rows, rowAt = fullest(inRow, most)
	m.Columns, columnAt = fullest(inColumn, most)
	for i, row := range edges {
		for _, e := range row {
			r, inRows := rowAt[rows[i]]
			c, inColumns := columnAt[e.Node]
			if inRows && inColumns && keep(e) {
				m.Cells = append(m.Cells, Cell{r, c, e})
			}
		}
	}
	slices.SortFunc(m.Cells, func(a, b Cell) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column)) })
	return m, nil
}

// fullest lists the ids with the highest counts, at most so many, and their places.
func fullest(counts map[ID]int, most int) ([]ID, map[ID]int) {
	ids := make([]ID, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b ID) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	ids = ids[:min(len(ids), most)]
	at := map[ID]int{}
	for i, id := range ids {
		at[id] = i
	}
	return ids, at
}
