package diff

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

// comparisons are those of all classes, in their order.
var comparisons = []func(context.Context, *Comparison) iter.Seq2[*change, error]{
	sources.compare, indicators.compare, entities.compare, entityNames.compare, indicatorNames.compare, identifiers.compare,
	claims.compare, observations.compare, mentions.compare, omissions.compare, redirects,
}

// key joins what makes a key; no part can hold the byte between.
func key[T ~string](parts ...T) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(string(p))
		b.WriteByte(0)
	}
	return b.String()
}

// passed gives things of a part as they come.
func passed[T any](each func(*graph.Part, context.Context) iter.Seq2[*T, error]) func(context.Context, *graph.Part) iter.Seq2[*T, error] {
	return func(ctx context.Context, p *graph.Part) iter.Seq2[*T, error] { return each(p, ctx) }
}

// renew puts ids of now in the place of others, and reports whether any was another.
func renew(now func(graph.ID) graph.ID, ids ...*graph.ID) bool {
	any := false
	for _, id := range ids {
		if to := now(*id); to != *id {
			*id, any = to, true
		}
	}
	return any
}

var sources = comparer[graph.Source]{
	class: sourceClass, things: passed((*graph.Part).Sources), group: func(s *graph.Source) graph.ID { return s.ID },
	keys: []func(*graph.Source) string{func(s *graph.Source) string { return string(s.ID) }},
	same: equal[graph.Source],
	columns: func(s *graph.Source) []column {
		return []column{{"kind", s.Kind}, {"title", s.Title}, {"issuer", s.Issuer}, {"number", s.Number}, {"issued", s.Issued}, {"period_start", s.PeriodStart}, {"period_end", s.PeriodEnd},
			{"region", string(s.Region)}, {"document", string(s.Document)}, {"sha256", s.SHA256}, {"runes", offset(s.Runes, s.Runes)}, {"note", s.Note}}
	},
	label: func(_ *names, s *graph.Source) graph.Label { return plain(s.Title) },
}

var indicators = comparer[graph.Indicator]{
	class: indicatorClass, things: passed((*graph.Part).Indicators), group: func(x *graph.Indicator) graph.ID { return x.ID },
	keys:    []func(*graph.Indicator) string{func(x *graph.Indicator) string { return string(x.ID) }},
	columns: indicatorColumns,
	same: func(a, b *graph.Indicator) bool {
		return a.ID == b.ID && slices.Equal(indicatorColumns(a), indicatorColumns(b))
	},
	label: func(_ *names, x *graph.Indicator) graph.Label {
		return graph.Label{Zh: x.Name, En: cmp.Or(x.NameEn, x.Name)}
	},
}

var entities = comparer[graph.Entity]{
	class: entityClass, things: passed((*graph.Part).Entities), group: func(e *graph.Entity) graph.ID { return e.ID },
	keys:    []func(*graph.Entity) string{func(e *graph.Entity) string { return string(e.ID) }},
	columns: entityColumns,
	same: func(a, b *graph.Entity) bool {
		return a.ID == b.ID && a.Kind == b.Kind && a.Level == b.Level && a.Name == b.Name && a.NameEn == b.NameEn && a.Translated == b.Translated
	},
	label: func(_ *names, e *graph.Entity) graph.Label {
		return graph.Label{Zh: e.Name, En: cmp.Or(e.NameEn, e.Name)}
	},
	carry: func(e *graph.Entity, now func(graph.ID) graph.ID) bool { return renew(now, &e.ID) },
}

func indicatorColumns(x *graph.Indicator) []column {
	return []column{{"name", x.Name}, {"name_en", x.NameEn}, {"unit", x.Unit}, {"better", x.Better}, {"definition", x.Definition}}
}

func entityColumns(e *graph.Entity) []column {
	established := e.NameEn
	if e.Translated {
		established = ""
	}
	return []column{{"type", string(e.Type)}, {"kind", e.Kind}, {"level", e.Level}, {"name", e.Name}, {"name_en", established}}
}

