package generate

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// random draws whole numbers only: floating point could differ in the last bit
// from one machine to the next, and two runs are to agree byte by byte.
type random struct{ *rand.PCG }

// newRandom is the stream of one part of the data set, so that parts can be
// written in any order.
func newRandom(seed, part uint64) random { return random{rand.NewPCG(seed, part*0x9e3779b97f4a7c15+1)} }

// below is a number from 0 to n-1.
func (r random) below(n int) int {
	high, _ := bits.Mul64(r.Uint64(), uint64(n))
	return int(high)
}

// between is a number from low to high, both included.
func (r random) between(low, high int) int { return low + r.below(high-low+1) }

// chance is true in percent of 100 cases.
func (r random) chance(percent int) bool { return r.below(100) < percent }

// zipf draws ranks by Zipf's law with exponent 1: rank k (from 0) has a weight
// of 1/(k+1). It holds the running sums of the weights, so the first n of it are
// the law for n things.
type zipf []uint64

func newZipf(n int) zipf {
	z := make(zipf, n)
	sum := uint64(0)
	for k := range z {
		sum += (1 << 40) / uint64(k+1)
		z[k] = sum
	}
	return z
}

func (z zipf) draw(r random) int {
	high, _ := bits.Mul64(r.Uint64(), z[len(z)-1])
	k, found := slices.BinarySearch(z, high)
	if found {
		k++ // sums are exclusive upper ends
	}
	return k
}
