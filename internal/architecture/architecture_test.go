// Package architecture holds tests of the tree as a whole: rooms, what they import
// and export, and the size of their files; dependencies and their licences; ways out of
// the process; documents.
package architecture

import (
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/innograph/innograph"

// rooms say which rooms each room may import. cmd knows all; internal is at everybody's hand and knows none but graph's words
// (internal/datapackage, which graph does not import). Tests are not bound: they may look into any room.
var rooms = map[string][]string{
	"graph":     {},
	"seeds":     {},
	"generate":  {"graph"},
	"loader":    {"graph"},
	"search":    {"graph"},
	"export":    {"graph"},
	"diff":      {"graph"},
	"schema":    {"graph"},
	"reconcile": {"graph", "schema"},
	"server":    {"export", "graph", "reconcile", "schema", "web"},
	"web":       {"schema"},
	"bench":     {"generate", "graph", "loader", "schema", "search", "server"},
	"cmd":       {"bench", "diff", "export", "generate", "graph", "loader", "search", "schema", "server", "seeds", "web"},
}

// inner are packages below a room that may import fewer rooms than it does.
var inner = map[string][]string{
	"schema/executor": {}, // GraphQL, whatever it is asked of
}

// owners say which room alone imports a module. What several rooms use is in
// allowed.
var owners = map[string]string{
	"github.com/cespare/xxhash/v2":      "graph",  // hashing the values of the columnar store
	"github.com/jackc/pgx/v5":           "graph",  // PostgreSQL: COPY in, quads out, hosts that stand in for each other
	"github.com/cayleygraph/cayley":     "graph",  // the quad store and its contract
	"github.com/cayleygraph/quad":       "graph",  // quads and their values
	"github.com/graphql-go/graphql":     "schema", // GraphQL types and execution
	"github.com/vektah/gqlparser/v2":    "schema", // parsing and validation, where graphql-go's die or stall
	"github.com/piprate/json-gold":      "loader", // JSON-LD 1.1: contexts, expansion, quads
	"github.com/spf13/cobra":            "cmd",    // subcommands, flags, completion
	"github.com/rivo/uniseg":            "cmd",    // width of text on a terminal, Chinese characters being two columns
	"github.com/schollz/progressbar/v3": "cmd",    // progress of a load on a terminal
	"github.com/spf13/pflag":            "cmd",    // cobra's flags, walked for the environment variables
	"github.com/xuri/excelize/v2":       "export", // workbooks
	"github.com/mozillazg/go-pinyin":    "search", // readings of Chinese characters
	"golang.org/x/text":                 "search", // Unicode normalisation of names
	"golang.org/x/time":                 "server", // token buckets of rate limits
	"golang.org/x/net":                  "server", // a limit of open connections; in tests an HTML parser: pages are read as browsers read them
	"github.com/dustin/go-humanize":     "cmd",    // sizes such as 2GiB

	"github.com/prometheus/client_golang": "server", // metrics as Prometheus reads them
}

// guests say which other room imports a module of an owner, and why.
var guests = map[string]string{
	"golang.org/x/text":             "loader", // text that is not UTF-8 is refused, where encoding/json would put another character
	"github.com/cayleygraph/cayley": "bench",  // its memory store is measured beside ours
	"github.com/cayleygraph/quad":   "bench",  // what that store and our columns are filled with
	"github.com/xuri/excelize/v2":   "loader", // workbooks that are loaded
}

// testOnly are modules that no room links into the program.
var testOnly = []string{
	"github.com/google/go-cmp",        // readable differences
	"github.com/google/licensecheck",  // licences are read, not believed
	"github.com/rogpeppe/go-internal", // testscript: the command as it is typed
	"go.yaml.in/yaml/v3",              // CITATION.cff is read as others read it
	"golang.org/x/tools",              // txtar: one file a case; packages: who uses which name
}

func TestArrows(t *testing.T) {
	for _, dir := range folders(t) {
		p, err := build.ImportDir(filepath.Join("../..", dir), 0)
		if err != nil {
			if _, none := err.(*build.NoGoError); none {
				continue
			}
			t.Fatal(err)
		}
		room, _, _ := strings.Cut(dir, "/")
		if strings.Contains("/"+dir, "/internal/") || len(p.GoFiles) == 0 { // what tests lean on, or tests alone
			continue
		}
		may, known := rooms[room]
		if !known {
			t.Errorf("room %s is not in the table of rooms", room)
			continue
		}
		if narrower, known := inner[dir]; known {
			may = narrower
		}
		for _, path := range p.Imports {
			checkImport(t, dir, room, may, path)
		}
	}
}

func checkImport(t *testing.T, dir, room string, may []string, path string) {
	if inner, ours := strings.CutPrefix(path, module+"/"); ours {
		target, _, _ := strings.Cut(inner, "/")
		if target != room && target != "internal" && !slices.Contains(may, target) {
			t.Errorf("%s imports %s: %s may know %v only", dir, path, room, may)
		}
		return
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return // standard library
	}
	for mod, owner := range owners {
		if path == mod || strings.HasPrefix(path, mod+"/") {
			if owner != room && guests[mod] != room {
				t.Errorf("%s imports %s: %s alone does", dir, path, owner)
			}
			return
		}
	}
	t.Errorf("%s imports %s, which is not in the list of dependencies", dir, path)
}

// folders lists the folders of this module that may hold Go files.
func folders(t *testing.T) []string {
	var list []string
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != "../.." && (strings.HasPrefix(name, ".") && name != ".." || name == "testdata" || name == "node_modules") {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != "../.." {
				return filepath.SkipDir // a module of its own
			}
			rel, err := filepath.Rel("../..", path)
			if err != nil {
				return err
			}
			list = append(list, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Every direct requirement has its reason beside its name above.
func TestDependenciesAreListed(t *testing.T) {
	data, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) < 2 || !strings.Contains(fields[0], ".") || strings.Contains(line, "// indirect") {
			continue
		}
		if _, owned := owners[fields[0]]; !owned && !slices.Contains(testOnly, fields[0]) {
			t.Errorf("%s has no reason beside its name", fields[0])
		}
	}
}

// These versions are part of the agreement with users.
func TestFixedVersions(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Path}} {{.Version}}", "github.com/cayleygraph/cayley", "github.com/cayleygraph/quad", "github.com/graphql-go/graphql").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "github.com/cayleygraph/cayley v0.7.7\ngithub.com/cayleygraph/quad v1.3.0\ngithub.com/graphql-go/graphql v0.8.1\n"
	if string(out) != want {
		t.Errorf("versions are\n%swant\n%s", out, want)
	}
}
