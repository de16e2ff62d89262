package export_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/hostile"
	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/loader"
)

// What was written in a form that can be loaded loads as the same quads.
func TestFormsLoadAsTheyWere(t *testing.T) {
	g, _ := worlds.Seeds(t)
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
	counties, _ := worlds.Invented(t, 4)
	t.Run("invented counties", func(t *testing.T) { comesBack(t, counties, nil) })
	t.Run("part of invented counties", func(t *testing.T) {
		comesBack(t, counties, map[string][]string{"status": {"existing", "planned"}, "type": {"County", "University", "Industry"}})
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
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			data := written(t, g, format, words)
			p := loader.Package{Name: "p", File: file}
			if file == "" {
				p.FS = unzipped(t, data)
			} else {
				p.FS = fstest.MapFS{file: {Data: data}}
			}
			if diff := cmp.Diff(want, lines(written(t, worlds.Loaded(t, p), "nquads", nil))); diff != "" {
				t.Errorf("quads after the way (-want +got):\n%.3000s", diff)
			}
		})
	}
}

// What was written from what was loaded is what was written: a package has one form.
func TestPackageIsWrittenTheSame(t *testing.T) {
	once := seedsAs(t, "package")
	if again := written(t, worlds.Loaded(t, loader.Package{Name: "p", FS: unzipped(t, once)}), "package", nil); !bytes.Equal(once, again) {
		t.Error("the package of a loaded package is another one")
	}
}

// A folder holds the files of the zip, and nothing stands where something stood or writing failed.
func TestFolder(t *testing.T) {
	g, _ := worlds.Seeds(t)
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
	packed := unzipped(t, seedsAs(t, "package"))
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
