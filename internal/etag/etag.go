// Package etag compares entity tags of HTTP.
package etag

import (
	"net/http"
	"strings"
)

// Holds reports whether a request's If-None-Match names a weak tag, W/"…": then
// the client has the answer already. Tags are compared weakly (RFC 9110, section 13.1.2).
func Holds(r *http.Request, tag string) bool {
	for _, header := range r.Header.Values("If-None-Match") {
		for _, given := range strings.Split(header, ",") {
			if given = strings.TrimSpace(given); given == tag || "W/"+given == tag {
				return true
			}
		}
	}
	return false
}
