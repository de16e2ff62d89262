package loader_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/innograph/innograph/generate"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/seeds"
)

// A set of packages that is written in another form and read again gives the same quads.
func TestForms(t *testing.T) {
	for name, packages := range map[string][]loader.Package{"seeds": seedPackages(), "generated": generated(t, 2)} {
		facts := mustLoad(t, packages...)
		quads := graph.Quads(facts, graph.DefaultBase)
		want := spelt(quads)
		dump := []byte(strings.Join(want, "\n") + "\n")
		forms := map[string][]byte{"a.nq": dump, "a.jsonld": compactLD(t, quads), "a.xlsx": workbook(t, packages...)}
		if name == "generated" { // small
			forms["hash-base.nq"] = nquads(facts, "http://127.0.0.1:8080/things#")
			forms["reversed.nq"] = reversed(dump)
			forms["crlf.nq"] = bytes.ReplaceAll(dump, []byte("\n"), []byte("\r\n"))
			forms["a.nq.gz"] = gzipped(t, dump)
			forms["expanded.jsonld"] = expandedLD(t, quads)
		}
		for form, data := range forms {
			t.Run(name+"/"+form, func(t *testing.T) {
				got := mustLoad(t, file(form, data))
				sameLines(t, want, lines(got, graph.DefaultBase))
				if digest := loader.Digest([]loader.Package{file(form, data)}); got.Origin != digest {
					t.Errorf("the origin of the facts is %s, the digest of their package %s", got.Origin, digest)
				}
			})
		}
	}
}

// Forms and folders are merged like folders, and a clash names both places.
func TestFormsMerge(t *testing.T) {
	packages := generated(t, 2)
	if len(packages) < 2 {
		t.Fatal("one package cannot be merged")
	}
	facts := mustLoad(t, packages...)
	shared := packages[slices.IndexFunc(packages, func(p loader.Package) bool { return strings.Contains(p.Name, "shared") })]
	rest := slices.DeleteFunc(slices.Clone(packages), func(p loader.Package) bool { return p.Name == shared.Name })
	merged := mustLoad(t, append(rest, file("shared.xlsx", workbook(t, shared)))...)
	sameLines(t, lines(facts, graph.DefaultBase), lines(merged, graph.DefaultBase))
	_, problems, err := loader.Load(t.Context(), append(rest, shared, file("all.nq", nquads(facts, graph.DefaultBase))), nil)
	if err != nil {
		t.Fatal(err)
	}
	all := printed(problems)
	if !strings.Contains(all, "id: stands twice") || !strings.Contains(all, "all.nq:") || !strings.Contains(all, "hint: the first is at "+shared.Name+"/entities.csv:2") {
		t.Errorf("problems of two sets with the same entities:\n%.2000s", all)
	}
}

func TestDigestCoversForms(t *testing.T) {
	data := nquads(mustLoad(t, seedPackages()...), graph.DefaultBase)
	one := loader.Digest([]loader.Package{file("a.nq", data)})
	if renamed := loader.Digest([]loader.Package{file("b.nq", data)}); renamed != one {
		t.Error("the name of the file counts")
	}
	changed := bytes.Replace(data, []byte(`"2021`), []byte(`"2022`), 1)
	if len(changed) != len(data) || loader.Digest([]loader.Package{file("a.nq", changed)}) == one {
		t.Error("another file of the same size has the same digest")
	}
}

func sameLines(t *testing.T, want, got []string) {
	t.Helper()
	if !slices.Equal(want, got) { // told apart only then: it takes its time
		t.Errorf("quads (-want +got):\n%.4000s", cmp.Diff(want, got))
	}
}

func mustLoad(t testing.TB, packages ...loader.Package) *graph.Facts {
	t.Helper()
	facts, problems, err := loader.Load(context.Background(), packages, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) > 0 {
		t.Fatalf("%d problems:\n%.3000s", len(problems), printed(problems))
	}
	return facts
}