var entityNames = namesOf(func(ctx context.Context, p *graph.Part) iter.Seq2[*graph.Name, error] {
	return parts(p.Entities(ctx), func(e *graph.Entity) []graph.Name { return e.Names })
})

var indicatorNames = namesOf(func(ctx context.Context, p *graph.Part) iter.Seq2[*graph.Name, error] {
	return parts(p.Indicators(ctx), func(x *graph.Indicator) []graph.Name { return x.Names })
})

func namesOf(things func(context.Context, *graph.Part) iter.Seq2[*graph.Name, error]) *comparer[graph.Name] {
	return &comparer[graph.Name]{
		class: nameClass, things: things, group: func(n *graph.Name) graph.ID { return n.Entity },
		keys: []func(*graph.Name) string{func(n *graph.Name) string { return key(n.Lang, n.Text) }},
		same: equal[graph.Name],
		columns: func(n *graph.Name) []column {
			return []column{{"entity", string(n.Entity)}, {"name", n.Text}, {"lang", n.Lang}, {"kind", string(n.Kind)}}
		},
		label: func(w *names, n *graph.Name) graph.Label { return joined(": ", w.of(n.Entity), plain(n.Text)) },
		carry: func(n *graph.Name, now func(graph.ID) graph.ID) bool { return renew(now, &n.Entity) },
	}
}

var identifiers = comparer[graph.Identifier]{
	class: identifierClass, group: func(x *graph.Identifier) graph.ID { return x.Entity },
	things: func(ctx context.Context, p *graph.Part) iter.Seq2[*graph.Identifier, error] {
		return parts(p.Entities(ctx), func(e *graph.Entity) []graph.Identifier { return e.Identifiers })
	},
	keys: []func(*graph.Identifier) string{
		func(x *graph.Identifier) string { return key(x.Scheme, x.Value) },
		func(x *graph.Identifier) string { return x.Scheme },
	},
	same: equal[graph.Identifier],
	columns: func(x *graph.Identifier) []column {
		return []column{{"entity", string(x.Entity)}, {"scheme", x.Scheme}, {"value", x.Value}, {"edition", x.Edition}}
	},
	label: func(w *names, x *graph.Identifier) graph.Label {
		return joined(": ", w.of(x.Entity), plain(x.Scheme+" "+x.Value))
	},
	carry: func(x *graph.Identifier, now func(graph.ID) graph.ID) bool { return renew(now, &x.Entity) },
}

// parts gives what things hold, one by one.
func parts[T, P any](things iter.Seq2[*T, error], of func(*T) []P) iter.Seq2[*P, error] {
	return func(yield func(*P, error) bool) {
		for x, err := range things {
			if err != nil {
				yield(nil, err)
				return
			}
			list := of(x)
			for i := range list {
				if !yield(&list[i], nil) {
					return
				}
			}
		}
	}
}

// redirects gives the former ids that are new, gone or lead elsewhere, but those
// that a change of an entity tells already.
func redirects(ctx context.Context, c *Comparison) iter.Seq2[*change, error] {
	return func(yield func(*change, error) bool) {
		for change, err := range allRedirects.compare(ctx, c) {
			if err == nil && change.Kind == added && c.given[change.ID] != "" {
				continue
			}
			if !yield(change, err) {
				return
			}
		}
	}
}

var allRedirects = comparer[graph.Redirect]{
	class: redirectClass, things: passed((*graph.Part).Redirects), group: func(r *graph.Redirect) graph.ID { return r.From },
	keys: []func(*graph.Redirect) string{func(r *graph.Redirect) string { return string(r.From) }},
	same: equal[graph.Redirect],
	columns: func(r *graph.Redirect) []column {
		return []column{{"from", string(r.From)}, {"to", string(r.To)}, {"reason", r.Reason}}
	},
	label: func(_ *names, r *graph.Redirect) graph.Label { return plain(string(r.From) + " → " + string(r.To)) },
}

// offset spells a place in a text; a reference has none, and its end is 0.
func offset(n, end int) string {
	if end == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
