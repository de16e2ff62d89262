package schema_test

import (
	"context"
	"sync"
	"testing"

	"github.com/innograph/innograph/schema/executor"
)

// Requests that arrive at a fresh schema at once must not race: graphql-go
// fills tables lazily. Run with -race.
func TestConcurrentFirstRequests(t *testing.T) {
	w := fromSeeds(t)
	s, err := newSchema(w.graph, executor.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			response := s.Execute(context.Background(), executor.Request{Query: `{ node(id: "university/zhejiang-university") { id ... on Organization { kind relations(first: 3, direction: OUT) { edges { predicate node { __typename ... on County { code } } } } } } }`})
			if len(response.Errors) > 0 {
				t.Error(response.Errors[0])
			}
		})
	}
	group.Wait()
}
