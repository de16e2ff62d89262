package export

import "fmt"

// writeGraphology writes what graphology serializes, for sigma and its tools: a directed graph
// with parallel edges.
func writeGraphology(w *writer) error {
	head := appendMember([]byte(`{"options":{"type":"directed","multi":true,"allowSelfLoops":true},"attributes":{`), "name", datasetTitle)
	return w.elements(string(head)+`},"nodes":[`,
		func(b []byte, n *node) []byte {
			b = appendMember(append(b, '{'), "key", string(n.ID))
			b = appendMember(append(b, `,"attributes":{`...), "label", n.label)
			b = appendMember(append(b, ','), "color", fmt.Sprintf("#%02x%02x%02x", n.colour.r, n.colour.g, n.colour.b))
			return append(appendAttributes(b, nodeAttributes, n), "}}"...)
		}, "\n],\"edges\":[",
		func(b []byte, e *edge) []byte {
			b = appendMember(append(b, '{'), "key", e.id)
			b = appendMember(append(b, ','), "source", string(e.Subject))
			b = appendMember(append(b, ','), "target", string(e.Object))
			b = appendMember(append(b, `,"attributes":{`...), "label", e.label)
			b = appendNumber(append(b, ','), "weight", e.weight())
			return append(appendAttributes(b, edgeAttributes, e), "}}"...)
		}, "\n]}\n")
}
