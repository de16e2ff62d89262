package server

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/innograph/innograph/internal/etag"
	"github.com/innograph/innograph/schema/executor"
)

// unchanged tells the client of a GET how long its answer holds, and answers 304
// if the client has it already. An answer is as good as the graph it came from:
// caches keep it and ask before they give it out again. The tag is weak, since
// a compressed answer has the same.
func unchanged(w http.ResponseWriter, r *http.Request, prepared *executor.Prepared) bool {
	if r.Method != http.MethodGet {
		return false
	}
	tag := prepared.Tag()
	if tag == "" {
		w.Header().Set("Cache-Control", "no-store")
		return false
	}
	tag = `W/"` + tag + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "public, no-cache")
	if !etag.Holds(r, tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// worthCompressing is the size of an answer, in bytes, from which on it is compressed.
const worthCompressing = 1400

// takesGzip reports whether a client takes gzip, as Accept-Encoding says (RFC 9110, section 12.5.3).
func takesGzip(headers []string) bool {
	for _, header := range headers {
		for _, part := range strings.Split(header, ",") {
			coding, params, _ := strings.Cut(part, ";")
			if coding = strings.TrimSpace(coding); !strings.EqualFold(coding, "gzip") && coding != "*" {
				continue
			}
			name, value, given := strings.Cut(params, "=")
			if !given || !strings.EqualFold(strings.TrimSpace(name), "q") {
				return true
			}
			quality, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return err == nil && quality > 0
		}
	}
	return false
}

var compressors = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level exists
	}
	return z
}}

// compressing is a writer of one answer.
type compressing struct{ *gzip.Writer }

func compressor(w io.Writer) compressing {
	z := compressors.Get().(*gzip.Writer)
	z.Reset(w)
	return compressing{z}
}

func (z compressing) done() {
	_ = z.Close() // the client may be gone; there is nobody to tell
	compressors.Put(z.Writer)
}

// compressed compresses the pages of a handler for clients that take it.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if !takesGzip(r.Header.Values("Accept-Encoding")) {
			next.ServeHTTP(w, r)
			return
		}
		page := &compressedPage{ResponseWriter: w}
		defer page.done()
		next.ServeHTTP(page, r)
	})
}

// compressedPage compresses what is written, if it is text or JSON.
type compressedPage struct {
	http.ResponseWriter
	out   io.Writer
	begun bool
	z     *compressing
}

func (p *compressedPage) WriteHeader(status int) {
	if !p.begun {
		p.begun, p.out = true, p.ResponseWriter
		if h := p.Header(); strings.HasPrefix(h.Get("Content-Type"), "text/") || strings.HasPrefix(h.Get("Content-Type"), mediaJSON) {
			h.Set("Content-Encoding", "gzip")
			h.Del("Content-Length")
			z := compressor(p.ResponseWriter)
			p.z, p.out = &z, z
		}
	}
	p.ResponseWriter.WriteHeader(status)
}

func (p *compressedPage) Write(b []byte) (int, error) {
	if !p.begun {
		p.WriteHeader(http.StatusOK)
	}
	return p.out.Write(b)
}

// Unwrap lets http.ResponseController set deadlines.
func (p *compressedPage) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p *compressedPage) done() {
	if p.z != nil {
		p.z.done()
	}
}
