package columnar

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	cayleyroot "github.com/cayleygraph/cayley"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
)

func written(t testing.TB, quads ...quad.Quad) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "graph.store")
	if err := build(t, quads...).WriteFile(path, []byte(`{"by":"test"}`)); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFileRoundTrip(t *testing.T) {
	for _, n := range []int{0, 1, 500} {
		quads := random(rand.New(rand.NewPCG(5, 5)), n)
		s, err := Open(written(t, quads...))
		if err != nil {
			t.Fatal(err)
		}
		memory := build(t, quads...)
		if diff := cmp.Diff(spell(memory, memory.QuadsAllIterator()), spell(s, s.QuadsAllIterator())); diff != "" {
			t.Errorf("%d quads (-memory +file):\n%s", n, diff)
		}
		if string(s.Meta()) != `{"by":"test"}` {
			t.Errorf("meta %q", s.Meta())
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("closing twice: %v", err)
		}
	}
}

// The same quads give the same file.
func TestFilesAreDeterministic(t *testing.T) {
	quads := random(rand.New(rand.NewPCG(6, 6)), 300)
	a, err := os.ReadFile(written(t, quads...))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(written(t, quads...))
	if err != nil || string(a) != string(b) {
		t.Errorf("two files of one set differ (%v)", err)
	}
}

// Whatever byte is changed and wherever the file ends, it is refused with a
// sentence.
func TestDamagedFilesAreRefused(t *testing.T) {
	whole, err := os.ReadFile(written(t, random(rand.New(rand.NewPCG(9, 9)), 40)...))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x")
	refused := func(what string, data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path)
		if err == nil {
			s.Close()
			t.Fatalf("%s: opened", what)
		}
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotAStore) && !errors.Is(err, ErrVersion) {
			t.Errorf("%s: %v", what, err)
		}
	}
	s, err := parse(whole)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at += 1 + at/97 {
		if covered(s, whole, at) {
			flipped := append([]byte{}, whole...)
			flipped[at] ^= 0x40
			refused("a flipped byte", flipped)
		}
	}
	for _, n := range []int{0, 7, 31, 32, 200, len(whole) / 2, len(whole) - 1} {
		refused("a truncated file", whole[:n])
	}
	refused("a longer file", append(append([]byte{}, whole...), 0))
	other := append([]byte{}, whole...)
	other[8] = 99
	refused("another version", other)
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNotAStore) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// covered reports whether a byte of the file means something: it is in the
// header, or in a section and not in the padding behind one.
func covered(s *Store, whole []byte, at int) bool {
	if at < headerSize+entrySize*len(s.sections()) {
		return at < 28 || at >= headerSize // four bytes of the header are spare, but checked
	}
	for _, sec := range s.sections() {
		for i := range sec.bytes() {
			if &sec.bytes()[i] == &whole[at] {
				return true
			}
		}
	}
	return false
}

// A file that is replaced by renaming leaves the open store as it is.
func TestReplacedUnderAReader(t *testing.T) {
	path := written(t, random(rand.New(rand.NewPCG(2, 2)), 100)...)
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := spell(s, s.QuadsAllIterator())
	if err := build(t).WriteFile(path, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, spell(s, s.QuadsAllIterator())); diff != "" {
		t.Errorf("the open store changed:\n%s", diff)
	}
	again, err := Open(path)
	if err != nil || again.Len() != 0 {
		t.Errorf("the new file has %v quads, %v", again, err)
	}
}

func TestWriteFileLeavesTheOldOne(t *testing.T) {
	path := written(t, random(rand.New(rand.NewPCG(2, 2)), 10)...)
	if err := build(t).WriteFile(filepath.Join(path, "below a file"), nil); err == nil {
		t.Error("a file below a file is written")
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".innograph-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("files are left aside: %v", left)
	}
}

// A program of somebody else's opens the file through Cayley's registry.
func TestRegistered(t *testing.T) {
	Register()
	Register()
	quads := random(rand.New(rand.NewPCG(4, 4)), 50)
	g, err := cayleyroot.NewGraph(Name, written(t, quads...), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	found, err := cayleyroot.StartPath(g, quads[0].Subject).Out(quads[0].Predicate).Iterate(t.Context()).AllValues(g)
	if err != nil || len(found) == 0 {
		t.Errorf("a path finds %v, %v", found, err)
	}
}
