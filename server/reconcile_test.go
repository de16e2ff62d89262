package server_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
)

// The reconciliation service is at its address, with the headers of every answer;
// only its previews may be framed.
func TestReconciliationIsServed(t *testing.T) {
	h := handler(t)
	for target, want := range map[string]struct {
		status int
		framed bool
	}{
		"/reconcile": {200, false}, "/reconcile/suggest/type?prefix=c": {200, false}, "/reconcile/preview?id=county%2F999901": {200, true}, "/reconcile/preview?id=county%2F0": {404, false},
		"/reconcile/nothing": {404, false}, `/reconcile?queries={"q":{"query":"county/999901"}}`: {200, false},
	} {
		a := send(t, h, "GET", target, "")
		policy := a.header.Get("Content-Security-Policy")
		if a.status != want.status || strings.Contains(policy, "frame-ancestors *") != want.framed || strings.Contains(policy, "frame-ancestors 'none'") == want.framed {
			t.Errorf("%s: %d, %s", target, a.status, policy)
		}
		if a.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", target, a.header)
		}
	}
	if a := send(t, h, "POST", "/reconcile", "queries="+strings.Repeat("x", 5000), "Content-Type", "application/x-www-form-urlencoded"); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a body over the server's limit: %d", a.status)
	}
	a := send(t, h, "GET", "/reconcile", "", "Accept-Encoding", "gzip")
	z, err := gzip.NewReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || !strings.Contains(string(text), `"versions":["0.2"]`) {
		t.Errorf("compressed: %v %s", err, text)
	}
}

// The address that clients make of an id leads to the page, however they spell
// the slash, and to no other host.
func TestIDsHaveAnAddress(t *testing.T) {
	h := handler(t)
	for target, want := range map[string]string{"/id/county%2F999901": "/county/999901", "/id/county/999901": "/county/999901", "/id/county%2f999901": "/county/999901", "/id/%2Fevil.example%2Fx": "", "/id/county": "", "/id/": "", "/id/county%2F..%2Fx": ""} {
		a := send(t, h, "GET", target, "")
		if want == "" && a.status != http.StatusNotFound || want != "" && (a.status != http.StatusSeeOther || a.header.Get("Location") != want) {
			t.Errorf("%s: %d to %q, want %q", target, a.status, a.header.Get("Location"), want)
		}
	}
}
