package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parameters reads what an address says, and gathers what is wrong with it.
type parameters struct {
	request  *http.Request
	values   url.Values
	words    *ontology
	problems []problem
}

// problem is a parameter that cannot be used. Key names the sentence that says why.
type problem struct {
	Name, Value, Key string
	Args             []any
}

func newParameters(r *http.Request, words *ontology) *parameters {
	return &parameters{request: r, values: r.URL.Query(), words: words}
}

func (p *parameters) bad(name, value, key string, args ...any) {
	p.problems = append(p.problems, problem{name, value, key, args})
}

// path is the id that the address's path names.
func (p *parameters) path(prefix string) string {
	return prefix + "/" + p.request.PathValue("name")
}

// maxText is how long a text to look for may be, in runes.
const maxText = 200

// text is a text that was typed; no longer than maxText.
func (p *parameters) text(name string) string {
	text := strings.TrimSpace(p.values.Get(name))
	if utf8.RuneCountInString(text) > maxText || !utf8.ValidString(text) {
		p.bad(name, "", "problem-long", maxText)
		return ""
	}
	return text
}

// isID reports whether a text has the form of an id, "county/330324" say.
func isID(text string) bool {
	prefix, name, found := strings.Cut(text, "/")
	return found && prefix != "" && name != "" && len(text) <= 200 && !strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"<>\^{|}`+"`", r)
	}) && !strings.Contains(name, "/")
}

// ids are the ids given under a name, each once; at most so many.
func (p *parameters) ids(name string, most int) []string {
	list := []string{}
	for _, value := range p.values[name] {
		if value = strings.TrimSpace(value); value == "" || slices.Contains(list, value) {
			continue
		}
		if !isID(value) {
			p.bad(name, value, "problem-id")
			continue
		}
		list = append(list, value)
	}
	if len(list) > most {
		p.bad(name, "", "problem-many", most)
	}
	return list
}

// number is a whole number within bounds, or what stands for none.
func (p *parameters) number(name string, least, most, none int) int {
	text := p.values.Get(name)
	if text == "" {
		return none
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		p.bad(name, text, "problem-number", least, most)
		return none
	}
	return n
}

// one is one of some words; the first stands for none.
func (p *parameters) one(name string, allowed ...string) string {
	text := p.values.Get(name)
	if text == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, text) {
		p.bad(name, text, "problem-choice", strings.Join(allowed, ", "))
		return allowed[0]
	}
	return text
}

// many are words of a list of the ontology given under a name, as GraphQL spells
// them; nil if none is given. Types go by the prefix of their ids.
func (p *parameters) many(name, list string) any {
	var found []any
	for _, value := range p.values[name] {
		if value == "" {
			continue
		}
		term, known := p.words.term(list, value)
		if !known {
			p.bad(name, value, "problem-choice", strings.Join(p.words.spellings(list), ", "))
			continue
		}
		found = append(found, term)
	}
	if found == nil {
		return nil
	}
	return found
}

// oneType is a type by its prefix, as GraphQL spells it; none stands for none.
func (p *parameters) oneType(name, none string) string {
	value := cmp.Or(p.values.Get(name), none)
	term, known := p.words.term("types", value)
	if !known {
		p.bad(name, value, "problem-choice", strings.Join(p.words.spellings("types"), ", "))
	}
	return term
}

// page adds the variables of a page of a list: cursors and how many entries.
func (p *parameters) page(variables map[string]any, size int) map[string]any {
	after, before := p.values.Get("after"), p.values.Get("before")
	switch {
	case after != "" && before != "":
		p.bad("before", before, "problem-cursors")
	case before != "":
		variables["before"], variables["last"] = before, size
		variables["first"] = nil
	case after != "":
		variables["after"], variables["first"] = after, size
	default:
		variables["first"] = size
	}
	return variables
}

func asList(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}

// enum spells a word of an address as GraphQL does: "basis-of" is BASIS_OF.
func enum(word string) string { return strings.ToUpper(strings.ReplaceAll(word, "-", "_")) }
