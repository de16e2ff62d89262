// Package datapackage holds the tables of a data package: their files, columns and keys,
// and how datapackage.json describes them. Those who read packages, write them and make
// them up follow it; docs/data-format.md has it in words.
package datapackage

import (
	"slices"
	"strings"

	"github.com/innograph/innograph/graph"
)

// DescriptorFile describes a package to others: a Frictionless Data Package
// with a Table Schema for each table, as Excel, R and pandas tools read it.
const DescriptorFile = "datapackage.json"

// Column is one heading of a table.
type Column struct {
	Name     string
	Title    string // English, for datapackage.json
	Kind     string // Table Schema type: "string", "integer"
	Required bool   // a cell must not be empty
	Optional bool   // the heading may be left out
	Values   []string
	ByType   bool   // which of the values a row may have is for its type to say
	Pattern  string // regular expression that a filled cell matches whole
	Wanted   string // the pattern in words
}

// Table is one file of a data package.
type Table struct {
	File     string
	Title    string
	Required bool // the file must be there
	Columns  []Column
	// Key are the columns that tell rows apart. Cells of some may be empty.
	Key []string
	// References are columns that hold ids of another table of a package that stands alone. names.csv
	// has none, since it names entities and indicators, nor has redirects.csv, which may name a former id.
	References []Reference
}

// Reference is a column of ids, and the table that has the ids.
type Reference struct{ Column, File string }

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

// Patterns of cells that stand in most rows.
const (
	IDPattern     = `[a-z]+/[a-z0-9]+(-[a-z0-9]+)*`
	DigestPattern = `[0-9a-f]{16}`
	NumberPattern = `[0-9]{1,9}`
	yearPattern   = `[0-9]{4}`
)

func text(name, title string) Column { return Column{Name: name, Title: title, Kind: "string"} }

func id(name, title string) Column {
	return Column{Name: name, Title: title, Kind: "string", Pattern: IDPattern, Wanted: "an id such as county/330324"}
}

func list(name, title string, values []string) Column {
	return Column{Name: name, Title: title, Kind: "string", Values: values}
}

func matching(name, title, pattern, wanted string) Column {
	return Column{Name: name, Title: title, Kind: "string", Pattern: pattern, Wanted: wanted}
}

func (c Column) must() Column { c.Required = true; return c }
func (c Column) may() Column  { c.Optional = true; return c }

func (c Column) byType() Column { c.ByType = true; return c }

func number(name, title string) Column {
	return Column{Name: name, Title: title, Kind: "integer", Pattern: NumberPattern, Wanted: "a number of code points"}
}

// locatorColumns are the columns of evidence, the same in every table that has it.
func locatorColumns() []Column {
	return []Column{
		id("source", "Source that says so").must(), text("section", "Path of headings"),
		number("start", "First code point, 0-based"), number("end", "One past the last code point"),
		matching("digest", "First 16 hex digits of the passage's SHA-256", DigestPattern, "16 hex digits"),
	}
}

func readingColumns() []Column {
	return []Column{list("reading", "How the passage is read", []string{"literal", "context"}).may(), text("note", "Remark in our words").may()}
}

func join(parts ...[]Column) []Column { return slices.Concat(parts...) }

