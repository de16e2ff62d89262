package server

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// LocalHosts accepts the names by which a server on the machine itself is
// reached, and that of its public address. Any other name means that a page of
// another site made the browser's resolver point its own name here (DNS
// rebinding), or that a proxy hands a name on that the server was not told.
// Names without a dot cannot be public ones.
func LocalHosts(publicURL string) func(host string) bool {
	public := ""
	if u, err := url.Parse(publicURL); err == nil {
		public = u.Hostname()
	}
	return func(host string) bool {
		name := hostname(host)
		if _, err := netip.ParseAddr(name); err == nil {
			return true
		}
		return public != "" && strings.EqualFold(name, public) || !strings.Contains(name, ".") || strings.HasSuffix(strings.ToLower(name), ".localhost")
	}
}

// hostname is a Host header without its port and brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

// hosted answers requests for the hosts that the server goes by.
func hosted(accepts func(host string) bool, next http.Handler) http.Handler {
	if accepts == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !accepts(r.Host) {
			recordOf(r).refused = "host"
			plain(w, http.StatusMisdirectedRequest, "this server does not go by the name of the Host header; innograph serve --public-url says by which\n")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// shared lets pages of other sites read answers (CORS): those of this machine, such as
// OpenRefine's, and those of sites that are named; "*" names all. No answer depends on who asks,
// so cookies are never let along. Of others nothing is said, and browsers keep answers from them.
func shared(origins []string, next http.Handler) http.Handler {
	all := slices.Contains(origins, "*")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		origin := r.Header.Get("Origin")
		if !all {
			h.Add("Vary", "Origin")
		}
		if origin == "" || !all && !slices.Contains(origins, origin) && !ofThisMachine(origin) {
			next.ServeHTTP(w, r)
			return
		}
		if all {
			origin = "*"
		}
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", "Content-Disposition, ETag, Retry-After, X-Request-Id")
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
			h.Set("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match, X-Request-Id, Traceparent")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ofThisMachine reports whether an origin is a server on the machine of whoever
// browses: what runs there could ask without a browser.
func ofThisMachine(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	at, err := netip.ParseAddr(u.Hostname())
	return err == nil && at.IsLoopback() || u.Hostname() == "localhost"
}
