package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/replace"
	"github.com/innograph/innograph/loader"
)

func loadCommand() *cobra.Command {
	var data dataFlags
	cmd := &cobra.Command{
		Use: "load", Short: "Load data packages into a store, whole or not at all", Args: cobra.NoArgs,
		Long: "Load checks data packages, builds the graph and writes it to the store. The file is written aside and renamed:\n" +
			"under the name stands the old file or the whole new one, whatever happens. So it is with\n" +
			"the tables of a database, which docs/store.md describes. Loading the same packages again changes nothing.",
		Example: "  innograph load --data plans/ --store file:graph.innograph\n  innograph serve --store file:graph.innograph",
		RunE:    func(cmd *cobra.Command, _ []string) error { return load(cmd, &data) },
	}
	data.register(cmd)
	data.registerBase(cmd)
	cmd.Flags().StringVar(&data.store, "store", "", "`ADDR` of the store: file:PATH or postgres://user@host:port/name")
	return cmd
}

func load(cmd *cobra.Command, data *dataFlags) error {
	path, err := storePath(data.store)
	if err != nil {
		return err
	}
	if path == "" && !graph.IsDatabase(data.store) {
		return usage("load needs --store file:PATH or --store postgres://…")
	}
	base, err := graph.ParseBase(data.base)
	if err != nil {
		return usage("--base: %v", err)
	}
	if path == "" {
		return loadDatabase(cmd, data, base)
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return usage("--store %s: %s is no folder", data.store, filepath.Dir(path))
	}
	replace.Sweep(filepath.Dir(path)) // what a load that was killed left
	packages, err := data.packages()
	if err != nil {
		return err
	}
	began := time.Now()
	origin := loader.Digest(packages)
	if held(path, origin, base) {
		fmt.Fprintf(cmd.OutOrStdout(), "%s holds these packages already\n", path)
		return nil
	}
	texts, err := data.texts()
	if err != nil {
		return err
	}
	facts, err := data.read(cmd, packages, texts)
	if err != nil {
		return err
	}
	if err := graph.WriteFile(cmd.Context(), facts, base, path); err != nil {
		return unreachable(err)
	}
	g, err := graph.Open(path)
	if err != nil {
		return unreachable(err)
	}
	defer g.Close()
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %d claims and %d observations in %d quads, %.1f s\n", path, g.Stats().Claims, g.Stats().Observations, g.Stats().Quads, time.Since(began).Seconds())
	return nil
}

// held reports whether a file is a whole store of the same packages and base.
// Whatever else it is will be replaced.
func held(path, origin string, base graph.Base) bool {
	g, err := graph.Open(path)
	if err != nil {
		return false
	}
	defer g.Close()
	return g.Origin() == origin && g.Base() == base
}

// read loads packages with a progress bar on a terminal; problems are printed and are a failure.
func (f *dataFlags) read(cmd *cobra.Command, packages []loader.Package, texts loader.Texts) (*graph.Facts, error) {
	options := loader.Options{Texts: texts}
	if terminal(cmd.ErrOrStderr()) {
		bar := newBar(cmd.ErrOrStderr())
		options.Progress = func(read, total int64) {
			bar.ChangeMax64(total)
			_ = bar.Set64(read) // a bar that cannot be drawn is no failure
		}
	}
	facts, problems, err := options.Load(cmd.Context(), packages)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		return nil, refused(cmd, problems, "nothing was loaded")
	}
	return facts, nil
}

// refused prints the problems that stand in the way, and is the failure that
// says what was left undone.
func refused(cmd *cobra.Command, problems []loader.Problem, undone string) error {
	for _, p := range problems {
		fmt.Fprintln(cmd.ErrOrStderr(), p)
	}
	return &failure{code: exitProblems, err: fmt.Errorf("%s; %s", count(len(problems), "problem"), undone)}
}

// terminal reports whether a writer is one: progress is shown nowhere else.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}

func newBar(w io.Writer) *progressbar.ProgressBar {
	return progressbar.NewOptions64(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("reading packages"),
		progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
}

// storePath is the file of a store address; empty for memory and databases.
func storePath(addr string) (string, error) {
	if addr == "" || addr == "memory:" || graph.IsDatabase(addr) {
		return "", nil
	}
	if path, ok := strings.CutPrefix(addr, "file:"); ok && path != "" {
		return path, nil
	}
	if scheme, _, _ := strings.Cut(addr, ":"); scheme == "sqlite" || scheme == "mysql" {
		return "", usage("--store %s: Cayley keeps one label a fact there, and each label is a piece of evidence; use postgres://…", scheme)
	}
	return "", usage("--store %s: unknown store; use memory:, file:PATH or postgres://user@host:port/name", graph.RedactAddress(addr))
}

// openStore opens the file of a store; what is wrong with it is told in a sentence.
func openStore(path string) (*graph.Graph, error) {
	g, err := graph.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unreachable(fmt.Errorf("store %s is not there; innograph load --store file:%s makes it", path, path))
	}
	if err != nil {
		return nil, unreachable(err)
	}
	return g, nil
}
