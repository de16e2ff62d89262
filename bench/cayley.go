package bench

//lint:file-ignore U1000 methods of worlds are called through a type parameter

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph"
)

// cayleyStore answers by the same handlers over Cayley's memory store, read by nested
// iterators: the fastest way it has. Its path API is slower by far.
type cayleyStore struct {
	handlers[graph.ID, cayleyWorld]
}

type cayleyWorld struct {
	quads *memstore.QuadStore
	base  graph.Base
	ranks map[string]rank // by IRI
}

func newCayley(quads []quad.Quad, base graph.Base) *cayleyStore {
	w := cayleyWorld{memstore.New(quads...), base, map[string]rank{}}
	for i, p := range graph.Ontology.Predicates {
		w.ranks[graph.Namespace+string(p.Predicate)] = rank(i)
	}
	return &cayleyStore{handlers[graph.ID, cayleyWorld]{w}}
}

var errNotAsked = errors.New("not asked of this contender")

// matches is not asked: Cayley has no index of names, only a look at every one.
func (c *cayleyStore) matches(context.Context, string, int) (answer, error) { return nil, errNotAsked }

func (c *cayleyStore) counts(context.Context) (answer, error) {
	var counts countsAnswer
	for _, p := range graph.Ontology.Predicates {
		by := map[graph.Status]int{}
		c.world.read(quad.Predicate, graph.Namespace+string(p.Predicate), func(q quad.Quad) {
			if q.Label != nil {
				by[statusOf(c.world.properties(iriOf(q.Label)))]++
			}
		})
		for _, s := range []graph.Status{graph.Existing, graph.Planned, graph.Encouraged} {
			if by[s] > 0 {
				counts = append(counts, graph.RelationCount{Predicate: p.Predicate, Status: s, Count: by[s]})
			}
		}
	}
	return counts, nil
}

// read visits the quads that hold an IRI on a side.
func (w cayleyWorld) read(d quad.Direction, iri string, do func(quad.Quad)) {
	ref := w.quads.ValueOf(quad.IRI(iri))
	if ref == nil {
		return
	}
	ctx := context.Background()
	it := w.quads.QuadIterator(d, ref)
	for it.Next(ctx) {
		do(w.quads.Quad(it.Result()))
	}
	_ = it.Close() // of a store in memory
}

func iriOf(v quad.Value) string { iri, _ := v.(quad.IRI); return string(iri) }

func (w cayleyWorld) name(v quad.Value) graph.ID { return graph.ID(iriOf(v)[len(w.base):]) }

// row holds the objects of a subject by the local name of the predicate.
type row map[string][]quad.Value

func (w cayleyWorld) properties(iri string) row {
	r := row{}
	w.read(quad.Subject, iri, func(q quad.Quad) {
		p := iriOf(q.Predicate)
		p = p[strings.LastIndexAny(p, "/#")+1:]
		r[p] = append(r[p], q.Object)
	})
	return r
}

func (r row) text(term string) string {
	for _, v := range r[term] {
		switch v := v.(type) {
		case quad.String:
			return string(v)
		case quad.TypedString:
			return string(v.Value)
		}
	}
	return ""
}

func (r row) number(term string) int {
	for _, v := range r[term] {
		if n, ok := v.(quad.Int); ok {
			return int(n)
		}
	}
	return 0
}

func (r row) lang(term, lang string) string {
	for _, v := range r[term] {
		if l, ok := v.(quad.LangString); ok && l.Lang == lang {
			return string(l.Value)
		}
	}
	return ""
}

// concept is an own concept without what stands before its name.
func (r row) concept(term string) string {
	for _, v := range r[term] {
		return strings.TrimPrefix(iriOf(v), graph.Namespace+term+"-")
	}
	return ""
}

func (w cayleyWorld) ref(r row, term string) graph.ID {
	for _, v := range r[term] {
		return w.name(v)
	}
	return ""
}

func (w cayleyWorld) locator(r row) graph.Locator {
	return graph.Locator{Source: w.ref(r, "wasQuotedFrom"), Section: r.text("section"), Start: r.number("start"), End: r.number("end"), Digest: r.text("digest")}
}

func statusOf(r row) graph.Status {
	s, _ := graph.ParseStatus(r.concept("status"))
	return s
}

func (w cayleyWorld) at(id graph.ID) (graph.ID, bool) {
	return id, w.quads.ValueOf(quad.IRI(w.base.IRI(id))) != nil
}
func (w cayleyWorld) id(n graph.ID) graph.ID     { return n }
func (w cayleyWorld) compare(a, b graph.ID) int  { return cmp.Compare(a, b) }
func (w cayleyWorld) kind(n graph.ID) graph.Type { t, _ := n.Type(); return t }
func (w cayleyWorld) passable(n graph.ID) bool {
	e := graph.Entity{Type: w.kind(n)}
	if e.Type == graph.Region {
		e.Kind = w.properties(w.base.IRI(n)).concept("kind")
	}
	return passable(&e)
}

