package schema

import (
	"slices"
	"strings"

	"github.com/innograph/innograph/schema/executor"
)

// costs weigh the fields of this schema.
var costs = executor.Costs{Page: defaultPage, Sizes: sizes, Dear: dearness, DearAre: "filters, orders, groups, " + strings.Join(dear, ", ")}

// sizes are the lists that are no pages, by type and field, with how many nodes
// they may have: after their arguments, or after the list above them.
var sizes = map[string]executor.Size{
	"Query.nodes":         func(args map[string]any, _ int) int { return length(args["ids"], 0) },
	"Query.neighbourhood": func(args map[string]any, _ int) int { return min(number(args["maxNodes"], defaultMaxNodes), mostShown) },
	"Query.matrix":        func(args map[string]any, _ int) int { return min(number(args["first"], defaultMatrix), mostShown) },
	"Matrix.cells":        func(_ map[string]any, rows int) int { return rows }, // a row has as many cells as there are columns
	"Query.compare": func(args map[string]any, _ int) int {
		return length(args["entities"], 0) * length(args["indicators"], indicatorsOfAnEntity)
	},
	"Pair.shared":              func(map[string]any, int) int { return manyOfOne },
	"NamedEntityEdge.passages": func(map[string]any, int) int { return manyOfOne },
	"Source.parts":             func(map[string]any, int) int { return partsOfSource },
	"TextPart.passages":        func(map[string]any, int) int { return passagesOfPart },
	"Path.nodes":               func(map[string]any, int) int { return maxPathSteps + 1 },
	"Path.steps":               func(map[string]any, int) int { return maxPathSteps },
}

// Sizes of lists that only the graph knows, on the high side of what plans have.
const (
	indicatorsOfAnEntity = 100
	manyOfOne            = 20
	partsOfSource        = 20
	passagesOfPart       = 200
	mostShown            = 500 // what is over it is refused by the field itself
)

// number is the value of an Int argument, or else what stands for none.
func number(v any, none int) int {
	switch n := v.(type) {
	case int64:
		return int(n)
	case int:
		return n
	}
	return none
}

// length is the length of a list argument, or else what stands for none; one
// value is a list of one.
func length(v any, none int) int {
	switch list := v.(type) {
	case nil:
		return none
	case []any:
		return len(list)
	}
	return 1
}

// dear are the root fields that look at much of the graph to answer little; each
// takes a millisecond over the seeds.
var dear = []string{"compare", "conflicts", "matrix", "neighbourhood", "pairs", "paths", "restated", "shared"}

// dearness counts the dear parts of a field: the fields above, root lists that are filtered or
// sorted, and groups and aggregates. Claims and observations are many: a look at all of them counts as six.
func dearness(f executor.Asked) int {
	root := f.Parent == "Query"
	switch {
	case root && slices.Contains(dear, f.Name):
		return 1
	case root && (f.Given("filter") || f.Given("orderBy")), f.Name == "groupBy", f.Name == "aggregate":
		of := f.Parent + f.Type
		if strings.Contains(of, "Claim") || strings.Contains(of, "Observation") {
			return 6
		}
		return 1
	}
	return 0
}
