package server

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strings"

	"github.com/innograph/innograph/internal/escape"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/web"
)

//go:embed pages/*.html
var pageFiles embed.FS

// pages are the pages to write queries on: one that works without scripts and,
// where its bundle was built, GraphiQL. The explorer's pages are room web's.
type pages struct {
	Config
	bundles   *bundles
	templates *template.Template
}

func newPages(config Config, bundles *bundles) *pages {
	return &pages{config, bundles, template.Must(template.ParseFS(pageFiles, "pages/*.html"))}
}

// plainParameter asks for the page without scripts.
const plainParameter = "plain"

// graphiql is the page to write queries on: GraphiQL where its bundle was built
// and the address does not ask for the plain page. Both read the same address.
func (p *pages) graphiql(w http.ResponseWriter, r *http.Request) {
	bundle, built := p.bundles.pages["graphiql"]
	values := r.URL.Query()
	if !built || values.Has(plainParameter) {
		p.console(w, r)
		return
	}
	values.Set(plainParameter, "1")
	w.Header().Set("Content-Security-Policy", scripted)
	p.render(w, "graphiql.html", map[string]any{"Bundle": bundle, "Examples": examples(), "Plain": "/graphiql?" + values.Encode()})
}

// example is a document to start from, as the script of the page reads it.
type example struct {
	Name      string `json:"name"`
	Title     string `json:"title"`
	TitleZh   string `json:"titleZh"`
	Text      string `json:"text"`
	Variables string `json:"variables"`
}

func examples() []example {
	var list []example
	for _, d := range schema.Documents() {
		list = append(list, example(d))
	}
	return list
}

// console is a page to write a query on that needs no scripts. It runs what the
// address says, so that a query and its answer have an address.
func (p *pages) console(w http.ResponseWriter, r *http.Request) {
	values := r.URL.Query()
	data := map[string]any{"Style": web.Stylesheet(), "Examples": schema.Documents(), "Query": values.Get("query"), "Variables": values.Get("variables")}
	if name := values.Get("example"); name != "" {
		for _, e := range schema.Documents() {
			if e.Name == name {
				data["Query"], data["Variables"], data["Example"] = e.Text, e.Variables, e.Name
			}
		}
	}
	if data["Query"] != "" && values.Has("query") {
		request, err := fromURL(r)
		if err != nil {
			data["Answer"] = err.Error()
		} else {
			s, release := p.Schema()
			data["Answer"] = indented(s.Execute(r.Context(), request))
			release()
		}
	}
	p.render(w, "console.html", data)
}

func indented(answer any) string {
	var b strings.Builder
	if err := escape.Indented(&b, answer); err != nil {
		return "internal error"
	}
	return b.String()
}

func (p *pages) render(w http.ResponseWriter, name string, data any) {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name, data); err != nil {
		p.Logger.Error("page cannot be rendered", "page", name, "error", err)
		failed(w)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // the client may be gone; there is nobody to tell
}
