package schema

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/innograph/innograph/schema/executor"
)

// randomDocument writes random documents that are valid over a schema.
type randomDocument struct {
	*rand.Rand
	schema  *ast.Schema
	starts  []string // root fields with their arguments
	aliases int
}

func (r *randomDocument) text() string {
	var b strings.Builder
	b.WriteString("{")
	for range 1 + r.IntN(3) {
		start := r.starts[r.IntN(len(r.starts))]
		name, _, _ := strings.Cut(start, "(")
		r.aliases++
		fmt.Fprintf(&b, " a%d: %s%s", r.aliases, start, r.selection(r.schema.Query.Fields.ForName(name).Type.Name(), 5))
	}
	return b.String() + " }"
}

// selection asks for some fields of a type, some of them under fragments of the
// types that its values may have, some twice.
func (r *randomDocument) selection(of string, depth int) string {
	def := r.schema.Types[of]
	if !def.IsCompositeType() {
		return ""
	}
	var b strings.Builder
	b.WriteString(" { __typename")
	for range 1 + r.IntN(4) {
		if len(def.Fields) > 0 {
			b.WriteString(r.field(def.Fields[r.IntN(len(def.Fields))], depth))
		}
	}
	possible := slices.Clone(r.schema.GetPossibleTypes(def))
	slices.SortFunc(possible, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	if r.IntN(2) == 0 && depth > 0 {
		on := possible[r.IntN(len(possible))].Name
		if faces := r.schema.Types[on].Interfaces; len(faces) > 0 && r.IntN(3) == 0 {
			on = faces[r.IntN(len(faces))]
		}
		fmt.Fprintf(&b, " ... on %s%s%s", on, []string{"", " @include(if: true)", " @skip(if: true)", " @skip(if: false)"}[r.IntN(4)], r.selection(on, depth-1))
	}
	return b.String() + " }"
}

func (r *randomDocument) field(f *ast.FieldDefinition, depth int) string {
	def := r.schema.Types[f.Type.Name()]
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			return ""
		}
	}
	if strings.HasPrefix(f.Name, "__") || def.IsCompositeType() && depth == 0 {
		return ""
	}
	args := ""
	if f.Arguments.ForName("first") != nil {
		args = fmt.Sprintf("(first: %d)", r.IntN(4))
	}
	alias := ""
	if args != "" || r.IntN(4) == 0 { // fields of a key must agree
		r.aliases++
		alias = fmt.Sprintf("a%d: ", r.aliases)
	}
	return " " + alias + f.Name + args + r.selection(f.Type.Name(), depth-1)
}

// Random documents over the seeds are answered as graphql-go answers them.
func TestRandomDocuments(t *testing.T) {
	t.Parallel()
	e, r, printed := seedExecutors(t, false)
	random := &randomDocument{Rand: rand.New(rand.NewPCG(5, 7)), schema: printed, starts: []string{
		`node(id: "claim/x")`, `county(id: "county/330324")`, `entity(id: "university/zhejiang-university")`, `universities(first: 3)`, `platforms(last: 2)`, `sources`, `indicators(first: 2)`, `stats`, `ontology`,
		`search(text: "大学", first: 4)`, `counties(first: 2)`, `industries(first: 3, orderBy: {field: DEGREE, direction: DESC})`, `node(id: "source/yongjia-2021")`,
	}}
	executed, bytes := 0, 0
	for range 300 {
		text := random.text()
		request := executor.Request{Query: text}
		response := e.Execute(context.Background(), request)
		if response.Refused() {
			if response.Errors[0].Code == executor.CodeInvalid && !strings.Contains(response.Errors[0].Message, "conflict") {
				t.Fatalf("%s\n%v", text, response.Errors[0])
			}
			continue // over the limits, or a key with two meanings
		}
		executed++
		bytes += len(response.Data)
		if diff := difference(t, r, request, response); diff != "" {
			t.Fatalf("%s (-graphql-go +ours):\n%s", text, diff)
		}
	}
	if executed < 200 || bytes < 100_000 {
		t.Errorf("%d documents executed, %d bytes in all", executed, bytes)
	}
}
