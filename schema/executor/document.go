package executor

import (
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// document is a text as it was read: one that may be executed, or the reason why not.
type document struct {
	text       string
	refused    *Response // of every request
	invalid    *Response // of requests whose operation can be chosen
	operations ast.OperationList
	prepared   []*operation // in the order of operations
}

// operation is an operation of a valid document.
type operation struct {
	definition *ast.OperationDefinition
	variables  []variable
	flags      []string // variables that @skip and @include ask for, sorted
	cost       []costNode
	volatile   bool // see Config.Volatile
	dear       int  // see Costs
	mu         sync.Mutex
	plans      map[string]*plan // by the values of flags
}

// maxPlans is how many plans are kept of one operation: each choice of the
// variables in its directives makes its own.
const maxPlans = 16

// document reads a text, or finds it read.
func (e *Executor) document(text string) *document {
	if d, known := e.documents.get(text); known {
		return d
	}
	if d, known := e.refusals.get(text); known {
		return d
	}
	d := &document{text: text}
	doc, err := e.parse(text)
	if err != nil {
		d.refused = err
	} else {
		d.operations = doc.Operations
		d.invalid = e.validate(doc)
	}
	if d.refused != nil || d.invalid != nil {
		for i, op := range d.operations { // the rest is not needed any more, and large
			d.operations[i] = &ast.OperationDefinition{Name: op.Name, Operation: op.Operation, Position: op.Position}
		}
		e.refusals.put(text, d, 4*len(text)+8192)
		return d
	}
	for _, op := range doc.Operations {
		d.prepared = append(d.prepared, e.operation(op))
	}
	e.documents.put(text, d, d.size())
	return d
}

// size is about what a document takes, its plans included; TestDocumentsAreBounded
// holds it against what is really taken.
func (d *document) size() int {
	size := 4096 + 40*len(d.text)
	for _, op := range d.prepared {
		op.mu.Lock()
		for _, p := range op.plans {
			size += 320 * int(p.size.Load())
		}
		op.mu.Unlock()
	}
	return size
}

func (e *Executor) parse(text string) (*ast.QueryDocument, *Response) {
	if err := e.config.Limits.scan(text); err != nil {
		return nil, Refusal(err)
	}
	text, wrong := unescape(text)
	if wrong != nil {
		return nil, Refusal(wrong)
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, 2*e.config.Limits.Tokens)
	if err != nil {
		return nil, refusals(asList(err), CodeSyntax)
	}
	if len(doc.Operations)+len(doc.Fragments) == 0 {
		return nil, Refusal(&Error{Message: "the document is empty", Code: CodeSyntax})
	}
	if err := e.config.Limits.weigh(doc); err != nil {
		return nil, Refusal(err)
	}
	return doc, nil
}

// operation makes of a valid operation what all its requests share.
func (e *Executor) operation(op *ast.OperationDefinition) *operation {
	o := &operation{definition: op, plans: map[string]*plan{}}
	for _, v := range op.VariableDefinitions {
		made := variable{inputField: inputField{name: v.Variable, input: e.inputs.of(v.Type)}}
		if err := e.inputs.setDefault(&made.inputField, v.DefaultValue); err != nil {
			made.failed = BadInput("variable $%s: its default cannot be read", Clip(v.Variable))
		}
		o.variables = append(o.variables, made)
	}
	asked := map[string]bool{}
	flags(op.SelectionSet, asked, map[string]bool{})
	o.flags = slices.Sorted(maps.Keys(asked))
	o.cost = e.config.Costs.lists(op.SelectionSet)
	o.dear = e.config.Costs.dear(op.SelectionSet)
	o.volatile = e.volatile(op.SelectionSet)
	return o
}

// flags collects the variables that @skip and @include ask for.
func flags(set ast.SelectionSet, into, seen map[string]bool) {
	for _, s := range set {
		var directives ast.DirectiveList
		var below ast.SelectionSet
		switch s := s.(type) {
		case *ast.Field:
			directives, below = s.Directives, s.SelectionSet
		case *ast.InlineFragment:
			directives, below = s.Directives, s.SelectionSet
		case *ast.FragmentSpread:
			directives = s.Directives
			if !seen[s.Name] {
				seen[s.Name] = true
				below = s.Definition.SelectionSet
			}
		}
		for _, d := range directives {
			if v := d.Arguments.ForName("if"); v != nil && v.Value.Kind == ast.Variable && (d.Name == "skip" || d.Name == "include") {
				into[v.Value.Raw] = true
			}
		}
		flags(below, into, seen)
	}
}

// volatile reports whether a root field is asked for that answers differently each time.
func (e *Executor) volatile(set ast.SelectionSet) bool {
	return slices.ContainsFunc(set, func(s ast.Selection) bool {
		switch s := s.(type) {
		case *ast.Field:
			return slices.Contains(e.config.Volatile, s.Name)
		case *ast.InlineFragment:
			return e.volatile(s.SelectionSet)
		case *ast.FragmentSpread:
			return e.volatile(s.Definition.SelectionSet)
		}
		return false
	})
}

// planFor is the plan of an operation for the values of its flags.
func (o *operation) planFor(e *Executor, variables map[string]any) *plan {
	key := make([]byte, len(o.flags))
	for i, name := range o.flags {
		if variables[name] == true {
			key[i] = 1
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if p := o.plans[string(key)]; p != nil {
		return p
	}
	truths := make(map[string]bool, len(o.flags))
	for i, name := range o.flags {
		truths[name] = key[i] == 1
	}
	p := newPlan(e, o.definition, truths)
	if len(o.plans) >= maxPlans {
		clear(o.plans)
	}
	o.plans[string(key)] = p
	return p
}

func asList(err error) gqlerror.List {
	var list gqlerror.List
	var single *gqlerror.Error
	switch {
	case errors.As(err, &list):
		return list
	case errors.As(err, &single):
		return gqlerror.List{single}
	}
	return gqlerror.List{gqlerror.Errorf("%s", err.Error())}
}
