package etag_test

import (
	"net/http"
	"testing"

	"github.com/innograph/innograph/internal/etag"
)

func TestHolds(t *testing.T) {
	const tag = `W/"a1"`
	for _, c := range []struct {
		given []string
		holds bool
	}{
		{nil, false}, {[]string{`W/"a1"`}, true}, {[]string{`"a1"`}, true}, {[]string{`"b", W/"a1"`}, true}, {[]string{`"b"`, ` "a1" `}, true},
		{[]string{`"a"`}, false}, {[]string{`a1`}, false}, {[]string{`"a1`}, false},
	} {
		r := &http.Request{Header: http.Header{"If-None-Match": c.given}}
		if etag.Holds(r, tag) != c.holds {
			t.Errorf("%q: %v", c.given, !c.holds)
		}
	}
}
