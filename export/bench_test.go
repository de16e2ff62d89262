package export_test

import (
	"context"
	"testing"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
)

// Every form of the graph of 230 invented counties, a million quads: bytes a second of what is written.
func BenchmarkWrite(b *testing.B) { g, _ := worlds.Invented(b, 230); benchmark(b, g) }

// Every form of the seeds: each is to take less than 100 ms.
func BenchmarkSeeds(b *testing.B) {
	g, _ := worlds.Seeds(b)
	benchmark(b, g)
}

func benchmark(b *testing.B, g *graph.Graph) {
	part, err := export.Select(context.Background(), g, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range export.Formats {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				var n counter
				if err := export.Write(context.Background(), &n, part, &f, options); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(n))
			}
		})
	}
}

// counter counts bytes.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
