package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/graph/columnar"
)

// Graph is a snapshot of facts that answers in batches: every read takes many
// ids and gives one row for each, in their order. It is read-only and safe for
// concurrent use. Reads return the context's error if it ends before they do.
type Graph struct {
	base  Base
	store *store
	*tables
	about   about
	former  map[ID][]ID
	scratch sync.Pool // of *visited
	// What is read at the first call: ids by type, and the few entities that statements lean on.
	byType     map[Type]func() []ID
	sources    func() *catalog[Source]
	indicators func() *catalog[Indicator]
}

// about is what a store says of itself, beside the quads.
type about struct {
	Base      Base
	Origin    string // what the facts came from: a digest of the packages
	Layout    string // of the tables
	Stats     Stats
	Redirects map[ID]ID // from the former id to the one of now
}

// Build makes a graph of facts with ids under base. It takes facts as the
// loader gives them, with claims and observations identified. It returns an error if
// the context ends, or if a text has more than 16 MiB.
func Build(ctx context.Context, facts *Facts, base Base) (*Graph, error) {
	store, a, err := storeOf(ctx, facts, base)
	if err != nil {
		return nil, err
	}
	return newGraph(store, a), nil
}

// WriteFile builds a graph and writes it to a file that [Open] reads. The file
// is written aside and renamed: path has the old file or the whole new one.
func WriteFile(ctx context.Context, facts *Facts, base Base, path string) error {
	store, a, err := storeOf(ctx, facts, base)
	if err != nil {
		return err
	}
	a.Layout = layout
	meta, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("describe store: %w", err)
	}
	var columns [][]byte
	for _, t := range store.tables.list() {
		columns = append(columns, t.bytes())
	}
	return store.columns.WriteFile(path, meta, columns...)
}

// Open reads a graph from a file that [WriteFile] wrote. It maps the file and
// checks all of it. The caller closes the graph when nobody reads it any more.
func Open(path string) (*Graph, error) {
	columns, err := columnar.Open(path)
	if err != nil {
		return nil, err
	}
	g, err := over(columns)
	if err != nil {
		_ = columns.Close() // the first error tells
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return g, nil
}

// over makes a graph over the columns of a file. Tables of another layout than
// this program's are made anew: that takes a second for each five million quads.
func over(columns *columnar.Store) (*Graph, error) {
	var a about
	if err := json.Unmarshal(columns.Meta(), &a); err != nil {
		return nil, fmt.Errorf("it holds quads, but no graph of innograph: %w", err)
	}
	s := newStore(columns, a.Base)
	s.tables = &tables{}
	list := s.tables.list()
	if a.Layout == layout && len(columns.Tables()) == len(list) {
		for i, b := range columns.Tables() {
			list[i].set(b)
		}
		return newGraph(s, a), nil
	}
	var err error
	if s.tables, err = tabulate(context.Background(), s); err != nil {
		return nil, err
	}
	return newGraph(s, a), nil
}

// Close gives the file of the graph back. Nothing may be read afterwards, and
// no string that the graph gave may be used: they are the file's own bytes. A
// graph in memory has nothing to give back, and its strings hold for ever.
func (g *Graph) Close() error { return g.store.columns.Close() }

func storeOf(ctx context.Context, facts *Facts, base Base) (*store, about, error) {
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
	return tabulated(ctx, builder.Build(), base, facts.Origin)
}

// tabulated is a store of quads with its tables, and what is to be said of it.
func tabulated(ctx context.Context, columns *columnar.Store, base Base, origin string) (*store, about, error) {
	s := newStore(columns, base)
	var err error
	if s.tables, err = tabulate(ctx, s); err != nil {
		return nil, about{}, fmt.Errorf("build graph: %w", err)
	}
	return s, about{Base: base, Origin: origin, Stats: s.count(), Redirects: s.redirects()}, nil
}

// redirects are the redirects that are among the quads.
func (s *store) redirects() map[ID]ID {
	list := map[ID]ID{}
	if p, ok := s.columns.Lookup(replacedBy); ok {
		s.columns.Each(quad.Predicate, p, func(q [4]columnar.Node, _ bool) bool {
			list[s.id(q[0])] = s.id(q[2])
			return true
		})
	}
	return list
}

func newGraph(s *store, a about) *Graph {
	g := &Graph{base: a.Base, store: s, tables: s.tables, about: a, former: map[ID][]ID{}, byType: map[Type]func() []ID{}}
	for _, t := range typesByPrefix {
		g.byType[t] = sync.OnceValue(func() []ID {
			first, last := g.within(t)
			return g.ids(first, last)
		})
	}
	g.sources = sync.OnceValue(func() *catalog[Source] { return catalogOf(s, classSource, g.source) })
	g.indicators = sync.OnceValue(func() *catalog[Indicator] { return catalogOf(s, classIndicator, g.indicator) })
	g.scratch.New = func() any { return newVisited(g.count()) }
	for from := range a.Redirects {
		now := g.Resolve(from)
		g.former[now] = append(g.former[now], from)
	}
	for _, ids := range g.former {
		slices.Sort(ids)
	}
	return g
}

func (g *Graph) id(n place) ID { return ID(g.store.spell(g.entities[n].id)) }

func (g *Graph) ids(first, last place) []ID {
	var ids []ID
	for n := first; n < last; n++ {
		ids = append(ids, g.id(n))
	}
	return ids
}

// find looks an entity up by its id of now or a former one.
func (g *Graph) find(id ID) (place, bool) {
	if n, ok := g.store.find(id); ok {
		return n, true
	}
	if to := g.Resolve(id); to != id {
		return g.store.find(to)
	}
	return 0, false
}

// Origin is what the facts came from: the digest of the data packages, which is the
// version of the data. It is empty where nobody knows.
func (g *Graph) Origin() string { return g.about.Origin }

// Edition is how a version of the data is cited: by the first 12 digits of
// [Graph.Origin]; empty where that is.
func (g *Graph) Edition() string { return g.Origin()[:min(12, len(g.Origin()))] }

// Base is the base of the graph's IRIs.
func (g *Graph) Base() Base { return g.base }

// IRI is the full IRI of id.
func (g *Graph) IRI(id ID) string { return g.base.IRI(id) }

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
