package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

// hydrate reads the graph of a database.
func hydrate(ctx context.Context, address string) (*graph.Graph, error) {
	db, err := graph.OpenDatabase(ctx, address)
	if err != nil {
		return nil, usage("--store %v", err)
	}
	defer db.Close()
	g, _, err := db.Hydrate(ctx)
	if err != nil {
		return nil, unreachable(err)
	}
	return g, nil
}

// loadDatabase puts the packages into a database, unless it holds them already.
func loadDatabase(cmd *cobra.Command, data *dataFlags) error {
	ctx, began := cmd.Context(), time.Now()
	base, err := graph.ParseBase(data.base)
	if err != nil {
		return usage("--base: %v", err)
	}
	db, err := graph.OpenDatabase(ctx, data.store)
	if err != nil {
		return usage("--store %v", err)
	}
	defer db.Close()
	packages, err := data.packages()
	if err != nil {
		return err
	}
	held, err := db.Version(ctx)
	if err != nil && !errors.Is(err, graph.ErrEmptyDatabase) {
		return unreachable(err) // it is told before the data is read
	}
	if held.Origin == loader.Digest(packages) && held.Base == string(base) {
		return sayHeld(cmd, db, held)
	}
	facts, _, err := data.facts(cmd)
	if err != nil {
		return err
	}
	g, err := graph.Build(ctx, facts, base)
	if err != nil {
		return err
	}
	v, fresh, err := db.Load(ctx, g, func() {
		fmt.Fprintf(cmd.ErrOrStderr(), "innograph: another loader is at work on %s; waiting for it to end\n", db.Name())
	})
	if err != nil {
		return unreachable(err)
	}
	if !fresh {
		return sayHeld(cmd, db, v)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %d claims and %d observations in %d quads, version %d, %.1f s\n", db.Name(), g.Stats().Claims, g.Stats().Observations, v.Quads, v.Sequence, time.Since(began).Seconds())
	return nil
}

func sayHeld(cmd *cobra.Command, db *graph.Database, v graph.DatabaseVersion) error {
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s holds these packages already, as version %d\n", db.Name(), v.Sequence)
	return err
}

// signatures gives a function that tells by its answer whether what is served
// has changed, and one that ends it.
func (f *dataFlags) signatures(ctx context.Context, logger *slog.Logger) (signature func() string, end func(), err error) {
	if !graph.IsDatabase(f.store) {
		return f.signature, func() {}, nil
	}
	db, err := graph.OpenDatabase(ctx, f.store)
	if err != nil {
		return nil, nil, usage("--store %v", err)
	}
	v := &versions{db: db, logger: logger}
	return func() string { return v.signature(ctx) }, db.Close, nil
}

// versions watches a database. A newer version is a change; a database that does
// not answer is none, nor is an older version, as a standby may have it.
type versions struct {
	db     *graph.Database
	logger *slog.Logger
	newest graph.DatabaseVersion
	silent bool // the database did not answer last time
}

// askedWithin is how long a database may take to say its version.
const askedWithin = 5 * time.Second

// signature asks the database. That it does not answer is told once, and that it does again.
func (v *versions) signature(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, askedWithin)
	defer cancel()
	found, err := v.db.Version(ctx)
	switch {
	case err != nil && !v.silent:
		v.logger.Warn("the database does not answer; what is served goes on", "error", err)
	case err == nil && v.silent:
		v.logger.Info("the database answers again", "version", found.Sequence)
	}
	v.silent = err != nil
	if err == nil && found.Sequence >= v.newest.Sequence {
		v.newest = found
	}
	return fmt.Sprintf("%d %s %s", v.newest.Sequence, v.newest.Origin, v.newest.Base)
}
