package diff

import (
	"cmp"
	"context"

	"github.com/innograph/innograph/graph"
)

// names looks up what things are called, in the graph of now and else in that of
// before. It keeps the first error.
type names struct {
	ctx    context.Context
	graphs [2]*graph.Graph
	err    error
}

// of is the name of an entity, an indicator or a source; its id where nothing has that.
func (n *names) of(id graph.ID) graph.Label {
	for _, g := range n.graphs {
		if label := n.in(g, id); label.Zh != "" {
			return label
		}
	}
	return graph.Label{Zh: string(id), En: string(id)}
}

func (n *names) in(g *graph.Graph, id graph.ID) (label graph.Label) {
	ids := []graph.ID{id}
	var err error
	switch id.Prefix() {
	case graph.IndicatorPrefix:
		var list []*graph.Indicator
		if list, err = g.Indicators(n.ctx, ids); err == nil && list[0] != nil {
			label = graph.Label{Zh: list[0].Name, En: list[0].NameEn}
		}
	case graph.SourcePrefix:
		var list []*graph.Source
		if list, err = g.Sources(n.ctx, ids); err == nil && list[0] != nil {
			label = graph.Label{Zh: list[0].Title}
		}
	default:
		var list []*graph.Entity
		if list, err = g.Entities(n.ctx, ids); err == nil && list[0] != nil {
			label = graph.Label{Zh: list[0].Name, En: list[0].NameEn}
		}
	}
	if err != nil && n.err == nil {
		n.err = err
	}
	label.En = cmp.Or(label.En, label.Zh)
	return label
}

// joined sets labels one after another.
func joined(by string, labels ...graph.Label) graph.Label {
	all := labels[0]
	for _, l := range labels[1:] {
		all.Zh, all.En = all.Zh+by+l.Zh, all.En+by+l.En
	}
	return all
}

// plain is a text that is the same in both languages.
func plain(text string) graph.Label { return graph.Label{Zh: text, En: text} }
