package executor

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// outcome is how far a document came and what came of it.
type outcome struct {
	Stage  string // syntax, validation, request, executed
	Data   string // JSON, in the order that it was given in
	Errors []outcomeError
}

type outcomeError struct {
	Path      []any
	Locations []Location
}

// TestConformance holds every case of conformance/cases.txt against graphql-js:
// how far the document comes, the data in its order, the paths and places of
// errors. A difference is listed with its reason in conformance/differences.txt,
// and a listed one that is none any more fails.
func TestConformance(t *testing.T) {
	cases := conformanceCases(t)
	if len(cases) < 200 {
		t.Fatalf("%d cases", len(cases))
	}
	want := graphqlJS(t, cases)
	e, _ := sdlExecutor(t)
	reasons := listedDifferences(t, "conformance/differences.txt")
	for i, c := range cases {
		got := ours(t, e, c)
		diff := gocmp.Diff(want[i], got)
		reason, listed := reasons[c.Name]
		delete(reasons, c.Name)
		switch {
		case diff != "" && !listed:
			t.Errorf("%s: %s\n(-graphql-js +ours):\n%s", c.Name, c.Query, diff)
		case diff == "" && listed:
			t.Errorf("%s: there is no difference any more: %s", c.Name, reason)
		}
	}
	for name := range reasons {
		t.Errorf("differences.txt lists %q, which is no case", name)
	}
}

func ours(t testing.TB, e *Executor, c conformanceCase) outcome {
	t.Helper()
	response := e.answer(context.Background(), Request{Query: c.Query, Variables: c.Variables, OperationName: c.Operation})
	if response.Refused() {
		switch response.Errors[0].Code {
		case CodeSyntax:
			return outcome{Stage: "syntax"}
		case CodeInvalid:
			return outcome{Stage: "validation"}
		}
		return outcome{Stage: "request"}
	}
	out := outcome{Stage: "executed", Data: string(response.Data)}
	for _, e := range response.Errors {
		out.Errors = append(out.Errors, outcomeError{e.Path, e.Locations})
	}
	return normal(t, out)
}

// normal makes outcomes comparable: data without insignificant spelling, errors by path.
func normal(t testing.TB, o outcome) outcome {
	t.Helper()
	var spelled bytes.Buffer
	if o.Data != "" {
		for token := range tokens(t, o.Data) {
			fmt.Fprintf(&spelled, "%v ", token)
		}
	}
	o.Data = spelled.String()
	for i, e := range o.Errors {
		for j, step := range e.Path {
			o.Errors[i].Path[j] = fmt.Sprint(step)
		}
	}
	if len(o.Errors) == 0 {
		o.Errors = nil
	}
	slices.SortFunc(o.Errors, func(a, b outcomeError) int { return cmp.Compare(fmt.Sprint(a.Path), fmt.Sprint(b.Path)) })
	return o
}

// tokens gives the tokens of JSON in their order.
func tokens(t testing.TB, text string) func(func(json.Token) bool) {
	return func(yield func(json.Token) bool) {
		d := json.NewDecoder(strings.NewReader(text))
		for {
			token, err := d.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			if s, ok := token.(string); ok {
				token = fmt.Sprintf("%q", s)
			}
			if !yield(token) {
				return
			}
		}
	}
}

// graphqlJS runs the cases with graphql-js.
func graphqlJS(t *testing.T, cases []conformanceCase) []outcome {
	t.Helper()
	var answer struct{ Results []outcome }
	node(t, &answer, "cases", cases)
	if len(answer.Results) != len(cases) {
		t.Fatalf("%d results for %d cases", len(answer.Results), len(cases))
	}
	for i := range answer.Results {
		if answer.Results[i].Stage == "executed" {
			answer.Results[i] = normal(t, answer.Results[i])
		}
	}
	return answer.Results
}

// node runs conformance/reference.mjs.
func node(t *testing.T, into any, mode string, input any) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("SKIPPED: node is not installed, so nothing is held against graphql-js")
	}
	if _, err := os.Stat("../../web/node_modules/graphql/package.json"); err != nil {
		t.Skip("SKIPPED: the package graphql is not in web/node_modules (npm ci in web), so nothing is held against graphql-js")
	}
	text, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd := exec.Command("node", "conformance/reference.mjs", mode)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(text), &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatal(err)
	}
}

// listedDifferences reads a list of differences: names of cases, then their
// reason behind a tab.
func listedDifferences(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for _, line := range strings.Split(string(text), "\n") {
		name, reason, ok := strings.Cut(line, "\t")
		if ok {
			reasons[name] = reason
		} else if line != "" && !strings.HasPrefix(line, "#") {
			t.Errorf("%s: no reason in %q", file, line)
		}
	}
	return reasons
}

// What tools learn of a schema by introspection, with every option that
// graphql-js has, is the schema.
func TestIntrospectionIsTheSchema(t *testing.T) {
	var asked struct{ Introspection []string }
	node(t, &asked, "cases", []conformanceCase{})
	e, _ := sdlExecutor(t)
	for _, query := range asked.Introspection {
		response := e.answer(context.Background(), Request{Query: query})
		if len(response.Errors) > 0 {
			t.Fatal(response.Errors[0])
		}
		var printed struct {
			Want, Got string
			Problems  []string
		}
		node(t, &printed, "introspection", json.RawMessage(response.Data))
		if diff := gocmp.Diff(printed.Want, printed.Got); diff != "" || len(printed.Problems) > 0 {
			t.Errorf("%v (-graphql-js +ours):\n%s", printed.Problems, diff)
		}
	}
}
