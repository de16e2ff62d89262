package web_test

import (
	"strings"
	"testing"
)

// How long a page takes in the server, from the request to the last byte.
func BenchmarkPages(b *testing.B) {
	x := explorer(b)
	for _, c := range shown {
		b.Run(strings.ReplaceAll(c.address, "/", "|"), func(b *testing.B) {
			for b.Loop() {
				if w := get(x, c.address); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
