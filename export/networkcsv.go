package export

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/innograph/innograph/internal/spreadsheet"
)

// Tables of a network have the headings that Gephi looks for, then the attributes.

func writeNodesCSV(w *writer) error { return w.nodesCSV(w) }

func writeEdgesCSV(w *writer) error { return w.edgesCSV(w) }

// writeCSV writes both tables.
func writeCSV(w *writer, files archive) error {
	out, err := files.create("nodes.csv")
	if err == nil {
		err = w.nodesCSV(out)
	}
	if err != nil {
		return err
	}
	if out, err = files.create("edges.csv"); err != nil {
		return err
	}
	return w.edgesCSV(out)
}

func (w *writer) nodesCSV(out io.Writer) error {
	t := w.csv(out, append([]string{"Id", "Label"}, names(nodeAttributes)...))
	err := w.eachNode(func(n *node) {
		t.row = append(t.row[:0], string(n.ID), n.label)
		t.write(appendCells(t.row, nodeAttributes, n))
	})
	return t.end(err)
}

func (w *writer) edgesCSV(out io.Writer) error {
	t := w.csv(out, append([]string{"Source", "Target", "Type", "Weight", "Kind", "Label", "Id"}, names(edgeAttributes)...))
	err := w.eachEdge(func(e *edge) {
		direction := "Directed"
		if e.info.Symmetric {
			direction = "Undirected"
		}
		t.row = append(t.row[:0], string(e.Subject), string(e.Object), direction, strconv.Itoa(e.weight()), string(e.Predicate), e.label, e.id)
		t.write(appendCells(t.row, edgeAttributes, e))
	})
	return t.end(err)
}

// cells writes a table as comma-separated values.
type cells struct {
	*csv.Writer
	row   []string
	guard bool
}

// csv begins a table; its headings are never guarded.
func (w *writer) csv(out io.Writer, headings []string) *cells {
	if w.BOM {
		io.WriteString(out, "\ufeff")
	}
	t := &cells{Writer: csv.NewWriter(out), guard: w.Guard}
	t.Write(headings)
	return t
}

func (t *cells) write(row []string) {
	t.row = row
	for i, cell := range row {
		if t.guard {
			row[i] = spreadsheet.Guard(cell)
		}
	}
	t.Write(row)
}

func (t *cells) end(err error) error {
	t.Flush()
	if err == nil {
		err = t.Error()
	}
	return err
}

func names[T any](attributes []attribute[T]) []string {
	list := make([]string, len(attributes))
	for i := range attributes {
		list[i] = attributes[i].name
	}
	return list
}

func appendCells[T any](row []string, attributes []attribute[T], of *T) []string {
	for i := range attributes {
		row = append(row, attributes[i].spelt(of))
	}
	return row
}
