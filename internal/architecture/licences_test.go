package architecture

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/licensecheck"
)

// permissive are the licences under which others may hand innograph on as they
// like (names of SPDX).
var permissive = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "0BSD", "Unlicense", "BlueOak-1.0.0", "CC0-1.0", "Zlib", "PSF-2.0"}

// Every module in the program may be handed on. licensecheck reads the text, not what
// somebody says of it.
func TestLicencesOfModules(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}", module+"/cmd/innograph").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(lines)
	for _, line := range slices.Compact(lines) {
		path, dir, found := strings.Cut(line, " ")
		if !found {
			continue
		}
		if names := licences(t, dir); len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(permissive, n) }) {
			t.Errorf("%s is under %q, which is not in the list of licences", path, names)
		}
	}
}

// licences reads what stands in the licence files of a module.
func licences(t *testing.T, dir string) []string {
	var names []string
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "COPYING*", "License*"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range licensecheck.Scan(text).Match {
				names = append(names, m.ID)
			}
		}
	}
	return names
}

// So may every npm package that ends up in a bundle.
func TestLicencesOfBundles(t *testing.T) {
	text, err := os.ReadFile("../../web/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct {
			License string
			Dev     bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	bundled := 0
	for name, p := range lock.Packages {
		if p.Dev || name == "" {
			continue
		}
		bundled++
		for _, one := range strings.Split(strings.Trim(p.License, "()"), " AND ") {
			if either, _, _ := strings.Cut(one, " OR "); !slices.Contains(permissive, either) {
				t.Errorf("%s is under %q, which is not in the list of licences", name, p.License)
			}
		}
	}
	if bundled == 0 {
		t.Error("package-lock.json names no package")
	}
}
