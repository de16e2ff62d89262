// Package web is the explorer: pages, each a GraphQL document and a template, that
// work without scripts. Beside them it holds the sources of scripts and the bundles
// that "make web" makes of them, embedded into the binary.
package web

import (
	"embed"
	"io/fs"
)

// The placeholder in dist is there without a build too, so that the binary
// builds without Node.
//
//go:embed dist
var dist embed.FS

// Bundles is the folder of bundles. It has no manifest.json if none were built.
func Bundles() fs.FS {
	bundles, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // dist is a valid path
	}
	return bundles
}
