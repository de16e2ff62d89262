package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"github.com/innograph/innograph/server"
)

// defaultAddr is where serve listens unless it is told otherwise: nobody but the machine itself reaches it.
const defaultAddr = "127.0.0.1:8080"

// operateFlags say how serve is operated: where it listens, what it logs, what it tells
// of itself, when it turns requests away, how it ends.
type operateFlags struct {
	addr                string
	logFormat, logLevel string
	metricsAddr         string
	publicURL           string
	origins             []string
	memory              string
	running             int
	connections         int
	rate                int
	slow, delay, grace  time.Duration
}

func (f *operateFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.addr, "addr", defaultAddr, "`HOST:PORT` to listen on; port 0 takes a free one")
	flags.IntVar(&f.rate, "rate-limit", server.DefaultRate, "`POINTS` that a client address may ask for in a minute; a point is 100 nodes, a request costs one at least; 0: no limit")
	flags.StringVar(&f.logFormat, "log-format", "text", "`FORMAT` of the log: text or json")
	flags.StringVar(&f.logLevel, "log-level", "info", "`LEVEL` from which on is logged: debug, info, warn or error")
	flags.StringVar(&f.metricsAddr, "metrics-addr", "", "`HOST:PORT` of its own for /metrics, /healthz and /readyz; without it /metrics is among the other routes if --addr is of this machine only, else nowhere")
	flags.StringVar(&f.publicURL, "public-url", "", "`URL` where clients reach the server, such as https://data.example.org; it goes by that name, too")
	flags.StringSliceVar(&f.origins, "cors-origin", nil, "`ORIGIN` such as https://example.org whose pages may read answers, or *; may be repeated (default: none)")
	flags.StringVar(&f.memory, "memory-limit", "", "`SIZE` such as 2GiB or 500MB over which requests are refused and garbage is collected more; mapped store files do not count (default: no limit)")
	flags.IntVar(&f.running, "max-running", 0, "`NUMBER` of requests that are worked on at once; some more wait a second, the others get 503 (default: 16 for each processor)")
	flags.IntVar(&f.connections, "max-connections", server.DefaultConnections, "`NUMBER` of connections open at once; further ones wait")
	flags.DurationVar(&f.slow, "slow-query", time.Second, "`TIME` from which on a request is logged as slow; 0: none")
	flags.DurationVar(&f.delay, "shutdown-delay", 0, "`TIME` from not being ready to taking no more connections, so that proxies notice")
	flags.DurationVar(&f.grace, "shutdown-grace", server.DefaultGrace, "`TIME` that running requests have when the server ends")
}

// operation is what the flags say, ready for use.
type operation struct {
	flags   *operateFlags
	memory  int64 // bytes; 0: no limit
	logger  *slog.Logger
	monitor *server.Monitor
	serving server.Serving
}

// read checks the flags, logs to w, and sets the limit of memory.
func (f *operateFlags) read(w io.Writer) (*operation, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.logLevel)); err != nil {
		return nil, usage("--log-level is %q, but a level is debug, info, warn or error", f.logLevel)
	}
	logger, err := server.NewLogger(w, f.logFormat, level)
	if err != nil {
		return nil, usage("--log-format: %v", err)
	}
	memory, err := parseSize(f.memory)
	if err != nil {
		return nil, usage("--memory-limit: %v", err)
	}
	switch {
	case f.running < 0:
		return nil, usage("--max-running is %d, but a number of requests is 0 (the default) or more", f.running)
	case f.rate < 0:
		return nil, usage("--rate-limit is %d, but a limit is 0 (none) or more", f.rate)
	case f.connections < 1:
		return nil, usage("--max-connections is %d, but a server needs one at least", f.connections)
	case f.slow < 0 || f.delay < 0 || f.grace < 0:
		return nil, usage("--slow-query, --shutdown-delay and --shutdown-grace are times of 0 or more")
	}
	if err := f.checkURLs(); err != nil {
		return nil, err
	}
	if memory > 0 {
		debug.SetMemoryLimit(memory)
	}
	monitor := server.NewMonitor(version())
	serving := server.Serving{Connections: f.connections, Delay: f.delay, Grace: max(f.grace, time.Millisecond), Monitor: monitor, Logger: logger}
	return &operation{f, memory, logger, monitor, serving}, nil
}

