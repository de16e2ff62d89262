package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

func TestVariablesOfWrongTypes(t *testing.T) {
	s := fromSeeds(t).schema
	query := `query($first: Int, $id: ID, $types: [EntityType!], $required: String!) { universities(first: $first) { totalCount } entity(id: $id) { id } search(text: $required, types: $types) { totalCount } }`
	for name, variables := range map[string]map[string]any{
		"string for Int":     {"required": "x", "first": "five"},
		"fraction for Int":   {"required": "x", "first": json.Number("1.5")},
		"object for ID":      {"required": "x", "id": map[string]any{"a": 1}},
		"unknown enum value": {"required": "x", "types": []any{"CASTLE"}},
		"missing required":   {},
		"null for required":  {"required": nil},
		"list for String":    {"required": []any{"a", "b"}},
	} {
		data, errs := ask(t, s, query, variables)
		if data != nil || code(errs) != "BAD_USER_INPUT" || len(errs[0]["message"].(string)) > 500 {
			t.Errorf("%s: %v, %v; want BAD_USER_INPUT and no data", name, data, errs)
		}
	}
	var nested any = "COUNTY"
	for range 100 {
		nested = []any{nested}
	}
	if _, errs := ask(t, s, query, map[string]any{"required": "x", "types": nested}); code(errs) != "BAD_USER_INPUT" {
		t.Errorf("a list in lists: %v", errs)
	}
	wrong := make([]any, 100_000)
	for i := range wrong {
		wrong[i] = "CASTLE"
	}
	_, errs := ask(t, s, query, map[string]any{"required": "x", "types": wrong})
	if text, _ := json.Marshal(errs); len(text) > 2000 || len(errs) == 0 {
		t.Errorf("100,000 wrong elements give an answer of %d bytes", len(text))
	}
}

func TestErrorsHavePlaces(t *testing.T) {
	s := fromSeeds(t).schema
	for name, c := range map[string]struct{ query, code string }{
		"syntax":        {"{\n  universities(first: ) { totalCount }\n}", "GRAPHQL_PARSE_FAILED"},
		"unknown field": {"{\n  universitys { totalCount }\n}", "GRAPHQL_VALIDATION_FAILED"},
	} {
		_, errs := ask(t, s, c.query, nil)
		if code(errs) != c.code || dig(t, errs[0], "locations.0.line") != 2.0 {
			t.Errorf("%s: %v, want %s on line 2", name, errs, c.code)
		}
	}
	_, errs := ask(t, s, "{ universitys { totalCount } }", nil)
	if !strings.Contains(errs[0]["message"].(string), "universities") {
		t.Errorf("no suggestion in %q", errs[0]["message"])
	}
	_, errs = ask(t, s, "{ \"县\"\n u: universities(first: 1) { nodes { name counties(first: -1) { totalCount } } } }", nil)
	if code(errs) != "GRAPHQL_PARSE_FAILED" {
		t.Errorf("%v", errs)
	}
	_, errs = ask(t, s, "{ # 县县\n u: universities(first: 1) { nodes { name counties(first: -1) { totalCount } } } }", nil)
	if code(errs) != "BAD_USER_INPUT" || dig(t, errs[0], "locations.0.line") != 2.0 || fmt.Sprint(errs[0]["path"]) != "[u nodes 0 counties]" {
		t.Errorf("an error in a batch is %v, want its path and line 2", errs)
	}
}

func TestReadOnly(t *testing.T) {
	response := fromSeeds(t).schema.Execute(context.Background(), executor.Request{Query: `mutation { x }`})
	if !response.Refused() {
		t.Errorf("a mutation is executed: %+v", response)
	}
}

// A response that was not executed has no data entry, not even null.
func TestRefusalsHaveNoData(t *testing.T) {
	response := fromSeeds(t).schema.Execute(context.Background(), executor.Request{Query: "{"})
	text, err := json.Marshal(response)
	if err != nil || bytes.Contains(text, []byte(`"data"`)) {
		t.Errorf("%s, %v", text, err)
	}
}

// A panic outside of resolvers is an inner error of the request.
func TestExecuteAnswersAfterAPanic(t *testing.T) {
	s, err := schema.New(schema.Config{Graph: fromSeeds(t).graph, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	var broken struct{ context.Context } // whatever is asked of it panics
	response := s.Execute(broken, executor.Request{Query: `{ stats { quads } }`})
	if !response.Refused() || response.Errors[0].Code != "INTERNAL_SERVER_ERROR" || response.Errors[0].Message != "internal error" {
		t.Errorf("%+v", response)
	}
}
