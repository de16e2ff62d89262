package executor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/graphql-go/graphql"
)

// tree is a schema of nodes: node 1 has the children 11, 12 and 13, node 11 has
// 111 and so on; all of a level share the uncle 0. calls lists the parents of each read.
func tree(t testing.TB, limits Limits, calls *[][]any, fail func(ctx context.Context) error) *Executor {
	t.Helper()
	type number struct{ n int }
	uncle := &number{}
	node := graphql.NewObject(graphql.ObjectConfig{Name: "N", Fields: graphql.Fields{}})
	read := func(values func(*number) any) graphql.FieldResolveFn {
		return Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			*calls = append(*calls, parents)
			list := make([]any, len(parents))
			for i, p := range Parents[*number](parents) {
				list[i] = values(p)
			}
			return list, fail(ctx)
		})
	}
	node.AddFieldConfig("children", &graphql.Field{Type: listOf(node), Resolve: read(func(n *number) any {
		return []*number{{n.n*10 + 1}, {n.n*10 + 2}, {n.n*10 + 3}}
	})})
	node.AddFieldConfig("uncle", &graphql.Field{Type: node, Resolve: read(func(*number) any { return uncle })})
	node.AddFieldConfig("value", &graphql.Field{Type: graphql.NewNonNull(graphql.Int), Resolve: One(func(n *number) any { return n.n })})
	node.AddFieldConfig("text", &graphql.Field{Type: graphql.String, Args: graphql.FieldConfigArgument{"of": {Type: graphql.String}}, Resolve: Many(func(_ context.Context, parents []any, args map[string]any) ([]any, error) {
		list := make([]any, len(parents))
		for i := range parents {
			list[i] = args["of"]
		}
		return list, nil
	})})
	query := graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: graphql.Fields{"root": {Type: node, Resolve: Constant(func() any { return &number{1} })}}})
	e, err := New(plainConfig(graphql.SchemaConfig{Query: query}, limits))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// answer runs a document over an engine.
func (e *Executor) answer(ctx context.Context, r Request) *Response {
	p, refused := e.prepare(r)
	if refused != nil {
		return refused
	}
	return e.run(ctx, p, nil)
}

func text(t testing.TB, r *Response) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func well(context.Context) error { return nil }

// A list's children cost one read a level, however many parents there are; the
// answer has the order of the document.
func TestOneReadALevel(t *testing.T) {
	var calls [][]any
	e := tree(t, Limits{}, &calls, well)
	got := text(t, e.answer(context.Background(), Request{Query: `{ root { b: value children { value children { a: value children { value } } } } }`}))
	if len(calls) != 3 || len(calls[0]) != 1 || len(calls[1]) != 3 || len(calls[2]) != 9 {
		t.Errorf("reads of %d levels: %v", len(calls), calls)
	}
	want := `{"data":{"root":{"b":1,"children":[{"value":11,"children":[{"a":111,"children":[{"value":1111},{"value":1112},{"value":1113}]},{"a":112,`
	if !strings.HasPrefix(got, want) {
		t.Errorf("%s\nwant %s…", got, want)
	}
}

// A value that comes again is read once and written wherever it is.
func TestRepeatedParentsAreReadOnce(t *testing.T) {
	var calls [][]any
	e := tree(t, Limits{}, &calls, well)
	got := text(t, e.answer(context.Background(), Request{Query: `{ root { children { uncle { uncle { value } } } } }`}))
	want := `{"data":{"root":{"children":[{"uncle":{"uncle":{"value":0}}},{"uncle":{"uncle":{"value":0}}},{"uncle":{"uncle":{"value":0}}}]}}}`
	if len(calls) != 3 || len(calls[1]) != 3 || len(calls[2]) != 1 || got != want {
		t.Errorf("%v\n%s\nwant %s", calls, got, want)
	}
}

