// Package reconcile answers clients of the Reconciliation Service API, version
// 0.2 (Community Group Report of 2023-04-10), such as OpenRefine: it matches
// names with entities, completes what is typed, previews entities and gives
// properties of them.
//
// Types and properties follow from the ontology and from the indicators of the
// graph. Their names are in both languages at once, since version 0.2 has no word
// on languages. docs/clients.md shows the service at work.
package reconcile

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

// Path is the address of the service; all others begin with it.
const Path = "/reconcile"

// Config is what a service answers from.
type Config struct {
	// Schema gives the schema of now for one request, and what to call when the
	// request is done: then its graph may be closed.
	Schema  func() (s *schema.Schema, release func())
	Meter   func(*http.Request) executor.Meter // who counts what a client asks for; it may give nil: nobody
	Logger  *slog.Logger
	Version string // of the program
	Site    string // where clients reach the server, such as https://data.example.org; empty: by the name that they use
	MaxBody int64  // bytes of a request body
}

// Limits of one request.
const (
	maxQueries    = 100 // of a batch; the manifest says so
	maxQuery      = 500 // runes of a query
	maxCandidates = 100 // of a query; a higher limit is taken for this one
	maxConditions = 20  // properties of a query
	maxValues     = 20  // of a property of a query
	maxIDs        = 1000
	maxColumns    = 30     // properties of a data extension
	maxCells      = 50_000 // values of a data extension
	maxTime       = 20 * time.Second
)

// problem is why a request is refused, as its client is told.
type problem struct {
	status  int
	message string
}

func (p *problem) Error() string { return p.message }

func bad(format string, args ...any) error {
	return &problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func tooLarge(format string, args ...any) error {
	return &problem{http.StatusRequestEntityTooLarge, fmt.Sprintf(format, args...)}
}

// call is one request that is being answered.
type call struct {
	*service
	context.Context
	w      http.ResponseWriter
	r      *http.Request
	values url.Values
	graph  *graph.Graph
	finder schema.Finder
}

type service struct {
	Config
	mux *http.ServeMux
}

// New makes the handler of all addresses of the service.
func New(config Config) http.Handler {
	s := &service{config, http.NewServeMux()}
	s.mux.HandleFunc(Path, s.answer(jsonOf((*call).endpoint), http.MethodGet, http.MethodHead, http.MethodPost))
	for path, f := range map[string]func(*call) error{
		"/suggest/entity": jsonOf((*call).suggestEntities), "/suggest/type": jsonOf((*call).suggestTypes), "/suggest/property": jsonOf((*call).suggestProperties),
		"/flyout/entity": jsonOf((*call).flyoutEntity), "/flyout/type": jsonOf((*call).flyoutType), "/flyout/property": jsonOf((*call).flyoutProperty),
		"/properties": jsonOf((*call).propose), "/preview": (*call).preview,
	} {
		s.mux.HandleFunc(Path+path, s.answer(f, http.MethodGet, http.MethodHead))
	}
	s.mux.HandleFunc("/", s.answer(func(*call) error { return &problem{http.StatusNotFound, "there is nothing at this address"} }))
	return s.mux
}

// answer makes a handler of what answers a call. Which pages of other hosts may
// read answers (section "Cross-Origin Access" of the report) is for the server to say.
func (s *service) answer(f func(*call) error, methods ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		ctx, cancel := context.WithTimeout(r.Context(), maxTime)
		defer cancel()
		now, release := s.Schema()
		defer release()
		c := &call{s, ctx, w, r, nil, now.Graph(), now.Finder()}
		err := c.read(methods)
		if err == nil {
			err = f(c)
		}
		if err != nil {
			c.refuse(err)
		}
	}
}

// read reads the parameters of a request: those of the address, and of a form.
func (c *call) read(methods []string) error {
	if len(methods) > 0 && !slices.Contains(methods, c.r.Method) {
		c.w.Header().Set("Allow", strings.Join(append(methods, http.MethodOptions), ", "))
		return &problem{http.StatusMethodNotAllowed, "this method is not for this address"}
	}
	if c.r.Method == http.MethodPost {
		if media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
			return &problem{http.StatusUnsupportedMediaType, "send a form: application/x-www-form-urlencoded with queries or extend"}
		}
	}
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, c.MaxBody)
	var large *http.MaxBytesError
	switch err := c.r.ParseForm(); {
	case errors.As(err, &large):
		return tooLarge("the body has more than %d bytes; send fewer queries at once", large.Limit)
	case err != nil:
		return bad("the parameters cannot be read: percent-encode them")
	}
	c.values = c.r.Form
	return nil
}

// refuse tells the client what is wrong; what it cannot mend is logged and not shown.
func (c *call) refuse(err error) {
	var p *problem
	switch {
	case errors.As(err, &p):
	case c.r.Context().Err() != nil:
		return // nobody waits
	case errors.Is(err, context.DeadlineExceeded):
		p = &problem{http.StatusServiceUnavailable, "this takes too long; ask for less at once"}
	default:
		c.Logger.Error("reconciliation failed", "path", c.r.URL.Path, "error", err)
		p = &problem{http.StatusInternalServerError, "internal error"}
	}
	c.w.Header().Set("Cache-Control", "no-store")
	c.send(p.status, map[string]string{"status": "error", "message": p.message})
}

// jsonOf sends what a call is answered with.
func jsonOf(f func(*call) (any, error)) func(*call) error {
	return func(c *call) error {
		value, err := f(c)
		if err == nil {
			c.send(http.StatusOK, value)
		}
		return err
	}
}

func (c *call) send(status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		panic(err) // everything here marshals
	}
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body) // the client may be gone; there is nobody to tell
}

// charge takes nodes from the client's allowance.
func (c *call) charge(nodes int) error {
	if c.Meter == nil {
		return nil
	}
	meter := c.Meter(c.r)
	if meter == nil {
		return nil
	}
	if a := meter.Charge(nodes); a.Wait > 0 {
		c.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(a.Wait.Seconds()))))
		return &problem{http.StatusTooManyRequests, "too much was asked for; come again in " + a.Wait.Round(time.Second).String()}
	}
	return nil
}

// endpoint is the address that clients know: without parameters it gives the manifest.
func (c *call) endpoint() (any, error) {
	queries, asked := c.values["queries"]
	extend, extended := c.values["extend"]
	switch {
	case len(queries)+len(extend) > 1:
		return nil, bad("there is more than one parameter of queries and extend; send one")
	case asked:
		return c.reconcile(queries[0])
	case extended:
		return c.extend(extend[0])
	case c.r.Method == http.MethodPost:
		return nil, bad("the form has neither queries nor extend")
	}
	return c.manifest(), c.charge(1)
}

// count reads a parameter that is a number from least on; it may be left out.
func (c *call) count(name string, least, otherwise int) (int, error) {
	text := c.values.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least {
		return 0, bad("%s: %q is no integer from %d on", name, clip(text), least)
	}
	return n, nil
}

// clip shortens what is shown in an error.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) <= 60 {
		return text
	}
	return string(runes[:60]) + "…"
}
