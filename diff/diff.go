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

// class is a sort of things that may change. Its name is that of the table of a
// data package, in the singular.
type class string

// The classes, in the order in which changes come.
const (
	sourceClass      class = "source"
	indicatorClass   class = "indicator"
	entityClass      class = "entity"
	nameClass        class = "name"
	identifierClass  class = "identifier"
	claimClass       class = "claim"
	observationClass class = "observation"
	mentionClass     class = "mention"
	omissionClass    class = "omission"
	redirectClass    class = "redirect"
)

// classes are all classes with their labels, in their order.
var classes = []struct {
	Class class
	Label graph.Label // of several
}{
	{sourceClass, graph.Label{Zh: "来源", En: "Sources"}}, {indicatorClass, graph.Label{Zh: "指标", En: "Indicators"}}, {entityClass, graph.Label{Zh: "实体", En: "Entities"}},
	{nameClass, graph.Label{Zh: "名称", En: "Names"}}, {identifierClass, graph.Label{Zh: "标识符", En: "Identifiers"}}, {claimClass, graph.Label{Zh: "陈述", En: "Claims"}},
	{observationClass, graph.Label{Zh: "观测值", En: "Observations"}}, {mentionClass, graph.Label{Zh: "提及", En: "Mentions"}}, {omissionClass, graph.Label{Zh: "略去", En: "Omissions"}},
	{redirectClass, graph.Label{Zh: "旧编号", En: "Redirects"}},
}

func (c class) label() graph.Label {
	for _, row := range classes {
		if row.Class == c {
			return row.Label
		}
	}
	return plain(string(c))
}

// kind is how a thing changed.
type kind string

// The kinds of changes.
const (
	added   kind = "added"
	removed kind = "removed"
	changed kind = "changed"
	moved   kind = "moved"   // it says the same of the same source, from another place of the text
	merged  kind = "merged"  // an entity whose id now leads to another that was there before
	renamed kind = "renamed" // an entity that has another id now
)

// kinds are all kinds with their labels and the signs that text marks them with.
var kinds = []struct {
	Kind  kind
	Sign  string
	Label graph.Label
}{
	{added, "+", graph.Label{Zh: "新增", En: "added"}}, {removed, "-", graph.Label{Zh: "删除", En: "removed"}}, {changed, "~", graph.Label{Zh: "修改", En: "changed"}},
	{moved, ">", graph.Label{Zh: "位置移动", En: "moved"}}, {merged, "=", graph.Label{Zh: "合并", En: "merged"}}, {renamed, "=", graph.Label{Zh: "改编号", En: "renamed"}},
}

func (k kind) label() graph.Label {
	for _, row := range kinds {
		if row.Kind == k {
			return row.Label
		}
	}
	return plain(string(k))
}

func (k kind) sign() string {
	for _, row := range kinds {
		if row.Kind == k {
			return row.Sign
		}
	}
	return "?"
}

// change is one thing that is not as it was.
type change struct {
	Class class
	Kind  kind
	ID    graph.ID // of the thing as it is now, or was if it is gone; of a name, an identifier, a mention the entity's, of an omission the source's
	// Former is the id that the thing had, where that is another: ids of statements
	// are made of what they say and where.
	Former graph.ID
	Label  graph.Label
	Thing  []column      // what it is now, or was if it is gone: columns of its table that are filled
	Fields []fieldChange // what is not as it was; none of what was added, removed or merged
}

// column is a filled cell of a thing under the heading of its table.
type column struct{ Name, Value string }

// fieldChange is a column whose value changed. Empty is no value.
type fieldChange struct{ Name, From, To string }

// count is a number of changes.
type count struct {
	Class class
	Kind  kind
	Count int
}

// Comparison holds two graphs against each other. Neither may be closed while it is used.
type Comparison struct {
	from, to *graph.Part           // the whole of each
	given    map[graph.ID]graph.ID // ids of entities of from that to gave up, and those that they lead to
}

// New begins a comparison. Things of an entity that was merged or renamed are
// compared with those of the entity of now.
func New(ctx context.Context, from, to *graph.Graph) (*Comparison, error) {
	c := &Comparison{given: map[graph.ID]graph.ID{}}
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

// changes gives all changes, by class and then by id. The last value has the
// context's error, if that ends before the changes do.
func (c *Comparison) changes(ctx context.Context) iter.Seq2[*change, error] {
	return func(yield func(*change, error) bool) {
		for _, compare := range comparisons {
			for change, err := range compare(ctx, c) {
				if !yield(change, err) || err != nil {
					return
				}
			}
		}
	}
}

// tally counts changes as they come; the number of a key is 0.
type tally map[count]int

func (t tally) add(c *change) { t[count{Class: c.Class, Kind: c.Kind}]++ }

// counts are by class and kind, in their order; what did not happen is left out.
func (t tally) counts() []count {
	var list []count
	for _, class := range classes {
		for _, kind := range kinds {
			if n := t[count{Class: class.Class, Kind: kind.Kind}]; n > 0 {
				list = append(list, count{class.Class, kind.Kind, n})
			}
		}
	}
	return list
}
