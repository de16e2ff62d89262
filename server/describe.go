package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/etag"
	"github.com/innograph/innograph/schema"
)

// thingPath is where things are described: IRIs of the graph are addresses under
// it, wherever the graph is served.
const thingPath = "/id/"

// thingHandler describes one thing as RDF, or leads to its page. Which of it stands in
// the address (/id/county/330324.ttl) or is chosen by Accept.
type thingHandler struct {
	exportHandler
	pages http.Handler // of people
}

const htmlType = "text/html"

func (h *thingHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := graph.ID(strings.TrimPrefix(r.URL.Path, thingPath))
	form, explicit := formOf(path.Ext(string(id)))
	if explicit {
		id = graph.ID(strings.TrimSuffix(string(id), form.Extension))
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if !explicit {
		w.Header().Add("Vary", "Accept")
		offered := []string{htmlType}
		for _, f := range export.DescriptionFormats {
			offered = append(offered, f.MediaType)
		}
		switch at := preferred(r.Header.Values("Accept"), offered); at {
		case -1:
			plain(w, http.StatusNotAcceptable, "there are "+strings.Join(offered, ", ")+"\n")
			return
		case 0:
		default:
			form = export.DescriptionFormats[at-1]
		}
	}
	s, release := h.Schema()
	defer release()
	d, err := s.Graph().Describe(r.Context(), id)
	switch {
	case r.Context().Err() != nil:
		return // nobody waits
	case err != nil:
		h.Logger.ErrorContext(r.Context(), "thing cannot be described", "id", id, "error", err)
		failed(w)
	case d == nil:
		h.absent(w, r, form, string(id))
	case d.ID != id:
		extension := ""
		if explicit {
			extension = form.Extension
		}
		http.Redirect(w, r, thingPath+string(d.ID)+extension, http.StatusMovedPermanently)
	case form == nil:
		alternates(w, id)
		http.Redirect(w, r, "/"+string(id), http.StatusSeeOther)
	default:
		h.describe(w, r, s, form, d)
	}
}

// describe answers with a description.
func (h *thingHandler) describe(w http.ResponseWriter, r *http.Request, s *schema.Schema, form *export.Format, d *graph.Description) {
	if h.charged(w, r, d.Count()) {
		return
	}
	alternates(w, d.ID)
	w.Header().Set("Content-Type", typeOf(form))
	w.Header().Set("Content-Location", thingPath+string(d.ID)+form.Extension)
	w.Header().Set("Cache-Control", "public, no-cache")
	tag := tagOf(s.Version(), h.Version, string(d.ID), form.Extension)
	w.Header().Set("ETag", tag)
	if etag.Holds(r, tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.send(w, r, false, func(ctx context.Context, out io.Writer) error { return export.Describe(ctx, out, d, form) })
}

// absent says in the form that was asked for that nothing has the id.
func (h *thingHandler) absent(w http.ResponseWriter, r *http.Request, form *export.Format, id string) {
	if form == nil {
		h.pages.ServeHTTP(w, r) // no page has this address either
		return
	}
	w.Header().Set("Content-Type", typeOf(form))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(form.Absent(id)) // the client may be gone; there is nobody to tell
}

// alternates links to all that there is of a thing.
func alternates(w http.ResponseWriter, id graph.ID) {
	w.Header().Add("Link", fmt.Sprintf(`</%s>; rel="alternate"; type="%s"`, id, htmlType))
	for _, f := range export.DescriptionFormats {
		w.Header().Add("Link", fmt.Sprintf(`<%s%s%s>; rel="alternate"; type="%s"`, thingPath, id, f.Extension, f.MediaType))
	}
}

func typeOf(f *export.Format) string {
	if strings.HasPrefix(f.MediaType, "text/") {
		return f.MediaType + "; charset=utf-8"
	}
	return f.MediaType
}

func formOf(extension string) (*export.Format, bool) {
	for _, f := range export.DescriptionFormats {
		if f.Extension == extension {
			return f, true
		}
	}
	return nil, false
}
