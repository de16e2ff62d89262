package server

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/innograph/innograph/schema"
)

// Snapshot is what a server serves at one time.
type Snapshot struct {
	Schema       *schema.Schema
	Quads        int64
	Claims       int
	Observations int
}

// served is a snapshot and since when it is served.
type served struct {
	Snapshot
	since time.Time
}

// Monitor keeps what a running server tells of itself: whether it is ready, and
// its metrics. It is safe for concurrent use; one that is nil keeps nothing.
type Monitor struct {
	instruments
	current  atomic.Pointer[served] // nil until there is data
	stopping atomic.Bool
}

// Swapped says that a snapshot is served from now on. The first makes the server ready.
func (m *Monitor) Swapped(s Snapshot) {
	if m == nil {
		return
	}
	m.current.Store(&served{s, time.Now()})
	m.swaps.Inc()
}

// SwapFailed says that a snapshot was to be served and cannot be.
func (m *Monitor) SwapFailed() {
	if m != nil {
		m.swapFailures.Inc()
	}
}

// Stopping says that the server is about to end: it is not ready any more.
func (m *Monitor) Stopping() {
	if m != nil {
		m.stopping.Store(true)
	}
}

// Paths that tell of the server itself.
const (
	healthPath  = "/healthz"
	readyPath   = "/readyz"
	metricsPath = "/metrics"
)

func isProbe(path string) bool {
	return path == healthPath || path == readyPath || path == metricsPath
}

// Handler tells of the server itself, for an address of its own: whether it lives
// and is ready, and its metrics.
func (m *Monitor) Handler() http.Handler {
	mux := http.NewServeMux()
	m.probes(mux)
	mux.Handle("GET "+metricsPath, m.exposition())
	return mux
}

// probes adds the routes that tell whether the server lives and is ready. They
// answer at once, also when the server sheds all other requests.
func (m *Monitor) probes(mux *http.ServeMux) {
	mux.HandleFunc("GET "+healthPath, func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("GET "+readyPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		switch {
		case m.stopping.Load():
			plain(w, http.StatusServiceUnavailable, "stopping\n")
		case m.current.Load() == nil:
			plain(w, http.StatusServiceUnavailable, "starting: there is no data yet\n")
		default:
			plain(w, http.StatusOK, "ready\n")
		}
	})
}
