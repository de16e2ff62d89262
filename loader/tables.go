package loader

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/innograph/innograph/graph"
)

// column is one heading of a table.
type column struct {
	name     string
	title    string // English, for datapackage.json
	kind     string // Table Schema type: "string", "integer"
	required bool   // a cell must not be empty
	optional bool   // the heading may be left out
	values   []string
	pattern  string // regular expression that a filled cell matches whole
	wanted   string // the pattern in words
}

// table is one file of a data package.
type table struct {
	file     string
	title    string
	required bool // the file must be there
	columns  []column
}

func names(terms []graph.Term) []string {
	list := make([]string, len(terms))
	for i, t := range terms {
		list[i] = t.Name
	}
	return list
}

func typeNames() []string {
	var list []string
	for _, t := range graph.Ontology.Types {
		list = append(list, string(t.Type))
	}
	return list
}

func predicateNames() []string {
	var list []string
	for _, p := range graph.Ontology.Predicates {
		list = append(list, string(p.Predicate))
	}
	return list
}

const (
	idPattern     = `[a-z]+/[a-z0-9]+(-[a-z0-9]+)*`
	digestPattern = `[0-9a-f]{16}`
	numberPattern = `[0-9]{1,9}`
	yearPattern   = `[0-9]{4}`
)

func text(name, title string) column { return column{name: name, title: title, kind: "string"} }

func id(name, title string) column {
	return column{name: name, title: title, kind: "string", pattern: idPattern, wanted: "an id such as county/330324"}
}

func list(name, title string, values []string) column {
	return column{name: name, title: title, kind: "string", values: values}
}

func matching(name, title, pattern, wanted string) column {
	return column{name: name, title: title, kind: "string", pattern: pattern, wanted: wanted}
}

func (c column) must() column { c.required = true; return c }
func (c column) may() column  { c.optional = true; return c }

func number(name, title string) column {
	return column{name: name, title: title, kind: "integer", pattern: numberPattern, wanted: "a number of code points"}
}

// locatorColumns are the columns of evidence, the same in every table that has it.
func locatorColumns() []column {
	return []column{
		id("source", "Source that says so").must(), text("section", "Path of headings"),
		number("start", "First code point, 0-based"), number("end", "One past the last code point"),
		matching("digest", "First 16 hex digits of the passage's SHA-256", digestPattern, "16 hex digits"),
	}
}

func readingColumns() []column {
	return []column{list("reading", "How the passage is read", []string{"literal", "context"}).may(), text("note", "Remark in our words").may()}
}

func join(parts ...[]column) []column { return slices.Concat(parts...) }

// tables are the files of a data package in reading order. datapackage.json and
// docs/data-format.md follow from them.
var tables = []table{
	{file: "sources.csv", title: "Documents that claims are quoted from", columns: []column{
		id("id", "Id").must(), list("kind", "Kind", []string{"plan", "reference"}).may(), text("title", "Title").must(), text("issuer", "Issuer"), text("number", "Document number"),
		matching("issued", "Date of issue", `[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?`, "YYYY, YYYY-MM or YYYY-MM-DD"),
		matching("period_start", "First year of the period", yearPattern, "a year"), matching("period_end", "Last year of the period", yearPattern, "a year"),
		id("region", "Place it is about"), id("document", "The document as an entity").may(),
		matching("sha256", "SHA-256 of the text file", `[0-9a-f]{64}`, "64 hex digits"), number("runes", "Length of the text in code points"), text("note", "Remark in our words").may(),
	}},
	{file: "entities.csv", title: "Entities", required: true, columns: []column{
		id("id", "Id").must(), list("type", "Type", typeNames()).must(), list("kind", "Kind, of the type's list", names(graph.Ontology.Kinds)), list("level", "Level", names(graph.Ontology.Levels)),
		text("name", "Main name, Chinese").must(), text("name_en", "Established English name"),
	}},
	{file: "names.csv", title: "Other names of entities and indicators", columns: []column{
		id("entity", "Entity or indicator").must(), text("name", "Name").must(), list("lang", "Language", []string{"zh", "en"}).must(), list("kind", "Kind", names(graph.NameKinds)).must(),
	}},
	{file: "identifiers.csv", title: "Identifiers elsewhere", columns: []column{
		id("entity", "Entity").must(), list("scheme", "Scheme", names(graph.Schemes)).must(), text("value", "Identifier").must(), text("edition", "Edition of the scheme").may(),
	}},
	{file: "mentions.csv", title: "Further passages that name an entity", columns: join([]column{id("entity", "Entity").must()}, locatorColumns())},
	{file: "claims.csv", title: "Claims", columns: join([]column{
		id("subject", "Subject").must(), list("predicate", "Predicate", predicateNames()).must(), id("object", "Object").must(), list("status", "Status", names(graph.Statuses)).must(), text("role", "Role, of the predicate's list").may(),
	}, locatorColumns(), readingColumns())},
	{file: "indicators.csv", title: "Indicators", columns: []column{
		id("id", "Id").must(), text("name", "Name, Chinese").must(), text("name_en", "Name, English").must(), list("unit", "Unit that values are compared in", graph.Units()).must(), list("better", "Better when", []string{"higher", "lower"}).may(), text("definition", "Definition").may(),
	}},
	{file: "observations.csv", title: "Observations", columns: join([]column{
		id("entity", "Whom it is about").must(), id("of", "What is measured inside the entity").may(), id("indicator", "Indicator").must(),
		matching("period", "Year or range of years", `[0-9]{4}(/[0-9]{4})?`, "a year or a range such as 2016/2020").must(),
		list("role", "Role", names(graph.ObservationRoles)).must(), list("measure", "Measure", names(graph.Measures)).must(), list("bound", "Bound", names(graph.Bounds)),
		text("value", "Decimal as printed, or the wording").must(), text("value_to", "Upper end of an interval").may(), list("unit", "Unit as printed", graph.Units()),
	}, locatorColumns(), readingColumns())},
	{file: "omissions.csv", title: "What was left out on purpose", columns: join(locatorColumns(), []column{text("reason", "Reason in our words").must()})},
	{file: "redirects.csv", title: "Ids that were merged or renamed", columns: []column{id("from", "Former id").must(), id("to", "Id now").must(), text("reason", "Reason").must()}},
}

