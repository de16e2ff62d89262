package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each flag that the examples of deploy give a subcommand is one that it has.
func TestFlagsOfExamples(t *testing.T) {
	var files []string
	err := filepath.WalkDir("../../deploy", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".go" && filepath.Ext(path) != ".sh" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var all = regexp.MustCompile(`(^|[\s"'\x60\[(,])--([a-z][a-z-]+)`)
	flags := map[string]bool{"help": true}
	for _, c := range newRoot().Commands() {
		c.InitDefaultHelpFlag()
		for _, name := range regexp.MustCompile(`--([a-z][a-z-]+)`).FindAllStringSubmatch(c.UsageString(), -1) {
			flags[name[1]] = true
		}
	}
	seen := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(data), "\n") {
			if others.MatchString(line) {
				continue
			}
			for _, m := range all.FindAllStringSubmatch(line, -1) {
				seen++
				if !flags[m[2]] {
					t.Errorf("%s: innograph has no flag --%s: %s", file, m[2], strings.TrimSpace(line))
				}
			}
		}
	}
	if seen < 15 {
		t.Errorf("%d flags were found", seen)
	}
}

// others are lines with flags of other programs.
var others = regexp.MustCompile(`npm |docker |useradd|kubectl|pg_dump|systemctl|COPY --from|curl `)
