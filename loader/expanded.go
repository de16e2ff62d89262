package loader

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

const rdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

// Quads of expanded JSON-LD. The library's own way to RDF drops what it takes for no
// IRI without a word, and takes ten times as long to look; here whatever is no quad of
// ours is told.

// walk hands on the quads of expanded nodes.
func (l *linked) walk(nodes []any) {
	for _, node := range nodes {
		object, _ := node.(map[string]any)
		if id, _ := object["@id"].(string); id != "" {
			if err := l.node(object, ""); err != nil {
				l.tell("a node cannot be read", id, err)
			}
		} else {
			l.tell("a node cannot be read", "", errors.New("it has no @id"))
		}
		if l.stop {
			return
		}
	}
}

// node hands on the quads of a node, in the graph of a label.
func (l *linked) node(object map[string]any, label string) error {
	id, _ := object["@id"].(string)
	for _, key := range slices.Sorted(maps.Keys(object)) {
		values, _ := object[key].([]any)
		switch {
		case key == "@id", key == "@index":
		case key == "@type":
			for _, class := range values {
				iri, _ := class.(string)
				l.hand(id, rdfType, graph.Value{IRI: iri}, label)
			}
		case key == "@graph" && label == "":
			for _, inner := range values {
				if err := l.inner(inner, id); err != nil {
					return err
				}
			}
		case key == "@included":
			for _, inner := range values {
				if err := l.inner(inner, label); err != nil {
					return err
				}
			}
		case strings.HasPrefix(key, "@"):
			return fmt.Errorf("it has %s, which our vocabulary does not use there", key)
		default:
			for _, value := range values {
				if err := l.value(id, strings.TrimPrefix(key, unknownTerm), value, label); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// inner is a node inside another one.
func (l *linked) inner(value any, label string) error {
	object, _ := value.(map[string]any)
	if id, _ := object["@id"].(string); id == "" {
		return errors.New("there is a node without @id in it")
	}
	return l.node(object, label)
}

// value hands on the quad of a property, and those of a node that is its value.
func (l *linked) value(id, property string, value any, label string) error {
	object, _ := value.(map[string]any)
	if text, literal := object["@value"]; literal {
		v, err := literalOf(text, object)
		if err != nil {
			return fmt.Errorf("%s: %w", property, err)
		}
		l.hand(id, property, v, label)
		return nil
	}
	to, _ := object["@id"].(string)
	if to == "" {
		return fmt.Errorf("%s: the value is neither a literal nor a node with an @id", property)
	}
	l.hand(id, property, graph.Value{IRI: to}, label)
	return l.node(object, label)
}

// literalOf reads a value object. A number of JSON is what JSON-LD says it is: an integer, or a
// double, which our vocabulary does not have.
func literalOf(value any, object map[string]any) (graph.Value, error) {
	datatype, _ := object["@type"].(string)
	lang, _ := object["@language"].(string)
	if _, directed := object["@direction"]; directed {
		return graph.Value{}, errors.New("the text has a direction")
	}
	switch v := value.(type) {
	case string:
		if lang != "" {
			return graph.Value{Text: v, Lang: lang}, nil
		}
		return literal(v, datatype), nil
	case float64:
		if whole := int64(v); float64(whole) == v {
			return literal(strconv.FormatInt(whole, 10), cmp.Or(datatype, "xsd:integer")), nil
		}
		return literal(strconv.FormatFloat(v, 'E', -1, 64), cmp.Or(datatype, "xsd:double")), nil
	case bool:
		return literal(strconv.FormatBool(v), cmp.Or(datatype, "xsd:boolean")), nil
	}
	return graph.Value{}, errors.New("the value is no literal")
}

// hand gives a quad to the decoder. Its place is that of its node: the label, else the subject.
func (l *linked) hand(subject, predicate string, object graph.Value, label string) {
	if l.stop {
		return
	}
	node := cmp.Or(label, subject)
	if l.nodes[len(l.nodes)-1] != node {
		l.nodes = append(l.nodes, node)
	}
	l.some = true
	l.quad = graph.Quad{Subject: subject, Predicate: predicate, Object: object, Label: label}
	l.stop = !l.yield(len(l.nodes)-1, &l.quad)
}
