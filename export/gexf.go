package export

import (
	"strconv"
	"strings"
)

// gexf is a version of GEXF. Versions differ in what they can say and in what
// breaks their readers; docs/exports.md has both.
type gexf struct {
	version   string
	namespace string
	newer     bool // has lists of texts, kinds of edges, and readers that take a direction for each edge
}

func writeGEXF(w *writer) error {
	return gexf{version: "1.3", namespace: "http://gexf.net/1.3", newer: true}.write(w)
}

// writeGEXF12 writes GEXF 1.2draft as NetworkX reads it, which refuses a graph with
// edges of both directions.
func writeGEXF12(w *writer) error {
	return gexf{version: "1.2", namespace: "http://www.gexf.net/1.2draft"}.write(w)
}

func (x gexf) write(w *writer) error {
	w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.WriteString(`<gexf xmlns="` + x.namespace + `" xmlns:viz="` + x.namespace + `/viz" version="` + x.version + `">` + "\n")
	line := append([]byte("<meta><creator>"), appendXML(nil, "innograph "+w.Version)...)
	line = append(appendXML(append(line, "</creator><description>"...), datasetTitle), "</description></meta>\n"...)
	w.Write(line)
	w.WriteString(`<graph mode="static" defaultedgetype="directed">` + "\n")
	declare(w, x, "node", nodeAttributes)
	declare(w, x, "edge", edgeAttributes)
	w.WriteString("<nodes>\n")
	err := w.eachNode(func(n *node) {
		line = appendQuoted(append(line[:0], "<node"...), "id", string(n.ID))
		line = appendValues(append(appendQuoted(line, "label", n.label), '>'), x, nodeAttributes, n)
		line = appendColour(line, n.colour)
		line = append(line, `<viz:shape value="`+string(n.shape)+`"/></node>`+"\n"...)
		w.Write(line)
	})
	if err != nil {
		return err
	}
	w.WriteString("</nodes>\n<edges>\n")
	err = w.eachEdge(func(e *edge) {
		line = appendQuoted(append(line[:0], "<edge"...), "id", e.id)
		line = appendQuoted(line, "source", string(e.Subject))
		line = appendQuoted(line, "target", string(e.Object))
		if x.newer {
			line = appendQuoted(line, "kind", string(e.Predicate))
			if e.info.Symmetric {
				line = append(line, ` type="undirected"`...)
			}
		}
		line = appendQuoted(line, "label", e.label)
		line = appendQuoted(line, "weight", strconv.Itoa(e.weight()))
		line = append(appendValues(append(line, '>'), x, edgeAttributes, e), "</edge>\n"...)
		w.Write(line)
	})
	w.WriteString("</edges>\n</graph>\n</gexf>\n")
	return err
}

// declare declares attributes, whose titles are their ids.
func declare[T any](w *writer, x gexf, class string, attributes []attribute[T]) {
	w.WriteString(`<attributes class="` + class + `" mode="static">` + "\n")
	for i := range attributes {
		a := &attributes[i]
		w.WriteString(`<attribute id="` + a.name + `" title="` + a.name + `" type="` + x.typeOf(a.kind) + `"/>` + "\n")
	}
	w.WriteString("</attributes>\n")
}

func (x gexf) typeOf(k kind) string {
	switch {
	case k == countKind:
		return "integer"
	case k == truthKind:
		return "boolean"
	case k == listKind && x.newer:
		return "liststring"
	}
	return "string"
}

// appendValues appends the attributes that have a value.
func appendValues[T any](b []byte, x gexf, attributes []attribute[T], of *T) []byte {
	b = append(b, "<attvalues>"...)
	for i := range attributes {
		a := &attributes[i]
		var value string
		if a.kind == listKind && x.newer {
			value = listed(a.list(of))
		} else {
			value = a.spelt(of)
		}
		if value != "" {
			b = appendQuoted(append(b, "<attvalue"...), "for", a.name)
			b = append(appendQuoted(b, "value", value), "/>"...)
		}
	}
	return append(b, "</attvalues>"...)
}

// listed spells a list as Gephi reads one: each text between double quotes, where a "\"
// stands before a "\" and a double quote.
func listed(list []string) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	for i, x := range list {
		if i > 0 {
			b.WriteString(", ")
		} else {
			b.WriteByte('[')
		}
		b.WriteByte('"')
		b.WriteString(inList.Replace(x))
		b.WriteByte('"')
	}
	b.WriteByte(']')
	return b.String()
}

var inList = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func appendColour(b []byte, c colour) []byte {
	b = strconv.AppendUint(append(b, `<viz:color r="`...), uint64(c.r), 10)
	b = strconv.AppendUint(append(b, `" g="`...), uint64(c.g), 10)
	b = strconv.AppendUint(append(b, `" b="`...), uint64(c.b), 10)
	return append(b, `"/>`...)
}
