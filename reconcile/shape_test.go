package reconcile_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
)

// Shapes as the report of 2023-04-10 states them, read strictly: what is not
// among these fields is an error, and so is a required one that is empty.
type (
	manifestShape struct {
		Versions        []string    // section "Service Manifest"
		Name            string      // required
		IdentifierSpace string      // required, a URI
		SchemaSpace     string      // required, a URI
		DefaultTypes    []typeShape // unique
		Documentation   string
		Logo            string
		ServiceVersion  string
		View            struct{ URL string }
		Preview         struct {
			URL           string
			Width, Height int // of an iframe, in pixels
		}
		Suggest struct{ Entity, Property, Type suggestShape }
		Extend  struct {
			ProposeProperties suggestShape `json:"propose_properties"`
			PropertySettings  []struct {
				Name, Label, Type string
				Default           any
				HelpText          string `json:"help_text"`
				Choices           []struct{ Value, Name string }
			} `json:"property_settings"`
		}
		BatchSize int
	}
	typeShape struct {
		ID, Name, Description string
		Broader               []typeShape
	}
	suggestShape struct {
		ServiceURL        string `json:"service_url"`
		ServicePath       string `json:"service_path"`
		FlyoutServicePath string `json:"flyout_service_path"`
	}
	resultShape map[string]struct {
		Result *[]struct {
			ID, Name, Description string
			Type                  []typeShape
			Score                 *float64
			Features              []struct {
				ID    string
				Value any // number or truth value
			}
			Match *bool
		}
	}
	suggestionsShape struct {
		Result *[]struct {
			ID, Name, Description string
			Notable               []typeShape
		}
	}
	flyoutShape   struct{ ID, HTML string }
	proposalShape struct {
		Properties *[]struct{ ID, Name string }
		Type       string
		Limit      int
	}
	extensionShape struct {
		Meta *[]struct {
			ID, Name string
			Type     *typeShape
		}
		Rows map[string]map[string][]map[string]any
	}
)

// shaped reads an answer into a shape and refuses other fields.
func shaped[T any](t *testing.T, answer string) T {
	t.Helper()
	var shape T
	d := json.NewDecoder(strings.NewReader(answer))
	d.DisallowUnknownFields()
	if err := d.Decode(&shape); err != nil {
		t.Fatalf("%v: %.300s", err, answer)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Fatalf("more than one value: %.300s", answer)
	}
	return shape
}

func TestManifest(t *testing.T) {
	h := over(seedSchema(t))
	m := shaped[manifestShape](t, get(t, h, "/reconcile"))
	if len(m.Versions) != 1 || m.Versions[0] != "0.2" || m.Name == "" || m.IdentifierSpace != string(graph.DefaultBase) || m.SchemaSpace != graph.Namespace || m.BatchSize != 100 {
		t.Errorf("manifest: %+v", m)
	}
	for what, template := range map[string]string{"view": m.View.URL, "preview": m.Preview.URL} {
		if strings.Count(template, "{{id}}") != 1 {
			t.Errorf("%s: %s has no place for an id", what, template)
		}
		if u, err := url.Parse(strings.ReplaceAll(template, "{{id}}", "county%2F330324")); err != nil || u.Host != "example.com" || u.Scheme != "http" {
			t.Errorf("%s: %s is no address of this service: %v", what, template, err)
		}
	}
	for _, s := range []suggestShape{m.Suggest.Entity, m.Suggest.Property, m.Suggest.Type} {
		if !strings.Contains(s.FlyoutServicePath, "${id}") {
			t.Errorf("%s has no place for an id", s.FlyoutServicePath)
		}
		shaped[suggestionsShape](t, get(t, h, strings.TrimPrefix(s.ServiceURL+s.ServicePath, "http://example.com")+"?prefix=c"))
	}
	seen := map[string]bool{}
	for _, x := range m.DefaultTypes {
		if x.ID == "" || x.Name == "" || seen[x.ID] {
			t.Errorf("type %+v", x)
		}
		seen[x.ID] = true
	}
	for _, info := range graph.Ontology.Types {
		if !seen[string(info.Type)] {
			t.Errorf("%s is not among the types", info.Type)
		}
	}
	for _, s := range m.Extend.PropertySettings {
		_, isText := s.Default.(string)
		_, isNumber := s.Default.(float64)
		if fits := s.Type == "number" && isNumber || s.Type == "text" && isText || s.Type == "select" && isText && len(s.Choices) > 1; !fits || s.Name == "" || s.Label == "" {
			t.Errorf("setting %+v", s)
		}
	}
	if w := send(h, "HEAD", "/reconcile", ""); w.Code != 200 {
		t.Errorf("HEAD: %d", w.Code)
	}
}

