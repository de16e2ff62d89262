package generate

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

// memory holds written files by "package/file".
type memory struct {
	mu    sync.Mutex
	files map[string]*bytes.Buffer
}

func (m *memory) create(pack, file string) (io.WriteCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b := &bytes.Buffer{}
	m.files[pack+"/"+file] = b
	return closer{b}, nil
}

type closer struct{ io.Writer }

func (closer) Close() error { return nil }

func inMemory(t *testing.T, counties int, seed uint64, workers int) (map[string]*bytes.Buffer, Report) {
	t.Helper()
	m := &memory{files: map[string]*bytes.Buffer{}}
	report, err := run(t.Context(), Config{Counties: counties, Seed: seed, workers: workers, Describe: loader.Describe}, m.create)
	if err != nil {
		t.Fatal(err)
	}
	return m.files, report
}

func load(t *testing.T, files map[string]*bytes.Buffer) *graph.Facts {
	t.Helper()
	packs := map[string]fstest.MapFS{}
	for name, b := range files {
		pack, file, _ := strings.Cut(name, "/")
		if packs[pack] == nil {
			packs[pack] = fstest.MapFS{}
		}
		packs[pack][file] = &fstest.MapFile{Data: b.Bytes()}
	}
	var list []loader.Package
	for _, name := range slices.Sorted(maps.Keys(packs)) {
		list = append(list, loader.Package{Name: name, FS: packs[name]})
	}
	facts, problems, err := loader.Load(t.Context(), list, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems[:min(10, len(problems))] {
		t.Error(p)
	}
	if len(problems) > 0 {
		t.Fatalf("%d problems", len(problems))
	}
	return facts
}

func TestSameBytes(t *testing.T) {
	one, _ := inMemory(t, 60, 7, 1)
	two, _ := inMemory(t, 60, 7, 4)
	if len(one) != len(two) {
		t.Fatalf("%d files, then %d", len(one), len(two))
	}
	for name, b := range one {
		if !bytes.Equal(b.Bytes(), two[name].Bytes()) {
			t.Errorf("%s differs between two runs", name)
		}
	}
	other, _ := inMemory(t, 60, 8, 4)
	for name, b := range one {
		if strings.HasSuffix(name, "claims.csv") && bytes.Equal(b.Bytes(), other[name].Bytes()) {
			t.Errorf("%s is the same with another seed", name)
		}
	}
	// Digests are 64 random bits: counties that share one share their random numbers.
	plans := map[string]string{} // of a seed and county, by digest
	for seed, files := range map[string]map[string]*bytes.Buffer{"7": one, "8": other} {
		for name, b := range files {
			if !strings.HasSuffix(name, "claims.csv") {
				continue
			}
			for line := range strings.Lines(b.String()) {
				cells := strings.Split(line, ",")
				digest, plan := cells[9], seed+" "+cells[5]
				if first := plans[digest]; first != "" && first != plan {
					t.Fatalf("%s and %s have passage %s", first, plan, digest)
				}
				if cells[0] != "subject" && digest != "" {
					plans[digest] = plan
				}
			}
		}
	}
}

func TestWrite(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "new", "invented")
	told := 0
	report, err := Write(t.Context(), dir, Config{Counties: 51, Seed: 1, Describe: loader.Describe, Progress: func(n int) { told = n }})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"counties-660121", "counties-660621", "shared"}; !slices.Equal(list(t, dir), want) || report.Packages != 3 || told != 51 {
		t.Errorf("%v, %d packages, %d counties told", list(t, dir), report.Packages, told)
	}
	if left := list(t, filepath.Dir(dir)); len(left) != 1 {
		t.Errorf("beside it stand %v", left)
	}
	if _, err := Write(t.Context(), dir, Config{Counties: 1, Describe: loader.Describe}); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into a full folder: %v", err)
	}
	for _, n := range []int{-1, 0, MaxCounties + 1} {
		if _, err := Write(t.Context(), filepath.Join(parent, "none"), Config{Counties: n, Describe: loader.Describe}); err == nil {
			t.Errorf("%d counties: no error", n)
		}
	}
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// What is cut short leaves nothing that could be taken for a data set.
func TestCutShort(t *testing.T) {
	cut := errors.New("cut")
	for _, test := range []struct {
		name string
		want error
		run  func(dir string) error
	}{
		{"cancelled", context.Canceled, func(dir string) error {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := Write(ctx, dir, Config{Counties: 300, Describe: loader.Describe, Progress: func(int) { cancel() }})
			return err
		}},
		{"descriptor", cut, func(dir string) error {
			_, err := Write(t.Context(), dir, Config{Counties: 120, Describe: func(name, title, words string, heads map[string][]string) ([]byte, error) {
				if strings.Contains(name, "counties") {
					return nil, cut
				}
				return loader.Describe(name, title, words, heads)
			}})
			return err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			if err := test.run(filepath.Join(parent, "invented")); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if left := list(t, parent); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// A full disk stops the writing, whichever file it hits.
func TestDiskFull(t *testing.T) {
	full := errors.New("no space left")
	for _, file := range []string{"sources.csv", "claims.csv", "observations.csv", "datapackage.json"} {
		m := &memory{files: map[string]*bytes.Buffer{}}
		_, err := run(t.Context(), Config{Counties: 60, Describe: loader.Describe}, func(pack, name string) (io.WriteCloser, error) {
			if name == file {
				return closer{failing{full}}, nil
			}
			return m.create(pack, name)
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
