package export

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/innograph/innograph/graph"
)

// maxDepth is in steps; behind it lies nearly everything.
const maxDepth = 6

// maxFocus is how many entities an export may start from.
const maxFocus = 10_000

// Unknown is what a selection names and nothing is.
type Unknown struct{ Parameter, Value, Wanted string }

func (u *Unknown) Error() string {
	return fmt.Sprintf("%s: %q is not known; %s", u.Parameter, u.Value, u.Wanted)
}

// Select reads a selection from its words (focus, depth, type, predicate, status,
// source) and selects. It also starts from entities that were found otherwise, by a query: none of
// them, not nil, and no focus select nothing. A parameter may have several values, and a
// value may hold several with commas between them; empty ones say nothing. What is
// not known is an [*Unknown], everything else that is wrong another error.
func Select(ctx context.Context, g *graph.Graph, found []graph.ID, words map[string][]string) (*graph.Part, error) {
	s := graph.Selection{Focus: found}
	if err := read(ctx, &s, g, words); err != nil {
		return nil, err
	}
	return g.Select(ctx, s)
}

func read(ctx context.Context, s *graph.Selection, g *graph.Graph, words map[string][]string) error {
	given, err := focus(ctx, g, values(words["focus"]))
	if err != nil {
		return err
	}
	s.Focus = append(s.Focus, given...)
	if s.Depth, err = depth(values(words["depth"]), s.Focus != nil); err != nil {
		return err
	}
	if s.Types, err = named[graph.Type]("type", words, types); err != nil {
		return err
	}
	if s.Predicates, err = named[graph.Predicate]("predicate", words, predicates); err != nil {
		return err
	}
	statuses, err := named[string]("status", words, statusNames)
	if err != nil {
		return err
	}
	for _, v := range statuses {
		status, _ := graph.ParseStatus(v) // it is named
		s.Statuses = append(s.Statuses, status)
	}
	s.Sources, err = named[graph.ID]("source", words, func() []string { return strs(g.SourceIDs()) })
	return err
}

// focus reads ids of entities, of now or former ones.
func focus(ctx context.Context, g *graph.Graph, list []string) ([]graph.ID, error) {
	if len(list) > maxFocus {
		return nil, fmt.Errorf("focus: %d ids, and an export starts from %d at most", len(list), maxFocus)
	}
	ids := make([]graph.ID, len(list))
	for i, v := range list {
		ids[i] = graph.ID(v)
	}
	entities, err := g.Entities(ctx, ids)
	if err != nil {
		return nil, err
	}
	if at := slices.Index(entities, nil); at >= 0 {
		return nil, &Unknown{"focus", list[at], "an entity's id is wanted, such as county/330324"}
	}
	return ids, nil
}

func depth(list []string, focused bool) (int, error) {
	if len(list) == 0 {
		return 0, nil
	}
	n, err := strconv.Atoi(list[0])
	if err != nil || len(list) > 1 || n < 0 || n > maxDepth {
		return 0, fmt.Errorf("depth: %q is no number of steps from 0 to %d", strings.Join(list, ","), maxDepth)
	}
	if n > 0 && !focused {
		return 0, fmt.Errorf("depth: %d steps from what? a focus is wanted", n)
	}
	return n, nil
}

// named reads words of a closed list.
func named[T ~string](parameter string, words map[string][]string, list func() []string) ([]T, error) {
	var found []T
	for _, v := range values(words[parameter]) {
		if all := list(); !slices.Contains(all, v) {
			return nil, &Unknown{parameter, v, "wanted: " + strings.Join(all, ", ")}
		}
		found = append(found, T(v))
	}
	return found, nil
}

func types() (list []string) {
	for _, t := range graph.Ontology.Types {
		list = append(list, string(t.Type))
	}
	return list
}

func predicates() (list []string) {
	for _, p := range graph.Ontology.Predicates {
		list = append(list, string(p.Predicate))
	}
	return list
}

func statusNames() (list []string) {
	for _, s := range graph.Statuses {
		list = append(list, s.Name)
	}
	return list
}

func strs(ids []graph.ID) (list []string) {
	for _, id := range ids {
		list = append(list, string(id))
	}
	return list
}

// values splits values at commas; empty ones are left out.
func values(list []string) []string {
	var all []string
	for _, v := range list {
		for _, part := range strings.Split(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				all = append(all, part)
			}
		}
	}
	return all
}
