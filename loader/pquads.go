package loader

import (
	"context"
	"fmt"
	"iter"

	"github.com/innograph/innograph/graph"
)

// pquads reads a dump in Cayley's binary form. Its places are the numbers of quads, from 1.
func (r *reader) pquads(ctx context.Context, f *formFile) tableRows {
	in, err := f.unpacked(r.file)
	if err != nil {
		r.add(Problem{File: r.name, What: "cannot be unpacked", Found: err.Error()})
		return nil
	}
	n := 0
	quads := iter.Seq2[int, *graph.Quad](func(yield func(int, *graph.Quad) bool) {
		for q, err := range graph.PQuads(in) {
			n++
			if err != nil {
				r.add(Problem{File: r.name, At: quadNumber(n), What: "cannot be read", Found: err.Error(), Wanted: "a dump of Cayley's in pquads"})
				return
			}
			if n%(1<<14) == 0 && ctx.Err() != nil || !yield(n, q) {
				return
			}
		}
		if n == 0 {
			r.add(Problem{File: r.name, What: "holds no quad", Wanted: "a dump of Cayley's in pquads"})
		}
	})
	return r.decoded(graph.Decode(quads), quadNumbers{})
}

func quadNumber(n int) string { return fmt.Sprintf("quad %d", n) }

// quadNumbers name the places of a file that has quads instead of lines.
type quadNumbers struct{}

func (quadNumbers) at(number int, _ string) (line int, at string) { return 0, quadNumber(number) }
