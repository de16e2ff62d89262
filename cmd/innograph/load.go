package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/replace"
	"github.com/innograph/innograph/loader"
)

func loadCommand() *cobra.Command {
	var data dataFlags
	cmd := &cobra.Command{
		Use: "load", Short: "Load data packages into a store, whole or not at all", Args: takes(0, 0),
		Long: "Load checks data packages, builds the graph and writes it to the store. The file is written aside and renamed:\n" +
			"under the name stands the old file or the whole new one, whatever happens. So it is with\n" +
			"the tables of a database, which docs/store.md describes. Loading the same packages again changes nothing.",
		Example: "  innograph load --data plans/ --store file:graph.innograph\n  innograph serve --store file:graph.innograph",
		RunE:    func(cmd *cobra.Command, _ []string) error { return load(cmd, &data) },
	}
	data.register(cmd)
	data.registerBase(cmd)
	cmd.Flags().StringVar(&data.store, "store", "", "`ADDR` of the store: file:PATH or postgres://user@host:port/name")
	return cmd
}

func load(cmd *cobra.Command, data *dataFlags) error {
	path, err := storePath(data.store)
	if err != nil {
		return err
	}
	if path == "" && !graph.IsDatabase(data.store) {
		return usage("load needs --store file:PATH or --store postgres://…")
	}
	base, err := graph.ParseBase(data.base)
	if err != nil {
		return usage("--base: %v", err)
	}
	if path == "" {
		return loadDatabase(cmd, data, base)
	}
	return loadFile(cmd, data, base, path)
}

// loadFile puts the packages into the file of a store, unless it holds them already.
func loadFile(cmd *cobra.Command, data *dataFlags, base graph.Base, path string) error {
	if err := target("--store", data.store, path); err != nil {
		return err
	}
	replace.Sweep(filepath.Dir(path)) // what a load that was killed left
	packages, err := data.packages()
	if err != nil {
		return err
	}
	began := time.Now()
	origin := loader.Digest(packages)
	if held(path, origin, base) {
		fmt.Fprintf(cmd.OutOrStdout(), "%s holds these packages already\n", path)
		return nil
	}
	texts, err := data.texts()
	if err != nil {
		return err
	}
	facts, err := data.read(cmd, packages, texts)
	if err != nil {
		return err
	}
	if err := graph.WriteFile(cmd.Context(), facts, base, path); err != nil {
		return unreachable(err)
	}
	g, err := graph.Open(path)
	if err != nil {
		return unreachable(err)
	}
	defer g.Close()
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %d claims and %d observations in %d quads, %.1f s\n", path, g.Stats().Claims, g.Stats().Observations, g.Stats().Quads, time.Since(began).Seconds())
	return nil
}

// held reports whether a file is a whole store of the same packages and base.
// Whatever else it is will be replaced.
func held(path, origin string, base graph.Base) bool {
	g, err := graph.Open(path)
	if err != nil {
		return false
	}
	defer g.Close()
	return g.Origin() == origin && g.Base() == base
}

// loadDatabase puts the packages into a database, unless it holds them already.
func loadDatabase(cmd *cobra.Command, data *dataFlags, base graph.Base) error {
	ctx, began := cmd.Context(), time.Now()
	db, err := graph.OpenDatabase(ctx, data.store)
	if err != nil {
		return usage("--store %v", err)
	}
	defer db.Close()
	packages, err := data.packages()
	if err != nil {
		return err
	}
	v, held, err := db.Holds(ctx, loader.Digest(packages), base)
	if err != nil {
		return unreachable(err)
	}
	if !held {
		var g *graph.Graph
		if g, _, err = data.build(cmd, packages, base); err != nil {
			return err
		}
		var fresh bool
		v, fresh, err = db.Load(ctx, g, func() {
			fmt.Fprintf(cmd.ErrOrStderr(), "innograph: another loader is at work on %s; waiting for it to end\n", db.Name())
		})
		if err != nil {
			return unreachable(err)
		}
		if fresh {
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %d claims and %d observations in %d quads, version %d, %.1f s\n", db.Name(), g.Stats().Claims, g.Stats().Observations, v.Quads, v.Sequence, time.Since(began).Seconds())
			return nil
		}
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s holds these packages already, as version %d\n", db.Name(), v.Sequence)
	return nil
}
