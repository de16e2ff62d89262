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

// serve shows a page.
func (x *Explorer) serve(w http.ResponseWriter, r *http.Request, p *page) {
	s, release := x.Schema()
	defer release()
	words, err := x.ontology(r.Context(), s)
	if err != nil {
		x.Logger.ErrorContext(r.Context(), "the ontology cannot be read", "error", err)
		x.refuse(w, r, failure{status: http.StatusInternalServerError})
		return
	}
	parameters := newParameters(r, words)
	variables := p.variables(parameters)
	if len(parameters.problems) > 0 {
		x.refuse(w, r, failure{status: http.StatusBadRequest, problems: parameters.problems})
		return
	}
	lang := x.language(w, r)
	variables["lang"] = strings.ToUpper(string(lang))
	document, known := x.document(p, parameters, words)
	if !known {
		x.refuse(w, r, failure{status: http.StatusNotFound})
		return
	}
	request := executor.Request{Query: document, OperationName: p.operation, Variables: declared(document, variables), Meter: x.Meter(r)}
	x.allow(w, p)
	prepared, response := s.Prepare(r.Context(), request)
	if response == nil {
		if x.unchanged(w, r, prepared.Tag(), lang) {
			return
		}
		response = prepared.Execute(r.Context())
	}
	root, failed := x.read(r, p, response)
	if failed != nil {
		x.refuse(w, r, *failed)
		return
	}
	if p.subject != "" && at(root, p.subject) == nil {
		x.refuse(w, r, failure{status: http.StatusNotFound})
		return
	}
	if moved := p.moved(root, r); moved != "" {
		http.Redirect(w, r, moved, http.StatusMovedPermanently)
		return
	}
	v := x.view(r, p.name, lang)
	v.Data, v.Query = root, graphiql(request)
	if around := p.around(root, variables); around != nil {
		more := s.Execute(r.Context(), executor.Request{Query: document, OperationName: "Around", Variables: declared(document, around), Meter: x.Meter(r)})
		if v.Around, failed = x.read(r, p, more); failed != nil {
			x.refuse(w, r, *failed)
			return
		}
	}
	if p.arrange != nil {
		v.Shown = p.arrange(v, words, parameters)
	}
	v.Title = p.title(v, words)
	if p.own() {
		v.About = textAt(root, p.subject+".id")
	}
	switch {
	case p.name == "home" || p.name == "data":
		v.Linked = x.dataset(lang, s)
	case p.subject == "entity" && p.own():
		v.Linked = thing(words, at(root, p.subject))
	}
	v.Edition = s.Graph().Edition()
	v.Cite = x.cite(r, p, v)
	v.Downloads = x.downloads(p, v, words, request)
	x.render(w, r, v)
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
