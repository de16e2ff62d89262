package schema

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/graphql-go/graphql"

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

// BenchmarkFields measures the executors alone: 1000 objects of ten scalars that
// are in memory, and their children by one read.
func BenchmarkFields(b *testing.B) {
	type row struct{ children []*row }
	o := graphql.NewObject(graphql.ObjectConfig{Name: "Row", Fields: graphql.Fields{}})
	for i := range 4 {
		o.AddFieldConfig(fmt.Sprint("text", i), &graphql.Field{Type: nonNull(graphql.String), Resolve: one(func(*row) any { return "some text" })})
		o.AddFieldConfig(fmt.Sprint("number", i), &graphql.Field{Type: graphql.Int, Resolve: one(func(*row) any { return 12345 })})
	}
	o.AddFieldConfig("truth", &graphql.Field{Type: graphql.Boolean, Resolve: one(func(*row) any { return true })})
	o.AddFieldConfig("share", &graphql.Field{Type: graphql.Float, Resolve: one(func(*row) any { return 0.25 })})
	o.AddFieldConfig("children", &graphql.Field{Type: listOf(o), Resolve: resolveMany(func(_ context.Context, parents []any, _ map[string]any) ([]any, error) {
		values := make([]any, len(parents))
		for i, p := range parentsOf[*row](parents) {
			values[i] = p.children
		}
		return values, nil
	})})
	var rows []*row
	for range 1000 {
		rows = append(rows, &row{[]*row{{}, {}, {}}})
	}
	query := graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: graphql.Fields{"rows": {Type: listOf(o), Resolve: constant(func() any { return rows })}}})
	config := graphqlConfig(query, nil)
	e, err := newEngine(config, Limits{}, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	const ten = "text0 text1 text2 text3 number0 number1 number2 number3 truth share"
	compare(b, e, newReference(b, e, config, true), []Document{
		{Name: "list", Text: "{ rows { " + ten + " } }", Variables: "{}"},
		{Name: "nested", Text: "{ rows { " + ten + " children { " + ten + " } } }", Variables: "{}"},
		{Name: "tiny", Text: "{ __typename }", Variables: "{}"},
	})
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
	compare(b, e, newReference(b, e, schema, true), documents)
}

// compare runs documents with both executors.
func compare(b *testing.B, e *engine, r *reference, documents []Document) {
	for _, d := range documents {
		var variables map[string]any
		decoder := json.NewDecoder(strings.NewReader(d.Variables))
		decoder.UseNumber()
		if err := decoder.Decode(&variables); err != nil {
			b.Fatal(err)
		}
		fields := float64(bytes.Count(e.answer(context.Background(), Request{Query: d.Text, Variables: variables}).Data, []byte(`":`)))
		b.Run(d.Name+"/ours", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				response := e.answer(context.Background(), Request{Query: d.Text, Variables: variables})
				if len(response.Errors) > 0 {
					b.Fatal(response.Errors[0])
				}
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
