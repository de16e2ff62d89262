package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/innograph/innograph/schema/executor"
)

// NewLogger logs to w from a level on, as "text" or "json". What is logged for
// the context of a request carries the request's id. Either format quotes line
// ends and control characters, so that no request can write a line of its own.
func NewLogger(w io.Writer, format string, level slog.Level) (*slog.Logger, error) {
	options := &slog.HandlerOptions{Level: level}
	switch format {
	case "text":
		return slog.New(withID{slog.NewTextHandler(w, options)}), nil
	case "json":
		return slog.New(withID{slog.NewJSONHandler(w, options)}), nil
	}
	return nil, fmt.Errorf("log format %q is neither text nor json", format)
}

// withID adds the id of the request that a line belongs to.
type withID struct{ slog.Handler }

func (h withID) Handle(ctx context.Context, line slog.Record) error {
	if r, ok := ctx.Value(recordKey{}).(*record); ok {
		line = line.Clone()
		line.AddAttrs(slog.String("id", r.id))
	}
	return h.Handler.Handle(ctx, line)
}

func (h withID) WithAttrs(attrs []slog.Attr) slog.Handler { return withID{h.Handler.WithAttrs(attrs)} }
func (h withID) WithGroup(name string) slog.Handler       { return withID{h.Handler.WithGroup(name)} }

// record is what the log and the metrics are told of a request when it is done.
type record struct {
	id       string
	prepared *executor.Prepared // nil: no GraphQL request, or one that was refused
	refused  string             // why, as in the metric of refused requests; empty: it was not
}

// recordKey is the context key of a request's record.
type recordKey struct{}

// recordOf is the record of a request; one that nobody reads where it has none.
func recordOf(r *http.Request) *record {
	if kept, ok := r.Context().Value(recordKey{}).(*record); ok {
		return kept
	}
	return &record{}
}

// observed gives each request an id, measures it, logs it, and turns a panic into a 500.
func observed(config Config, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kept := &record{id: requestID(r.Header)}
		r = r.WithContext(context.WithValue(r.Context(), recordKey{}, kept))
		w.Header().Set("X-Request-Id", kept.id)
		seen := &statusWriter{ResponseWriter: w}
		began := time.Now()
		defer func() {
			p := recover()
			if p != nil && p != http.ErrAbortHandler {
				config.Logger.ErrorContext(r.Context(), "request panicked", "panic", p, "stack", string(debug.Stack()))
				if seen.status == 0 {
					failed(seen)
				}
			}
			took := time.Since(began)
			config.Monitor.request(r, kept, seen.status, took)
			config.log(r, kept, seen, took)
			if p == http.ErrAbortHandler {
				panic(p) // the connection ends: its client must not take a part for the whole
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// log writes the line of a request, and another one if it was slow. Neither has
// parameters or variables: these are what somebody looked for.
func (c *Config) log(r *http.Request, kept *record, seen *statusWriter, took time.Duration) {
	level := slog.LevelInfo
	if isProbe(r.URL.Path) {
		level = slog.LevelDebug
	}
	ctx := r.Context()
	c.Logger.Log(ctx, level, "request", "method", r.Method, "path", r.URL.Path, "status", seen.status, "bytes", seen.bytes, "took", took)
	if c.Slow <= 0 || took < c.Slow {
		return
	}
	if p := kept.prepared; p != nil {
		hash := sha256.Sum256([]byte(p.Document()))
		c.Logger.WarnContext(ctx, "slow query", "document", hex.EncodeToString(hash[:]), "operation", p.OperationName(), "cost", p.Cost(), "took", took)
		return
	}
	c.Logger.WarnContext(ctx, "slow request", "route", routeOf(r), "took", took)
}

var (
	saneID      = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	traceParent = regexp.MustCompile(`^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$`)
)

// requestID is the id of a request: the one that a proxy gave it if that is short
// and plain, else the trace that it belongs to (W3C Trace Context), else a new one.
func requestID(h http.Header) string {
	if id := h.Get("X-Request-Id"); id != "" && saneID.MatchString(id) {
		return id
	}
	if trace := h.Get("Traceparent"); trace != "" {
		if m := traceParent.FindStringSubmatch(trace); m != nil {
			return m[1]
		}
	}
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

// Unwrap lets http.ResponseController flush and set deadlines.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
