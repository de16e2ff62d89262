package export

import (
	"context"
	"iter"
	"strconv"

	"github.com/innograph/innograph/graph"
)

// rows gives the rows of a table of the data package, each in the order of the table's
// columns. A row must not be kept beyond its turn. Cells are what facts hold, and
// nothing else: no quotes or marks against spreadsheets that take "=1" for a formula.
func rows(ctx context.Context, p *graph.Part, file string) iter.Seq2[[]string, error] {
	switch file {
	case "sources.csv":
		return spread(p.Sources(ctx), sourceRow)
	case "entities.csv":
		return spread(p.Entities(ctx), entityRow)
	case "names.csv":
		return both(spread(p.Entities(ctx), func(e *graph.Entity, row emit) bool { return nameRows(e.Names, row) }),
			spread(p.Indicators(ctx), func(x *graph.Indicator, row emit) bool { return nameRows(x.Names, row) }))
	case "identifiers.csv":
		return spread(p.Entities(ctx), identifierRows)
	case "mentions.csv":
		return spread(p.Mentions(ctx), func(m *graph.Mention, row emit) bool { return row(with([]string{string(m.Entity)}, &m.Locator)...) })
	case "claims.csv":
		return spread(p.Claims(ctx), claimRow)
	case "indicators.csv":
		return spread(p.Indicators(ctx), indicatorRow)
	case "observations.csv":
		return spread(p.Observations(ctx), observationRow)
	case "omissions.csv":
		return spread(p.Omissions(ctx), func(o *graph.Omission, row emit) bool { return row(append(with(nil, &o.Locator), o.Reason)...) })
	case "redirects.csv":
		return spread(p.Redirects(ctx), func(r *graph.Redirect, row emit) bool { return row(string(r.From), string(r.To), r.Reason) })
	}
	panic("export: no rows are known for " + file)
}

// emit takes a row; false if no more are wanted.
type emit = func(cells ...string) bool

// spread gives the rows of things.
func spread[T any](things iter.Seq2[*T, error], rows func(*T, emit) bool) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		row := func(cells ...string) bool { return yield(cells, nil) }
		for x, err := range things {
			if err != nil {
				yield(nil, err)
				return
			}
			if !rows(x, row) {
				return
			}
		}
	}
}

// both gives the rows of one and then of the other.
func both(a, b iter.Seq2[[]string, error]) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		more := true
		a(func(row []string, err error) bool {
			more = yield(row, err) && err == nil
			return more
		})
		if more {
			b(yield)
		}
	}
}

func sourceRow(s *graph.Source, row emit) bool {
	return row(string(s.ID), s.Kind, s.Title, s.Issuer, s.Number, s.Issued, s.PeriodStart, s.PeriodEnd, string(s.Region), string(s.Document), s.SHA256, count(s.Runes), s.Note)
}

// entityRow leaves a translated name to names.csv.
func entityRow(e *graph.Entity, row emit) bool {
	established := e.NameEn
	if e.Translated {
		established = ""
	}
	return row(string(e.ID), string(e.Type), e.Kind, e.Level, e.Name, established)
}

func nameRows(names []graph.Name, row emit) bool {
	for _, n := range names {
		if !row(string(n.Entity), n.Text, n.Lang, string(n.Kind)) {
			return false
		}
	}
	return true
}

func identifierRows(e *graph.Entity, row emit) bool {
	for _, x := range e.Identifiers {
		if !row(string(x.Entity), x.Scheme, x.Value, x.Edition) {
			return false
		}
	}
	return true
}

func claimRow(c *graph.Claim, row emit) bool {
	cells := with([]string{string(c.Subject), string(c.Predicate), string(c.Object), c.Status.String(), c.Role}, &c.Locator)
	return row(append(cells, reading(c.Context), c.Note)...)
}

func indicatorRow(x *graph.Indicator, row emit) bool {
	return row(string(x.ID), x.Name, x.NameEn, x.Unit, x.Better, x.Definition)
}

func observationRow(o *graph.Observation, row emit) bool {
	cells := with([]string{string(o.Entity), string(o.Of), string(o.Indicator), o.Period, o.Role, o.Measure, o.Bound, o.Value, o.ValueTo, o.Unit}, &o.Locator)
	return row(append(cells, reading(o.Context), o.Note)...)
}

// with appends the cells of a locator; a reference has no text and so no offsets.
func with(cells []string, l *graph.Locator) []string {
	start, end := "", ""
	if l.End > 0 {
		start, end = strconv.Itoa(l.Start), strconv.Itoa(l.End)
	}
	return append(cells, string(l.Source), l.Section, start, end, l.Digest)
}

func reading(context bool) string {
	if context {
		return "context"
	}
	return ""
}

// count is empty for none.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
