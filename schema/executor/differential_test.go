package executor

import (
	"context"
	"strings"
	"testing"

	"github.com/innograph/innograph/schema/internal/reference"
)

// TestDifferential executes every document that may be executed with graphql-go's
// executor too, over the same types: the same data, order aside, and errors at
// the same paths. Where graphql-go is wrong is listed with the reason.
func TestDifferential(t *testing.T) {
	e, config := sdlExecutor(t)
	r := reference.New(t, config, e.check, false)
	reasons := listedDifferences(t, "conformance/graphql-go.txt")
	compared := 0
	for _, c := range conformanceCases(t) {
		got := e.answer(context.Background(), Request{Query: c.Query, Variables: c.Variables, OperationName: c.Operation})
		if got.Refused() || strings.HasPrefix(c.Name, "introspection:") {
			continue // graphql-go's own introspection is broken
		}
		compared++
		query, _ := unescape(c.Query)
		diff := r.Diff(t, r.Read(t, query), c.Variables, c.Operation, got.Data, paths(got))
		_, listed := reasons[c.Name]
		delete(reasons, c.Name)
		switch {
		case diff != "" && !listed:
			t.Errorf("%s: %s %v\n(-graphql-go +ours):\n%s", c.Name, c.Query, c.Variables, diff)
		case diff == "" && listed:
			t.Errorf("%s: graphql-go does the same", c.Name)
		}
	}
	if compared < 200 || len(reasons) > 0 {
		t.Errorf("%d documents compared; listed, but none: %v", compared, reasons)
	}
}

// paths are where the errors of an answer stand.
func paths(r *Response) (list [][]any) {
	for _, e := range r.Errors {
		list = append(list, e.Path)
	}
	return list
}