// problemsOf are the problems of one file, spelt.
func problemsOf(t testing.TB, name string, data []byte) string {
	t.Helper()
	facts, problems, err := loader.Load(context.Background(), []loader.Package{file(name, data)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if (facts != nil) != (len(problems) == 0) {
		t.Errorf("%d problems, facts: %v", len(problems), facts != nil)
	}
	return printed(problems)
}

func file(name string, data []byte) loader.Package {
	return loader.Package{Name: name, FS: fstest.MapFS{name: {Data: data}}, File: name}
}

func seedPackages() []loader.Package {
	var list []loader.Package
	for _, p := range seeds.Packages() {
		list = append(list, loader.Package{Name: p.Name, FS: p.FS})
	}
	return list
}

func generated(t testing.TB, counties int) []loader.Package {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "generated")
	if _, err := generate.Write(context.Background(), dir, generate.Config{Counties: counties, Describe: loader.Describe}); err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []loader.Package
	for _, f := range folders {
		list = append(list, loader.Package{Name: f.Name(), FS: os.DirFS(filepath.Join(dir, f.Name()))})
	}
	return list
}

// lines are the quads of facts as Cayley's own writer prints them.
func lines(facts *graph.Facts, base graph.Base) []string { return spelt(graph.Quads(facts, base)) }

func spelt(quads []quad.Quad) []string {
	list := make([]string, 0, len(quads))
	for _, q := range quads {
		list = append(list, q.NQuad())
	}
	return list
}

func nquads(facts *graph.Facts, base graph.Base) []byte {
	return []byte(strings.Join(lines(facts, base), "\n") + "\n")
}

func reversed(data []byte) []byte {
	list := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	slices.Reverse(list)
	return bytes.Join(list, []byte("\n"))
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// workbook writes packages as sheets; a heading that any of them has is a column.
func workbook(t testing.TB, packages ...loader.Package) []byte {
	t.Helper()
	book := excelize.NewFile()
	if err := book.SetSheetName("Sheet1", "README"); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"sources", "entities", "names", "identifiers", "mentions", "claims", "indicators", "observations", "omissions", "redirects"} {
		var head []string
		var rows []map[string]string
		for _, p := range packages {
			data, err := fs.ReadFile(p.FS, table+".csv")
			if err != nil {
				continue
			}
			records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range records[0] {
				if !slices.Contains(head, name) {
					head = append(head, name)
				}
			}
			for _, record := range records[1:] {
				row := map[string]string{}
				for i, cell := range record {
					row[records[0][i]] = cell
				}
				rows = append(rows, row)
			}
		}
		if head != nil {
			writeSheet(t, book, table, head, rows)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func writeSheet(t testing.TB, book *excelize.File, name string, head []string, rows []map[string]string) {
	t.Helper()
	if _, err := book.NewSheet(name); err != nil {
		t.Fatal(err)
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		t.Fatal(err)
	}
	cells := make([]any, len(head))
	for i, h := range head {
		cells[i] = h
	}
	err = w.SetRow("A1", cells)
	for i, row := range rows {
		if err != nil {
			break
		}
		for j, h := range head {
			cells[j] = row[h]
		}
		err = w.SetRow("A"+strconv.Itoa(i+2), cells)
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
}

const ns = graph.Namespace

// expandedLD writes quads as expanded JSON-LD: a list of nodes and whole IRIs.
func expandedLD(t testing.TB, quads []quad.Quad) []byte {
	t.Helper()
	var nodes []map[string]any
	for _, group := range grouped(quads) {
		node := map[string]any{"@id": group.id}
		for _, q := range group.quads {
			into := node
			if q.Label != nil {
				into = map[string]any{"@id": iri(q.Subject)}
				node["@graph"] = []any{into}
			}
			if key := iri(q.Predicate); strings.HasSuffix(key, "#type") {
				into["@type"] = []any{iri(q.Object)}
			} else {
				values, _ := into[key].([]any)
				into[key] = append(values, expandedValue(q.Object))
			}
		}
		nodes = append(nodes, node)
	}
	return asJSON(t, nodes)
}

func expandedValue(v quad.Value) any {
	switch v := v.(type) {
	case quad.IRI:
		return map[string]any{"@id": string(v)}
	case quad.LangString:
		return map[string]any{"@value": string(v.Value), "@language": v.Lang}
	case quad.TypedString:
		return map[string]any{"@value": string(v.Value), "@type": string(v.Type)}
	case quad.Int:
		return map[string]any{"@value": strconv.Itoa(int(v)), "@type": graph.XSDInteger}
	}
	return map[string]any{"@value": string(v.(quad.String))}
}

// compactLD writes quads with our context, named as a server names it, and relative ids.
func compactLD(t testing.TB, quads []quad.Quad) []byte {
	t.Helper()
	short := func(id string) string { return strings.TrimPrefix(id, graph.DefaultBase) }
	names := map[string]string{}
	for name, definition := range graph.Context() {
		if d, ok := definition.(map[string]any); ok {
			names[d["@id"].(string)] = name
		}
	}
	var nodes []map[string]any
	for _, group := range grouped(quads) {
		node := map[string]any{"@id": short(group.id)}
		for _, q := range group.quads {
			into := node
			if q.Label != nil {
				into = map[string]any{"@id": short(iri(q.Subject))}
				node["@graph"] = []any{into}
			}
			if strings.HasSuffix(iri(q.Predicate), "#type") {
				into["@type"] = strings.TrimPrefix(strings.TrimPrefix(iri(q.Object), ns), "http://purl.org/linked-data/cube#")
				continue
			}
			key := names[iri(q.Predicate)]
			switch v := q.Object.(type) {
			case quad.IRI:
				values, _ := into[key].([]any)
				into[key] = append(values, strings.TrimPrefix(short(string(v)), ns))
			case quad.LangString:
				languages, _ := into[key].(map[string]any)
				if languages == nil {
					languages = map[string]any{}
					into[key] = languages
				}
				values, _ := languages[v.Lang].([]any)
				languages[v.Lang] = append(values, string(v.Value))
			case quad.TypedString:
				into[key] = map[string]any{"@value": string(v.Value), "@type": "xsd:decimal"}
			case quad.Int:
				into[key] = int(v)
			default:
				into[key] = string(v.(quad.String))
			}
		}
		nodes = append(nodes, node)
	}
	return asJSON(t, struct {
		Context any `json:"@context"`
		Graph   any `json:"@graph"`
	}{"https://innograph.example/context.jsonld", nodes})
}

type group struct {
	id    string
	quads []quad.Quad
}

// grouped gathers quads by the node that says them: the label, else the subject.
func grouped(quads []quad.Quad) []*group {
	var list []*group
	of := map[string]*group{}
	for _, q := range quads {
		id := iri(q.Subject)
		if q.Label != nil {
			id = iri(q.Label)
		}
		if of[id] == nil {
			of[id] = &group{id: id}
			list = append(list, of[id])
		}
		of[id].quads = append(of[id].quads, q)
	}
	return list
}

func iri(v quad.Value) string { return string(v.(quad.IRI)) }

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// BenchmarkForms loads one data set in each form. INNOGRAPH_COUNTIES sets its size.
func BenchmarkForms(b *testing.B) {
	counties := 5
	if s := os.Getenv("INNOGRAPH_COUNTIES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		counties = n
	}
	packages := generated(b, counties)
	facts := mustLoad(b, packages...)
	rows := len(facts.Sources) + len(facts.Entities) + len(facts.Names) + len(facts.Identifiers) + len(facts.Mentions) + len(facts.Claims) + len(facts.Indicators) + len(facts.Observations) + len(facts.Omissions)
	quads := graph.Quads(facts, graph.DefaultBase)
	dir := b.TempDir()
	for _, form := range []struct {
		name  string
		write func() []byte
	}{
		{"csv", nil},
		{"a.nq", func() []byte { return nquads(facts, graph.DefaultBase) }},
		{"a.nq.gz", func() []byte { return gzipped(b, nquads(facts, graph.DefaultBase)) }},
		{"a.jsonld", func() []byte { return compactLD(b, quads) }},
		{"a.xlsx", func() []byte { return workbook(b, packages...) }},
	} {
		b.Run(fmt.Sprintf("%s/%d", form.name, counties), func(b *testing.B) {
			read := packages
			if form.write != nil {
				if err := os.WriteFile(filepath.Join(dir, form.name), form.write(), 0o644); err != nil {
					b.Fatal(err)
				}
				read = []loader.Package{{Name: form.name, FS: os.DirFS(dir), File: form.name}}
			}
			b.ReportAllocs()
			for b.Loop() {
				mustLoad(b, read...)
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(len(quads))*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
		})
	}
}

// readBase reads a file of the package testdata/base.
func readBase(name string) (string, error) {
	data, err := os.ReadFile(filepath.Join("testdata", "base", name))
	return string(data), err
}
