package columnar

import (
	"fmt"
	"testing"

	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"
)

// national makes n quads in the proportions of a graph of county plans: four in
// nine hang on claims, IRIs are 50 to 60 bytes, most texts are short and come
// often, a few nodes are hubs.
func national(n int) []quad.Quad {
	const base = "https://innograph.github.io/id/"
	term := func(name string) quad.IRI { return quad.IRI("https://innograph.github.io/ns#" + name) }
	quads := make([]quad.Quad, 0, n+10)
	for i := 0; len(quads) < n; i++ {
		claim := iri(base+"claim/%016x", uint64(i)*0x9e3779b97f4a7c15)
		subject := iri(base+"platform/%06d-some-platform", i/3)
		quads = append(quads,
			quad.Quad{Subject: subject, Predicate: term("locatedIn"), Object: iri(base+"county/%06d", i%2844), Label: claim},
			quad.Quad{Subject: claim, Predicate: term("type"), Object: term("Claim")},
			quad.Quad{Subject: claim, Predicate: term("status"), Object: term(fmt.Sprint("status-", i%3))},
			quad.Quad{Subject: claim, Predicate: term("wasQuotedFrom"), Object: iri(base+"source/plan-%04d", i/300)},
			quad.Quad{Subject: claim, Predicate: term("section"), Object: quad.String(fmt.Sprint("三、主要任务 > （二）平台 > ", i/20))},
			quad.Quad{Subject: claim, Predicate: term("start"), Object: quad.Int(i % 30000)},
			quad.Quad{Subject: claim, Predicate: term("end"), Object: quad.Int(i%30000 + 40)},
			quad.Quad{Subject: claim, Predicate: term("digest"), Object: quad.String(fmt.Sprintf("%016x", uint64(i)*0x2545f4914f6cdd1d))},
			quad.Quad{Subject: subject, Predicate: term("prefLabel"), Object: quad.LangString{Value: quad.String(fmt.Sprintf("某县%d号创新平台", i/3)), Lang: "zh"}},
		)
	}
	return quads[:n]
}

// BenchmarkBuild builds a store of quads in memory: quads a second, and bytes a
// quad of what stays, dictionary and all.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		quads := national(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var s *Store
			for range b.N {
				s = build(b, quads...)
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
			size := 0
			for _, sec := range s.sections() {
				size += len(sec.bytes())
			}
			b.ReportMetric(float64(size)/float64(s.Len()), "B/quad")
		})
	}
}

// BenchmarkMemstore fills Cayley's memory store with the same quads, for comparison.
func BenchmarkMemstore(b *testing.B) {
	quads := national(100_000)
	b.ReportAllocs()
	for range b.N {
		memstore.New(quads...)
	}
	b.ReportMetric(float64(len(quads))*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}

// BenchmarkOneHop reads the seven quads of a claim, with their values.
func BenchmarkOneHop(b *testing.B) {
	quads := national(1_000_000)
	s, claim := build(b, quads...), quads[len(quads)/9*9/2/9*9+1].Subject
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		n, _ := s.Lookup(claim)
		s.Each(quad.Subject, n, func(q [4]Node, _ bool) bool {
			s.Value(q[2])
			return true
		})
	}
}
