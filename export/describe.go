package export

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"iter"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/escape"
)

// quads is what forms of RDF are written from: a part of a graph, or a description of one thing.
type quads interface {
	Graph() *graph.Graph
	Quads(context.Context) iter.Seq2[[]graph.Quad, error]
}

// DescriptionFormats are the formats in which one thing is described; of those that a client likes
// alike it gets the first.
var DescriptionFormats = func() (list []*Format) {
	for _, name := range []string{"jsonld", "turtle", "nquads"} {
		f, _ := Named(name)
		list = append(list, f)
	}
	return list
}()

// Describe writes what a graph says of one thing in one of [DescriptionFormats]. It ends as [Write] does.
func Describe(ctx context.Context, out io.Writer, d *graph.Description, f *Format) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &writer{bufio.NewWriterSize(&ending{out, cancel}, bufferSize), Options{}, ctx, nil}
	err := f.describe(w, d)
	if flushed := w.Flush(); flushed != nil {
		return flushed
	}
	return err
}

// Absent is a document of a form that says nothing but that nothing has the id; an
// id from an address may hold anything.
func (f *Format) Absent(id string) []byte {
	if f.Name != "jsonld" {
		return append(escape.Append([]byte("# nothing has the id "), id), '\n')
	}
	text, err := json.Marshal(map[string]any{"@context": map[string]any{}, "@graph": []any{}, "error": "nothing has the id " + id})
	if err != nil {
		panic(err) // maps of texts marshal
	}
	return append(text, '\n')
}
