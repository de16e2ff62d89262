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
)

// How long follow waits after a failure: from the first to the longest, doubled
// each time. A database that is back is noticed soon; one that cannot be read is not read all the time.
const (
	firstPause   = 250 * time.Millisecond
	longestPause = 2 * time.Second
	unreadPause  = time.Minute
)

// follow serves what the database holds: it swaps in a newer version when there is
// one, and on SIGHUP whatever is there. While the database does not answer, what is served goes on.
func follow(ctx context.Context, cmd *cobra.Command, data *dataFlags, now *live, logger *slog.Logger) {
	db, err := graph.OpenDatabase(ctx, data.store)
	if err != nil {
		return // the same address has been opened before
	}
	defer db.Close()
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	out := outage{logger: logger}
	for pause := firstPause; ctx.Err() == nil; {
		longest := longestPause
		asked, err := await(ctx, db, data.held, hangup)
		if err == nil {
			out.over()
			longest = unreadPause
			err = take(ctx, cmd, data, asked, now, logger)
		}
		if err == nil {
			pause = firstPause
			continue
		}
		out.tell(ctx, err)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(2*pause, longest)
	}
}

// await waits for a newer version, or until somebody asks by SIGHUP.
func await(ctx context.Context, db *graph.Database, held graph.DatabaseVersion, hangup <-chan os.Signal) (asked bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		_, err := db.Await(ctx, held)
		done <- err
	}()
	select {
	case err := <-done:
		return false, err
	case <-hangup:
		cancel()
		<-done
		return true, nil
	}
}

// take swaps in what the database holds. Another host than the one that told of
// a new version may be behind it: nobody sees an older version but who asked.
func take(ctx context.Context, cmd *cobra.Command, data *dataFlags, asked bool, now *live, logger *slog.Logger) error {
	began, before := time.Now(), data.held
	next, err := open(cmd, data, search.NewBeside)
	if err != nil {
		now.monitor.SwapFailed()
		return err
	}
	if !asked && !data.held.NewerThan(before) {
		next.leave()
		err := fmt.Errorf("%s gave version %d of a host that is behind", graph.RedactAddress(data.store), data.held.Sequence)
		data.held = before
		return err
	}
	stats := next.graph.Stats()
	if !now.swapNamed(ctx, next) {
		return ctx.Err()
	}
	logger.Info("serving a new graph", "version", data.held.Sequence, "claims", stats.Claims, "observations", stats.Observations, "quads", stats.Quads, "took", time.Since(began))
	return nil
}

// outage tells of a database that cannot be read: once, then every minute, and at the end.
type outage struct {
	logger *slog.Logger
	told   time.Time // zero: there is none
}

func (o *outage) tell(ctx context.Context, err error) {
	if ctx.Err() == nil && time.Since(o.told) >= time.Minute {
		o.logger.Warn("the store cannot be read; what is served goes on", "error", err)
		o.told = time.Now()
	}
}

func (o *outage) over() {
	if !o.told.IsZero() {
		o.logger.Info("the store answers again")
		o.told = time.Time{}
	}
}
