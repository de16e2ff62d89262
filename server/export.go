package server

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
)

// exportHandler sends the graph, or a part of it, in a public form.
type exportHandler struct {
	Config
	meters *meters
}

// stalled is how long a download may stand still before it is given up.
const stalled = 30 * time.Second

func (h *exportHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	format, ok := export.Named(r.PathValue("format"))
	if !ok {
		plain(w, http.StatusNotFound, "no such form; there are "+strings.Join(export.Names(), ", ")+"\n")
		return
	}
	s, release := h.Schema()
	defer release()
	part, err := export.Select(r.Context(), s.Graph(), r.URL.Query())
	var unknown *export.Unknown
	switch {
	case errors.As(err, &unknown) && unknown.Parameter == "focus":
		plain(w, http.StatusNotFound, err.Error()+"\n")
		return
	case r.Context().Err() != nil:
		return // nobody waits
	case err != nil:
		plain(w, http.StatusBadRequest, err.Error()+"\n")
		return
	}
	if meter := h.meters.of(r); meter != nil {
		if a := meter.Charge(part.Count()); a.Wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(a.Wait.Seconds()))))
			plain(w, http.StatusTooManyRequests, "too many points were asked for; come again later\n")
			return
		}
	}
	w.Header().Set("Content-Type", format.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="innograph`+format.Extension+`"`)
	w.Header().Add("Vary", "Accept-Encoding")
	options := export.Options{Origin: s.Graph().Origin(), Version: h.Version, BOM: r.URL.Query().Get("bom") == "1"}
	h.send(w, r, format.Compressed(), func(ctx context.Context, out io.Writer) error { return export.Write(ctx, out, part, format, options) })
}

// send streams a body, compressed for clients that take it unless it is already. What fails on the way
// ends the connection: a client must not take a part for the whole.
func (h *exportHandler) send(w http.ResponseWriter, r *http.Request, packed bool, write func(context.Context, io.Writer) error) {
	var out io.Writer = &patient{w, http.NewResponseController(w)}
	if r.Method == http.MethodHead {
		return
	}
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
		h.Logger.Error("export ended early", "path", r.URL.Path, "error", err)
	}
	panic(http.ErrAbortHandler)
}

// patient gives each piece of a download its own time: a large one may take long
// as a whole, but not stand still.
type patient struct {
	io.Writer
	connection *http.ResponseController
}

func (p *patient) Write(b []byte) (int, error) {
	if err := p.connection.SetWriteDeadline(time.Now().Add(stalled)); err != nil && !errors.Is(err, http.ErrNotSupported) {
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
