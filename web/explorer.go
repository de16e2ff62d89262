package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	texttemplate "text/template"
	"time"

	"github.com/innograph/innograph/internal/etag"
	"github.com/innograph/innograph/schema"
)

//go:embed pages/*.graphql pages/*.html pages/*.css pages/*.svg
var files embed.FS

// Config is what the explorer shows. Zero values mean the defaults named.
type Config struct {
	// Schema gives the schema of now for one request, and what to call when the
	// request is done: then its graph may be closed.
	Schema  func() (s *schema.Schema, release func())
	Meter   func(*http.Request) schema.Meter // who counts what a client asks for; nil: nobody
	Logger  *slog.Logger                     // nil: slog's default
	Version string                           // of the program, shown at the foot of each page and in citations
	Now     func() time.Time                 // the day of access in citations; nil: time.Now
	Bundles map[string]Bundle                // scripts and styles by page; a page without an entry loads none
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
		config.Meter = func(*http.Request) schema.Meter { return nil }
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

// failure is why a page cannot be shown.
type failure struct {
	status   int
	wait     time.Duration // when a client that asked for too much may come again
	problems []problem     // of the request's parameters
	messages []string      // of the schema, in English
}

// view is what a template gets.
type view struct {
	Page     string
	Lang     language
	Status   int
	Title    string         // of the window; the first page shows none
	Data     map[string]any // the answer, by root field
	Around   map[string]any // the answer of the second operation, where the page has one
	Shown    any            // the answer as the page arranges it
	Values   map[string][]string
	URL      *url.URL // of the request
	Switch   string   // this page in the other language
	Link     string   // this page with its language, to hand on
	Query    string   // this page's query in GraphiQL
	Cite     *citation
	Bundles  []Bundle
	Version  string
	Style    string
	Problems []problem
	Messages []string
	policy   string // Content-Security-Policy where there are bundles
}

// serve shows a page.
func (x *Explorer) serve(w http.ResponseWriter, r *http.Request, p *page) {
	s, release := x.Schema()
	defer release()
	words, err := x.ontology(r.Context(), s)
	if err != nil {
		x.Logger.ErrorContext(r.Context(), "the ontology cannot be read", "error", err)
		x.refuse(w, r, failure{status: http.StatusInternalServerError})
		return
	}
	parameters := newParameters(r, words)
	variables := p.variables(parameters)
	if len(parameters.problems) > 0 {
		x.refuse(w, r, failure{status: http.StatusBadRequest, problems: parameters.problems})
		return
	}
	lang := x.language(w, r)
	variables["lang"] = strings.ToUpper(string(lang))
	document, known := x.document(p, parameters, words)
	if !known {
		x.refuse(w, r, failure{status: http.StatusNotFound})
		return
	}
	request := schema.Request{Query: document, OperationName: p.operation, Variables: declared(document, variables), Meter: x.Meter(r)}
	prepared, response := s.Prepare(r.Context(), request)
	if response == nil {
		if x.unchanged(w, r, prepared.Tag(), lang) {
			return
		}
		response = prepared.Execute(r.Context())
	}
	root, failed := x.read(r, p, response)
	if failed != nil {
		x.refuse(w, r, *failed)
		return
	}
	if p.subject != "" && at(root, p.subject) == nil {
		x.refuse(w, r, failure{status: http.StatusNotFound})
		return
	}
	if moved := p.moved(root, r); moved != "" {
		http.Redirect(w, r, moved, http.StatusMovedPermanently)
		return
	}
	v := x.view(r, p.name, lang)
	if p.charted {
		v.policy = charted
	}
	v.Data, v.Query = root, graphiql(request)
	if p.follow != nil {
		more := s.Execute(r.Context(), schema.Request{Query: document, OperationName: "Around", Variables: declared(document, p.follow(root, variables)), Meter: x.Meter(r)})
		if v.Around, failed = x.read(r, p, more); failed != nil {
			x.refuse(w, r, *failed)
			return
		}
	}
	if p.arrange != nil {
		v.Shown = p.arrange(v, words, parameters)
	}
	if p.subject == "" {
		v.Title = word(lang, "title-"+p.name)
	} else {
		v.Title = titleOf(lang, words, at(root, p.subject))
		v.Cite = x.cite(lang, words, at(root, p.subject))
	}
	x.render(w, r, v)
}

// document is the GraphQL document of a page. Those of entities name the type
// and its relation fields, which the ontology knows; false if there is no such type.
func (x *Explorer) document(p *page, parameters *parameters, words *ontology) (string, bool) {
	var data any
	if p.document != nil {
		if data = p.document(parameters, words); data == nil {
			return "", false
		}
	}
	var b strings.Builder
	if err := x.documents[p.name].Execute(&b, data); err != nil {
		panic(err) // the documents are in the binary, and tests run each
	}
	return b.String(), true
}

// declared keeps the variables that a document declares.
func declared(document string, variables map[string]any) map[string]any {
	kept := map[string]any{}
	for name, value := range variables {
		if value == nil || !strings.Contains(document, "$"+name+":") {
			continue
		}
		if n, whole := value.(int); whole {
			value = json.Number(strconv.Itoa(n))
		}
		kept[name] = value
	}
	return kept
}

// read decodes an answer, or says why there is none to show.
func (x *Explorer) read(r *http.Request, p *page, response *schema.Response) (map[string]any, *failure) {
	defer response.Release()
	if response.Limited() {
		return nil, &failure{status: http.StatusTooManyRequests, wait: response.Wait}
	}
	if len(response.Errors) > 0 {
		var messages []string
		for _, e := range response.Errors {
			switch e.Code {
			case "BAD_USER_INPUT":
				messages = append(messages, e.Message)
			case "TIMEOUT":
				return nil, &failure{status: http.StatusServiceUnavailable}
			default:
				x.Logger.ErrorContext(r.Context(), "page has no answer", "page", p.name, "code", e.Code, "error", e.Message)
				return nil, &failure{status: http.StatusInternalServerError}
			}
		}
		if p.named {
			return nil, &failure{status: http.StatusNotFound}
		}
		return nil, &failure{status: http.StatusBadRequest, messages: messages}
	}
	d := json.NewDecoder(bytes.NewReader(response.Data))
	d.UseNumber()
	var root map[string]any
	if err := d.Decode(&root); err != nil {
		x.Logger.ErrorContext(r.Context(), "page's answer is no JSON", "page", p.name, "error", err)
		return nil, &failure{status: http.StatusInternalServerError}
	}
	plainNumbers(root)
	return root, nil
}

// unchanged sets the tag of a page and answers 304 if the client has it already.
// A page is as good as the graph, the program, the day and the language it was made with.
func (x *Explorer) unchanged(w http.ResponseWriter, r *http.Request, tag string, lang language) bool {
	w.Header().Add("Vary", "Cookie")
	w.Header().Set("Cache-Control", "private, no-cache")
	if tag == "" {
		return false
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %s %s %s %s", tag, lang, x.Version, x.digest, x.Now().Format(time.DateOnly), r.URL.RequestURI()))
	tag = `W/"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	if !etag.Holds(r, tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

func (x *Explorer) view(r *http.Request, name string, lang language) *view {
	v := &view{Page: name, Lang: lang, Status: http.StatusOK, Values: r.URL.Query(), URL: r.URL, Version: x.Version, Style: stylesheet, policy: scripted}
	v.Switch, v.Link = withLang(r, lang.other()), withLang(r, lang)
	for _, part := range []string{everyPage, name} {
		if bundle, built := x.Bundles[part]; built {
			v.Bundles = append(v.Bundles, bundle)
		}
	}
	return v
}

// refuse shows why a page cannot be shown, with a search to go on from.
func (x *Explorer) refuse(w http.ResponseWriter, r *http.Request, why failure) {
	lang := x.language(w, r)
	v := x.view(r, "error", lang)
	v.Status, v.Problems, v.Messages = why.status, why.problems, why.messages
	v.Title = word(lang, fmt.Sprintf("error-%d", why.status))
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-store")
	if why.wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(why.wait.Seconds()))))
	}
	x.render(w, r, v)
}

// scripted is the Content-Security-Policy of pages with a script of ours.
const scripted = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// charted is that of pages with charts.
const charted = scripted + "; style-src-attr 'unsafe-inline'"

func (x *Explorer) render(w http.ResponseWriter, r *http.Request, v *view) {
	var b bytes.Buffer
	if err := x.templates[v.Lang][v.Page].ExecuteTemplate(&b, "layout", v); err != nil {
		x.Logger.ErrorContext(r.Context(), "page cannot be rendered", "page", v.Page, "error", err)
		w.Header().Del("ETag")
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	if len(v.Bundles) > 0 {
		w.Header().Set("Content-Security-Policy", v.policy)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(v.Lang))
	w.WriteHeader(v.Status)
	_, _ = w.Write(b.Bytes()) // the client may be gone; there is nobody to tell
}

// ontology gives the words of the ontology, read once through the schema like everything else.
func (x *Explorer) ontology(ctx context.Context, s *schema.Schema) (*ontology, error) {
	if words := x.words.Load(); words != nil {
		return words, nil
	}
	response := s.Execute(ctx, schema.Request{Query: mustRead("ontology.graphql")})
	if len(response.Errors) > 0 {
		return nil, response.Errors[0]
	}
	words, err := readOntology(response)
	if err == nil {
		x.words.Store(words)
	}
	return words, err
}

// asset serves a file of the pages; caching says how long it holds.
func asset(w http.ResponseWriter, kind, name, caching string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", caching)
	_, _ = w.Write([]byte(mustRead(name))) // the client may be gone; there is nobody to tell
}

// stylesheet is the address of the style sheet; it holds the digest of its content.
var stylesheet = func() string {
	sum := sha256.Sum256([]byte(mustRead("style.css")))
	return "/assets/style-" + hex.EncodeToString(sum[:6]) + ".css"
}()

// Stylesheet is the address of the style sheet of all pages.
func Stylesheet() string { return stylesheet }

func digestOf(fsys fs.FS) string {
	sum := sha256.New()
	paths, err := fs.Glob(fsys, "pages/*")
	if err != nil {
		panic(err) // the pattern is right
	}
	for _, path := range paths {
		data, err := fs.ReadFile(fsys, path)
		if err != nil {
			panic(err) // it is in the binary
		}
		sum.Write(data)
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

func mustRead(name string) string {
	data, err := files.ReadFile("pages/" + name)
	if err != nil {
		panic(err) // it is in the binary
	}
	return string(data)
}
