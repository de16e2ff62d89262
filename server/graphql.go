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

	"github.com/innograph/innograph/schema/executor"
)

const graphqlPath = "/graphql"

// Media types of GraphQL over HTTP.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
)

var contentTypes = map[string][]string{mediaJSON: {mediaJSON + "; charset=utf-8"}, mediaResponse: {mediaResponse + "; charset=utf-8"}}

// graphqlHandler answers GraphQL over HTTP, GET and POST, as the
// GraphQL-over-HTTP specification says.
type graphqlHandler struct {
	Config
	meters *meters
}

func (h *graphqlHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header()["Vary"] = append(w.Header()["Vary"], "Accept", "Accept-Encoding")
	media, named, ok := acceptable(r.Header.Values("Accept"))
	if !ok {
		h.refuse(w, r, mediaJSON, http.StatusNotAcceptable, "this server answers "+mediaResponse+" or "+mediaJSON+" in UTF-8")
		return
	}
	request, err := h.request(w, r)
	var bad *refused
	switch {
	case errors.As(err, &bad):
		if bad.status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "GET, POST")
		}
		h.refuse(w, r, media, bad.status, bad.message)
		return
	case err != nil:
		h.refuse(w, r, media, http.StatusBadRequest, "the request cannot be read")
		return
	}
	request.Meter, request.TellCost = h.meters.of(r), true
	s, release := h.Schema()
	defer release()
	prepared, response := s.Prepare(r.Context(), request)
	kept := recordOf(r)
	kept.prepared = prepared
	if response == nil {
		if unchanged(w, r, prepared) {
			return
		}
		response = prepared.Execute(r.Context())
		defer response.Release()
	}
	kept.refused = strings.ToLower(response.Reason())
	h.write(w, r, media, h.status(w, r, response, media == mediaJSON && named), response.Parts())
}

