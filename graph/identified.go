package graph

import (
	"context"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// Identified finds the identifiers that have a value, written exactly so, in any
// scheme: one row for each value, in the order of the store.
func (g *Graph) Identified(ctx context.Context, values []string) ([][]Identifier, error) {
	rows := make([][]Identifier, len(values))
	for i, value := range values {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n, ok := g.store.columns.Lookup(quad.String(value))
		if !ok {
			continue
		}
		for _, node := range g.store.subjects(n, notation) {
			for _, entity := range g.store.subjects(node, identifier) {
				x := Identifier{Entity: g.store.id(entity), Value: value}
				g.store.each(node, func(t term, o columnar.Node) {
					switch t {
					case schemeT:
						x.Scheme = g.store.text(o)
					case editionT:
						x.Edition = g.store.text(o)
					}
				})
				rows[i] = append(rows[i], x)
			}
		}
	}
	return rows, nil
}
