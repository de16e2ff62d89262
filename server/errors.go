package server

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

// How clients are told what is wrong: a sentence as text, of /graphql an answer of
// one error. What is our own fault is logged where it happens, and not shown.

// plain answers with a sentence.
func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the client may be gone; there is nobody to tell
}

// failed answers that the fault is ours.
func failed(w http.ResponseWriter) {
	http.Error(w, "internal error", http.StatusInternalServerError)
}

// sendAgain tells when to come again, in whole seconds.
func sendAgain(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
}

// refused is a request that did not become a GraphQL request.
type refused struct {
	status  int
	message string
}

func (e *refused) Error() string { return e.message }

// errorBody is an answer of one error and no data.
func errorBody(code, message string) []byte {
	body, err := json.Marshal(map[string]any{"errors": []any{map[string]any{"message": message, "extensions": map[string]any{"code": code}}}})
	if err != nil {
		panic(err) // strings marshal
	}
	return body
}

// turnedAway is what clients are told, by reason.
var turnedAway = map[string]string{
	reasonStarting: "the server has no data yet; come again in a moment",
	reasonMemory:   "the server is short of memory; come again in a moment",
	reasonOverload: "the server has too much to do; come again in a moment",
	reasonGone:     "the client is gone",
}

func turnAway(w http.ResponseWriter, r *http.Request, reason string) {
	sendAgain(w, comeAgain)
	w.Header().Set("Cache-Control", "no-store")
	if r.URL.Path != graphqlPath {
		plain(w, http.StatusServiceUnavailable, turnedAway[reason]+"\n")
		return
	}
	w.Header()["Content-Type"] = contentTypes[mediaJSON]
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write(errorBody("UNAVAILABLE", turnedAway[reason])) // the client may be gone; there is nobody to tell
}
