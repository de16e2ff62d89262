package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"
)

// Figure is what one contender needs for one question. Find is the time until
// the answer is at hand as values, Answer the time until it is written as JSON.
type Figure struct {
	Contender    string
	Find, Answer Times
	Allocs       float64 // an op, of Find
	AllocBytes   float64 // an op, of Find
}

// Times are of one operation. Ratio is to the floor's p50: the median of the
// runs, with the lowest and the highest.
type Times struct {
	P50, P99         time.Duration
	Ratio, Low, High float64
}

const (
	fewest = 40
	most   = 20_000
)

// race puts a question to all contenders in turn, run after run. In a run all
// are asked about the same inputs; Cayley's store about fewer if it is slow.
func (c Config) race(ctx context.Context, d *data, q question, inputs []input, row *Row) error {
	contenders := []contender{d.floor, d.through}
	names := []string{"floor", "graph"}
	if d.cayley != nil {
		if _, err := q.ask(ctx, d.cayley, inputs[0]); !errors.Is(err, errNotAsked) {
			contenders, names = append(contenders, d.cayley), append(names, "Cayley memstore")
		}
	}
	slower := time.Duration(1)
	for _, who := range contenders[:2] {
		trial, err := d.block(ctx, q, who, inputs, 0, 4*fewest, c.Block)
		if err != nil {
			return err
		}
		slower = max(slower, mean(trial.answer))
	}
	ops := min(most, max(fewest, int(c.Block/slower)))
	blocks := make([][]block, len(contenders))
	for run := range c.Runs {
		for i, who := range contenders {
			limit := time.Duration(0)
			if i == 2 {
				limit = 2 * c.Block
			}
			b, err := d.block(ctx, q, who, inputs, run*ops, ops, limit)
			if err != nil {
				return err
			}
			blocks[i] = append(blocks[i], b)
		}
	}
	for i, name := range names {
		row.Figures = append(row.Figures, figure(name, blocks[i], blocks[0]))
	}
	return ctx.Err()
}

// block is one contender asked one question many times.
type block struct {
	find, answer  []time.Duration
	mallocs, size uint64
}

// block asks a number of times, or until limit is over if it is not 0.
func (d *data) block(ctx context.Context, q question, who contender, inputs []input, from, ops int, limit time.Duration) (block, error) {
	b := block{find: make([]time.Duration, 0, ops), answer: make([]time.Duration, 0, ops)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for i := range ops {
		in := inputs[(from+i)%len(inputs)]
		start := time.Now()
		a, err := q.ask(ctx, who, in)
		found := time.Now()
		if err != nil {
			return b, fmt.Errorf("%s: %w", q.Name, err)
		}
		d.buffer = a.write(d.buffer[:0])
		written := time.Now()
		b.find = append(b.find, max(1, found.Sub(start)-d.clock))
		b.answer = append(b.answer, max(1, written.Sub(start)-2*d.clock))
		if limit > 0 && written.Sub(began) > limit {
			break
		}
	}
	runtime.ReadMemStats(&after)
	b.mallocs, b.size = after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc
	return b, nil
}

// clockCost is how long it takes to look at the clock; it is taken off every figure.
func clockCost() time.Duration {
	costs := make([]time.Duration, 10_001)
	for i := range costs {
		start := time.Now()
		costs[i] = time.Since(start)
	}
	return median(costs)
}

func figure(name string, blocks, floor []block) Figure {
	f := Figure{Contender: name}
	f.Find = times(blocks, floor, func(b block) []time.Duration { return b.find })
	f.Answer = times(blocks, floor, func(b block) []time.Duration { return b.answer })
	ops := 0
	for _, b := range blocks {
		ops += len(b.find)
		f.Allocs += float64(b.mallocs)
		f.AllocBytes += float64(b.size)
	}
	f.Allocs, f.AllocBytes = f.Allocs/float64(ops), f.AllocBytes/float64(ops)
	return f
}

func times(blocks, floor []block, of func(block) []time.Duration) Times {
	var all, p50s []time.Duration
	var ratios []float64
	for i, b := range blocks {
		p50 := median(of(b))
		p50s, all = append(p50s, p50), append(all, of(b)...)
		beside := of(floor[i])
		ratios = append(ratios, float64(p50)/float64(median(beside[:min(len(beside), len(of(b)))])))
	}
	return Times{P50: median(p50s), P99: quantile(all, 0.99), Ratio: median(ratios), Low: slices.Min(ratios), High: slices.Max(ratios)}
}

func median[T cmp.Ordered](list []T) T { return quantile(list, 0.5) }

func mean(list []time.Duration) time.Duration {
	var sum time.Duration
	for _, d := range list {
		sum += d
	}
	return sum / time.Duration(max(1, len(list)))
}

func quantile[T cmp.Ordered](list []T, q float64) T {
	var none T
	if len(list) == 0 {
		return none
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}
