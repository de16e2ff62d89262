package schema

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime/debug"
)

// Prepared is a request that may be executed, once.
type Prepared struct {
	schema    *Schema
	request   Request
	prepared  *prepared
	allowance *Allowance
}

// Prepare reads, validates and plans a request, or gives the answer that refuses
// it. The client is charged for it either way.
func (s *Schema) Prepare(ctx context.Context, request Request) (made *Prepared, refused *Response) {
	defer func() {
		if p := recover(); p != nil {
			s.logger.ErrorContext(ctx, "graphql request panicked", "panic", p, "stack", string(debug.Stack()))
			made, refused = nil, refusal(&Error{Message: "internal error", Code: codeInternal})
		}
	}()
	p, refused := s.prepare(request)
	made = &Prepared{schema: s, request: request, prepared: p}
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

// Execute answers the request.
func (p *Prepared) Execute(ctx context.Context) *Response { return p.execute(ctx, nil) }

func (p *Prepared) execute(ctx context.Context, f *found) *Response {
	if p.allowance != nil {
		ctx = context.WithValue(ctx, allowanceKey{}, p.allowance)
	}
	plan := p.prepared.plan
	before := plan.size.Load()
	response := p.schema.run(ctx, p.prepared, f)
	if plan.size.Load() != before { // the document has grown
		p.schema.documents.put(p.prepared.document.text, p.prepared.document, p.prepared.document.size())
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
	if p.prepared.operation.fields["rateLimit"] {
		return ""
	}
	variables, err := json.Marshal(p.request.Variables) // keys sorted
	if err != nil {
		return ""
	}
	sum := sha256.New()
	for _, part := range []string{p.schema.version, p.prepared.document.text, p.request.OperationName, string(variables)} {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// versionOf names what a schema answers from. A graph of unknown origin is
// another one with each schema.
func versionOf(config *Config, sdl string) string {
	origin := config.Graph.Origin()
	if origin == "" {
		origin = rand.Text()
	}
	return hashOf(fmt.Sprintf("%s %s %s %s", origin, config.Graph.Base(), sourcesQuoted(config.Graph, config.Quoter), sdl))
}
