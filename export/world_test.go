package export_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
)

// options are what every export of these tests says beside the graph.
var options = export.Options{Version: "test", Origin: strings.Repeat("0f", 32), Published: "2026-01-31"}

// parts are selections of the seeds.
var parts = map[string]map[string][]string{
	"all":          nil,
	"one county":   {"focus": {"county/330324"}},
	"around it":    {"focus": {"county/330324"}, "depth": {"1"}},
	"platforms":    {"type": {"Platform"}},
	"planned":      {"status": {"planned"}},
	"partners":     {"predicate": {"partnersWith", "builds"}},
	"one source":   {"source": {"source/jinyun-2023"}},
	"several ways": {"focus": {"county/331122", "county/331121"}, "depth": {"1"}, "status": {"existing"}, "type": {"University", "Platform"}, "source": {"source/jinyun-2023", "source/qingtian-2021"}},
	"nothing":      nothing,
}

// nothing selects nothing of the seeds: a list of codes holds no events.
var nothing = map[string][]string{"type": {"Event"}, "source": {"source/gbt2260-2020"}}

// seedsAs is the whole of the seeds in a form, written once for all tests.
func seedsAs(t testing.TB, format string) []byte {
	t.Helper()
	g, _ := worlds.Seeds(t)
	once, _ := seedForms.LoadOrStore(format, sync.OnceValue(func() []byte { return written(t, g, format, nil) }))
	return once.(func() []byte)()
}

var seedForms sync.Map // of names of forms and functions that give bytes

func built(t testing.TB, facts *graph.Facts) *graph.Graph {
	t.Helper()
	g, err := graph.Build(context.Background(), facts, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// hand is a graph of a few things: one claim of what is, one of a plan, and names with what forms must escape.
func hand(t *testing.T) (*graph.Graph, *graph.Facts) {
	t.Helper()
	at := graph.Locator{Source: "source/plan", Section: "一 > 二", Start: 3, End: 9, Digest: "00000000000000aa"}
	facts := &graph.Facts{
		Sources:  []graph.Source{{ID: "source/plan", Kind: "plan", Title: "规划", Issued: "2021"}},
		Entities: []graph.Entity{{ID: "county/999901", Type: graph.County, Name: "县\"\\\n\t<😀>"}, {ID: "university/x", Type: graph.University, Name: "大学", NameEn: "X"}},
		Claims: []graph.Claim{{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Existing, Locator: at},
			{Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/x", Status: graph.Planned, Note: "注", Locator: graph.Locator{Source: "source/plan", Start: 20, End: 30}}},
		Indicators:   []graph.Indicator{{ID: "indicator/rd", Name: "研发", NameEn: "R&D", Unit: "%"}},
		Observations: []graph.Observation{{Entity: "county/999901", Indicator: "indicator/rd", Period: "2025", Role: "target", Measure: "share", Value: "2.50", Unit: "%", Locator: at}},
		Redirects:    []graph.Redirect{{From: "university/old", To: "university/x", Reason: "更名"}},
	}
	for i := range facts.Claims {
		facts.Claims[i].Identify()
	}
	facts.Observations[0].Identify()
	return built(t, facts), facts
}

// written is an export as bytes.
func written(t testing.TB, g *graph.Graph, format string, words map[string][]string) []byte {
	t.Helper()
	return with(t, g, format, words, options)
}

// with is an export with options.
func with(t testing.TB, g *graph.Graph, format string, words map[string][]string, o export.Options) []byte {
	t.Helper()
	f, ok := export.Named(format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	part, err := export.Select(context.Background(), g, nil, words)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := export.Write(context.Background(), &b, part, f, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lines are the lines of a text, sorted.
func lines(text []byte) []string {
	list := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	slices.Sort(list)
	return list
}

func unzipped(t *testing.T, data []byte) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// files is what the files of a zip hold, by name.
func files(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z := unzipped(t, b)
	texts := map[string]string{}
	for _, f := range z.File {
		text, err := fs.ReadFile(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		texts[f.Name] = string(text)
	}
	return texts
}

// rdflib runs a program of Python with rdflib, which is Debian's python3-rdflib, and gives what it prints.
func rdflib(t *testing.T, input []byte, program string, args ...string) string {
	t.Helper()
	cmd := exec.Command("/usr/bin/python3", append([]string{"-c", program}, args...)...)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	if err != nil && (len(out) == 0 || strings.Contains(string(out), "No module named 'rdflib'")) {
		t.Skip("Debian's python3-rdflib is not at hand")
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
