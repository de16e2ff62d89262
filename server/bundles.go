package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/innograph/innograph/web"
)

// bundlePath is where the files of bundles are served.
const bundlePath = "/bundles/"

// scripted is the Content-Security-Policy of pages with a bundle: scripts,
// workers and requests of our own only. The editors write their styles into the
// page, and have small images and no way to be told a nonce.
const scripted = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// bundles are the scripts and styles of the pages that have some.
type bundles struct {
	files fs.FS
	pages map[string]web.Bundle
}

// readBundles reads the folder's manifest.json. A folder without one has no bundles.
func readBundles(files fs.FS) (*bundles, error) {
	b := &bundles{files: files}
	manifest, err := fs.ReadFile(files, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err == nil {
		err = json.Unmarshal(manifest, &b.pages)
	}
	if err != nil {
		return b, fmt.Errorf("manifest of the front end's bundles: %w", err)
	}
	return b, nil
}

// kinds are the media types of what a build makes. The machine's own table is
// not asked: browsers run no script under a wrong one.
var kinds = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".ttf": "font/ttf", ".txt": "text/plain; charset=utf-8"}

// ServeHTTP serves a file. Its name holds the digest of its content, so it may
// be kept for good. The build lays a compressed copy beside each text.
func (b *bundles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, bundlePath)
	kind, known := kinds[path.Ext(name)]
	if info, err := fs.Stat(b.files, name); err != nil || info.IsDir() || !known {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Type", kind)
	if _, err := fs.Stat(b.files, name+".gz"); err == nil && takesGzip(r.Header.Values("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		name += ".gz"
	}
	http.ServeFileFS(w, r, b.files, name)
}
