package export

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

// Networks are forms of nodes and edges: the entities that were asked for, and an
// edge for each statement between two of them. What is measured of entities is
// not in them.

// node is an entity as networks show it.
type node struct {
	*graph.Entity
	iri    string
	label  string // its name in the language of the export
	degree int    // statements of the export that it is an end of
	colour colour
	shape  shape
}

// edge is a statement as networks show it.
type edge struct {
	*graph.Statement
	id     string // the same in every export of the statement
	info   graph.PredicateInfo
	label  string // the predicate's, in the language of the export
	status graph.Status
	facts  []*graph.Source // of the claims, in their order
}

// kind is the type of an attribute.
type kind uint8

const (
	textKind kind = iota
	listKind      // of texts
	countKind
	truthKind
)

// attribute is what nodes or edges have beside ends, label and weight. The
// names are unlike each other, and unlike those that readers give a meaning of their
// own, even where case is ignored: sigma draws by "type", igraph takes "type" for the
// sides of a bipartite graph, Gephi has Id, Label, Kind and Weight.
type attribute[T any] struct {
	name  string
	kind  kind
	text  func(*T) string // of one of these, by kind
	list  func(*T) []string
	count func(*T) int
	truth func(*T) bool
}

// spelt is the value as a text, for forms without types; empty where there is none.
func (a *attribute[T]) spelt(of *T) string {
	switch a.kind {
	case listKind:
		return joined(a.list(of))
	case countKind:
		return strconv.Itoa(a.count(of))
	case truthKind:
		return strconv.FormatBool(a.truth(of))
	}
	return a.text(of)
}

// nodeAttributes are the attributes of nodes, in their order.
var nodeAttributes = []attribute[node]{
	{name: "iri", text: func(n *node) string { return n.iri }},
	{name: "entityType", text: func(n *node) string { return string(n.Type) }},
	{name: "kind", text: func(n *node) string { return n.Kind }},
	{name: "level", text: func(n *node) string { return n.Level }},
	{name: "nameZh", text: func(n *node) string { return n.Name }},
	{name: "nameEn", text: func(n *node) string { return n.NameEn }},
	{name: "aliases", kind: listKind, list: (*node).aliases},
	{name: "identifiers", kind: listKind, list: (*node).identifiers},
	{name: "degree", kind: countKind, count: func(n *node) int { return n.degree }},
}

// edgeAttributes are the attributes of edges, in their order.
var edgeAttributes = []attribute[edge]{
	{name: "predicate", text: func(e *edge) string { return string(e.Predicate) }},
	{name: "labelZh", text: func(e *edge) string { return e.info.Label.Zh }},
	{name: "labelEn", text: func(e *edge) string { return e.info.Label.En }},
	{name: "symmetric", kind: truthKind, truth: func(e *edge) bool { return e.info.Symmetric }},
	{name: "status", text: func(e *edge) string { return e.status.String() }},
	{name: "statuses", kind: listKind, list: (*edge).statuses},
	{name: "roles", kind: listKind, list: (*edge).roles},
	{name: "sources", kind: listKind, list: (*edge).sources},
	{name: "citations", kind: listKind, list: (*edge).citations},
	{name: "claims", kind: listKind, list: (*edge).claims},
}

// aliases are the other names of a node, each once.
func (n *node) aliases() []string {
	var list []string
	for _, x := range n.Names {
		if x.Text != n.Name && x.Text != n.NameEn {
			list = append(list, x.Text)
		}
	}
	return once(list)
}

// identifiers are written "gbt2260:330324".
func (n *node) identifiers() []string {
	list := make([]string, len(n.Identifiers))
	for i, x := range n.Identifiers {
		list[i] = x.Scheme + ":" + x.Value
	}
	return once(list)
}

// weight is the number of claims that say so.
func (e *edge) weight() int { return len(e.Claims) }

// statuses are those of the claims, strongest first.
func (e *edge) statuses() []string {
	var list []string
	for status := graph.Existing; status >= graph.Encouraged; status-- {
		if slices.ContainsFunc(e.Claims, func(c *graph.Claim) bool { return c.Status == status }) {
			list = append(list, status.String())
		}
	}
	return list
}

