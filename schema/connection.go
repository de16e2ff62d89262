package schema

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// defaultPage is the number of entries of a page where the client names none.
const defaultPage = 20

// connection is one page of a sorted list.
type connection struct {
	total      int // of the whole list
	edges      []*edge
	next, prev bool
	scope      *scope // of its cursors
	// The whole list, for what counts it; each is set on lists of its own sort.
	members      func() ([]graph.ID, error)
	claims       func() ([]*graph.Claim, error)
	observations func() ([]*graph.Observation, error)
}

// entry is an element of a list: the node, and what else its edge says.
type entry struct {
	key    []string // sort key; the last part is unique. nil: that of detail, an edge of the graph
	node   any      // nil until the node is loaded
	detail any
}

func (e *entry) sortKey() []string {
	if e.key == nil {
		e.key = edgeKey(e.detail.(*graph.Edge))
	}
	return e.key
}

// edge is an entry on a page. Its cursor is spelled when it is asked for.
type edge struct {
	entry
	scope *scope
}

func (e *edge) cursor() string { return cursor(e.scope.String(), e.sortKey()) }

// add puts entries on a page.
func (c *connection) add(entries ...entry) {
	rows := make([]edge, len(entries))
	for i, e := range entries {
		rows[i] = edge{e, c.scope}
		c.edges = append(c.edges, &rows[i])
	}
}

// known is a list that is at hand already.
func known[T any](list []T) func() ([]T, error) {
	return func() ([]T, error) { return list, nil }
}

// descending marks the parts of a key that sort from high to low.
type descending []bool

