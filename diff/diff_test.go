package diff

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

var update = flag.Bool("update", false, "rewrite the expected texts of testdata/*.txtar")

// Each case is one file: the rule in a sentence, the packages from and to, each
// loaded beside testdata/base, and the differences as text.
func TestDifferences(t *testing.T) {
	for name, archive := range cases(t) {
		t.Run(name, func(t *testing.T) {
			got := text(t, comparison(t, archive, "from", "to"))
			at := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "text" })
			if *update {
				archive.Files[at].Data = []byte(got)
				if err := os.WriteFile("testdata/"+name+".txtar", txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[at].Data), got); diff != "" {
				t.Errorf("text (-want +got; -update rewrites it):\n%s", diff)
			}
		})
	}
}

// Nothing differs from itself, and what was added there was removed from here.
func TestOtherWayRound(t *testing.T) {
	turned := map[kind]kind{added: removed, removed: added, changed: changed, moved: moved}
	for name, archive := range cases(t) {
		for _, side := range []string{"from", "to"} {
			if got := text(t, comparison(t, archive, side, side)); got != "no differences\n" {
				t.Errorf("%s: %s differs from itself:\n%s", name, side, got)
			}
		}
		if name == "merged" { // a redirect says how the ids of before are to be read, and nothing says it of those to come
			continue
		}
		var back []count
		for _, n := range counts(t, comparison(t, archive, "to", "from")) {
			back = append(back, count{Class: n.Class, Kind: turned[n.Kind], Count: n.Count})
		}
		order := func(a, b count) int {
			return strings.Compare(string(a.Class)+string(a.Kind), string(b.Class)+string(b.Kind))
		}
		there := counts(t, comparison(t, archive, "from", "to"))
		slices.SortFunc(back, order)
		slices.SortFunc(there, order)
		if diff := cmp.Diff(there, back); diff != "" {
			t.Errorf("%s (-there +back):\n%s", name, diff)
		}
	}
}

// JSON has all that text has, and its counts are those of its changes.
func TestJSON(t *testing.T) {
	for name, archive := range cases(t) {
		c := comparison(t, archive, "from", "to")
		var b bytes.Buffer
		total, err := c.WriteJSON(t.Context(), &b)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Format   string
			From, To struct {
				Digest, Newest                 string
				Entities, Claims, Observations int
			}
			Changes []struct {
				Class, Kind, ID, Former string
				Label                   map[string]string
				Thing                   map[string]string
				Fields                  map[string]map[string]string
			}
			Counts map[string]map[string]int
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, b.Bytes())
		}
		if got.Format != jsonFormat || len(got.From.Digest) != 64 || got.From.Digest == got.To.Digest || got.From.Entities < 5 || got.From.Newest != "2021" || got.To.Claims != c.to.Graph().Stats().Claims {
			t.Errorf("%s begins with %+v, %+v", name, got.From, got.To)
		}
		counted := 0
		for _, kinds := range got.Counts {
			for _, n := range kinds {
				counted += n
			}
		}
		if counted != total || len(got.Changes) != total {
			t.Errorf("%s: %d changes, %d counted, %d reported", name, len(got.Changes), counted, total)
		}
		for _, x := range got.Changes {
			if x.ID == "" || x.Label["zh"] == "" || x.Label["en"] == "" || len(x.Thing) == 0 || x.Kind != "renamed" && (len(x.Fields) > 0) != (x.Kind == "changed" || x.Kind == "moved") {
				t.Errorf("%s: %+v", name, x)
			}
		}
	}
}

