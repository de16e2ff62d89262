package schema

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"log/slog"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
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
	Limits executor.Limits
}

// Schema answers GraphQL requests over a graph. It is safe for concurrent use.
// Its version names data, schema, and whether texts are at hand.
type Schema struct {
	*executor.Executor
	config Config
}

// New builds the schema from the ontology.
func New(config Config) (*Schema, error) {
	config.Limits = config.Limits.WithDefaults()
	e, err := executor.New(config.executor())
	if err != nil {
		return nil, err
	}
	return &Schema{e, config}, nil
}

// executor is the config of the executor that answers from the graph.
func (c *Config) executor() executor.Config {
	query, types := newBuilder(c).build()
	return executor.Config{Schema: graphql.SchemaConfig{Query: query, Types: types}, Version: c.version(), Volatile: []string{rateLimit}, Costs: costs, Limits: c.Limits, Logger: c.Logger}
}

// version names what resolvers read. A graph of unknown origin is another one with
// each schema.
func (c *Config) version() string {
	return fmt.Sprintf("%s %s %s", cmp.Or(c.Graph.Origin(), rand.Text()), c.Graph.Base(), sourcesQuoted(c.Graph, c.Quoter))
}

// Graph is what the schema answers from, for those who answer in other ways:
// exports, ids as addresses, reconciliation.
func (s *Schema) Graph() *graph.Graph { return s.config.Graph }

// Finder finds the names of the same graph.
func (s *Schema) Finder() Finder { return s.config.Finder }
