package server_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// caught stands for the way out of the process.
type caught struct{ calls atomic.Int64 }

func (c *caught) RoundTrip(*http.Request) (*http.Response, error) {
	c.calls.Add(1)
	return nil, errors.New("there is no way out")
}

// An address that a client sends is not fetched, in whatever place it stands.
func TestNoRequestsGoOut(t *testing.T) {
	out, before := &caught{}, http.DefaultTransport
	http.DefaultTransport = out
	defer func() { http.DefaultTransport = before }()
	h := open(t, nil)
	const evil = "http://169.254.169.254/latest/meta-data/"
	for _, target := range routes() {
		path, _, _ := strings.Cut(target, "?")
		for _, name := range []string{"q", "e", "a", "b", "url", "query", "lang", "type", "variables", "extensions"} {
			send(t, h, "GET", path+"?"+url.Values{name: {evil}}.Encode(), "", "Referer", evil, "Origin", evil, "X-Forwarded-For", evil)
		}
	}
	send(t, h, "POST", "/graphql", `{"query":"{ search(text: \"`+evil+`\") { totalCount } entity(id: \"`+evil+`\") { id } }","extensions":{"url":"`+evil+`"}}`, "Content-Type", oldType)
	if n := out.calls.Load(); n > 0 {
		t.Errorf("%d requests went out", n)
	}
	if _, err := http.Get(evil); err == nil || out.calls.Load() != 1 {
		t.Error("the test does not see requests that go out")
	}
}
