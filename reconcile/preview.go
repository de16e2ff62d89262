package reconcile

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"

	"github.com/innograph/innograph/graph"
)

//go:embed preview.html
var previewFile string

var templates = template.Must(template.New("").Parse(previewFile))

// previewPolicy lets any page frame a preview, and a preview load nothing: its
// one style element is known by its digest.
var previewPolicy = func() string {
	_, rest, _ := strings.Cut(previewFile, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	digest := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors *"
}()

// entityView is what previews show.
type entityView struct {
	ID    graph.ID
	Name  string
	About string
	Rows  []viewRow
}

type viewRow struct {
	Label  string
	Values string
	More   int // values that are not shown
}

// Bounds of a preview: what fits into its frame.
const (
	previewRows   = 6
	previewValues = 4
)

func notFound(what, id string) error {
	return &problem{http.StatusNotFound, "there is no " + what + " " + clip(id)}
}

// entity is the one that the parameter id names.
func (c *call) entity() (*graph.Entity, error) {
	id := c.values.Get("id")
	if err := c.charge(previewRows * listNodes); err != nil {
		return nil, err
	}
	entities, err := c.graph.Entities(c, []graph.ID{graph.ID(id)})
	if err != nil {
		return nil, err
	}
	if entities[0] == nil {
		return nil, notFound("entity", id)
	}
	return entities[0], nil
}

// preview is a page of an entity for a small frame.
func (c *call) preview() error {
	e, err := c.entity()
	if err != nil {
		return err
	}
	view, err := c.view(e, previewRows)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, "preview", view); err != nil {
		return err
	}
	c.w.Header().Set("Content-Security-Policy", previewPolicy)
	c.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = c.w.Write(b.Bytes()) // the client may be gone; there is nobody to tell
	return nil
}

// view gathers what is shown of an entity: names and identifiers, then relations
// in the order of the ontology, at most rows of those that have values.
func (c *call) view(e *graph.Entity, rows int) (*entityView, error) {
	about, err := describe(c, c.graph, []*graph.Entity{e})
	if err != nil {
		return nil, err
	}
	v := &entityView{ID: e.ID, Name: e.Name, About: about[0]}
	types := []graph.Type{e.Type}
	for i := range propertyTable {
		p := &propertyTable[i]
		if len(v.Rows) == rows || !p.on(e.Type) || p.id == "county" || !p.scheme && p.field == nil && p.id != "otherNames" {
			continue
		}
		list, err := p.values(&reader{Context: c, graph: c.graph}, []*graph.Entity{e})
		if err != nil {
			return nil, err
		}
		cells := shown(list[0], 0)
		if len(cells) == 0 {
			continue
		}
		var names []string
		for _, x := range cells[:min(len(cells), previewValues)] {
			names = append(names, x.Name+x.Str)
		}
		v.Rows = append(v.Rows, viewRow{p.labelFor(types), strings.Join(names, "、"), len(cells) - len(names)})
	}
	return v, nil
}
