package server_test

import (
	"archive/zip"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
)

// The context that is served is the one that exports carry, but for the base of the ids.
func TestContext(t *testing.T) {
	h := handler(t)
	a := send(t, h, "GET", "/context.jsonld", "")
	if a.status != 200 || a.header.Get("Content-Type") != "application/ld+json" || a.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("%d %v", a.status, a.header)
	}
	context := func(text string) map[string]any {
		var document struct {
			Context map[string]any `json:"@context"`
		}
		if err := json.Unmarshal([]byte(text), &document); err != nil {
			t.Fatal(err)
		}
		return document.Context
	}
	served, carried := context(a.body), context(send(t, h, "GET", "/export/jsonld", "").body)
	if carried["@base"] == nil {
		t.Error("the export has no base")
	}
	delete(carried, "@base")
	if !reflect.DeepEqual(served, carried) || served["partnersWith"] == nil {
		t.Errorf("served is\n%v\ncarried is\n%v", served, carried)
	}
}

// Shapes are those of the graph that is served.
func TestShapes(t *testing.T) {
	a := send(t, handler(t), "GET", "/shapes.ttl", "")
	if a.status != 200 || a.header.Get("Content-Type") != "text/turtle" || a.body != string(export.Shapes(graph.DefaultBase)) {
		t.Errorf("%d %v\n%.200s", a.status, a.header, a.body)
	}
}

// What is a zip is sent as it is; text is compressed for those who take it.
func TestExportsAreCompressedOnce(t *testing.T) {
	h := handler(t)
	a := send(t, h, "GET", "/export/package", "", "Accept-Encoding", "gzip")
	if z, err := zip.NewReader(strings.NewReader(a.body), int64(len(a.body))); err != nil || len(z.File) != 11 || a.header.Get("Content-Encoding") != "" {
		t.Errorf("%v, %v", err, a.header)
	}
	if a := send(t, h, "GET", "/export/turtle", "", "Accept-Encoding", "gzip"); a.header.Get("Content-Encoding") != "gzip" {
		t.Errorf("text is not compressed: %v", a.header)
	}
}
