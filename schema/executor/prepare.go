package executor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime/debug"

	"github.com/vektah/gqlparser/v2/ast"
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

// Prepared is a request that may be executed, once.
type Prepared struct {
	executor  *Executor
	request   Request
	document  *document
	operation *operation
	plan      *plan
	variables map[string]any
	cost      int        // nodes that it may ask for
	allowance *Allowance // nil: nobody counts
}

// Prepare reads, validates and plans a request, or gives the answer that refuses
// it. The client is charged for it either way.
func (e *Executor) Prepare(ctx context.Context, request Request) (made *Prepared, refused *Response) {
	defer func() {
		if p := recover(); p != nil {
			e.config.Logger.ErrorContext(ctx, "graphql request panicked", "panic", p, "stack", string(debug.Stack()))
			made, refused = nil, Refusal(&Error{Message: "internal error", Code: CodeInternal})
		}
	}()
	made, refused = e.prepare(request)
	if request.Meter != nil {
		nodes := 0
		if made != nil {
			nodes = made.cost
		}
		allowance := request.Meter.Charge(nodes)
		if allowance.Wait > 0 {
			return nil, allowance.refusal()
		}
		if made != nil {
			made.allowance = &allowance
		}
	}
	return made, refused
}

// prepare takes a request from its text to a plan with variables. The parser and
// the validator are gqlparser's; they do what graphql-go's cannot: null literals,
// text in comments, linear time.
func (e *Executor) prepare(r Request) (*Prepared, *Response) {
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
	p := &Prepared{executor: e, request: r, document: d, operation: op}
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

// Execute answers the request. The context ends the work.
func (p *Prepared) Execute(ctx context.Context) *Response { return p.Visit(ctx, nil) }

// Visitor is shown an object of an answer, and told whether its field id was asked
// for, under whatever key.
type Visitor func(object any, identified bool)

// Visit answers the request, and shows each object of the answer to visit, in the
// order of the answer; some come twice.
func (p *Prepared) Visit(ctx context.Context, visit Visitor) *Response {
	if p.allowance != nil {
		ctx = context.WithValue(ctx, allowanceKey{}, p.allowance)
	}
	before := p.plan.size.Load()
	response := p.executor.run(ctx, p, visit)
	if p.plan.size.Load() != before { // the document has grown
		p.executor.documents.put(p.document.text, p.document, p.document.size())
	}
	response.tellCost = p.request.TellCost
	return response
}

// OperationName is the name of the operation, empty if it has none.
func (p *Prepared) OperationName() string { return p.operation.definition.Name }

// Document is the text of the document that the operation stands in.
func (p *Prepared) Document() string { return p.document.text }

// Cost is how many nodes the operation may ask for.
func (p *Prepared) Cost() int { return p.cost }

// Tag names the answer: the same data, document, operation and variables have
// the same tag. It is empty where answers differ from one time to the next.
func (p *Prepared) Tag() string {
	if p.operation.volatile || p.executor.version == "" {
		return ""
	}
	variables, err := json.Marshal(p.request.Variables) // keys sorted
	if err != nil {
		return ""
	}
	sum := sha256.New()
	for _, part := range []string{p.executor.version, p.document.text, p.request.OperationName, string(variables)} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
