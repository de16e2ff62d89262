package datapackage

import (
	"strconv"

	"github.com/innograph/innograph/graph"
)

// What facts are as rows: the cells of each in the order of its table's columns, as facts
// hold them, with no quotes or marks around. What is read in other forms is checked as such rows, and
// packages are written of them.

// SourceCells are those of a row of sources.csv.
func SourceCells(s *graph.Source) []string {
	runes := "" // a reference has no text
	if s.Runes > 0 {
		runes = strconv.Itoa(s.Runes)
	}
	return []string{string(s.ID), s.Kind, s.Title, s.Issuer, s.Number, s.Issued, s.PeriodStart, s.PeriodEnd, string(s.Region), string(s.Document), s.SHA256, runes, s.Note}
}

// EntityCells are those of a row of entities.csv. A translated name is left to names.csv.
func EntityCells(e *graph.Entity) []string {
	established := e.NameEn
	if e.Translated {
		established = ""
	}
	return []string{string(e.ID), string(e.Type), e.Kind, e.Level, e.Name, established}
}

// NameCells are those of a row of names.csv.
func NameCells(n *graph.Name) []string {
	return []string{string(n.Entity), n.Text, n.Lang, string(n.Kind)}
}

// IdentifierCells are those of a row of identifiers.csv.
func IdentifierCells(x *graph.Identifier) []string {
	return []string{string(x.Entity), x.Scheme, x.Value, x.Edition}
}

// MentionCells are those of a row of mentions.csv.
func MentionCells(m *graph.Mention) []string {
	return append([]string{string(m.Entity)}, locatorCells(&m.Locator)...)
}

// ClaimCells are those of a row of claims.csv; its id follows from them.
func ClaimCells(c *graph.Claim) []string {
	cells := make([]string, 0, 12)
	cells = append(cells, string(c.Subject), string(c.Predicate), string(c.Object), c.Status.String(), c.Role)
	return append(append(cells, locatorCells(&c.Locator)...), readingOf(c.Context), c.Note)
}

// IndicatorCells are those of a row of indicators.csv.
func IndicatorCells(x *graph.Indicator) []string {
	return []string{string(x.ID), x.Name, x.NameEn, x.Unit, x.Better, x.Definition}
}

// ObservationCells are those of a row of observations.csv; its id follows from them.
func ObservationCells(o *graph.Observation) []string {
	cells := make([]string, 0, 17)
	cells = append(cells, string(o.Entity), string(o.Of), string(o.Indicator), o.Period, o.Role, o.Measure, o.Bound, o.Value, o.ValueTo, o.Unit)
	return append(append(cells, locatorCells(&o.Locator)...), readingOf(o.Context), o.Note)
}

// OmissionCells are those of a row of omissions.csv.
func OmissionCells(o *graph.Omission) []string {
	return append(locatorCells(&o.Locator), o.Reason)
}

// RedirectCells are those of a row of redirects.csv.
func RedirectCells(r *graph.Redirect) []string {
	return []string{string(r.From), string(r.To), r.Reason}
}

// locatorCells are the cells of evidence. What has no passage has no offsets.
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
