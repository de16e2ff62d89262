package executor

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// Costs say of fields what their types do not tell: an operation is weighed by them
// before it runs.
type Costs struct {
	// Page is how many entries a page has whose size is not given. A field with the
	// argument first is a page.
	Page int
	// Sizes are of lists that are no pages, by "Type.field".
	Sizes map[string]Size
	// Dear counts the parts of an asked field, those below it apart, that look at
	// much to answer little: how much does not show in the nodes that are asked for,
	// and aliases ask for it again and again. Nil: none do.
	Dear func(Asked) int
	// DearAre names such parts to a client who asked for too many.
	DearAre string
}

// Size is how many nodes a list may have: after its arguments, as graphql-go coerces
// literals, or after the size of the nearest list above.
type Size func(args map[string]any, above int) int

// Asked is a field of a valid operation.
type Asked struct {
	Parent, Name string                 // type and field
	Type         string                 // the named type of its values
	Given        func(name string) bool // whether an argument is given, and not as null
}

// costNode is a field of an operation that gives a list: how many entries it may
// have, and the lists below.
type costNode struct {
	page  int        // of a page whose size is not given
	pages []pageSize // of a page: first, last; the first that is given counts
	// Of a list that is no page: its size by its arguments and the list above.
	field *ast.Field
	of    Size
	below []costNode
}

// pageSize is an argument that says how many entries a page may have.
type pageSize struct {
	variable string // "": it is a number
	number   int
}

// lists finds the lists of a selection.
func (c *Costs) lists(set ast.SelectionSet) []costNode {
	var list []costNode
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			below := c.lists(s.SelectionSet)
			if n, counts := c.list(s); counts {
				n.below = below
				list = append(list, n)
			} else {
				list = append(list, below...)
			}
		case *ast.InlineFragment:
			list = append(list, c.lists(s.SelectionSet)...)
		case *ast.FragmentSpread:
			list = append(list, c.lists(s.Definition.SelectionSet)...)
		}
	}
	return list
}

// list is the node of a field; false if it gives no list that counts.
func (c *Costs) list(f *ast.Field) (costNode, bool) {
	if f.Definition == nil || f.ObjectDefinition == nil {
		return costNode{}, false
	}
	if of, known := c.Sizes[f.ObjectDefinition.Name+"."+f.Name]; known {
		return costNode{field: f, of: of}, true
	}
	if f.Definition.Arguments.ForName("first") == nil {
		return costNode{}, false
	}
	n := costNode{page: c.Page}
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
		return 0, tooCostly("the query may ask for %.0f nodes, at most %d are allowed; ask for smaller pages", nodes, l.Nodes)
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
	size := n.page
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

// dear counts the dear parts of a valid operation, fragments spread.
func (c *Costs) dear(set ast.SelectionSet) int {
	sum := 0
	if c.Dear == nil {
		return sum
	}
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			sum += c.Dear(asked(s)) + c.dear(s.SelectionSet)
		case *ast.InlineFragment:
			sum += c.dear(s.SelectionSet)
		case *ast.FragmentSpread:
			sum += c.dear(s.Definition.SelectionSet)
		}
	}
	return sum
}

func asked(f *ast.Field) Asked {
	return Asked{Parent: f.ObjectDefinition.Name, Name: f.Name, Type: f.Definition.Type.Name(), Given: func(name string) bool {
		a := f.Arguments.ForName(name)
		return a != nil && a.Value.Kind != ast.NullValue
	}}
}
