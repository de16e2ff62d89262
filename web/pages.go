package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// page is a row of the table of pages.
type page struct {
	name      string // of its document, its template and its title among the words
	pattern   string // of its address
	operation string // of the document, where it has several
	// variables reads them off the address and notes what is wrong with it.
	variables func(p *parameters) map[string]any
	// document is what the document is made with, where it is not the same for
	// all addresses; nil if nothing has this address.
	document func(p *parameters, words *ontology) any
	// subject is where in the answer stands what the page is about: it has the
	// page's title, and without it there is no page. Empty: the page has a title of its own.
	subject string
	// named says that nothing but the path can be wrong: what the schema refuses is not there.
	named bool
	// charted says that the page's script sets style attributes: ECharts does, for the fonts of labels.
	charted bool
	// follow gives the variables of the document's second operation, Around, from
	// the first answer; nil if there is nothing to ask.
	follow  func(root, variables map[string]any) map[string]any
	arrange func(v *view, words *ontology, p *parameters) any
	// about says what this view is of, for titles and citations; nil: the page has no views, or is its subject's own.
	about func(v *view, words *ontology) string
	// part is the part of the graph that is shown, as exports are asked for it; nil: all of it.
	part func(v *view, words *ontology) url.Values
}

// pages are all pages.
var pages = []page{
	{name: "home", pattern: "/{$}", variables: none},
	{name: "search", pattern: "/search", variables: searchVariables, about: aboutSearch, part: searchPart},
	{name: "county", pattern: "/county/{name}", variables: named("county"), subject: "entity", named: true, charted: true, arrange: arrangeCounty, part: aroundSubject},
	{name: "entity", pattern: "/{prefix}/{name}", variables: entityVariables, document: entityDocument, subject: "entity", named: true, arrange: arrangeEntity, part: aroundSubject},
	{name: "relations", pattern: "/relations", variables: relationVariables, document: relationDocument, subject: "entity", arrange: arrangeRelations, about: aboutRelations, part: aroundSubject},
	{name: "passages", pattern: "/passages", variables: passageVariables, subject: "entity", arrange: arrangePassages, about: aboutPassages, part: aroundSubject},
	{name: "claim", pattern: "/claim/{name}", operation: "Claim", variables: named("claim"), subject: "node", named: true, follow: aroundClaim, part: claimPart},
	{name: "observation", pattern: "/observation/{name}", operation: "Observation", variables: named("observation"), subject: "node", named: true, follow: aroundObservation, part: claimPart},
	{name: "indicator", pattern: "/indicator/{name}", variables: indicatorVariables, subject: "node"},
	{name: "claims", pattern: "/claims", variables: claimsVariables, part: claimsPart},
	{name: "source", pattern: "/source/{name}", variables: sourceVariables, operation: "Source", subject: "source", follow: aroundText, arrange: arrangeSource, part: sourcePart},
	{name: "compare", pattern: "/compare", variables: compareVariables, charted: true, arrange: arrangeComparison, about: aboutComparison, part: comparePart},
	{name: "pairs", pattern: "/pairs", variables: pairVariables},
	{name: "matrix", pattern: "/matrix", variables: matrixVariables, arrange: arrangeMatrix, about: aboutMatrix, part: matrixPart},
	{name: "paths", pattern: "/paths", variables: pathVariables, about: aboutPaths, part: pathsPart},
	{name: "neighbourhood", pattern: "/neighbourhood", variables: neighbourhoodVariables, arrange: arrangeNeighbourhood, about: aboutNeighbourhood, part: neighbourhoodPart},
	{name: "conflicts", pattern: "/conflicts", variables: func(p *parameters) map[string]any { return p.page(map[string]any{}, 30) }},
	{name: "coverage", pattern: "/coverage", variables: none},
	{name: "data", pattern: "/data", variables: none},
	{name: "about", pattern: "/about", variables: none},
}

func pageNames() []string {
	var names []string
	for i := range pages {
		names = append(names, pages[i].name)
	}
	return names
}

func none(*parameters) map[string]any { return map[string]any{} }