func (w cayleyWorld) around(n graph.ID, p rank, d graph.Direction) []link[graph.ID] {
	side := quad.Subject
	if d == graph.In {
		side = quad.Object
	}
	var list []link[graph.ID]
	w.read(side, w.base.IRI(n), func(q quad.Quad) {
		if q.Label == nil {
			return
		}
		r, known := w.ranks[iriOf(q.Predicate)]
		if !known || p != every && p != r {
			return
		}
		c := &graph.Claim{ID: w.name(q.Label), Subject: w.name(q.Subject), Predicate: graph.Ontology.Predicates[r].Predicate, Object: w.name(q.Object)}
		other := c.Object
		if d == graph.In {
			other = c.Subject
		}
		list = append(list, link[graph.ID]{c, other, r})
	})
	sortLinks(list, w.compare)
	return list
}

func (w cayleyWorld) load(c *graph.Claim) *graph.Claim {
	r := w.properties(w.base.IRI(c.ID))
	c.Status, c.Role, c.Locator, c.Context, c.Note = statusOf(r), r.text("role"), w.locator(r), r.text("reading") == "context", r.text("note")
	return c
}

func (w cayleyWorld) entity(n graph.ID) *graph.Entity {
	r := w.properties(w.base.IRI(n))
	e := &graph.Entity{ID: n, Type: w.kind(n), Kind: r.concept("kind"), Level: r.concept("level"), Name: r.lang("prefLabel", "zh"), NameEn: r.lang("prefLabel", "en")}
	e.Names = r.names(n)
	for _, x := range e.Names {
		if e.NameEn == "" && x.Kind == graph.Translation && x.Lang == "en" {
			e.NameEn, e.Translated = x.Text, true
		}
	}
	for _, v := range r["identifier"] {
		x := w.properties(iriOf(v))
		e.Identifiers = append(e.Identifiers, graph.Identifier{Entity: n, Scheme: x.text("scheme"), Value: x.text("notation"), Edition: x.text("edition")})
	}
	slices.SortFunc(e.Identifiers, func(a, b graph.Identifier) int {
		return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.Value, b.Value))
	})
	return e
}

// names are in the order of kinds, of which each has a property of its own.
func (r row) names(id graph.ID) []graph.Name {
	var names []graph.Name
	for i, kind := range graph.NameKinds {
		term := [...]string{"alias", "shortName", "formerName", "variantName", "ocrSlip", "translation"}[i]
		from := len(names)
		for _, v := range r[term] {
			if l, ok := v.(quad.LangString); ok {
				names = append(names, graph.Name{Entity: id, Text: string(l.Value), Lang: l.Lang, Kind: graph.NameKind(kind.Name)})
			}
		}
		slices.SortFunc(names[from:], func(a, b graph.Name) int { return cmp.Or(-cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Text, b.Text)) })
	}
	return names
}

func (w cayleyWorld) source(id graph.ID) *graph.Source {
	r := w.properties(w.base.IRI(id))
	return &graph.Source{ID: id, Title: r.text("title"), Issued: r.text("issued")}
}

func (w cayleyWorld) indicator(id graph.ID) *graph.Indicator {
	r := w.properties(w.base.IRI(id))
	return &graph.Indicator{ID: id, Name: r.lang("prefLabel", "zh"), NameEn: r.lang("prefLabel", "en"), Unit: r.text("unit")}
}

func (w cayleyWorld) observations(n, indicator graph.ID) []*graph.Observation {
	var list []*graph.Observation
	w.read(quad.Object, w.base.IRI(n), func(q quad.Quad) {
		if iriOf(q.Predicate) != graph.Namespace+"observedEntity" {
			return
		}
		r := w.properties(iriOf(q.Subject))
		if w.ref(r, "indicator") != indicator {
			return
		}
		list = append(list, &graph.Observation{ID: w.name(q.Subject), Entity: n, Of: w.ref(r, "observedPart"), Indicator: indicator, Period: r.text("period"),
			Role: r.text("observationRole"), Measure: r.text("measure"), Bound: r.text("bound"), Value: r.text("value"), ValueTo: r.text("valueTo"), Unit: r.text("unit"),
			Locator: w.locator(r), Context: r.text("reading") == "context", Note: r.text("note")})
	})
	slices.SortFunc(list, compareObservations)
	return list
}
