package schema

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// dear are the root fields that look at much of the graph to answer little; each
// takes a millisecond over the seeds.
var dear = []string{"compare", "conflicts", "matrix", "neighbourhood", "pairs", "paths", "restated", "shared"}

// maxDear is how many parts of an operation may be dear: what they look at does
// not show in the nodes that are asked for, and aliases ask for it again and again.
const maxDear = 20

// dearness counts the dear parts of a valid operation, fragments spread: the
// fields above, root lists that are filtered or sorted, and groups and aggregates.
// Claims and observations are many: a look at all of them counts as six.
func dearness(set ast.SelectionSet) int {
	sum := 0
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			sum += looks(s) + dearness(s.SelectionSet)
		case *ast.InlineFragment:
			sum += dearness(s.SelectionSet)
		case *ast.FragmentSpread:
			sum += dearness(s.Definition.SelectionSet)
		}
	}
	return sum
}

func looks(f *ast.Field) int {
	parent := f.ObjectDefinition.Name
	root := parent == "Query"
	given := func(name string) bool {
		a := f.Arguments.ForName(name)
		return a != nil && a.Value.Kind != ast.NullValue
	}
	switch {
	case root && slices.Contains(dear, f.Name):
		return 1
	case root && (given("filter") || given("orderBy")), f.Name == "groupBy", f.Name == "aggregate":
		of := parent + f.Definition.Type.Name()
		if strings.Contains(of, "Claim") || strings.Contains(of, "Observation") {
			return 6
		}
		return 1
	}
	return 0
}
