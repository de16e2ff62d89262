package loader_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	cayleynquads "github.com/cayleygraph/quad/nquads"
	"github.com/cayleygraph/quad/pquads"

	"github.com/innograph/innograph/graph"
)

// dumped is what a writer of Cayley's makes of quads.
func dumped(t *testing.T, quads []quad.Quad, writer func(*bytes.Buffer) quad.WriteCloser) []byte {
	t.Helper()
	var b bytes.Buffer
	w := writer(&b)
	if _, err := w.WriteQuads(quads); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pquad(options pquads.Options) func(*bytes.Buffer) quad.WriteCloser {
	return func(b *bytes.Buffer) quad.WriteCloser { return pquads.NewWriter(b, &options) }
}

// What Cayley dumps, in each of its forms, loads as the packages that it came from.
func TestCayleysDumps(t *testing.T) {
	w := invented()
	compact := dumped(t, w.quads, pquad(pquads.Options{}))
	for name, data := range map[string][]byte{
		"compact.pq":   compact,
		"full.pq":      dumped(t, w.quads, pquad(pquads.Options{Full: true})),
		"strict.pq":    dumped(t, w.quads, pquad(pquads.Options{Full: true, Strict: true})),
		"packed.pq.gz": gzipped(t, compact),
		"text.nq":      dumped(t, w.quads, func(b *bytes.Buffer) quad.WriteCloser { return cayleynquads.NewWriter(b) }),
	} {
		w.comesBack(t, name, data)
	}
	w = curated()
	w.comesBack(t, "seeds.pq", dumped(t, w.quads, pquad(pquads.Options{})))
}

// Dumps that are no graph of ours, or not whole, are refused with the number of the quad.
func TestBadDumps(t *testing.T) {
	good := dumped(t, graph.Quads(small(), graph.DefaultBase), pquad(pquads.Options{}))
	odd := func(o quad.Value) []byte {
		return dumped(t, []quad.Quad{{Subject: quad.BNode("b"), Predicate: quad.IRI("http://a/p"), Object: o, Label: quad.String("l")}}, pquad(pquads.Options{}))
	}
	// A value without content: field 1 (the subject) of no bytes, in a message of two.
	empty := append(dumped(t, nil, pquad(pquads.Options{})), 2, 0x0a, 0)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"cut.pq":     {good[:len(good)-3], "cannot be read, found \"unexpected EOF\""},
		"other.pq":   {[]byte("id,kind,title\n"), "not a pquads file"},
		"nothing.pq": {dumped(t, nil, pquad(pquads.Options{})), "holds no quad"},
		"empty.pq":   {empty, "quad 1: cannot be read"},
		"long.pq":    {odd(quad.String(strings.Repeat("x", 1<<17))), "more than 65536 bytes"},
		"float.pq":   {odd(quad.Float(2.5)), "quad 1: "},
		"no.pq.gz":   {good, "cannot be unpacked"},
		"bomb.pq.gz": {bomb(t), "not a pquads file"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := problemsOf(t, name, c.data); !strings.Contains(got, c.want) {
				t.Errorf("problems:\n%.500swant %s", got, c.want)
			}
		})
	}
}
