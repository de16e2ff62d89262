package schema

import (
	"context"
	"errors"
	"testing"

	"github.com/graphql-go/graphql"
)

// tree is a schema of nodes whose children and sizes are resolved for many
// parents at once; calls counts the batches.
func tree(t *testing.T, calls *int, fail func() error) graphql.Schema {
	t.Helper()
	node := graphql.NewObject(graphql.ObjectConfig{Name: "N", Fields: graphql.Fields{}})
	children := resolveMany(func(_ context.Context, parents []any, _ map[string]any) ([]any, error) {
		*calls++
		values := make([]any, len(parents))
		for i := range parents {
			values[i] = []any{parents[i].(int)*10 + 1, parents[i].(int)*10 + 2, parents[i].(int)*10 + 3}
		}
		return values, fail()
	})
	node.AddFieldConfig("children", &graphql.Field{Type: listOf(node), Resolve: children})
	node.AddFieldConfig("value", &graphql.Field{Type: nonNull(graphql.Int), Resolve: one(func(n int) any { return n })})
	query := graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: graphql.Fields{"root": {Type: node, Resolve: func(graphql.ResolveParams) (any, error) { return 1, nil }}}})
	s, err := graphql.NewSchema(graphql.SchemaConfig{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func execute(ctx context.Context, s graphql.Schema, query string) *graphql.Result {
	inner := context.WithValue(context.WithoutCancel(ctx), requestKey{}, &inFlight{ctx: ctx, batches: map[any]*batch{}})
	return graphql.Do(graphql.Params{Schema: s, RequestString: query, Context: inner})
}

// A list's children cost one batch a level, however many parents there are.
func TestOneBatchALevel(t *testing.T) {
	calls := 0
	s := tree(t, &calls, func() error { return nil })
	result := execute(context.Background(), s, `{ root { children { value children { value children { value } } } } }`)
	if len(result.Errors) > 0 {
		t.Fatal(result.Errors)
	}
	if calls != 3 {
		t.Errorf("%d batches for 3 levels", calls)
	}
	first := result.Data.(map[string]any)["root"].(map[string]any)["children"].([]any)[2].(map[string]any)["children"].([]any)[1].(map[string]any)["value"]
	if first != 132 {
		t.Errorf("values went to the wrong parents: %v, want 132", first)
	}
}

// A parent that comes again is resolved once.
func TestRepeatedParentsAreResolvedOnce(t *testing.T) {
	b := &batch{at: map[any]int{}}
	shared := new(int)
	if b.add(shared) != 0 || b.add(new(int)) != 1 || b.add(shared) != 0 || len(b.parents) != 2 {
		t.Errorf("%d parents collected, want 2", len(b.parents))
	}
}

func TestBatchErrorsAndPanics(t *testing.T) {
	for name, fail := range map[string]func() error{
		"error": func() error { return errors.New("broken") },
		"panic": func() error { panic("broken") },
	} {
		calls := 0
		result := execute(context.Background(), tree(t, &calls, fail), `{ root { children { value } } }`)
		if len(result.Errors) != 1 {
			t.Errorf("%s: errors %v", name, result.Errors)
		}
	}
}

func TestBatchesStopWithTheRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := 0
	result := execute(ctx, tree(t, &calls, func() error { return nil }), `{ root { children { value } } }`)
	if calls != 0 || len(result.Errors) != 1 || !errors.Is(origin(result.Errors[0]), context.Canceled) {
		t.Errorf("%d batches ran, errors %v", calls, result.Errors)
	}
}
