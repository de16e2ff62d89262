package architecture

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// longest is how many lines a file of Go may have.
const longest = 400

// long are files that have more, and why: none at present.
var long = map[string]string{}

// A file is read in one sitting.
func TestFilesAreShort(t *testing.T) {
	seen := map[string]bool{}
	for _, path := range goFiles(t) {
		text, err := os.ReadFile(filepath.Join("../..", path))
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.Count(text, []byte("\n"))
		seen[path] = lines > longest
		if seen[path] && long[path] == "" {
			t.Errorf("%s has %d lines; split it, or say why it is one", path, lines)
		}
	}
	for path := range long {
		if !seen[path] {
			t.Errorf("%s needs no exception", path)
		}
	}
}
