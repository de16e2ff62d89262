package server

import (
	"net/http"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/innograph/innograph/schema"
)

// instruments are what Prometheus asks for. No label has a value that clients
// choose: routes are patterns, operations those of the documents to start from.
type instruments struct {
	registry     *prometheus.Registry
	known        map[string]string // operation names of known documents, by text
	requests     *prometheus.CounterVec
	durations    *prometheus.HistogramVec
	operations   *prometheus.CounterVec
	executions   *prometheus.HistogramVec
	points       prometheus.Histogram
	refusals     *prometheus.CounterVec
	running      prometheus.Gauge
	waiting      prometheus.Gauge
	connections  prometheus.Gauge
	memoryLimit  prometheus.Gauge
	swaps        prometheus.Counter
	swapFailures prometheus.Counter
}

// namedQuery finds the operation of a document to start from; each has one, with a name.
var namedQuery = regexp.MustCompile(`(?m)^query (\w+)`)

// seconds are the bounds of the histograms of times.
var seconds = []float64{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20}

// NewMonitor makes the monitor of a server of this version that has no data yet.
func NewMonitor(version string) *Monitor {
	m := &Monitor{instruments: instruments{registry: prometheus.NewRegistry(), known: map[string]string{}}}
	for _, d := range schema.Documents() {
		m.known[d.Text] = namedQuery.FindStringSubmatch(d.Text)[1]
	}
	m.requests = add(m, prometheus.NewCounterVec(prometheus.CounterOpts{Name: "innograph_http_requests_total", Help: "Requests answered, by route, method and status."}, []string{"route", "method", "code"}))
	m.durations = add(m, prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "innograph_http_request_duration_seconds", Help: "Time from the headers of a request to the end of its answer, by route.", Buckets: seconds}, []string{"route"}))
	m.operations = add(m, prometheus.NewCounterVec(prometheus.CounterOpts{Name: "innograph_graphql_operations_total", Help: "GraphQL operations executed or found unchanged, by name; those of documents that the program does not know are other."}, []string{"operation"}))
	m.executions = add(m, prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "innograph_graphql_operation_duration_seconds", Help: "Time of requests with a GraphQL operation, by its name.", Buckets: seconds}, []string{"operation"}))
	m.points = add(m, prometheus.NewHistogram(prometheus.HistogramOpts{Name: "innograph_graphql_cost_points", Help: "Cost of GraphQL operations; a point is 100 nodes that one may ask for.", Buckets: []float64{1, 5, 20, 100, 500, 2000, 5000}}))
	m.refusals = add(m, prometheus.NewCounterVec(prometheus.CounterOpts{Name: "innograph_refused_requests_total", Help: "Requests refused or given up, by reason."}, []string{"reason"}))
	m.running = add(m, prometheus.NewGauge(prometheus.GaugeOpts{Name: "innograph_http_requests_running", Help: "Requests that are being worked on."}))
	m.waiting = add(m, prometheus.NewGauge(prometheus.GaugeOpts{Name: "innograph_http_requests_waiting", Help: "Requests that wait for their turn."}))
	m.connections = add(m, prometheus.NewGauge(prometheus.GaugeOpts{Name: "innograph_http_connections", Help: "Open connections of clients."}))
	m.memoryLimit = add(m, prometheus.NewGauge(prometheus.GaugeOpts{Name: "innograph_memory_limit_bytes", Help: "Memory over which requests are refused; 0: none."}))
	m.swaps = add(m, prometheus.NewCounter(prometheus.CounterOpts{Name: "innograph_snapshot_swaps_total", Help: "Snapshots that began to be served, the first included."}))
	m.swapFailures = add(m, prometheus.NewCounter(prometheus.CounterOpts{Name: "innograph_snapshot_swap_failures_total", Help: "Snapshots that could not be served."}))
	build := add(m, prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "innograph_build_info", Help: "1, with the versions of the program and of Go."}, []string{"version", "goversion"}))
	build.WithLabelValues(version, runtime.Version()).Set(1)
	m.registry.MustRegister(snapshotCollector{m}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// add registers a metric.
func add[C prometheus.Collector](m *Monitor, c C) C {
	m.registry.MustRegister(c)
	return c
}

func (m *Monitor) exposition() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// otherName stands for what clients made up.
const otherName = "other"

// request counts a request that is done.
func (m *Monitor) request(r *http.Request, kept *record, status int, took time.Duration) {
	route := routeOf(r)
	m.requests.WithLabelValues(route, methodOf(r), strconv.Itoa(status)).Inc()
	m.durations.WithLabelValues(route).Observe(took.Seconds())
	if p := kept.prepared; p != nil {
		name, known := m.known[p.Document()]
		if !known {
			name = otherName
		}
		m.operations.WithLabelValues(name).Inc()
		m.executions.WithLabelValues(name).Observe(took.Seconds())
		m.points.Observe(float64(points(p.Cost())))
	}
	reason := kept.refused
	if reason == "" {
		reason = refusedBy[status]
	}
	if reason != "" {
		m.refusals.WithLabelValues(reason).Inc()
	}
}

// refusedBy are the reasons of refusals that a status tells.
var refusedBy = map[int]string{
	http.StatusRequestEntityTooLarge: "body_too_large",
	http.StatusTooManyRequests:       "rate_limited",
	http.StatusServiceUnavailable:    "timeout",
	http.StatusMethodNotAllowed:      "method",
	http.StatusInternalServerError:   "internal",
}

// routeOf is the pattern that a request fits, without its method; other for
// requests that fit none.
func routeOf(r *http.Request) string {
	pattern := r.Pattern
	if _, path, found := strings.Cut(pattern, " "); found {
		pattern = path
	}
	if pattern == "" {
		return otherName
	}
	return pattern
}

func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return r.Method
	}
	return otherName
}

