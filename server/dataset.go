package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/etag"
	"github.com/innograph/innograph/schema"
)

// datasetHandler tells of the data set as a whole: how to cite it, what is in it, and
// which pages there are.
type datasetHandler struct {
	exportHandler
}

func (h *datasetHandler) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /CITATION.cff", h.document("application/yaml; charset=utf-8", export.Citation))
	mux.HandleFunc("GET /.well-known/void", h.document("text/turtle; charset=utf-8", export.Void))
	mux.HandleFunc("GET /sitemap.xml", h.sitemap)
	mux.HandleFunc("GET /sitemap/{part}", h.sitemap)
	mux.HandleFunc("GET /robots.txt", h.robots)
}

// document serves what is written of the graph of now.
func (h *datasetHandler) document(kind string, write func(context.Context, io.Writer, *graph.Graph) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s, release := h.Schema()
		defer release()
		if h.held(w, r, s) {
			return
		}
		var b bytes.Buffer
		if err := write(r.Context(), &b, s.Graph()); err != nil {
			if r.Context().Err() == nil {
				h.Logger.ErrorContext(r.Context(), "data set cannot be described", "path", r.URL.Path, "error", err)
				failed(w)
			}
			return
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(b.Bytes()) // the client may be gone; there is nobody to tell
	}
}

// held tags an answer and answers 304 if the client has it already.
func (h *datasetHandler) held(w http.ResponseWriter, r *http.Request, s *schema.Schema) bool {
	tag := tagOf(s.Version(), h.Version, r.URL.Path, h.site(r))
	w.Header().Set("Cache-Control", "public, no-cache")
	w.Header().Set("ETag", tag)
	if !etag.Holds(r, tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// perSitemap is how many addresses a sitemap may hold (sitemaps.org, "Sitemap file limits").
const perSitemap = 50_000

// overviews are the pages that are about no single thing.
var overviews = []string{"/", "/matrix", "/compare", "/pairs", "/paths", "/neighbourhood", "/conflicts", "/coverage", "/data", "/about"}

// sitemap lists the pages: all of them in /sitemap.xml if they are few, else an index of parts there.
func (h *datasetHandler) sitemap(w http.ResponseWriter, r *http.Request) {
	s, release := h.Schema()
	defer release()
	g := s.Graph()
	parts := (pageCount(g) + perSitemap - 1) / perSitemap
	part := 1
	if name := r.PathValue("part"); name != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(name, ".xml"))
		if err != nil || name != strconv.Itoa(n)+".xml" || n < 1 || n > parts {
			plain(w, http.StatusNotFound, "no such sitemap; /sitemap.xml names them\n")
			return
		}
		part = n
	}
	if h.charged(w, r, min(perSitemap, pageCount(g))) || h.held(w, r, s) {
		return
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	h.send(w, r, false, func(ctx context.Context, out io.Writer) error {
		if r.PathValue("part") == "" && parts > 1 {
			return writeSitemapIndex(out, h.site(r), parts)
		}
		return writeSitemap(ctx, out, g, h.site(r), (part-1)*perSitemap)
	})
}

// pageCount is the number of pages with an address of their own.
func pageCount(g *graph.Graph) int {
	n := len(overviews) + len(g.SourceIDs()) + len(g.IndicatorIDs())
	for _, t := range graph.Ontology.Types {
		n += g.Count(t.Type)
	}
	return n
}

const sitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

func writeSitemapIndex(out io.Writer, site string, parts int) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%s<sitemapindex xmlns=%q>\n", xml.Header, sitemapNamespace)
	for n := range parts {
		fmt.Fprintf(w, "<sitemap><loc>%s/sitemap/%d.xml</loc></sitemap>\n", site, n+1)
	}
	fmt.Fprintln(w, "</sitemapindex>")
	return w.Flush()
}

// writeSitemap writes the pages from a place in the list of all on.
func writeSitemap(ctx context.Context, out io.Writer, g *graph.Graph, site string, from int) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "%s<urlset xmlns=%q>\n", xml.Header, sitemapNamespace)
	left := perSitemap
	list := func(n int, address func(int) string) {
		for i := min(from, n); i < n && left > 0; i++ {
			fmt.Fprintf(w, "<url><loc>%s%s</loc></url>\n", site, address(i))
			left--
		}
		from = max(0, from-n)
	}
	list(len(overviews), func(i int) string { return overviews[i] })
	things := func(ids []graph.ID) { list(len(ids), func(i int) string { return "/" + string(ids[i]) }) }
	things(g.SourceIDs())
	things(g.IndicatorIDs())
	for _, t := range graph.Ontology.Types {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		things(g.IDs(t.Type))
	}
	fmt.Fprintln(w, "</urlset>")
	return w.Flush()
}

// robots asks crawlers for pages rather than answers: what has parameters is a
// question, and there is no end of those.
func (h *datasetHandler) robots(w http.ResponseWriter, r *http.Request) {
	plain(w, http.StatusOK, "User-agent: *\nDisallow: /*?\nDisallow: /graphql\nDisallow: /graphiql\nDisallow: /export/\nDisallow: /reconcile\n\nSitemap: "+h.site(r)+"/sitemap.xml\n")
}

// site is the address of the server as clients know it, for XML: that of the
// settings, or else the one that the client used. It has no slash at its end.
func (h *datasetHandler) site(r *http.Request) string {
	address := h.PublicURL
	if address == "" {
		address = (&url.URL{Scheme: "http", Host: r.Host}).String()
	}
	var escaped bytes.Buffer
	_ = xml.EscapeText(&escaped, []byte(address)) // a buffer takes everything
	return escaped.String()
}
