package main

import (
	"slices"
	"sync/atomic"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// traffic asks a server for requests in turn.
type traffic struct {
	requests []request
	server   string
	next     atomic.Uint64
	names    map[string]string // of requests, by address
}

func newTraffic(server string, requests []request) *traffic {
	t := &traffic{requests: requests, server: server, names: map[string]string{}}
	for _, r := range requests {
		t.names[server+r.path] = r.name
	}
	return t
}

func (t *traffic) target(to *vegeta.Target) error {
	to.Method, to.URL = "GET", t.server+t.requests[t.next.Add(1)%uint64(len(t.requests))].path
	return nil
}

// patience is how long a request may take.
const patience = 30 * time.Second

func (t *traffic) attack(pace vegeta.Pacer, workers uint64, length time.Duration) <-chan *vegeta.Result {
	a := vegeta.NewAttacker(vegeta.Workers(min(8, workers)), vegeta.MaxWorkers(workers), vegeta.Connections(int(min(workers, 512))), vegeta.Timeout(patience))
	return a.Attack(t.target, pace, length, "")
}

// capacity is how many requests a second are answered when eight workers each ask
// the next as soon as they have an answer.
func (t *traffic) capacity(length time.Duration) float64 {
	var m vegeta.Metrics
	for r := range t.attack(vegeta.ConstantPacer{}, 8, length) {
		m.Add(r)
	}
	m.Close()
	return m.Throughput
}

// tally counts results as they come.
type tally struct {
	codes     map[uint16]int
	errors    map[string]int
	latencies map[string][]time.Duration // of answers with 200, by name
}

func newTally() *tally {
	return &tally{map[uint16]int{}, map[string]int{}, map[string][]time.Duration{}}
}

func (y *tally) add(name string, r *vegeta.Result) {
	y.codes[r.Code]++
	if r.Error != "" && r.Code == 0 {
		y.errors[r.Error]++
	}
	if r.Code == 200 {
		y.latencies[name] = append(y.latencies[name], r.Latency)
	}
}

// all are the latencies of all requests.
func (y *tally) all() []time.Duration {
	var list []time.Duration
	for _, l := range y.latencies {
		list = append(list, l...)
	}
	return list
}

// quantile gives a quantile of a list, which it sorts; 0 of an empty one.
func quantile(list []time.Duration, q float64) time.Duration {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[min(len(list)-1, int(q*float64(len(list))))]
}

// wrong counts what was not answered with 200.
func (y *tally) wrong() int {
	n := 0
	for code, count := range y.codes {
		if code != 200 {
			n += count
		}
	}
	return n
}
