package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// soak keeps a server at a share of what it can do while its graph is swapped
// again and again, says what it used, and then asks for far too much.
func soak(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("soak", flag.ContinueOnError)
	binary := flags.String("binary", "bin/innograph", "the `program`")
	store := flags.String("store", "", "`FILE` of a store, made by innograph load")
	queries := flags.String("queries", "bench/queries", "`DIR` of the questions")
	length := flags.Duration("length", 30*time.Minute, "of the soak")
	share := flags.Float64("share", 0.8, "of the capacity that is asked for")
	reload := flags.Duration("reload", time.Minute, "between two swaps")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "innograph-soak-")
	if err != nil {
		return err
	}
	p, err := start(ctx, *binary, freeAddress(), filepath.Join(dir, "server.log"), nil, "--store", "file:"+*store)
	if err != nil {
		return err
	}
	defer p.stop()
	w, err := look(p.url)
	if err != nil {
		return err
	}
	requests, err := w.mix(*queries, 1, 20_000)
	if err != nil {
		return err
	}
	t := newTraffic(p.url, requests)
	t.capacity(10 * time.Second) // caches fill
	capacity := t.capacity(20 * time.Second)
	rate := int(math.Max(1, capacity**share))
	fmt.Printf("capacity %.0f requests/s with 8 workers; soak at %d/s for %v, a swap every %v; log: %s\n\n", capacity, rate, *length, *reload, p.log)
	all, samples, err := t.soak(ctx, p, rate, *length, *reload)
	if err != nil {
		return err
	}
	all.report()
	trend(samples)
	return t.overload(capacity)
}

// soak asks at a rate, swaps the graph now and then, and samples each ten seconds.
func (t *traffic) soak(ctx context.Context, p *process, rate int, length, reload time.Duration) (*tally, []sample, error) {
	results := t.attack(vegeta.Rate{Freq: rate, Per: time.Second}, 512, length)
	all, minute := newTally(), newTally()
	var samples []sample
	swap, look := time.NewTicker(reload), time.NewTicker(10*time.Second)
	defer swap.Stop()
	defer look.Stop()
	fmt.Println("| minute | requests | not 200 | p50 | p99 | memory without files | heap | goroutines | files |\n|---|---|---|---|---|---|---|---|---|")
	for began := time.Now(); ; {
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case r, ok := <-results:
			if !ok {
				return all, samples, nil
			}
			all.add(t.names[r.URL], r)
			minute.add("", r)
		case <-look.C:
			s, err := p.sample()
			if err != nil {
				return nil, nil, err
			}
			samples = append(samples, s)
		case <-swap.C:
			if len(samples) > 0 {
				s, list := samples[len(samples)-1], minute.all()
				fmt.Printf("| %.0f | %d | %d | %v | %v | %s | %s | %d | %d |\n", time.Since(began).Minutes(), len(list)+minute.wrong(), minute.wrong(), short(quantile(list, 0.5)), short(quantile(list, 0.99)), mebibytes(s.anonymous), mebibytes(s.heap), s.goroutines, s.files)
			}
			minute = newTally()
			if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
				return nil, nil, err
			}
		}
	}
}

// report prints latencies by what was asked for, and everything that was no 200.
func (y *tally) report() {
	fmt.Println("\n| asked for | answers | p50 | p99 | p99 / p50 | longest |\n|---|---|---|---|---|---|")
	line := func(name string, list []time.Duration) {
		p50, p99 := quantile(list, 0.5), quantile(list, 0.99)
		fmt.Printf("| %s | %d | %v | %v | %.1f | %v |\n", name, len(list), short(p50), short(p99), float64(p99)/float64(max(1, p50)), short(quantile(list, 1)))
	}
	for _, name := range slices.Sorted(maps.Keys(y.latencies)) {
		line(name, y.latencies[name])
	}
	line("all", y.all())
	fmt.Println("\nstatus codes:", y.codes, "errors:", y.errors)
}

// trend says how memory, goroutines and files changed: means of the first and the
// last third after a warm-up of a tenth, and the slope of memory.
func trend(samples []sample) {
	samples = samples[len(samples)/10:]
	third := len(samples) / 3
	if third == 0 {
		return
	}
	mean := func(list []sample, of func(sample) float64) (mean, deviation float64) {
		for _, s := range list {
			mean += of(s) / float64(len(list))
		}
		for _, s := range list {
			deviation += (of(s) - mean) * (of(s) - mean) / float64(len(list))
		}
		return mean, math.Sqrt(deviation)
	}
	fmt.Println("\n| | first third | last third | noise (standard deviation) |\n|---|---|---|---|")
	for _, row := range []struct {
		name string
		of   func(sample) float64
	}{
		{"memory without files, MiB", func(s sample) float64 { return float64(s.anonymous) / (1 << 20) }}, {"heap, MiB", func(s sample) float64 { return float64(s.heap) / (1 << 20) }},
		{"goroutines", func(s sample) float64 { return float64(s.goroutines) }}, {"open files", func(s sample) float64 { return float64(s.files) }},
	} {
		a, _ := mean(samples[:third], row.of)
		b, _ := mean(samples[len(samples)-third:], row.of)
		_, noise := mean(samples, row.of)
		fmt.Printf("| %s | %.1f | %.1f | %.1f |\n", row.name, a, b, noise)
	}
}

// overload asks for five times what the server can do, and then for little again.
func (t *traffic) overload(capacity float64) error {
	flood := newTally()
	for r := range t.attack(vegeta.Rate{Freq: int(5 * capacity), Per: time.Second}, 2000, 20*time.Second) {
		flood.add("", r)
	}
	list := flood.all()
	fmt.Printf("\noverload, 5 × capacity for 20 s: codes %v, errors %d; of those answered p50 %v, p99 %v\n", flood.codes, len(flood.errors), short(quantile(list, 0.5)), short(quantile(list, 0.99)))
	ended := time.Now()
	for time.Since(ended) < time.Minute {
		calm := newTally()
		for r := range t.attack(vegeta.Rate{Freq: max(1, int(capacity/2)), Per: time.Second}, 64, time.Second) {
			calm.add("", r)
		}
		if list := calm.all(); calm.wrong() == 0 {
			fmt.Printf("recovered: in the second that ends %.1f s after the flood all are answered, p99 %v\n", time.Since(ended).Seconds(), short(quantile(list, 0.99)))
			return nil
		}
	}
	return fmt.Errorf("the server did not recover within a minute")
}

func short(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }

func mebibytes(n int64) string { return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20)) }
