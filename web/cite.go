package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// citation is how a page is cited: as a sentence, as BibTeX, as CSL-JSON and
// after GB/T 7714—2015.
type citation struct{ Text, BibTeX, CSL, GBT string }

// cited is what citations are written from.
type cited struct {
	key, title, author, number string
	date                       string // YYYY, YYYY-MM or YYYY-MM-DD; empty: unknown
	url                        string // empty: the plan itself is cited, which has no address here
	note                       string // what the entry rests on
	edition                    string // of the data; empty: unknown, or the plan itself is cited
	seen                       time.Time
}

// titleOf is the title of the page about an entity, a source, a claim or an observation.
func titleOf(l language, words *ontology, node any) string {
	switch {
	case at(node, "predicate") != nil:
		return nameOf(l, at(node, "subject")) + " — " + words.label(l, "predicates", textAt(node, "predicate")) + " — " + nameOf(l, at(node, "object"))
	case at(node, "indicator") != nil:
		return nameOf(l, at(node, "entity")) + " — " + nameOf(l, at(node, "indicator")) + " " + periodOf(textAt(node, "period"))
	case at(node, "title") != nil:
		return nameOf(l, titled(node))
	}
	return nameOf(l, node)
}

// cite writes the citations of a page: of the source itself on a source's page,
// of an entry of the data set on a page about one, else of the page by its address.
func (x *Explorer) cite(r *http.Request, p *page, v *view) *citation {
	c := cited{title: v.Title, seen: x.Now()}
	node := at(v.Data, p.subject)
	if p.name == "source" {
		c.title = textAt(node, "title") // as printed, in any language of the page
		c.author, c.number, c.date = textAt(node, "issuer"), textAt(node, "number"), textAt(node, "issued")
	} else {
		c.author, c.note, c.edition = "innograph", textAt(node, "evidence.citation"), v.Edition
		c.url = cmp.Or(textAt(node, "iri"), x.Site+addressOf(r))
	}
	if p.own() {
		c.key = textAt(node, "id")
	} else {
		view := addressOf(r)
		c.url = x.Site + view
		c.key = "innograph-" + strings.ReplaceAll(view, "%2F", "-")
	}
	c.key = strings.Trim(notInKeys.ReplaceAllString(c.key, "-"), "-")
	return &citation{c.text(v.Lang), c.bibTeX(), c.csl(), c.gbt()}
}

// notInKeys is what keys of entries are better without.
var notInKeys = regexp.MustCompile(`[^0-9A-Za-z]+`)

// own reports whether the page is the only one about its subject, which has an address of its own.
func (p *page) own() bool { return p.subject != "" && p.about == nil }

// addressOf is the address of a request on its site, without its language.
func addressOf(r *http.Request) string {
	values := r.URL.Query()
	values.Del(langName)
	return address(r.URL, values)
}

func (c cited) day() string { return c.seen.Format(time.DateOnly) }

func (c cited) text(l language) string {
	if c.url == "" {
		if l == english {
			return join(". ", c.author, c.title+inBrackets(" (", c.number, ")"), c.date) + "."
		}
		return join("，", c.author, "《"+c.title+"》"+inBrackets("（", c.number, "）"), c.date) + "。"
	}
	if l == english {
		return join(". ", c.author+", “"+c.title+"”", c.note, inBrackets("Version ", c.edition, " of the data"), c.url+", accessed "+c.day()) + "."
	}
	return join("，", c.author+"：“"+c.title+"”", c.note, inBrackets("数据版本 ", c.edition, ""), c.url, c.day()+" 访问") + "。"
}

func (c cited) gbt() string {
	if c.url == "" {
		return join(". ", c.author, c.title+inBrackets(": ", c.number, "")+"[Z]", c.date) + "."
	}
	return fmt.Sprintf("%s. %s[DB/OL].%s [%s]. %s.%s", c.author, c.title, inBrackets(" 数据版本 ", c.edition, "."), c.day(), c.url, inBrackets(" 引自: ", c.note, "."))
}

func (c cited) bibTeX() string {
	escape := strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "$", `\$`)
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s,\n", c.key)
	for _, f := range [][2]string{{"title", c.title}, {"author", c.author}, {"number", c.number}, {"year", c.date[:min(4, len(c.date))]}, {"note", c.note}, {"version", c.edition}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "  %s = {{%s}},\n", f[0], escape.Replace(f[1]))
		}
	}
	if c.url != "" {
		fmt.Fprintf(&b, "  url = {%s},\n  urldate = {%s},\n", c.url, c.day())
	}
	return b.String() + "}"
}

func (c cited) csl() string {
	item := map[string]any{"id": c.key, "type": "dataset", "title": c.title, "author": []any{map[string]any{"literal": c.author}}}
	if c.url == "" {
		item["type"] = "document"
		if c.number != "" {
			item["number"] = c.number
		}
		if parts := dateParts(c.date); len(parts) > 0 {
			item["issued"] = map[string]any{"date-parts": []any{parts}}
		}
	} else {
		item["URL"] = c.url
		item["accessed"] = map[string]any{"date-parts": []any{dateParts(c.day())}}
		if c.edition != "" {
			item["version"] = c.edition
		}
		if c.note != "" {
			item["note"] = c.note
		}
	}
	text, err := json.MarshalIndent([]any{item}, "", "  ")
	if err != nil {
		panic(err) // strings and numbers marshal
	}
	return string(text)
}

func dateParts(date string) []any {
	var parts []any
	for _, part := range strings.Split(date, "-") {
		if n, err := strconv.Atoi(part); err == nil {
			parts = append(parts, n)
		}
	}
	return parts
}

// join joins the texts that are not empty.
func join(by string, texts ...string) string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, by)
}

// inBrackets sets a text between two others; nothing if it is empty.
func inBrackets(before, text, after string) string {
	if text == "" {
		return ""
	}
	return before + text + after
}
