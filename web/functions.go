package web

import (
	"cmp"
	"encoding/json"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/innograph/innograph/schema"
)

// functions are what templates call, in a language.
func (x *Explorer) functions(l language) template.FuncMap {
	label := func(list, name string) string { return x.words.Load().label(l, list, name) }
	return template.FuncMap{
		"t":       func(key string, args ...any) string { return word(l, key, args...) },
		"label":   label,
		"name":    func(node any) string { return nameOf(l, node) },
		"other":   func(node any) string { return nameIn(l.other(), l, node) },
		"otherTo": func() string { return string(l.other()) },
		"typeOf":  func(id string) string { return label("types", x.words.Load().typeOf(id)) },
		"in":      func(b interface{ in(language) string }) string { return b.in(l) },
		"role":    func(role string) string { return roleOf(l, role) },
		"verb": func(predicate string, forward bool) string {
			if !forward {
				return x.words.Load().inverse[predicate].in(l)
			}
			return label("predicates", predicate)
		},
		"choices":    func(list string) []choice { return x.words.Load().choices(l, list) },
		"number":     func(n any) string { return grouped(textOf(n)) },
		"value":      func(o any) string { return valueOf(l, o) },
		"printed":    func(o any) string { return printedOf(l, o) },
		"amount":     func(o any, number string) string { return amountOf(l, o, number) },
		"min":        func(a, b int) int { return min(a, b) },
		"mostClaims": func() int { return maxClaims },
		"chosen":     chosen,
		"titled":     titled,
		"names":      func(nodes []any) string { return names(l, nodes) },
		"drawn":      drawn,
		"neg":        func(n int) int { return -n },
		"span":       spanOf,
		"partLink":   partLink, "placeLink": placeLink,
		"measure":  func(o any) string { return measureOf(l, x.words.Load(), o) },
		"period":   periodOf,
		"section":  func(s any) string { text, _ := s.(string); return strings.ReplaceAll(text, " > ", " › ") },
		"at":       at,
		"list":     func(v ...any) []any { return v },
		"dict":     dict,
		"add":      func(a, b int) int { return a + b },
		"evidence": evidenceOf,
		"has":      func(values []string, value string) bool { return slices.Contains(values, value) },
		"alter":    alter,
		"upper":    strings.ToUpper,
		"examples": schema.Documents,
		"lower":    func(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "-")) },
		"prefix":   func(t string) string { return x.words.Load().prefix[t] },
		"json":     func(v any) (string, error) { b, err := json.Marshal(v); return string(b), err },
	}
}

// choice is a word of the ontology to choose.
type choice struct{ Value, Name, Label string }

func (o *ontology) choices(l language, list string) []choice {
	var all []choice
	for _, name := range o.lists[list] {
		all = append(all, choice{o.spelling(list, name), name, o.label(l, list, name)})
	}
	return all
}

// nameOf is the name of a node in a language, else in Chinese.
func nameOf(l language, node any) string {
	if l == english {
		return cmp.Or(textAt(node, "nameEn"), textAt(node, "name"))
	}
	return textAt(node, "name")
}

// nameIn is the node's name in the other language than the page's, to stand beside the main one.
func nameIn(other, l language, node any) string {
	text := textAt(node, "name")
	if other == english {
		text = textAt(node, "nameEn")
	}
	if text == nameOf(l, node) {
		return ""
	}
	return text
}

// titled is a source as a node with a name: its title, and in English the name of
// its document, if that has one.
func titled(source any) map[string]any {
	return map[string]any{"id": at(source, "id"), "name": at(source, "title"), "nameEn": at(source, "document.nameEn")}
}

// chosen is the entity among nodes that has an id; nil if none has it.
func chosen(nodes any, id string) any {
	list, _ := nodes.([]any)
	for _, n := range list {
		if textAt(n, "id") == id && textAt(n, "type") != "" {
			return n
		}
	}
	return nil
}

func roleOf(l language, role string) string {
	if _, known := words["role-"+role]; known {
		return word(l, "role-"+role)
	}
	return role
}

// dict makes a map of keys and values that follow each other.
func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// hashOf is the second half of an id.
func hashOf(id any) string {
	text, _ := id.(string)
	_, hash, _ := strings.Cut(text, "/")
	return hash
}

// evidenceOf is the address where claims can be read: a page of one, or of several.
func evidenceOf(claims any) string {
	list, _ := claims.([]any)
	if len(list) == 1 {
		return "/" + textAt(list[0], "id")
	}
	values := url.Values{}
	for _, c := range list[:min(len(list), maxClaims)] {
		values.Add("c", hashOf(textAt(c, "id")))
	}
	return "/claims?" + values.Encode()
}

// alter is the address of a page with some parameters changed; an empty value
// takes one away. Places in lists do not outlive other changes.
func alter(v *view, pairs ...string) string {
	values := url.Values{}
	for name, list := range v.Values {
		if name != langName && name != "after" && name != "before" && name != "p" {
			values[name] = list
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Del(pairs[i])
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	return address(v.URL, values)
}

func textOf(n any) string {
	switch n := n.(type) {
	case int:
		return strconv.Itoa(n)
	case string:
		return n
	case float64:
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return ""
}
