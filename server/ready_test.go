package server_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/innograph/innograph/internal/testlog"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

// A server lives from the start, is ready with its first snapshot, and is not any
// more before it takes no more connections.
func TestReady(t *testing.T) {
	monitor := server.NewMonitor("test")
	h := handlerOf(t, func(c *server.Config) { c.Monitor = monitor })
	probe := func(path string, want int) answer {
		t.Helper()
		a := send(t, h, "GET", path, "")
		if a.status != want {
			t.Errorf("%s: %d, want %d: %s", path, a.status, want, a.body)
		}
		return a
	}
	probe("/healthz", 200)
	probe("/readyz", 503)
	if a := probe("/", 503); a.header.Get("Retry-After") == "" || strings.Contains(a.body, "panic") {
		t.Errorf("a page before there is data: %v %s", a.header, a.body)
	}
	if a := send(t, h, "POST", "/graphql", good, "Content-Type", oldType); a.status != 503 || !strings.Contains(a.body, `"code":"UNAVAILABLE"`) {
		t.Errorf("GraphQL before there is data: %d %s", a.status, a.body)
	}
	monitor.Swapped(server.Snapshot{})
	probe("/readyz", 200)
	probe("/", 200)
	monitor.Stopping()
	probe("/healthz", 200)
	probe("/readyz", 503)
	probe("/", 200) // what comes until then is answered
}

// Readiness goes first, then the port; a request that runs is finished.
func TestStopsInOrder(t *testing.T) {
	entered, finish := make(chan struct{}), make(chan struct{})
	monitor := server.NewMonitor("test")
	h := handlerOf(t, func(c *server.Config) {
		inner := c.Schema
		c.Monitor = monitor
		c.Schema = func() (*schema.Schema, func()) {
			close(entered)
			<-finish
			return inner()
		}
	})
	monitor.Swapped(server.Snapshot{})
	l, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- server.Serving{Delay: time.Second, Monitor: monitor, Logger: slog.New(slog.DiscardHandler)}.Serve(ctx, l, h)
	}()
	address := "http://" + l.Addr().String()
	running := make(chan string, 1)
	go func() {
		response, err := http.Get(address + "/schema.graphql")
		if err != nil {
			running <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		running <- string(body)
	}()
	<-entered
	stop()
	seen := false
	for begin := time.Now(); time.Since(begin) < 800*time.Millisecond && !seen; {
		response, err := http.Get(address + "/readyz")
		if err != nil {
			t.Fatalf("the port closed before readiness was off: %v", err)
		}
		response.Body.Close()
		seen = response.StatusCode == 503
	}
	if !seen {
		t.Error("the server is ready although it is about to end")
	}
	close(finish)
	if body := <-running; !strings.Contains(body, "type Query") {
		t.Errorf("the running request got %.100q", body)
	}
	if err := <-done; err != nil {
		t.Errorf("Serve: %v", err)
	}
}

// What takes longer than the grace is cut off, and the server ends all the same.
func TestGraceEnds(t *testing.T) {
	entered := make(chan struct{})
	l, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	var log testlog.Buffer
	logger, _ := server.NewLogger(&log, "json", slog.LevelInfo)
	go func() {
		done <- server.Serving{Grace: 50 * time.Millisecond, Logger: logger}.Serve(ctx, l, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(entered)
			<-r.Context().Done()
		}))
	}()
	go func() {
		if response, err := http.Get("http://" + l.Addr().String()); err == nil {
			response.Body.Close()
		}
	}()
	<-entered
	stop()
	select {
	case err := <-done:
		if err != nil || !strings.Contains(log.String(), "cut off") {
			t.Errorf("%v; the log: %s", err, log.String())
		}
	case <-time.After(10 * time.Second):
		t.Fatal("a request keeps the server from ending")
	}
}
