package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"sync"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// Graph is a snapshot of facts that answers in batches: every read takes many
// ids and gives one row for each, in their order. It is read-only and safe for
// concurrent use. Reads return the context's error if it ends before they do.
type Graph struct {
	base    Base
	store   *store
	about   about
	members map[quad.IRI]func() []ID // by class, sorted; read at the first call
	former  map[ID][]ID
}

// Stats counts what is in a graph.
type Stats struct {
	Quads        int64
	Entities     map[Type]int
	Claims       int
	Observations int
	Mentions     int
	Omissions    int
	// Relations counts claims by predicate and status.
	Relations []RelationCount
}

// RelationCount is the number of claims of one predicate in one status.
type RelationCount struct {
	Predicate Predicate
	Status    Status
	Count     int
}

// about is what a store says of itself, beside the quads.
type about struct {
	Base      Base
	Origin    string // what the facts came from: a digest of the packages
	Stats     Stats
	Redirects map[ID]ID // from the former id to the one of now
}

// Build makes a graph of facts with ids under base. It takes facts as the
// loader gives them, with claims and observations identified.
func Build(ctx context.Context, facts *Facts, base Base) (*Graph, error) {
	columns, a, err := columnsOf(ctx, facts, base)
	if err != nil {
		return nil, err
	}
	return newGraph(columns, a), nil
}

// WriteFile builds a graph and writes it to a file that [Open] reads. The file
// is written aside and renamed: path has the old file or the whole new one. origin
// says what the facts came from; see [Graph.Origin].
func WriteFile(ctx context.Context, facts *Facts, base Base, origin, path string) error {
	columns, a, err := columnsOf(ctx, facts, base)
	if err != nil {
		return err
	}
	a.Origin = origin
	meta, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("describe store: %w", err)
	}
	return columns.WriteFile(path, meta)
}

// Open reads a graph from a file that [WriteFile] wrote. It maps the file and
// checks all of it. The caller closes the graph when nobody reads it any more.
func Open(path string) (*Graph, error) {
	columns, err := columnar.Open(path)
	if err != nil {
		return nil, err
	}
	var a about
	if err := json.Unmarshal(columns.Meta(), &a); err != nil {
		_ = columns.Close() // the first error tells
		return nil, fmt.Errorf("open store %s: it holds quads, but no graph of innograph: %w", path, err)
	}
	return newGraph(columns, a), nil
}

// Close gives the file of the graph back. Nothing may be read afterwards, and
// no string that the graph gave may be used: they are the file's own bytes. A
// graph in memory has nothing to give back, and its strings hold for ever.
func (g *Graph) Close() error { return g.store.columns.Close() }

