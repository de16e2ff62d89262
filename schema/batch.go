package schema

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/graphql-go/graphql"
)

// many resolves a field for all parents of a level at once: it gives one value
// for each parent, in their order. All parents share the arguments.
type many func(ctx context.Context, parents []any, args map[string]any) ([]any, error)

// requestKey is the context key of the request that is being executed.
type requestKey struct{}

// inFlight is one request that is being executed. graphql-go calls resolvers
// and thunks of a query on one goroutine, so it needs no lock.
type inFlight struct {
	ctx     context.Context // ends with the request
	batches map[any]*batch  // by field of the document; the one that still collects
}

// batch collects the parents of one field until the first of their values is
// asked for; then all are resolved in one call. A parent that comes again (a
// county that many platforms lead to) is resolved once.
type batch struct {
	parents []any
	at      map[any]int // place of a parent
	args    map[string]any
	values  []any
	err     error
	done    bool
}

// resolveMany makes a graphql-go resolver of a field that is written for many
// parents. graphql-go runs all resolvers of a level before it calls the first
// of their thunks, so the thunk of one sibling serves all of them.
func resolveMany(f many) graphql.FieldResolveFn {
	return func(p graphql.ResolveParams) (any, error) {
		flight := p.Context.Value(requestKey{}).(*inFlight)
		key := p.Info.FieldASTs[0]
		b := flight.batches[key]
		if b == nil {
			b = &batch{args: p.Args, at: map[any]int{}}
			flight.batches[key] = b
		}
		at := b.add(p.Source)
		return func() (any, error) {
			if !b.done {
				delete(flight.batches, key) // later parents make a batch of their own
				b.run(flight, f)
			}
			if b.err != nil {
				return nil, b.err
			}
			return b.values[at], nil
		}, nil
	}
}

// add gives the place of a parent among those of the batch. Parents are
// pointers or small structs, which compare; the root is a map and has no siblings.
func (b *batch) add(parent any) int {
	if _, root := parent.(map[string]any); root {
		parent = nil
	}
	at, known := b.at[parent]
	if !known {
		at = len(b.parents)
		b.at[parent] = at
		b.parents = append(b.parents, parent)
	}
	return at
}

func (b *batch) run(flight *inFlight, f many) {
	b.done = true
	defer func() {
		if p := recover(); p != nil {
			b.err = fmt.Errorf("resolver panicked: %v\n%s", p, debug.Stack())
		}
	}()
	if b.err = flight.ctx.Err(); b.err != nil {
		return
	}
	// A store's file that is cut short while it is mapped faults on reading. That
	// ends this batch, not the process.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	b.values, b.err = f(flight.ctx, b.parents, b.args)
	if b.err == nil && len(b.values) != len(b.parents) {
		b.err = fmt.Errorf("resolver gave %d values for %d parents", len(b.values), len(b.parents))
	}
}

// one makes a graphql-go resolver of a property of its parent: no reads, no errors.
func one[T any](f func(T) any) graphql.FieldResolveFn {
	return func(p graphql.ResolveParams) (any, error) {
		parent, ok := p.Source.(T)
		if !ok {
			return nil, fmt.Errorf("field %s: parent is a %T", p.Info.FieldName, p.Source)
		}
		return f(parent), nil
	}
}

// parentsOf gives the parents their type back.
func parentsOf[T any](parents []any) []T {
	list := make([]T, len(parents))
	for i, p := range parents {
		list[i] = p.(T)
	}
	return list
}

// anys hides the type of values again; nil pointers become plain nil, so that
// graphql-go sees null.
func anys[T any](values []*T) []any {
	list := make([]any, len(values))
	for i, v := range values {
		if v != nil {
			list[i] = v
		}
	}
	return list
}
