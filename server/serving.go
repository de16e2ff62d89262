package server

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

// Serving says how long clients may take, how many may be connected, and how the
// server ends. Zero values mean the defaults named.
type Serving struct {
	Headers     time.Duration // for the headers of a request; default 5 s
	Request     time.Duration // for a request with its body; default 15 s
	Answer      time.Duration // for a request and its answer; default 60 s
	Idle        time.Duration // between requests of a connection; default 2 minutes
	Connections int           // open at once, further ones wait; default 4,096
	Delay       time.Duration // from not being ready to taking no more connections, so that proxies notice; default 0
	Grace       time.Duration // for running requests when the server ends; default 10 s
	Monitor     *Monitor      // nil: nobody is told
	Logger      *slog.Logger  // nil: slog's default
}

// Listen opens the address of the server; a taken port is the usual error.
func Listen(addr string) (net.Listener, error) { return net.Listen("tcp", addr) }

// Serve answers on a listener until the context ends. Then it is not ready any
// more, and running requests are finished; those that take longer than the grace
// are cut off, which is logged.
func (s Serving) Serve(ctx context.Context, l net.Listener, handler http.Handler) error {
	logger := s.Logger
	if logger == nil {
		logger = slog.Default()
	}
	h := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: cmp.Or(s.Headers, defaultHeaders),
		ReadTimeout:       cmp.Or(s.Request, defaultRequest),
		WriteTimeout:      cmp.Or(s.Answer, defaultAnswer),
		IdleTimeout:       cmp.Or(s.Idle, defaultIdle),
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		ConnState:         s.Monitor.connection,
	}
	failed := make(chan error, 1)
	go func() { failed <- h.Serve(netutil.LimitListener(l, cmp.Or(s.Connections, DefaultConnections))) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.Monitor.Stopping()
	h.SetKeepAlivesEnabled(false)
	time.Sleep(s.Delay)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), cmp.Or(s.Grace, DefaultGrace))
	defer cancel()
	if err := h.Shutdown(grace); err != nil {
		logger.Warn("requests were cut off: they took longer than the grace", "error", err)
		_ = h.Close() // it has nothing more to tell
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// connection counts connections as they come and go.
func (m *Monitor) connection(_ net.Conn, state http.ConnState) {
	if m == nil {
		return
	}
	switch state {
	case http.StateNew:
		m.connections.Inc()
	case http.StateClosed, http.StateHijacked:
		m.connections.Dec()
	}
}