// The page is sound HTML that loads nothing, has a row for each change and shows names as they are.
func TestPage(t *testing.T) {
	archive := cases(t)["others"]
	const wild = `</style><script>alert("x")</script>&lt;`
	for i, f := range archive.Files {
		archive.Files[i].Data = bytes.ReplaceAll(f.Data, []byte("新厂"), []byte(wild))
		archive.Files[i].Data = bytes.ReplaceAll(archive.Files[i].Data, []byte(wild), []byte(`"`+strings.ReplaceAll(wild, `"`, `""`)+`"`))
	}
	c := comparison(t, archive, "from", "to")
	for _, english := range []bool{false, true} {
		var b bytes.Buffer
		total, err := c.WriteHTML(t.Context(), &b, Look{English: english, Style: "body { color: red }", Base: "http://127.0.0.1:8080/"})
		if err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(&b)
		if err != nil {
			t.Fatal(err)
		}
		rows, shown, linked := 0, false, false
		for n := range root.Descendants() {
			switch {
			case n.Type == html.TextNode:
				shown = shown || strings.Contains(n.Data, wild)
				if n.Data == "body { color: red }" && n.Parent.Data != "style" {
					t.Errorf("style stands in %s", n.Parent.Data)
				}
			case n.Data == "script" || n.Data == "link" || n.Data == "img":
				t.Errorf("the page has an element %s", n.Data)
			case n.Data == "tr" && n.Parent.Data == "tbody":
				rows++
			case n.Data == "a":
				linked = linked || n.Attr[0].Val == "http://127.0.0.1:8080/platform/999901-park"
			}
		}
		if rows != total+2 || !shown || !linked {
			t.Errorf("english %t: %d rows of %d changes, name shown: %t, linked: %t", english, rows, total, shown, linked)
		}
	}
}

// An output that takes no more ends the comparison, and so does the context.
func TestEnds(t *testing.T) {
	c := comparison(t, cases(t)["others"], "from", "to")
	for name, write := range map[string]func(context.Context, *full) error{
		"text": func(ctx context.Context, w *full) error { _, err := c.WriteText(ctx, w, false); return err },
		"json": func(ctx context.Context, w *full) error { _, err := c.WriteJSON(ctx, w); return err },
		"html": func(ctx context.Context, w *full) error { _, err := c.WriteHTML(ctx, w, Look{}); return err },
	} {
		if err := write(t.Context(), &full{}); !errors.Is(err, errFull) {
			t.Errorf("%s on a full disk: %v", name, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := write(ctx, &full{room: 1 << 20}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s after the context's end: %v", name, err)
		}
	}
}

var errFull = errors.New("no space left")

// full takes so many bytes.
type full struct{ room int }

func (f *full) Write(b []byte) (int, error) {
	if f.room -= len(b); f.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func text(t *testing.T, c *Comparison) string {
	t.Helper()
	var b strings.Builder
	if _, err := c.WriteText(t.Context(), &b, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func counts(t *testing.T, c *Comparison) []count {
	t.Helper()
	n := tally{}
	for change, err := range c.changes(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n.add(change)
	}
	return n.counts()
}

func cases(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	list := map[string]*txtar.Archive{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list[strings.TrimSuffix(filepath.Base(file), ".txtar")] = archive
	}
	return list
}

func comparison(t *testing.T, archive *txtar.Archive, from, to string) *Comparison {
	t.Helper()
	c, err := New(t.Context(), side(t, archive, from), side(t, archive, to))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// side loads a package of an archive beside the base.
func side(t *testing.T, archive *txtar.Archive, name string) *graph.Graph {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "base"), os.DirFS("testdata/base")); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"entities.csv": []byte("id,type,kind,level,name,name_en\n")}
	for _, f := range archive.Files {
		if file, inside := strings.CutPrefix(f.Name, name+"/"); inside {
			files[file] = f.Data
		}
	}
	if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
		t.Fatal(err)
	}
	for file, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name, file), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var packages []loader.Package
	for _, folder := range []string{"base", name} {
		if err := os.WriteFile(filepath.Join(dir, folder, "datapackage.json"), []byte(`{"name": "`+folder+`"}`), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, err := loader.Fix(filepath.Join(dir, folder), nil); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, loader.Package{Name: folder, FS: os.DirFS(filepath.Join(dir, folder))})
	}
	facts, problems, err := loader.Load(t.Context(), packages, nil)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	g, err := graph.Build(t.Context(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
