package export

import (
	"strconv"

	"github.com/innograph/innograph/internal/escape"
)

// appendJSON appends text as a JSON string, quotes included.
func appendJSON(b []byte, text string) []byte { return escape.AppendQuoted(b, text) }

// appendMember appends `"name":"text"`.
func appendMember(b []byte, name, text string) []byte {
	return appendJSON(append(appendJSON(b, name), ':'), text)
}

// appendNumber appends `"name":n`.
func appendNumber(b []byte, name string, n int) []byte {
	return strconv.AppendInt(append(appendJSON(b, name), ':'), int64(n), 10)
}

// appendAttributes appends `,"name":value` for each attribute that has a value.
func appendAttributes[T any](b []byte, attributes []attribute[T], of *T) []byte {
	for i := range attributes {
		switch a := &attributes[i]; a.kind {
		case textKind:
			if text := a.text(of); text != "" {
				b = appendMember(append(b, ','), a.name, text)
			}
		case listKind:
			if list := a.list(of); len(list) > 0 {
				b = append(appendJSON(append(b, ','), a.name), ':')
				b = appendArray(b, list)
			}
		case countKind:
			b = appendNumber(append(b, ','), a.name, a.count(of))
		case truthKind:
			b = append(appendJSON(append(b, ','), a.name), ':')
			b = strconv.AppendBool(b, a.truth(of))
		}
	}
	return b
}

func appendArray(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, x := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSON(b, x)
	}
	return append(b, ']')
}

// series writes the elements of a JSON array, each on a line of its own.
type series struct {
	w     *writer
	line  []byte
	begun bool
}

// next gives the line to append an element to; put takes it.
func (s *series) next() []byte {
	if s.begun {
		return append(s.line[:0], ",\n"...)
	}
	s.begun = true
	return append(s.line[:0], '\n')
}

func (s *series) put(line []byte) {
	s.line = line
	s.w.Write(line)
}

// elements writes nodes and edges as JSON: what before, the nodes, what between, the edges, what after.
func (w *writer) elements(before string, addNode func([]byte, *node) []byte, between string, addEdge func([]byte, *edge) []byte, after string) error {
	w.WriteString(before)
	nodes := series{w: w}
	if err := w.eachNode(func(n *node) { nodes.put(addNode(nodes.next(), n)) }); err != nil {
		return err
	}
	w.WriteString(between)
	edges := series{w: w}
	err := w.eachEdge(func(e *edge) { edges.put(addEdge(edges.next(), e)) })
	w.WriteString(after)
	return err
}
