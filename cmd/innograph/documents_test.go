package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var (
	// called is a command line: what stands behind the program's name, up to what
	// ends it. A backslash at the end of a line goes on with the next.
	called = regexp.MustCompile("(?m)(?:^ *|[`$|&;] ?|/)innograph ((?:\\\\\n|[^`\n|;&#)>])+)")
	// alone is a flag that a sentence names.
	alone = regexp.MustCompile("`--([a-z][a-z-]*)[^`]*`")
	given = regexp.MustCompile(`(?:^|[\s\[(])--([a-z][a-z-]*)`)
)

// Every subcommand that a document names is one of the program, with the flags
// that it is given there; a flag that stands alone is one of some subcommand.
func TestCommandsOfDocuments(t *testing.T) {
	root := newRoot()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	seen := 0
	for name, text := range documents(t) {
		for _, line := range called.FindAllStringSubmatch(text, -1) {
			words := strings.Fields(line[1])
			if len(words) == 0 || !regexp.MustCompile(`^[a-z]+$`).MatchString(words[0]) {
				continue
			}
			seen++
			c, _, err := root.Find(words[:1])
			if err != nil || c == root {
				t.Errorf("%s: there is no innograph %s", name, words[0])
				continue
			}
			for _, flag := range given.FindAllStringSubmatch(line[1], -1) {
				if !has(c, flag[1]) {
					t.Errorf("%s: innograph %s has no flag --%s", name, words[0], flag[1])
				}
			}
		}
		for _, flag := range alone.FindAllStringSubmatch(text, -1) {
			seen++
			if !some(root, flag[1]) {
				t.Errorf("%s: no subcommand has the flag --%s", name, flag[1])
			}
		}
	}
	if seen < 150 {
		t.Errorf("%d commands and flags were found", seen)
	}
}

func has(c *cobra.Command, flag string) bool {
	c.InitDefaultHelpFlag()
	return c.Flags().Lookup(flag) != nil
}

func some(root *cobra.Command, flag string) bool {
	for _, c := range root.Commands() {
		if has(c, flag) {
			return true
		}
	}
	return false
}

// Every subcommand has its line in both READMEs and in the manual, which is the comment of package main.
func TestCommandsOfTheREADMEs(t *testing.T) {
	texts := documents(t)
	manual, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range newRoot().Commands() {
		for _, name := range []string{"README.md", "README.zh.md"} {
			if !strings.Contains(texts[name], "`innograph "+c.Name()) && !strings.Contains(texts[name], "`"+c.Name()+"`") {
				t.Errorf("%s does not tell of innograph %s", name, c.Name())
			}
		}
		if !strings.Contains(string(manual), "//\tinnograph "+c.Name()+" ") {
			t.Errorf("the manual in main.go does not tell of innograph %s", c.Name())
		}
	}
}

// docs/operations.md tells of every flag of serve that is about operation, with its default.
func TestFlagsOfOperations(t *testing.T) {
	lines, seen := strings.Split(documents(t)["docs/operations.md"], "\n"), 0
	var data dataFlags
	of := &cobra.Command{} // flags that say what is served, not how
	data.register(of)
	data.registerBase(of)
	data.registerStore(of)
	serveCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if of.Flags().Lookup(f.Name) != nil || f.Name == "help" {
			return
		}
		seen++
		wanted := f.DefValue
		if slices.Contains([]string{"", "0", "0s", "[]", "false"}, wanted) {
			wanted = "" // none
		}
		if !slices.ContainsFunc(lines, func(line string) bool {
			return strings.Contains(line, "--"+f.Name) && strings.Contains(strings.ReplaceAll(line, " s)", "s)"), wanted)
		}) {
			t.Errorf("docs/operations.md does not tell of --%s, %s unless set", f.Name, f.DefValue)
		}
	})
	if seen < 12 {
		t.Errorf("%d flags were found", seen)
	}
}

// documents reads the Markdown files of the repository, by path.
func documents(t *testing.T) map[string]string {
	texts := map[string]string{}
	for _, pattern := range []string{"../../*.md", "../../*/*.md", "../../docs/*/*.md"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			texts[strings.TrimPrefix(filepath.ToSlash(path), "../../")] = string(text)
		}
	}
	return texts
}
