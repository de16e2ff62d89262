package schema

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/graphql-go/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/innograph/innograph/graph"
)

// Finder finds entities by name.
type Finder interface {
	// Find gives the first limit matches, best first (0: all), and how many there
	// are. types limits the hits (none: any type). The list for a limit begins the
	// list for a higher one.
	Find(text string, types []graph.Type, limit int) (matches []graph.NameMatch, total int)
	// Named gives the entities with this name, whole, main names first.
	Named(name string) []graph.NameMatch
}

// Quoter gives passages, where the texts are at hand.
type Quoter interface {
	Quote(graph.Locator) string
	Has(source graph.ID) bool
}

// Config is what a schema answers from.
type Config struct {
	Graph  *graph.Graph
	Finder Finder
	Quoter Quoter       // nil: no text is at hand
	Logger *slog.Logger // of inner failures; nil: slog's default
	Limits Limits
}

// Schema answers GraphQL requests. It is safe for concurrent use.
type Schema struct {
	config Config         // its limits with their defaults
	types  graphql.Schema // executes
	check  *ast.Schema    // validates; made from the printed schema
	sdl    string
}

// New builds the schema from the ontology.
func New(config Config) (*Schema, error) {
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	config.Limits = config.Limits.withDefaults()
	s := &Schema{config: config}
	query, types := newBuilder(&config).build()
	var err error
	if s.types, err = graphql.NewSchema(graphql.SchemaConfig{Query: query, Types: types}); err != nil {
		return nil, fmt.Errorf("build schema: %w", err)
	}
	warm(&s.types)
	s.sdl = printSchema(&s.types)
	if s.check, err = gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: s.sdl}); err != nil {
		return nil, fmt.Errorf("read printed schema: %w", err)
	}
	return s, nil
}

// SDL is the printed schema.
func (s *Schema) SDL() string { return s.sdl }

// warm fills what graphql-go v0.8.1 fills lazily on first requests, each a
// data race between requests: possible types of interfaces, fields of input
// objects, values of enums. TestConcurrentFirstRequests shows the fault.
func warm(s *graphql.Schema) {
	for _, t := range s.TypeMap() {
		switch t := t.(type) {
		case *graphql.Interface:
			for _, possible := range s.PossibleTypes(t) {
				s.IsPossibleType(t, possible)
			}
		case *graphql.Object:
			t.Fields()
		case *graphql.InputObject:
			t.Fields()
		case *graphql.Enum:
			t.ParseValue("")
			t.Serialize(nil)
		}
	}
}

// Execute answers a request. A request that cannot be executed has errors and
// no data; whatever happens, there is a response. The context ends the work.
func (s *Schema) Execute(ctx context.Context, request Request) (response *Response) {
	defer func() {
		if p := recover(); p != nil {
			s.config.Logger.ErrorContext(ctx, "graphql request panicked", "panic", p)
			response = refusal(&Error{Message: "internal error", Code: codeInternal})
		}
	}()
	prepared, refused := s.prepare(request)
	if refused != nil {
		return refused
	}
	return s.run(ctx, prepared)
}

func (s *Schema) run(ctx context.Context, p *prepared) *Response {
	ctx, cancel := context.WithTimeout(ctx, s.config.Limits.Time)
	defer cancel()
	// graphql-go returns at once when its context ends and leaves resolvers
	// running, so it gets one that does not end; batches ask the real one.
	inner := context.WithValue(context.WithoutCancel(ctx), requestKey{}, &inFlight{ctx: ctx, batches: map[any]*batch{}})
	result := graphql.Execute(graphql.ExecuteParams{Schema: s.types, AST: p.document, OperationName: p.operation, Args: p.variables, Context: inner})
	response := &Response{Data: result.Data, executed: true}
	for _, e := range result.Errors {
		response.Errors = append(response.Errors, s.executionError(ctx, e))
	}
	sortErrors(response.Errors)
	return response
}
