package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/diff"
	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/replace"
	"github.com/innograph/innograph/web"
)

// diffFlags say how differences are told.
type diffFlags struct {
	with     []string
	format   string
	output   string
	lang     string
	pages    string
	exitCode bool
}

func diffCommand() *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use: "diff A B", Short: "Tell what changed from one data set to another", Args: takes(2, 2),
		Long: `Tell what changed from A to B: sources, indicators, entities, names, identifiers, claims, observations, mentions,
omissions and former ids, added, removed, changed (which column, from → to), moved (the same statement of the same
source at another place), merged or renamed. Each of A and B is a folder of packages, one package, a store
(file:PATH or postgres://…), or memory:, the packages in the binary.

The exit code is 0 whether or not there are differences; with --exit-code it is 1 if there are any. docs/diff.md
describes the forms.`,
		Example: "  innograph diff plans-2024/ plans-2025/\n  innograph diff file:old.innograph plans/ --format json\n  innograph diff memory: plans/ --format html -o changes.html",
		RunE:    func(cmd *cobra.Command, args []string) error { return compare(cmd, &f, args[0], args[1]) },
	}
	cmd.Flags().StringSliceVar(&f.with, "with", nil, "`DIR` of packages to add to those of A and B, where these are folders; may be repeated")
	cmd.Flags().StringVar(&f.format, "format", "text", "how to tell it: text, json, or html (a page that stands alone)")
	cmd.Flags().StringVarP(&f.output, "output", "o", "-", "`FILE` to write; - is standard output")
	cmd.Flags().StringVar(&f.lang, "lang", "zh", "language of the page: zh or en")
	cmd.Flags().StringVar(&f.pages, "pages", "", "`URL` of a server whose pages the page links to, such as http://127.0.0.1:8080/")
	cmd.Flags().BoolVar(&f.exitCode, "exit-code", false, "exit with 1 if there are differences")
	return cmd
}

func compare(cmd *cobra.Command, f *diffFlags, a, b string) error {
	switch {
	case f.format != "text" && f.format != "json" && f.format != "html":
		return usage("--format %q: unknown form; use text, json or html", f.format)
	case f.lang != "zh" && f.lang != "en":
		return usage("--lang %q: unknown language; use zh or en", f.lang)
	case f.pages != "" && !isWeb(f.pages):
		return usage("--pages %s: it is to be like http://127.0.0.1:8080/", f.pages)
	}
	if f.output != "-" {
		if err := target("-o", f.output, f.output); err != nil {
			return err
		}
	}
	from, err := f.open(cmd, a)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := f.open(cmd, b)
	if err != nil {
		return err
	}
	defer to.Close()
	c, err := diff.New(cmd.Context(), from, to)
	if err != nil {
		return err
	}
	total := 0
	write := func(w io.Writer) (err error) { total, err = f.write(cmd, c, w); return err }
	if f.output == "-" {
		err = write(cmd.OutOrStdout())
	} else if err = replace.File(f.output, write); err != nil {
		err = unreachable(err)
	}
	if err == nil && f.exitCode && total > 0 {
		return &failure{code: exitProblems, err: errors.New("there are differences"), silent: true}
	}
	return err
}

func (f *diffFlags) write(cmd *cobra.Command, c *diff.Comparison, w io.Writer) (int, error) {
	switch f.format {
	case "json":
		return c.WriteJSON(cmd.Context(), w)
	case "html":
		look := diff.Look{English: f.lang == "en", Style: web.Style(), Base: f.pages}
		if look.Base != "" {
			look.Base = strings.TrimSuffix(look.Base, "/") + "/"
		}
		return c.WriteHTML(cmd.Context(), w, look)
	}
	return c.WriteText(cmd.Context(), w, terminal(w) && os.Getenv("NO_COLOR") == "")
}

// open gives the graph of one side.
func (f *diffFlags) open(cmd *cobra.Command, side string) (*graph.Graph, error) {
	data := dataFlags{base: graph.DefaultBase}
	switch {
	case strings.HasPrefix(side, "file:"), graph.IsDatabase(side):
		data.store = side
	case side != "memory:":
		data.data = append(append(data.data, f.with...), side)
	}
	g, _, err := data.open(cmd)
	var told *failure
	if !errors.As(err, &told) {
		return g, err
	}
	if reason, flagged := strings.CutPrefix(told.Error(), "--data "); flagged {
		return nil, usage("%s", reason) // it is no flag here
	}
	return nil, &failure{code: told.code, err: fmt.Errorf("%s: %w", graph.RedactAddress(side), told.err), silent: told.silent}
}
