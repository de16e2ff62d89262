package schema

import (
	"context"
	"slices"

	"github.com/innograph/innograph/graph"
)

// atOnce bounds how many entities or sources are read at once where all
// statements are gone through.
const atOnce = 500

// statementPage cuts a page from all claims or all observations in reading
// order, without looking at sources that the page does not reach.
func (b *builder) statementPage(ctx context.Context, prefix string, total int, scope *scope, args map[string]any) (*connection, []graph.ID, error) {
	p, err := readPaging(scope, args, b.Limits.Page)
	if err != nil {
		return nil, nil, err
	}
	r := reader{b, ctx, prefix, b.Graph.SourceIDs()}
	backwards := p.first < 0
	wanted := p.first
	if backwards {
		wanted = p.last
	}
	found, err := r.collect(p, wanted+1, backwards) // one more tells whether there is more
	if err != nil {
		return nil, nil, err
	}
	page := &connection{total: total, scope: scope, prev: p.after != nil, next: p.before != nil}
	if len(found) > wanted {
		if backwards {
			found, page.prev = found[1:], true
		} else {
			found, page.next = found[:wanted], true
		}
	}
	if p.last >= 0 && len(found) > p.last {
		found, page.prev = found[len(found)-p.last:], true
	}
	ids := make([]graph.ID, len(found))
	for i, x := range found {
		ids[i] = x.Statement
		page.add(entry{placeKey(x.Locator, x.Statement), nil, nil})
	}
	return page, ids, nil
}

// reader goes through the statements of one sort, source by source.
type reader struct {
	*builder
	ctx     context.Context
	prefix  string
	sources []graph.ID
}

// collect lists at most so many statements between the cursors of a page, from
// the front or from the back.
func (r reader) collect(p paging, most int, backwards bool) ([]graph.Passage, error) {
	from, to := 0, len(r.sources)
	at := func(key []string) int {
		i, _ := slices.BinarySearch(r.sources, graph.ID(key[0]))
		return i
	}
	if p.after != nil {
		from = at(p.after)
	}
	if p.before != nil {
		to = min(to, at(p.before)+1)
	}
	var found []graph.Passage
	for n := range max(0, to-from) {
		if len(found) >= most {
			break
		}
		source := r.sources[from+n]
		if backwards {
			source = r.sources[to-1-n]
		}
		here, err := r.in(source, p)
		if err != nil {
			return nil, err
		}
		if backwards {
			found = slices.Concat(here, found)
		} else {
			found = append(found, here...)
		}
	}
	if len(found) > most && backwards {
		return found[len(found)-most:], nil
	}
	return found[:min(len(found), most)], nil
}

// in lists the statements of one source that lie between the cursors of a page.
func (r reader) in(source graph.ID, p paging) ([]graph.Passage, error) {
	rows, err := r.Graph.Quoted(r.ctx, []graph.ID{source})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows[0], func(x graph.Passage) bool {
		key := placeKey(x.Locator, x.Statement)
		return x.Statement.Prefix() != r.prefix || p.after != nil && descending(nil).compare(key, p.after) <= 0 ||
			p.before != nil && descending(nil).compare(key, p.before) >= 0
	}), nil
}

// fill loads the nodes of one page.
func fill[T any](ctx context.Context, page *connection, ids []graph.ID, load func(context.Context, []graph.ID) ([]*T, error)) ([]any, error) {
	nodes, err := load(ctx, ids)
	for i, n := range nodes {
		page.edges[i].node = n
	}
	return []any{page}, err
}
