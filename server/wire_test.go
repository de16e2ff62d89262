package server_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/innograph/innograph/server"
)

// wire serves over a real socket and remembers the paths that reached the routes.
type wire struct {
	address string
	mu      sync.Mutex
	paths   []string
}

func serveWire(t *testing.T, s server.Serving) *wire {
	t.Helper()
	l, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Logger, s.Grace = slog.New(slog.DiscardHandler), time.Millisecond
	on := &wire{address: l.Addr().String()}
	h := handler(t)
	done := make(chan error, 1)
	go func() {
		done <- s.Serve(t.Context(), l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			on.mu.Lock()
			on.paths = append(on.paths, r.URL.Path)
			on.mu.Unlock()
			h.ServeHTTP(w, r)
		}))
	}()
	t.Cleanup(func() { // the test's context has ended
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return on
}

func (on *wire) reached(path string) bool {
	on.mu.Lock()
	defer on.mu.Unlock()
	return slices.Contains(on.paths, path)
}

// dial connects; what is not over after ten seconds fails.
func (on *wire) dial(t *testing.T) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", on.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

// statuses sends bytes as they are, and gives the statuses of the answers until
// the server closes or says nothing for a moment.
func (on *wire) statuses(t *testing.T, raw string) []int {
	t.Helper()
	c := on.dial(t)
	if _, err := io.WriteString(c, raw); err != nil {
		t.Fatal(err)
	}
	var list []int
	for in := bufio.NewReader(c); ; {
		if err := c.SetReadDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(in, nil)
		if err != nil {
			return list
		}
		list = append(list, response.StatusCode)
		_, _ = io.Copy(io.Discard, response.Body) // what is cut off counts as an answer too
		response.Body.Close()
	}
}

// A request is where its first framing says; what a proxy may take for a body is
// never a second request, and what cannot be framed is refused and ends the connection.
func TestSmuggling(t *testing.T) {
	const inner = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
	post := func(headers, body string) string {
		return "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body
	}
	chunked := func(text string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(text), text) }
	on := serveWire(t, server.Serving{})
	for _, c := range []struct {
		name, raw string
		want      []int
	}{
		{"as it should be", post(fmt.Sprintf("Content-Length: %d\r\n", len(good)), good), []int{200}},
		{"chunked", post("Transfer-Encoding: chunked\r\n", chunked(good)), []int{200}},
		{"length over chunks: chunks count", post(fmt.Sprintf("Content-Length: %d\r\nTransfer-Encoding: chunked\r\n", len(chunked(good))+len(inner)), chunked(good)), []int{200}},
		{"two lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}"+inner), []int{400}},
		{"a list of lengths", post("Content-Length: 2, 3\r\n", "{}"+inner), []int{400}},
		{"a signed length", post("Content-Length: +2\r\n", "{}"+inner), []int{400}},
		{"a negative length", post("Content-Length: -2\r\n", "{}"+inner), []int{400}},
		{"a length in hexadecimal", post("Content-Length: 0x2\r\n", "{}"+inner), []int{400}},
		{"a length too large", post("Content-Length: 99999999999999999999\r\n", "{}"+inner), []int{400}},
		{"another encoding", post("Transfer-Encoding: identity\r\nContent-Length: 2\r\n", "{}"+inner), []int{501}},
		{"an encoding in disguise", post("Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n", "{}"+inner), []int{501}},
		{"a tab before the encoding", post("Transfer-Encoding:\x0bchunked\r\nContent-Length: 2\r\n", "{}"+inner), []int{400}},
		{"two encodings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"+inner), []int{501}},
		{"a space before the colon", post("Transfer-Encoding : chunked\r\nContent-Length: 2\r\n", "{}"+inner), []int{400}},
		{"a folded line", post(fmt.Sprintf("X-A: a\r\n Transfer-Encoding: chunked\r\nContent-Length: %d\r\n", 5+len(inner)), "0\r\n\r\n"+inner), []int{400}},
		{"NUL in a header", post("X-A: a\x00b\r\nContent-Length: 0\r\n", inner), []int{400}},
		{"a carriage return in a header", post("X-A: a\rContent-Length: 0\r\n", inner), []int{400}},
		{"no host", "GET / HTTP/1.1\r\n\r\n", []int{400}},
		{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", []int{400}},
		{"a bad host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", []int{400}},
		{"chunks in HTTP/1.0", "POST /graphql HTTP/1.0\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner, nil},
		{"a chunk too large to count", post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n"+inner), []int{400}},
		{"a chunk that ends in a bare line feed", post("Transfer-Encoding: chunked\r\n", "2\n{}\r\n0\r\n\r\n"+inner), []int{400}},
		{"HTTP/2 without agreement", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + inner, []int{400}},
		{"no request line", "\x16\x03\x01\x02\x00\x01\x00\x01", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := on.statuses(t, c.raw)
			if c.want != nil && !slices.Equal(got, c.want) {
				t.Errorf("answers %v, want %v", got, c.want)
			}
			if on.reached("/smuggled") {
				t.Error("what stands in a body was taken for a request")
			}
		})
		on.mu.Lock()
		on.paths = nil
		on.mu.Unlock()
	}
}

