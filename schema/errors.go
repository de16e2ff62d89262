package schema

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Codes of errors, in extensions.code.
const (
	codeSyntax    = "GRAPHQL_PARSE_FAILED"
	codeInvalid   = "GRAPHQL_VALIDATION_FAILED"
	codeTooLarge  = "DOCUMENT_TOO_LARGE"
	codeTooCostly = "QUERY_TOO_COSTLY"
	codeBadInput  = "BAD_USER_INPUT"
	codeAmbiguous = "AMBIGUOUS_NAME"
	codeOperation = "OPERATION_RESOLUTION_FAILURE"
	codeMutation  = "READ_ONLY"
	codeInternal  = "INTERNAL_SERVER_ERROR"
	codeOutOfTime = "TIMEOUT"
	codeMore      = "MORE_ERRORS"
	codeLimited   = "RATE_LIMITED"

	// Of automatic persisted queries, as Apollo's clients look for them.
	codeNotFound     = "PERSISTED_QUERY_NOT_FOUND"
	codeNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED"

	maxErrorsShown = 50
)

// Error is a GraphQL error as it goes out.
type Error struct {
	Message   string
	Code      string
	Locations []Location
	Path      []any
	Details   map[string]any // further extensions
}

// Location is a place in the document; Line and Column are 1-based, columns count code points.
type Location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Error makes an Error one that resolvers can return.
func (e *Error) Error() string { return e.Message }

// MarshalJSON writes the error as the specification says; empty entries are left out.
func (e *Error) MarshalJSON() ([]byte, error) {
	extensions := map[string]any{"code": e.Code}
	for k, v := range e.Details {
		extensions[k] = v
	}
	return marshal(struct {
		Message    string         `json:"message"`
		Locations  []Location     `json:"locations,omitempty"`
		Path       []any          `json:"path,omitempty"`
		Extensions map[string]any `json:"extensions"`
	}{e.Message, e.Locations, e.Path, extensions})
}

// marshal leaves "<", ">" and "&" as they are: answers are JSON, not HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

func tooMuch(format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Code: codeTooCostly}
}

func badInput(format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Code: codeBadInput}
}

// refusals makes a response of the parser's or validator's errors.
func refusals(list gqlerror.List, code string) *Response {
	r := &Response{}
	for _, e := range list {
		if len(r.Errors) == maxErrorsShown {
			r.Errors = append(r.Errors, &Error{Message: "there are more errors", Code: code})
			break
		}
		shown := &Error{Message: clip(e.Message), Code: code}
		for _, l := range e.Locations {
			shown.Locations = append(shown.Locations, Location{l.Line, l.Column})
		}
		r.Errors = append(r.Errors, shown)
	}
	return r
}

// clip keeps messages short: those of validators repeat what the client sent.
func clip(s string) string {
	const most = 400
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
