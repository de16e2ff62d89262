package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

// Documents that kill or stall a server that hands them to graphql-go v0.8.1
// as they come. Each is refused here, with a short answer.
func TestAttacksAreRefused(t *testing.T) {
	s := fromSeeds(t).schema
	repeat := strings.Repeat
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i, i+1)
		}
		return b.String()
	}
	for name, query := range map[string]string{
		"a fragment in itself":             `{...A} fragment A on Query{...A}`,
		"two fragments in each other":      `{...A} fragment A on Query{...B} fragment B on Query{...A}`,
		"a circular fragment that is idle": `{stats{quads}} fragment A on Query{...A}`,
		"a variable without a type":        `query($a:){stats{quads}}`,
		"a variable of half a list":        `query($a:]){stats{quads}}`,
		"a variable of a bang":             `query($a:!){stats{quads}}`,
		"nested lists":                     `{a(v:` + repeat("[", 100_000),
		"nested lists, closed":             `{search(text:` + repeat("[", 300) + repeat("]", 300) + `){totalCount}}`,
		"nested objects":                   `{a(v:` + repeat("{a:", 20_000),
		"nested selections":                repeat("{a", 20_000),
		"deep selections":                  `{county(id:"x")` + repeat(`{within`, 30) + `{id}` + repeat(`}`, 30) + `}`,
		"a syntax error on a long line":    `{` + repeat(" ", 60_000) + `(`,
		"10,000 aliases":                   `{` + many(10_000, "a%d:stats{quads} ") + `}`,
		"more fields than allowed":         `{` + many(1_200, "a%d:__typename b%d:__typename ") + `}`,
		"exponential fragments":            `{...F0}` + many(20, "fragment F%d on Query{...F%[2]d ...F%[2]d}") + `fragment F20 on Query{stats{quads}}`,
		"a name of a megabyte":             `{` + repeat("a", 1<<20) + `}`,
		"a name of 129 bytes":              `{` + repeat("a", 129) + `}`,
		"a million tokens":                 `{a(v:[` + repeat("1 ", 1<<20) + `])}`,
		"5,000 tokens":                     `{a(v:[` + repeat("1 ", 5_000) + `])}`,
		"a document of 64 KiB of spaces":   repeat(" ", 65_537),
		"pages of pages":                   `{universities(first:500){nodes{counties(first:500){nodes{partners(first:500){totalCount}}}}}}`,
		"no UTF-8":                         "{ # \xff\n stats { quads } }",
		"an open string":                   `{search(text:"`,
		"an open block string":             `{search(text:"""` + repeat(`\"""`, 100),
		"a lone quote after a backslash":   `{search(text:"\`,
		"more errors than are shown":       `{` + many(200, "a%d b%d ") + `}`,
		"nothing":                          ``,
		"a comment alone":                  `# nothing`,
		"a type definition":                `type A { b: Int }`,
		"a subscription":                   `subscription { stats }`,
		"an operation that is not there":   `query A {stats{quads}} query B {stats{quads}}`,
	} {
		t.Run(name, func(t *testing.T) {
			response := s.Execute(context.Background(), executor.Request{Query: query})
			if !response.Refused() || len(response.Errors) == 0 {
				t.Fatalf("executed, %d errors", len(response.Errors))
			}
			if len(response.Errors) > 51 {
				t.Errorf("%d errors", len(response.Errors))
			}
			for _, e := range response.Errors {
				if len(e.Message) > 2000 {
					t.Errorf("a message of %d bytes", len(e.Message))
				}
				if e.Code == "INTERNAL_SERVER_ERROR" {
					t.Errorf("the guard let it through to a failure: %s", e.Message)
				}
			}
		})
	}
}

// Documents at the edge of the limits run: the guard is no nuisance.
func TestReasonableDocumentsPass(t *testing.T) {
	s := fromSeeds(t).schema
	for name, query := range map[string]string{
		"100 aliases":               `{` + strings.Repeat("stats{quads} ", 100) + `}`,
		"a fragment used twice":     `{a:stats{...F} b:stats{...F}} fragment F on Stats{quads}`,
		"brackets in strings":       `{search(text:"{{{{[[[[((((` + strings.Repeat("(", 80) + `"){totalCount}}`,
		"brackets in comments":      "{ # " + strings.Repeat("{", 100) + "\n stats{quads}}",
		"a block string":            `{search(text:"""浙江 "大学" \""" """){totalCount}}`,
		"commas and tabs":           "{,stats,{,quads,\t},}",
		"the largest introspection": introspection,
	} {
		t.Run(name, func(t *testing.T) {
			response := s.Execute(context.Background(), executor.Request{Query: query})
			if len(response.Errors) > 0 {
				t.Errorf("%v", response.Errors[0])
			}
		})
	}
}

// introspection is the deepest question that tools ask about a schema.
const introspection = `query { __schema { queryType { name } types { ...T } directives { name locations args { ...I } } } }
fragment T on __Type { kind name description fields(includeDeprecated: true) { name args { ...I } type { ...R } isDeprecated deprecationReason }
  inputFields { ...I } interfaces { ...R } enumValues(includeDeprecated: true) { name } possibleTypes { ...R } }
fragment I on __InputValue { name description type { ...R } defaultValue }
fragment R on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }`

