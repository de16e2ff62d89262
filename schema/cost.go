package schema

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// costNode is a field of an operation that gives a list: how many entries it may
// have, and the lists below.
type costNode struct {
	pages []pageSize // of a page: first, last; the first that is given counts
	// Of a list that is no page: its size by its arguments and the list above.
	field *ast.Field
	of    func(args map[string]any, above int) int
	below []costNode
}

// pageSize is an argument that says how many entries a page may have.
type pageSize struct {
	variable string // "": it is a number
	number   int
}

// costs finds the lists of a selection.
func costs(set ast.SelectionSet) []costNode {
	var list []costNode
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			below := costs(s.SelectionSet)
			if n, counts := listCost(s); counts {
				n.below = below
				list = append(list, n)
			} else {
				list = append(list, below...)
			}
		case *ast.InlineFragment:
			list = append(list, costs(s.SelectionSet)...)
		case *ast.FragmentSpread:
			list = append(list, costs(s.Definition.SelectionSet)...)
		}
	}
	return list
}

// listCost is the node of a field; false if it gives no list that counts.
func listCost(f *ast.Field) (costNode, bool) {
	if f.Definition == nil || f.ObjectDefinition == nil {
		return costNode{}, false
	}
	if of, known := sizes[f.ObjectDefinition.Name+"."+f.Name]; known {
		return costNode{field: f, of: of}, true
	}
	if f.Definition.Arguments.ForName("first") == nil {
		return costNode{}, false
	}
	var n costNode
	for _, name := range []string{"first", "last"} {
		if a := f.Arguments.ForName(name); a != nil && a.Value.Kind == ast.Variable {
			n.pages = append(n.pages, pageSize{variable: a.Value.Raw})
		} else if a != nil && a.Value.Kind == ast.IntValue {
			if number, err := strconv.Atoi(a.Value.Raw); err == nil {
				n.pages = append(n.pages, pageSize{number: number})
			}
		}
	}
	return n, true
}

// cost bounds the nodes that an answer may hold: size times size down each branch.
func (l Limits) cost(list []costNode, variables map[string]any) (int, *Error) {
	nodes := l.nodes(list, variables, 1, 1)
	if nodes > float64(l.Nodes) {
		return 0, tooMuch("the query may ask for %.0f nodes, at most %d are allowed; ask for smaller pages", nodes, l.Nodes)
	}
	return int(nodes), nil
}

// nodes counts those of lists that stand in times others; above is the size of
// the nearest list above.
func (l Limits) nodes(list []costNode, variables map[string]any, times float64, above int) float64 {
	sum := 0.0
	for i := range list {
		size := l.size(&list[i], variables, above)
		inner := times * float64(size)
		sum += inner + l.nodes(list[i].below, variables, inner, size)
	}
	return sum
}

func (l Limits) size(n *costNode, variables map[string]any, above int) int {
	if n.of != nil {
		return max(0, n.of(n.field.ArgumentMap(variables), above))
	}
	size := defaultPage
	for _, p := range n.pages {
		if p.variable == "" {
			size = p.number
			break
		}
		if number, given := variables[p.variable].(int); given {
			size = number
			break
		}
	}
	return min(max(size, 0), l.Page)
}

// sizes are the lists that are no pages, by type and field, with how many nodes
// they may have: after their arguments, or after the list above them.
var sizes = map[string]func(args map[string]any, above int) int{
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
