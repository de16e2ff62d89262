package web

import (
	"net/url"
	"strings"

	"github.com/innograph/innograph/schema"
)

// schemaOrg is where the vocabulary stands that search engines read.
const schemaOrg = "https://schema.org/"

// licence is that of the data.
const licence = "https://creativecommons.org/licenses/by/4.0/"

// dataset describes the data set in the terms of schema.org.
func (x *Explorer) dataset(l language, s *schema.Schema) map[string]any {
	d := map[string]any{"@context": schemaOrg, "@type": "Dataset", "name": "innograph " + word(l, "tagline"), "description": word(l, "lead"), "url": "/data", "license": licence,
		"isAccessibleForFree": true, "inLanguage": []string{"zh", "en"}, "creator": map[string]any{"@type": "Organization", "name": "innograph"}}
	if version := s.Graph().Origin(); version != "" {
		d["version"] = version
	}
	var files []any
	for _, f := range x.Formats {
		files = append(files, map[string]any{"@type": "DataDownload", "encodingFormat": f.MediaType, "contentUrl": "/export/" + f.Name})
	}
	if files != nil {
		d["distribution"] = files
	}
	return d
}

// thing describes an entity in the terms of schema.org: as the broader class that the
// ontology names, where that is one of schema.org's.
func thing(words *ontology, entity any) map[string]any {
	class, of := strings.CutPrefix(words.broader[textAt(entity, "type")], schemaOrg)
	if !of {
		class = "Thing"
	}
	d := map[string]any{"@context": schemaOrg, "@type": class, "@id": textAt(entity, "iri"), "url": (&url.URL{Path: "/" + textAt(entity, "id")}).String(), "name": textAt(entity, "name")}
	var names []any
	if english := textAt(entity, "nameEn"); english != "" {
		names = append(names, map[string]any{"@value": english, "@language": "en"})
	}
	for _, n := range listAt(entity, "names") {
		if kind := textAt(n, "kind"); kind != "MAIN" && kind != "OCR" {
			names = append(names, map[string]any{"@value": textAt(n, "text"), "@language": strings.ToLower(textAt(n, "lang"))})
		}
	}
	if names != nil {
		d["alternateName"] = names
	}
	var identifiers []any
	for _, i := range listAt(entity, "identifiers") {
		identifiers = append(identifiers, map[string]any{"@type": "PropertyValue", "propertyID": textAt(i, "scheme"), "value": textAt(i, "value")})
	}
	if identifiers != nil {
		d["identifier"] = identifiers
	}
	return d
}
