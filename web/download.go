package web

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/innograph/innograph/schema/executor"
)

// Format is a form in which a part of the graph can be taken away. Its address
// is /export/ and its name, with the part as parameters.
type Format struct {
	Name      string
	MediaType string
	Label     Words // what it is called
	Comment   Words // what reads it
}

// Words are a text in both languages.
type Words struct{ Zh, En string }

func (w Words) in(l language) string { return label{w.Zh, w.En}.in(l) }

// downloads are the ways to take a page's content away.
type downloads struct {
	Answer  string // address of the page's answer as JSON
	Formats []download
}

// download is the part of the graph that a page shows in a format.
type download struct {
	Format
	Link string
}

// downloads are those of a page. Which part of the graph it shows its row in the table of pages says.
func (x *Explorer) downloads(p *page, v *view, words *ontology, request executor.Request) downloads {
	part := url.Values{}
	if p.part != nil {
		part = p.part(v, words)
	}
	d := downloads{Answer: "/graphql?" + asked(request, compact).Encode()}
	for _, f := range x.Formats {
		d.Formats = append(d.Formats, download{f, (&url.URL{Path: "/export/" + f.Name, RawQuery: part.Encode()}).String()})
	}
	return d
}

// mostFocus is how many entities an address of a download names.
const mostFocus = 100

// focused is the part around entities, each once.
func focused(depth string, ids ...string) url.Values {
	part := url.Values{}
	for _, id := range ids {
		if id != "" && !slices.Contains(part["focus"], id) && len(part["focus"]) < mostFocus {
			part.Add("focus", id)
		}
	}
	if depth != "" && len(part["focus"]) > 0 {
		part.Set("depth", depth)
	}
	return part
}

// aroundSubject is what lies a step around the entity that a page is about.
func aroundSubject(v *view, _ *ontology) url.Values {
	return focused("1", textAt(v.Data, "entity.id"))
}

func sourcePart(v *view, _ *ontology) url.Values {
	return url.Values{"source": {textAt(v.Data, "source.id")}}
}

// claimPart is the two entities of a claim, or the one of an observation.
func claimPart(v *view, _ *ontology) url.Values {
	n := v.Data["node"]
	return focused("", textAt(n, "subject.id"), textAt(n, "object.id"), textAt(n, "entity.id"))
}

func claimsPart(v *view, _ *ontology) url.Values {
	var ids []string
	for _, c := range listAt(v.Data, "nodes") {
		ids = append(ids, textAt(c, "subject.id"), textAt(c, "object.id"))
	}
	return focused("", ids...)
}

func searchPart(v *view, words *ontology) url.Values {
	return v.filters(words, url.Values{})
}

func comparePart(v *view, _ *ontology) url.Values { return focused("1", v.Values["e"]...) }

func matrixPart(v *view, words *ontology) url.Values {
	part := focused("1", append(slices.Clone(v.Values["row"]), v.Values["column"]...)...)
	for _, t := range matrixTypes(v, words) {
		part.Add("type", words.typename[t])
	}
	return v.filters(words, part)
}

func pathsPart(v *view, _ *ontology) url.Values {
	var ids []string
	for _, path := range listAt(v.Data, "paths") {
		for _, n := range listAt(path, "nodes") {
			ids = append(ids, textAt(n, "id"))
		}
	}
	return focused("", ids...)
}

func neighbourhoodPart(v *view, words *ontology) url.Values {
	depth := v.Values.Get("depth")
	if depth == "" {
		depth = "1"
	}
	return v.filters(words, focused(depth, v.Values["e"]...))
}

// filters adds the filters of the address, as exports spell them: types and
// predicates after the ontology, "ResearchInstitute" and "partnersWith".
func (v *view) filters(words *ontology, part url.Values) url.Values {
	for _, value := range v.Values["type"] {
		if t, known := words.term("types", value); known {
			part.Add("type", words.typename[t])
		}
	}
	for _, value := range v.Values["predicate"] {
		if _, known := words.term("predicates", value); known {
			part.Add("predicate", camel(value))
		}
	}
	for _, value := range v.Values["status"] {
		if value != "" {
			part.Add("status", value)
		}
	}
	return part
}

// camel spells a word of an address as the ontology does: "partners-with" is partnersWith.
func camel(word string) string {
	parts := strings.Split(word, "-")
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
	}
	return strings.Join(parts, "")
}

// graphiql is the address of GraphiQL with a request in it.
func graphiql(r executor.Request) string { return "/graphiql?" + asked(r, indented).Encode() }

func indented(v any) ([]byte, error) { return json.MarshalIndent(v, "", "  ") }

func compact(v any) ([]byte, error) { return json.Marshal(v) }

// asked is a request as parameters of an address.
func asked(r executor.Request, write func(any) ([]byte, error)) url.Values {
	values := url.Values{"query": {r.Query}}
	if len(r.Variables) > 0 {
		if variables, err := write(r.Variables); err == nil {
			values.Set("variables", string(variables))
		}
	}
	if r.OperationName != "" {
		values.Set("operationName", r.OperationName)
	}
	return values
}

// drawn is the address of the canvas for entities of several lists: as many of
// each as it may start from. Filters are a name and a value each, as addresses spell them.
func drawn(lists []any, filters ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(filters); i += 2 {
		values.Add(filters[i], filters[i+1])
	}
	for _, list := range lists {
		nodes, _ := list.([]any)
		for _, n := range nodes[:min(len(nodes), maxMiddles/len(lists))] {
			if id := textAt(n, "id"); id != "" {
				values.Add("e", id)
			}
		}
	}
	return "/neighbourhood?" + values.Encode()
}
