package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/export"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/replace"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
)

// exportFlags say what is written, in which form and where.
type exportFlags struct {
	data                                        dataFlags
	format, output, published                   string
	depth                                       int
	focus, types, predicates, statuses, sources []string
	query, variables, operation, lang           string
	bom, guard                                  bool
}

func exportCommand() *cobra.Command {
	var f exportFlags
	cmd := &cobra.Command{
		Use: "export --format FORMAT", Short: "Write the graph, or a part of it, in a public form", Args: takes(0, 0),
		Long:    "Write the graph, or a part of it, in a public form:\n\n" + formatTable() + "\nThe same data gives the same bytes. A file is written aside and renamed: under its name stands the old one or the whole new one.",
		Example: "  innograph export --format nquads -o graph.nq\n  innograph export --format gexf --focus county/330324 --depth 2 -o yongjia.gexf\n  innograph export --format graphml --query partners.graphql --variables '{\"id\": \"county/330324\"}' -o partners.graphml",
		RunE:    func(cmd *cobra.Command, _ []string) error { return exportGraph(cmd, &f) },
	}
	f.data.register(cmd)
	f.data.registerBase(cmd)
	f.data.registerStore(cmd)
	cmd.Flags().StringVar(&f.format, "format", "", "`FORMAT` to write: "+strings.Join(export.Names(), ", "))
	cmd.Flags().StringVarP(&f.output, "output", "o", "-", "`FILE` to write; - is standard output, and a form of several files goes into a folder if the name ends in /")
	cmd.Flags().StringSliceVar(&f.focus, "focus", nil, "`ID` of an entity to start from; may be repeated (default: the whole graph)")
	cmd.Flags().IntVar(&f.depth, "depth", 0, "`STEPS` around the focus: 0 gives it alone, with the links among several, 1 also what it is linked with, at most 6")
	cmd.Flags().StringSliceVar(&f.types, "type", nil, "`TYPE` of entities; may be repeated")
	cmd.Flags().StringSliceVar(&f.predicates, "predicate", nil, "`PREDICATE` of claims; may be repeated")
	cmd.Flags().StringSliceVar(&f.statuses, "status", nil, "`STATUS` of claims: existing, planned, encouraged; may be repeated")
	cmd.Flags().StringSliceVar(&f.sources, "source", nil, "`ID` of a source to read from; may be repeated")
	cmd.Flags().StringVar(&f.published, "published", "", "`DATE` of the release that rocrate tells, YYYY-MM-DD (default: today)")
	cmd.Flags().StringVar(&f.query, "query", "", "`FILE` with a GraphQL document (- is standard input): start from the entities whose id is in its answer")
	cmd.Flags().StringVar(&f.variables, "variables", "", "variables of --query: `JSON`, or a file with it")
	cmd.Flags().StringVar(&f.operation, "operation", "", "`NAME` of the operation, if the document of --query holds several")
	cmd.Flags().StringVar(&f.lang, "lang", export.Chinese, "`LANGUAGE` of labels in networks: zh, or en (Chinese where there is no English name)")
	cmd.Flags().BoolVar(&f.guard, "guard-cells", false, "in nodes-csv, edges-csv and csv, put ' before cells that a spreadsheet would take for formulas; this alters data")
	cmd.Flags().BoolVar(&f.bom, "bom", false, "begin tables with a byte order mark, which Excel needs")
	return cmd
}

// formatTable lists the forms, a line each.
func formatTable() string {
	var b strings.Builder
	for _, f := range export.Formats {
		fmt.Fprintf(&b, "  %-12s %s: %s\n", f.Name, f.Label.En, f.Comment.En)
	}
	return b.String()
}

