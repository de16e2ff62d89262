package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// chaos puts three servers behind nginx over a PostgreSQL primary and its standby,
// and asks them without a pause while servers, database and data change. Every
// answer is held against those of servers that read one version of the data each
// from files: it must be the answer of a version that was there to be served.
func chaos(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("chaos", flag.ContinueOnError)
	binary := flags.String("binary", "bin/innograph", "the `program`")
	queries := flags.String("queries", "bench/queries", "`DIR` of the questions")
	rate := flags.Int("rate", 200, "requests a second")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "innograph-chaos-")
	if err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	h := &house{binary: *binary, dir: dir}
	defer h.close()
	if err := h.build(ctx, *queries); err != nil {
		return fmt.Errorf("%w; logs are in %s", err, dir)
	}
	if err := h.run(ctx, *rate); err != nil {
		return fmt.Errorf("%w; logs are in %s", err, dir)
	}
	return os.RemoveAll(dir)
}

// house is what the trial breaks.
type house struct {
	binary, dir      string
	versions         []*version
	primary, standby *postgres
	servers          []*process
	traffic          *traffic
	began            time.Time
	told             []string // what happened, with its time
	loads            []moment
}

// version is one state of the data, and the answers it gives.
type version struct {
	name    string
	data    string            // folder of packages
	answers map[string][]byte // by address without the server
}

// moment is when a version could be served first.
type moment struct {
	at      time.Time
	version int
}

// sizes of the versions in counties: each holds what the one before holds, and more.
var sizes = []int{5, 6, 7}

// build makes the versions with their answers, and raises the house over the first.
func (h *house) build(ctx context.Context, queries string) error {
	var requests []request
	for i, counties := range sizes {
		v := &version{name: string(rune('A' + i)), data: filepath.Join(h.dir, fmt.Sprint("data-", counties)), answers: map[string][]byte{}}
		h.versions = append(h.versions, v)
		if err := h.innograph(ctx, "generate", "--counties", fmt.Sprint(counties), "--seed", "8", "--out", v.data); err != nil {
			return err
		}
		p, err := start(ctx, h.binary, freeAddress(), filepath.Join(h.dir, "reference.log"), nil, "--data", v.data)
		if err != nil {
			return err
		}
		defer p.stop()
		if requests == nil {
			if requests, err = questions(p.url, queries); err != nil {
				return err
			}
		}
		for _, r := range requests {
			if v.answers[r.path], err = fetch(p.url + r.path); err != nil {
				return err
			}
		}
	}
	return h.raise(ctx, requests)
}

// questions are the GraphQL requests of a mix: pages and exports name the program
// and the version of the data beside the facts.
func questions(server, queries string) ([]request, error) {
	w, err := look(server)
	if err != nil {
		return nil, err
	}
	all, err := w.mix(queries, 8, 600)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(r request) bool { return !strings.HasPrefix(r.path, "/graphql") }), nil
}

// raise starts databases, servers and nginx over the first version.
func (h *house) raise(ctx context.Context, requests []request) (err error) {
	if h.primary, err = primary(ctx, h.dir); err != nil {
		return err
	}
	if err := h.load(ctx, h.primary, 0); err != nil {
		return err
	}
	if h.standby, err = standby(ctx, h.dir, h.primary); err != nil {
		return err
	}
	var addresses []string
	for range 3 {
		addresses = append(addresses, freeAddress())
		if err := h.serve(ctx, addresses[len(addresses)-1]); err != nil {
			return err
		}
	}
	front, err := nginx(ctx, h.dir, addresses)
	if err != nil {
		return err
	}
	h.traffic = newTraffic("http://"+front, requests)
	return nil
}

// store is the address of both databases: servers read whichever answers.
func (h *house) store() string {
	return fmt.Sprintf("INNOGRAPH_STORE=postgres://postgres@127.0.0.1:%s,127.0.0.1:%s/innograph?sslmode=disable&connect_timeout=2", h.primary.port, h.standby.port)
}

