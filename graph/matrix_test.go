package graph

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMatrix(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	places, _ := Ontology.Field(Project, "counties")
	enterprises, _ := Ontology.Field(County, "enterprises")
	m, err := g.Matrix(ctx, enterprises, g.IDs(County), Enterprise, nil, nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, c := range m.Cells {
		cells = append(cells, fmt.Sprint(m.Rows[c.Row], " ", m.Columns[c.Column], " ", c.Edge.Basis, " ", c.Edge.Statuses))
	}
	if diff := cmp.Diff([]string{"county/999901 enterprise/e via-project [planned]", "county/999902 enterprise/f stated [existing]"}, cells); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	m, err = g.Matrix(ctx, enterprises, g.IDs(County), Enterprise, nil, nil, 1)
	if err != nil || len(m.Rows) != 1 || len(m.Columns) != 1 || len(m.Cells) != 1 || m.TotalRows != 2 || m.TotalColumns != 2 {
		t.Errorf("cut to one: %+v, %v", m, err)
	}
	for name, c := range map[string]struct {
		columns  []ID
		statuses []Status
		rows     int
	}{"one column": {[]ID{"enterprise/f"}, nil, 1}, "a status": {nil, []Status{Planned}, 1}, "neither": {[]ID{"enterprise/f"}, []Status{Planned}, 0}} {
		if m, err = g.Matrix(ctx, enterprises, g.IDs(County), Enterprise, c.columns, c.statuses, 10); err != nil || len(m.Rows) != c.rows || len(m.Cells) != c.rows {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	if m, err = g.Matrix(ctx, places, g.IDs(Project), Region, nil, nil, 10); err != nil || len(m.Cells) != 0 {
		t.Errorf("columns of another type: %+v, %v", m, err)
	}
}
