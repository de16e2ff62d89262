package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

// registerStore adds --store to commands that read a graph.
func (f *dataFlags) registerStore(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.store, "store", "memory:", "`ADDR` of the store: memory: (from the packages), or what innograph load made: file:PATH or postgres://…")
}

// open gives the graph of the store, or of the packages, with the texts.
func (f *dataFlags) open(cmd *cobra.Command) (*graph.Graph, loader.Texts, error) {
	path, err := storePath(f.store)
	if err != nil {
		return nil, nil, err
	}
	stored := path != "" || graph.IsDatabase(f.store)
	switch {
	case !stored:
		return f.fromPackages(cmd)
	case len(f.data) > 0:
		return nil, nil, usage("--data and --store say two things; innograph load puts packages into a store")
	}
	texts, err := f.texts()
	if err != nil {
		return nil, nil, err
	}
	var g *graph.Graph
	if path != "" {
		g, err = openStore(path)
	} else {
		g, err = f.hydrate(cmd.Context())
	}
	return g, texts, err
}

// hydrate reads the graph of the database that --store names.
func (f *dataFlags) hydrate(ctx context.Context) (*graph.Graph, error) {
	db, err := graph.OpenDatabase(ctx, f.store)
	if err != nil {
		return nil, usage("--store %v", err)
	}
	defer db.Close()
	g, v, err := db.Hydrate(ctx)
	if err != nil {
		return nil, unreachable(err)
	}
	f.held = v
	return g, nil
}

// storePath is the file of a store address; empty for memory and databases.
func storePath(addr string) (string, error) {
	if addr == "" || addr == "memory:" || graph.IsDatabase(addr) {
		return "", nil
	}
	if path, ok := strings.CutPrefix(addr, "file:"); ok && path != "" {
		return path, nil
	}
	if scheme, _, _ := strings.Cut(addr, ":"); scheme == "sqlite" || scheme == "mysql" {
		return "", usage("--store %s: Cayley keeps one label a fact there, and each label is a piece of evidence; use postgres://…", scheme)
	}
	return "", usage("--store %s: unknown store; use memory:, file:PATH or postgres://user@host:port/name", graph.RedactAddress(addr))
}

// openStore opens the file of a store; what is wrong with it is told in a sentence.
func openStore(path string) (*graph.Graph, error) {
	g, err := graph.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unreachable(fmt.Errorf("store %s is not there; innograph load --store file:%s makes it", path, path))
	}
	if err != nil {
		return nil, unreachable(err)
	}
	return g, nil
}
