package server_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

// machine is a schema that takes a while, two requests at a time: it can answer
// 400 requests a second, whatever machine the test runs on.
func machine(inner func() (*schema.Schema, func())) (work func() (*schema.Schema, func()), most *atomic.Int64) {
	processors := make(chan struct{}, 2)
	var now atomic.Int64
	most = new(atomic.Int64)
	return func() (*schema.Schema, func()) {
		n := now.Add(1)
		for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
		}
		processors <- struct{}{}
		time.Sleep(5 * time.Millisecond)
		<-processors
		now.Add(-1)
		return inner()
	}, most
}

// At five times what the server can do, what it answers it answers in time, and
// the rest is turned away at once; when the flood ends everybody is answered.
func TestOverload(t *testing.T) {
	const running, patience = 8, 100 * time.Millisecond
	var most *atomic.Int64
	h := handlerOf(t, func(c *server.Config) {
		c.Schema, most = machine(c.Schema)
		c.Running, c.Patience = running, patience
	})
	ask := func() (int, http.Header, time.Duration) {
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(good))
		r.Header.Set("Content-Type", oldType)
		w := httptest.NewRecorder()
		began := time.Now()
		h.ServeHTTP(w, r)
		return w.Code, w.Header(), time.Since(began)
	}
	var mu sync.Mutex
	var accepted []time.Duration
	shed := 0
	var group sync.WaitGroup
	began := time.Now()
	for i := range 4000 { // 2,000 a second, 5 × 400
		time.Sleep(time.Until(began.Add(time.Duration(i) * 500 * time.Microsecond)))
		group.Go(func() {
			status, header, took := ask()
			mu.Lock()
			defer mu.Unlock()
			switch {
			case status == 200:
				accepted = append(accepted, took)
			case status == 503 && header.Get("Retry-After") != "":
				shed++
			default:
				t.Errorf("status %d, %v", status, header)
			}
		})
	}
	t.Logf("%.0f requests a second", 4000/time.Since(began).Seconds())
	group.Wait()
	slices.Sort(accepted)
	t.Logf("accepted %d (p50 %s, p99 %s), shed %d", len(accepted), accepted[len(accepted)/2], accepted[len(accepted)*99/100], shed)
	if most.Load() > running {
		t.Errorf("%d requests ran at once, %d may", most.Load(), running)
	}
	if len(accepted) < 200 || shed < 1000 {
		t.Errorf("accepted %d, shed %d", len(accepted), shed)
	}
	if p99 := accepted[len(accepted)*99/100]; p99 > 10*patience {
		t.Errorf("an answer took %s", p99)
	}
	if status, _, took := ask(); status != 200 || took > time.Second {
		t.Errorf("after the flood: %d after %s", status, took)
	}
}

// A client that sends its body slowly, or does not read its answer, takes nobody's place.
func TestSlowClientsTakeNoPlace(t *testing.T) {
	h := handlerOf(t, func(c *server.Config) { c.Running, c.Patience = 1, time.Millisecond })
	slow, body := io.Pipe()
	defer body.Close()
	go func() {
		r := httptest.NewRequest("POST", "/graphql", slow)
		r.Header.Set("Content-Type", oldType)
		h.ServeHTTP(httptest.NewRecorder(), r)
	}()
	if _, err := body.Write([]byte(`{"query":`)); err != nil { // the server reads
		t.Fatal(err)
	}
	unread := &unreadWriter{header: http.Header{}, begun: make(chan struct{}), end: make(chan struct{})}
	defer close(unread.end)
	go h.ServeHTTP(unread, httptest.NewRequest("GET", "/schema.graphql", nil))
	<-unread.begun
	if a := send(t, h, "POST", "/graphql", good, "Content-Type", oldType); a.status != 200 {
		t.Errorf("beside slow clients: %d %s", a.status, a.body)
	}
}

// unreadWriter is an answer that its client does not read until the end.
type unreadWriter struct {
	header     http.Header
	begun, end chan struct{}
	once       sync.Once
}

func (w *unreadWriter) Header() http.Header { return w.header }
func (w *unreadWriter) WriteHeader(int)     {}
func (w *unreadWriter) Write(b []byte) (int, error) {
	w.once.Do(func() { close(w.begun) })
	<-w.end
	return len(b), nil
}

// A client that waits for its turn and goes is forgotten.
func TestWaitingEndsWithTheClient(t *testing.T) {
	finish, entered := make(chan struct{}), make(chan struct{}, 2)
	h := handlerOf(t, func(c *server.Config) {
		inner := c.Schema
		c.Running, c.Patience = 1, time.Hour
		c.Schema = func() (*schema.Schema, func()) {
			entered <- struct{}{}
			<-finish
			return inner()
		}
	})
	first := make(chan struct{})
	go func() {
		defer close(first)
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/schema.graphql", nil))
	}()
	<-entered
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan int)
	go func() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/schema.graphql", nil).WithContext(ctx))
		gone <- w.Code
	}()
	cancel()
	if status := <-gone; status != 503 {
		t.Errorf("status %d", status)
	}
	close(finish)
	<-first
	if len(entered) > 0 {
		t.Error("the request of a client that is gone was worked on")
	}
}

// Over the limit of memory requests are refused; when the memory is given back
// they are answered again.
func TestMemoryLimit(t *testing.T) {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	limit := int64(before.Sys-before.HeapReleased) + 64<<20
	h := handlerOf(t, func(c *server.Config) { c.Memory = limit })
	get := func() answer { return send(t, h, "GET", "/schema.graphql", "") }
	if a := get(); a.status != 200 {
		t.Fatalf("below the limit: %d", a.status)
	}
	held := bytes.Repeat([]byte{1}, 256<<20)
	eventually := func(what string, want int) (a answer) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			if a = get(); a.status == want {
				return a
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: %d", what, a.status)
			}
		}
	}
	if a := eventually("over the limit", 503); a.header.Get("Retry-After") == "" || !strings.Contains(a.body, "memory") {
		t.Errorf("over the limit: %v %s", a.header, a.body)
	}
	if a := send(t, h, "GET", "/healthz", ""); a.status != 200 {
		t.Errorf("over the limit the server does not say that it lives: %d", a.status)
	}
	runtime.KeepAlive(held)
	held = nil
	eventually("after the memory was given back", 200)
}

// Downloads that go slowly have places of their own: others are answered beside
// them, and further downloads are turned away.
func TestStreamsTakeNoPlace(t *testing.T) {
	h := handlerOf(t, func(c *server.Config) { c.Running, c.Patience = 1, time.Millisecond })
	slow := &unreadWriter{header: http.Header{}, begun: make(chan struct{}), end: make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { _ = recover() }() // the download may be given up
		h.ServeHTTP(slow, httptest.NewRequest("GET", "/export/nquads", nil))
	}()
	<-slow.begun
	if a := send(t, h, "GET", "/schema.graphql", ""); a.status != 200 {
		t.Errorf("beside a slow download: %d %s", a.status, a.body)
	}
	if a := send(t, h, "GET", "/export/nquads", ""); a.status != 503 {
		t.Errorf("a second download: %d", a.status)
	}
	close(slow.end)
	<-done
	if a := send(t, h, "GET", "/export/nquads", ""); a.status != 200 {
		t.Errorf("after the slow download: %d %s", a.status, a.body)
	}
}
