package export

import (
	"slices"
	"strings"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/escape"
)

// writeTurtle writes RDF 1.1 Turtle. Turtle has no labels: a claim's statement stands
// in the claim's node as rdf:subject, rdf:predicate and rdf:object, beside its status and
// evidence. It also stands plain, once, if a claim says that it exists: who follows triples
// must not take plans for facts.
func writeTurtle(w *writer) error { return turtleOf(w, w.part) }

func turtleOf(w *writer, from quads) error {
	t := newTurtle(from.Graph().Base())
	t.head()
	w.Write(t.flush())
	var last graph.Quad // the statement of the last claim
	stated := false     // it stands plain
	for group, err := range from.Quads(w.ctx) {
		if err != nil {
			return err
		}
		for i := range group {
			q := &group[i]
			if q.Label == "" {
				t.triple(q.Subject, q.Predicate, &q.Object)
				continue
			}
			// Claims of one statement come one behind the other.
			if q.Subject != last.Subject || q.Predicate != last.Predicate || q.Object != last.Object {
				last, stated = *q, false
			}
			if !stated && existing(group) {
				t.triple(q.Subject, q.Predicate, &q.Object)
				t.end()
				stated = true
			}
			t.triple(q.Label, graph.RDFSubject, &graph.Value{IRI: q.Subject})
			t.triple(q.Label, graph.RDFPredicate, &graph.Value{IRI: q.Predicate})
			t.triple(q.Label, graph.RDFObject, &q.Object)
		}
		t.end()
		w.Write(t.flush())
	}
	return nil
}

// existing reports whether the quads of a claim say that what it states is there.
func existing(claim []graph.Quad) bool {
	return slices.ContainsFunc(claim, func(q graph.Quad) bool { return q.Predicate == graph.ClaimStatus && q.Object.IRI == graph.ExistingIRI })
}

// turtle spells triples with prefixes, each subject once for as long as it goes on.
type turtle struct {
	base               graph.Base
	ids                map[string]bool   // what ids begin with
	short              map[string]string // IRIs outside base, as they were spelt before
	vocabularies       []graph.Prefix
	text               []byte
	indent             string
	subject, predicate string // of the sentence that is open
}

func newTurtle(base graph.Base) *turtle {
	t := &turtle{base: base, vocabularies: graph.Vocabularies, ids: map[string]bool{}, short: map[string]string{}}
	for _, name := range graph.IDPrefixes() {
		t.ids[name] = true
	}
	return t
}

// head declares the prefixes, and some more.
func (t *turtle) head(more ...graph.Prefix) {
	t.vocabularies = append(slices.Clone(t.vocabularies), more...)
	for _, p := range t.vocabularies {
		t.prefix(p.Name, p.IRI)
	}
	for _, name := range graph.IDPrefixes() {
		t.prefix(name, t.base.IRI(graph.ID(name+"/")))
	}
	t.text = append(t.text, '\n')
}

func (t *turtle) prefix(name, iri string) {
	t.text = append(append(append(t.text, "@prefix "...), name...), ": "...)
	t.text = append(appendIRI(t.text, iri), " .\n"...)
}

// flush gives what was spelt since the last flush; it is good until the next triple.
func (t *turtle) flush() []byte {
	text := t.text
	t.text = t.text[:0]
	return text
}

func (t *turtle) triple(subject, predicate string, object *graph.Value) {
	switch {
	case subject != t.subject:
		t.end()
		t.text = append(t.text, t.indent...)
		t.iri(subject)
		t.text = append(t.text, ' ')
		t.verb(predicate)
	case predicate != t.predicate:
		t.text = append(append(append(t.text, " ;\n"...), t.indent...), "    "...)
		t.verb(predicate)
	default:
		t.text = append(t.text, " , "...)
	}
	t.subject, t.predicate = subject, predicate
	t.value(object)
}

// end closes the sentence that is open.
func (t *turtle) end() {
	if t.subject != "" {
		t.text = append(t.text, " .\n"...)
	}
	t.subject, t.predicate = "", ""
}

func (t *turtle) verb(iri string) {
	if iri == graph.RDFType {
		t.text = append(t.text, "a "...)
		return
	}
	t.iri(iri)
	t.text = append(t.text, ' ')
}

func (t *turtle) value(v *graph.Value) {
	switch {
	case v.IRI != "":
		t.iri(v.IRI)
	case v.Datatype == graph.XSDInteger:
		t.text = append(t.text, v.Text...)
	default:
		t.text = append(escape.Append(append(t.text, '"'), v.Text), '"')
		if v.Lang != "" {
			t.text = append(append(t.text, '@'), v.Lang...)
		} else if v.Datatype != "" {
			t.text = append(t.text, "^^"...)
			t.iri(v.Datatype)
		}
	}
}

// iri spells an IRI with its prefix, or whole if it has none.
func (t *turtle) iri(iri string) {
	if id, ours := strings.CutPrefix(iri, string(t.base)); ours {
		if prefix, name, ok := strings.Cut(id, "/"); ok && t.ids[prefix] && isLocal(name) {
			t.text = append(append(append(t.text, prefix...), ':'), name...)
			return
		}
	}
	short, seen := t.short[iri]
	if !seen {
		short = t.shorten(iri)
		t.short[strings.Clone(iri)] = short
	}
	t.text = append(t.text, short...)
}

func (t *turtle) shorten(iri string) string {
	for _, p := range t.vocabularies {
		if name, ok := strings.CutPrefix(iri, p.IRI); ok && isLocal(name) {
			return p.Name + ":" + name
		}
	}
	return "<" + iri + ">"
}

// isLocal reports whether a name needs no escapes behind a prefix.
func isLocal(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' && i > 0:
		default:
			return false
		}
	}
	return name != ""
}
