package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// calling are the ways out of a process, by package; a name that ends in * stands
// for all that begin so.
var calling = map[string][]string{
	"net/http":          {"Get", "Head", "Post*", "Client", "DefaultClient", "DefaultTransport", "Transport", "NewRequest*"},
	"net/http/httputil": {"*"},
	"net":               {"Dial*", "Lookup*", "Resolver", "DefaultResolver"},
	"net/smtp":          {"*"},
	"net/rpc":           {"*"},
	"os/exec":           {"*"},
	"plugin":            {"*"},
}

// answering are the rooms that a request passes through. Loading and the command
// are not among them: query --url calls a server, and doctor asks tools for versions.
var answering = []string{"diff", "export", "graph", "internal", "reconcile", "schema", "search", "server", "web"}

// forTests are packages that tests alone use. One starts databases, and so calls out. The
// program does not have them.
var forTests = []string{"internal/hostile", "internal/pgtest", "internal/testlog", "internal/worlds", "schema/internal/reference"}

func TestProgramHasNoTestServers(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "../../cmd/innograph").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if !slices.Contains(packages, module+"/graph") {
		t.Errorf("the program is made of %d packages, and graph is none of them", len(packages))
	}
	for _, dir := range forTests {
		if slices.Contains(packages, module+"/"+dir) {
			t.Errorf("%s is in the program", dir)
		}
	}
}

// What answers requests calls nobody: no address that a client sends is ever
// fetched, resolved or run.
func TestRequestsCallNobody(t *testing.T) {
	looked := 0
	for _, dir := range folders(t) {
		if room, _, _ := strings.Cut(dir, "/"); !slices.Contains(answering, room) || slices.Contains(forTests, dir) {
			continue
		}
		files, err := filepath.Glob(filepath.Join("../..", dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				looked++
				checkCalls(t, file)
			}
		}
	}
	if looked < 100 {
		t.Errorf("only %d files were looked at", looked)
	}
}

func checkCalls(t *testing.T, file string) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{}
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if i.Name != nil {
			name = i.Name.Name
		}
		names[name] = calling[path]
		if calling[path] != nil && name == "." {
			t.Errorf("%s imports %s without a name", file, path)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		of, ok := selector.X.(*ast.Ident)
		if !ok {
			return true
		}
		for _, forbidden := range names[of.Name] {
			prefix, some := strings.CutSuffix(forbidden, "*")
			if selector.Sel.Name == forbidden || some && strings.HasPrefix(selector.Sel.Name, prefix) {
				t.Errorf("%s: %s.%s calls out", set.Position(n.Pos()), of.Name, selector.Sel.Name)
			}
		}
		return true
	})
}

// webbed are packages of others in the program that know HTTP, and what for.
var webbed = []string{
	"github.com/piprate/json-gold/ld",                                                     // could fetch contexts; the loader gives it ours and refuses others
	"github.com/pquerna/cachecontrol",                                                     // reads headers of the contexts that are not fetched
	"github.com/pquerna/cachecontrol/cacheobject",                                         // as above
	"github.com/jackc/pgx/v5/pgconn",                                                      // reaches the database that --store names
	"github.com/jackc/pgx/v5/pgtype",                                                      // reads addresses in columns
	"github.com/prometheus/client_golang/internal/github.com/golang/gddo/httputil",        // chooses an encoding
	"github.com/prometheus/client_golang/internal/github.com/golang/gddo/httputil/header", // reads headers
	"github.com/prometheus/client_golang/prometheus/promhttp",                             // answers /metrics
	"github.com/prometheus/common/expfmt",                                                 // reads headers
	"github.com/prometheus/procfs",                                                        // reads addresses in /proc
	"github.com/schollz/progressbar/v3",                                                   // could serve a bar over HTTP, which nobody asks of it
	"github.com/spf13/pflag",                                                              // reads addresses of flags
	"github.com/xuri/excelize/v2",                                                         // tells types of pictures
	"golang.org/x/net/netutil",                                                            // limits connections that come in
}

// Of others' packages in the program none has a way out by HTTP but those that
// answer. Parts of Cayley's modules that fetch addresses are not linked.
func TestOthersCallNobody(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", `{{if not .Standard}}{{.ImportPath}} {{join .Imports " "}}{{end}}`, "../../cmd/innograph").Output()
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		path, imports, _ := strings.Cut(line, " ")
		if strings.HasPrefix(path, module) {
			continue
		}
		for _, i := range strings.Fields(imports) {
			if _, out := calling[i]; out {
				met[path] = true
				if !slices.Contains(webbed, path) {
					t.Errorf("%s imports %s: who looks whether it calls out?", path, i)
				}
			}
		}
	}
	for _, path := range webbed {
		if !met[path] {
			t.Errorf("%s is in the list and not in the program", path)
		}
	}
}

// linked lists the modules in the program.
func linked(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}`, "../../cmd/innograph").Output()
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// Each module that is linked stands in the table of docs/security.md with its
// version and what is known of it: who raises a version looks again.
func TestLinkedModulesAreLookedAt(t *testing.T) {
	data, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range linked(t) {
		path, version, _ := strings.Cut(m, " ")
		if !strings.Contains(string(data), "| `"+path+"` | "+version+" |") {
			t.Errorf("docs/security.md has no row for %s %s", path, version)
		}
	}
}
