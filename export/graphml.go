package export

import "strconv"

// writeGraphML writes GraphML for the many readers that it has: ids of keys are the names of
// attributes, since Gephi takes "d3" for a label; names and labels of nodes and edges stand
// where Gephi ("label"), Cytoscape ("name", "interaction") and igraph look for them; all edges
// are directed, since NetworkX refuses a graph with both sorts; there are no attributes of the graph, which Gephi reports as faults.
func writeGraphML(w *writer) error {
	w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	w.key("label", "node", "label", "string")
	w.key("name", "node", "name", "string")
	declareKeys(w, "node", nodeAttributes)
	w.key("edgelabel", "edge", "label", "string") // Gephi knows this id too; ids are unique
	w.key("interaction", "edge", "interaction", "string")
	w.key("weight", "edge", "weight", "double")
	declareKeys(w, "edge", edgeAttributes)
	w.WriteString(`<graph id="innograph" edgedefault="directed">` + "\n")
	var line []byte
	err := w.eachNode(func(n *node) {
		line = append(appendQuoted(append(line[:0], "<node"...), "id", string(n.ID)), '>')
		line = appendData(appendData(line, "label", n.label), "name", n.label)
		line = append(appendAllData(line, nodeAttributes, n), "</node>\n"...)
		w.Write(line)
	})
	if err != nil {
		return err
	}
	err = w.eachEdge(func(e *edge) {
		line = appendQuoted(append(line[:0], "<edge"...), "id", e.id)
		line = appendQuoted(line, "source", string(e.Subject))
		line = append(appendQuoted(line, "target", string(e.Object)), '>')
		line = appendData(line, "edgelabel", e.label)
		line = appendData(line, "interaction", string(e.Predicate))
		line = appendData(line, "weight", strconv.Itoa(e.weight()))
		line = append(appendAllData(line, edgeAttributes, e), "</edge>\n"...)
		w.Write(line)
	})
	w.WriteString("</graph>\n</graphml>\n")
	return err
}

func (w *writer) key(id, of, name, kind string) {
	w.WriteString(`<key id="` + id + `" for="` + of + `" attr.name="` + name + `" attr.type="` + kind + `"/>` + "\n")
}

func declareKeys[T any](w *writer, of string, attributes []attribute[T]) {
	types := map[kind]string{textKind: "string", listKind: "string", countKind: "int", truthKind: "boolean"}
	for i := range attributes {
		w.key(attributes[i].name, of, attributes[i].name, types[attributes[i].kind])
	}
}

func appendAllData[T any](b []byte, attributes []attribute[T], of *T) []byte {
	for i := range attributes {
		b = appendData(b, attributes[i].name, attributes[i].spelt(of))
	}
	return b
}

// appendData appends a value, if there is one.
func appendData(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	b = append(appendQuoted(append(b, "<data"...), "key", key), '>')
	return append(appendXML(b, value), "</data>"...)
}
