// Package server is the HTTP side: routes, limits, deadlines, status codes.
package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/reconcile"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/web"
)

// Config is what a server serves. Zero values mean the defaults named.
type Config struct {
	// Schema gives the schema of now for one request, and what to call when the
	// request is done: then its graph may be closed.
	Schema  func() (s *schema.Schema, release func())
	Logger  *slog.Logger // nil: slog's default
	Version string       // shown at the foot of each page and in citations
	MaxBody int64        // bytes of a request body; default 262,144
	Rate    int          // points that a client may ask for in a minute; default [DefaultRate], negative: nobody counts
	Bundles fs.FS        // scripts and styles of the front end; nil: those in the binary
}

// New makes the handler of all routes.
func New(config Config) http.Handler {
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	if config.MaxBody == 0 {
		config.MaxBody = 256 << 10
	}
	if config.Rate == 0 {
		config.Rate = DefaultRate
	}
	if config.Bundles == nil {
		config.Bundles = web.Bundles()
	}
	bundles, err := readBundles(config.Bundles)
	if err != nil {
		config.Logger.Error("pages are served without scripts", "error", err)
	}
	mux := http.NewServeMux()
	meters := newMeters(config.Rate)
	mux.Handle("/graphql", &graphqlHandler{config, meters})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("GET /schema.graphql", func(w http.ResponseWriter, _ *http.Request) {
		s, release := config.Schema()
		defer release()
		plain(w, http.StatusOK, s.SDL())
	})
	mux.Handle("GET "+bundlePath, bundles)
	mux.HandleFunc("GET /context.jsonld", sendContext)
	mux.Handle("GET /export/{format}", &exportHandler{config, meters})
	answers := compressed(reconcile.New(reconcile.Config{Schema: config.Schema, Meter: meters.of, Logger: config.Logger, Version: config.Version, MaxBody: config.MaxBody}))
	mux.Handle(reconcile.Path, answers)
	mux.Handle(reconcile.Path+"/", answers)
	mux.HandleFunc("GET /id/{id...}", toPage)
	pages := newPages(config, bundles)
	mux.HandleFunc("GET /graphiql", pages.graphiql)
	mux.Handle("/", compressed(web.NewExplorer(web.Config{Schema: config.Schema, Meter: meters.of, Logger: config.Logger, Version: config.Version, Bundles: bundles.pages})))
	return logged(config.Logger, secured(mux))
}

// toPage leads from the address that clients make of an id, whose slash they
// percent-encode, to the page of the entity.
func toPage(w http.ResponseWriter, r *http.Request) {
	id, err := graph.ParseID(r.PathValue("id"))
	if err != nil {
		plain(w, http.StatusNotFound, "this is no id\n")
		return
	}
	http.Redirect(w, r, "/"+string(id), http.StatusSeeOther)
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the client may be gone; there is nobody to tell
}

// secured sets what every answer carries: no scripts but our own, no frames, no sniffing.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// logged gives each request an id, logs it, and turns a panic into a 500.
func logged(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := requestID()
		w.Header().Set("X-Request-Id", id)
		seen := &statusWriter{ResponseWriter: w}
		began := time.Now()
		defer func() {
			if p := recover(); p != nil {
				logger.Error("request panicked", "id", id, "panic", p, "stack", string(debug.Stack()))
				if seen.status == 0 {
					http.Error(seen, "internal error", http.StatusInternalServerError)
				}
			}
			logger.Info("request", "id", id, "method", r.Method, "path", r.URL.Path, "status", seen.status, "bytes", seen.bytes, "took", time.Since(began))
		}()
		next.ServeHTTP(seen, r)
	})
}

func requestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status, bytes int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets [http.ResponseController] reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Listen opens the address of the server; a taken port is the usual error.
func Listen(addr string) (net.Listener, error) { return net.Listen("tcp", addr) }

// shutdownGrace is how long running requests may take after the server was told to stop.
const shutdownGrace = 10 * time.Second

// Serve answers on a listener until the context ends; running requests are then finished.
func Serve(ctx context.Context, l net.Listener, handler http.Handler) error {
	s := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if err := s.Shutdown(grace); err != nil {
		return err
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
