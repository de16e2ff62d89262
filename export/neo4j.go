package export

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/innograph/innograph/graph"
)

// writeNeo4j writes what neo4j-admin imports: nodes, relationships, and the command. Cells
// are never guarded against spreadsheets: names come back as they are.
func writeNeo4j(w *writer, files archive) error {
	between, err := w.delimiter()
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name  string
		write func(*writer, io.Writer, string) error
	}{{"nodes.csv", neo4jNodes}, {"relationships.csv", neo4jRelationships}, {"import.sh", neo4jCommand}} {
		out, err := files.create(f.name)
		if err == nil {
			err = f.write(w, out, between)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func neo4jNodes(w *writer, out io.Writer, between string) error {
	t := &cells{Writer: csv.NewWriter(out)}
	t.Write(append([]string{"id:ID", ":LABEL", "name:string"}, neo4jHeadings(nodeAttributes)...))
	err := w.eachNode(func(n *node) {
		labels := []string{"Entity", string(n.Type)}
		if info, _ := graph.Ontology.Type(n.Type); info.Organization {
			labels = append(labels, "Organization")
		}
		t.write(appendNeo4j(append(t.row[:0], string(n.ID), strings.Join(labels, between), n.label), between, nodeAttributes, n))
	})
	return t.end(err)
}

func neo4jRelationships(w *writer, out io.Writer, between string) error {
	t := &cells{Writer: csv.NewWriter(out)}
	t.Write(append([]string{":START_ID", ":END_ID", ":TYPE", "id:string", "label:string", "weight:int"}, neo4jHeadings(edgeAttributes)...))
	err := w.eachEdge(func(e *edge) {
		row := append(t.row[:0], string(e.Subject), string(e.Object), upperSnake(string(e.Predicate)), e.id, e.label, strconv.Itoa(e.weight()))
		t.write(appendNeo4j(row, between, edgeAttributes, e))
	})
	return t.end(err)
}

func neo4jCommand(_ *writer, out io.Writer, between string) error {
	r := []rune(between)[0]
	_, err := fmt.Fprintf(out, `#!/bin/sh
# Makes a new Neo4j 5 database of nodes.csv and relationships.csv, beside which this file
# stands: NEO4J_HOME=/path/to/neo4j sh import.sh [DATABASE]. The server must not run.
cd "$(dirname "$0")" || exit
exec "${NEO4J_HOME:+$NEO4J_HOME/bin/}neo4j-admin" database import full "${1:-neo4j}" \
  --nodes=nodes.csv --relationships=relationships.csv \
  --array-delimiter=U+%04X --multiline-fields=true
`, r)
	return err
}

func neo4jHeadings[T any](attributes []attribute[T]) []string {
	types := map[kind]string{textKind: "string", listKind: "string[]", countKind: "int", truthKind: "boolean"}
	list := names(attributes)
	for i := range list {
		list[i] += ":" + types[attributes[i].kind]
	}
	return list
}

func appendNeo4j[T any](row []string, between string, attributes []attribute[T], of *T) []string {
	for i := range attributes {
		a := &attributes[i]
		if a.kind == listKind {
			row = append(row, strings.Join(a.list(of), between))
		} else {
			row = append(row, a.spelt(of))
		}
	}
	return row
}

// upperSnake writes "partnersWith" as Neo4j names types: PARTNERS_WITH.
func upperSnake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

// errNoDelimiter says that every character that could stand between values is in one.
var errNoDelimiter = errors.New("no character is left to stand between the values of a list")

// delimiter finds a character that is in no value of a list: ";" as Neo4j has it, "|", a unit
// separator, or one for private use. It reads everything once.
func (w *writer) delimiter() (string, error) {
	used := map[rune]bool{}
	see := func(list []string) {
		for _, x := range list {
			for _, r := range x {
				if r < ' ' || r == ';' || r == '|' || unicode.Is(unicode.Co, r) {
					used[r] = true
				}
			}
		}
	}
	if err := w.eachNode(func(n *node) { lists(nodeAttributes, n, see) }); err != nil {
		return "", err
	}
	if err := w.eachEdge(func(e *edge) { lists(edgeAttributes, e, see) }); err != nil {
		return "", err
	}
	for _, r := range []rune{';', '|', 0x1f} {
		if !used[r] {
			return string(r), nil
		}
	}
	for r := rune(0xE000); r <= 0xF8FF; r++ {
		if !used[r] {
			return string(r), nil
		}
	}
	return "", errNoDelimiter
}

func lists[T any](attributes []attribute[T], of *T, see func([]string)) {
	for i := range attributes {
		if attributes[i].kind == listKind {
			see(attributes[i].list(of))
		}
	}
}
