package loader_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/xuri/excelize/v2"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

// lines are the quads of facts as Cayley's own writer prints them.
func lines(facts *graph.Facts, base graph.Base) []string { return spelt(graph.Quads(facts, base)) }

func spelt(quads []quad.Quad) []string {
	list := make([]string, 0, len(quads))
	for _, q := range quads {
		list = append(list, q.NQuad())
	}
	return list
}

func nquads(facts *graph.Facts, base graph.Base) []byte { return joined(lines(facts, base)) }

func joined(lines []string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }

func reversed(data []byte) []byte {
	list := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	slices.Reverse(list)
	return bytes.Join(list, []byte("\n"))
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// workbook writes packages as sheets; a heading that any of them has is a column.
func workbook(t testing.TB, packages ...loader.Package) []byte {
	t.Helper()
	book := excelize.NewFile()
	if err := book.SetSheetName("Sheet1", "README"); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"sources", "entities", "names", "identifiers", "mentions", "claims", "indicators", "observations", "omissions", "redirects"} {
		var head []string
		var rows []map[string]string
		for _, p := range packages {
			data, err := fs.ReadFile(p.FS, table+".csv")
			if err != nil {
				continue
			}
			records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range records[0] {
				if !slices.Contains(head, name) {
					head = append(head, name)
				}
			}
			for _, record := range records[1:] {
				row := map[string]string{}
				for i, cell := range record {
					row[records[0][i]] = cell
				}
				rows = append(rows, row)
			}
		}
		if head != nil {
			writeSheet(t, book, table, head, rows)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func writeSheet(t testing.TB, book *excelize.File, name string, head []string, rows []map[string]string) {
	t.Helper()
	if _, err := book.NewSheet(name); err != nil {
		t.Fatal(err)
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		t.Fatal(err)
	}
	cells := make([]any, len(head))
	for i, h := range head {
		cells[i] = h
	}
	err = w.SetRow("A1", cells)
	for i, row := range rows {
		if err != nil {
			break
		}
		for j, h := range head {
			cells[j] = row[h]
		}
		err = w.SetRow("A"+strconv.Itoa(i+2), cells)
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
}

const ns = graph.Namespace

// expandedLD writes quads as expanded JSON-LD: a list of nodes and whole IRIs.
func expandedLD(t testing.TB, quads []quad.Quad) []byte {
	t.Helper()
	var nodes []map[string]any
	for _, group := range grouped(quads) {
		node := map[string]any{"@id": group.id}
		for _, q := range group.quads {
			into := node
			if q.Label != nil {
				into = map[string]any{"@id": iri(q.Subject)}
				node["@graph"] = []any{into}
			}
			if key := iri(q.Predicate); strings.HasSuffix(key, "#type") {
				into["@type"] = []any{iri(q.Object)}
			} else {
				values, _ := into[key].([]any)
				into[key] = append(values, expandedValue(q.Object))
			}
		}
		nodes = append(nodes, node)
	}
	return asJSON(t, nodes)
}

func expandedValue(v quad.Value) any {
	switch v := v.(type) {
	case quad.IRI:
		return map[string]any{"@id": string(v)}
	case quad.LangString:
		return map[string]any{"@value": string(v.Value), "@language": v.Lang}
	case quad.TypedString:
		return map[string]any{"@value": string(v.Value), "@type": string(v.Type)}
	case quad.Int:
		return map[string]any{"@value": strconv.Itoa(int(v)), "@type": graph.XSDInteger}
	}
	return map[string]any{"@value": string(v.(quad.String))}
}

// compactLD writes quads with our context, named as a server names it, and relative ids.
func compactLD(t testing.TB, quads []quad.Quad) []byte {
	t.Helper()
	short := func(id string) string { return strings.TrimPrefix(id, graph.DefaultBase) }
	names := map[string]string{}
	for name, definition := range graph.Context() {
		if d, ok := definition.(map[string]any); ok {
			names[d["@id"].(string)] = name
		}
	}
	var nodes []map[string]any
	for _, group := range grouped(quads) {
		node := map[string]any{"@id": short(group.id)}
		for _, q := range group.quads {
			into := node
			if q.Label != nil {
				into = map[string]any{"@id": short(iri(q.Subject))}
				node["@graph"] = []any{into}
			}
			if strings.HasSuffix(iri(q.Predicate), "#type") {
				into["@type"] = strings.TrimPrefix(strings.TrimPrefix(iri(q.Object), ns), "http://purl.org/linked-data/cube#")
				continue
			}
			key := names[iri(q.Predicate)]
			switch v := q.Object.(type) {
			case quad.IRI:
				values, _ := into[key].([]any)
				into[key] = append(values, strings.TrimPrefix(short(string(v)), ns))
			case quad.LangString:
				languages, _ := into[key].(map[string]any)
				if languages == nil {
					languages = map[string]any{}
					into[key] = languages
				}
				values, _ := languages[v.Lang].([]any)
				languages[v.Lang] = append(values, string(v.Value))
			case quad.TypedString:
				into[key] = map[string]any{"@value": string(v.Value), "@type": "xsd:decimal"}
			case quad.Int:
				into[key] = int(v)
			default:
				into[key] = string(v.(quad.String))
			}
		}
		nodes = append(nodes, node)
	}
	return asJSON(t, struct {
		Context any `json:"@context"`
		Graph   any `json:"@graph"`
	}{"https://innograph.example/context.jsonld", nodes})
}

type group struct {
	id    string
	quads []quad.Quad
}

// grouped gathers quads by the node that says them: the label, else the subject.
func grouped(quads []quad.Quad) []*group {
	var list []*group
	of := map[string]*group{}
	for _, q := range quads {
		id := iri(q.Subject)
		if q.Label != nil {
			id = iri(q.Label)
		}
		if of[id] == nil {
			of[id] = &group{id: id}
			list = append(list, of[id])
		}
		of[id].quads = append(of[id].quads, q)
	}
	return list
}

func iri(v quad.Value) string { return string(v.(quad.IRI)) }

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
