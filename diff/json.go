package diff

import (
	"bufio"
	"bytes"
	"context"
	"io"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/escape"
)

// jsonFormat is the name and version of the JSON that [Comparison.WriteJSON] writes.
const jsonFormat = "innograph-diff/1"

// MarshalJSON gives a change as docs/diff.md describes it.
func (c *change) MarshalJSON() ([]byte, error) {
	type labels struct {
		Zh string `json:"zh"`
		En string `json:"en"`
	}
	type field struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	fields := object[field]{}
	for _, f := range c.Fields {
		fields = append(fields, member[field]{f.Name, field{f.From, f.To}})
	}
	thing := object[string]{}
	for _, x := range c.Thing {
		thing = append(thing, member[string]{x.Name, x.Value})
	}
	return escape.JSON(struct {
		Class  class          `json:"class"`
		Kind   kind           `json:"kind"`
		ID     graph.ID       `json:"id"`
		Former graph.ID       `json:"former,omitempty"`
		Label  labels         `json:"label"`
		Thing  object[string] `json:"thing"`
		Fields object[field]  `json:"fields,omitempty"`
	}{c.Class, c.Kind, c.ID, c.Former, labels{c.Label.Zh, c.Label.En}, thing, fields})
}

// object is a JSON object whose members keep their order.
type object[T any] []member[T]

type member[T any] struct {
	name  string
	value T
}

func (o object[T]) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		name, err := escape.JSON(m.name)
		if err != nil {
			return nil, err
		}
		value, err := escape.JSON(m.value)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

// version is what is compared.
type version struct {
	Digest       string `json:"digest"`
	Newest       string `json:"newest"`
	Entities     int    `json:"entities"`
	Claims       int    `json:"claims"`
	Observations int    `json:"observations"`
}

func versionOf(g *graph.Graph) version {
	s := g.Stats()
	v := version{Digest: g.Origin(), Newest: g.Newest(), Claims: s.Claims, Observations: s.Observations}
	for _, n := range s.Entities {
		v.Entities += n
	}
	return v
}

// WriteJSON writes the changes as JSON, one a line, as docs/diff.md describes
// them. The same graphs give the same bytes. It reports how many changes there are.
func (c *Comparison) WriteJSON(ctx context.Context, out io.Writer) (int, error) {
	w := bufio.NewWriter(out)
	head, err := escape.JSON(object[any]{{"format", jsonFormat}, {"from", versionOf(c.from.Graph())}, {"to", versionOf(c.to.Graph())}})
	if err != nil {
		return 0, err
	}
	w.Write(bytes.TrimSuffix(head, []byte("}")))
	w.WriteString(`,"changes":[`)
	t := tally{}
	total := 0
	for change, err := range c.changes(ctx) {
		if err != nil {
			return total, err
		}
		line, err := escape.JSON(change)
		if err != nil {
			return total, err
		}
		if total > 0 {
			w.WriteByte(',')
		}
		w.WriteByte('\n')
		if _, err := w.Write(line); err != nil {
			return total, err
		}
		t.add(change)
		total++
	}
	counts := map[class]map[kind]int{}
	for _, n := range t.counts() {
		if counts[n.Class] == nil {
			counts[n.Class] = map[kind]int{}
		}
		counts[n.Class][n.Kind] = n.Count
	}
	tail, err := escape.JSON(counts)
	if err != nil {
		return total, err
	}
	w.WriteString("\n],\"counts\":")
	w.Write(tail)
	w.WriteString("}\n")
	return total, w.Flush()
}
