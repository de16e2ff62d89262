package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/innograph/innograph/internal/etag"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

// failure is why a page cannot be shown.
type failure struct {
	status   int
	wait     time.Duration // when a client that asked for too much may come again
	problems []problem     // of the request's parameters
	refusals []refusal     // of the schema
}

// refusal is why the schema does not answer: a sentence of the pages goes with the
// code, and the message, which is in English, stands behind it.
type refusal struct{ Code, Message string }

// serve shows a page, or says why it cannot be shown.
func (x *Explorer) serve(w http.ResponseWriter, r *http.Request, p *page) {
	s, release := x.Schema()
	defer release()
	v, failed := x.answer(w, r, p, s)
	switch {
	case failed != nil:
		x.refuse(w, r, *failed)
	case v != nil: // else it has been answered
		x.render(w, r, v)
	}
}

// question is what a page asks for an address.
type question struct {
	words      *ontology
	parameters *parameters
	variables  map[string]any
	lang       language
	request    executor.Request
}

// answer makes the view of a page. Neither a view nor a failure is there where the
// client has the page already, or is sent elsewhere.
func (x *Explorer) answer(w http.ResponseWriter, r *http.Request, p *page, s *schema.Schema) (*view, *failure) {
	q, failed := x.question(w, r, p, s)
	if failed != nil {
		return nil, failed
	}
	x.allow(w, p)
	prepared, response := s.Prepare(r.Context(), q.request)
	if response == nil {
		if x.unchanged(w, r, prepared.Tag(), q.lang) {
			return nil, nil
		}
		response = prepared.Execute(r.Context())
	}
	root, failed := x.read(r, p, response)
	if failed != nil {
		return nil, failed
	}
	if p.subject != "" && at(root, p.subject) == nil {
		return nil, &failure{status: http.StatusNotFound}
	}
	if moved := p.moved(root, r); moved != "" {
		http.Redirect(w, r, moved, http.StatusMovedPermanently)
		return nil, nil
	}
	v := x.view(r, p.name, q.lang)
	v.Data, v.Query = root, graphiql(q.request)
	if around := p.around(root, q.variables); around != nil {
		more := q.request
		more.OperationName, more.Variables = "Around", declared(q.request.Query, around)
		if v.Around, failed = x.read(r, p, s.Execute(r.Context(), more)); failed != nil {
			return nil, failed
		}
	}
	x.arrange(r, p, s, q, v)
	return v, nil
}

// question reads the address of a request: the document of its page, and the variables.
func (x *Explorer) question(w http.ResponseWriter, r *http.Request, p *page, s *schema.Schema) (*question, *failure) {
	words, err := x.ontology(r.Context(), s)
	if err != nil {
		x.Logger.ErrorContext(r.Context(), "the ontology cannot be read", "error", err)
		return nil, &failure{status: http.StatusInternalServerError}
	}
	q := &question{words: words, parameters: newParameters(r, words)}
	q.variables = p.variables(q.parameters)
	if len(q.parameters.problems) > 0 {
		return nil, &failure{status: http.StatusBadRequest, problems: q.parameters.problems}
	}
	q.lang = x.language(w, r)
	q.variables["lang"] = strings.ToUpper(string(q.lang))
	document, known := x.document(p, q.parameters, words)
	if !known {
		return nil, &failure{status: http.StatusNotFound}
	}
	q.request = executor.Request{Query: document, OperationName: p.operation, Variables: declared(document, q.variables), Meter: x.Meter(r)}
	return q, nil
}

// arrange makes of the data of a view what its template shows beside them.
func (x *Explorer) arrange(r *http.Request, p *page, s *schema.Schema, q *question, v *view) {
	if p.arrange != nil {
		v.Shown = p.arrange(v, q.words, q.parameters)
	}
	v.Title = p.title(v, q.words)
	if p.own() {
		v.About = textAt(v.Data, p.subject+".id")
	}
	switch {
	case p.name == "home" || p.name == "data":
		v.Linked = x.dataset(q.lang, s)
	case p.subject == "entity" && p.own():
		v.Linked = thing(q.words, at(v.Data, p.subject))
	}
	v.Edition = s.Graph().Edition()
	v.Cite = x.cite(r, p, v)
	v.downloads = x.downloads(p, v, q.words, q.request)
}