func TestErrorsAndPanicsOfReads(t *testing.T) {
	for name, fail := range map[string]func(context.Context) error{
		"an error":     func(context.Context) error { return errors.New("secret") },
		"a panic":      func(context.Context) error { panic("secret") },
		"one of ours":  func(context.Context) error { return BadInput("internal error") },
		"wrapped ours": func(context.Context) error { return fmt.Errorf("around: %w", BadInput("internal error")) },
	} {
		var calls [][]any
		got := text(t, tree(t, Limits{}, &calls, fail).answer(context.Background(), Request{Query: "{ root { value\n children { value } } }"}))
		code := CodeInternal
		if strings.Contains(name, "ours") {
			code = CodeBadInput
		}
		want := `{"errors":[{"message":"internal error","locations":[{"line":2,"column":2}],"path":["root","children"],"extensions":{"code":"` + code + `"}}],"data":{"root":null}}`
		if got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}

// A request that ends is given up between two reads and while the answer is
// written, and says so without half an answer.
func TestEndedRequestsStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var calls [][]any
	e := tree(t, Limits{}, &calls, func(context.Context) error {
		if len(calls) == 2 {
			cancel()
		}
		return nil
	})
	want := `{"errors":[{"message":"the request was cancelled","extensions":{"code":"TIMEOUT"}}],"data":null}`
	if got := text(t, e.answer(ctx, Request{Query: `{ root { children { children { children { value } } } } }`})); got != want || len(calls) != 2 {
		t.Errorf("%d reads, %s", len(calls), got)
	}

	slow := tree(t, Limits{Time: 30 * time.Millisecond}, &calls, func(ctx context.Context) error {
		<-ctx.Done()
		return ctx.Err()
	})
	began := time.Now()
	got := text(t, slow.answer(context.Background(), Request{Query: `{ root { children { value } } }`}))
	if took := time.Since(began); took > 50*time.Millisecond || !strings.Contains(got, "not done after 30ms") || !strings.Contains(got, `"data":null`) {
		t.Errorf("after %s: %s", took, got)
	}
}

// What is written for long stops soon after the end of its request, and where the
// answer gets too large.
func TestWritingStops(t *testing.T) {
	long := graphql.NewObject(graphql.ObjectConfig{Name: "Long", Fields: graphql.Fields{}})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	written := 0
	long.AddFieldConfig("n", &graphql.Field{Type: graphql.Int, Resolve: One(func(int) any {
		if written++; written == 1000 {
			cancel()
		}
		return 1
	})})
	query := graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: graphql.Fields{"all": {Type: listOf(long), Resolve: Constant(func() any { return make([]int, 50_000) })}}})
	e, err := New(plainConfig(graphql.SchemaConfig{Query: query}, Limits{Answer: 100_000}))
	if err != nil {
		t.Fatal(err)
	}
	response := e.answer(ctx, Request{Query: `{ all { n } }`})
	if written > 1200 || string(response.Data) != "null" || response.Errors[0].Code != CodeOutOfTime {
		t.Errorf("%d are written, 1000 before the end: %.200s", written, text(t, response))
	}
	response = e.answer(context.Background(), Request{Query: `{ all { n } }`})
	if string(response.Data) != "null" || response.Errors[0].Code != CodeTooCostly || !strings.Contains(response.Errors[0].Message, "more than 100000 bytes") {
		t.Errorf("an answer that is too large: %.200s", text(t, response))
	}
}

// Parents of several types are one read, where their field is the same.
func TestOneReadForAllTypes(t *testing.T) {
	calls := 0
	shared := &graphql.Field{Type: graphql.Int, Resolve: Many(func(_ context.Context, parents []any, _ map[string]any) ([]any, error) {
		calls++
		return parents, nil // each is its own number
	})}
	var objects []*graphql.Object
	face := graphql.NewInterface(graphql.InterfaceConfig{Name: "Face", Fields: graphql.Fields{"number": shared}, ResolveType: func(p graphql.ResolveTypeParams) *graphql.Object { return objects[p.Value.(int)%3] }})
	types := []graphql.Type{}
	for _, name := range []string{"A", "B", "C"} {
		o := graphql.NewObject(graphql.ObjectConfig{Name: name, Interfaces: []*graphql.Interface{face}, Fields: graphql.Fields{"number": shared}})
		objects, types = append(objects, o), append(types, o)
	}
	query := graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: graphql.Fields{"all": {Type: listOf(face), Resolve: Constant(func() any { return []int{0, 1, 2, 3, 4, 5, 6} })}}})
	e, err := New(plainConfig(graphql.SchemaConfig{Query: query, Types: types}, Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, e.answer(context.Background(), Request{Query: `{ all { number } }`}))
	want := `{"data":{"all":[{"number":0},{"number":1},{"number":2},{"number":3},{"number":4},{"number":5},{"number":6}]}}`
	if calls != 1 || got != want {
		t.Errorf("%d reads: %s", calls, got)
	}
}

