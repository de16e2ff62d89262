package executor

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime/debug"
)

// Prepared is a request that may be executed, once.
type Prepared struct {
	executor  *Executor
	request   Request
	prepared  *prepared
	allowance *Allowance
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
	p, refused := e.prepare(request)
	made = &Prepared{executor: e, request: request, prepared: p}
	if request.Meter != nil {
		nodes := 0
		if p != nil {
			nodes = p.cost
		}
		allowance := request.Meter.Charge(nodes)
		made.allowance = &allowance
		if allowance.Wait > 0 {
			return nil, allowance.refusal()
		}
	}
	if refused != nil {
		return nil, refused
	}
	return made, nil
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
	plan := p.prepared.plan
	before := plan.size.Load()
	response := p.executor.run(ctx, p.prepared, visit)
	if plan.size.Load() != before { // the document has grown
		p.executor.documents.put(p.prepared.document.text, p.prepared.document, p.prepared.document.size())
	}
	response.tellCost = p.request.TellCost
	return response
}

// OperationName is the name of the operation, empty if it has none.
func (p *Prepared) OperationName() string { return p.prepared.operation.definition.Name }

// Document is the text of the document that the operation stands in.
func (p *Prepared) Document() string { return p.prepared.document.text }

// Cost is how many nodes the operation may ask for.
func (p *Prepared) Cost() int { return p.prepared.cost }

// Tag names the answer: the same data, document, operation and variables have
// the same tag. It is empty where answers differ from one time to the next.
func (p *Prepared) Tag() string {
	if p.prepared.operation.volatile || p.executor.version == "" {
		return ""
	}
	variables, err := json.Marshal(p.request.Variables) // keys sorted
	if err != nil {
		return ""
	}
	sum := sha256.New()
	for _, part := range []string{p.executor.version, p.prepared.document.text, p.request.OperationName, string(variables)} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
