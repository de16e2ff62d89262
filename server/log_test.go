package server_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/innograph/innograph/internal/testlog"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/server"
)

// A request that carries a sane id or trace keeps it; any other gets a new one.
func TestRequestID(t *testing.T) {
	h := handler(t)
	fresh := regexp.MustCompile(`^[0-9a-f]{16}$`)
	for _, c := range []struct {
		name, id, trace string
		want            string // empty: a new one
	}{
		{"a proxy's id", "3f2a-9.b_C", "", "3f2a-9.b_C"},
		{"a trace", "", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736"},
		{"both", "own", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "own"},
		{"neither", "", "", ""},
		{"a line end", "a\nb", "", ""},
		{"a space", "a b", "", ""},
		{"too long", strings.Repeat("a", 65), "", ""},
		{"not ASCII", "编号", "", ""},
		{"no trace", "", "00-XYZ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := send(t, h, "GET", "/healthz", "", "X-Request-Id", c.id, "Traceparent", c.trace)
			got := a.header.Get("X-Request-Id")
			if c.want != "" && got != c.want || c.want == "" && !fresh.MatchString(got) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// Whatever a client sends, a request is one line of the log, and the line has no
// control character.
func TestLogInjection(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		t.Run(format, func(t *testing.T) {
			var log testlog.Buffer
			logger, err := server.NewLogger(&log, format, slog.LevelInfo)
			if err != nil {
				t.Fatal(err)
			}
			h := handlerOf(t, func(c *server.Config) { c.Logger = logger })
			evil := "\r\ntime=2026 level=ERROR msg=\"owned\"\n{\"msg\":\"owned\"}\x1b[2J\u2028"
			send(t, h, "GET", "/"+url.PathEscape(evil), "", "X-Request-Id", evil, "User-Agent", evil)
			r := httptest.NewRequest("GET", "/graphiql?query="+url.QueryEscape(evil), nil)
			r.Method = "G\nET"
			h.ServeHTTP(httptest.NewRecorder(), r)
			lines := strings.Split(strings.TrimSuffix(log.String(), "\n"), "\n")
			if len(lines) != 2 {
				t.Fatalf("2 requests make %d lines:\n%s", len(lines), log.String())
			}
			for _, line := range lines {
				if strings.ContainsAny(line, "\r\x1b\u2028") || format == "json" && !json.Valid([]byte(line)) {
					t.Errorf("line %q", line)
				}
			}
		})
	}
}

// Slow queries are logged by the digest of their document, with what they cost
// and under the id of their request; variables and parameters are not logged.
func TestSlowQueries(t *testing.T) {
	var log testlog.Buffer
	logger, _ := server.NewLogger(&log, "json", slog.LevelInfo)
	h := handlerOf(t, func(c *server.Config) { c.Logger, c.Slow = logger, time.Nanosecond })
	send(t, h, "POST", "/graphql", `{"query":"query One($i: ID!) { county(id: $i) { id } }","variables":{"i":"county/secret"}}`, "Content-Type", oldType, "X-Request-Id", "abc")
	send(t, h, "GET", "/?q=secret", "")
	var slow []map[string]any
	for _, line := range strings.Split(strings.TrimSpace(log.String()), "\n") {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(fields["msg"].(string), "slow") {
			slow = append(slow, fields)
		}
	}
	if len(slow) != 2 {
		t.Fatalf("%d slow requests:\n%s", len(slow), log.String())
	}
	// echo -n 'query One($i: ID!) { county(id: $i) { id } }' | sha256sum
	query, page := slow[0], slow[1]
	if query["document"] != "6dc1e75a5ce6ea54ab4b2145663b5ff01542be8eb157baeb7e7e1a1f597b6d6c" || query["operation"] != "One" || query["cost"] == nil || query["took"] == nil || query["id"] != "abc" {
		t.Errorf("slow query: %v", query)
	}
	if page["route"] != "/{$}" || page["id"] == nil {
		t.Errorf("slow page: %v", page)
	}
	if strings.Contains(log.String(), "secret") {
		t.Errorf("the log tells what was looked for:\n%s", log.String())
	}
}

func TestNewLoggerRefuses(t *testing.T) {
	if _, err := server.NewLogger(&bytes.Buffer{}, "xml", slog.LevelInfo); err == nil || !strings.Contains(err.Error(), `"xml"`) {
		t.Errorf("%v", err)
	}
}

// A handler that gives a download up ends the connection, which the log has.
func TestAbortedAnswers(t *testing.T) {
	var log testlog.Buffer
	logger, _ := server.NewLogger(&log, "json", slog.LevelInfo)
	h := handlerOf(t, func(c *server.Config) {
		c.Logger = logger
		c.Schema = func() (*schema.Schema, func()) { panic(http.ErrAbortHandler) }
	})
	func() {
		defer func() {
			if p := recover(); p != http.ErrAbortHandler {
				t.Errorf("what ends the connection is %v", p)
			}
		}()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/schema.graphql", nil))
	}()
	if text := log.String(); !strings.Contains(text, `"path":"/schema.graphql"`) || strings.Contains(text, "panicked") {
		t.Errorf("the log: %s", text)
	}
}
