package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/hostile"
	"github.com/innograph/innograph/internal/worlds"
)

// gexfFile is what Gephi's rules are held against.
type gexfFile struct {
	XMLName    xml.Name
	Version    string `xml:"version,attr"`
	Attributes []struct {
		Class string `xml:"class,attr"`
		List  []struct {
			ID    string `xml:"id,attr"`
			Title string `xml:"title,attr"`
			Type  string `xml:"type,attr"`
		} `xml:"attribute"`
	} `xml:"graph>attributes"`
	Nodes []gexfElement `xml:"graph>nodes>node"`
	Edges []gexfElement `xml:"graph>edges>edge"`
}

type gexfElement struct {
	ID     string `xml:"id,attr"`
	Source string `xml:"source,attr"`
	Target string `xml:"target,attr"`
	Type   string `xml:"type,attr"`
	Kind   string `xml:"kind,attr"`
	Weight string `xml:"weight,attr"`
	Values []struct {
		For string `xml:"for,attr"`
	} `xml:"attvalues>attvalue"`
}

// Both versions keep the rules that imports have broken on: the namespace to the letter, every
// attribute declared, titles unlike each other and unlike Gephi's own columns even where case is
// ignored, ids of edges unique, a weight of the edge itself, no edge to a missing node.
func TestGEXFRules(t *testing.T) {
	for format, want := range map[string]struct {
		namespace, version string
		newer              bool
	}{"gexf": {"http://gexf.net/1.3", "1.3", true}, "gexf12": {"http://www.gexf.net/1.2draft", "1.2", false}} {
		var x gexfFile
		if err := xml.Unmarshal(seedsAs(t, format), &x); err != nil {
			t.Fatal(err)
		}
		if x.XMLName.Space != want.namespace || x.Version != want.version {
			t.Errorf("%s: namespace %q, version %q", format, x.XMLName.Space, x.Version)
		}
		declared := map[string]map[string]bool{}
		for _, class := range x.Attributes {
			titles := map[string]bool{"id": true, "label": true, "weight": true, "interval": true, "source": true, "target": true, "type": true}
			declared[class.Class] = map[string]bool{}
			if class.Class == "edge" {
				titles["kind"] = true
			}
			for _, a := range class.List {
				if lower := strings.ToLower(a.Title); titles[lower] {
					t.Errorf("%s: title %q of %s is there, ignoring case", format, a.Title, class.Class)
				} else {
					titles[lower] = true
				}
				declared[class.Class][a.ID] = true
				if a.ID != a.Title || strings.HasPrefix(a.Type, "list") && !want.newer {
					t.Errorf("%s: %v", format, a)
				}
			}
		}
		nodes, edges := map[string]bool{}, map[string]bool{}
		undirected := 0
		for _, n := range x.Nodes {
			if nodes[n.ID] {
				t.Errorf("%s: node %s twice", format, n.ID)
			}
			nodes[n.ID] = true
			for _, v := range n.Values {
				if !declared["node"][v.For] {
					t.Errorf("%s: attribute %s of a node is not declared", format, v.For)
				}
			}
		}
		for _, e := range x.Edges {
			if edges[e.ID] || !nodes[e.Source] || !nodes[e.Target] || e.Weight == "" || (e.Kind != "") != want.newer {
				t.Errorf("%s: edge %+v", format, e)
			}
			edges[e.ID] = true
			if e.Type == "undirected" {
				undirected++
			}
			for _, v := range e.Values {
				if !declared["edge"][v.For] {
					t.Errorf("%s: attribute %s of an edge is not declared", format, v.For)
				}
			}
		}
		if len(nodes) < 500 || len(edges) < 1000 || (undirected > 0) != want.newer {
			t.Errorf("%s: %d nodes, %d edges, %d of them undirected", format, len(nodes), len(edges), undirected)
		}
	}
}

