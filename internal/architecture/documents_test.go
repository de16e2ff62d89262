package architecture

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// documents reads every Markdown file of the repository, by its path from the root.
func documents(t *testing.T) map[string]string {
	texts := map[string]string{}
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		text, err := os.ReadFile(filepath.Join("../..", path))
		texts[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

var (
	fences   = regexp.MustCompile("(?ms)^```.*?^```$")
	spans    = regexp.MustCompile("`[^`\n]*`")
	links    = regexp.MustCompile(`\]\(([^()\s]+)\)`)
	headings = regexp.MustCompile(`(?m)^#{1,6} +(.*)$`)
)

// Every link from one document to another, to a file or to a heading leads there.
func TestLinksOfDocuments(t *testing.T) {
	texts, seen := documents(t), 0
	for name, text := range texts {
		prose := spans.ReplaceAllString(fences.ReplaceAllString(text, ""), "")
		for _, link := range links.FindAllStringSubmatch(prose, -1) {
			target, err := url.Parse(link[1])
			if err != nil || target.IsAbs() {
				continue
			}
			seen++
			path := name
			if target.Path != "" {
				path = filepath.ToSlash(filepath.Join(filepath.Dir(name), target.Path))
			}
			if _, err := os.Stat(filepath.Join("../..", path)); err != nil {
				t.Errorf("%s: the link %s leads to no file", name, link[1])
				continue
			}
			if target.Fragment != "" && !anchors(texts[path])[target.Fragment] {
				t.Errorf("%s: the link %s leads to no heading of %s", name, link[1], path)
			}
		}
	}
	if seen < 60 {
		t.Errorf("%d links were found", seen)
	}
}

// anchors are the names that GitHub gives the headings of a document: small letters,
// no punctuation, hyphens for spaces.
func anchors(text string) map[string]bool {
	names := map[string]bool{}
	for _, heading := range headings.FindAllStringSubmatch(fences.ReplaceAllString(text, ""), -1) {
		names[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, heading[1])] = true
	}
	return names
}

// Every target of make that a document names is in the Makefile, and CONTRIBUTING.md
// tells of each that is there.
func TestMakeTargetsOfDocuments(t *testing.T) {
	rules, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := map[string]bool{}
	for _, rule := range regexp.MustCompile(`(?m)^([a-z][a-z-]*):`).FindAllStringSubmatch(string(rules), -1) {
		targets[rule[1]] = true
	}
	texts := documents(t)
	for target := range targets {
		if !strings.Contains(texts["CONTRIBUTING.md"], "`"+target+"`") {
			t.Errorf("CONTRIBUTING.md does not tell of make %s", target)
		}
	}
	named := regexp.MustCompile("(?m)(?:^    |`|\\$ |&& )make ([a-z][a-z-]*)")
	seen := 0
	for name, text := range texts {
		for _, command := range named.FindAllStringSubmatch(text, -1) {
			seen++
			if !targets[command[1]] {
				t.Errorf("%s names make %s, which the Makefile does not have", name, command[1])
			}
		}
	}
	if seen < 10 {
		t.Errorf("%d targets were found", seen)
	}
}

// make fuzz runs every fuzz target there is, and no other.
func TestFuzzTargets(t *testing.T) {
	rules, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	run := map[string]bool{} // by target and folder
	for _, line := range regexp.MustCompile(`-fuzz (\w+) .*\./(\S+)`).FindAllStringSubmatch(string(rules), -1) {
		run[line[1]+" of "+line[2]] = true
	}
	target := regexp.MustCompile(`(?m)^func (Fuzz\w+)\(f \*testing\.F\)`)
	for _, name := range goFiles(t) {
		text, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range target.FindAllStringSubmatch(string(text), -1) {
			found := match[1] + " of " + filepath.ToSlash(filepath.Dir(name))
			if !run[found] {
				t.Errorf("make fuzz does not run %s", found)
			}
			delete(run, found)
		}
	}
	for target := range run {
		t.Errorf("make fuzz runs %s, which is not there", target)
	}
}

// Every folder at the root has its line in the table of rooms, and every package of internal
// its place in the table below.
func TestRoomsOfTheArchitecture(t *testing.T) {
	text := documents(t)["docs/architecture.md"]
	_, table, _ := strings.Cut(text, "| of `internal`")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, dir := range folders(t) {
		if name, inner := strings.CutPrefix(dir, "internal/"); inner && !strings.Contains(table, "`"+name+"`") {
			t.Errorf("docs/architecture.md has no place for internal/%s", name)
		}
	}
	for _, room := range roots(t) {
		if !strings.Contains(text, "\n| `"+room) {
			t.Errorf("docs/architecture.md has no line for %s", room)
		}
	}
}

// Every file and folder that a document or a comment names by its path from the root is there.
func TestPathsOfDocuments(t *testing.T) {
	path := `((?:` + strings.Join(roots(t), "|") + `)/[A-Za-z0-9_./-]*[A-Za-z0-9_])`
	const example = "seeds/example-2026" // a package that seeds/README.md tells how to make
	seen := 0
	check := func(name string, paths [][]string) {
		for _, path := range paths {
			seen++
			if _, err := os.Stat(filepath.Join("../..", path[1])); err != nil && path[1] != example {
				t.Errorf("%s names %s, which is not there", name, path[1])
			}
		}
	}
	spanned := regexp.MustCompile("`" + path + "`")
	for name, text := range documents(t) {
		check(name, spanned.FindAllStringSubmatch(text, -1))
	}
	commented := regexp.MustCompile(`//(?:.*[ (])?` + path + `\b`)
	for _, name := range goFiles(t) {
		text, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		check(name, commented.FindAllStringSubmatch(string(text), -1))
	}
	if seen < 150 {
		t.Errorf("%d paths were found", seen)
	}
}

// roots are the folders at the root that git keeps.
func roots(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !made[e.Name()] {
			names = append(names, e.Name())
		}
	}
	return names
}

// made are folders that commands write and git does not keep.
var made = map[string]bool{"bin": true, "dist": true}

// Every test that a document names is there.
func TestTestsOfDocuments(t *testing.T) {
	written := map[string]bool{}
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(filepath.Join("../..", path))
		for _, name := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(text), -1) {
			written[name[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for name, text := range documents(t) {
		for _, test := range regexp.MustCompile(`\bTest[A-Z]\w+`).FindAllString(text, -1) {
			seen++
			if !written[test] {
				t.Errorf("%s names %s, which is no test", name, test)
			}
		}
	}
	if seen < 30 {
		t.Errorf("%d tests were found", seen)
	}
}
