package executor

import (
	"context"
	"fmt"
	"testing"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/schema/internal/reference"
)

// BenchmarkFields measures the executors alone: 1000 objects of ten scalars that
// are in memory, and their children by one read.
func BenchmarkFields(b *testing.B) {
	type row struct{ children []*row }
	o := graphql.NewObject(graphql.ObjectConfig{Name: "Row", Fields: graphql.Fields{}})
	for i := range 4 {
		o.AddFieldConfig(fmt.Sprint("text", i), &graphql.Field{Type: graphql.NewNonNull(graphql.String), Resolve: One(func(*row) any { return "some text" })})
		o.AddFieldConfig(fmt.Sprint("number", i), &graphql.Field{Type: graphql.Int, Resolve: One(func(*row) any { return 12345 })})
	}
	o.AddFieldConfig("truth", &graphql.Field{Type: graphql.Boolean, Resolve: One(func(*row) any { return true })})
	o.AddFieldConfig("share", &graphql.Field{Type: graphql.Float, Resolve: One(func(*row) any { return 0.25 })})
	o.AddFieldConfig("children", &graphql.Field{Type: listOf(o), Resolve: Many(func(_ context.Context, parents []any, _ map[string]any) ([]any, error) {
		values := make([]any, len(parents))
		for i, p := range Parents[*row](parents) {
			values[i] = p.children
		}
		return values, nil
	})})
	var rows []*row
	for range 1000 {
		rows = append(rows, &row{[]*row{{}, {}, {}}})
	}
	query := graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: graphql.Fields{"rows": {Type: listOf(o), Resolve: Constant(func() any { return rows })}}})
	config := graphql.SchemaConfig{Query: query}
	e, err := New(plainConfig(config, Limits{}))
	if err != nil {
		b.Fatal(err)
	}
	r := reference.New(b, config, e.check, true)
	const ten = "text0 text1 text2 text3 number0 number1 number2 number3 truth share"
	for name, text := range map[string]string{"list": "{ rows { " + ten + " } }", "nested": "{ rows { " + ten + " children { " + ten + " } } }", "tiny": "{ __typename }"} {
		r.Bench(b, name, text, nil, func() ([]byte, func()) {
			response := e.answer(context.Background(), Request{Query: text})
			if len(response.Errors) > 0 {
				b.Fatal(response.Errors[0])
			}
			return response.Data, response.Release
		})
	}
}
