package loader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"runtime"
	"sync"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
)

// Package is a data package: a folder of CSV files, or one file in another of
// the [Forms]. Name is how problems name it.
type Package struct {
	Name string
	FS   fs.FS
	File string // the file in FS; empty for a folder
}

// Options of loading. The zero value checks no texts and reports nothing.
type Options struct {
	// Texts are the texts that locators are held against, where they are at hand.
	Texts Texts
	// Progress is told how many of how many bytes of the packages have been read;
	// it is called from several goroutines, one at a time.
	Progress func(read, total int64)
}

// Load reads packages and merges them into facts. With texts, every locator is
// held against the text it points into. If there are problems, they come sorted
// by place and there are no facts. The error is the context's.
func Load(ctx context.Context, packages []Package, texts Texts) (*graph.Facts, []Problem, error) {
	return Options{Texts: texts}.Load(ctx, packages)
}

// Load is [Load] with all options.
func (o Options) Load(ctx context.Context, packages []Package) (*graph.Facts, []Problem, error) {
	c := newChecker(o.Texts)
	if len(packages) == 0 {
		c.add(Problem{File: "-", What: "no data package is given", Wanted: "at least one folder"})
	}
	raw, digests := readAll(ctx, packages, c.problems, o.Progress)
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("load packages: %w", err)
	}
	c.check(raw)
	if len(c.list) > 0 {
		return nil, c.sorted(), nil
	}
	c.facts.Origin = merged(digests)
	return &c.facts, nil, nil
}

// readAll reads packages on all cores; rows and digests come in the order of the packages.
func readAll(ctx context.Context, packages []Package, ps *problems, progress func(read, total int64)) (rows []tableRows, digests []string) {
	rows, digests = make([]tableRows, len(packages)), make([]string, len(packages))
	found := make([]problems, len(packages))
	sizes := make([]int64, len(packages))
	var total, read int64
	for i, p := range packages {
		sizes[i] = size(p)
		total += sizes[i]
	}
	var told sync.Mutex
	next := make(chan int)
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(packages)) {
		group.Go(func() {
			for i := range next {
				rows[i], digests[i] = readPackage(ctx, packages[i], &found[i])
				told.Lock()
				read += sizes[i]
				if progress != nil {
					progress(read, total)
				}
				told.Unlock()
			}
		})
	}
	for i := range packages {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	group.Wait()
	for i := range found {
		ps.list = append(ps.list, found[i].list...)
		for id := range found[i].broken {
			ps.breaks(id)
		}
	}
	return rows, digests
}

// files are the files of a package that facts come from, those that are not there among them.
func (p *Package) files() []string {
	if p.File != "" {
		return []string{p.File}
	}
	return files()
}

// size is the number of bytes of a package's files.
func size(p Package) int64 {
	var n int64
	for _, file := range p.files() {
		if info, err := fs.Stat(p.FS, file); err == nil {
			n += info.Size()
		}
	}
	return n
}

// tableRows are the well-formed rows of a package by file.
type tableRows map[string][]row

func readPackage(ctx context.Context, p Package, ps *problems) (tableRows, string) {
	r := &reader{fsys: p.FS, name: p.Name, file: p.File, problems: ps, sum: sha256.New()}
	if p.File != "" {
		rows := r.form(ctx)
		return rows, hex.EncodeToString(r.sum.Sum(nil))
	}
	r.unknownFiles()
	r.descriptor()
	rows := tableRows{}
	for i := range datapackage.Tables {
		rows[datapackage.Tables[i].File] = r.read(&datapackage.Tables[i])
	}
	return rows, hex.EncodeToString(r.sum.Sum(nil))
}
