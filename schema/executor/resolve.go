package executor

import (
	"context"
	"fmt"

	"github.com/graphql-go/graphql"
)

// Read resolves a field for all parents of a level at once: it gives one value
// for each parent, in their order; a value that is an error is the error of that
// parent alone. All parents share the arguments, which must not be changed. An
// argument that is null is absent.
type Read func(ctx context.Context, parents []any, args map[string]any) ([]any, error)

// resolver is how a field gets its values: by one read for many parents, or from
// its parent alone. One of the two is set.
type resolver struct {
	many Read
	one  func(parent any) (any, error)
}

// reveal is what graphql-go's field type holds: it gives the resolver itself,
// since the executor here is our own and graphql-go's never runs.
func (r *resolver) reveal(graphql.ResolveParams) (any, error) { return r, nil }

// Many makes the resolver of a field that is written for many parents.
func Many(f Read) graphql.FieldResolveFn { return (&resolver{many: f}).reveal }

// One makes the resolver of a property of its parent: no reads, no errors.
func One[T any](f func(T) any) graphql.FieldResolveFn {
	r := &resolver{one: func(parent any) (any, error) {
		p, ok := parent.(T)
		if !ok {
			return nil, fmt.Errorf("parent is a %T", parent)
		}
		return f(p), nil
	}}
	return r.reveal
}

// Constant makes the resolver of a field of Query that needs neither arguments nor reads.
func Constant(f func() any) graphql.FieldResolveFn {
	return (&resolver{one: func(any) (any, error) { return f(), nil }}).reveal
}

// Resolve gives one value for each parent, whichever the resolver is: for executors
// that ours is held against.
func (r *resolver) Resolve(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
	if r.many != nil {
		return r.many(ctx, parents, args)
	}
	values := make([]any, len(parents))
	for i, p := range parents {
		value, err := r.one(p)
		if err != nil {
			value = err
		}
		values[i] = value
	}
	return values, nil
}

// resolverOf finds the resolver that Many, One or Constant made.
func resolverOf(f graphql.FieldResolveFn) (r *resolver, err error) {
	if f == nil {
		return nil, fmt.Errorf("it has no resolver")
	}
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("its resolver is not made by Many, One or Constant")
		}
	}()
	revealed, _ := f(graphql.ResolveParams{})
	r, ok := revealed.(*resolver)
	if !ok {
		return nil, fmt.Errorf("its resolver is not made by Many, One or Constant")
	}
	return r, nil
}

// Parents gives the parents their type back.
func Parents[T any](parents []any) []T {
	list := make([]T, len(parents))
	for i, p := range parents {
		list[i] = p.(T)
	}
	return list
}

// Values hides the type of values again; nil pointers become plain nil, which is null.
func Values[T any](values []*T) []any {
	list := make([]any, len(values))
	for i, v := range values {
		if v != nil {
			list[i] = v
		}
	}
	return list
}
