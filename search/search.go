// Package search finds entities by name: main names, short forms, former
// names, variants and English, whole, by their beginning or by a part.
package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/innograph/innograph/graph"
)

// Index holds the folded names of a graph. It is read-only and safe for concurrent use.
type Index struct {
	names   []name
	degrees map[graph.ID]int
}

type name struct {
	folded string
	text   string
	kind   graph.NameKind // empty for a main name
	entity graph.ID
	t      graph.Type
}

// New indexes the names of a graph.
func New(ctx context.Context, g *graph.Graph) (*Index, error) {
	entities, err := g.Names(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]graph.ID, len(entities))
	x := &Index{degrees: make(map[graph.ID]int, len(entities))}
	for i, e := range entities {
		ids[i] = e.ID
		x.add(e, e.Name, "")
		if e.NameEn != "" && !e.Translated {
			x.add(e, e.NameEn, "")
		}
		for _, n := range e.Names {
			x.add(e, n.Text, n.Kind)
		}
	}
	degrees, err := g.Degrees(ctx, ids)
	for i, d := range degrees {
		x.degrees[ids[i]] = d
	}
	return x, err
}

func (x *Index) add(e *graph.Entity, text string, kind graph.NameKind) {
	x.names = append(x.names, name{fold(text), text, kind, e.ID, e.Type})
}

// Scores of a match, from a whole main name down. They only rank; a distance
// between two of them means nothing.
const (
	wholeMain  = 1.0
	wholeOther = 0.9
	startMain  = 0.8
	startOther = 0.7
	partMain   = 0.6
	partOther  = 0.5
)

// Find lists the entities whose name is, begins with or holds text, best first:
// by score, then degree from high to low, then id. An entity comes once, with its
// best name. types limits the hits; none means any type.
func (x *Index) Find(text string, types []graph.Type) []graph.NameMatch {
	wanted := fold(text)
	if wanted == "" {
		return nil
	}
	best := map[graph.ID]graph.NameMatch{}
	for _, n := range x.names {
		if len(types) > 0 && !slices.Contains(types, n.t) {
			continue
		}
		score := n.score(wanted)
		if score > best[n.entity].Score {
			best[n.entity] = graph.NameMatch{Entity: n.entity, Text: n.text, Kind: n.kind, Score: score}
		}
	}
	matches := make([]graph.NameMatch, 0, len(best))
	for _, m := range best {
		matches = append(matches, m)
	}
	slices.SortFunc(matches, func(a, b graph.NameMatch) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(x.degrees[b.Entity], x.degrees[a.Entity]), cmp.Compare(a.Entity, b.Entity))
	})
	return matches
}

func (n name) score(wanted string) float64 {
	main := n.kind == ""
	switch at := strings.Index(n.folded, wanted); {
	case at < 0:
		return 0
	case n.folded == wanted:
		return either(main, wholeMain, wholeOther)
	case at == 0:
		return either(main, startMain, startOther)
	}
	return either(main, partMain, partOther)
}

func either(first bool, a, b float64) float64 {
	if first {
		return a
	}
	return b
}

// fold makes spellings of one name the same: full and half width, case, and
// without white space, quotation marks and brackets of titles.
func fold(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || strings.ContainsRune(`“”"'‘’「」『』《》〈〉()[]{}【】〔〕·•-—–－`, c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKC.String(s))
}
