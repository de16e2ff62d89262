package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"net/url"
	"strconv"
)

// view is what a template gets.
type view struct {
	Page   string
	Lang   language
	Status int
	Title  string         // of the window; the first page shows none
	Data   map[string]any // the answer, by root field
	Around map[string]any // the answer of the second operation, where the page has one
	Shown  any            // the answer as the page arranges it
	Values url.Values
	URL    *url.URL // of the request
	Switch string   // this page in the other language
	Link   string   // this page with its language, to hand on
	Query  string   // this page's query in GraphiQL
	Cite   *citation
	About  string // id of what the page is about: it is described under /id/, too
	Linked any    // what the page is about in JSON-LD, for search engines
	downloads
	Bundles  []Bundle
	Version  string
	Edition  string // how the version of the data is cited; empty: unknown
	Style    string
	Problems []problem
	Refusals []refusal
}

func (x *Explorer) view(r *http.Request, name string, lang language) *view {
	v := &view{Page: name, Lang: lang, Status: http.StatusOK, Values: r.URL.Query(), URL: r.URL, Version: x.Version, Style: stylesheet}
	v.Switch, v.Link = withLang(r, lang.other()), withLang(r, lang)
	v.Bundles = x.bundles(name)
	return v
}

// refuse shows why a page cannot be shown, with a search to go on from.
func (x *Explorer) refuse(w http.ResponseWriter, r *http.Request, why failure) {
	lang := x.language(w, r)
	x.allow(w, &page{name: "error"})
	v := x.view(r, "error", lang)
	v.Status, v.Problems, v.Refusals = why.status, why.problems, why.refusals
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

// allow sets the Content-Security-Policy of a page that loads bundles. What is
// unchanged needs it as well: browsers take the headers of a 304 for those of the page.
func (x *Explorer) allow(w http.ResponseWriter, p *page) {
	switch {
	case len(x.bundles(p.name)) == 0:
	case p.charted:
		w.Header().Set("Content-Security-Policy", charted)
	default:
		w.Header().Set("Content-Security-Policy", scripted)
	}
}

// bundles are what a page loads besides the style sheet.
func (x *Explorer) bundles(name string) []Bundle {
	var list []Bundle
	for _, part := range []string{everyPage, name} {
		if bundle, built := x.Bundles[part]; built {
			list = append(list, bundle)
		}
	}
	return list
}

func (x *Explorer) render(w http.ResponseWriter, r *http.Request, v *view) {
	var b bytes.Buffer
	if err := x.templates[v.Lang][v.Page].ExecuteTemplate(&b, "layout", v); err != nil {
		x.Logger.ErrorContext(r.Context(), "page cannot be rendered", "page", v.Page, "error", err)
		w.Header().Del("ETag")
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(v.Lang))
	w.WriteHeader(v.Status)
	_, _ = w.Write(b.Bytes()) // the client may be gone; there is nobody to tell
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

// Style is the style sheet of all pages, for pages that stand alone.
func Style() string { return mustRead("style.css") }

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
