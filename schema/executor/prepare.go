package executor

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Request is a GraphQL request as a client sends it.
type Request struct {
	Query         string
	Hash          string // SHA-256 of the document in hexadecimal, of an automatic persisted query
	OperationName string
	Variables     map[string]any // decoded JSON, numbers as json.Number
	Meter         Meter          // nil: nobody counts
	TellCost      bool           // in the extensions of the answer
}

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

// prepared is a request that may be executed.
type prepared struct {
	document  *document
	operation *operation
	plan      *plan
	variables map[string]any
	cost      int // nodes that it may ask for
}

// prepare takes a request from its text to a plan with variables. The parser and
// the validator are gqlparser's; they do what graphql-go's cannot: null literals,
// text in comments, linear time.
func (e *Executor) prepare(r Request) (*prepared, *Response) {
	text, refused := e.persist(r)
	if refused != nil {
		return nil, refused
	}
	d := e.document(text)
	if d.refused != nil {
		return nil, d.refused
	}
	at, err := chooseOperation(d.operations, r.OperationName)
	switch {
	case err != nil:
		return nil, Refusal(err)
	case d.invalid != nil:
		return nil, d.invalid
	}
	op := d.prepared[at]
	if op.dear > e.config.Limits.Dear {
		return nil, Refusal(tooCostly("the operation asks too much at once of what looks at many facts (%s): %d parts, at most %d are allowed", e.config.Costs.DearAre, op.dear, e.config.Limits.Dear))
	}
	p := &prepared{document: d, operation: op}
	if p.variables, err = coerceVariables(op.variables, r.Variables); err != nil {
		return nil, Refusal(err)
	}
	if p.cost, err = e.config.Limits.cost(op.cost, p.variables); err != nil {
		return nil, Refusal(err)
	}
	p.plan = op.planFor(e, p.variables)
	e.remember(r, d)
	return p, nil
}

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

func chooseOperation(list ast.OperationList, name string) (at int, err *Error) {
	switch {
	case len(list) == 0:
		return 0, &Error{Message: "the document holds no operation", Code: CodeOperation}
	case name == "" && len(list) > 1:
		return 0, &Error{Message: "the document holds several operations; operationName must say which", Code: CodeOperation}
	case name != "":
		for at < len(list) && list[at].Name != name {
			at++
		}
		if at == len(list) {
			var known []string
			for _, op := range list[:min(len(list), 50)] {
				known = append(known, op.Name)
			}
			return 0, &Error{Message: fmt.Sprintf("the document holds no operation named %q.%s", Clip(name), suggestion(name, known)), Code: CodeOperation}
		}
	}
	if op := list[at]; op.Operation != ast.Query {
		return 0, &Error{Message: fmt.Sprintf("innograph is read-only: it answers queries, not a %s", op.Operation), Code: CodeMutation, Locations: positions(op.Position)}
	}
	return at, nil
}
