package schema

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// TestDifferential executes every document that may be executed with graphql-go's
// executor too, over the same types: the same data, order aside, and errors at
// the same paths. Where graphql-go is wrong is listed with the reason.
func TestDifferential(t *testing.T) {
	e, config := sdlEngine(t)
	r := newReference(t, e, config, false)
	reasons := listedDifferences(t, "conformance/graphql-go.txt")
	compared := 0
	for _, c := range conformanceCases(t) {
		got := e.answer(context.Background(), Request{Query: c.Query, Variables: c.Variables, OperationName: c.Operation})
		if got.Refused() || strings.HasPrefix(c.Name, "introspection:") {
			continue // graphql-go's own introspection is broken
		}
		compared++
		diff := r.differs(t, c, got)
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

// seedReference makes both executors over the seeds.
func seedReference(t *testing.T) (*engine, *reference) {
	t.Helper()
	config := seedConfig(t)
	query, types := newBuilder(&config).build()
	schema := graphqlConfig(query, types)
	e, err := newEngine(schema, config.Limits, config.Logger)
	if err != nil {
		t.Fatal(err)
	}
	return e, newReference(t, e, schema, false)
}

// The documents that clients rely on are answered as graphql-go answers them.
func TestDifferentialOverDocuments(t *testing.T) {
	e, r := seedReference(t)
	for _, d := range Documents() {
		c := conformanceCase{Name: d.Name, Query: d.Text}
		decoder := json.NewDecoder(strings.NewReader(d.Variables))
		decoder.UseNumber()
		if err := decoder.Decode(&c.Variables); err != nil {
			t.Fatal(err)
		}
		response := e.answer(context.Background(), Request{Query: c.Query, Variables: c.Variables})
		if diff := r.differs(t, c, response); diff != "" || len(response.Data) < 100 {
			t.Errorf("%s (-graphql-go +ours):\n%s", d.Name, diff)
		}
	}
}

// differs executes a document with graphql-go and says what differs. graphql-go
// runs the fields of an object in random order, so that which errors it tells
// beside one that takes its parent with it is chance: one run of many that agrees
// will do.
func (r *reference) differs(t *testing.T, c conformanceCase, got *Response) (diff string) {
	t.Helper()
	for range 10 {
		if diff = r.differsOnce(t, c, got); diff == "" || len(got.Errors) == 0 {
			break
		}
	}
	return diff
}

func (r *reference) differsOnce(t *testing.T, c conformanceCase, got *Response) string {
	t.Helper()
	result := r.execute(r.read(t, c.Query), c.Variables, c.Operation)
	want, err := json.Marshal(result.Data)
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	var theirs, ours struct {
		Data  any
		Paths []string
	}
	for data, into := range map[string]*any{string(want): &theirs.Data, string(got.Data): &ours.Data} {
		if err := json.Unmarshal([]byte(data), into); err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
	}
	if string(want) == string(got.Data) {
		ours.Data = theirs.Data
	}
	for _, e := range result.Errors {
		theirs.Paths = append(theirs.Paths, fmt.Sprint(e.Path))
	}
	for _, e := range got.Errors {
		ours.Paths = append(ours.Paths, fmt.Sprint(e.Path))
	}
	slices.SortFunc(theirs.Paths, cmp.Compare)
	slices.SortFunc(ours.Paths, cmp.Compare)
	return gocmp.Diff(theirs, ours)
}
