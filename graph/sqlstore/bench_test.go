package sqlstore_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/pgtest"
	"github.com/innograph/innograph/loader"
)

// invented are the quads of generated counties; 230 have a million.
func invented(b *testing.B, counties int) []quad.Quad {
	dir := b.TempDir() + "/invented"
	if _, err := generate.Write(b.Context(), dir, generate.Config{Counties: counties, Seed: 1, Describe: loader.Describe}); err != nil {
		b.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		b.Fatal(err)
	}
	var packages []loader.Package
	for _, e := range entries {
		packages = append(packages, loader.Package{Name: e.Name(), FS: os.DirFS(dir + "/" + e.Name())})
	}
	facts, problems, err := loader.Load(b.Context(), packages, nil)
	if err != nil || len(problems) > 0 {
		b.Fatal(err, problems)
	}
	return graph.Quads(facts, graph.DefaultBase)
}

// Loading by COPY beside Cayley's own writer, and reading all of it, on one
// PostgreSQL. INNOGRAPH_BENCH_COUNTIES is how many counties are loaded: 5 have 25,000
// quads, 230 a million, for which Cayley needs some minutes.
func BenchmarkLoad(b *testing.B) {
	counties, err := strconv.Atoi(os.Getenv("INNOGRAPH_BENCH_COUNTIES"))
	if err != nil {
		counties = 5
	}
	quads := invented(b, counties)
	server := pgtest.Start(b)
	address := server.Database(b)
	set, d := columns(b, quads), connect(b, address)
	rate := func(b *testing.B, n int, began time.Time) {
		b.ReportMetric(float64(n)*float64(b.N)/time.Since(began).Seconds(), "quads/s")
		b.ReportMetric(0, "ns/op")
	}
	b.Run("copy", func(b *testing.B) {
		began := time.Now()
		for i := range b.N {
			if _, fresh, err := d.Write(b.Context(), set, "copy"+strconv.Itoa(i)+began.String(), "b", nil); err != nil || !fresh {
				b.Fatal(err, fresh)
			}
		}
		rate(b, len(quads), began)
	})
	b.Run("read", func(b *testing.B) {
		began := time.Now()
		for range b.N {
			if _, _, err := d.Read(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		rate(b, len(quads), began)
	})
	b.Run("Cayley's writer", func(b *testing.B) {
		var took time.Duration
		for range b.N {
			empty := server.Database(b)
			began := time.Now()
			writeCayley(b, empty, quads)
			took += time.Since(began)
		}
		rate(b, len(quads), time.Now().Add(-took))
	})
}
