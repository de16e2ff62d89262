package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/search"
)

// names is the name index of a graph, built when it is first asked: a national
// graph answers everything else long before.
type names struct {
	once  sync.Once
	build func() (*search.Index, error)
	index *search.Index
	log   *slog.Logger
}

// prepare builds the index, or waits until it is built.
func (n *names) prepare() *search.Index {
	n.once.Do(func() {
		index, err := n.build()
		if errors.Is(err, context.Canceled) {
			return // the server stops
		}
		if err != nil {
			n.log.Error("names cannot be indexed; searches find nothing", "error", err)
			return
		}
		n.index = index
	})
	return n.index
}

func (n *names) Find(text string, types []graph.Type, limit int) ([]graph.NameMatch, int) {
	if index := n.prepare(); index != nil {
		return index.Find(text, types, limit)
	}
	return nil, 0
}

func (n *names) Named(name string) []graph.NameMatch {
	if index := n.prepare(); index != nil {
		return index.Named(name)
	}
	return nil
}

// indexer makes a name index: search.New, or search.NewBeside where requests are answered meanwhile.
type indexer func(context.Context, *graph.Graph) (*search.Index, error)

// schemaOver makes the GraphQL schema over a graph, and its name index to be prepared.
func schemaOver(ctx context.Context, g *graph.Graph, index indexer, texts loader.Texts, logger *slog.Logger) (*schema.Schema, *names, error) {
	if logger == nil {
		logger = slog.Default()
	}
	n := &names{build: func() (*search.Index, error) { return index(ctx, g) }, log: logger}
	s, err := schema.New(schema.Config{Graph: g, Finder: n, Quoter: texts, Logger: logger})
	return s, n, err
}