func columnsOf(ctx context.Context, facts *Facts, base Base) (*columnar.Store, about, error) {
	var builder columnar.Builder
	// As many quads as a claim, an entity, an observation have at most, nearly.
	builder.Grow(9*len(facts.Claims) + 3*len(facts.Entities) + 2*len(facts.Names) + 14*len(facts.Observations) + 7*len(facts.Mentions))
	var err error
	encode(facts, base, func(q quad.Quad) {
		if err == nil {
			err = builder.Add(q)
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, about{}, fmt.Errorf("build graph: %w", err)
	}
	columns := builder.Build()
	a := about{Base: base, Stats: count(facts, int64(columns.Len())), Redirects: map[ID]ID{}}
	for _, r := range facts.Redirects {
		a.Redirects[r.From] = r.To
	}
	return columns, a, nil
}

// count counts facts: the statistics are known when a graph is built, so that
// opening one looks at nothing twice.
func count(facts *Facts, quads int64) Stats {
	s := Stats{Quads: quads, Entities: map[Type]int{}, Claims: len(facts.Claims), Observations: len(facts.Observations), Mentions: len(facts.Mentions), Omissions: len(facts.Omissions)}
	for i := range facts.Entities {
		s.Entities[facts.Entities[i].Type]++
	}
	counts := map[RelationCount]int{}
	for i := range facts.Claims {
		counts[RelationCount{Predicate: facts.Claims[i].Predicate, Status: facts.Claims[i].Status}]++
	}
	for _, p := range Ontology.Predicates {
		for _, status := range []Status{Existing, Planned, Encouraged} {
			if n := counts[RelationCount{Predicate: p.Predicate, Status: status}]; n > 0 {
				s.Relations = append(s.Relations, RelationCount{p.Predicate, status, n})
			}
		}
	}
	return s
}

func newGraph(columns *columnar.Store, a about) *Graph {
	g := &Graph{base: a.Base, store: newStore(columns, a.Base), about: a, members: map[quad.IRI]func() []ID{}, former: map[ID][]ID{}}
	classes := []quad.IRI{classSource, classIndicator}
	for _, t := range Ontology.Types {
		classes = append(classes, typeIRI(t.Type))
	}
	for _, class := range classes {
		g.members[class] = sync.OnceValue(func() []ID { return g.instances(class) })
	}
	for from, to := range a.Redirects {
		g.former[to] = append(g.former[to], from)
	}
	for _, ids := range g.former {
		slices.Sort(ids)
	}
	return g
}

// instances lists the nodes of a class, sorted by id: nodes are numbered in the
// order of their IRIs, and those of one predicate and object stand by number.
func (g *Graph) instances(class quad.IRI) []ID {
	columns := g.store.columns
	object, ok := columns.Lookup(class)
	predicate, known := columns.Lookup(rdfType)
	if !ok || !known {
		return nil
	}
	ids := make([]ID, 0, columns.Count(quad.Object, object))
	columns.Each(quad.Object, object, func(q [4]columnar.Node, _ bool) bool {
		if q[1] == predicate {
			ids = append(ids, g.store.id(q[0]))
		}
		return true
	})
	return ids
}

// Stats counts what is in the graph.
func (g *Graph) Stats() Stats { return g.about.Stats }

// Origin is what the maker of the graph's file said its facts came from; empty for a graph in memory.
func (g *Graph) Origin() string { return g.about.Origin }

// Base is the base of the graph's IRIs.
func (g *Graph) Base() Base { return g.base }

// IRI is the full IRI of id.
func (g *Graph) IRI(id ID) string { return g.base.IRI(id) }

// IDs lists the entities of a type, sorted. The slice must not be changed.
func (g *Graph) IDs(t Type) []ID { return g.members[typeIRI(t)]() }

// Count is the number of entities of a type; nothing is counted for it.
func (g *Graph) Count(t Type) int {
	class, ok := g.store.columns.Lookup(typeIRI(t))
	if !ok {
		return 0
	}
	return g.store.columns.Count(quad.Object, class)
}

// Page lists the entities of a type between two ids, both exclusive and either
// empty, by id: at most first from the front, then at most last of
// these from the back; a negative number is no limit. skipped and left say how many stand before and behind the page. The cost
// grows with the page, not with the type.
func (g *Graph) Page(t Type, after, before ID, first, last int) (ids []ID, skipped, left int) {
	columns := g.store.columns
	class, ok := columns.Lookup(typeIRI(t))
	if !ok {
		return nil, 0, 0
	}
	total := columns.Count(quad.Object, class)
	at := func(i int) ID {
		q, _ := columns.At(quad.Object, class, i)
		return g.store.id(q[0])
	}
	from, to := 0, total
	if after != "" {
		from = sort.Search(total, func(i int) bool { return at(i) > after })
	}
	if before != "" {
		to = max(from, sort.Search(total, func(i int) bool { return at(i) >= before }))
	}
	if first >= 0 {
		to = min(to, from+first)
	}
	if last >= 0 {
		from = max(from, to-last)
	}
	for i := from; i < to; i++ {
		ids = append(ids, at(i))
	}
	return ids, from, total - to
}

// SourceIDs lists the sources, sorted. The slice must not be changed.
func (g *Graph) SourceIDs() []ID { return g.members[classSource]() }

// IndicatorIDs lists the indicators, sorted. The slice must not be changed.
func (g *Graph) IndicatorIDs() []ID { return g.members[classIndicator]() }

// Resolve follows redirects: the id that an entity has now.
func (g *Graph) Resolve(id ID) ID {
	for range len(g.about.Redirects) {
		to, ok := g.about.Redirects[id]
		if !ok {
			break
		}
		id = to
	}
	return id
}