// named gives the id that the path names.
func named(prefix string) func(*parameters) map[string]any {
	return func(p *parameters) map[string]any { return map[string]any{"id": p.path(prefix)} }
}

// moved is the address of what the path names, if that was merged into something else.
func (p *page) moved(root map[string]any, r *http.Request) string {
	if p.subject != "entity" || !p.named {
		return ""
	}
	id := textAt(root, "entity.id")
	if "/"+id == r.URL.Path {
		return ""
	}
	return (&url.URL{Path: "/" + id, RawQuery: r.URL.RawQuery}).String()
}

func indicatorVariables(p *parameters) map[string]any {
	return p.page(map[string]any{"id": p.path("indicator")}, 60)
}

func searchVariables(p *parameters) map[string]any {
	text, types := p.text("q"), p.many("type", "types")
	v := map[string]any{"text": text, "named": text != "", "types": types}
	if types != nil {
		v["filter"] = map[string]any{"type": map[string]any{"in": types}}
	}
	return p.page(v, 30)
}

func entityVariables(p *parameters) map[string]any {
	id := p.path(p.request.PathValue("prefix"))
	v := map[string]any{"id": id, "first": 20, "type": p.words.typeOf(id)}
	var between []any
	for _, t := range p.words.lists["types"] {
		if !slices.Contains(linkEverything, t) {
			between = append(between, t)
		}
	}
	v["between"] = between
	return v
}

// linkEverything are types that entities have in common without being alike.
var linkEverything = []string{"REGION", "DOCUMENT", "TASK", "EVENT"}

// typed is what the documents of entities are made with.
type typed struct {
	Type   string // of GraphQL
	Fields []string
	Field  string // the one that is wanted
}

func entityDocument(p *parameters, words *ontology) any {
	return documentOf(words, p.path(p.request.PathValue("prefix")), "")
}

func relationDocument(p *parameters, words *ontology) any {
	return documentOf(words, p.values.Get("e"), p.values.Get("field"))
}

func documentOf(words *ontology, id, field string) any {
	t := words.typeOf(id)
	if t == "" {
		return nil
	}
	d := typed{Type: words.typename[t], Field: field}
	for _, f := range words.fields[t] {
		d.Fields = append(d.Fields, f.Name)
	}
	return d
}

func relationVariables(p *parameters) map[string]any {
	id, wanted := p.values.Get("e"), p.values.Get("field")
	fields := p.words.fields[p.words.typeOf(id)]
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	if !isID(id) || fields == nil {
		p.bad("e", id, "problem-id")
	} else {
		p.one("field", append([]string{""}, names...)...)
		if wanted == "" {
			p.bad("field", "", "problem-choice", strings.Join(names, ", "))
		}
	}
	return p.page(map[string]any{"id": id}, 100)
}

func passageVariables(p *parameters) map[string]any {
	id := p.values.Get("e")
	if !isID(id) {
		p.bad("e", id, "problem-id")
	}
	return p.page(map[string]any{"id": id}, 60)
}

func pairVariables(p *parameters) map[string]any {
	v := map[string]any{"sharing": enum(p.one("sharing", "industries", "partners", "programmes", "joins")), "withoutTypes": p.many("type", "types")}
	if without := p.one("without", "partners", "none", "industries", "programmes", "joins"); without != "none" {
		v["without"] = enum(without)
	}
	within := p.text("within")
	v["text"], v["find"], v["places"] = within, within != "" && !isID(within), []any{}
	if isID(within) {
		v["within"], v["places"] = within, []any{within}
	}
	return p.page(v, 40)
}

func claimsVariables(p *parameters) map[string]any {
	ids := []string{}
	for _, hash := range p.values["c"] {
		if id := "claim/" + hash; isID(id) {
			ids = append(ids, id)
		} else {
			p.bad("c", hash, "problem-id")
		}
	}
	switch {
	case len(ids) == 0 && len(p.problems) == 0:
		p.bad("c", "", "problem-missing")
	case len(ids) > maxClaims:
		p.bad("c", "", "problem-many", maxClaims)
	}
	return map[string]any{"ids": asList(ids)}
}

