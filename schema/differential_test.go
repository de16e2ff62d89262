package schema

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/schema/internal/reference"
)

// seedExecutors makes our executor and graphql-go's over the seeds.
func seedExecutors(t testing.TB, batches bool) (*executor.Executor, *reference.Executor, *ast.Schema) {
	t.Helper()
	config := seedConfig(t)
	made := config.executor()
	e, err := executor.New(made)
	if err != nil {
		t.Fatal(err)
	}
	printed, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: e.SDL()})
	if err != nil {
		t.Fatal(err)
	}
	return e, reference.New(t, made.Schema, printed, batches), printed
}

// difference says in what an answer differs from graphql-go's.
func difference(t testing.TB, r *reference.Executor, request executor.Request, got *executor.Response) string {
	t.Helper()
	var paths [][]any
	for _, e := range got.Errors {
		paths = append(paths, e.Path)
	}
	return r.Diff(t, r.Read(t, request.Query), request.Variables, "", got.Data, paths)
}

// requestOf is the request that a document to start from makes.
func requestOf(t testing.TB, d Document) executor.Request {
	t.Helper()
	request := executor.Request{Query: d.Text}
	decoder := json.NewDecoder(strings.NewReader(d.Variables))
	decoder.UseNumber()
	if err := decoder.Decode(&request.Variables); err != nil {
		t.Fatal(err)
	}
	return request
}

// The documents that clients rely on are answered as graphql-go answers them.
func TestDifferentialOverDocuments(t *testing.T) {
	t.Parallel()
	e, r, _ := seedExecutors(t, false)
	for _, d := range Documents() {
		request := requestOf(t, d)
		response := e.Execute(context.Background(), request)
		if diff := difference(t, r, request, response); diff != "" || len(response.Data) < 100 {
			t.Errorf("%s (-graphql-go +ours):\n%s", d.Name, diff)
		}
	}
}
