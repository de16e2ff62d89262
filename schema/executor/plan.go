package executor

import (
	"encoding/binary"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/innograph/innograph/internal/escape"
)

// plan is how an operation is executed: for each selection and each object type
// that its values may have, the fields in the order of the document, merged. It
// depends on the document and on the variables that directives ask for. Parts
// are made when the first value needs them, and kept; it is safe for concurrent use.
type plan struct {
	executor   *Executor
	root       *selection
	flags      map[string]bool // the variables in @skip and @include
	limit      int             // of fields in the plan
	mu         sync.Mutex      // guards what follows, and making objectPlans
	reads      map[*ast.Field]bool
	numbers    map[*ast.Field]uint64
	selections map[string]*selection // by the numbers of the fields they belong to
	size       atomic.Int64          // fields planned
}

// selection is what is asked of the values of merged fields.
type selection struct {
	sets  []ast.SelectionSet
	plans atomic.Pointer[[]*objectPlan] // by type; few
}

// objectPlan is a selection for one object type.
type objectPlan struct {
	object     *object
	fields     []planField
	columns    []int // places of the fields that are resolved level by level
	identified bool  // the field id is asked for
}

// planField is one entry of an answer.
type planField struct {
	name   string // its key
	key    []byte // the key as JSON, with its colon
	nodes  []*ast.Field
	field  *field // nil: __typename
	sel    *selection
	column int            // place among those resolved level by level; -1: while the answer is written
	deeper bool           // something below it is resolved level by level
	args   map[string]any // where no variable is in them
	vary   []inputField   // the arguments, where variables are
	failed *Error         // constant arguments that cannot be coerced
}

func newPlan(e *Executor, op *ast.OperationDefinition, flags map[string]bool) *plan {
	return &plan{executor: e, root: &selection{sets: []ast.SelectionSet{op.SelectionSet}}, flags: flags, limit: e.config.Limits.Planned,
		reads: map[*ast.Field]bool{}, numbers: map[*ast.Field]uint64{}, selections: map[string]*selection{}}
}

// of gives the plan of a selection for values of an object type.
func (p *plan) of(s *selection, o *object) (*objectPlan, error) {
	if made := s.made(o); made != nil {
		return made, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if made := s.made(o); made != nil {
		return made, nil
	}
	if int(p.size.Load()) > p.limit {
		return nil, tooCostly("the document and the types it meets make more than %d fields", p.limit)
	}
	made, err := p.make(s, o)
	if err != nil {
		return nil, err
	}
	p.size.Add(int64(len(made.fields) + 1))
	list := []*objectPlan{made}
	if before := s.plans.Load(); before != nil {
		list = append(list, *before...)
	}
	s.plans.Store(&list)
	return made, nil
}

func (s *selection) made(o *object) *objectPlan {
	if plans := s.plans.Load(); plans != nil {
		for _, q := range *plans {
			if q.object == o {
				return q
			}
		}
	}
	return nil
}

func (p *plan) make(s *selection, o *object) (*objectPlan, error) {
	c := collector{plan: p, object: o, at: map[string]int{}, spread: map[string]bool{}}
	for _, set := range s.sets {
		c.collect(set)
	}
	made := &objectPlan{object: o, fields: c.fields}
	for i := range made.fields {
		f := &made.fields[i]
		f.column = -1
		if f.field == nil {
			continue
		}
		if err := p.complete(o, f); err != nil {
			return nil, err
		}
		made.identified = made.identified || f.field.name == "id"
		if f.deeper || f.field.resolver.many != nil {
			f.column = len(made.columns)
			made.columns = append(made.columns, i)
		}
	}
	return made, nil
}

// complete gives a collected field its arguments and what is asked below it.
func (p *plan) complete(o *object, f *planField) error {
	node := f.nodes[0]
	if f.field = o.fields[node.Name]; f.field == nil {
		return fmt.Errorf("type %s has no field %s", o.name, node.Name)
	}
	if defined := p.executor.arguments[fieldName{o.name, node.Name}]; len(defined) > 0 {
		if hasVariable(node.Arguments) {
			f.vary = defined
		} else {
			f.args, f.failed = coerceFields(defined, argumentsOf(node), nil)
		}
	}
	var of []byte
	for _, n := range f.nodes {
		if len(n.SelectionSet) == 0 {
			return nil
		}
		f.deeper = p.executor.types.below(n.SelectionSet, p.reads) || f.deeper
		number, known := p.numbers[n]
		if !known {
			number = uint64(len(p.numbers))
			p.numbers[n] = number
		}
		of = binary.AppendUvarint(of, number)
	}
	f.sel = p.selections[string(of)]
	if f.sel == nil {
		f.sel = &selection{}
		for _, n := range f.nodes {
			f.sel.sets = append(f.sel.sets, n.SelectionSet)
		}
		p.selections[string(of)] = f.sel
	}
	return nil
}

// collector collects the fields of a selection for an object type, as
// CollectFields of the specification does (October 2021, section 6.3.2).
type collector struct {
	plan   *plan
	object *object
	fields []planField
	at     map[string]int // place of a key
	spread map[string]bool
}

func (c *collector) collect(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if c.wanted(s.Directives) {
				c.add(s)
			}
		case *ast.InlineFragment:
			if c.wanted(s.Directives) && (s.TypeCondition == "" || c.object.is[s.TypeCondition]) {
				c.collect(s.SelectionSet)
			}
		case *ast.FragmentSpread:
			if !c.spread[s.Name] && c.wanted(s.Directives) {
				c.spread[s.Name] = true
				if c.object.is[s.Definition.TypeCondition] {
					c.collect(s.Definition.SelectionSet)
				}
			}
		}
	}
}

func (c *collector) add(node *ast.Field) {
	if at, known := c.at[node.Alias]; known {
		c.fields[at].nodes = append(c.fields[at].nodes, node)
		return
	}
	c.at[node.Alias] = len(c.fields)
	f := planField{name: node.Alias, key: append(escape.AppendQuoted(nil, node.Alias), ':'), nodes: []*ast.Field{node}}
	if node.Name != "__typename" {
		f.field = &field{} // until it is completed
	}
	c.fields = append(c.fields, f)
}

// wanted obeys @skip and @include; all other directives change nothing.
func (c *collector) wanted(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		v := d.Arguments.ForName("if").Value
		truth := v.Raw == "true"
		if v.Kind == ast.Variable {
			truth = c.plan.flags[v.Raw]
		}
		if truth == (d.Name == "skip") {
			return false
		}
	}
	return true
}

func argumentsOf(f *ast.Field) func(string) *ast.Value {
	return func(name string) *ast.Value {
		if a := f.Arguments.ForName(name); a != nil {
			return a.Value
		}
		return nil
	}
}

func hasVariable(arguments ast.ArgumentList) bool {
	for _, a := range arguments {
		if varies(a.Value) {
			return true
		}
	}
	return false
}

func varies(v *ast.Value) bool {
	if v.Kind == ast.Variable {
		return true
	}
	for _, c := range v.Children {
		if varies(c.Value) {
			return true
		}
	}
	return false
}
