package graph

import "testing"

func TestVisited(t *testing.T) {
	v := newVisited(130)
	for _, n := range []place{0, 64, 129} {
		if v.has(n) || !v.add(n) || !v.has(n) || v.add(n) {
			t.Errorf("%d is not new, or new twice", n)
		}
	}
	v.drop(1)
	if !v.has(0) || v.has(64) || v.has(129) || len(v.list) != 1 {
		t.Errorf("after drop(1): %v", v.list)
	}
}
