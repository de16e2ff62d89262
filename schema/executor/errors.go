package executor

import (
	"fmt"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/innograph/innograph/internal/escape"
)

// Codes of errors, in extensions.code.
const (
	CodeSyntax    = "GRAPHQL_PARSE_FAILED"
	CodeInvalid   = "GRAPHQL_VALIDATION_FAILED"
	CodeTooLarge  = "DOCUMENT_TOO_LARGE"
	CodeTooCostly = "QUERY_TOO_COSTLY"
	CodeBadInput  = "BAD_USER_INPUT"
	CodeAmbiguous = "AMBIGUOUS_NAME" // for resolvers
	CodeOperation = "OPERATION_RESOLUTION_FAILURE"
	CodeMutation  = "READ_ONLY"
	CodeInternal  = "INTERNAL_SERVER_ERROR"
	CodeOutOfTime = "TIMEOUT"
	CodeMore      = "MORE_ERRORS"
	CodeLimited   = "RATE_LIMITED"

	// Of automatic persisted queries, as Apollo's clients look for them.
	CodeNotFound     = "PERSISTED_QUERY_NOT_FOUND"
	CodeNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED"

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
	return escape.JSON(struct {
		Message    string         `json:"message"`
		Locations  []Location     `json:"locations,omitempty"`
		Path       []any          `json:"path,omitempty"`
		Extensions map[string]any `json:"extensions"`
	}{e.Message, e.Locations, e.Path, extensions})
}

// tooCostly is an error of a request that asks for too much.
func tooCostly(format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Code: CodeTooCostly}
}

// BadInput is an error of an argument or a variable: the client can mend it.
func BadInput(format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Code: CodeBadInput}
}

// refusals makes a response of the parser's or validator's errors.
func refusals(list gqlerror.List, code string) *Response {
	r := &Response{}
	for _, e := range list {
		if len(r.Errors) == maxErrorsShown {
			r.Errors = append(r.Errors, &Error{Message: "there are more errors", Code: code})
			break
		}
		shown := &Error{Message: Clip(e.Message), Code: code}
		for _, l := range e.Locations {
			shown.Locations = append(shown.Locations, Location{l.Line, l.Column})
		}
		r.Errors = append(r.Errors, shown)
	}
	return r
}

// Clip keeps messages short: those of validators repeat what the client sent.
func Clip(s string) string {
	const most = 400
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most]) + "…"
}
