package web

import (
	"context"
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"sync/atomic"
	texttemplate "text/template"
	"time"

	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

//go:embed pages/*.graphql pages/*.html pages/*.css pages/*.svg
var files embed.FS

// Config is what the explorer shows. Zero values mean the defaults named.
type Config struct {
	// Schema gives the schema of now for one request, and what to call when the
	// request is done: then its graph may be closed.
	Schema  func() (s *schema.Schema, release func())
	Meter   func(*http.Request) executor.Meter // who counts what a client asks for; nil: nobody
	Logger  *slog.Logger                       // nil: slog's default
	Version string                             // of the program, shown at the foot of each page and in citations
	Now     func() time.Time                   // the day of access in citations; nil: time.Now
	Bundles map[string]Bundle                  // scripts and styles by page; a page without an entry loads none
	Site    string                             // where clients reach the pages, such as https://data.example.org; empty: unknown
	Formats []Format                           // in which the part of the graph behind a page can be taken away
}

// everyPage is the entry of the manifest that all pages load, besides their own.
const everyPage = "every"

// Bundle is what a page loads besides the style sheet: names of files in the
// folder of bundles.
type Bundle struct {
	Script string   `json:"script"`
	Styles []string `json:"styles"`
}

// Explorer serves the pages. Each is one GraphQL document and one template; the
// answer comes from the schema that answers everybody's queries.
type Explorer struct {
	Config
	mux       *http.ServeMux
	templates map[language]map[string]*template.Template // by name of page
	documents map[string]*texttemplate.Template          // by name of page
	digest    string                                     // of all files of the pages, and the names of the bundles
	words     atomic.Pointer[ontology]                   // of the graph; it is the same in every graph of this program
}

// NewExplorer makes the handler of all pages.
func NewExplorer(config Config) *Explorer {
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	if config.Meter == nil {
		config.Meter = func(*http.Request) executor.Meter { return nil }
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	x := &Explorer{Config: config, mux: http.NewServeMux(), documents: map[string]*texttemplate.Template{}, digest: digestOf(files) + fmt.Sprint(config.Bundles)}
	x.templates = map[language]map[string]*template.Template{}
	for _, l := range languages {
		x.templates[l] = x.parse(l)
	}
	for i := range pages {
		p := &pages[i]
		x.documents[p.name] = texttemplate.Must(texttemplate.New(p.name).Parse(mustRead(p.name + ".graphql")))
		x.mux.HandleFunc("GET "+p.pattern, func(w http.ResponseWriter, r *http.Request) { x.serve(w, r, p) })
	}
	x.mux.HandleFunc("GET "+stylesheet, func(w http.ResponseWriter, _ *http.Request) {
		asset(w, "text/css; charset=utf-8", "style.css", "public, max-age=31536000, immutable")
	})
	x.mux.HandleFunc("GET /icon.svg", func(w http.ResponseWriter, _ *http.Request) {
		asset(w, "image/svg+xml", "icon.svg", "public, max-age=86400")
	})
	x.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "use GET", http.StatusMethodNotAllowed)
			return
		}
		x.refuse(w, r, failure{status: http.StatusNotFound})
	})
	return x
}

func (x *Explorer) ServeHTTP(w http.ResponseWriter, r *http.Request) { x.mux.ServeHTTP(w, r) }

// parse reads the templates with the functions of a language.
func (x *Explorer) parse(l language) map[string]*template.Template {
	base := template.Must(template.New("").Funcs(x.functions(l)).Parse(mustRead("layout.html") + mustRead("parts.html")))
	list := map[string]*template.Template{}
	for _, name := range append(pageNames(), "error") {
		list[name] = template.Must(template.Must(base.Clone()).Parse(mustRead(name + ".html")))
	}
	return list
}

// ontology gives the words of the ontology, read once through the schema like everything else.
func (x *Explorer) ontology(ctx context.Context, s *schema.Schema) (*ontology, error) {
	if words := x.words.Load(); words != nil {
		return words, nil
	}
	response := s.Execute(ctx, executor.Request{Query: mustRead("ontology.graphql")})
	if len(response.Errors) > 0 {
		return nil, response.Errors[0]
	}
	words, err := readOntology(response)
	if err == nil {
		x.words.Store(words)
	}
	return words, err
}