// around gives the variables of the page's second operation; nil if there is none to ask.
func (p *page) around(root, variables map[string]any) map[string]any {
	if p.follow == nil {
		return nil
	}
	return p.follow(root, variables)
}

// title is the title of a page: what it is about, behind its own name if it has one.
func (p *page) title(v *view, words *ontology) string {
	about := ""
	if p.about != nil {
		about = p.about(v, words)
	}
	if p.subject == "" {
		return join(word(v.Lang, "colon"), word(v.Lang, "title-"+p.name), about)
	}
	return join(" · ", titleOf(v.Lang, words, at(v.Data, p.subject)), about)
}

// document is the GraphQL document of a page. Those of entities name the type
// and its relation fields, which the ontology knows; false if there is no such type.
func (x *Explorer) document(p *page, parameters *parameters, words *ontology) (string, bool) {
	var data any
	if p.document != nil {
		if data = p.document(parameters, words); data == nil {
			return "", false
		}
	}
	var b strings.Builder
	if err := x.documents[p.name].Execute(&b, data); err != nil {
		panic(err) // the documents are in the binary, and tests run each
	}
	return b.String(), true
}

// declared keeps the variables that a document declares.
func declared(document string, variables map[string]any) map[string]any {
	kept := map[string]any{}
	for name, value := range variables {
		if value == nil || !strings.Contains(document, "$"+name+":") {
			continue
		}
		if n, whole := value.(int); whole {
			value = json.Number(strconv.Itoa(n))
		}
		kept[name] = value
	}
	return kept
}

// read decodes an answer, or says why there is none to show.
func (x *Explorer) read(r *http.Request, p *page, response *executor.Response) (map[string]any, *failure) {
	defer response.Release()
	if response.Limited() {
		return nil, &failure{status: http.StatusTooManyRequests, wait: response.Wait}
	}
	if len(response.Errors) > 0 {
		var refusals []refusal
		for _, e := range response.Errors {
			switch e.Code {
			case executor.CodeBadInput, executor.CodeTooCostly:
				if p.named && e.Code == executor.CodeBadInput {
					return nil, &failure{status: http.StatusNotFound}
				}
				refusals = append(refusals, refusal{e.Code, e.Message})
			case executor.CodeOutOfTime:
				return nil, &failure{status: http.StatusServiceUnavailable}
			default:
				x.Logger.ErrorContext(r.Context(), "page has no answer", "page", p.name, "code", e.Code, "error", e.Message)
				return nil, &failure{status: http.StatusInternalServerError}
			}
		}
		return nil, &failure{status: http.StatusBadRequest, refusals: refusals}
	}
	d := json.NewDecoder(bytes.NewReader(response.Data))
	d.UseNumber()
	var root map[string]any
	if err := d.Decode(&root); err != nil {
		x.Logger.ErrorContext(r.Context(), "page's answer is no JSON", "page", p.name, "error", err)
		return nil, &failure{status: http.StatusInternalServerError}
	}
	plainNumbers(root)
	return root, nil
}

// unchanged sets the tag of a page and answers 304 if the client has it already.
// A page is as good as the graph, the program, the day, the language and the address it was made with.
func (x *Explorer) unchanged(w http.ResponseWriter, r *http.Request, tag string, lang language) bool {
	w.Header()["Vary"] = append(w.Header()["Vary"], "Cookie", "Accept-Encoding")
	w.Header().Set("Cache-Control", "private, no-cache")
	if tag == "" {
		return false
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %s %s %s %s", tag, lang, x.Version, x.digest, x.Now().Format(time.DateOnly), addressOf(r)))
	tag = `W/"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	if !etag.Holds(r, tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}
