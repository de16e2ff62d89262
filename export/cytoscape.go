package export

// writeCytoscape writes the JSON that Cytoscape.js takes for its elements and Cytoscape for a
// ".cyjs" file: ids and ends are texts; Cytoscape looks for "name" and "interaction".
func writeCytoscape(w *writer) error {
	head := appendMember([]byte(`{"format_version":"1.0",`), "generated_by", "innograph "+w.Version)
	head = append(head, `,"target_cytoscapejs_version":"~3","data":{`...)
	head = append(appendMember(head, "name", datasetTitle), `},"elements":{"nodes":[`...)
	return w.elements(string(head),
		func(b []byte, n *node) []byte {
			b = appendMember(append(b, `{"data":{`...), "id", string(n.ID))
			b = appendMember(append(b, ','), "name", n.label)
			b = appendMember(append(b, ','), "label", n.label)
			return append(appendAttributes(b, nodeAttributes, n), "}}"...)
		}, "\n],\"edges\":[",
		func(b []byte, e *edge) []byte {
			b = appendMember(append(b, `{"data":{`...), "id", e.id)
			b = appendMember(append(b, ','), "source", string(e.Subject))
			b = appendMember(append(b, ','), "target", string(e.Object))
			b = appendMember(append(b, ','), "interaction", string(e.Predicate))
			b = appendMember(append(b, ','), "label", e.label)
			b = appendNumber(append(b, ','), "weight", e.weight())
			return append(appendAttributes(b, edgeAttributes, e), "}}"...)
		}, "\n]}}\n")
}
