package export_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"strconv"
	"strings"
	"testing"

	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/loader"
)

// Metadata name every file of the crate as it is, everything that is named is described, and
// nothing points to a place on a disk.
func TestCrate(t *testing.T) {
	_, facts := worlds.Seeds(t)
	packed := unzipped(t, seedsAs(t, "rocrate"))
	data, err := fs.ReadFile(packed, "ro-crate-metadata.json")
	if err != nil {
		t.Fatal(err)
	}
	var crate struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(data, &crate); err != nil {
		t.Fatal(err)
	}
	if crate.Context != "https://w3id.org/ro/crate/1.2/context" {
		t.Errorf("the context is %s", crate.Context)
	}
	things := map[string]map[string]any{}
	for _, thing := range crate.Graph {
		id := thing["@id"].(string)
		if things[id] != nil {
			t.Errorf("%s is described twice", id)
		}
		if strings.HasPrefix(id, "/") || strings.Contains(id, "..") || strings.HasPrefix(id, "file:") {
			t.Errorf("%s is a place on a disk", id)
		}
		things[id] = thing
	}
	root := things["./"]
	for name, want := range map[string]string{"@type": "Dataset", "datePublished": "2026-01-31", "identifier": "ni:///sha-256;Dw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8"} {
		if root[name] != want {
			t.Errorf("%s of the root is %v, want %s", name, root[name], want)
		}
	}
	if root["name"] == nil || root["description"] == nil || things["ro-crate-metadata.json"]["about"].(map[string]any)["@id"] != "./" {
		t.Error("the root lacks a name or a description, or nothing is about it")
	}
	named := append(append([]any{root["license"], root["hasPart"].([]any)[0]}, root["hasPart"].([]any)...), root["citation"].([]any)...)
	for _, n := range named {
		if things[n.(map[string]any)["@id"].(string)] == nil {
			t.Errorf("%v is named and not described", n)
		}
	}
	if got := len(root["citation"].([]any)); got != len(facts.Sources) {
		t.Errorf("%d sources are cited, want %d", got, len(facts.Sources))
	}
	if got, want := len(root["hasPart"].([]any)), len(packed.File)-1; got != want {
		t.Errorf("%d files are parts, want %d", got, want)
	}
	for _, f := range packed.File {
		data, err := fs.ReadFile(packed, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "ro-crate-metadata.json" {
			continue
		}
		sum := sha256.Sum256(data)
		if thing := things[f.Name]; thing["@type"] != "File" || thing["sha256"] != hex.EncodeToString(sum[:]) || thing["contentSize"] != strconv.Itoa(len(data)) {
			t.Errorf("%s is described as %v", f.Name, thing)
		}
	}
}

// Keys, sizes and digests of the descriptor are those of the files, and a crate loads as a package does.
func TestDescriptor(t *testing.T) {
	packed := unzipped(t, seedsAs(t, "rocrate"))
	data, err := fs.ReadFile(packed, "datapackage.json")
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Licenses  []map[string]string
		Resources []struct {
			Path, Hash string
			Bytes      int
			Schema     struct {
				PrimaryKey  any
				UniqueKeys  []any
				ForeignKeys []struct {
					Fields    string
					Reference struct{ Resource, Fields string }
				}
			}
		}
	}
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	keys := 0
	for _, r := range d.Resources {
		file, err := fs.ReadFile(packed, r.Path)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(file)
		if r.Bytes != len(file) || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) {
			t.Errorf("%s is %d bytes with %s", r.Path, r.Bytes, r.Hash)
		}
		if r.Schema.PrimaryKey == nil && len(r.Schema.UniqueKeys) == 0 {
			t.Errorf("%s has no key", r.Path)
		}
		keys += len(r.Schema.ForeignKeys)
	}
	if len(d.Resources) != 10 || keys != 13 || d.Licenses[0]["name"] != "CC-BY-4.0" {
		t.Errorf("%d tables with %d foreign keys, licences %v", len(d.Resources), keys, d.Licenses)
	}
	if again := worlds.Loaded(t, loader.Package{Name: "p", FS: packed}); string(written(t, again, "nquads", nil)) != string(seedsAs(t, "nquads")) {
		t.Error("a crate loads as another graph")
	}
}
