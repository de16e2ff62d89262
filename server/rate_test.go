package server

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// Clients that have their full allowance are forgotten; those that have not are
// known, unless there are far too many.
func TestClientsAreForgotten(t *testing.T) {
	m, now := newMeters(60), time.Unix(0, 0)
	m.now = func() time.Time { return now }
	ask := func(i int) {
		m.of(&http.Request{RemoteAddr: fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255)}).Charge(100)
	}
	for i := range maxClients {
		ask(i)
	}
	now = now.Add(30 * time.Second) // each has its one point back
	ask(maxClients)
	if len(m.clients) != 1 {
		t.Errorf("%d clients are known, want the last", len(m.clients))
	}
	for i := range 3 * maxClients {
		ask(i)
	}
	if len(m.clients) > 2*maxClients {
		t.Errorf("%d clients are known", len(m.clients))
	}
}
