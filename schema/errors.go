package schema

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/graphql-go/graphql/gqlerrors"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Codes of errors, in extensions.code.
const (
	codeSyntax     = "GRAPHQL_PARSE_FAILED"
	codeInvalid    = "GRAPHQL_VALIDATION_FAILED"
	codeTooLarge   = "DOCUMENT_TOO_LARGE"
	codeTooCostly  = "QUERY_TOO_COSTLY"
	codeBadInput   = "BAD_USER_INPUT"
	codeAmbiguous  = "AMBIGUOUS_NAME"
	codeOperation  = "OPERATION_RESOLUTION_FAILURE"
	codeMutation   = "READ_ONLY"
	codeInternal   = "INTERNAL_SERVER_ERROR"
	codeOutOfTime  = "TIMEOUT"
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

func badInput(format string, args ...any) *Error {
	return &Error{Message: fmt.Sprintf(format, args...), Code: codeBadInput}
}

// Response is the answer to a request.
type Response struct {
	Data     any
	Errors   []*Error
	executed bool
}

// Refused reports whether the request was not executed: then there is no data,
// not even null.
func (r *Response) Refused() bool { return !r.executed }

// MarshalJSON writes errors first, then data, as the specification advises.
func (r *Response) MarshalJSON() ([]byte, error) {
	if !r.executed {
		return marshal(struct {
			Errors []*Error `json:"errors"`
		}{r.Errors})
	}
	return marshal(struct {
		Errors []*Error `json:"errors,omitempty"`
		Data   any      `json:"data"`
	}{r.Errors, r.Data})
}

func refusal(errs ...*Error) *Response { return &Response{Errors: errs} }

// refusals makes a response of the parser's or validator's errors.
func refusals(list gqlerror.List, code string) *Response {
	r := &Response{}
	for _, e := range list {
		if len(r.Errors) == maxErrorsShown {
			r.Errors = append(r.Errors, &Error{Message: fmt.Sprintf("%d more errors", len(list)-maxErrorsShown), Code: code})
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

// executionError translates an error of a resolver: ours go out as they are,
// anything else is logged in full and shown as "internal error".
func (s *Schema) executionError(ctx context.Context, e gqlerrors.FormattedError) *Error {
	out := &Error{Path: e.Path}
	for _, l := range e.Locations {
		out.Locations = append(out.Locations, Location{l.Line, l.Column})
	}
	cause := origin(e)
	var ours *Error
	switch {
	case errors.As(cause, &ours):
		out.Message, out.Code, out.Details = ours.Message, ours.Code, ours.Details
	case errors.Is(cause, context.DeadlineExceeded):
		out.Message, out.Code = fmt.Sprintf("the query was not done after %s; ask for less", s.config.Limits.Time), codeOutOfTime
	case errors.Is(cause, context.Canceled):
		out.Message, out.Code = "the request was cancelled", codeOutOfTime
	default:
		s.config.Logger.ErrorContext(ctx, "resolver failed", "path", fmt.Sprint(e.Path), "error", cause)
		out.Message, out.Code = "internal error", codeInternal
	}
	return out
}

// origin digs the resolver's own error out of graphql-go's wrappers, two or
// three deep where a thunk gave it.
func origin(err error) error {
	for range 6 {
		var next error
		switch e := err.(type) {
		case gqlerrors.FormattedError:
			next = e.OriginalError()
		case *gqlerrors.Error:
			next = e.OriginalError
		}
		if next == nil {
			return err
		}
		err = next
	}
	return err
}

// sortErrors makes their order the same on every run: graphql-go runs the
// fields of a query in random order.
func sortErrors(errs []*Error) {
	slices.SortStableFunc(errs, func(a, b *Error) int { return strings.Compare(fmt.Sprint(a.Path), fmt.Sprint(b.Path)) })
}

// ReadOnly reports whether the request was refused because it asked for a
// mutation or a subscription.
func (r *Response) ReadOnly() bool {
	return r.Refused() && r.Errors[0].Code == codeMutation
}