// Only so many errors are told, and no more are looked for in a document.
func TestErrorsAreBounded(t *testing.T) {
	failing := graphql.NewObject(graphql.ObjectConfig{Name: "F", Fields: graphql.Fields{"x": {Type: graphql.Int, Resolve: One(func(int) any { return errors.New("broken") })}}})
	query := graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: graphql.Fields{"all": {Type: listOf(failing), Resolve: Constant(func() any { return make([]int, 70) })}}})
	e, err := New(plainConfig(graphql.SchemaConfig{Query: query}, Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	response := e.answer(context.Background(), Request{Query: `{ all { x } }`})
	if n := len(response.Errors); n != maxErrorsShown+1 || response.Errors[n-1].Code != CodeMore || response.Errors[n-1].Message != "20 more errors" || strings.Count(string(response.Data), "null") != 70 {
		t.Errorf("%d errors, the last %v", n, response.Errors[n-1])
	}
	doc, refused := e.parse("{" + strings.Repeat(" nope", 70) + "}")
	if refused != nil {
		t.Fatal(refused.Errors[0])
	}
	if n := len(e.violations(doc)); n != maxErrorsShown+1 {
		t.Errorf("%d violations were looked for", n)
	}
}

// Values that are held while an answer is made are counted.
func TestHeldNodesAreCounted(t *testing.T) {
	var calls [][]any
	e := tree(t, Limits{Nodes: 12}, &calls, well)
	if got := text(t, e.answer(context.Background(), Request{Query: `{ root { children { children { uncle { value } } } } }`})); !strings.Contains(got, CodeTooCostly) || !strings.Contains(got, `"data":null`) {
		t.Errorf("13 nodes of 12: %s", got)
	}
}

// What @skip and @include ask for chooses the plan; arguments with variables
// are coerced with each request.
func TestVariablesOfOneDocument(t *testing.T) {
	var calls [][]any
	e := tree(t, Limits{}, &calls, well)
	query := `query($no: Boolean!, $of: String = "d") { root { text(of: $of) ... @skip(if: $no) { value children { value } } more: value @include(if: $no) } }`
	for _, c := range []struct {
		variables map[string]any
		want      string
	}{
		{map[string]any{"no": true, "of": "x"}, `{"data":{"root":{"text":"x","more":1}}}`},
		{map[string]any{"no": false, "of": "y"}, `{"data":{"root":{"text":"y","value":1,"children":[{"value":11},{"value":12},{"value":13}]}}}`},
		{map[string]any{"no": true}, `{"data":{"root":{"text":"d","more":1}}}`},
		{map[string]any{"no": true, "of": nil}, `{"data":{"root":{"text":null,"more":1}}}`},
	} {
		if got := text(t, e.answer(context.Background(), Request{Query: query, Variables: c.variables})); got != c.want {
			t.Errorf("%v: %s\nwant %s", c.variables, got, c.want)
		}
	}
}

// A field that is not written with Many or one is refused when the schema is built.
func TestForeignResolversAreRefused(t *testing.T) {
	for name, resolve := range map[string]graphql.FieldResolveFn{
		"none":       nil,
		"a function": func(graphql.ResolveParams) (any, error) { return 1, nil },
		"a panic":    func(p graphql.ResolveParams) (any, error) { return p.Source.(int), nil },
	} {
		query := graphql.NewObject(graphql.ObjectConfig{Name: "Query", Fields: graphql.Fields{"x": {Type: graphql.Int, Resolve: resolve}}})
		if _, err := New(plainConfig(graphql.SchemaConfig{Query: query}, Limits{})); err == nil || !strings.Contains(err.Error(), "Query.x") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
