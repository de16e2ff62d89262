// Package export writes a graph, or a part of it, in public forms. There is one
// file a form, and one table, [Formats], that commands, addresses, pages and
// documents follow.
//
// Every form is streamed in an order that depends on nothing but the graph: the
// same data gives the same bytes. Other people's readers hold the forms to that
// what they say is what the graph says.
package export

import (
	"archive/zip"
	"bufio"
	"context"
	"io"
	"slices"

	"github.com/innograph/innograph/graph"
)

// Format is a public form of a graph.
type Format struct {
	Name      string // on the command line and in addresses
	Extension string // of a file, with its dot
	MediaType string
	Label     graph.Label // what the form is called
	Comment   graph.Label // what reads it
	write     func(*writer) error
	describe  func(*writer, quads) error   // one thing; nil: the form is not RDF, or too much for one thing
	files     func(*writer, archive) error // in place of write: a form of several files
	dated     bool                         // it says a day
}

// Formats are all forms, in the order in which they are offered.
var Formats = []Format{
	{Name: "nquads", Extension: ".nq", MediaType: "application/n-quads", Label: graph.Label{Zh: "N-Quads", En: "N-Quads"},
		Comment: graph.Label{Zh: "RDF 数据库，逐行一条", En: "RDF stores; a quad a line"}, write: writeNQuads, describe: nquadsOf},

	{Name: "trig", Extension: ".trig", MediaType: "application/trig", Label: graph.Label{Zh: "TriG", En: "TriG"},
		Comment: graph.Label{Zh: "RDF 数据库；每条陈述为一个纳米出版物", En: "RDF stores; a nanopublication a claim"}, write: writeTriG},

	{Name: "jsonld", Extension: ".jsonld", MediaType: "application/ld+json", Label: graph.Label{Zh: "JSON-LD", En: "JSON-LD"},
		Comment: graph.Label{Zh: "网页与程序；陈述为具名图", En: "programs and the web; claims are named graphs"}, write: writeJSONLD, describe: linkedOf},

	{Name: "turtle", Extension: ".ttl", MediaType: "text/turtle", Label: graph.Label{Zh: "Turtle", En: "Turtle"},
		Comment: graph.Label{Zh: "RDF 工具；便于阅读，陈述为节点，已有者另列为三元组", En: "RDF tools, and people; claims are nodes, what exists stands plain, too"}, write: writeTurtle, describe: turtleOf},

	{Name: "package", Extension: ".zip", MediaType: "application/zip", Label: graph.Label{Zh: "数据包", En: "Data package"},
		Comment: graph.Label{Zh: "innograph、Frictionless、R、pandas；可原样载回", En: "innograph itself, Frictionless, R, pandas; loads again as it is"}, files: writePackage},

	{Name: "rocrate", Extension: ".crate.zip", MediaType: "application/zip", Label: graph.Label{Zh: "RO-Crate", En: "RO-Crate"},
		Comment: graph.Label{Zh: "科研数据仓储（Zenodo 等）；数据包加元数据", En: "archives of research data (Zenodo and others); the data package with metadata"}, files: writeCrate, dated: true},

	{Name: "xlsx", Extension: ".xlsx", MediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Label: graph.Label{Zh: "XLSX", En: "XLSX"},
		Comment: graph.Label{Zh: "Excel、WPS、LibreOffice；每表一页", En: "Excel, WPS, LibreOffice; a sheet a table"}, write: writeXLSX},

	{Name: "gexf", Extension: ".gexf", MediaType: "application/gexf+xml", Label: graph.Label{Zh: "GEXF 1.3", En: "GEXF 1.3"},
		Comment: graph.Label{Zh: "Gephi、Gephi Lite、sigma", En: "Gephi, Gephi Lite, sigma"}, write: writeGEXF},

	{Name: "gexf12", Extension: ".gexf", MediaType: "application/gexf+xml", Label: graph.Label{Zh: "GEXF 1.2", En: "GEXF 1.2draft"},
		Comment: graph.Label{Zh: "NetworkX、旧版 Gephi", En: "NetworkX, older Gephi"}, write: writeGEXF12},

	{Name: "graphml", Extension: ".graphml", MediaType: "application/graphml+xml", Label: graph.Label{Zh: "GraphML", En: "GraphML"},
		Comment: graph.Label{Zh: "NetworkX、igraph、yEd、Cytoscape、Gephi", En: "NetworkX, igraph, yEd, Cytoscape, Gephi"}, write: writeGraphML},

	{Name: "cytoscape", Extension: ".cyjs", MediaType: "application/json", Label: graph.Label{Zh: "Cytoscape JSON", En: "Cytoscape JSON"},
		Comment: graph.Label{Zh: "Cytoscape.js、Cytoscape", En: "Cytoscape.js, Cytoscape"}, write: writeCytoscape},

	{Name: "cx2", Extension: ".cx2", MediaType: "application/json", Label: graph.Label{Zh: "CX2", En: "CX2"},
		Comment: graph.Label{Zh: "Cytoscape 3.10 以上、Cytoscape Web、NDEx", En: "Cytoscape from 3.10 on, Cytoscape Web, NDEx"}, write: writeCX2},

	{Name: "graphology", Extension: ".json", MediaType: "application/json", Label: graph.Label{Zh: "graphology JSON", En: "graphology JSON"},
		Comment: graph.Label{Zh: "graphology、sigma", En: "graphology, sigma"}, write: writeGraphology},

	{Name: "d3", Extension: ".json", MediaType: "application/json", Label: graph.Label{Zh: "节点与连线 JSON", En: "node-link JSON"},
		Comment: graph.Label{Zh: "D3、force-graph、NetworkX", En: "D3, force-graph, NetworkX"}, write: writeD3},

	{Name: "csv", Extension: ".zip", MediaType: "application/zip", Label: graph.Label{Zh: "节点表与边表（压缩包）", En: "tables of nodes and edges"},
		Comment: graph.Label{Zh: "Gephi、Excel、R、Cosmograph", En: "Gephi, Excel, R, Cosmograph"}, files: writeCSV},

	{Name: "nodes-csv", Extension: ".csv", MediaType: "text/csv; charset=utf-8", Label: graph.Label{Zh: "节点表", En: "table of nodes"},
		Comment: graph.Label{Zh: "同上，仅节点", En: "the same, nodes alone"}, write: writeNodesCSV},

	{Name: "edges-csv", Extension: ".csv", MediaType: "text/csv; charset=utf-8", Label: graph.Label{Zh: "边表", En: "table of edges"},
		Comment: graph.Label{Zh: "同上，仅边", En: "the same, edges alone"}, write: writeEdgesCSV},

	{Name: "neo4j", Extension: ".zip", MediaType: "application/zip", Label: graph.Label{Zh: "Neo4j CSV", En: "Neo4j CSV"},
		Comment: graph.Label{Zh: "neo4j-admin 批量导入", En: "neo4j-admin import, with its command"}, files: writeNeo4j},
}

