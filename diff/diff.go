// Package diff tells what changed from one graph to another: entities, names,
// identifiers, claims, observations and what they rest on.
//
// Both graphs are read side by side in the order of their ids, so that memory is
// that of the graphs and of the largest group of things of one entity, however
// much changed.
package diff

import (
	"context"
	"iter"

	"github.com/innograph/innograph/graph"
)

// Class is a sort of things that may change. Its name is that of the table of a
// data package, in the singular.
type Class string

// The classes, in the order in which changes come.
const (
	Source      Class = "source"
	Indicator   Class = "indicator"
	Entity      Class = "entity"
	Name        Class = "name"
	Identifier  Class = "identifier"
	Claim       Class = "claim"
	Observation Class = "observation"
	Mention     Class = "mention"
	Omission    Class = "omission"
	Redirect    Class = "redirect"
)

// Classes are all classes with their labels, in their order.
var Classes = []struct {
	Class Class
	Label graph.Label // of several
}{
	{Source, graph.Label{Zh: "来源", En: "Sources"}}, {Indicator, graph.Label{Zh: "指标", En: "Indicators"}}, {Entity, graph.Label{Zh: "实体", En: "Entities"}},
	{Name, graph.Label{Zh: "名称", En: "Names"}}, {Identifier, graph.Label{Zh: "标识符", En: "Identifiers"}}, {Claim, graph.Label{Zh: "陈述", En: "Claims"}},
	{Observation, graph.Label{Zh: "观测值", En: "Observations"}}, {Mention, graph.Label{Zh: "提及", En: "Mentions"}}, {Omission, graph.Label{Zh: "略去", En: "Omissions"}},
	{Redirect, graph.Label{Zh: "旧编号", En: "Redirects"}},
}

// Kind is how a thing changed.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
	Moved   Kind = "moved"   // it says the same of the same source, from another place of the text
	Merged  Kind = "merged"  // an entity whose id now leads to another that was there before
	Renamed Kind = "renamed" // an entity that has another id now
)

// Kinds are all kinds with their labels and the signs that text marks them with.
var Kinds = []struct {
	Kind  Kind
	Sign  string
	Label graph.Label
}{
	{Added, "+", graph.Label{Zh: "新增", En: "added"}}, {Removed, "-", graph.Label{Zh: "删除", En: "removed"}}, {Changed, "~", graph.Label{Zh: "修改", En: "changed"}},
	{Moved, ">", graph.Label{Zh: "位置移动", En: "moved"}}, {Merged, "=", graph.Label{Zh: "合并", En: "merged"}}, {Renamed, "=", graph.Label{Zh: "改编号", En: "renamed"}},
}

// Change is one thing that is not as it was.
type Change struct {
	Class Class
	Kind  Kind
	ID    graph.ID // of the thing as it is now, or was if it is gone; of a name, an identifier, a mention the entity's, of an omission the source's
	// Former is the id that the thing had, where that is another: ids of statements
	// are made of what they say and where.
	Former graph.ID
	Label  graph.Label
	Thing  []Column // what it is now, or was if it is gone: columns of its table that are filled
	Fields []Field  // what is not as it was; none of what was added, removed or merged
}

// Column is a filled cell of a thing under the heading of its table.
type Column struct{ Name, Value string }

// Field is a column whose value changed. Empty is no value.
type Field struct{ Name, From, To string }

// Count is a number of changes.
type Count struct {
	Class Class
	Kind  Kind
	Count int
}

// Comparison holds two graphs against each other. Neither may be closed while it is used.
type Comparison struct {
	From, To *graph.Graph
	from, to *graph.Part
	given    map[graph.ID]graph.ID // ids of entities of From that To gave up, and those that they lead to
}

// New begins a comparison. Things of an entity that was merged or renamed are
// compared with those of the entity of now.
func New(ctx context.Context, from, to *graph.Graph) (*Comparison, error) {
	c := &Comparison{From: from, To: to, given: map[graph.ID]graph.ID{}}
	var err error
	if c.from, err = from.Select(ctx, graph.Selection{}); err != nil {
		return nil, err
	}
	if c.to, err = to.Select(ctx, graph.Selection{}); err != nil {
		return nil, err
	}
	for r, err := range c.to.Redirects(ctx) {
		if err != nil {
			return nil, err
		}
		if had, err := from.Entities(ctx, []graph.ID{r.From}); err != nil {
			return nil, err
		} else if had[0] != nil && had[0].ID == r.From {
			c.given[r.From] = to.Resolve(r.From)
		}
	}
	return c, nil
}

// Changes gives all changes, by class and then by id. The last value has the
// context's error, if that ends before the changes do.
func (c *Comparison) Changes(ctx context.Context) iter.Seq2[*Change, error] {
	return func(yield func(*Change, error) bool) {
		for _, compare := range comparisons {
			for change, err := range compare(ctx, c) {
				if !yield(change, err) || err != nil {
					return
				}
			}
		}
	}
}

// Count counts the changes, by class and kind; what did not happen is left out.
func (c *Comparison) Count(ctx context.Context) ([]Count, error) {
	var t tally
	for change, err := range c.Changes(ctx) {
		if err != nil {
			return nil, err
		}
		t.add(change)
	}
	return t.counts(), nil
}

// tally counts changes as they come.
type tally map[Count]int

func (t *tally) add(c *Change) {
	if *t == nil {
		*t = tally{}
	}
	(*t)[Count{Class: c.Class, Kind: c.Kind}]++
}

func (t tally) counts() []Count {
	var list []Count
	for _, class := range Classes {
		for _, kind := range Kinds {
			if n := t[Count{Class: class.Class, Kind: kind.Kind}]; n > 0 {
				list = append(list, Count{class.Class, kind.Kind, n})
			}
		}
	}
	return list
}