func tableOf(file string) *table {
	for i := range tables {
		if tables[i].file == file {
			return &tables[i]
		}
	}
	return nil
}

func (t *table) column(name string) *column {
	for i := range t.columns {
		if t.columns[i].name == name {
			return &t.columns[i]
		}
	}
	return nil
}

func (t *table) headings() []string {
	list := make([]string, len(t.columns))
	for i, c := range t.columns {
		list[i] = c.name
	}
	return list
}

// patterns holds each column pattern compiled, anchored at both ends.
var patterns = func() map[string]*regexp.Regexp {
	compiled := map[string]*regexp.Regexp{}
	for _, t := range tables {
		for _, c := range t.columns {
			if c.pattern != "" {
				compiled[c.pattern] = regexp.MustCompile(`^(?:` + c.pattern + `)$`)
			}
		}
	}
	return compiled
}()

// refuse says what a filled or empty cell lacks; empty if it will do.
func (c *column) refuse(cell string) (what, wanted string) {
	switch {
	case cell == "" && c.required:
		return "is empty", "a value"
	case cell == "":
		return "", ""
	case strings.TrimSpace(cell) != cell:
		return "has space around it", "the bare value"
	case strings.ContainsAny(cell, "\n\r\t\x00"):
		return "holds a line break, tab or NUL", "a value on one line"
	case len(c.values) > 0 && !slices.Contains(c.values, cell):
		return "unknown value", oneOf(c.values)
	case c.pattern != "" && !c.matches(cell):
		return "is malformed", c.wanted
	}
	return "", ""
}

// matches holds a cell against the column's pattern. The patterns that stand in
// every row are matched by hand: regular expressions took a fifth of a load.
func (c *column) matches(cell string) bool {
	switch c.pattern {
	case idPattern:
		return isID(cell)
	case digestPattern:
		return len(cell) == 16 && strings.Trim(cell, "0123456789abcdef") == ""
	case numberPattern:
		return cell != "" && len(cell) <= 9 && strings.Trim(cell, "0123456789") == ""
	}
	return patterns[c.pattern].MatchString(cell)
}

// isID matches idPattern.
func isID(s string) bool {
	prefix, name, found := strings.Cut(s, "/")
	if !found || prefix == "" || strings.Trim(prefix, "abcdefghijklmnopqrstuvwxyz") != "" {
		return false
	}
	hyphen := true // a name neither begins nor ends with one, and no two stand together
	for i := range len(name) {
		switch c := name[i]; {
		case c == '-' && hyphen:
			return false
		case c == '-':
			hyphen = true
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			hyphen = false
		default:
			return false
		}
	}
	return !hyphen
}

func oneOf(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return fmt.Sprintf("one of %s", strings.Join(values, ", "))
}