// maxClaims is how many claims are shown on one page.
const maxClaims = 100

func sourceVariables(p *parameters) map[string]any {
	part := p.one("part", "", "text", "claims", "figures", "omissions")
	// Without a text its claims are shown in its place.
	reading := part == "" || part == "text"
	v := map[string]any{"id": p.path("source"), "text": reading, "claims": reading || part == "claims", "figures": part == "figures", "omissions": part == "omissions"}
	if p.values.Has("start") {
		v["start"] = p.number("start", 0, 1<<30, 0)
	}
	p.number("end", 1, 1<<30, 0)
	return p.page(v, 60)
}

// aroundClaim asks what else the passage of a claim says, and the same pair elsewhere.
func aroundClaim(root, _ map[string]any) map[string]any {
	claim := at(root, "node")
	one := func(side string) map[string]any {
		return map[string]any{"id": map[string]any{"eq": textAt(claim, side+".id")}}
	}
	return passage(claim, map[string]any{"pair": map[string]any{"subject": one("subject"), "object": one("object")}})
}

func aroundObservation(root, variables map[string]any) map[string]any {
	o := at(root, "node")
	return passage(o, map[string]any{"entity": textAt(o, "entity.id"), "indicator": textAt(o, "indicator.id"), "lang": variables["lang"]})
}

// passage adds where a statement stands.
func passage(statement any, variables map[string]any) map[string]any {
	variables["source"] = textAt(statement, "evidence.source.id")
	variables["start"], variables["end"] = intAt(statement, "evidence.start"), intAt(statement, "evidence.end")
	return variables
}

// Counties that are compared.
const maxCompared = 6

func compareVariables(p *parameters) map[string]any {
	ids, indicators := p.ids("e", maxCompared), p.ids("i", 100)
	for _, id := range ids {
		if !strings.HasPrefix(id, "county/") {
			p.bad("e", id, "problem-county")
		}
	}
	text := p.text("q")
	p.number("p", 1, 1000, 1)
	v := map[string]any{"entities": asList(ids), "some": len(ids) > 0, "text": text, "find": text != ""}
	if len(indicators) > 0 {
		v["indicators"] = asList(indicators)
	}
	return v
}

// Types of a matrix whose address names none.
const (
	matrixRows    = "university"
	matrixColumns = "county"
)

func matrixVariables(p *parameters) map[string]any {
	v := map[string]any{"rows": p.oneType("rows", matrixRows), "columns": p.oneType("columns", matrixColumns), "statuses": p.many("status", "statuses"), "first": p.number("first", 1, 100, 40)}
	p.one("sort", "links", "name")
	for name, variable := range map[string]string{"row": "rowIds", "column": "columnIds"} {
		if ids := p.ids(name, 100); len(ids) > 0 {
			v[variable] = asList(ids)
		}
	}
	return v
}

func pathVariables(p *parameters) map[string]any {
	from, to := p.text("from"), p.text("to")
	ends := []string{}
	for _, end := range []string{from, to} {
		if isID(end) {
			ends = append(ends, end)
		}
	}
	v := map[string]any{"from": from, "to": to, "ends": asList(ends), "both": len(ends) == 2, "maxLength": p.number("length", 1, 4, 3), "through": p.many("through", "types")}
	v["fromText"], v["fromNamed"] = from, from != "" && !isID(from)
	v["toText"], v["toNamed"] = to, to != "" && !isID(to)
	return v
}

// maxMiddles is how many entities a neighbourhood may lie around.
const maxMiddles = 40

func neighbourhoodVariables(p *parameters) map[string]any {
	ids := p.ids("e", maxMiddles)
	text := p.text("q")
	p.number("p", 1, 1000, 1)
	return map[string]any{"ids": asList(ids), "some": len(ids) > 0, "depth": p.number("depth", 1, 4, 1), "maxNodes": p.number("max", 2, 400, 80),
		"types": p.many("type", "types"), "predicates": p.many("predicate", "predicates"), "statuses": p.many("status", "statuses"), "text": text, "find": text != ""}
}