// snapshotCollector tells of what is served when it is asked.
type snapshotCollector struct{ *Monitor }

var (
	ready         = prometheus.NewDesc("innograph_ready", "1 if there is data and the server is not about to end.", nil, nil)
	snapshotInfo  = prometheus.NewDesc("innograph_snapshot_info", "1, with the version of the snapshot that is served.", []string{"version"}, nil)
	snapshotSince = prometheus.NewDesc("innograph_snapshot_served_timestamp_seconds", "When the snapshot began to be served, in seconds since 1970.", nil, nil)
	snapshotAge   = prometheus.NewDesc("innograph_snapshot_age_seconds", "How long the snapshot is served.", nil, nil)
	quads         = prometheus.NewDesc("innograph_snapshot_quads", "Quads in the snapshot.", nil, nil)
	claims        = prometheus.NewDesc("innograph_snapshot_claims", "Claims in the snapshot.", nil, nil)
	observations  = prometheus.NewDesc("innograph_snapshot_observations", "Observations in the snapshot.", nil, nil)
	cacheHits     = prometheus.NewDesc("innograph_document_cache_hits_total", "Documents found in the cache, since the snapshot is served.", nil, nil)
	cacheMisses   = prometheus.NewDesc("innograph_document_cache_misses_total", "Documents not found in the cache, since the snapshot is served.", nil, nil)
	cacheBytes    = prometheus.NewDesc("innograph_document_cache_bytes", "Bytes that the documents in the cache take, estimated.", nil, nil)
	cacheEntries  = prometheus.NewDesc("innograph_document_cache_documents", "Documents in the cache.", nil, nil)
)

// Describe implements [prometheus.Collector].
func (c snapshotCollector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{ready, snapshotInfo, snapshotSince, snapshotAge, quads, claims, observations, cacheHits, cacheMisses, cacheBytes, cacheEntries} {
		to <- d
	}
}

// Collect implements [prometheus.Collector].
func (c snapshotCollector) Collect(to chan<- prometheus.Metric) {
	now := c.current.Load()
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	if now == nil || c.stopping.Load() {
		gauge(ready, 0)
	} else {
		gauge(ready, 1)
	}
	if now == nil || now.Schema == nil {
		return
	}
	gauge(snapshotInfo, 1, now.Schema.Version())
	gauge(snapshotSince, float64(now.since.UnixMilli())/1000)
	gauge(snapshotAge, time.Since(now.since).Seconds())
	gauge(quads, float64(now.Quads))
	gauge(claims, float64(now.Claims))
	gauge(observations, float64(now.Observations))
	cache := now.Schema.Documents()
	gauge(cacheBytes, float64(cache.Bytes))
	gauge(cacheEntries, float64(cache.Entries))
	to <- prometheus.MustNewConstMetric(cacheHits, prometheus.CounterValue, float64(cache.Hits))
	to <- prometheus.MustNewConstMetric(cacheMisses, prometheus.CounterValue, float64(cache.Misses))
}
