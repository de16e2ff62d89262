// Package server is the HTTP side: routes, limits, deadlines, status codes.
package server

import (
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/innograph/innograph/export"
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

	Monitor   *Monitor               // readiness and metrics; nil: one that nobody asks, ready from the start
	Metrics   bool                   // serve /metrics among the other routes
	Slow      time.Duration          // requests that take longer are logged as slow; 0: none
	Running   int                    // requests that are worked on at once; default 16 for each processor
	Patience  time.Duration          // how long further requests wait for their turn; default 1 s
	Memory    int64                  // bytes of memory over which requests are refused; 0: no limit
	PublicURL string                 // where clients reach the server, such as https://data.example.org; empty: unknown
	Hosts     func(host string) bool // whether the server answers to a name; nil: to all
	Origins   []string               // of pages on other sites that may read answers; "*": all
}

// New makes the handler of all routes, and of what stands around each.
func New(config Config) http.Handler {
	config = config.withDefaults()
	all := http.NewServeMux()
	config.Monitor.probes(all)
	if config.Metrics {
		all.Handle("GET "+metricsPath, config.Monitor.exposition())
	}
	all.Handle("/", newGate(config).limited(routes(config)))
	return observed(config, secured(hosted(config.Hosts, shared(config.Origins, all))))
}

func (c Config) withDefaults() Config {
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if c.MaxBody == 0 {
		c.MaxBody = defaultBody
	}
	if c.Rate == 0 {
		c.Rate = DefaultRate
	}
	if c.Monitor == nil {
		c.Monitor = NewMonitor(c.Version)
		c.Monitor.Swapped(Snapshot{})
	}
	if c.Bundles == nil {
		c.Bundles = web.Bundles()
	}
	return c
}

// routes are the ways to what is served.
func routes(config Config) http.Handler {
	mux, meters := http.NewServeMux(), newMeters(config.Rate)
	bundles, err := readBundles(config.Bundles)
	if err != nil {
		config.Logger.Error("pages are served without scripts", "error", err)
	}
	mux.Handle("GET "+bundlePath, bundles)

	questions := &graphqlHandler{config, meters}
	mux.Handle(graphqlPath, questions)
	mux.HandleFunc("GET /schema.graphql", func(w http.ResponseWriter, _ *http.Request) {
		s, release := config.Schema()
		defer release()
		plain(w, http.StatusOK, s.SDL())
	})
	mux.HandleFunc("GET /graphiql", newPages(config, bundles).graphiql)

	explorer := compressed(web.NewExplorer(web.Config{Schema: config.Schema, Meter: meters.of, Logger: config.Logger, Version: config.Version, Bundles: bundles.pages, Site: config.PublicURL, Formats: formats()}))
	mux.Handle("/", explorer)

	exports := exportHandler{questions, stalled}
	mux.Handle("GET /export/{format}", &exports)
	mux.Handle("GET "+thingPath, &thingHandler{exports, explorer})
	(&datasetHandler{exports}).routes(mux)
	mux.HandleFunc("GET /context.jsonld", sendContext)
	mux.HandleFunc("GET /shapes.ttl", func(w http.ResponseWriter, _ *http.Request) {
		s, release := config.Schema()
		defer release()
		sendVocabulary(w, "text/turtle", export.Shapes(s.Graph().Base()))
	})

	answers := compressed(reconcile.New(reconcile.Config{Schema: config.Schema, Site: config.PublicURL, Meter: meters.of, Logger: config.Logger, Version: config.Version, MaxBody: config.MaxBody}))
	mux.Handle(reconcile.Path, answers)
	mux.Handle(reconcile.Path+"/", answers)
	return mux
}

// formats are the forms of exports, as pages offer them.
func formats() []web.Format {
	var list []web.Format
	for _, f := range export.Formats {
		list = append(list, web.Format{Name: f.Name, MediaType: f.MediaType, Label: web.Words(f.Label), Comment: web.Words(f.Comment)})
	}
	return list
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
