package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// discard is an answer that nobody reads.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkSmallRequest measures what a request costs beside its fields: a POST
// with variables that asks for one entity, through all of the server but the network.
func BenchmarkSmallRequest(b *testing.B) {
	h := handler(b)
	body := `{"query":"query($id: ID!) { county(id: $id) { id name } }","variables":{"id":"county/999901"}}`
	reader := strings.NewReader(body)
	r := httptest.NewRequest("POST", "/graphql", nil)
	r.Header.Set("Content-Type", "application/json")
	r.Body, r.ContentLength = io.NopCloser(reader), int64(len(body))
	b.ReportAllocs()
	for b.Loop() {
		reader.Reset(body)
		w := &discard{header: http.Header{}}
		h.ServeHTTP(w, r)
		if w.status != http.StatusOK {
			b.Fatal(w.status)
		}
	}
}