// Compressed reports whether a stream of the form is compressed as it is.
func (f *Format) Compressed() bool { return f.files != nil || f.Name == "xlsx" }

// Named is the format with a name.
func Named(name string) (*Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return &Formats[i], true
}

// Dated reports whether the form says a day: [Options.Published].
func (f *Format) Dated() bool { return f.dated }

// File is a name for a file of the form. Forms that share an extension are told apart.
func (f *Format) File() string {
	for i := range Formats {
		if other := &Formats[i]; other.Extension == f.Extension && other.Name != f.Name {
			return "innograph-" + f.Name + f.Extension
		}
	}
	return "innograph" + f.Extension
}

// Names are the names of all formats, in their order.
func Names() []string {
	var list []string
	for _, f := range Formats {
		list = append(list, f.Name)
	}
	return list
}

// Options are what an export says beside the graph. The zero value is sound.
type Options struct {
	Lang    string // of labels: [Chinese], or [English] with the Chinese name where there is none; empty: Chinese
	Guard   bool   // cells of tables that a spreadsheet would take for a formula begin with an apostrophe
	BOM     bool   // tables of comma-separated values begin with a byte order mark, which Excel needs
	Origin  string // digest of the data packages, where it is known
	Version string // of the program
	// Published is the day of a release, YYYY-MM-DD; empty is today. Only RO-Crate says it.
	Published string
}

// Languages of labels.
const (
	Chinese = "zh"
	English = "en"
)

// writer is what a form is written with. Errors of the output end the context, and
// with it the streams of the part; nobody else has to look at them.
type writer struct {
	*bufio.Writer
	Options
	ctx  context.Context
	part *graph.Part
}

// bufferSize is in bytes; a download is sent in pieces of it.
const bufferSize = 64 << 10

// Write writes a part of a graph in a form. It ends with the context, and as
// soon as the output takes no more.
func Write(ctx context.Context, out io.Writer, part *graph.Part, f *Format, o Options) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &writer{bufio.NewWriterSize(&ending{out, cancel}, bufferSize), o, ctx, part}
	err := f.to(w)
	if flushed := w.Flush(); flushed != nil {
		return flushed
	}
	return err
}

// to writes the form as a stream.
func (f *Format) to(w *writer) error {
	if f.files == nil {
		return f.write(w)
	}
	z := zip.NewWriter(w)
	if err := f.files(w, zipped{z}); err != nil {
		return err
	}
	return z.Close()
}

// ending ends a context when its output fails.
type ending struct {
	io.Writer
	end context.CancelCauseFunc
}

func (e *ending) Write(b []byte) (int, error) {
	n, err := e.Writer.Write(b)
	if err != nil {
		e.end(err)
	}
	return n, err
}
