package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

func locateCommand() *cobra.Command {
	var sources, rows string
	cmd := &cobra.Command{
		Use: "locate SOURCE [PHRASE]", Short: "Find where a phrase stands in a plan: section, start, end and digest",
		Long: "Locate finds every place of a phrase in the text of a source and prints the columns of a locator, ready to paste.\n" +
			"White space is no difference. Each place is widened to the clause, line or cell it stands in; \"A~~B\" runs from A to the next B.\n" +
			"With --rows it reads a table with a column quote (and n, the number of the place where there are several) and prints the same rows with locators instead.",
		Example: "  innograph locate yongjia-2021 兰理工温州泵阀工程研究院 --sources plans/\n  innograph locate yongjia-2021 --rows draft.csv --sources plans/ > claims.csv",
		Args:    takes(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if (rows == "") == (len(args) == 1) {
				return usage("give either a phrase or --rows")
			}
			if rows == "" && strings.TrimSpace(args[1]) == "" {
				return usage("the phrase is empty")
			}
			source, text, err := readText(sources, args[0])
			if err != nil {
				return err
			}
			if rows != "" {
				return locateRows(cmd, source, text, rows)
			}
			return locate(cmd, source, text, args[1])
		},
	}
	cmd.Flags().StringVar(&sources, "sources", ".", "`DIR` with the texts of the sources")
	cmd.Flags().StringVar(&rows, "rows", "", "`FILE` with a draft of a table, or - for standard input")
	return cmd
}

func readText(dir, name string) (graph.ID, *loader.Text, error) {
	name = strings.TrimPrefix(name, graph.SourcePrefix+"/")
	source, err := graph.ParseID(graph.SourcePrefix + "/" + name)
	if err != nil {
		return "", nil, usage("source %s: %v", name, err)
	}
	data, err := os.ReadFile(filepath.Join(dir, name+".txt"))
	if err != nil {
		return "", nil, usage("source %s: %v; --sources names the folder of the texts", name, err)
	}
	return source, loader.NewText(data), nil
}

func locate(cmd *cobra.Command, source graph.ID, text *loader.Text, phrase string) error {
	places := text.Locate(phrase)
	if len(places) == 0 {
		return &failure{code: exitProblems, err: fmt.Errorf("%q does not stand in %s", phrase, source)}
	}
	w := csv.NewWriter(cmd.OutOrStdout())
	for _, p := range places {
		_ = w.Write([]string{string(source), p.Section, strconv.Itoa(p.Start), strconv.Itoa(p.End), p.Digest}) // shows in w.Error below
		w.Flush()
		fmt.Fprintf(cmd.ErrOrStderr(), "  %s\n", text.Slice(p.Start, p.End))
	}
	return w.Error()
}

func locateRows(cmd *cobra.Command, source graph.ID, text *loader.Text, name string) error {
	draft := cmd.InOrStdin()
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return usage("--rows %s: %v", name, plain(err))
		}
		defer f.Close()
		draft = f
	}
	var out strings.Builder
	if problems := loader.FillRows(name, draft, source, text, &out); len(problems) > 0 {
		return refused(cmd, problems, "no rows were written")
	}
	_, err := io.WriteString(cmd.OutOrStdout(), out.String())
	return err
}