func TestShapesOfAnswers(t *testing.T) {
	h := over(seedSchema(t))
	results := shaped[resultShape](t, post(t, h, "queries", `{"q0": {"query": "永嘉", "limit": 3}, "长": {"query": "大学"}, "": {"query": "没有这样的东西"}, "q3": {"properties": [{"pid": "county", "v": "永嘉县"}]}}`))
	if len(results) != 4 {
		t.Errorf("4 queries, %d results", len(results))
	}
	for key, r := range results {
		if r.Result == nil {
			t.Errorf("%q has no result", key)
			continue
		}
		last := 101.0
		for _, x := range *r.Result {
			if x.ID == "" || x.Name == "" || x.Score == nil || x.Match == nil || len(x.Type) == 0 || *x.Score > last || *x.Score <= 0 || *x.Score > 100 {
				t.Errorf("%q: candidate %+v", key, x)
			}
			last = *x.Score
			known := map[string]bool{}
			for _, f := range x.Features {
				_, number := f.Value.(float64)
				_, truth := f.Value.(bool)
				if !number && !truth || known[f.ID] {
					t.Errorf("%q: feature %+v", key, f)
				}
				known[f.ID] = true
			}
		}
	}
	if n := len(*results["q0"].Result); n != 3 {
		t.Errorf("limit 3 gives %d", n)
	}
	byGet := get(t, h, "/reconcile?queries="+url.QueryEscape(`{"q0": {"query": "永嘉", "limit": 3}}`))
	if byPost := post(t, h, "queries", `{"q0": {"query": "永嘉", "limit": 3}}`); byGet != byPost {
		t.Errorf("GET gives %s, POST %s", byGet, byPost)
	}
	if empty := post(t, h, "queries", `{}`); empty != `{}` {
		t.Errorf("no queries give %s", empty)
	}
	flyout := shaped[flyoutShape](t, get(t, h, "/reconcile/flyout/entity?id=county%2F330324"))
	if flyout.ID != "county/330324" || !strings.Contains(flyout.HTML, "永嘉县") {
		t.Errorf("flyout %+v", flyout)
	}
}

// Suggestions go on where a cursor says.
func TestSuggestionsGoOn(t *testing.T) {
	h := over(seedSchema(t))
	page := func(cursor int) []string {
		var ids []string
		for _, x := range *shaped[suggestionsShape](t, get(t, h, fmt.Sprintf("/reconcile/suggest/entity?prefix=%s&cursor=%d", url.QueryEscape("科技"), cursor))).Result {
			if x.ID == "" || x.Name == "" || len(x.Notable) == 0 {
				t.Errorf("suggestion %+v", x)
			}
			ids = append(ids, x.ID)
		}
		return ids
	}
	first, second, shifted := page(0), page(20), page(5)
	if len(first) != 20 || len(second) == 0 || first[5] != shifted[0] || first[0] == second[0] {
		t.Errorf("pages %v, %v, %v", first, second, shifted)
	}
	if len(*shaped[suggestionsShape](t, get(t, h, "/reconcile/suggest/entity?prefix=")).Result) != 0 {
		t.Error("nothing typed gives entities")
	}
}

// Every property that is proposed for a type can be fetched for its entities,
// and every relation field of the ontology is among them.
func TestProposedPropertiesAreFetched(t *testing.T) {
	s := seedSchema(t)
	h := over(s)
	for _, info := range graph.Ontology.Types {
		p := shaped[proposalShape](t, get(t, h, "/reconcile/properties?type="+string(info.Type)))
		known := map[string]bool{}
		ids, err := json.Marshal(s.Graph().IDs(info.Type)[:min(3, s.Graph().Count(info.Type))])
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range *p.Properties {
			if x.Name == "" || known[x.ID] {
				t.Errorf("%s: property %+v", info.Type, x)
			}
			known[x.ID] = true
			e := shaped[extensionShape](t, post(t, h, "extend", fmt.Sprintf(`{"ids": %s, "properties": [{"id": %q}]}`, ids, x.ID)))
			if len(*e.Meta) != 1 || (*e.Meta)[0].ID != x.ID || (*e.Meta)[0].Name == "" {
				t.Errorf("%s: meta of %s: %+v", info.Type, x.ID, e.Meta)
			}
			for id, row := range e.Rows {
				if row[x.ID] == nil {
					t.Errorf("%s has no row for %s", id, x.ID)
				}
				for _, cell := range row[x.ID] {
					checkCell(t, cell)
				}
			}
		}
		for _, f := range graph.Ontology.FieldsOf(info.Type) {
			if !known[f.Name] {
				t.Errorf("%s of %s is not proposed", f.Name, info.Type)
			}
		}
		if s.Graph().Count(info.Type) > 0 && info.Type == graph.County && !known["indicator/rd-gdp-share"] {
			t.Error("an indicator of counties is not proposed")
		}
	}
}

// checkCell holds a value against section "Data Extension Responses": an entity,
// a text or a number, and nothing beside it.
func checkCell(t *testing.T, cell map[string]any) {
	t.Helper()
	_, entity := cell["id"].(string)
	_, named := cell["name"].(string)
	_, text := cell["str"].(string)
	_, float := cell["float"].(float64)
	_, integer := cell["int"].(float64)
	if !(len(cell) == 2 && entity && named || len(cell) == 1 && (text || float || integer)) {
		t.Errorf("value %v", cell)
	}
}

// The addresses of a manifest follow the client's, behind a proxy with TLS too.
func TestManifestBehindAProxy(t *testing.T) {
	h := over(seedSchema(t))
	for proto, want := range map[string]string{"": "http://innograph.example/", "https": "https://innograph.example/", "javascript": "http://innograph.example/"} {
		r := httptest.NewRequest(http.MethodGet, "http://innograph.example/reconcile", nil)
		r.Header.Set("X-Forwarded-Proto", proto)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		m := shaped[manifestShape](t, w.Body.String())
		for _, address := range []string{m.View.URL, m.Preview.URL, m.Suggest.Entity.ServiceURL + "/", m.Extend.ProposeProperties.ServiceURL + "/", m.Logo, m.Documentation} {
			if !strings.HasPrefix(address, want) {
				t.Errorf("%q: %s does not begin with %s", proto, address, want)
			}
		}
	}
}
