package export

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/innograph/innograph/graph"
)

// writeJSONLD writes JSON-LD 1.1, a node a line. A claim is a node with a graph: its status and
// evidence are its properties, its statement stands in the graph that it names. The context
// stands in the file, so that nobody has to fetch it.
func writeJSONLD(w *writer) error { return linkedOf(w, w.part) }

func linkedOf(w *writer, from quads) error {
	l, err := newLinked(from.Graph().Base())
	if err != nil {
		return err
	}
	w.Write(l.text)
	separator := "\n"
	for group, err := range from.Quads(w.ctx) {
		if err != nil {
			return err
		}
		l.text = l.text[:0]
		for node := range l.nodes(group) {
			l.text = append(l.text, separator...)
			l.node(node)
			separator = ",\n"
		}
		w.Write(l.text)
	}
	_, err = w.WriteString("\n]}\n")
	return err
}

// term is how a property is spelt.
type term struct {
	name      string
	languages bool   // values are gathered by language
	values    string // "@id", "@vocab", a datatype or empty
}

// linked spells nodes with the terms of the context.
type linked struct {
	base     string // cut off; empty if it is no folder
	terms    map[string]term
	classes  map[string]string // terms of classes outside the vocabulary
	text     []byte
	subjects []string // of the group, in order
	verbs    []string
}

// newLinked makes the terms, and spells the beginning of the file.
func newLinked(base graph.Base) (*linked, error) {
	l := &linked{terms: map[string]term{}, classes: map[string]string{}}
	context := graph.Context()
	for name, definition := range context {
		switch d := definition.(type) {
		case string:
			l.classes[d] = name
		case map[string]any:
			iri, _ := d["@id"].(string)
			values, _ := d["@type"].(string)
			l.terms[iri] = term{name, d["@container"] == "@language", values}
		}
	}
	if strings.HasSuffix(string(base), "/") {
		l.base = string(base)
		context["@base"] = l.base
	}
	head, err := json.Marshal(context)
	l.text = append(append([]byte(`{"@context":`), head...), `,"@graph":[`...)
	return l, err
}

// nodes gives the quads of a group subject by subject, those of one property together
// and in the order of languages; a statement is with its claim.
func (l *linked) nodes(quads []graph.Quad) func(yield func([]graph.Quad) bool) {
	l.subjects, l.verbs = l.subjects[:0], l.verbs[:0]
	rank := func(list *[]string, s string) int {
		at := slices.Index(*list, s)
		if at < 0 {
			at, *list = len(*list), append(*list, s)
		}
		return at
	}
	for i := range quads {
		rank(&l.subjects, nodeOf(&quads[i]))
		rank(&l.verbs, quads[i].Predicate)
	}
	slices.SortStableFunc(quads, func(a, b graph.Quad) int {
		return cmp.Or(rank(&l.subjects, nodeOf(&a))-rank(&l.subjects, nodeOf(&b)), cmp.Compare(a.Label, b.Label), rank(&l.verbs, a.Predicate)-rank(&l.verbs, b.Predicate), cmp.Compare(a.Object.Lang, b.Object.Lang))
	})
	return func(yield func([]graph.Quad) bool) {
		for len(quads) > 0 {
			end := 1
			for end < len(quads) && nodeOf(&quads[end]) == nodeOf(&quads[0]) {
				end++
			}
			if !yield(quads[:end]) {
				return
			}
			quads = quads[end:]
		}
	}
}

// nodeOf is what a quad is spelt with: its claim or its subject.
func nodeOf(q *graph.Quad) string { return cmp.Or(q.Label, q.Subject) }

// node spells what is said of one thing.
func (l *linked) node(quads []graph.Quad) {
	l.text = appendMember(append(l.text, '{'), "@id", l.short(nodeOf(&quads[0])))
	for len(quads) > 0 {
		if quads[0].Label != "" { // the last one
			l.text = appendMember(append(l.text, `,"@graph":[{`...), "@id", l.short(quads[0].Subject))
			l.property(quads[:1])
			l.text = append(l.text, "}]"...)
			quads = quads[1:]
			continue
		}
		end := 1
		for end < len(quads) && quads[end].Predicate == quads[0].Predicate && quads[end].Label == "" {
			end++
		}
		l.property(quads[:end])
		quads = quads[end:]
	}
	l.text = append(l.text, '}')
}

// property spells the values of one property, or the classes of a thing.
func (l *linked) property(quads []graph.Quad) {
	t, known := l.terms[quads[0].Predicate]
	switch {
	case quads[0].Predicate == graph.RDFType:
		t = term{"@type", false, "@vocab"}
	case !known:
		t.name = quads[0].Predicate
	}
	l.text = append(appendJSON(append(l.text, ','), t.name), ':')
	if !t.languages {
		l.list(quads, func(v *graph.Value) { l.value(v, t.values) })
		return
	}
	brace := byte('{')
	for len(quads) > 0 {
		end := 1
		for end < len(quads) && quads[end].Object.Lang == quads[0].Object.Lang {
			end++
		}
		l.text = append(appendJSON(append(l.text, brace), quads[0].Object.Lang), ':')
		l.list(quads[:end], func(v *graph.Value) { l.text = appendJSON(l.text, v.Text) })
		quads, brace = quads[end:], ','
	}
	l.text = append(l.text, '}')
}

// list spells one value, or several in brackets.
func (l *linked) list(quads []graph.Quad, value func(*graph.Value)) {
	if len(quads) == 1 {
		value(&quads[0].Object)
		return
	}
	for i := range quads {
		l.text = append(l.text, "[,"[min(i, 1)])
		value(&quads[i].Object)
	}
	l.text = append(l.text, ']')
}

// value spells a value of a property whose values the context reads in some way.
func (l *linked) value(v *graph.Value, as string) {
	switch {
	case v.IRI != "" && as == "@id":
		l.text = appendJSON(l.text, l.short(v.IRI))
	case v.IRI != "" && as == "@vocab":
		l.text = appendJSON(l.text, l.class(v.IRI))
	case v.IRI != "":
		l.text = append(appendMember(append(l.text, '{'), "@id", l.short(v.IRI)), '}')
	case v.Lang != "":
		l.text = appendMember(append(appendMember(append(l.text, '{'), "@language", v.Lang), ','), "@value", v.Text)
		l.text = append(l.text, '}')
	case v.Datatype == as && as == graph.XSDInteger:
		l.text = append(l.text, v.Text...)
	case v.Datatype == as:
		l.text = appendJSON(l.text, v.Text)
	default:
		l.text = appendMember(append(appendMember(append(l.text, '{'), "@type", cmp.Or(v.Datatype, graph.XSDString)), ','), "@value", v.Text)
		l.text = append(l.text, '}')
	}
}

// short is an IRI as it is resolved against the base.
func (l *linked) short(iri string) string {
	if id, ours := strings.CutPrefix(iri, l.base); ours && l.base != "" && id != "" {
		return id // an id has no colon and begins with a letter
	}
	return iri
}

// class is a term of the vocabulary.
func (l *linked) class(iri string) string {
	if name, known := l.classes[iri]; known {
		return name
	}
	return strings.TrimPrefix(iri, graph.Namespace)
}
