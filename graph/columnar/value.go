package columnar

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/cayleygraph/quad"
)

// A value is spelled as one byte for its kind and the bytes of its content, so
// that values of one kind sort together, IRIs by their text. The spelling is its
// identity: an Int and a typed string of the same digits are two values, and so
// are two times within one second, which Cayley's own stores confuse.
const (
	kindBNode  = 'b'
	kindTime   = 'd'
	kindFloat  = 'f'
	kindIRI    = 'i'
	kindLang   = 'l' // language, NUL, text
	kindInt    = 'n'
	kindBool   = 'o'
	kindString = 's'
	kindTyped  = 't' // type, NUL, text
)

// appendValue adds the spelling of v to b.
func appendValue(b []byte, v quad.Value) ([]byte, error) {
	switch v := v.(type) {
	case quad.IRI:
		return append(append(b, kindIRI), v...), nil
	case quad.BNode:
		return append(append(b, kindBNode), v...), nil
	case quad.String:
		return append(append(b, kindString), v...), nil
	case quad.LangString:
		return appendPair(append(b, kindLang), v.Lang, string(v.Value))
	case quad.TypedString:
		return appendPair(append(b, kindTyped), string(v.Type), string(v.Value))
	case quad.Int:
		return binary.BigEndian.AppendUint64(append(b, kindInt), uint64(v)^1<<63), nil
	case quad.Float:
		return binary.BigEndian.AppendUint64(append(b, kindFloat), math.Float64bits(float64(v))), nil
	case quad.Bool:
		if v {
			return append(b, kindBool, 1), nil
		}
		return append(b, kindBool, 0), nil
	case quad.Time:
		t := time.Time(v)
		_, offset := t.Zone()
		b = binary.BigEndian.AppendUint64(append(b, kindTime), uint64(t.Unix())^1<<63)
		b = binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
		return binary.BigEndian.AppendUint32(b, uint32(int32(offset))), nil
	}
	return nil, fmt.Errorf("a %T cannot be stored", v)
}

func appendPair(b []byte, first, second string) ([]byte, error) {
	for i := range len(first) {
		if first[i] == 0 {
			return nil, fmt.Errorf("language or type %q holds a NUL", first)
		}
	}
	return append(append(append(b, first...), 0), second...), nil
}

// readValue is the inverse of appendValue. The value holds copies, nothing of b.
func readValue(b []byte) quad.Value {
	content := b[1:]
	switch b[0] {
	case kindIRI:
		return quad.IRI(content)
	case kindBNode:
		return quad.BNode(content)
	case kindString:
		return quad.String(content)
	case kindLang:
		lang, text := cutPair(content)
		return quad.LangString{Value: quad.String(text), Lang: lang}
	case kindTyped:
		typ, text := cutPair(content)
		return quad.TypedString{Value: quad.String(text), Type: quad.IRI(typ)}
	case kindInt:
		return quad.Int(binary.BigEndian.Uint64(content) ^ 1<<63)
	case kindFloat:
		return quad.Float(math.Float64frombits(binary.BigEndian.Uint64(content)))
	case kindBool:
		return quad.Bool(content[0] == 1)
	case kindTime:
		sec := int64(binary.BigEndian.Uint64(content) ^ 1<<63)
		t := time.Unix(sec, int64(binary.BigEndian.Uint32(content[8:])))
		if offset := int(int32(binary.BigEndian.Uint32(content[12:]))); offset != 0 {
			return quad.Time(t.In(time.FixedZone("", offset)))
		}
		return quad.Time(t.UTC())
	}
	return nil
}

func cutPair(b []byte) (string, string) {
	for i, c := range b {
		if c == 0 {
			return string(b[:i]), string(b[i+1:])
		}
	}
	return "", string(b)
}