// roles are those that the claims name, sorted.
func (e *edge) roles() []string {
	var list []string
	for _, c := range e.Claims {
		if c.Role != "" {
			list = append(list, c.Role)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// sources are the ids of what the claims are read from, in their order.
func (e *edge) sources() []string {
	list := make([]string, len(e.Claims))
	for i, c := range e.Claims {
		list[i] = string(c.Source)
	}
	return once(list)
}

// citations has one for each claim, in the same order.
func (e *edge) citations() []string {
	list := make([]string, len(e.Claims))
	for i, c := range e.Claims {
		list[i] = e.facts[i].Cite(c.Locator)
	}
	return list
}

// claims are the ids of the claims.
func (e *edge) claims() []string {
	list := make([]string, len(e.Claims))
	for i, c := range e.Claims {
		list[i] = string(c.ID)
	}
	return list
}

// once leaves values out that stand before.
func once(list []string) []string {
	var kept []string
	for _, x := range list {
		if !slices.Contains(kept, x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// eachNode gives the nodes, by id. A node must not be kept beyond its turn.
func (w *writer) eachNode(do func(*node)) error {
	var n node
	for e, err := range w.part.Nodes(w.ctx) {
		if err = cmp.Or(err, w.ctx.Err()); err != nil { // streams look now and then
			return err
		}
		n = node{Entity: e, iri: w.part.Graph().IRI(e.ID), label: w.in(e.Name, e.NameEn), degree: w.part.Degree(e.ID)}
		n.colour, n.shape = lookOf(e.Type)
		do(&n)
	}
	return nil
}

// eachEdge gives the edges, by subject, predicate and object. Both ends are among the nodes.
func (w *writer) eachEdge(do func(*edge)) error {
	sources := map[graph.ID]*graph.Source{}
	for s, err := range w.part.Sources(w.ctx) {
		if err != nil {
			return err
		}
		sources[s.ID] = s
	}
	var e edge
	for s, err := range w.part.Statements(w.ctx) {
		if err = cmp.Or(err, w.ctx.Err()); err != nil {
			return err
		}
		e = edge{Statement: s, facts: e.facts[:0]}
		e.id = strings.Join([]string{string(s.Subject), string(s.Predicate), string(s.Object)}, ":") // ids have no colon
		e.info, _ = graph.Ontology.Predicate(s.Predicate)                                            // a graph has no others
		e.label = w.in(e.info.Label.Zh, e.info.Label.En)
		for _, c := range s.Claims {
			e.status = max(e.status, c.Status)
			e.facts = append(e.facts, sources[c.Source])
		}
		do(&e)
	}
	return nil
}

// in chooses the name in the language of the export; where it has none, the Chinese one.
func (w *writer) in(zh, en string) string {
	if w.Lang == English && en != "" {
		return en
	}
	return zh
}

// joined puts the values of a list into one text, for forms without lists: "|" stands between
// them, and before a "|" or "\" of a value stands a "\".
func joined(list []string) string {
	if len(list) == 1 && !strings.ContainsAny(list[0], `|\`) {
		return list[0]
	}
	var b strings.Builder
	for i, x := range list {
		if i > 0 {
			b.WriteByte('|')
		}
		for {
			at := strings.IndexAny(x, `|\`)
			if at < 0 {
				break
			}
			b.WriteString(x[:at])
			b.WriteByte('\\')
			b.WriteByte(x[at])
			x = x[at+1:]
		}
		b.WriteString(x)
	}
	return b.String()
}

// colour is of a type, in sRGB.
type colour struct{ r, g, b uint8 }

// shape is one of those that GEXF has.
type shape string

// lookOf is how a type is drawn, in the hues of the explorer's canvas.
func lookOf(t graph.Type) (colour, shape) {
	place, science, trade, work, paper := colour{0x2f, 0x7d, 0x62}, colour{0x3c, 0x61, 0x99}, colour{0x8a, 0x6a, 0x22}, colour{0x7a, 0x4f, 0x80}, colour{0x4d, 0x57, 0x53}
	switch t {
	case graph.County:
		return place, "disc"
	case graph.Region:
		return place, "square"
	case graph.University:
		return science, "disc"
	case graph.ResearchInstitute:
		return science, "triangle"
	case graph.Platform:
		return science, "diamond"
	case graph.Enterprise:
		return trade, "disc"
	case graph.Industry:
		return trade, "diamond"
	case graph.Association:
		return trade, "triangle"
	case graph.Project:
		return work, "disc"
	case graph.Programme:
		return work, "square"
	case graph.Task:
		return work, "diamond"
	case graph.Event:
		return work, "triangle"
	case graph.GovernmentBody:
		return paper, "disc"
	}
	return paper, "square"
}
