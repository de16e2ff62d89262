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

// Every file of the code that docs/architecture.md names is there, and so is every
// folder at the root in its table of rooms.
func TestFilesOfTheArchitecture(t *testing.T) {
	text := documents(t)["docs/architecture.md"]
	paths := regexp.MustCompile("`([a-z_]+(?:/[a-z_0-9]+)*/[a-z_0-9]+\\.(?:go|mjs|ts|graphql))`")
	found := paths.FindAllStringSubmatch(text, -1)
	for _, path := range found {
		if _, err := os.Stat(filepath.Join("../..", path[1])); err != nil {
			t.Errorf("docs/architecture.md names %s, which is no file", path[1])
		}
	}
	if len(found) < 40 {
		t.Errorf("%d files were found", len(found))
	}
	entries, err := os.ReadDir("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") || made[e.Name()] {
			continue
		}
		if !strings.Contains(text, "\n| `"+e.Name()) {
			t.Errorf("docs/architecture.md has no line for %s", e.Name())
		}
	}
}

// made are folders that commands write and git does not keep.
var made = map[string]bool{"bin": true, "dist": true}
