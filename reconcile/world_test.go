package reconcile_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/reconcile"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/search"
)

var (
	seedsOnce sync.Once
	overSeeds *schema.Schema
)

// seedSchema is a schema over the seeds, the same for all tests.
func seedSchema(t testing.TB) *schema.Schema {
	t.Helper()
	g, _ := worlds.Seeds(t)
	seedsOnce.Do(func() { overSeeds = schemaOn(t, g) })
	return overSeeds
}

// schemaOver is a schema over facts, whose claims get their ids.
func schemaOver(t testing.TB, facts *graph.Facts) *schema.Schema {
	t.Helper()
	for i := range facts.Claims {
		facts.Claims[i].Identify()
	}
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	return schemaOn(t, g)
}

func schemaOn(t testing.TB, g *graph.Graph) *schema.Schema {
	t.Helper()
	index, err := search.New(context.Background(), g)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g, Finder: index})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// over is a service over a schema where nobody counts.
func over(s *schema.Schema) http.Handler {
	return reconcile.New(reconcile.Config{Schema: func() (*schema.Schema, func()) { return s, func() {} }, Logger: slog.New(slog.DiscardHandler), Version: "test", MaxBody: 256 << 10})
}

// send asks a service; a body is a form.
func send(h http.Handler, method, target, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// post sends a form of one field, and must be answered.
func post(t testing.TB, h http.Handler, field, value string) string {
	t.Helper()
	w := send(h, http.MethodPost, "/reconcile", url.Values{field: {value}}.Encode())
	if w.Code != http.StatusOK {
		t.Fatalf("%s=%s: %d %s", field, value, w.Code, w.Body)
	}
	return w.Body.String()
}

func get(t testing.TB, h http.Handler, target string) string {
	t.Helper()
	w := send(h, http.MethodGet, target, "")
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", target, w.Code, w.Body)
	}
	return w.Body.String()
}

// candidate is what tests look at of an answer.
type candidate struct {
	ID    string
	Name  string
	Score float64
	Match bool
}

// ask sends one query and gives its candidates.
func ask(t testing.TB, h http.Handler, query string) []candidate {
	t.Helper()
	var answer map[string]struct{ Result []candidate }
	if err := json.Unmarshal([]byte(post(t, h, "queries", `{"q0": `+query+`}`)), &answer); err != nil {
		t.Fatal(err)
	}
	return answer["q0"].Result
}