func TestLimitsCanBeSet(t *testing.T) {
	s, err := newSchema(fromSeeds(t).graph, executor.Limits{Bytes: 30, Page: 3})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		`{ stats { quads claims observations } }`: "DOCUMENT_TOO_LARGE",
		`{counties(first:4){totalCount}}`:         "DOCUMENT_TOO_LARGE",
		`{tasks(first:4){totalCount}}`:            "BAD_USER_INPUT",
	} {
		response := s.Execute(context.Background(), executor.Request{Query: query})
		if len(response.Errors) == 0 || response.Errors[0].Code != want {
			t.Errorf("%s: %v, want %s", query, response.Errors, want)
		}
	}
}

// Each limit stops what it is there for by itself, and says so: a document that
// kills is mostly over several limits at once.
func TestEachLimitStops(t *testing.T) {
	t.Parallel()
	g := fromSeeds(t).graph
	for name, c := range map[string]struct {
		limits      executor.Limits
		query, says string
	}{
		"bytes":   {executor.Limits{Bytes: 15}, `{stats{quads  }}`, "has 16 bytes, at most 15"},
		"tokens":  {executor.Limits{Tokens: 5}, `{stats{quads}}`, "more than 5 tokens"},
		"nesting": {executor.Limits{Nesting: 1}, `{stats{quads}}`, "nested more than 1 deep"},
		"name":    {executor.Limits{Name: 4}, `{stats{quads}}`, "a name has 5 bytes, at most 4"},
		"depth":   {executor.Limits{Depth: 1}, `{...F} fragment F on Query{stats{quads}}`, "more than 1 levels deep"},
		"fields":  {executor.Limits{Fields: 3}, `{a:stats{...F} b:stats{...F}} fragment F on Stats{quads}`, "more than 3 fields"},
		"spreads": {executor.Limits{Nesting: 2}, `{...A} fragment A on Query{...B} fragment B on Query{...C} fragment C on Query{__typename}`, "stand in each other more than 2 deep"},
		"schemas": {executor.Limits{}, `{` + strings.Repeat("...A ", 6) + `} fragment A on Query{__schema{description}}`, "asks for __schema more than 5 times"},
		"dear":    {executor.Limits{}, `{...A} fragment A on Query{` + aliases(26, "conflicts{totalCount}") + `}`, "26 parts, at most 20"},
		"looks":   {executor.Limits{}, `{` + aliases(6, "claims(filter:{status:{eq:PLANNED}}){totalCount}") + `}`, "36 parts, at most 20"},
		"orders":  {executor.Limits{}, `{` + aliases(20, "counties(first:1,orderBy:{field:DEGREE}){aggregate{count}}") + `}`, "40 parts, at most 20"},
		"planned": {executor.Limits{Planned: 3}, `{counties(first:2){nodes{id name}}}`, "make more than 3 fields"},
		"merged":  {executor.Limits{}, `{county(id:"x"){relations{nodes{` + byType(10) + `}}}}`, "too many fields with the same keys"},
		"nodes":   {executor.Limits{Nodes: 5}, `{counties(last:2){nodes{relations(first:2){totalCount}}}}`, "may ask for 6 nodes, at most 5"},
		"time":    {executor.Limits{Time: 1}, `{counties{totalCount}}`, "not done after 1ns"},
	} {
		s, err := schema.New(schema.Config{Graph: g, Limits: c.limits})
		if err != nil {
			t.Fatal(err)
		}
		response := s.Execute(context.Background(), executor.Request{Query: c.query})
		if len(response.Errors) == 0 || !strings.Contains(response.Errors[0].Message, c.says) {
			t.Errorf("%s: %v, want %q", name, response.Errors, c.says)
		}
	}
}

// aliases asks a field under many keys.
func aliases(n int, field string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d:%s ", i, field)
	}
	return b.String()
}

// FuzzExecute: whatever a document and its variables are, there is an answer: it
// is refused or executed, never an inner failure; it is JSON, and the same when
// the document is known.
func FuzzExecute(f *testing.F) {
	for _, d := range schema.Documents() {
		f.Add(d.Text, d.Variables)
	}
	for _, q := range []string{`{`, `query($a:){a}`, `{...A} fragment A on Query{...A}`, `{a(v:[[[1]]])}`, `{ # é` + "\n ba: a }", `query Q($v: [Int!]! = [1]) @d { __typename }`, `{county(id: null) {id}}`, `{entity(name:"\u{1F600}\ud83d\ude00"){id}}`,
		`query($v: Boolean = true) { node(id: "county/330324") { id ... @skip(if: $v) { __typename } ...on Organization { kind } ...on County { r: relations(first: 2) { nodes { ...on Node { id } } } } } }`, `{__schema{types{name fields{name args{defaultValue}}}}}`} {
		f.Add(q, `{"v": [1, null, {"a": 1.5e3}]}`)
	}
	f.Fuzz(func(t *testing.T, query, variables string) {
		request := executor.Request{Query: query}
		d := json.NewDecoder(strings.NewReader(variables))
		d.UseNumber()
		_ = d.Decode(&request.Variables) // none where they are no JSON object
		s := fromSeeds(t).schema
		// A document that hangs is told, with what it is.
		defer time.AfterFunc(10*time.Second, func() { panic(fmt.Sprintf("no answer after 10 s: %q %s", query, variables)) }).Stop()
		first, err := s.Execute(context.Background(), request).MarshalJSON()
		if err != nil || !json.Valid(first) {
			t.Fatalf("%q: no JSON: %v %s", query, err, first)
		}
		if bytes.Contains(first, []byte("INTERNAL_SERVER_ERROR")) {
			t.Fatalf("%q %s: %s", query, variables, first)
		}
		if again, _ := s.Execute(context.Background(), request).MarshalJSON(); !bytes.Equal(first, again) {
			t.Fatalf("%q %s: %s\nthen %s", query, variables, first, again)
		}
	})
}
