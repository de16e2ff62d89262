package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/search"
	"github.com/innograph/innograph/seeds"
)

// dataFlags say which data a command works on.
type dataFlags struct {
	data    []string
	sources string
	base    string
}

func (f *dataFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.data, "data", nil, "`DIR` of a data package; may be repeated (default: the packages in the binary)")
	cmd.Flags().StringVar(&f.sources, "sources", "", "`DIR` with the texts of the sources, to check and quote passages")
	cmd.Flags().StringVar(&f.base, "base", graph.DefaultBase, "`IRI` under which ids become IRIs")
}

// packages are the folders of --data, or the seeds.
func (f *dataFlags) packages() ([]loader.Package, error) {
	var list []loader.Package
	for _, dir := range f.data {
		info, err := os.Stat(dir)
		if err != nil {
			return nil, usage("--data %s: %v", dir, plain(err))
		}
		if !info.IsDir() {
			return nil, usage("--data %s: not a folder", dir)
		}
		list = append(list, loader.Package{Name: filepath.Clean(dir), FS: os.DirFS(dir)}) // problems read "pkg/claims.csv", not "pkg//claims.csv"
	}
	if len(f.data) == 0 {
		for _, p := range seeds.Packages() {
			list = append(list, loader.Package{Name: "seeds/" + p.Name, FS: p.FS})
		}
	}
	return list, nil
}

// texts are the texts of --sources; nil without it.
func (f *dataFlags) texts() (loader.Texts, error) {
	if f.sources == "" {
		return nil, nil
	}
	info, err := os.Stat(f.sources)
	if err != nil {
		return nil, usage("--sources %s: %v", f.sources, plain(err))
	}
	if !info.IsDir() {
		return nil, usage("--sources %s: not a folder", f.sources)
	}
	texts, err := loader.ReadTexts(os.DirFS(f.sources))
	if err != nil {
		return nil, usage("--sources %s: %v", f.sources, err)
	}
	return texts, nil
}

// facts loads the packages; problems are printed and are a failure.
func (f *dataFlags) facts(cmd *cobra.Command) (*graph.Facts, loader.Texts, error) {
	packages, err := f.packages()
	if err != nil {
		return nil, nil, err
	}
	texts, err := f.texts()
	if err != nil {
		return nil, nil, err
	}
	facts, problems, err := loader.Load(cmd.Context(), packages, texts)
	if err != nil {
		return nil, nil, err
	}
	if len(problems) > 0 {
		for _, p := range problems {
			fmt.Fprintln(cmd.ErrOrStderr(), p)
		}
		return nil, nil, &failure{code: exitProblems, err: fmt.Errorf("%d problems; nothing was loaded", len(problems))}
	}
	return facts, texts, nil
}

// open loads the packages into a graph.
func (f *dataFlags) open(cmd *cobra.Command) (*graph.Graph, loader.Texts, error) {
	base, err := graph.ParseBase(f.base)
	if err != nil {
		return nil, nil, usage("--base: %v", err)
	}
	facts, texts, err := f.facts(cmd)
	if err != nil {
		return nil, nil, err
	}
	g, err := graph.Build(cmd.Context(), facts, base)
	return g, texts, err
}

// schemaOver makes the GraphQL schema over a graph.
func schemaOver(ctx context.Context, g *graph.Graph, texts loader.Texts) (*schema.Schema, error) {
	index, err := search.New(ctx, g)
	if err != nil {
		return nil, err
	}
	return schema.New(schema.Config{Graph: g, Finder: index, Quoter: texts})
}

// plain drops the path that os errors repeat.
func plain(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
