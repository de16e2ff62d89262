package loader

import (
	"strconv"

	"github.com/innograph/innograph/graph"
)

// Cells of facts, in the order of the columns of their tables.

func sourceCells(s *graph.Source) []string {
	runes := ""
	if s.Runes > 0 {
		runes = strconv.Itoa(s.Runes)
	}
	return []string{string(s.ID), s.Kind, s.Title, s.Issuer, s.Number, s.Issued, s.PeriodStart, s.PeriodEnd, string(s.Region), string(s.Document), s.SHA256, runes, s.Note}
}

func entityCells(e *graph.Entity) []string {
	return []string{string(e.ID), string(e.Type), e.Kind, e.Level, e.Name, e.NameEn}
}

func nameCells(n *graph.Name) []string {
	return []string{string(n.Entity), n.Text, n.Lang, string(n.Kind)}
}

func identifierCells(x *graph.Identifier) []string {
	return []string{string(x.Entity), x.Scheme, x.Value, x.Edition}
}

func mentionCells(m *graph.Mention) []string {
	return append([]string{string(m.Entity)}, locatorCells(&m.Locator)...)
}

func claimCells(c *graph.Claim) []string {
	cells := make([]string, 0, 12)
	cells = append(cells, string(c.Subject), string(c.Predicate), string(c.Object), c.Status.String(), c.Role)
	return append(append(cells, locatorCells(&c.Locator)...), readingOf(c.Context), c.Note)
}

func indicatorCells(x *graph.Indicator) []string {
	return []string{string(x.ID), x.Name, x.NameEn, x.Unit, x.Better, x.Definition}
}

func observationCells(o *graph.Observation) []string {
	cells := make([]string, 0, 17)
	cells = append(cells, string(o.Entity), string(o.Of), string(o.Indicator), o.Period, o.Role, o.Measure, o.Bound, o.Value, o.ValueTo, o.Unit)
	return append(append(cells, locatorCells(&o.Locator)...), readingOf(o.Context), o.Note)
}

func omissionCells(o *graph.Omission) []string {
	return append(locatorCells(&o.Locator), o.Reason)
}

func redirectCells(r *graph.Redirect) []string {
	return []string{string(r.From), string(r.To), r.Reason}
}

func locatorCells(l *graph.Locator) []string {
	start, end := "", ""
	if l.End > 0 {
		start, end = strconv.Itoa(l.Start), strconv.Itoa(l.End)
	}
	return []string{string(l.Source), l.Section, start, end, l.Digest}
}

func readingOf(context bool) string {
	if context {
		return "context"
	}
	return ""
}
