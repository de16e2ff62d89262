package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// anExport serves a body that is written as a form would write it.
func anExport(t *testing.T, patience time.Duration, write func(context.Context, io.Writer) error) (address string, ended <-chan error) {
	t.Helper()
	done := make(chan error, 10)
	h := &exportHandler{&graphqlHandler{Config: Config{Logger: slog.New(slog.DiscardHandler)}}, patience}
	send := func(w http.ResponseWriter, r *http.Request) {
		h.send(w, r, false, func(ctx context.Context, out io.Writer) error {
			err := write(ctx, out)
			done <- err
			return err
		})
	}
	s := httptest.NewServer(observed(h.Config, http.HandlerFunc(send)))
	t.Cleanup(s.Close)
	return s.URL, done
}

// A form that fails after its first byte breaks the connection, so that nobody takes a part for
// the whole, compressed or not.
func TestFailuresBreakTheConnection(t *testing.T) {
	address, _ := anExport(t, time.Minute, func(_ context.Context, out io.Writer) error {
		_, _ = out.Write(make([]byte, 300_000))
		return errors.New("the store is gone")
	})
	for _, encoding := range []string{"identity", "gzip"} {
		r, err := http.NewRequest("GET", address, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", encoding)
		response, err := http.DefaultClient.Do(r)
		if err == nil {
			_, err = io.ReadAll(response.Body)
			response.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: the client takes a part for the whole", encoding)
		}
	}
}

// A client that does not read is given up; one that reads slowly is not.
func TestSlowClients(t *testing.T) {
	const patience, pieces = 400 * time.Millisecond, 40
	write := func(ctx context.Context, out io.Writer) error {
		piece := make([]byte, 1<<20)
		for range pieces {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := out.Write(piece); err != nil {
				return err
			}
		}
		return nil
	}
	address, ended := anExport(t, patience, write)
	connect := func() net.Conn {
		c, err := net.Dial("tcp", address[len("http://"):])
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		return c
	}
	connect() // and never read
	select {
	case err := <-ended:
		var timeout net.Error
		if !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("a client that does not read: %v", err)
		}
	case <-time.After(20 * patience):
		t.Fatal("a client that does not read is waited for")
	}
	slow := connect()
	began := time.Now()
	for range pieces {
		if _, err := io.ReadFull(slow, make([]byte, 1<<20)); err != nil {
			t.Fatalf("a client that reads slowly: %v", err)
		}
		time.Sleep(patience / 20)
	}
	go io.Copy(io.Discard, slow)
	if err := <-ended; err != nil || time.Since(began) < patience {
		t.Errorf("a client that reads slowly, for %v: %v", time.Since(began), err)
	}
}
