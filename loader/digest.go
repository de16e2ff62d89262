package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Digest tells sets of packages apart: a SHA-256 over the tables, or the one file, of
// all, 64 hex digits, whatever their order and names. It is the origin of the facts that
// [Load] gives. A file that cannot be read counts as missing; loading says what is wrong with it.
func Digest(packages []Package) string {
	var each []string
	for _, p := range packages {
		sum := sha256.New()
		for _, file := range p.files() {
			digest(sum, p, file)
		}
		each = append(each, hex.EncodeToString(sum.Sum(nil)))
	}
	return merged(each)
}

// digest adds a file: its name, of a package of one file the form, its size and its
// bytes.
func digest(sum hash.Hash, p Package, file string) {
	info, err := fs.Stat(p.FS, file)
	if err != nil || !info.Mode().IsRegular() {
		return
	}
	if p.File == "" {
		if data, err := fs.ReadFile(p.FS, file); err == nil {
			addTable(sum, file, data)
		}
		return
	}
	if f, err := p.FS.Open(file); err == nil {
		defer f.Close()
		fmt.Fprintf(sum, "%s %d\n", suffixOf(file), info.Size())
		_, _ = io.Copy(sum, f) // loading says what is wrong with it
	}
}

// addTable adds a table to the digest of its package.
func addTable(sum hash.Hash, file string, data []byte) {
	fmt.Fprintf(sum, "%s %d\n", file, len(data))
	sum.Write(data)
}

// merged is the digest of packages that have these digests.
func merged(digests []string) string {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(digests)), "\n")))
	return hex.EncodeToString(sum[:])
}
