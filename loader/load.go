package loader

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/innograph/innograph/graph"
)

// Package is a folder of CSV files. Name is how problems name it.
type Package struct {
	Name string
	FS   fs.FS
}

// Load reads packages and merges them into facts. With texts, every locator is
// held against the text it points into. If there are problems, they come sorted
// by place and there are no facts. The error is the context's.
func Load(ctx context.Context, packages []Package, texts Texts) (*graph.Facts, []Problem, error) {
	c := &checker{problems: &problems{}, texts: texts, entities: map[graph.ID]*entityRow{}, indicators: map[graph.ID]*indicatorRow{}, sources: map[graph.ID]*sourceRow{},
		names: map[graph.ID][]string{}, seen: map[graph.ID]bool{}, redirects: map[graph.ID]bool{}}
	if len(packages) == 0 {
		c.add(Problem{File: "-", What: "no data package is given", Wanted: "at least one folder"})
	}
	raw := make([]tableRows, 0, len(packages))
	for _, p := range packages {
		if err := ctx.Err(); err != nil {
			return nil, nil, fmt.Errorf("load %s: %w", p.Name, err)
		}
		raw = append(raw, readPackage(p, c.problems))
	}
	c.check(raw)
	if len(c.list) > 0 {
		return nil, c.sorted(), nil
	}
	return &c.facts, nil, nil
}

// tableRows are the well-formed rows of a package by file.
type tableRows map[string][]row

func readPackage(p Package, ps *problems) tableRows {
	r := &reader{fsys: p.FS, name: p.Name, problems: ps}
	r.unknownFiles()
	r.descriptor()
	rows := tableRows{}
	for i := range tables {
		rows[tables[i].file] = r.read(&tables[i])
	}
	return rows
}
