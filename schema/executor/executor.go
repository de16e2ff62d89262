package executor

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

// Config is what an executor answers from.
type Config struct {
	// Schema has the types. Their resolvers are made by [One], [Many] and [Constant].
	Schema graphql.SchemaConfig
	// Version names the data that resolvers read: the same version, the same answers.
	// Empty: nobody knows, and answers have no tag.
	Version string
	// Volatile are the root fields whose values differ from one request to the next.
	Volatile []string
	Costs    Costs
	Limits   Limits
	Logger   *slog.Logger // of inner failures; nil: slog's default
}

// Executor answers requests over a schema of graphql-go types. It is safe for
// concurrent use.
type Executor struct {
	config    Config
	version   string
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

// New makes an executor. It fails where a type has no resolver of ours, or the
// printed schema does not hold.
func New(config Config) (*Executor, error) {
	schema, err := graphql.NewSchema(config.Schema)
	if err != nil {
		return nil, fmt.Errorf("build schema: %w", err)
	}
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	config.Limits = config.Limits.WithDefaults()
	e := &Executor{config: config, sdl: printSchema(&schema), arguments: map[fieldName][]inputField{}}
	if config.Version != "" {
		e.version = hashOf(config.Version + " " + e.sdl)
	}
	e.documents, e.refusals, e.persisted = newCache[*document](config.Limits.Documents), newCache[*document](config.Limits.Documents/8), newCache[string](config.Limits.Persisted)
	check, failed := validator.LoadSchema(validator.Prelude, &ast.Source{Name: "further.graphql", Input: further, BuiltIn: true}, &ast.Source{Name: "schema.graphql", Input: e.sdl})
	if failed != nil {
		return nil, fmt.Errorf("read printed schema: %w", failed)
	}
	e.check = check
	if err := e.compile(schema.TypeMap()); err != nil {
		return nil, fmt.Errorf("build schema: %w", err)
	}
	return e, nil
}

// compile makes what is executed of graphql-go's types: those of introspection are our
// own, and its root fields join those of the query type.
func (e *Executor) compile(given graphql.TypeMap) (err error) {
	all := graphql.TypeMap{}
	for name, t := range given {
		if !introspective(name) {
			all[name] = t
		}
	}
	root := introspection(e.check, all)
	if e.types, err = compile(all); err != nil {
		return err
	}
	e.query = e.types.objects[e.check.Query.Name]
	for name, f := range e.types.objects[root].fields {
		e.query.fields[name] = f
		e.types.reading[fieldName{e.query.name, name}] = true
	}
	if e.inputs, err = compileInputs(e.check, e.types); err != nil {
		return err
	}
	for name := range e.types.objects {
		def := e.check.Types[name]
		if def == nil {
			continue
		}
		for _, f := range def.Fields {
			if e.arguments[fieldName{name, f.Name}], err = e.inputs.arguments(f.Arguments); err != nil {
				return fmt.Errorf("field %s.%s: %w", name, f.Name, err)
			}
		}
	}
	return nil
}

// SDL is the printed schema, the same on every run.
func (e *Executor) SDL() string { return e.sdl }

// Version names what answers are made from: the data's version and the schema; empty
// where the data's is. Executors of the same version give the same answers.
func (e *Executor) Version() string { return e.version }

// Documents is how the cache of documents that may be executed does.
func (e *Executor) Documents() CacheStats { return e.documents.stats() }

// Execute answers a request. A request that cannot be executed has errors and
// no data; whatever happens, there is a response. The context ends the work.
func (e *Executor) Execute(ctx context.Context, request Request) *Response {
	p, refused := e.Prepare(ctx, request)
	if refused != nil {
		return refused
	}
	return p.Execute(ctx)
}

// run executes a prepared operation. The context ends the work: between reads,
// inside them and while the answer is written.
func (e *Executor) run(ctx context.Context, p *Prepared, visit Visitor) (response *Response) {
	w := &writer{execution: &execution{executor: e, plan: p.plan, variables: p.variables}, visit: visit}
	defer func() {
		if p := recover(); p != nil {
			e.config.Logger.ErrorContext(context.WithoutCancel(ctx), "graphql request panicked", "path", fmt.Sprint(w.place()), "panic", p, "stack", string(debug.Stack()))
			response = Refusal(&Error{Message: "internal error", Code: CodeInternal})
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, e.config.Limits.Time)
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
		response.Errors = append(response.Errors, &Error{Message: fmt.Sprintf("%d more errors", w.more), Code: CodeMore})
	}
	return response
}

// answer resolves and writes everything.
func (w *writer) answer() error {
	root, err := w.plan.of(w.plan.root, w.executor.query)
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
func (e *Executor) ended(err error) *Response {
	return &Response{Data: []byte("null"), Errors: []*Error{e.shown(err)}, executed: true}
}

// shown translates an error of a resolver: ours go out as they are, anything
// else is "internal error".
func (e *Executor) shown(err error) *Error {
	var ours *Error
	switch {
	case errors.As(err, &ours):
		return &Error{Message: ours.Message, Code: ours.Code, Locations: ours.Locations, Details: ours.Details}
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Message: fmt.Sprintf("the query was not done after %s; ask for less", e.config.Limits.Time), Code: CodeOutOfTime}
	case errors.Is(err, context.Canceled):
		return &Error{Message: "the request was cancelled", Code: CodeOutOfTime}
	}
	return &Error{Message: "internal error", Code: CodeInternal}
}
