package export

import "strconv"

// writeCX2 writes CX2, Cytoscape's exchange format, version 2: nodes and edges have whole
// numbers, counted from 0 in the order of the export, and carry their ids in "id". Types of attributes
// are declared, and the number of elements stands before them.
func writeCX2(w *writer) error {
	edges, err := w.countEdges()
	if err != nil {
		return err
	}
	w.WriteString("[{\"CXVersion\":\"2.0\",\"hasFragments\":false},\n")
	w.WriteString(`{"metaData":[{"name":"attributeDeclarations","elementCount":1},{"name":"networkAttributes","elementCount":1},{"name":"nodes","elementCount":` +
		strconv.Itoa(w.part.Count()) + `},{"name":"edges","elementCount":` + strconv.Itoa(edges) + "}]},\n")
	text := `:{"d":"string"}`
	w.WriteString(`{"attributeDeclarations":[{"networkAttributes":{"name"` + text + `,"description"` + text + `},"nodes":{"id"` + text + `,"name"` + text)
	declareCX2(w, nodeAttributes)
	w.WriteString(`},"edges":{"id"` + text + `,"interaction"` + text + `,"label"` + text + `,"weight":{"d":"integer"}`)
	declareCX2(w, edgeAttributes)
	head := appendMember([]byte("}}]},\n{\"networkAttributes\":[{"), "name", "innograph")
	head = append(appendMember(append(head, ','), "description", datasetTitle), "}]},\n{\"nodes\":["...)
	number := 0
	return w.elements(string(head),
		func(b []byte, n *node) []byte {
			at, _ := w.part.Number(n.ID) // it is one of them
			b = appendMember(append(appendNumber(append(b, '{'), "id", at), `,"v":{`...), "id", string(n.ID))
			b = appendMember(append(b, ','), "name", n.label)
			return append(appendAttributes(b, nodeAttributes, n), "}}"...)
		}, "\n]},\n{\"edges\":[",
		func(b []byte, e *edge) []byte {
			from, _ := w.part.Number(e.Subject)
			to, _ := w.part.Number(e.Object)
			b = appendNumber(append(b, '{'), "id", number)
			number++
			b = appendNumber(append(b, ','), "s", from)
			b = appendNumber(append(b, ','), "t", to)
			b = appendMember(append(b, `,"v":{`...), "id", e.id)
			b = appendMember(append(b, ','), "interaction", string(e.Predicate))
			b = appendMember(append(b, ','), "label", e.label)
			b = appendNumber(append(b, ','), "weight", e.weight())
			return append(appendAttributes(b, edgeAttributes, e), "}}"...)
		}, "\n]},\n{\"status\":[{\"success\":true}]}]\n")
}

func declareCX2[T any](w *writer, attributes []attribute[T]) {
	types := map[kind]string{textKind: "string", listKind: "list_of_string", countKind: "integer", truthKind: "boolean"}
	for i := range attributes {
		w.WriteString(`,"` + attributes[i].name + `":{"d":"` + types[attributes[i].kind] + `"}`)
	}
}

// countEdges counts the statements of the part.
func (w *writer) countEdges() (int, error) {
	n := 0
	var subject, object, predicate string
	for c, err := range w.part.Claims(w.ctx) {
		if err != nil {
			return 0, err
		}
		if s, p, o := string(c.Subject), string(c.Predicate), string(c.Object); s != subject || p != predicate || o != object {
			subject, predicate, object = s, p, o
			n++
		}
	}
	return n, nil
}
