package schema

import (
	"context"
	"fmt"

	"github.com/graphql-go/graphql"
)

// many resolves a field for all parents of a level at once: it gives one value
// for each parent, in their order; a value that is an error is the error of that
// parent alone. All parents share the arguments, which must not be changed. An
// argument that is null is absent.
type many func(ctx context.Context, parents []any, args map[string]any) ([]any, error)

// resolver is how a field gets its values: by one read for many parents, or from
// its parent alone. One of the two is set.
type resolver struct {
	many many
	one  func(parent any) (any, error)
}

// reveal is what graphql-go's field type holds: it gives the resolver itself,
// since the executor here is our own and graphql-go's never runs.
func (r *resolver) reveal(graphql.ResolveParams) (any, error) { return r, nil }

// resolveMany makes the resolver of a field that is written for many parents.
func resolveMany(f many) graphql.FieldResolveFn { return (&resolver{many: f}).reveal }

// one makes the resolver of a property of its parent: no reads, no errors.
func one[T any](f func(T) any) graphql.FieldResolveFn {
	r := &resolver{one: func(parent any) (any, error) {
		p, ok := parent.(T)
		if !ok {
			return nil, fmt.Errorf("parent is a %T", parent)
		}
		return f(p), nil
	}}
	return r.reveal
}

// constant makes the resolver of a field of Query that needs neither arguments nor reads.
func constant(f func() any) graphql.FieldResolveFn {
	return (&resolver{one: func(any) (any, error) { return f(), nil }}).reveal
}

// resolverOf finds the resolver that resolveMany or one made.
func resolverOf(f graphql.FieldResolveFn) (r *resolver, err error) {
	if f == nil {
		return nil, fmt.Errorf("it has no resolver")
	}
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("its resolver is not made by resolveMany or one")
		}
	}()
	revealed, _ := f(graphql.ResolveParams{})
	r, ok := revealed.(*resolver)
	if !ok {
		return nil, fmt.Errorf("its resolver is not made by resolveMany or one")
	}
	return r, nil
}

// parentsOf gives the parents their type back.
func parentsOf[T any](parents []any) []T {
	list := make([]T, len(parents))
	for i, p := range parents {
		list[i] = p.(T)
	}
	return list
}

// anys hides the type of values again; nil pointers become plain nil, which is null.
func anys[T any](values []*T) []any {
	list := make([]any, len(values))
	for i, v := range values {
		if v != nil {
			list[i] = v
		}
	}
	return list
}