// Clients that send slowly are cut off: their headers, and their bodies.
func TestSlowloris(t *testing.T) {
	headers := serveWire(t, server.Serving{Headers: 200 * time.Millisecond, Request: time.Minute})
	bodies := serveWire(t, server.Serving{Request: 400 * time.Millisecond})
	for _, c := range []struct {
		name string
		on   *wire
		head string
	}{
		{"headers", headers, "GET / HTTP/1.1\r\nHost: x\r\nX-A: "},
		{"body", bodies, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{"},
		{"nothing", headers, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client := c.on.dial(t)
			_, err := io.WriteString(client, c.head)
			if err != nil {
				t.Fatal(err)
			}
			go func() {
				for err == nil {
					time.Sleep(50 * time.Millisecond)
					if c.head != "" {
						_, err = io.WriteString(client, "a")
					}
				}
			}()
			began := time.Now()
			_, read := io.Copy(io.Discard, client)
			if took := time.Since(began); errors.Is(read, os.ErrDeadlineExceeded) || took > 5*time.Second {
				t.Errorf("the connection was open for %s: %v", took, read)
			}
		})
	}
}

// Headers and addresses over 64 KiB, and a little that Go grants, are refused.
func TestOversizeHeaders(t *testing.T) {
	on := serveWire(t, server.Serving{})
	long := strings.Repeat("a", 80<<10)
	for name, raw := range map[string]string{
		"header":       "GET / HTTP/1.1\r\nHost: x\r\nX-A: " + long + "\r\n\r\n",
		"many headers": "GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-A: 1\r\n", 20_000) + "\r\n",
		"address":      "GET /?q=" + long + " HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		if got := on.statuses(t, raw); len(got) > 0 && got[0] != 431 {
			t.Errorf("%s: %v, want 431", name, got)
		}
	}
	if len(on.paths) > 0 {
		t.Errorf("they reached the routes: %.50q", on.paths)
	}
	if got := on.statuses(t, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"); !slices.Equal(got, []int{200}) {
		t.Errorf("afterwards: %v", got)
	}
}

// More connections than the server keeps open wait, and get their turn when those
// that say nothing are cut off.
func TestConnectionFlood(t *testing.T) {
	on := serveWire(t, server.Serving{Connections: 8, Headers: time.Second})
	for range 8 {
		on.dial(t)
	}
	time.Sleep(50 * time.Millisecond) // until they are accepted; sooner, the test proves less but does not fail
	client := on.dial(t)
	if _, err := io.WriteString(client, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if err := client.SetReadDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the ninth connection is served beside eight: %v", err)
	}
	if err := client.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(client), nil)
	if err != nil {
		t.Fatalf("the ninth connection never gets its turn: %v", err)
	}
	response.Body.Close()
	if response.StatusCode != 200 {
		t.Errorf("status %d", response.StatusCode)
	}
}
