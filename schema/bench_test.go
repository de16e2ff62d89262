package schema

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
	data "github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/search"
	"github.com/innograph/innograph/seeds"
)

// seedConfig is what the schema over the seeds is made of.
func seedConfig(t testing.TB) Config {
	t.Helper()
	var packages []data.Package
	for _, p := range seeds.Packages() {
		packages = append(packages, data.Package{Name: p.Name, FS: p.FS})
	}
	ctx := context.Background()
	facts, problems, err := data.Load(ctx, packages, nil)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	g, err := graph.Build(ctx, facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	index, err := search.New(ctx, g)
	if err != nil {
		t.Fatal(err)
	}
	return Config{Graph: g, Finder: index, Logger: slog.New(slog.DiscardHandler), Limits: Limits{}.withDefaults()}
}

// BenchmarkExecute measures prepared documents, from the plan to the JSON, with
// our executor and with graphql-go's (whose result goes through encoding/json).
func BenchmarkExecute(b *testing.B) {
	config := seedConfig(b)
	query, types := newBuilder(&config).build()
	schema := graphqlConfig(query, types)
	e, err := newEngine(schema, config.Limits, config.Logger)
	if err != nil {
		b.Fatal(err)
	}
	documents := []Document{{Name: "list", Text: `{ platforms(first: 100) { nodes { id iri type name nameEn translated kind level formerIds __typename } } }`, Variables: "{}"}}
	for _, d := range Documents() {
		if strings.HasPrefix(d.Name, "01-") || strings.HasPrefix(d.Name, "02-") {
			documents = append(documents, d)
		}
	}
	r := newReference(b, e, schema, true)
	for _, d := range documents {
		var variables map[string]any
		decoder := json.NewDecoder(strings.NewReader(d.Variables))
		decoder.UseNumber()
		if err := decoder.Decode(&variables); err != nil {
			b.Fatal(err)
		}
		fields := 0.0
		b.Run(d.Name+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				response := e.answer(context.Background(), Request{Query: d.Text, Variables: variables})
				if len(response.Errors) > 0 {
					b.Fatal(response.Errors[0])
				}
				fields = float64(bytes.Count(response.Data, []byte(`":`)))
				response.Release()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/fields, "ns/field")
		})
		b.Run(d.Name+"/graphql-go", func(b *testing.B) {
			b.ReportAllocs()
			doc := r.read(b, d.Text)
			for b.Loop() {
				result := r.execute(doc, variables, "")
				if len(result.Errors) > 0 {
					b.Fatal(result.Errors[0])
				}
				if _, err := json.Marshal(result); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/fields, "ns/field")
		})
	}
}
