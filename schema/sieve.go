package schema

import (
	"context"
	"maps"
	"slices"

	"github.com/innograph/innograph/graph"
)

// sieve holds entities and statements against filters, many at once.
type sieve struct {
	*builder
	ctx   context.Context
	units map[graph.ID]string // of indicators, once they are needed
}

func (b *builder) sieve(ctx context.Context) *sieve { return &sieve{builder: b, ctx: ctx} }

// keep gives the ids that a filter keeps, in their order; nil keeps all.
func (s *sieve) keep(ids []graph.ID, filter map[string]any) ([]graph.ID, error) {
	if len(filter) == 0 {
		return ids, nil
	}
	if err := weighFilter(filter); err != nil {
		return nil, err
	}
	var kept []graph.ID
	for part := range slices.Chunk(ids, atOnce) { // a request that has ended is noticed between two
		ok, err := s.entities(part, filter)
		if err == nil {
			err = s.ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		for i, id := range part {
			if ok[i] {
				kept = append(kept, id)
			}
		}
	}
	return kept, nil
}

// entities says of each entity whether it meets a filter. Conditions are taken
// one after the other, cheap ones first, each on what is still in question.
func (s *sieve) entities(ids []graph.ID, filter map[string]any) ([]bool, error) {
	return narrow(ids, filter, costOf, s.condition)
}

// narrow holds values against the conditions of a filter object one by one.
func narrow[T any](values []T, filter map[string]any, cost func(string) int, holds func([]T, string, any) ([]bool, error)) ([]bool, error) {
	ok := make([]bool, len(values))
	left := make([]int, len(values)) // places still in question
	for i := range left {
		left[i] = i
	}
	names := slices.Sorted(maps.Keys(filter))
	slices.SortStableFunc(names, func(a, b string) int { return cost(a) - cost(b) })
	for _, name := range names {
		rest := make([]T, len(left))
		for j, i := range left {
			rest[j] = values[i]
		}
		held, err := holds(rest, name, filter[name])
		if err != nil {
			return nil, err
		}
		still := left[:0]
		for j, i := range left {
			if held[j] {
				still = append(still, i)
			}
		}
		left = still
	}
	for _, i := range left {
		ok[i] = true
	}
	return ok, nil
}

// costOf ranks the conditions of an entity filter by what they read.
func costOf(condition string) int {
	switch condition {
	case "id", "type":
		return 0
	case "kind", "level", "name", "nameEn", "anyName", "identifier":
		return 1
	case "degree":
		return 2
	case "and", "or", "not":
		return 3
	}
	return 4
}

func (s *sieve) condition(ids []graph.ID, name string, want any) ([]bool, error) {
	c, _ := want.(map[string]any)
	ok := make([]bool, len(ids))
	switch name {
	case "and", "or", "not":
		return combine(name, want, len(ids), func(filter map[string]any) ([]bool, error) { return s.entities(ids, filter) })
	case "id":
		for i, id := range ids {
			ok[i] = s.holdsID(c, id)
		}
		return ok, nil
	case "type":
		for i, id := range ids {
			t, _ := id.Type()
			ok[i] = holdsWord(c, t)
		}
		return ok, nil
	case "degree":
		degrees, err := s.Graph.Degrees(s.ctx, ids)
		for i, d := range degrees {
			ok[i] = holdsNumber(c, float64(d), true)
		}
		return ok, err
	case "source":
		rows, err := s.Graph.Witnesses(s.ctx, ids)
		for i, row := range rows {
			ok[i] = slices.ContainsFunc(row, func(source graph.ID) bool { return s.holdsID(c, source) })
		}
		return ok, err
	case "observations":
		return s.observations(ids, c)
	case "kind", "level", "name", "nameEn", "anyName", "identifier":
		return s.properties(ids, name, c)
	}
	return s.relations(ids, name, c)
}

// combine joins filters by and, or, not.
func combine(by string, want any, n int, hold func(map[string]any) ([]bool, error)) ([]bool, error) {
	parts, _ := want.([]any)
	if by == "not" {
		parts = []any{want}
	}
	ok := make([]bool, n)
	for i := range ok {
		ok[i] = by == "and"
	}
	for _, part := range parts {
		held, err := hold(part.(map[string]any))
		if err != nil {
			return nil, err
		}
		for i, h := range held {
			switch by {
			case "and":
				ok[i] = ok[i] && h
			case "or":
				ok[i] = ok[i] || h
			case "not":
				ok[i] = !h
			}
		}
	}
	return ok, nil
}

// holdsID says whether an id meets a condition. Former ids stand for the ones of now.
func (s *sieve) holdsID(c map[string]any, id graph.ID) bool {
	is := func(v any) bool { return s.Graph.Resolve(graph.ID(v.(string))) == id }
	for name, want := range c {
		var ok bool
		switch name {
		case "eq":
			ok = is(want)
		case "in":
			ok = slices.ContainsFunc(want.([]any), is)
		case "startsWith":
			ok = len(id) >= len(want.(string)) && string(id[:len(want.(string))]) == want
		}
		if !ok {
			return false
		}
	}
	return true
}

// properties holds what an entity says of itself against a condition.
func (s *sieve) properties(ids []graph.ID, name string, c map[string]any) ([]bool, error) {
	ok := make([]bool, len(ids))
	entities, err := s.Graph.Entities(s.ctx, ids)
	for i, e := range entities {
		switch name {
		case "kind":
			ok[i] = holdsWord(c, e.Kind)
		case "level":
			ok[i] = holdsWord(c, e.Level)
		case "name":
			ok[i] = holdsText(c, e.Name)
		case "nameEn":
			ok[i] = holdsText(c, e.NameEn)
		case "anyName":
			ok[i] = slices.ContainsFunc(mainAndOtherNames(e), func(n graph.Name) bool { return holdsText(c, n.Text) })
		case "identifier":
			ok[i] = holdsAnyText(c, e.Identifiers, func(x graph.Identifier) string { return x.Value })
		}
	}
	return ok, err
}

// holdsAnyText says whether one of several texts meets a condition; where there
// are none, whether none does.
func holdsAnyText[T any](c map[string]any, list []T, text func(T) string) bool {
	return len(list) == 0 && holdsText(c, "") || slices.ContainsFunc(list, func(x T) bool { return holdsText(c, text(x)) })
}

// relations holds the relations of entities against a condition: those of a
// field of the ontology, or all stated ones.
func (s *sieve) relations(ids []graph.ID, name string, c map[string]any) ([]bool, error) {
	rows, err := s.relationRows(ids, name)
	if err != nil {
		return nil, err
	}
	return quantify(rows, c, s.edges)
}

// relationRows reads a field of entities, which may be of several types.
func (s *sieve) relationRows(ids []graph.ID, name string) ([][]graph.Edge, error) {
	if name == "relations" {
		return s.Graph.Relations(s.ctx, ids, nil, graph.Both)
	}
	rows := make([][]graph.Edge, len(ids))
	places := map[*graph.Field][]int{}
	for i, id := range ids {
		t, _ := id.Type()
		if f, ok := graph.Ontology.Field(t, name); ok {
			places[f] = append(places[f], i)
		}
	}
	for f, at := range places {
		part := make([]graph.ID, len(at))
		for j, i := range at {
			part[j] = ids[i]
		}
		found, err := s.Graph.Related(s.ctx, f, part)
		if err != nil {
			return nil, err
		}
		for j, i := range at {
			rows[i] = found[j]
		}
	}
	return rows, nil
}

// quantify holds lists against some, every, none and count. hold says of many
// elements at once whether they are like a condition.
func quantify[T any](rows [][]T, c map[string]any, hold func([]T, map[string]any) ([]bool, error)) ([]bool, error) {
	ok := make([]bool, len(rows))
	for i, row := range rows {
		count, counted := c["count"].(map[string]any)
		ok[i] = !counted || holdsNumber(count, float64(len(row)), true)
	}
	for _, name := range []string{"some", "every", "none"} {
		condition, given := c[name].(map[string]any)
		if !given {
			continue
		}
		held, err := hold(slices.Concat(rows...), condition)
		if err != nil {
			return nil, err
		}
		for i, row := range rows {
			n := 0
			for _, h := range held[:len(row)] {
				if h {
					n++
				}
			}
			held = held[len(row):]
			ok[i] = ok[i] && (name == "some" && n > 0 || name == "every" && n == len(row) || name == "none" && n == 0)
		}
	}
	return ok, nil
}

// edges says of each edge whether it is like a condition.
func (s *sieve) edges(edges []graph.Edge, condition map[string]any) ([]bool, error) {
	return narrow(edges, condition, nodeLast, func(edges []graph.Edge, name string, want any) ([]bool, error) {
		c, _ := want.(map[string]any)
		ok := make([]bool, len(edges))
		if name == "node" {
			nodes := make([]graph.ID, len(edges))
			for i := range edges {
				nodes[i] = edges[i].Node
			}
			return s.each(nodes, c)
		}
		for i := range edges {
			e := &edges[i]
			switch name {
			case "status":
				ok[i] = holdsAnyWord(c, statusWords(e.Statuses))
			case "role":
				ok[i] = holdsAnyText(c, e.Roles, func(r string) string { return r })
			case "basis":
				ok[i] = holdsWord(c, e.Basis.String())
			case "predicate":
				ok[i] = holdsWord(c, e.Predicate)
			case "forward":
				ok[i] = e.Forward == want
			}
		}
		return ok, nil
	})
}

// nodeLast ranks the conditions of a relation: only the one on the node reads anything.
func nodeLast(condition string) int {
	if condition == "node" {
		return 1
	}
	return 0
}

// each holds entities against a filter where one may come many times: it is looked at once.
func (s *sieve) each(ids []graph.ID, filter map[string]any) ([]bool, error) {
	distinct := slices.Compact(slices.Sorted(slices.Values(ids)))
	held, err := s.entities(distinct, filter)
	if err != nil {
		return nil, err
	}
	ok := make([]bool, len(ids))
	for i, id := range ids {
		at, _ := slices.BinarySearch(distinct, id)
		ok[i] = held[at]
	}
	return ok, nil
}
