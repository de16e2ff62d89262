package main

import (
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/seeds"
)

// dataFlags say which data a command works on.
type dataFlags struct {
	data    []string
	sources string
	base    string
	store   string
	logger  *slog.Logger          // of what answers from the data; nil: slog's default
	held    graph.DatabaseVersion // what was read, of a store that is a database
}

func (f *dataFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&f.data, "data", nil, "`PATH` of a data package: a folder, a folder of such, or a file (.nq, .nq.gz, .pq, .pq.gz, .jsonld, .xlsx, .zip); may be repeated (default: the packages in the binary)")
	cmd.Flags().StringVar(&f.sources, "sources", "", "`DIR` with the texts of the sources, to check and quote passages")
}

// registerBase adds --base to commands that make a graph of packages.
func (f *dataFlags) registerBase(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.base, "base", graph.DefaultBase, "`IRI` under which ids become IRIs")
}

// packages are the data packages of --data, or the seeds.
func (f *dataFlags) packages() ([]loader.Package, error) {
	paths, err := f.paths()
	if err != nil {
		return nil, err
	}
	var list []loader.Package
	for _, p := range paths {
		switch parent, file := filepath.Split(p.name); {
		case p.folder:
			list = append(list, loader.Package{Name: p.name, FS: folder(p.name)})
		case strings.HasSuffix(file, ".zip"):
			inside, err := loader.Archive(p.name, os.DirFS(filepath.Clean(parent)), file)
			if err != nil {
				return nil, usage("--data %v", err)
			}
			list = append(list, inside...)
		default:
			list = append(list, loader.Package{Name: p.name, FS: os.DirFS(filepath.Clean(parent)), File: file})
		}
	}
	if len(f.data) == 0 {
		for _, p := range seeds.Packages() {
			list = append(list, loader.Package{Name: "seeds/" + p.Name, FS: p.FS})
		}
	}
	return list, nil
}

// dataPath is the folder of a package, or a file that is or holds packages.
type dataPath struct {
	name   string
	folder bool
}

// paths are what --data names: each DIR, or the packages in it if it is a folder
// of packages, and each FILE. What is named twice is read once.
func (f *dataFlags) paths() ([]dataPath, error) {
	var list []dataPath
	for _, name := range f.data {
		info, err := os.Stat(name)
		switch {
		case err != nil:
			return nil, usage("--data %s: %v", name, plain(err))
		case info.IsDir():
			inside, err := packagesIn(name)
			if err != nil {
				return nil, err
			}
			for _, dir := range inside {
				list = append(list, dataPath{dir, true})
			}
		case !strings.HasSuffix(name, ".zip") && !loader.IsForm(name):
			return nil, usage("--data %s: neither a folder nor a file that ends in %s or .zip (a store is named file:PATH)", name, strings.Join(loader.Forms(), ", "))
		case !info.Mode().IsRegular():
			return nil, usage("--data %s: is no regular file", name)
		default:
			list = append(list, dataPath{filepath.Clean(name), false})
		}
	}
	return once(list), nil
}

// once is the list without what stands in it before.
func once(list []dataPath) []dataPath {
	var kept []dataPath
	for _, p := range list {
		if !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// packagesIn is dir itself, or by name the packages in it if it is none. A
// folder without a sub-folder is taken for a package too: what it lacks is for
// the loader to say. Paths are clean: problems read "pkg/claims.csv", not "pkg//claims.csv".
func packagesIn(dir string) ([]string, error) {
	dir = filepath.Clean(dir)
	if holds(dir, "entities.csv") || holds(dir, "datapackage.json") {
		return []string{dir}, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return []string{dir}, nil // the loader tells it among the problems
	}
	var inside []string
	folders := false
	for _, e := range entries {
		sub := filepath.Join(dir, e.Name())
		if info, err := os.Stat(sub); err != nil || !info.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		folders = true
		// One that lost its descriptor counts, so that it does not go unread.
		if holds(sub, "datapackage.json") || holds(sub, "entities.csv") {
			inside = append(inside, sub)
		}
	}
	switch {
	case len(inside) > 0:
		return inside, nil
	case folders:
		return nil, usage("--data %s: neither a data package (it has no entities.csv) nor a folder of packages (no sub-folder has a datapackage.json)", dir)
	}
	return []string{dir}, nil
}

func holds(dir, file string) bool {
	_, err := os.Stat(filepath.Join(dir, file))
	return err == nil
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

// build makes a graph of packages, and gives the texts that they were held against.
func (f *dataFlags) build(cmd *cobra.Command, packages []loader.Package, base graph.Base) (*graph.Graph, loader.Texts, error) {
	texts, err := f.texts()
	if err != nil {
		return nil, nil, err
	}
	facts, err := f.read(cmd, packages, texts)
	if err != nil {
		return nil, nil, err
	}
	g, err := graph.Build(cmd.Context(), facts, base)
	return g, texts, err
}

// fromPackages makes a graph of the packages of --data, or of the seeds.
func (f *dataFlags) fromPackages(cmd *cobra.Command) (*graph.Graph, loader.Texts, error) {
	base, err := graph.ParseBase(f.base)
	if err != nil {
		return nil, nil, usage("--base: %v", err)
	}
	packages, err := f.packages()
	if err != nil {
		return nil, nil, err
	}
	return f.build(cmd, packages, base)
}

// folder is the file system of a data package. Links inside it are followed, those
// that lead out of it are not: a package from elsewhere must not show other files
// of this machine in its problems.
type folder string

func (f folder) Open(name string) (fs.File, error) {
	file, err := os.OpenInRoot(string(f), name)
	if err != nil {
		return nil, err // not a nil *os.File
	}
	return file, nil
}

// Stat does not open the file: a pipe would wait for its writer.
func (f folder) Stat(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(string(f))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Stat(name)
}
