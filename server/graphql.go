package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/innograph/innograph/schema"
)

// Media types of GraphQL over HTTP.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
)

// graphqlHandler answers GraphQL over HTTP, GET and POST, as the
// GraphQL-over-HTTP specification says.
type graphqlHandler struct{ Config }

// refused is a request that did not become a GraphQL request.
type refused struct {
	status  int
	message string
}

func (e *refused) Error() string { return e.message }

func (h *graphqlHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept")
	media, named, ok := acceptable(r.Header.Values("Accept"))
	if !ok {
		h.refuse(w, mediaJSON, http.StatusNotAcceptable, "this server answers "+mediaResponse+" or "+mediaJSON+" in UTF-8")
		return
	}
	request, err := h.request(w, r)
	var bad *refused
	switch {
	case errors.As(err, &bad):
		if bad.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "GET, POST")
		}
		h.refuse(w, media, bad.status, bad.message)
		return
	case err != nil:
		h.refuse(w, media, http.StatusBadRequest, "the request cannot be read")
		return
	}
	s, release := h.Schema()
	defer release()
	response := s.Execute(r.Context(), request)
	status := http.StatusOK
	switch {
	case response.ReadOnly() && r.Method == http.MethodGet:
		w.Header().Set("Allow", "POST")
		status = http.StatusMethodNotAllowed
	case response.Refused() && !(media == mediaJSON && named):
		// Clients that ask for application/json by name are of the time when every
		// answer in it was a 200, as the specification says; all others get the truth.
		status = http.StatusBadRequest
	}
	h.write(w, media, status, response)
}

// request reads a GraphQL request off a GET or POST.
func (h *graphqlHandler) request(w http.ResponseWriter, r *http.Request) (schema.Request, error) {
	switch r.Method {
	case http.MethodGet:
		return fromURL(r)
	case http.MethodPost:
		return h.fromBody(w, r)
	}
	return schema.Request{}, &refused{http.StatusMethodNotAllowed, "use GET or POST"}
}

func fromURL(r *http.Request) (schema.Request, error) {
	values := r.URL.Query()
	request := schema.Request{Query: values.Get("query"), OperationName: values.Get("operationName")}
	if !values.Has("query") {
		return request, &refused{http.StatusBadRequest, "parameter query is missing"}
	}
	if text := values.Get("variables"); text != "" {
		if err := decode([]byte(text), &request.Variables); err != nil {
			return request, &refused{http.StatusBadRequest, "parameter variables is no JSON object"}
		}
	}
	if text := values.Get("extensions"); text != "" {
		var extensions map[string]any
		if err := decode([]byte(text), &extensions); err != nil {
			return request, &refused{http.StatusBadRequest, "parameter extensions is no JSON object"}
		}
	}
	return request, nil
}

func (h *graphqlHandler) fromBody(w http.ResponseWriter, r *http.Request) (schema.Request, error) {
	var request schema.Request
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || media != mediaJSON || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return request, &refused{http.StatusUnsupportedMediaType, "send the request as " + mediaJSON + " in UTF-8"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.MaxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return request, &refused{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body has more than %d bytes", h.MaxBody)}
	}
	if err != nil {
		return request, err
	}
	// encoding/json matches struct fields whatever their case; a map does not.
	var fields map[string]json.RawMessage
	if err := decode(body, &fields); err != nil || fields == nil {
		return request, &refused{http.StatusBadRequest, "the body is no JSON object"}
	}
	query, given := fields["query"]
	if !given || isNull(query) {
		return request, &refused{http.StatusBadRequest, "query is missing"}
	}
	for _, f := range []struct {
		name string
		into any
		what string
	}{{"query", &request.Query, "a string"}, {"operationName", &request.OperationName, "a string"}, {"variables", &request.Variables, "an object"}, {"extensions", &map[string]any{}, "an object"}} {
		if raw, given := fields[f.name]; given && !isNull(raw) {
			if err := decode(raw, f.into); err != nil {
				return request, &refused{http.StatusBadRequest, f.name + " is not " + f.what}
			}
		}
	}
	return request, nil
}

// decode reads exactly one JSON value, numbers unrounded.
func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more than one JSON value")
	}
	return nil
}

func isNull(raw json.RawMessage) bool { return string(bytes.TrimSpace(raw)) == "null" }

// acceptable chooses the media type of the answer: the one with the highest
// quality, a named type before a wildcard. named says that it was named.
func acceptable(headers []string) (best string, bestNamed, ok bool) {
	header := strings.Join(headers, ",")
	if strings.TrimSpace(header) == "" {
		return mediaJSON, false, true
	}
	bestQuality := 0.0
	for _, part := range strings.Split(header, ",") {
		media, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		if charset := params["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
			continue
		}
		quality := 1.0
		if q, given := params["q"]; given {
			if quality, err = strconv.ParseFloat(q, 64); err != nil || quality <= 0 {
				continue
			}
		}
		named := true
		switch media {
		case mediaJSON, mediaResponse:
		case "*/*", "application/*":
			media, named = mediaJSON, false
		default:
			continue
		}
		if quality > bestQuality || quality == bestQuality && named && !bestNamed {
			best, bestQuality, bestNamed = media, quality, named
		}
	}
	return best, bestNamed, best != ""
}

func (h *graphqlHandler) refuse(w http.ResponseWriter, media string, status int, message string) {
	h.write(w, media, status, map[string]any{"errors": []any{map[string]any{"message": message, "extensions": map[string]any{"code": "BAD_REQUEST"}}}})
}

func (h *graphqlHandler) write(w http.ResponseWriter, media string, status int, answer any) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(answer); err != nil {
		h.Logger.Error("answer cannot be encoded", "error", err)
		http.Error(w, `{"errors":[{"message":"internal error"}]}`, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the client may be gone; there is nobody to tell
}
