package diff

import (
	"github.com/innograph/innograph/graph"
)

// locator are the columns of a locator.
func locator(l graph.Locator) []column {
	return []column{{"source", string(l.Source)}, {"section", l.Section}, {"start", offset(l.Start, l.End)}, {"end", offset(l.End, l.End)}, {"digest", l.Digest}}
}

// read are the columns of how a passage was read.
func read(context bool, note string) []column {
	reading := ""
	if context {
		reading = "context"
	}
	return []column{{"reading", reading}, {"note", note}}
}

// place spells where a locator points, to tell passages of one source apart.
func place(l graph.Locator) string { return offset(l.Start, l.End) + "-" + offset(l.End, l.End) }

// quoted is the key of a passage by its words; passages of references have none.
func quoted(l graph.Locator, more ...string) string {
	if l.Digest == "" {
		return ""
	}
	return key(append(more, string(l.Source), l.Digest)...)
}

var claims = comparer[graph.Claim]{
	class: claimClass, things: passed((*graph.Part).Claims),
	group: func(c *graph.Claim) graph.ID { return c.Subject }, id: func(c *graph.Claim) graph.ID { return c.ID },
	keys: []func(*graph.Claim) string{
		func(c *graph.Claim) string { return key(said(c), c.Role, place(c.Locator)) },
		func(c *graph.Claim) string { return quoted(c.Locator, said(c), c.Role) }, // the same words elsewhere
		func(c *graph.Claim) string { return key(said(c), c.Role, c.Status.String()) },
		func(c *graph.Claim) string { return key(said(c), c.Role) },
		func(c *graph.Claim) string { return key(said(c), place(c.Locator)) }, // another role
	},
	same: equal[graph.Claim],
	columns: func(c *graph.Claim) []column {
		list := []column{{"subject", string(c.Subject)}, {"predicate", string(c.Predicate)}, {"object", string(c.Object)}, {"status", c.Status.String()}, {"role", c.Role}}
		return append(append(list, locator(c.Locator)...), read(c.Context, c.Note)...)
	},
	label: func(w *names, c *graph.Claim) graph.Label {
		verb := plain(string(c.Predicate))
		if info, ok := graph.Ontology.Predicate(c.Predicate); ok {
			verb = info.Label
		}
		return joined(" — ", w.of(c.Subject), verb, w.of(c.Object))
	},
	carry: func(c *graph.Claim, now func(graph.ID) graph.ID) bool {
		if !renew(now, &c.Subject, &c.Object) {
			return false
		}
		c.Identify() // a symmetric claim may turn round
		return true
	},
}

// said is what a claim says and which source says so.
func said(c *graph.Claim) string {
	return key(string(c.Predicate), string(c.Subject), string(c.Object), string(c.Source))
}

var observations = comparer[graph.Observation]{
	class: observationClass, things: passed((*graph.Part).Observations),
	group: func(o *graph.Observation) graph.ID { return o.Entity }, id: func(o *graph.Observation) graph.ID { return o.ID },
	keys: []func(*graph.Observation) string{
		func(o *graph.Observation) string { return key(measured(o), place(o.Locator)) },
		func(o *graph.Observation) string { return key(measured(o), o.Bound, o.Value, o.ValueTo, o.Unit) },
		measured,
	},
	same: equal[graph.Observation],
	columns: func(o *graph.Observation) []column {
		list := []column{{"entity", string(o.Entity)}, {"of", string(o.Of)}, {"indicator", string(o.Indicator)}, {"period", o.Period}, {"role", o.Role}, {"measure", o.Measure},
			{"bound", o.Bound}, {"value", o.Value}, {"value_to", o.ValueTo}, {"unit", o.Unit}}
		return append(append(list, locator(o.Locator)...), read(o.Context, o.Note)...)
	},
	label: func(w *names, o *graph.Observation) graph.Label {
		what := []graph.Label{w.of(o.Entity)}
		if o.Of != "" {
			what = append(what, w.of(o.Of))
		}
		return joined(" — ", append(what, w.of(o.Indicator), plain(o.Period))...)
	},
	carry: func(o *graph.Observation, now func(graph.ID) graph.ID) bool {
		if !renew(now, &o.Entity, &o.Of) {
			return false
		}
		o.Identify()
		return true
	},
}

// measured is what an observation measures and which source says so.
func measured(o *graph.Observation) string {
	return key(string(o.Entity), string(o.Of), string(o.Indicator), o.Period, o.Role, o.Measure, string(o.Source))
}

var mentions = comparer[graph.Mention]{
	class: mentionClass, things: passed((*graph.Part).Mentions), group: func(m *graph.Mention) graph.ID { return m.Entity },
	keys: []func(*graph.Mention) string{
		func(m *graph.Mention) string { return key(string(m.Source), place(m.Locator)) },
		func(m *graph.Mention) string { return quoted(m.Locator) },
	},
	same: equal[graph.Mention],
	columns: func(m *graph.Mention) []column {
		return append([]column{{"entity", string(m.Entity)}}, locator(m.Locator)...)
	},
	label: func(w *names, m *graph.Mention) graph.Label { return w.of(m.Entity) },
	carry: func(m *graph.Mention, now func(graph.ID) graph.ID) bool { return renew(now, &m.Entity) },
}

var omissions = comparer[graph.Omission]{
	class: omissionClass, things: passed((*graph.Part).Omissions), group: func(o *graph.Omission) graph.ID { return o.Source },
	keys: []func(*graph.Omission) string{
		func(o *graph.Omission) string { return place(o.Locator) },
		func(o *graph.Omission) string { return quoted(o.Locator) },
	},
	same:    equal[graph.Omission],
	columns: func(o *graph.Omission) []column { return append(locator(o.Locator), column{"reason", o.Reason}) },
	label:   func(_ *names, o *graph.Omission) graph.Label { return plain(o.Reason) },
}