func (h *house) serve(ctx context.Context, addr string) error {
	p, err := start(ctx, h.binary, addr, filepath.Join(h.dir, "server-"+strings.ReplaceAll(addr, ":", "-")+".log"), []string{h.store()})
	if err != nil {
		return err
	}
	h.servers = append(h.servers, p)
	return nil
}

func (h *house) load(ctx context.Context, into *postgres, v int) error {
	address := fmt.Sprintf("postgres://postgres@127.0.0.1:%s/innograph?sslmode=disable", into.port)
	if err := h.innograph(ctx, "load", "--data", h.versions[v].data, "--store", address); err != nil {
		return err
	}
	h.loads = append(h.loads, moment{time.Now(), v})
	return nil
}

func (h *house) innograph(ctx context.Context, args ...string) error {
	if out, err := exec.CommandContext(ctx, h.binary, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("innograph %s: %w: %s", args[0], err, out)
	}
	return nil
}

func (h *house) close() {
	for _, p := range h.servers {
		p.kill()
	}
	for _, p := range []*postgres{h.primary, h.standby} {
		if p == nil {
			continue
		}
		_ = p.stop(context.Background()) // it may be stopped already
	}
}

// event is something that happens to the house at a time after the begin.
type event struct {
	at   time.Duration
	what string
	do   func(context.Context) error
}

func (h *house) events() []event {
	s := time.Second
	return []event{
		{8 * s, "server 1 is killed", func(context.Context) error { h.servers[0].kill(); return nil }},
		{13 * s, "server 1 starts again", func(ctx context.Context) error {
			return h.serve(ctx, strings.TrimPrefix(h.servers[0].url, "http://"))
		}},
		{20 * s, "version B is loaded", func(ctx context.Context) error { return h.load(ctx, h.primary, 1) }},
		{30 * s, "the primary stops", func(ctx context.Context) error { return h.primary.stop(ctx) }},
		{33 * s, "server 2 is killed while no primary is there", func(context.Context) error { h.servers[1].kill(); return nil }},
		{36 * s, "server 2 starts again, from the standby", func(ctx context.Context) error {
			return h.serve(ctx, strings.TrimPrefix(h.servers[1].url, "http://"))
		}},
		{42 * s, "the standby is promoted", func(ctx context.Context) error { return h.standby.promote(ctx) }},
		{47 * s, "version C is loaded", func(ctx context.Context) error { return h.load(ctx, h.standby, 2) }},
	}
}

// trialLength leaves the last version time to reach all servers.
const trialLength = 60 * time.Second

// swapWithin is how long servers may take to serve what was loaded.
const swapWithin = 5 * time.Second

func (h *house) run(ctx context.Context, rate int) error {
	h.began = time.Now()
	results := h.traffic.attack(vegeta.Rate{Freq: rate, Per: time.Second}, 512, trialLength)
	failed := make(chan error, 1)
	go func() { failed <- h.happen(ctx) }()
	var list []*vegeta.Result
	for r := range results {
		list = append(list, r)
	}
	if err := <-failed; err != nil {
		return err
	}
	return h.judge(list)
}

// happen lets the events happen at their times.
func (h *house) happen(ctx context.Context) error {
	for _, e := range h.events() {
		select {
		case <-time.After(time.Until(h.began.Add(e.at))):
		case <-ctx.Done():
			return ctx.Err()
		}
		begin := time.Since(h.began)
		if err := e.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", e.what, err)
		}
		h.told = append(h.told, fmt.Sprintf("| %.1f s | %s | %.1f s |", begin.Seconds(), e.what, time.Since(h.began).Seconds()-begin.Seconds()))
	}
	return nil
}

func fetch(address string) ([]byte, error) {
	r, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, r.Status)
	}
	return io.ReadAll(r.Body)
}
