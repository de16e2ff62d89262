package reconcile_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/schema"
)

// column makes the queries of n rows of a table: names of entities as they are,
// with a slip, and cut short; every third with its county.
func column(b *testing.B, s *schema.Schema, n int) string {
	b.Helper()
	var ids []graph.ID
	for _, t := range []graph.Type{graph.County, graph.University, graph.Enterprise, graph.Platform} {
		list := s.Graph().IDs(t)
		for i := range n {
			ids = append(ids, list[i*7919%len(list)])
		}
	}
	entities, err := s.Graph().Entities(b.Context(), ids)
	if err != nil {
		b.Fatal(err)
	}
	queries := map[string]any{}
	for i := range n {
		name := []rune(entities[i*len(entities)/n].Name)
		switch i % 4 {
		case 1:
			name[len(name)/2] = '误'
		case 2:
			name = name[:len(name)-1]
		}
		q := map[string]any{"query": string(name), "limit": 5, "type_strict": "should"}
		if i%3 == 0 {
			q["properties"] = []any{map[string]any{"pid": "county", "v": "永嘉县"}}
		}
		queries[fmt.Sprint("q", i)] = q
	}
	text, err := json.Marshal(queries)
	if err != nil {
		b.Fatal(err)
	}
	return url.Values{"queries": {string(text)}}.Encode()
}

// BenchmarkBatch times batches as OpenRefine sends them (10) and larger ones:
// go test -run '^$' -bench Batch ./reconcile
func BenchmarkBatch(b *testing.B) {
	for _, counties := range []int{0, 230} {
		s := seedSchema(b)
		if counties > 0 {
			g, _ := worlds.Invented(b, counties)
			s = schemaOn(b, g)
		}
		h := over(s)
		for _, size := range []int{10, 50, 100} {
			body := column(b, s, size)
			b.Run(fmt.Sprintf("counties=%d/queries=%d", max(counties, 5), size), func(b *testing.B) {
				for b.Loop() {
					if w := send(h, http.MethodPost, "/reconcile", body); w.Code != http.StatusOK {
						b.Fatal(w.Code, w.Body)
					}
				}
			})
		}
	}
}
