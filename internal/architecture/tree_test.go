package architecture

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every package of every module says in one place what it is for.
func TestPackagesAreExplained(t *testing.T) {
	comments := map[string][]string{} // by folder
	for _, path := range goFiles(t) {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", path), nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.ToSlash(filepath.Dir(path))
		if strings.HasSuffix(f.Name.Name, "_test") { // tests from outside
			continue
		}
		with := comments[dir]
		if f.Doc != nil {
			with = append(with, path)
		}
		comments[dir] = with
		if f.Doc != nil && f.Name.Name != "main" && !strings.HasPrefix(f.Doc.Text(), "Package "+f.Name.Name+" ") {
			t.Errorf("%s: the comment does not begin with Package %s", path, f.Name.Name)
		}
	}
	for dir, list := range comments {
		if len(list) != 1 {
			t.Errorf("%s: %d files have a comment on the package: %v", dir, len(list), list)
		}
	}
}

// goFiles lists the files of Go of all modules, by their paths from the root.
func goFiles(t *testing.T) []string {
	t.Helper()
	var list []string
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(path, ".go") {
			list = append(list, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 300 {
		t.Errorf("%d files were found", len(list))
	}
	return list
}
