package server

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync"
	"time"
)

// Reasons for which a gate turns requests away, as the metric has them.
const (
	reasonStarting = "starting"
	reasonMemory   = "memory"
	reasonOverload = "overload"
	reasonGone     = "client_gone"
)

// lane is where requests run and wait.
type lane struct {
	running chan struct{} // holds one for each request that runs
	waiting chan struct{} // holds one for each that waits
}

func newLane(running int) lane {
	return lane{make(chan struct{}, running), make(chan struct{}, waitingPerRunning*running)}
}

// gate lets as many requests in at once as the machine has use for. Some more
// wait for a moment; the others are turned away at once, so that those that are
// answered are answered in time.
type gate struct {
	answers  lane // of requests whose answer is made before it is sent
	streams  lane // of those whose answer is sent while it is made, a quarter as many
	patience time.Duration
	maxBody  int64
	memory   *memory
	monitor  *Monitor
}

func newGate(config Config) *gate {
	running := config.Running
	if running <= 0 {
		running = runningPerProcessor * runtime.GOMAXPROCS(0)
	}
	patience := config.Patience
	if patience <= 0 {
		patience = defaultPatience
	}
	config.Monitor.memoryLimit.Set(float64(config.Memory))
	return &gate{newLane(running), newLane((running + runningPerStream - 1) / runningPerStream), patience, config.MaxBody, &memory{limit: config.Memory}, config.Monitor}
}

// enter waits for a place in a lane, or says for what reason there is none.
func (g *gate) enter(ctx context.Context, l lane) (refused string) {
	switch {
	case g.monitor.current.Load() == nil:
		return reasonStarting
	case g.memory.over(time.Now()):
		return reasonMemory
	}
	select {
	case l.running <- struct{}{}:
		return ""
	default:
	}
	select {
	case l.waiting <- struct{}{}:
	default:
		return reasonOverload
	}
	g.monitor.waiting.Inc()
	defer func() {
		<-l.waiting
		g.monitor.waiting.Dec()
	}()
	patience := time.NewTimer(g.patience)
	defer patience.Stop()
	select {
	case l.running <- struct{}{}:
		return ""
	case <-patience.C:
		return reasonOverload
	case <-ctx.Done():
		return reasonGone
	}
}

// streamed reports whether the answers of a path are sent while they are made.
// Such requests keep their place to the end, so they have places of their own:
// downloads that go slowly do not keep others from being answered.
func streamed(path string) bool { return strings.HasPrefix(path, "/export/") }

// limited lets requests through a gate. A request has its place from when its
// body is there until its answer begins, so that clients that send or read
// slowly take nobody's place.
func (g *gate) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = readAhead(http.MaxBytesReader(w, r.Body, g.maxBody))
		}
		l, stream := g.answers, streamed(r.URL.Path)
		if stream {
			l = g.streams
		}
		if reason := g.enter(r.Context(), l); reason != "" {
			recordOf(r).refused = reason
			turnAway(w, r, reason)
			return
		}
		g.monitor.running.Inc()
		place := &placeWriter{ResponseWriter: w, leave: sync.OnceFunc(func() {
			g.monitor.running.Dec()
			<-l.running
		})}
		defer place.leave()
		if stream {
			next.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(place, r)
	})
}

// readAhead reads a body whole. What goes wrong is told to who reads it then.
func readAhead(body io.ReadCloser) io.ReadCloser {
	var read bytes.Buffer
	_, err := read.ReadFrom(body)
	if err == nil {
		err = io.EOF
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(&read, failing{err}), body}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// placeWriter leaves the gate when the answer begins.
type placeWriter struct {
	http.ResponseWriter
	leave func()
}

func (w *placeWriter) WriteHeader(status int) {
	w.leave()
	w.ResponseWriter.WriteHeader(status)
}

func (w *placeWriter) Write(b []byte) (int, error) {
	w.leave()
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController flush and set deadlines.
func (w *placeWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// memory tells whether the process holds more memory than it may. Files that are
// mapped do not count, since the system takes their pages back when it needs them.
type memory struct {
	limit int64 // bytes; 0: none

	mu        sync.Mutex
	looked    time.Time
	held      bool // over the limit when last looked
	collected time.Time
}

const (
	lookEvery    = 50 * time.Millisecond
	collectEvery = time.Second
)

// over reports whether the process is over its limit. What is garbage is
// collected then: with nobody let in, nothing else would start a collection.
func (m *memory) over(now time.Time) bool {
	if m.limit <= 0 {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.Sub(m.looked) < lookEvery {
		return m.held
	}
	m.looked, m.held = now, memoryHeld() > m.limit
	if m.held && now.Sub(m.collected) >= collectEvery {
		m.collected = now
		go debug.FreeOSMemory()
	}
	return m.held
}

// memoryHeld is what Go's runtime holds of the system's memory, in bytes: what
// GOMEMLIMIT bounds.
func memoryHeld() int64 {
	read := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(read)
	return int64(read[0].Value.Uint64() - read[1].Value.Uint64())
}
