package loader_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/innograph/innograph/loader"
)

// A data package may come as a .zip of its folder, or of several.
func TestArchive(t *testing.T) {
	zipped := func(prefix string, more map[string]string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		add := func(name, data string) {
			f, err := w.Create(name)
			if err == nil {
				_, err = io.WriteString(f, data)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, file := range []string{"entities.csv", "sources.csv", "mentions.csv", "indicators.csv"} {
			data, err := readBase(file)
			if err != nil {
				t.Fatal(err)
			}
			add(prefix+file, data)
		}
		for name, data := range more {
			add(name, data)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	archive := func(data []byte) ([]loader.Package, error) {
		return loader.Archive("a.zip", fstest.MapFS{"a.zip": {Data: data}}, "a.zip")
	}
	for prefix, name := range map[string]string{"": "a.zip", "base/": "a.zip/base"} {
		packages, err := archive(zipped(prefix, map[string]string{"../evil.txt": "x", "/etc/evil.csv": "x"}))
		if err != nil || len(packages) != 1 || packages[0].Name != name {
			t.Fatalf("%q: %v, %v", prefix, packages, err)
		}
		_, problems, err := loader.Load(t.Context(), packages, nil)
		if err != nil || printed(problems) != name+"/datapackage.json: file is missing, wanted a Frictionless Data Package descriptor\n    hint: innograph check --fix-digests writes its resources\n" {
			t.Errorf("%q: problems %v, %v", prefix, problems, err)
		}
	}
	for _, test := range []struct {
		data []byte
		want string
	}{
		{[]byte("no"), "read a.zip: zip: not a valid zip file"},
		{zipped("a/b/", nil), "a.zip holds no data package"},
		{zipped("", map[string]string{"claims.csv": strings.Repeat("\n", 32<<20)}), "read a.zip: the file grows more than any data does when it is unpacked"},
	} {
		if _, err := archive(test.data); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want %s", err, test.want)
		}
	}
}

// readBase reads a file of the package testdata/base.
func readBase(name string) (string, error) {
	data, err := os.ReadFile(filepath.Join("testdata", "base", name))
	return string(data), err
}
