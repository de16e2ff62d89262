package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/search"
	"github.com/innograph/innograph/server"
)

// watchEvery is how often --watch looks for changes.
const watchEvery = time.Second

func serveCommand() *cobra.Command {
	var data dataFlags
	var operate operateFlags
	var watch bool
	cmd := &cobra.Command{
		Use: "serve", Short: "Answer GraphQL and pages over HTTP until interrupted", Args: takes(0, 0),
		Long: "Serve answers until it is interrupted. With --watch, or when it gets SIGHUP, it builds the graph anew beside the running one and\n" +
			"swaps; requests that run finish on the old one. If the new one cannot be built, the old one goes on and the log says why.\n" +
			"A database is followed without --watch, and may be gone for a while.\n" +
			"While the first graph is made, /healthz answers and /readyz and everything else say 503. docs/operations.md has more.",
		Example: "  innograph serve\n  innograph serve --addr 127.0.0.1:9000 --sources plans/\n  innograph serve --store file:graph.innograph --watch\n  innograph serve --store postgres://innograph_server@db1,db2/innograph",
		RunE:    func(cmd *cobra.Command, _ []string) error { return serve(cmd, &data, &operate, watch) },
	}
	data.register(cmd)
	data.registerBase(cmd)
	data.registerStore(cmd)
	operate.register(cmd)
	cmd.Flags().BoolVar(&watch, "watch", false, "build anew when the packages or the store's file change")
	return cmd
}

func serve(cmd *cobra.Command, data *dataFlags, operate *operateFlags, watch bool) error {
	path, err := storePath(data.store)
	if err != nil {
		return err
	}
	shared := graph.IsDatabase(data.store)
	if watch && len(data.data) == 0 && path == "" && !shared {
		return usage("--watch watches folders or a file: it needs --data or --store file:PATH")
	}
	operation, err := operate.read(cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	// The port comes first: a taken one is told before the data is read.
	l, err := listen(operate.addr, "--addr or INNOGRAPH_ADDR")
	if err != nil {
		return err
	}
	defer l.Close()
	data.logger = operation.logger
	now := live{monitor: operation.monitor}
	defer now.swap(nil)
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	told, err := operation.tell(ctx)
	if err != nil {
		return err
	}
	defer told()
	config := operation.config(l.Addr())
	config.Schema = now.acquire
	served := make(chan error, 1)
	go func() { served <- operation.serving.Serve(ctx, l, server.New(config)) }()
	loaded := data.signature() // before reading: what changes meanwhile is a change
	first, err := open(cmd, data, search.New)
	if err != nil {
		stop()
		<-served // the first error tells
		return err
	}
	now.swap(first)
	stats := first.graph.Stats()
	fmt.Fprintf(cmd.OutOrStdout(), "innograph: %d claims and %d observations in %d quads\n", stats.Claims, stats.Observations, stats.Quads)
	fmt.Fprintf(cmd.OutOrStdout(), "innograph: http://%s/ and http://%s/graphql\n", l.Addr(), l.Addr())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if shared {
			follow(ctx, cmd, data, &now, operation.logger)
		} else {
			looks, stop := looksOf(watch)
			defer stop()
			renew(ctx, cmd, data, looks, loaded, &now, operation.logger)
		}
	}()
	err = <-served
	stop()
	<-done // nobody swaps any more
	return err
}

// open makes a snapshot of what the flags name.
func open(cmd *cobra.Command, data *dataFlags, index indexer) (*snapshot, error) {
	g, texts, err := data.open(cmd)
	if err != nil {
		return nil, err
	}
	s, names, err := schemaOver(cmd.Context(), g, index, texts, data.logger)
	if err != nil {
		_ = g.Close() // the first error tells
		return nil, err
	}
	snap := newSnapshot(g, s)
	snap.enter()
	go func() {
		defer snap.leave() // the graph stays open while its names are read
		names.prepare()
		close(snap.named)
	}()
	return snap, nil
}

// looksOf tells when to look for changes; never, unless asked to watch.
func looksOf(watch bool) (looks <-chan time.Time, stop func()) {
	if !watch {
		return nil, func() {}
	}
	ticker := time.NewTicker(watchEvery)
	return ticker.C, ticker.Stop
}

// renew swaps in a new snapshot on SIGHUP, and when a look finds that what it is
// made of has changed since the signature loaded and stood still since the look before.
func renew(ctx context.Context, cmd *cobra.Command, data *dataFlags, looks <-chan time.Time, loaded string, now *live, logger *slog.Logger) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	last := loaded
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
			loaded = data.signature()
		case <-looks:
			seen := data.signature()
			still := seen == last
			last = seen
			if seen == loaded || !still {
				continue
			}
			loaded = seen
		}
		began := time.Now()
		next, err := open(cmd, data, search.NewBeside)
		if err != nil {
			now.monitor.SwapFailed()
			logger.Error("the new graph cannot be served; the old one goes on", "error", err)
			continue
		}
		stats := next.graph.Stats()
		if !now.swapNamed(ctx, next) {
			return
		}
		logger.Info("serving a new graph", "claims", stats.Claims, "observations", stats.Observations, "quads", stats.Quads, "took", time.Since(began))
	}
}
