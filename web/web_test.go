package web_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"testing"

	"github.com/innograph/innograph/web"
)

// What the manifest names is in the binary.
func TestBundlesAreWhole(t *testing.T) {
	bundles := web.Bundles()
	manifest, err := fs.ReadFile(bundles, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the front end is not built; make web builds it")
	}
	if err != nil {
		t.Fatal(err)
	}
	var pages map[string]struct {
		Script string
		Styles []string
	}
	if err := json.Unmarshal(manifest, &pages); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"graphiql", "every", "neighbourhood"} {
		for _, file := range append(pages[page].Styles, pages[page].Script) {
			if info, err := fs.Stat(bundles, file); err != nil || info.Size() == 0 {
				t.Errorf("%s: %q: %v", page, file, err)
			}
			if _, err := fs.Stat(bundles, file+".gz"); err != nil {
				t.Errorf("%s: %v", page, err)
			}
		}
	}
}
