package export

// writeD3 writes node-link JSON: "nodes" and "links", as D3 and force-graph take them and NetworkX
// reads them (newer versions when told that edges are "links").
func writeD3(w *writer) error {
	head := appendMember([]byte(`{"directed":true,"multigraph":true,"graph":{`), "name", datasetTitle)
	return w.elements(string(head)+`},"nodes":[`,
		func(b []byte, n *node) []byte {
			b = appendMember(append(b, '{'), "id", string(n.ID))
			b = appendMember(append(b, ','), "label", n.label)
			return append(appendAttributes(b, nodeAttributes, n), '}')
		}, "\n],\"links\":[",
		func(b []byte, e *edge) []byte {
			b = appendMember(append(b, '{'), "source", string(e.Subject))
			b = appendMember(append(b, ','), "target", string(e.Object))
			b = appendMember(append(b, ','), "key", e.id) // what tells parallel edges apart in NetworkX
			b = appendMember(append(b, ','), "label", e.label)
			b = appendNumber(append(b, ','), "weight", e.weight())
			return append(appendAttributes(b, edgeAttributes, e), '}')
		}, "\n]}\n")
}
