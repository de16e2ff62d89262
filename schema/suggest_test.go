package schema_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/innograph/innograph/schema/executor"
)

// Who mistypes a name is told which one may have been meant, and every error
// has a code and a place.
func TestSuggestions(t *testing.T) {
	s := fromSeeds(t).schema
	for _, c := range []struct{ query, means string }{
		{`{ universitys { totalCount } }`, `"universities"`},
		{`{ universities { totlCount } }`, `"totalCount"`},
		{`{ node(id: "x") { name } }`, `Entity`},
		{`{ node(id: "x") { ... on Univercity { id } } }`, `"University"`},
		{`query($v: Strin) { search(text: $v) { totalCount } }`, `String`},
		{`{ universities(frst: 1) { totalCount } }`, `"first"`},
		{`{ search(text: "x", types: [COUNTRY]) { totalCount } }`, `"COUNTY"`},
		{`{ search(text: "x", types: "COUNTY") { totalCount } }`, `"COUNTY"`},
		{`{ universities(orderBy: [{feld: NAME}]) { totalCount } }`, `field`},
		{`{ stats { quads @skp(if: true) } }`, `skip`},
		{`{ stats { ...Fo } } fragment Foo on Stats { quads }`, `Foo`},
	} {
		_, errs := ask(t, s, c.query, nil)
		if len(errs) == 0 || code(errs) != "GRAPHQL_VALIDATION_FAILED" || !strings.Contains(errs[0]["message"].(string), c.means) || errs[0]["locations"] == nil {
			t.Errorf("%s: %v, want %s", c.query, errs, c.means)
		}
	}
	for _, c := range []struct{ query, operation, variables, means, code string }{
		{`query($v: [EntityType!]) { search(text: "x", types: $v) { totalCount } }`, "", `{"v":["COUNTRY"]}`, "COUNTY", "BAD_USER_INPUT"},
		{`query($v: [UniversityOrder!]) { universities(orderBy: $v) { totalCount } }`, "", `{"v":{"feld":"NAME"}}`, "field", "BAD_USER_INPUT"},
		{`query Counties { counties { totalCount } } query Stats { stats { quads } }`, "Countys", `{}`, "Counties", "OPERATION_RESOLUTION_FAILURE"},
	} {
		request := executor.Request{Query: c.query, OperationName: c.operation}
		if err := json.Unmarshal([]byte(c.variables), &request.Variables); err != nil {
			t.Fatal(err)
		}
		errs := s.Execute(context.Background(), request).Errors
		if len(errs) != 1 || errs[0].Code != c.code || !strings.Contains(errs[0].Message, `Did you mean "`+c.means+`"`) {
			t.Errorf("%s: %v, want %s", c.variables, errs, c.means)
		}
	}
}
