package server

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/etag"
	"github.com/innograph/innograph/schema"
)

// exportHandler sends the graph, or a part of it, in a public form.
type exportHandler struct {
	*graphqlHandler
	patience time.Duration // how long a download may stand still before it is given up
}

func (h *exportHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Add("Vary", "Accept-Encoding")
	format, ok := export.Named(r.PathValue("format"))
	if !ok {
		plain(w, http.StatusNotFound, "no such form; there are "+strings.Join(export.Names(), ", ")+"\n")
		return
	}
	s, release := h.Schema()
	defer release()
	options, err := h.options(s, r)
	if err != nil {
		plain(w, http.StatusBadRequest, err.Error()+"\n")
		return
	}
	if format.Dated() {
		options.Published = time.Now().UTC().Format(time.DateOnly)
	}
	tag := h.tag(s, format, options, r)
	if etag.Holds(r, tag) {
		header.Set("ETag", tag)
		header.Set("Cache-Control", "public, no-cache")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	part := h.part(w, r, s)
	if part == nil {
		return // the answer is given
	}
	header.Set("ETag", tag)
	header.Set("Cache-Control", "public, no-cache")
	header.Set("Content-Type", format.MediaType)
	header.Set("Content-Disposition", `attachment; filename="`+format.File()+`"`)
	h.send(w, r, format.Compressed(), func(ctx context.Context, out io.Writer) error { return export.Write(ctx, out, part, format, options) })
}

// options reads what an address says beside the selection.
func (h *exportHandler) options(s *schema.Schema, r *http.Request) (export.Options, error) {
	words := r.URL.Query()
	o := export.Options{Origin: s.Graph().Origin(), Version: h.Version, Lang: words.Get("lang")}
	if o.Lang != "" && o.Lang != export.Chinese && o.Lang != export.English {
		return o, fmt.Errorf("lang: %q is not known; wanted: %s, %s", o.Lang, export.Chinese, export.English)
	}
	for _, f := range []struct {
		name string
		is   *bool
	}{{"bom", &o.BOM}, {"guard", &o.Guard}} {
		switch value := words.Get(f.name); value {
		case "", "0":
		case "1":
			*f.is = true
		default:
			return o, fmt.Errorf("%s: %q is neither 0 nor 1", f.name, value)
		}
	}
	return o, nil
}

// tag names an export: the same graph, form, parameters and, where the form says it, day by the same
// program have the same tag. It is weak, since a compressed answer has the same.
func (h *exportHandler) tag(s *schema.Schema, f *export.Format, o export.Options, r *http.Request) string {
	return tagOf(s.Version(), h.Version, f.Name, o.Published, r.URL.Query().Encode())
}

// tagOf names what was made of the parts alone.
func tagOf(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return `W/"` + hex.EncodeToString(sum.Sum(nil)[:16]) + `"`
}

// part selects what an address asks for. It gives nil where the request is answered already.
func (h *exportHandler) part(w http.ResponseWriter, r *http.Request, s *schema.Schema) *graph.Part {
	var found []graph.ID
	words := r.URL.Query()
	if words.Has("query") {
		request, err := fromURL(r)
		var bad *refused
		if errors.As(err, &bad) {
			h.refuse(w, r, mediaJSON, bad.status, bad.message)
			return nil
		}
		request.Meter = h.meters.of(r)
		prepared, response := s.Prepare(r.Context(), request)
		if response == nil {
			found, response = schema.Entities(r.Context(), prepared)
		}
		if response != nil {
			h.write(w, r, mediaJSON, h.status(w, r, response, false), response.Parts())
			return nil
		}
	}
	part, err := export.Select(r.Context(), s.Graph(), found, words)
	var unknown *export.Unknown
	switch {
	case errors.As(err, &unknown) && unknown.Parameter == "focus":
		plain(w, http.StatusNotFound, err.Error()+"\n")
		return nil
	case r.Context().Err() != nil:
		return nil // nobody waits
	case err != nil:
		plain(w, http.StatusBadRequest, err.Error()+"\n")
		return nil
	}
	if h.charged(w, r, part.Count()) {
		return nil
	}
	return part
}

// charged charges a client for a number of nodes, and tells it if it has asked for too much.
func (h *exportHandler) charged(w http.ResponseWriter, r *http.Request, nodes int) bool {
	meter := h.meters.of(r)
	if meter == nil {
		return false
	}
	a := meter.Charge(nodes)
	if a.Wait > 0 {
		sendAgain(w, a.Wait)
		plain(w, http.StatusTooManyRequests, "too many points were asked for; come again later\n")
	}
	return a.Wait > 0
}

// send streams a body, compressed for clients that take it unless it is already. What fails on the way
// ends the connection: a client must not take a part for the whole.
func (h *exportHandler) send(w http.ResponseWriter, r *http.Request, packed bool, write func(context.Context, io.Writer) error) {
	if r.Method == http.MethodHead {
		return
	}
	var out io.Writer = &patient{w, http.NewResponseController(w), h.patience}
	var z *gzip.Writer
	if !packed && takesGzip(r.Header.Values("Accept-Encoding")) {
		w.Header().Set("Content-Encoding", "gzip")
		c := compressor(out)
		defer compressors.Put(c.Writer)
		z, out = c.Writer, c
	}
	err := write(r.Context(), out)
	if err == nil && z != nil {
		err = z.Close()
	}
	if err == nil {
		return
	}
	if r.Context().Err() == nil {
		h.Logger.ErrorContext(r.Context(), "export ended early", "path", r.URL.Path, "error", err)
	}
	panic(http.ErrAbortHandler)
}

// patient gives each piece of a download its own time: a large one may take long
// as a whole, but not stand still.
type patient struct {
	io.Writer
	connection *http.ResponseController
	patience   time.Duration
}

func (p *patient) Write(b []byte) (int, error) {
	if err := p.connection.SetWriteDeadline(time.Now().Add(p.patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return p.Writer.Write(b)
}

// sendContext sends the JSON-LD context of the vocabulary, for documents that refer to it. Exports
// carry it in themselves.
func sendContext(w http.ResponseWriter, _ *http.Request) {
	body, err := json.Marshal(map[string]any{"@context": graph.Context()})
	if err != nil {
		panic(err) // maps and strings marshal
	}
	sendVocabulary(w, "application/ld+json", body)
}

// sendVocabulary sends what changes with the program only.
func sendVocabulary(w http.ResponseWriter, mediaType string, body []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write(body) // the client may be gone
}
