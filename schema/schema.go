package schema

import (
	"context"
	"log/slog"

	"github.com/graphql-go/graphql"

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
	// Parts cuts the text of a source into parts to read one after the other, without
	// a gap from its beginning to its end; there are none where it is not at hand.
	Parts(*graph.Source) []graph.Locator
	// Part is the text of a source from start to end, in code points.
	Part(s *graph.Source, start, end int) string
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
	*engine
	config  Config
	version string
}

// New builds the schema from the ontology.
func New(config Config) (*Schema, error) {
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	config.Limits = config.Limits.withDefaults()
	query, types := newBuilder(&config).build()
	e, err := newEngine(graphql.SchemaConfig{Query: query, Types: types}, config.Limits, config.Logger)
	if err != nil {
		return nil, err
	}
	return &Schema{e, config, versionOf(&config, e.sdl)}, nil
}

// Graph is what the schema answers from, for those who answer in other ways:
// exports, ids as addresses, reconciliation.
func (s *Schema) Graph() *graph.Graph { return s.config.Graph }

// Finder finds the names of the same graph.
func (s *Schema) Finder() Finder { return s.config.Finder }

// Version names what the schema answers from: data, schema, and whether texts are
// at hand. Servers with the same version give the same answers.
func (s *Schema) Version() string { return s.version }

// Documents is how the cache of documents that may be executed does.
func (s *Schema) Documents() CacheStats { return s.documents.stats() }

// SDL is the printed schema.
func (s *Schema) SDL() string { return s.sdl }

// Execute answers a request. A request that cannot be executed has errors and
// no data; whatever happens, there is a response. The context ends the work.
func (s *Schema) Execute(ctx context.Context, request Request) *Response {
	p, refused := s.Prepare(ctx, request)
	if refused != nil {
		return refused
	}
	return p.Execute(ctx)
}
