package server

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"

	"github.com/innograph/innograph/schema"
)

//go:embed pages/*.html pages/*.css pages/*.svg
var pageFiles embed.FS

// pages are the few pages beside the API. They work without scripts; where a
// bundle was built, GraphiQL takes the place of the page to write a query on.
type pages struct {
	Config
	bundles   *bundles
	templates *template.Template
}

func newPages(config Config, bundles *bundles) *pages {
	return &pages{config, bundles, template.Must(template.ParseFS(pageFiles, "pages/*.html"))}
}

func (p *pages) home(w http.ResponseWriter, r *http.Request) {
	s, release := p.Schema()
	defer release()
	overview := s.Execute(r.Context(), schema.Request{Query: `{
		stats { quads claims observations entities { type count } }
		ontology { types { name label labelEn } }
		sources(first: 100) { totalCount nodes { id title issuer number issued region { id name } } }
	}`})
	data := map[string]any{"Version": p.Version, "Examples": schema.Documents(), "Failed": len(overview.Errors) > 0}
	var root map[string]any
	if err := overview.Decode(&root); err == nil {
		data["Stats"], data["Sources"] = root["stats"], root["sources"]
		labels := map[any]any{}
		for _, t := range dig(root, "ontology", "types") {
			labels[t.(map[string]any)["name"]] = t
		}
		data["Labels"] = labels
	}
	p.render(w, "home.html", data)
}

// dig walks maps to a list; nil if there is none.
func dig(root map[string]any, path ...string) []any {
	for i, name := range path {
		if i == len(path)-1 {
			list, _ := root[name].([]any)
			return list
		}
		root, _ = root[name].(map[string]any)
	}
	return nil
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
	data := map[string]any{"Examples": schema.Documents(), "Query": values.Get("query"), "Variables": values.Get("variables")}
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
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(answer); err != nil {
		return "internal error"
	}
	return b.String()
}

// file serves a file of the pages by its own name.
func (p *pages) file(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, pageFiles, "pages"+r.URL.Path)
}

func (p *pages) render(w http.ResponseWriter, name string, data any) {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name, data); err != nil {
		p.Logger.Error("page cannot be rendered", "page", name, "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // the client may be gone; there is nobody to tell
}