// GraphML keeps the rules that imports have broken on: ids of keys are names and never "d3", each
// once; nodes have label and name, edges label and interaction; types are declared; nothing is said of the graph
// itself; no edge has a direction of its own.
func TestGraphMLRules(t *testing.T) {
	text := seedsAs(t, "graphml")
	var x struct {
		Keys []struct {
			ID   string `xml:"id,attr"`
			For  string `xml:"for,attr"`
			Name string `xml:"attr.name,attr"`
			Type string `xml:"attr.type,attr"`
		} `xml:"key"`
		Graph struct {
			Default string     `xml:"edgedefault,attr"`
			Data    []struct{} `xml:"data"`
			Edges   []struct {
				ID       string `xml:"id,attr"`
				Directed string `xml:"directed,attr"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal(text, &x); err != nil {
		t.Fatal(err)
	}
	ids, names := map[string]bool{}, map[string]bool{}
	for _, k := range x.Keys {
		if ids[k.ID] || regexp.MustCompile(`^d\d+$`).MatchString(k.ID) || k.Type == "" || k.For != "node" && k.For != "edge" {
			t.Errorf("key %+v", k)
		}
		if k.ID != k.Name && k.ID != "edgelabel" { // Gephi knows this one, and "label" is the nodes'
			t.Errorf("key %s is named %s", k.ID, k.Name)
		}
		ids[k.ID], names[k.For+" "+k.Name] = true, true
	}
	for _, name := range []string{"node label", "node name", "edge label", "edge interaction", "edge weight"} {
		if !names[name] {
			t.Errorf("no key for %s", name)
		}
	}
	if x.Graph.Default != "directed" || len(x.Graph.Data) > 0 {
		t.Errorf("edges are %s, and the graph has %d attributes", x.Graph.Default, len(x.Graph.Data))
	}
	seen := map[string]bool{}
	for _, e := range x.Graph.Edges {
		if e.ID == "" || seen[e.ID] || e.Directed != "" {
			t.Errorf("edge %+v", e)
		}
		seen[e.ID] = true
	}
}

// Attributes keep clear of the names that readers give a meaning of their own: sigma draws a node
// by its "type", igraph takes it for a side of a bipartite graph.
func TestNoAttributeIsType(t *testing.T) {
	var x struct {
		Nodes, Edges []struct{ Attributes map[string]any }
		Options      struct {
			Multi bool
			Type  string
		}
	}
	if err := json.Unmarshal(seedsAs(t, "graphology"), &x); err != nil {
		t.Fatal(err)
	}
	if !x.Options.Multi || x.Options.Type != "directed" {
		t.Errorf("options %+v", x.Options)
	}
	for _, list := range [][]struct{ Attributes map[string]any }{x.Nodes, x.Edges} {
		for _, e := range list {
			for _, name := range []string{"type", "x", "y", "size", "hidden", "source", "target", "key"} {
				if _, has := e.Attributes[name]; has {
					t.Fatalf("an attribute is %q: %v", name, e.Attributes)
				}
			}
		}
	}
}

// Tables have the headings that Gephi looks for, a byte order mark only on request, and cells as
// they are: an apostrophe before what a spreadsheet runs as a formula only on request.
func TestNetworkTables(t *testing.T) {
	g := built(t, hostile.Facts(true))
	both := files(t, with(t, g, "csv", nil, export.Options{}))
	for name, headings := range map[string]string{"nodes": "Id,Label,", "edges": "Source,Target,Type,Weight,Kind,Label,Id,"} {
		plain := string(with(t, g, name+"-csv", nil, export.Options{}))
		if !strings.HasPrefix(plain, headings) {
			t.Errorf("%s begin with %.60q", name, plain)
		}
		if both[name+".csv"] != plain {
			t.Errorf("%s.csv of the zip differs from %s-csv", name, name)
		}
		if marked := string(with(t, g, name+"-csv", nil, export.Options{BOM: true})); marked != "\ufeff"+plain {
			t.Errorf("with a mark %s begin with %.60q", name, marked)
		}
	}
	rows := func(o export.Options) [][]string {
		list, err := csv.NewReader(bytes.NewReader(with(t, g, "nodes-csv", nil, o))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	plain, guarded := rows(export.Options{}), rows(export.Options{Guard: true})
	changed := 0
	for i, row := range plain {
		for j, cell := range row {
			want := cell
			if slices.Contains([]string{"=1+1", "-SUM(A1)", "@cmd", "--> <!--"}, cell) {
				want = "'" + cell
				changed++
			}
			if guarded[i][j] != want {
				t.Errorf("%q is guarded as %q, want %q", cell, guarded[i][j], want)
			}
		}
	}
	if changed != 8 { // four names, as label and as nameZh
		t.Errorf("%d cells were guarded", changed)
	}
	if cells := slices.Concat(plain...); !slices.Contains(cells, "=1+1") {
		t.Error("without a guard =1+1 is something else")
	}
	if got := string(with(t, built(t, named("＝1+1")), "nodes-csv", nil, export.Options{Guard: true})); !strings.Contains(got, ",'＝1+1,") {
		t.Errorf("a full-width sign is not guarded: %s", got)
	}
}

// named is a county with a name and with the same text as an alias between others.
func named(texts ...string) *graph.Facts {
	f := &graph.Facts{Entities: []graph.Entity{{ID: "county/999901", Type: graph.County, Name: texts[0]}},
		Sources: []graph.Source{{ID: "source/x", Kind: "reference", Title: "x"}}, Mentions: []graph.Mention{{Entity: "county/999901", Locator: graph.Locator{Source: "source/x"}}}}
	for _, text := range append(texts[1:], "b") {
		f.Names = append(f.Names, graph.Name{Entity: "county/999901", Text: text, Lang: "zh", Kind: graph.Alias})
	}
	return f
}

// What stands between the values of Neo4j's arrays is in none of them.
func TestNeo4jDelimiter(t *testing.T) {
	for _, c := range []struct {
		name    string
		aliases []string
		command string
		between string
	}{
		{"as Neo4j has it", []string{"a"}, "U+003B", ";"}, {"a bar", []string{"a;"}, "U+007C", "|"}, {"a separator", []string{"a;", "c|"}, "U+001F", "\x1f"},
		{"one for private use", []string{"a;", "c|\x1f\ue000"}, "U+E001", "\ue001"},
	} {
		packed := files(t, with(t, built(t, named(append([]string{"县"}, c.aliases...)...)), "neo4j", nil, export.Options{}))
		if !strings.Contains(packed["import.sh"], "--array-delimiter="+c.command+" ") {
			t.Errorf("%s: the command is %s", c.name, packed["import.sh"])
		}
		rows, err := csv.NewReader(strings.NewReader(packed["nodes.csv"])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := append(slices.Clone(c.aliases), "b")
		slices.Sort(want)
		got := strings.Split(rows[1][slices.Index(rows[0], "aliases:string[]")], c.between)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: aliases (-want +got):\n%s", c.name, diff)
		}
		if label := rows[1][slices.Index(rows[0], ":LABEL")]; label != "Entity"+c.between+"County" {
			t.Errorf("%s: label %q", c.name, label)
		}
	}
}

// Files that a browser saves beside each other have names of their own.
func TestFileNames(t *testing.T) {
	seen := map[string]string{}
	for _, f := range export.Formats {
		if other := seen[f.File()]; other != "" {
			t.Errorf("%s and %s are both saved as %s", other, f.Name, f.File())
		}
		seen[f.File()] = f.Name
		if !strings.HasSuffix(f.File(), f.Extension) {
			t.Errorf("%s is saved as %s", f.Name, f.File())
		}
	}
}

// Entities that were found otherwise are a focus: none of them is nothing, not all.
func TestSelectFrom(t *testing.T) {
	g, _ := worlds.Seeds(t)
	county, other := graph.ID("county/330324"), "county/331121"
	for _, c := range []struct {
		name  string
		found []graph.ID
		words map[string][]string
		want  func(n int) bool
	}{
		{"not asked", nil, nil, func(n int) bool { return n > 500 }},
		{"none", []graph.ID{}, nil, func(n int) bool { return n == 0 }},
		{"none, with steps", []graph.ID{}, map[string][]string{"depth": {"1"}}, func(n int) bool { return n == 0 }},
		{"one", []graph.ID{county}, nil, func(n int) bool { return n == 1 }},
		{"one and a focus", []graph.ID{county}, map[string][]string{"focus": {other}}, func(n int) bool { return n == 2 }},
		{"a step", []graph.ID{county}, map[string][]string{"depth": {"1"}}, func(n int) bool { return n > 20 && n < 500 }},
	} {
		part, err := export.Select(context.Background(), g, c.found, c.words)
		if err != nil || !c.want(part.Count()) {
			t.Errorf("%s: %d entities, %v", c.name, part.Count(), err)
		}
	}
}