// checkURLs refuses what is no address of a site.
func (f *operateFlags) checkURLs() error {
	site := func(text string) bool {
		u, err := url.Parse(text)
		return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == ""
	}
	if f.publicURL != "" && !site(f.publicURL) {
		return usage("--public-url is %q, but it is http:// or https:// with a host and no path", f.publicURL)
	}
	for _, origin := range f.origins {
		if origin != "*" && (!site(origin) || strings.HasSuffix(origin, "/")) {
			return usage("--cors-origin is %q, but an origin is http:// or https:// with a host and nothing behind it, or *", origin)
		}
	}
	return nil
}

// config is that of a server that listens on an address. One that only this
// machine reaches shows its metrics, and goes by no name of other sites.
func (o *operation) config(addr net.Addr) server.Config {
	config := server.Config{
		Logger: o.logger, Version: version(), Monitor: o.monitor, Slow: o.flags.slow, Running: o.flags.running, Rate: orNone(o.flags.rate), Memory: o.memory,
		PublicURL: strings.TrimSuffix(cmp.Or(o.flags.publicURL, "http://"+addr.String()), "/"), Origins: o.flags.origins,
	}
	if local(addr) {
		config.Hosts = server.LocalHosts(o.flags.publicURL)
		config.Metrics = o.flags.metricsAddr == ""
	} else if o.flags.metricsAddr == "" {
		o.logger.Info("metrics are served nowhere, since other machines reach this address; --metrics-addr chooses one for them")
	}
	return config
}

// orNone spells no limit as a server's config does.
func orNone(limit int) int {
	if limit == 0 {
		return -1
	}
	return limit
}

// listen opens an address; what chooses another one is told with what is wrong.
func listen(addr, chosenBy string) (net.Listener, error) {
	l, err := server.Listen(addr)
	var malformed *net.AddrError
	switch {
	case errors.As(err, &malformed):
		return nil, usage("%s is no address such as 127.0.0.1:8080: %s; %s chooses another address", addr, malformed.Err, chosenBy)
	case err != nil:
		return nil, unreachable(fmt.Errorf("%w; %s chooses another address", err, chosenBy))
	}
	return l, nil
}

// local reports whether nobody but this machine reaches an address.
func local(addr net.Addr) bool {
	at, err := netip.ParseAddrPort(addr.String())
	return err == nil && at.Addr().Unmap().IsLoopback()
}

// tell serves the metrics on their own address, where one was chosen, until done is called.
func (o *operation) tell(ctx context.Context) (done func(), err error) {
	if o.flags.metricsAddr == "" {
		return func() {}, nil
	}
	l, err := listen(o.flags.metricsAddr, "--metrics-addr")
	if err != nil {
		return nil, err
	}
	o.logger.Info("metrics are served", "at", "http://"+l.Addr().String()+"/metrics")
	// The signal that ends the server does not end this: that it is not ready any more has to be told.
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := (server.Serving{Grace: time.Second, Connections: 64, Logger: o.logger}).Serve(ctx, l, o.monitor.Handler()); err != nil {
			o.logger.Error("metrics are not served any more", "error", err)
		}
	}()
	return func() {
		stop()
		<-ended
	}, nil
}

// smallestLimit is the least memory that can be a limit: the program itself takes some.
const smallestLimit = 32 << 20

// parseSize reads a size such as 2GiB (powers of 1,024) or 500MB (powers of 1,000); an empty one is 0.
func parseSize(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	size, err := humanize.ParseBytes(text)
	switch {
	case err != nil || size > math.MaxInt64:
		return 0, fmt.Errorf("%q is no size such as 2GiB or 500MB", text)
	case size < smallestLimit:
		return 0, fmt.Errorf("%s is too little: the program needs 32MiB at least", text)
	}
	return int64(size), nil
}