func exportGraph(cmd *cobra.Command, f *exportFlags) error {
	format, ok := export.Named(f.format)
	if !ok {
		return usage("--format %q: unknown form; there are %s", f.format, strings.Join(export.Names(), ", "))
	}
	if _, err := time.Parse(time.DateOnly, f.published); f.published != "" && err != nil {
		return usage("--published %q: a date such as 2026-01-31 is wanted", f.published)
	}
	if f.lang != export.Chinese && f.lang != export.English {
		return usage("--lang %q: unknown language; there are %s, %s", f.lang, export.Chinese, export.English)
	}
	if f.output != "-" && !strings.HasSuffix(f.output, "/") {
		if err := target("-o", f.output, f.output); err != nil {
			return err
		}
	}
	g, texts, err := f.data.open(cmd)
	if err != nil {
		return err
	}
	defer g.Close()
	var found []graph.ID
	if f.query != "" {
		if found, err = f.find(cmd, g, texts); err != nil {
			return err
		}
	}
	words := map[string][]string{"focus": f.focus, "type": f.types, "predicate": f.predicates, "status": f.statuses, "source": f.sources}
	if f.depth != 0 {
		words["depth"] = []string{strconv.Itoa(f.depth)}
	}
	part, err := export.Select(cmd.Context(), g, found, words)
	if err != nil {
		if cmd.Context().Err() != nil {
			return err
		}
		return usage("--%v", err)
	}
	options := export.Options{Origin: g.Origin(), Version: version(), Lang: f.lang, BOM: f.bom, Guard: f.guard, Published: f.published}
	if err := save(cmd, f.output, part, format, options); err != nil {
		return err
	}
	if part.Empty() && f.output != "-" {
		fmt.Fprintf(cmd.ErrOrStderr(), "innograph: nothing is selected; %s holds an empty graph\n", f.output)
	}
	return nil
}

// save writes a form to standard output, a file or a folder.
func save(cmd *cobra.Command, name string, part *graph.Part, format *export.Format, o export.Options) error {
	write := func(w io.Writer) error { return export.Write(cmd.Context(), w, part, format, o) }
	switch {
	case name == "-":
		if err := write(cmd.OutOrStdout()); err != nil {
			return unreachable(fmt.Errorf("write standard output: %w", err))
		}
		return nil
	case strings.HasSuffix(name, "/"):
		return saveFolder(cmd, name, part, format, o)
	}
	if err := replace.File(name, write); err != nil {
		return unreachable(err)
	}
	return nil
}

// saveFolder writes a form of several files as a folder.
func saveFolder(cmd *cobra.Command, dir string, part *graph.Part, format *export.Format, o export.Options) error {
	if !format.Folder() {
		return usage("-o %s: %s is one file; name it without the / at the end", dir, format.Name)
	}
	err := export.WriteFolder(cmd.Context(), dir, part, format, o)
	switch {
	case errors.Is(err, export.ErrNotEmpty):
		return usage("-o %s: %v; name a new folder, or empty this one", dir, export.ErrNotEmpty)
	case err != nil:
		return unreachable(err)
	}
	return nil
}

// find gives the entities whose id is in the answer to the query, with the limits that
// the server has. An answer with errors gives none.
func (f *exportFlags) find(cmd *cobra.Command, g *graph.Graph, texts loader.Texts) ([]graph.ID, error) {
	document, err := readDocument(cmd.InOrStdin(), f.query)
	if err != nil {
		return nil, err
	}
	request := executor.Request{Query: document, OperationName: f.operation}
	if request.Variables, err = readVariables(f.variables); err != nil {
		return nil, err
	}
	s, _, err := schemaOver(cmd.Context(), g, search.New, texts, slog.Default())
	if err != nil {
		return nil, err
	}
	prepared, refused := s.Prepare(cmd.Context(), request)
	var found []graph.ID
	if refused == nil {
		found, refused = schema.Entities(cmd.Context(), prepared)
	}
	if refused == nil {
		return found, nil
	}
	parts := refused.Parts()
	fmt.Fprintf(cmd.ErrOrStderr(), "%s\n", bytes.Join(parts[:], nil))
	return nil, usage("--query %s: %s, and nothing is exported; the first: %s", f.query, count(len(refused.Errors), "error"), refused.Errors[0].Message)
}
