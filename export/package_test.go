package export_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/hostile"
	"github.com/innograph/innograph/loader"
)

// parts are selections of the seeds.
var parts = map[string]map[string][]string{
	"all":          nil,
	"one county":   {"focus": {"county/330324"}},
	"around it":    {"focus": {"county/330324"}, "depth": {"2"}},
	"platforms":    {"type": {"Platform"}},
	"planned":      {"status": {"planned"}},
	"partners":     {"predicate": {"partnersWith", "builds"}},
	"one source":   {"source": {"source/jinyun-2023"}},
	"several ways": {"focus": {"county/331122", "county/331121"}, "depth": {"1"}, "status": {"existing"}, "type": {"University", "Platform"}, "source": {"source/jinyun-2023", "source/qingtian-2021"}},
	"nothing":      nothing,
}

// nothing selects nothing of the seeds: a list of codes holds no events.
var nothing = map[string][]string{"type": {"Event"}, "source": {"source/gbt2260-2020"}}

// What was written in a form that can be loaded loads as the same quads.
func TestFormsLoadAsTheyWere(t *testing.T) {
	g, _ := seeded(t)
	for name, words := range parts {
		t.Run(name, func(t *testing.T) { comesBack(t, g, words) })
	}
	t.Run("names that break readers", func(t *testing.T) { comesBack(t, built(t, hostile.Facts(false)), nil) })
	t.Run("what was renamed twice", func(t *testing.T) {
		g := built(t, hostile.Facts(false))
		comesBack(t, g, map[string][]string{"focus": {"enterprise/twice-renamed"}})
		if text := string(written(t, g, "nquads", map[string][]string{"focus": {"enterprise/330324-aa"}})); strings.Count(text, "isReplacedBy") != 2 {
			t.Errorf("the renamings are not all told:\n%s", text)
		}
	})
	t.Run("invented counties", func(t *testing.T) { comesBack(t, invented(t, 12), nil) })
	t.Run("part of invented counties", func(t *testing.T) {
		comesBack(t, invented(t, 3), map[string][]string{"status": {"existing", "planned"}, "type": {"County", "University", "Industry"}})
	})
}

func comesBack(t *testing.T, g *graph.Graph, words map[string][]string) {
	t.Helper()
	want := lines(written(t, g, "nquads", words))
	if len(want) == 0 && words == nil {
		t.Error("there is nothing to compare")
	}
	for format, file := range map[string]string{"package": "", "nquads": "a.nq", "jsonld": "a.jsonld", "xlsx": "a.xlsx"} {
		if (format == "nquads" || format == "jsonld") && want[0] == "" {
			continue // dumps without a statement are refused: nothing says that they are ours
		}
		data := written(t, g, format, words)
		p := loader.Package{Name: "p", File: file}
		if file == "" {
			p.FS = unzipped(t, data)
		} else {
			p.FS = fstest.MapFS{file: {Data: data}}
		}
		if diff := cmp.Diff(want, lines(written(t, loadedAs(t, p), "nquads", nil))); diff != "" {
			t.Errorf("quads after the way through %s (-want +got):\n%.3000s", format, diff)
		}
	}
}

// What was written from what was loaded is what was written: a package has one form.
func TestPackageIsWrittenTheSame(t *testing.T) {
	g, _ := seeded(t)
	once := written(t, g, "package", nil)
	if again := written(t, loaded(t, unzipped(t, once)), "package", nil); !bytes.Equal(once, again) {
		t.Error("the package of a loaded package is another one")
	}
}

// A folder holds the files of the zip, and nothing stands where something stood or writing failed.
func TestFolder(t *testing.T) {
	g, _ := seeded(t)
	f, _ := export.Named("package")
	part, err := export.Select(t.Context(), g, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	dir := filepath.Join(parent, "out")
	if err := export.WriteFolder(t.Context(), dir+"/", part, f, options); err != nil {
		t.Fatal(err)
	}
	packed := unzipped(t, written(t, g, "package", nil))
	for _, e := range packed.File {
		want, err := fs.ReadFile(packed, e.Name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(dir, e.Name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs between zip and folder, %v", e.Name, err)
		}
	}
	if err := export.WriteFolder(t.Context(), dir, part, f, options); !errors.Is(err, export.ErrNotEmpty) {
		t.Errorf("writing over a folder with files gives %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := export.WriteFolder(ended, filepath.Join(parent, "none"), part, f, options); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context gives %v", err)
	}
	if left, _ := os.ReadDir(parent); len(left) != 1 {
		t.Errorf("%d things are in the folder above, want the one that was written", len(left))
	}
}

func unzipped(t *testing.T, data []byte) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// loaded is the graph of packages that have no problems.
func loaded(t testing.TB, packages ...fs.FS) *graph.Graph {
	t.Helper()
	var list []loader.Package
	for _, p := range packages {
		list = append(list, loader.Package{Name: "p", FS: p})
	}
	return loadedAs(t, list...)
}

func loadedAs(t testing.TB, list ...loader.Package) *graph.Graph {
	t.Helper()
	facts, problems, err := loader.Load(context.Background(), list, nil)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v; %d problems, the first: %v", err, len(problems), problems[:min(3, len(problems))])
	}
	return built(t, facts)
}

func built(t testing.TB, facts *graph.Facts) *graph.Graph {
	t.Helper()
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// invented is the graph of invented counties.
func invented(t testing.TB, counties int) *graph.Graph {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if _, err := generate.Write(context.Background(), dir, generate.Config{Counties: counties, Seed: 7, Describe: loader.Describe}); err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var packages []fs.FS
	for _, f := range folders {
		packages = append(packages, os.DirFS(filepath.Join(dir, f.Name())))
	}
	return loaded(t, packages...)
}

// lines are the lines of a text, sorted.
func lines(text []byte) []string {
	list := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	slices.Sort(list)
	return list
}
