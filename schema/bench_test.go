package schema

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
)

// seedConfig is what the schema over the seeds is made of.
func seedConfig(t testing.TB) Config {
	t.Helper()
	g, _ := worlds.Seeds(t)
	index, err := search.New(context.Background(), g)
	if err != nil {
		t.Fatal(err)
	}
	return Config{Graph: g, Finder: index, Logger: slog.New(slog.DiscardHandler), Limits: executor.Limits{}.WithDefaults()}
}

// BenchmarkExecute measures prepared documents, from the plan to the JSON, with
// our executor and with graphql-go's (whose result goes through encoding/json).
func BenchmarkExecute(b *testing.B) {
	e, r, _ := seedExecutors(b, true)
	documents := []Document{{Name: "list", Text: `{ platforms(first: 100) { nodes { id iri type name nameEn translated kind level formerIds __typename } } }`, Variables: "{}"}}
	for _, d := range Documents() {
		if strings.HasPrefix(d.Name, "01-") || strings.HasPrefix(d.Name, "02-") {
			documents = append(documents, d)
		}
	}
	for _, d := range documents {
		request := requestOf(b, d)
		r.Bench(b, d.Name, request.Query, request.Variables, func() ([]byte, func()) {
			response := e.Execute(context.Background(), request)
			return response.Data, response.Release
		})
	}
}
