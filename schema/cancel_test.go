package schema_test

import (
	"context"
	"testing"
	"time"

	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/schema/executor"
)

// A request that is cancelled while it reads or writes is over 20 ms of processor
// time later, whatever it was at.
func TestCancelledRequestsStopSoon(t *testing.T) {
	g, _ := worlds.Invented(t, 12)
	s, err := newSchema(g, executor.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	query := executor.Request{Query: `{ counties { nodes { name relations(first: 300) { edges { statuses node { id name names { text } relations(first: 3) { totalCount nodes { id name degree } } } claims { id evidence { section citation } subject { id name } object { id name } } } } } } }`}
	cancelled, latest := 0, time.Duration(0)
	for after := time.Millisecond; after < 2*time.Second; after += after / 5 {
		ctx, cancel := context.WithCancel(context.Background())
		var ended time.Duration
		timer := time.AfterFunc(after, func() {
			ended = processorTime() // what others take of the processor does not count
			cancel()
		})
		response := s.Execute(ctx, query)
		returned := processorTime()
		if timer.Stop() {
			if response.Refused() {
				t.Fatal(response.Errors[0])
			}
			cancel()
			break // it was done before; later ends are no test
		}
		<-ctx.Done()
		if len(response.Errors) == 0 {
			continue // it was done at the same moment
		}
		cancelled++
		latest = max(latest, returned-ended)
		if late := returned - ended; late > 20*time.Millisecond*slow {
			t.Errorf("cancelled after %s, over %s later", after, late)
		}
		if response.Errors[0].Code != "TIMEOUT" || string(response.Data) != "null" {
			t.Errorf("cancelled after %s: %d bytes, %v", after, len(response.Data), response.Errors)
		}
	}
	t.Logf("%d requests were cancelled, the last to stop took %s", cancelled, latest)
	if cancelled < 4 {
		t.Errorf("%d requests were cancelled", cancelled)
	}
}

func TestCancelledRequestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	response := fromSeeds(t).schema.Execute(ctx, executor.Request{Query: `{ universities { totalCount } }`})
	if len(response.Errors) == 0 || response.Errors[0].Code != "TIMEOUT" {
		t.Errorf("%+v", response.Errors)
	}
}