func (d descending) compare(a, b []string) int {
	for i := range min(len(a), len(b)) {
		c := cmp.Compare(a[i], b[i])
		if c != 0 && i < len(d) && d[i] {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// paging are the arguments of a page as a client gave them.
type paging struct {
	first, last   int // -1: not given
	after, before []string
}

// pageOf cuts a page from entries that are sorted by d. scope binds cursors to
// the field and its other arguments, so that a cursor of another list is refused.
func pageOf(entries []entry, d descending, scope *scope, args map[string]any, limit int) (*connection, error) {
	p, err := readPaging(scope, args, limit)
	if err != nil {
		return nil, err
	}
	from, to := 0, len(entries)
	if p.after != nil {
		from, _ = slices.BinarySearchFunc(entries, p.after, func(e entry, key []string) int { return d.compare(e.sortKey(), key) })
		if from < len(entries) && d.compare(entries[from].sortKey(), p.after) == 0 {
			from++
		}
	}
	if p.before != nil {
		to, _ = slices.BinarySearchFunc(entries, p.before, func(e entry, key []string) int { return d.compare(e.sortKey(), key) })
	}
	to = max(from, to)
	if p.first >= 0 {
		to = min(to, from+p.first)
	}
	if p.last >= 0 {
		from = max(from, to-p.last)
	}
	c := &connection{total: len(entries), next: to < len(entries), prev: from > 0, scope: scope}
	c.add(entries[from:to]...)
	return c, nil
}

func readPaging(scope *scope, args map[string]any, limit int) (paging, error) {
	p := paging{first: -1, last: -1}
	for _, c := range []struct {
		name string
		into *int
	}{{"first", &p.first}, {"last", &p.last}} {
		n, given := args[c.name].(int)
		switch {
		case !given:
		case n < 0:
			return p, executor.BadInput("%s is %d, but a page cannot have fewer than 0 entries", c.name, n)
		case n > limit:
			return p, executor.BadInput("%s is %d, at most %d entries are given on one page; use after and before for the rest", c.name, n, limit)
		default:
			*c.into = n
		}
	}
	if p.first < 0 && p.last < 0 {
		p.first = defaultPage
	}
	for _, c := range []struct {
		name string
		into *[]string
	}{{"after", &p.after}, {"before", &p.before}} {
		text, given := args[c.name].(string)
		if !given {
			continue
		}
		key, ok := readCursor(scope.String(), text)
		if !ok {
			return p, executor.BadInput("%s is no cursor of this list: cursors hold for the field and the arguments they came with", c.name)
		}
		*c.into = key
	}
	return p, nil
}

// cursor spells a place in a list: the scope it belongs to and the sort key,
// so that it stays valid when entries before it come or go.
func cursor(scope string, key []string) string {
	data, err := json.Marshal(append([]string{scope}, key...))
	if err != nil {
		panic(err) // strings marshal
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

func readCursor(scope, text string) ([]string, bool) {
	if len(text) > 2000 {
		return nil, false
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, false
	}
	var parts []string
	if json.Unmarshal(data, &parts) != nil || len(parts) < 2 || parts[0] != scope {
		return nil, false
	}
	return parts[1:], true
}

// scope names a list: the field, what it hangs on, and the arguments that choose
// and order its entries. It is spelled when a cursor is written or read.
type scope struct {
	field   string
	parent  any
	args    map[string]any
	spelled string
}

func scopeOf(field string, parent any, args map[string]any) *scope {
	return &scope{field: field, parent: parent, args: args}
}

// String is a short digest of the scope.
func (s *scope) String() string {
	if s.spelled == "" {
		chosen := maps.Clone(s.args)
		for _, name := range []string{"first", "last", "after", "before"} {
			delete(chosen, name)
		}
		text, err := json.Marshal(chosen) // keys sorted
		if err != nil {
			text = fmt.Append(nil, chosen)
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%v\x00%s", s.field, s.parent, text))
		s.spelled = base64.RawURLEncoding.EncodeToString(sum[:6])
	}
	return s.spelled
}

// pagingArgs are the arguments of every connection field, with more.
func pagingArgs(more graphql.FieldConfigArgument) graphql.FieldConfigArgument {
	args := graphql.FieldConfigArgument{
		"first":  {Type: graphql.Int, Description: fmt.Sprintf("Entries from the front; %d unless first or last is given, at most 500.", defaultPage)},
		"after":  {Type: graphql.String, Description: "Cursor: the page begins behind this entry."},
		"last":   {Type: graphql.Int, Description: "Entries from the back."},
		"before": {Type: graphql.String, Description: "Cursor: the page ends before this entry."},
	}
	for name, arg := range more {
		args[name] = arg
	}
	return args
}

var pageInfoType = graphql.NewObject(graphql.ObjectConfig{
	Name: "PageInfo", Description: "Where a page lies in its list.",
	Fields: graphql.Fields{
		"hasNextPage":     {Type: nonNull(graphql.Boolean), Description: "Entries follow behind this page.", Resolve: executor.One(func(c *connection) any { return c.next })},
		"hasPreviousPage": {Type: nonNull(graphql.Boolean), Description: "Entries stand before this page.", Resolve: executor.One(func(c *connection) any { return c.prev })},
		"startCursor": {Type: graphql.String, Description: "Cursor of the first entry; null on an empty page.", Resolve: executor.One(func(c *connection) any {
			if len(c.edges) == 0 {
				return nil
			}
			return c.edges[0].cursor()
		})},
		"endCursor": {Type: graphql.String, Description: "Cursor of the last entry; null on an empty page.", Resolve: executor.One(func(c *connection) any {
			if len(c.edges) == 0 {
				return nil
			}
			return c.edges[len(c.edges)-1].cursor()
		})},
	},
})

func nonNull(t graphql.Type) *graphql.NonNull { return graphql.NewNonNull(t) }

func listOf(t graphql.Type) *graphql.NonNull {
	return graphql.NewNonNull(graphql.NewList(graphql.NewNonNull(t)))
}

// connectionType makes the connection and edge types of a node type. name is
// "County" or "CountyRelation", say; extra are further fields of the edge.
func connectionType(name, what string, node graphql.Output, extra graphql.Fields) *graphql.Object {
	fields := graphql.Fields{
		"cursor": {Type: nonNull(graphql.String), Description: "Place of this entry in the list.", Resolve: executor.One(func(e *edge) any { return e.cursor() })},
		"node":   {Type: nonNull(node), Description: "The entry itself.", Resolve: executor.One(func(e *edge) any { return e.node })},
	}
	for n, f := range extra {
		fields[n] = f
	}
	edgeType := graphql.NewObject(graphql.ObjectConfig{Name: name + "Edge", Description: "An entry of a list of " + what + ".", Fields: fields})
	return graphql.NewObject(graphql.ObjectConfig{
		Name: name + "Connection", Description: "A page of a list of " + what + ".",
		Fields: graphql.Fields{
			"totalCount": {Type: nonNull(graphql.Int), Description: "Entries of the whole list, after filters and before paging.", Resolve: executor.One(func(c *connection) any { return c.total })},
			"pageInfo":   {Type: nonNull(pageInfoType), Description: "Where this page lies in the list.", Resolve: executor.One(func(c *connection) any { return c })},
			"edges":      {Type: listOf(edgeType), Description: "Entries with what the edge says.", Resolve: executor.One(func(c *connection) any { return c.edges })},
			"nodes": {Type: listOf(node), Description: "Entries alone.", Resolve: executor.One(func(c *connection) any {
				nodes := make([]any, len(c.edges))
				for i, e := range c.edges {
					nodes[i] = e.node
				}
				return nodes
			})},
		},
	})
}
