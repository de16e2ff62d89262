package server

import "time"

// Limits of a server, unless [Config] and [Serving] set others. Those of a GraphQL
// document are executor.Limits. docs/requests.md, docs/operations.md and
// docs/security.md tell them, and a test holds those pages against this one.
const (
	// DefaultConnections is how many connections are open at once; further ones wait.
	DefaultConnections = 4096
	// DefaultGrace is what running requests have when the server ends.
	DefaultGrace = 10 * time.Second
	// DefaultRate is how many points a client may ask for in a minute. A point is a
	// hundred nodes that a request may ask for; each request costs one at least.
	DefaultRate = 600_000

	defaultHeaders = 5 * time.Second  // for the headers of a request
	defaultRequest = 15 * time.Second // for a request with its body
	defaultAnswer  = 60 * time.Second // for a request and its answer
	defaultIdle    = 2 * time.Minute  // between requests of a connection
	stalled        = 30 * time.Second // that a download may stand still

	maxHeader   = 64 << 10  // bytes of a request's headers, its URL included
	defaultBody = 256 << 10 // bytes of a request's body

	runningPerProcessor = 16          // requests that are worked on at once
	waitingPerRunning   = 4           // requests that may wait for each that runs
	runningPerStream    = 4           // of the places, one in so many is there for downloads besides
	defaultPatience     = time.Second // how long further requests wait for their turn
	comeAgain           = time.Second // what clients that were turned away are told to wait
)