// status chooses the status of an answer and sets the headers that belong to it.
// Clients that ask for application/json by name (old ones) are of the time when
// every answer in it was a 200, as the specification says; all others get the truth.
func (h *graphqlHandler) status(w http.ResponseWriter, r *http.Request, response *executor.Response, old bool) int {
	if len(response.Errors) > 0 {
		w.Header().Del("ETag") // the next answer may be whole
		w.Header().Set("Cache-Control", "no-store")
	}
	switch {
	case response.Limited():
		sendAgain(w, response.Wait)
		return http.StatusTooManyRequests
	case response.ReadOnly() && r.Method == http.MethodGet:
		w.Header().Set("Allow", "POST")
		return http.StatusMethodNotAllowed
	case response.Failed():
		return http.StatusInternalServerError
	case response.Unknown():
		return http.StatusOK // the client reads the code and sends the text
	case response.Refused() && !old:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// request reads a GraphQL request off a GET or POST.
func (h *graphqlHandler) request(w http.ResponseWriter, r *http.Request) (executor.Request, error) {
	switch r.Method {
	case http.MethodGet:
		return fromURL(r)
	case http.MethodPost:
		return h.fromBody(w, r)
	}
	return executor.Request{}, &refused{http.StatusMethodNotAllowed, "use GET or POST"}
}

func fromURL(r *http.Request) (executor.Request, error) {
	values := r.URL.Query()
	request := executor.Request{Query: values.Get("query"), OperationName: values.Get("operationName")}
	if text := values.Get("variables"); text != "" {
		if err := decode([]byte(text), &request.Variables); err != nil {
			return request, &refused{http.StatusBadRequest, "parameter variables is no JSON object"}
		}
	}
	if text := values.Get("extensions"); text != "" {
		var extensions map[string]json.RawMessage
		if err := decode([]byte(text), &extensions); err != nil {
			return request, &refused{http.StatusBadRequest, "parameter extensions is no JSON object"}
		}
		var err error
		if request.Hash, err = persistedHash(extensions); err != nil {
			return request, err
		}
	}
	if !values.Has("query") && request.Hash == "" {
		return request, &refused{http.StatusBadRequest, "parameter query is missing"}
	}
	return request, nil
}

func (h *graphqlHandler) fromBody(w http.ResponseWriter, r *http.Request) (executor.Request, error) {
	var request executor.Request
	if !sendsJSON(r.Header.Get("Content-Type")) {
		return request, &refused{http.StatusUnsupportedMediaType, "send the request as " + mediaJSON + " in UTF-8"}
	}
	var read bytes.Buffer
	if r.ContentLength > 0 && r.ContentLength <= h.MaxBody {
		read.Grow(int(r.ContentLength) + bytes.MinRead) // at once, and room to see the end
	}
	_, err := read.ReadFrom(http.MaxBytesReader(w, r.Body, h.MaxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return request, &refused{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body has more than %d bytes", h.MaxBody)}
	}
	if err != nil {
		return request, err
	}
	body := read.Bytes()
	// encoding/json matches struct fields whatever their case; a map does not.
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return request, &refused{http.StatusBadRequest, "the body is no JSON object"}
	}
	var extensions map[string]json.RawMessage
	for _, f := range []struct {
		name string
		into any
		what string
	}{{"query", &request.Query, "a string"}, {"operationName", &request.OperationName, "a string"}, {"variables", &request.Variables, "an object"}, {"extensions", &extensions, "an object"}} {
		if raw, given := fields[f.name]; given && !isNull(raw) {
			if err := decode(raw, f.into); err != nil {
				return request, &refused{http.StatusBadRequest, f.name + " is not " + f.what}
			}
		}
	}
	if request.Hash, err = persistedHash(extensions); err != nil {
		return request, err
	}
	if query, given := fields["query"]; (!given || isNull(query)) && request.Hash == "" {
		return request, &refused{http.StatusBadRequest, "query is missing"}
	}
	return request, nil
}

// sendsJSON reports whether a body is JSON in UTF-8, as its content type says.
func sendsJSON(contentType string) bool {
	if contentType == mediaJSON {
		return true
	}
	media, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	return err == nil && media == mediaJSON && (charset == "" || strings.EqualFold(charset, "utf-8"))
}

// persistedHash finds the hash of an automatic persisted query among the
// extensions of a request: {"persistedQuery": {"version": 1, "sha256Hash": "…"}}.
func persistedHash(extensions map[string]json.RawMessage) (string, error) {
	raw, given := extensions["persistedQuery"]
	if !given || isNull(raw) {
		return "", nil
	}
	var query struct {
		Version    int
		SHA256Hash string `json:"sha256Hash"`
	}
	switch err := decode(raw, &query); {
	case err != nil:
		return "", &refused{http.StatusBadRequest, "extensions.persistedQuery is no object with version and sha256Hash"}
	case query.Version != 1:
		return "", &refused{http.StatusBadRequest, "extensions.persistedQuery has a version other than 1"}
	case len(query.SHA256Hash) != 64:
		return "", &refused{http.StatusBadRequest, "extensions.persistedQuery.sha256Hash is no SHA-256 in hexadecimal"}
	}
	return query.SHA256Hash, nil
}

// decode reads exactly one JSON value, numbers unrounded.
func decode(data []byte, into any) error {
	if text, ok := into.(*string); ok {
		return json.Unmarshal(data, text) // it holds no numbers, and a decoder costs a buffer
	}
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

func (h *graphqlHandler) refuse(w http.ResponseWriter, r *http.Request, media string, status int, message string) {
	h.write(w, r, media, status, [3][]byte{errorBody("BAD_REQUEST", message)})
}

// write sends an answer of several parts, compressed if that is worth it and wanted.
func (h *graphqlHandler) write(w http.ResponseWriter, r *http.Request, media string, status int, parts [3][]byte) {
	w.Header()["Content-Type"] = contentTypes[media]
	size := len(parts[0]) + len(parts[1]) + len(parts[2])
	var out io.Writer = w
	if size >= worthCompressing && takesGzip(r.Header.Values("Accept-Encoding")) {
		w.Header().Set("Content-Encoding", "gzip")
		z := compressor(w)
		defer z.done()
		out = z
	} else {
		w.Header().Set("Content-Length", strconv.Itoa(size))
	}
	w.WriteHeader(status)
	for _, part := range parts {
		if len(part) > 0 {
			_, _ = out.Write(part) // the client may be gone; there is nobody to tell
		}
	}
}
