package schema_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
)

// invented is the graph of a few generated counties: names and numbers are
// drawn at random, hubs and contradictions among them.
func invented(t testing.TB) *world {
	t.Helper()
	once.invented.Do(func() {
		g, facts := worlds.Invented(t, 4)
		once.ofInvented = schemaOf(t, g, facts, executor.Limits{Nodes: 10_000_000})
	})
	return once.ofInvented
}

// once are the worlds that are made once, as they are read-only.
var once struct {
	seeds, invented     sync.Once
	ofSeeds, ofInvented *world
}

func schemaOf(t testing.TB, g *graph.Graph, facts *graph.Facts, limits executor.Limits) *world {
	t.Helper()
	s, err := newSchema(g, limits)
	if err != nil {
		t.Fatal(err)
	}
	return &world{facts, g, s}
}

// worldOf builds facts and a schema over them.
func worldOf(facts *graph.Facts) (*world, error) {
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		return nil, err
	}
	s, err := newSchema(g, executor.Limits{Nodes: 10_000_000})
	return &world{facts, g, s}, err
}

// bothWorlds are the graphs that laws must hold over.
func bothWorlds(t *testing.T) map[string]*world {
	t.Helper()
	return map[string]*world{"seeds": fromSeeds(t), "generated": invented(t)}
}

// answer runs a document that must have no errors.
func answer(t testing.TB, s *schema.Schema, query string, variables map[string]any) map[string]any {
	t.Helper()
	data, errs := ask(t, s, query, variables)
	if len(errs) > 0 {
		t.Fatalf("%.300s\n%v", query, errs)
	}
	return data
}

// pluck gives the values at a path of each element of a list.
func pluck(t testing.TB, list any, path string) []string {
	t.Helper()
	values := []string{}
	for _, element := range list.([]any) {
		values = append(values, fmt.Sprint(dig(t, element, path)))
	}
	return values
}

// pages walks over a connection in pages of a size and gives its nodes, as the
// selection asks for them. args may be empty.
func pages(t *testing.T, s *schema.Schema, field, args, selection string, size int, backwards bool) []any {
	t.Helper()
	count, from, more, cursor := "first", "after", "hasNextPage", "endCursor"
	if backwards {
		count, from, more, cursor = "last", "before", "hasPreviousPage", "startCursor"
	}
	inner, outer, _ := strings.Cut(field, "|") // "county(id: …)|relations"
	open, close := "{ list: "+inner, "}"
	at := "list"
	if outer != "" {
		open, close, at = "{ parent: "+inner+" { list: "+outer, "} }", "parent.list"
	}
	nodes := []any{}
	place := ""
	for range 2000 {
		data := answer(t, s, fmt.Sprintf("%s(%s %s: %d %s) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { %s } } %s", open, args, count, size, place, selection, close), nil)
		page := dig(t, data, at+".nodes").([]any)
		if len(page) > size {
			t.Fatalf("%s: a page of %d has %d entries", field, size, len(page))
		}
		if backwards {
			nodes = append(page, nodes...)
		} else {
			nodes = append(nodes, page...)
		}
		if !dig(t, data, at+".pageInfo."+more).(bool) {
			if total := int(dig(t, data, at+".totalCount").(float64)); total != len(nodes) {
				t.Errorf("%s(%s): totalCount %d, walked over %d", field, args, total, len(nodes))
			}
			return nodes
		}
		place = fmt.Sprintf("%s: %q", from, dig(t, data, at+".pageInfo."+cursor))
	}
	t.Fatalf("%s never ends", field)
	return nil
}

// world is a graph with its schema, and the facts that it is built of.
type world struct {
	facts  *graph.Facts
	graph  *graph.Graph
	schema *schema.Schema
}

func newSchema(g *graph.Graph, limits executor.Limits) (*schema.Schema, error) {
	index, err := search.New(context.Background(), g)
	if err != nil {
		return nil, err
	}
	return schema.New(schema.Config{Graph: g, Finder: index, Limits: limits})
}

func fromSeeds(t testing.TB) *world {
	t.Helper()
	once.seeds.Do(func() {
		g, facts := worlds.Seeds(t)
		once.ofSeeds = schemaOf(t, g, facts, executor.Limits{})
	})
	return once.ofSeeds
}

// ask runs a document and gives data and errors as clients see them.
func ask(t testing.TB, s *schema.Schema, query string, variables map[string]any) (map[string]any, []map[string]any) {
	t.Helper()
	response := s.Execute(context.Background(), executor.Request{Query: query, Variables: variables})
	text, err := json.Marshal(response)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Data   map[string]any
		Errors []map[string]any
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data, answer.Errors
}

// dig walks an answer by keys and list indexes: "universities.edges.0.node.name".
func dig(t testing.TB, data any, path string) any {
	t.Helper()
	for _, part := range strings.Split(path, ".") {
		switch v := data.(type) {
		case map[string]any:
			data = v[part]
		case []any:
			i := 0
			if _, err := fmt.Sscan(part, &i); err != nil || i >= len(v) {
				t.Fatalf("%s: no element %s", path, part)
			}
			data = v[i]
		default:
			t.Fatalf("%s: %s of a %T", path, part, data)
		}
	}
	return data
}

func edges(t testing.TB, data any, path string) []any {
	t.Helper()
	list, ok := dig(t, data, path+".edges").([]any)
	if !ok {
		t.Fatalf("%s has no edges", path)
	}
	return list
}

func code(errs []map[string]any) string {
	if len(errs) == 0 {
		return ""
	}
	return errs[0]["extensions"].(map[string]any)["code"].(string)
}
