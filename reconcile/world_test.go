package reconcile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/reconcile"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/search"
	"github.com/innograph/innograph/seeds"
)

var seeded = sync.OnceValues(func() (*schema.Schema, error) {
	var packages []loader.Package
	for _, p := range seeds.Packages() {
		packages = append(packages, loader.Package{Name: p.Name, FS: p.FS})
	}
	return schemaOf(packages)
})

func schemaOf(packages []loader.Package) (*schema.Schema, error) {
	facts, problems, err := loader.Load(context.Background(), packages, nil)
	if err != nil || len(problems) > 0 {
		return nil, fmt.Errorf("load: %v, problems: %v", err, problems)
	}
	return schemaOver(facts)
}

func schemaOver(facts *graph.Facts) (*schema.Schema, error) {
	for i := range facts.Claims {
		facts.Claims[i].Identify()
	}
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		return nil, err
	}
	index, err := search.New(context.Background(), g)
	if err != nil {
		return nil, err
	}
	return schema.New(schema.Config{Graph: g, Finder: index})
}

// generated is a graph of invented counties.
func generated(t testing.TB, counties int) *schema.Schema {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if _, err := generate.Write(context.Background(), dir, generate.Config{Counties: counties, Seed: 7, Describe: loader.Describe}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var packages []loader.Package
	for _, e := range entries {
		packages = append(packages, loader.Package{Name: e.Name(), FS: os.DirFS(filepath.Join(dir, e.Name()))})
	}
	s, err := schemaOf(packages)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func seedSchema(t testing.TB) *schema.Schema {
	t.Helper()
	s, err := seeded()
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
