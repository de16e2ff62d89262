package export

import (
	"cmp"
	"io"
	"strconv"
	"time"

	"github.com/innograph/innograph/internal/escape"
)

// writeCrate writes a data package that is an RO-Crate 1.2 too: what archives of research
// data read. Its metadata name each file with its size and digest, and the sources; nothing
// in them points outside the folder but the licence, the profile and the context.
func writeCrate(w *writer, files archive) error {
	entries, err := writeTables(w, files)
	if err != nil {
		return err
	}
	crate, err := describeCrate(w, entries)
	if err != nil {
		return err
	}
	_, err = writeFile(files, crateFile, "application/ld+json", "", func(out io.Writer) error { return escape.Indented(out, crate) })
	return err
}

const (
	crateFile    = "ro-crate-metadata.json"
	crateContext = "https://w3id.org/ro/crate/1.2/context"
	crateProfile = "https://w3id.org/ro/crate/1.2"
)

// crate is the metadata: things in a flat list, which name each other by @id.
type crate struct {
	Context string  `json:"@context"`
	Graph   []thing `json:"@graph"`
}

// thing is what RO-Crate calls an entity. Fields of all sorts stand here; empty ones are left out.
type thing struct {
	ID             string `json:"@id"`
	Type           string `json:"@type"`
	About          *ref   `json:"about,omitempty"`
	ConformsTo     *ref   `json:"conformsTo,omitempty"`
	Name           string `json:"name,omitempty"`
	Description    string `json:"description,omitempty"`
	DatePublished  string `json:"datePublished,omitempty"`
	Identifier     string `json:"identifier,omitempty"`
	License        *ref   `json:"license,omitempty"`
	EncodingFormat string `json:"encodingFormat,omitempty"`
	ContentSize    string `json:"contentSize,omitempty"`
	SHA256         string `json:"sha256,omitempty"`
	Author         string `json:"author,omitempty"`
	DateCreated    string `json:"dateCreated,omitempty"`
	HasPart        []ref  `json:"hasPart,omitempty"`
	Citation       []ref  `json:"citation,omitempty"` // the sources
}

type ref struct {
	ID string `json:"@id"`
}

func describeCrate(w *writer, entries []fileEntry) (*crate, error) {
	root := thing{ID: "./", Type: "Dataset", Name: datasetTitle, Description: description(w), DatePublished: cmp.Or(w.Published, time.Now().UTC().Format(time.DateOnly)), License: &ref{licenceIRI}, Identifier: digestName(w.Origin)}
	var parts []thing
	for _, e := range entries {
		root.HasPart = append(root.HasPart, ref{e.name})
		parts = append(parts, thing{ID: e.name, Type: "File", Name: e.title, EncodingFormat: e.mediaType, ContentSize: strconv.FormatInt(e.bytes, 10), SHA256: e.sum()})
	}
	for s, err := range w.part.Sources(w.ctx) {
		if err != nil {
			return nil, err
		}
		id := w.part.Graph().IRI(s.ID)
		root.Citation = append(root.Citation, ref{id})
		parts = append(parts, thing{ID: id, Type: "CreativeWork", Name: s.Title, Identifier: s.Number, Author: s.Issuer, DateCreated: s.Issued})
	}
	all := []thing{{ID: crateFile, Type: "CreativeWork", About: &ref{"./"}, ConformsTo: &ref{crateProfile}}, root, {ID: licenceIRI, Type: "CreativeWork", Name: licenceTitle, Identifier: licenceName}}
	return &crate{crateContext, append(all, parts...)}, nil
}
