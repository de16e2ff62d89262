package schema

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"

	"github.com/graphql-go/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
)

// engine prepares and executes documents over a schema of graphql-go types.
// It is safe for concurrent use.
type engine struct {
	limits    Limits
	logger    *slog.Logger
	sdl       string
	check     *ast.Schema // the printed schema; validates, and tells of itself
	types     *types
	inputs    *inputs
	arguments map[fieldName][]inputField // of fields of objects
	query     *object
	documents *cache[*document] // by text
	refusals  *cache[*document] // documents that cannot be executed, by text
	persisted *cache[string]    // texts by hash
	buffers   sync.Pool
}

// further is what the printed schema leaves to the executor: directives that
// clients send and that change nothing here.
const further = `"Would give elements of a list one by one; they come at once here."
directive @stream("Streamed when true or undefined." if: Boolean = true "Unique name." label: String "Elements to begin with." initialCount: Int = 0) on FIELD
`

func newEngine(config graphql.SchemaConfig, limits Limits, logger *slog.Logger) (*engine, error) {
	schema, err := graphql.NewSchema(config)
	if err != nil {
		return nil, fmt.Errorf("build schema: %w", err)
	}
	e := &engine{limits: limits.withDefaults(), logger: logger, sdl: printSchema(&schema), arguments: map[fieldName][]inputField{}}
	e.documents, e.refusals, e.persisted = newCache[*document](e.limits.Documents), newCache[*document](e.limits.Documents/8), newCache[string](e.limits.Persisted)
	check, failed := validator.LoadSchema(validator.Prelude, &ast.Source{Name: "further.graphql", Input: further, BuiltIn: true}, &ast.Source{Name: "schema.graphql", Input: e.sdl})
	if failed != nil {
		return nil, fmt.Errorf("read printed schema: %w", failed)
	}
	e.check = check
	all := graphql.TypeMap{}
	for name, t := range schema.TypeMap() {
		if !introspective(name) {
			all[name] = t
		}
	}
	root := introspection(check, all)
	if e.types, err = compile(all); err != nil {
		return nil, fmt.Errorf("build schema: %w", err)
	}
	e.query = e.types.objects[check.Query.Name]
	for name, f := range e.types.objects[root].fields {
		e.query.fields[name] = f
		e.types.reading[fieldName{e.query.name, name}] = true
	}
	if e.inputs, err = compileInputs(check, e.types); err != nil {
		return nil, fmt.Errorf("build schema: %w", err)
	}
	for name := range e.types.objects {
		if def := check.Types[name]; def != nil {
			for _, f := range def.Fields {
				if e.arguments[fieldName{name, f.Name}], err = e.inputs.arguments(f.Arguments); err != nil {
					return nil, fmt.Errorf("build schema: field %s.%s: %w", name, f.Name, err)
				}
			}
		}
	}
	return e, nil
}

// run executes a prepared operation. The context ends the work: between reads,
// inside them and while the answer is written.
func (e *engine) run(ctx context.Context, p *prepared, f *found) (response *Response) {
	w := &writer{execution: &execution{engine: e, plan: p.plan, variables: p.variables}, found: f}
	defer func() {
		if p := recover(); p != nil {
			e.logger.ErrorContext(context.WithoutCancel(ctx), "graphql request panicked", "path", fmt.Sprint(w.place()), "panic", p, "stack", string(debug.Stack()))
			response = refusal(&Error{Message: "internal error", Code: codeInternal})
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, e.limits.Time)
	defer cancel()
	w.ctx = ctx
	buffer, _ := e.buffers.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	w.out = (*buffer)[:0]
	// A store's file that is cut short while it is mapped faults on reading. That
	// ends this request, not the process.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if err := w.answer(); err != nil {
		return e.ended(err)
	}
	*buffer = w.out
	response = &Response{Data: w.out, Errors: w.errors, executed: true, buffer: buffer, pool: &e.buffers}
	response.Cost = Cost{Asked: p.cost, Nodes: w.objects, Bytes: len(w.out)}
	if w.more > 0 {
		response.Errors = append(response.Errors, &Error{Message: fmt.Sprintf("%d more errors", w.more), Code: codeMore})
	}
	return response
}

// answer resolves and writes everything.
func (w *writer) answer() error {
	root, err := w.plan.of(w.plan.root, w.engine.query)
	if err != nil {
		return err
	}
	if err := w.resolve(root); err != nil {
		return err
	}
	first := w.batches[0]
	if !w.object(root, nil, first, 0) {
		w.out = append(w.out[:0], "null"...)
	}
	return w.aborted
}

// ended is the answer to a request that was given up.
func (e *engine) ended(err error) *Response {
	return &Response{Data: []byte("null"), Errors: []*Error{e.shown(err)}, executed: true}
}

// shown translates an error of a resolver: ours go out as they are, anything
// else is "internal error".
func (e *engine) shown(err error) *Error {
	var ours *Error
	switch {
	case errors.As(err, &ours):
		return &Error{Message: ours.Message, Code: ours.Code, Locations: ours.Locations, Details: ours.Details}
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Message: fmt.Sprintf("the query was not done after %s; ask for less", e.limits.Time), Code: codeOutOfTime}
	case errors.Is(err, context.Canceled):
		return &Error{Message: "the request was cancelled", Code: codeOutOfTime}
	}
	return &Error{Message: "internal error", Code: codeInternal}
}
