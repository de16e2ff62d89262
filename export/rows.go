package export

import (
	"context"
	"iter"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
)

// rows gives the rows of a table of the data package, each in the order of the table's
// columns. Cells are what facts hold, and nothing else: no quotes or marks against
// spreadsheets that take "=1" for a formula.
func rows(ctx context.Context, p *graph.Part, file string) iter.Seq2[[]string, error] {
	switch file {
	case "sources.csv":
		return spelt(p.Sources(ctx), datapackage.SourceCells)
	case "entities.csv":
		return spelt(p.Entities(ctx), datapackage.EntityCells)
	case "names.csv":
		return spelt(both(inside(p.Entities(ctx), func(e *graph.Entity) []graph.Name { return e.Names }),
			inside(p.Indicators(ctx), func(x *graph.Indicator) []graph.Name { return x.Names })), datapackage.NameCells)
	case "identifiers.csv":
		return spelt(inside(p.Entities(ctx), func(e *graph.Entity) []graph.Identifier { return e.Identifiers }), datapackage.IdentifierCells)
	case "mentions.csv":
		return spelt(p.Mentions(ctx), datapackage.MentionCells)
	case "claims.csv":
		return spelt(p.Claims(ctx), datapackage.ClaimCells)
	case "indicators.csv":
		return spelt(p.Indicators(ctx), datapackage.IndicatorCells)
	case "observations.csv":
		return spelt(p.Observations(ctx), datapackage.ObservationCells)
	case "omissions.csv":
		return spelt(p.Omissions(ctx), datapackage.OmissionCells)
	case "redirects.csv":
		return spelt(p.Redirects(ctx), datapackage.RedirectCells)
	}
	panic("export: no rows are known for " + file)
}

// spelt gives the row of each thing.
func spelt[T any](things iter.Seq2[*T, error], cells func(*T) []string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for x, err := range things {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(cells(x), nil) {
				return
			}
		}
	}
}

// inside gives what each thing holds of another sort.
func inside[T, U any](things iter.Seq2[*T, error], held func(*T) []U) iter.Seq2[*U, error] {
	return func(yield func(*U, error) bool) {
		for x, err := range things {
			if err != nil {
				yield(nil, err)
				return
			}
			list := held(x)
			for i := range list {
				if !yield(&list[i], nil) {
					return
				}
			}
		}
	}
}

// both gives the things of one and then of the other.
func both[T any](a, b iter.Seq2[*T, error]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for _, things := range []iter.Seq2[*T, error]{a, b} {
			for x, err := range things {
				if !yield(x, err) || err != nil {
					return
				}
			}
		}
	}
}
