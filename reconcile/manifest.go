package reconcile

import "github.com/innograph/innograph/graph"

// Shapes of the service manifest.
type (
	manifest struct {
		Versions        []string            `json:"versions"`
		Name            string              `json:"name"`
		IdentifierSpace string              `json:"identifierSpace"`
		SchemaSpace     string              `json:"schemaSpace"`
		DefaultTypes    []typeJSON          `json:"defaultTypes"`
		Documentation   string              `json:"documentation"`
		Logo            string              `json:"logo"`
		ServiceVersion  string              `json:"serviceVersion,omitempty"`
		View            viewURL             `json:"view"`
		Preview         previewMeta         `json:"preview"`
		Suggest         map[string]endpoint `json:"suggest"`
		Extend          extendMeta          `json:"extend"`
		BatchSize       int                 `json:"batchSize"`
	}
	viewURL struct {
		URL string `json:"url"`
	}
	previewMeta struct {
		URL    string `json:"url"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
	}
	endpoint struct {
		ServiceURL  string `json:"service_url"`
		ServicePath string `json:"service_path"`
		FlyoutPath  string `json:"flyout_service_path,omitempty"`
	}
	extendMeta struct {
		Propose  endpoint  `json:"propose_properties"`
		Settings []setting `json:"property_settings"`
	}
)

// Size of the frame that a preview is made for, in pixels.
const previewWidth, previewHeight = 420, 260

// origin is the site that the client reaches.
func (c *call) origin() string {
	switch {
	case c.Site != "":
		return c.Site
	case c.r.TLS != nil || c.r.Header.Get("X-Forwarded-Proto") == "https":
		return "https://" + c.r.Host
	}
	return "http://" + c.r.Host
}

// manifest says what the service can.
func (c *call) manifest() manifest {
	origin := c.origin()
	// Ids have a slash, which clients percent-encode, so they stand in queries; the
	// address of an entity takes both spellings.
	suggest := func(kind string) endpoint {
		return endpoint{origin, Path + "/suggest/" + kind, Path + "/flyout/" + kind + "?id=${id}"}
	}
	m := manifest{
		Versions: []string{"0.2"}, Name: "innograph 区域创新知识图谱 · innograph, regional innovation", IdentifierSpace: string(c.graph.Base()), SchemaSpace: graph.Namespace,
		Documentation: origin + "/about", Logo: origin + "/icon.svg", ServiceVersion: c.Version,
		View:      viewURL{origin + "/id/{{id}}"},
		Preview:   previewMeta{origin + Path + "/preview?id={{id}}", previewWidth, previewHeight},
		Suggest:   map[string]endpoint{"entity": suggest("entity"), "type": suggest("type"), "property": suggest("property")},
		Extend:    extendMeta{endpoint{origin, Path + "/properties", ""}, settingsTable},
		BatchSize: maxQueries,
	}
	for i := range typeTable {
		m.DefaultTypes = append(m.DefaultTypes, typeTable[i].whole())
	}
	return m
}
