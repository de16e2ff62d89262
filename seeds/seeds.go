// Package seeds embeds the curated data packages: shared holds what several
// plans name and reference facts, every other folder what one plan says.
package seeds

import (
	"embed"
	"io/fs"
)

//go:embed */datapackage.json */*.csv
var packages embed.FS

// Package is one embedded data package.
type Package struct {
	Name string // its folder
	FS   fs.FS
}

// Packages lists the embedded packages, shared among them, by name.
func Packages() []Package {
	entries, err := packages.ReadDir(".")
	if err != nil {
		panic(err) // the folder is in the binary
	}
	var list []Package
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		sub, err := fs.Sub(packages, e.Name())
		if err != nil {
			panic(err)
		}
		list = append(list, Package{e.Name(), sub})
	}
	return list
}