// Tables are the files of a data package in reading order.
var Tables = []Table{
	{File: "sources.csv", Title: "Documents that claims are quoted from",
		Key: []string{"id"}, References: []Reference{{"region", "entities.csv"}, {"document", "entities.csv"}},
		Columns: []Column{
			id("id", "Id").must(), list("kind", "Kind", []string{"plan", "reference"}).may(), text("title", "Title").must(), text("issuer", "Issuer"), text("number", "Document number"),
			matching("issued", "Date of issue", `[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?`, "YYYY, YYYY-MM or YYYY-MM-DD"),
			matching("period_start", "First year of the period", yearPattern, "a year"), matching("period_end", "Last year of the period", yearPattern, "a year"),
			id("region", "Place it is about"), id("document", "The document as an entity").may(),
			matching("sha256", "SHA-256 of the text file", `[0-9a-f]{64}`, "64 hex digits"), number("runes", "Length of the text in code points"), text("note", "Remark in our words").may(),
		}},
	{File: "entities.csv", Title: "Entities", Required: true,
		Key: []string{"id"},
		Columns: []Column{
			id("id", "Id").must(), list("type", "Type", typeNames()).must(), list("kind", "Kind, of the type's list", names(graph.Ontology.Kinds)).byType(), list("level", "Level", names(graph.Ontology.Levels)),
			text("name", "Main name, Chinese").must(), text("name_en", "Established English name"),
		}},
	{File: "names.csv", Title: "Other names of entities and indicators",
		Key: []string{"entity", "name", "lang"},
		Columns: []Column{
			id("entity", "Entity or indicator").must(), text("name", "Name").must(), list("lang", "Language", []string{"zh", "en"}).must(), list("kind", "Kind", names(graph.NameKinds)).must(),
		}},
	{File: "identifiers.csv", Title: "Identifiers elsewhere",
		Key: []string{"entity", "scheme", "value"}, References: []Reference{{"entity", "entities.csv"}},
		Columns: []Column{
			id("entity", "Entity").must(), list("scheme", "Scheme", names(graph.Schemes)).must(), text("value", "Identifier").must(), text("edition", "Edition of the scheme").may(),
		}},
	{File: "mentions.csv", Title: "Further passages that name an entity",
		Key: []string{"entity", "source", "start", "end"}, References: []Reference{{"entity", "entities.csv"}, {"source", "sources.csv"}},
		Columns: join([]Column{id("entity", "Entity").must()}, locatorColumns())},
	{File: "claims.csv", Title: "Claims",
		Key: []string{"subject", "predicate", "object", "role", "source", "start", "end"}, References: []Reference{{"subject", "entities.csv"}, {"object", "entities.csv"}, {"source", "sources.csv"}},
		Columns: join([]Column{
			id("subject", "Subject").must(), list("predicate", "Predicate", predicateNames()).must(), id("object", "Object").must(), list("status", "Status", names(graph.Statuses)).must(), text("role", "Role, of the predicate's list").may(),
		}, locatorColumns(), readingColumns())},
	{File: "indicators.csv", Title: "Indicators",
		Key: []string{"id"},
		Columns: []Column{
			id("id", "Id").must(), text("name", "Name, Chinese").must(), text("name_en", "Name, English").must(), list("unit", "Unit that values are compared in", graph.Units()).must(), list("better", "Better when", []string{"higher", "lower"}).may(), text("definition", "Definition").may(),
		}},
	{File: "observations.csv", Title: "Observations",
		Key: []string{"entity", "of", "indicator", "period", "role", "measure", "source", "start", "end"}, References: []Reference{{"entity", "entities.csv"}, {"of", "entities.csv"}, {"indicator", "indicators.csv"}, {"source", "sources.csv"}},
		Columns: join([]Column{
			id("entity", "Whom it is about").must(), id("of", "What is measured inside the entity").may(), id("indicator", "Indicator").must(),
			matching("period", "Year or range of years", `[0-9]{4}(/[0-9]{4})?`, "a year or a range such as 2016/2020").must(),
			list("role", "Role", names(graph.ObservationRoles)).must(), list("measure", "Measure", names(graph.Measures)).must(), list("bound", "Bound", names(graph.Bounds)),
			text("value", "Decimal as printed, or the wording").must(), text("value_to", "Upper end of an interval").may(), list("unit", "Unit as printed", graph.Units()),
		}, locatorColumns(), readingColumns())},
	{File: "omissions.csv", Title: "What was left out on purpose",
		Key: []string{"source", "start", "end"}, References: []Reference{{"source", "sources.csv"}},
		Columns: join(locatorColumns(), []Column{text("reason", "Reason in our words").must()})},
	{File: "redirects.csv", Title: "Ids that were merged or renamed",
		Key:     []string{"from"},
		Columns: []Column{id("from", "Former id").must(), id("to", "Id now").must(), text("reason", "Reason").must()}},
}

// Named is the table with a file; nil if there is none.
func Named(file string) *Table {
	i := slices.IndexFunc(Tables, func(t Table) bool { return t.File == file })
	if i < 0 {
		return nil
	}
	return &Tables[i]
}

// Name is the name of the table: its file without ".csv".
func (t *Table) Name() string { return strings.TrimSuffix(t.File, ".csv") }

// Column is the column with a name; nil if there is none.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

// Headings are the names of all columns, in their order.
func (t *Table) Headings() []string {
	list := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		list[i] = c.Name
	}
	return list
}
