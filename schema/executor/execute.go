package executor

import (
	"context"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// execution is one run of a plan. Fields that are read for many parents at once, and those that lead
// to such, are resolved level by level: the same field of all parents of a level
// is one call. What is left needs no reads and is resolved by [writer] while it
// writes the answer. One goroutine runs it.
type execution struct {
	ctx       context.Context
	executor  *Executor
	plan      *plan
	variables map[string]any
	batches   []*batch
	level     []*batch              // being resolved
	next      map[*objectPlan]int32 // batches of the next level, by place in batches; nil at first
	failures  []error               // of single values
	held      int                   // values of all batches
}

// batch is the values of one level that have the same plan; a value that comes
// again (a county that many platforms lead to) is there once.
type batch struct {
	plan    *objectPlan
	parents []any
	at      map[any]int32 // places of pointers
	columns []column
}

// column is what a field gave for the parents of a batch.
type column struct {
	err    error   // for all of them
	values []any   // where nothing below is resolved level by level
	starts []int32 // else: where the refs of each parent begin
	refs   []ref
}

// ref is a value in a column: an object in a batch, or one of the signs below.
type ref struct{ batch, at int32 }

const (
	refNull  = -1
	refList  = -2 // at elements follow
	refError = -3 // at is its place in failures
)

// call is one read: a field of the document for all its parents on a level.
type call struct {
	field   *planField
	parents []any
	parts   []part
}

type part struct {
	batch *batch
	field *planField
}

// resolve runs all levels below the root; afterwards batches[0] holds the root.
// An error ends the request.
func (x *execution) resolve(root *objectPlan) error {
	first := &batch{plan: root, parents: []any{nil}}
	x.batches, x.level = []*batch{first}, []*batch{first}
	for len(x.level) > 0 {
		clear(x.next)
		known := len(x.batches)
		for _, b := range x.level {
			b.columns = make([]column, len(b.plan.columns))
			for i := range b.plan.columns {
				if err := x.property(b, &b.plan.fields[b.plan.columns[i]]); err != nil {
					return err
				}
			}
		}
		for _, c := range x.calls() {
			if err := x.read(c); err != nil {
				return err
			}
		}
		x.level = x.batches[known:]
	}
	return nil
}

// property resolves a field that needs no read itself but leads to one that does.
func (x *execution) property(b *batch, f *planField) error {
	if f.field.resolver.many != nil {
		return nil
	}
	c := &b.columns[f.column]
	c.starts = make([]int32, len(b.parents))
	for i, parent := range b.parents {
		if i%256 == 0 && x.ctx.Err() != nil {
			return x.ctx.Err()
		}
		c.starts[i] = int32(len(c.refs))
		value, err := f.field.resolver.one(parent)
		if err != nil {
			value = err
		}
		if err := x.place(c, f, f.field.output, value); err != nil {
			return err
		}
	}
	return nil
}

// calls groups the fields of a level that read: the same resolver asked by the
// same field of the document is one call, whatever the types of the parents.
func (x *execution) calls() []*call {
	type key struct {
		resolver *resolver
		node     *ast.Field
	}
	var list []*call
	var at map[key]*call // nil for a single batch, whose fields are all others
	if len(x.level) > 1 {
		at = map[key]*call{}
	}
	for _, b := range x.level {
		for _, i := range b.plan.columns {
			f := &b.plan.fields[i]
			if f.field.resolver.many == nil {
				continue
			}
			k := key{f.field.resolver, f.nodes[0]}
			c := at[k]
			if c == nil {
				c = &call{field: f, parents: b.parents}
				if at != nil {
					at[k] = c
				}
				list = append(list, c)
			} else {
				c.parents = append(c.parents[:len(c.parents):len(c.parents)], b.parents...)
			}
			c.parts = append(c.parts, part{b, f})
		}
	}
	return list
}

// read makes a call and hands its values to the batches of the parents.
func (x *execution) read(c *call) error {
	if err := x.ctx.Err(); err != nil {
		return err
	}
	values, failed := x.run(c)
	if err := x.ctx.Err(); err != nil {
		return err
	}
	for _, p := range c.parts {
		column := &p.batch.columns[p.field.column]
		n := len(p.batch.parents)
		switch {
		case failed != nil:
			column.err = failed
			continue
		case !p.field.deeper:
			column.values = values[:n]
		default:
			column.starts = make([]int32, n)
			for i, value := range values[:n] {
				if i%256 == 0 && x.ctx.Err() != nil {
					return x.ctx.Err()
				}
				column.starts[i] = int32(len(column.refs))
				if err := x.place(column, p.field, p.field.field.output, value); err != nil {
					return err
				}
			}
		}
		values = values[n:]
	}
	return nil
}

func (x *execution) run(c *call) (values []any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("resolver panicked: %v\n%s", p, debug.Stack())
		}
	}()
	args, refused := x.arguments(c.field)
	if refused != nil {
		return nil, refused
	}
	values, err = c.field.field.resolver.many(x.ctx, c.parents, args)
	if err == nil && len(values) != len(c.parents) {
		err = fmt.Errorf("resolver gave %d values for %d parents", len(values), len(c.parents))
	}
	return values, err
}

func (x *execution) arguments(f *planField) (map[string]any, *Error) {
	if f.vary == nil {
		return f.args, f.failed
	}
	return coerceFields(f.vary, argumentsOf(f.nodes[0]), x.variables)
}

// place puts a value into a column and the objects in it into batches of the
// next level.
func (x *execution) place(c *column, f *planField, out *output, value any) error {
	if err, failed := value.(error); failed {
		return x.placeError(c, err)
	}
	if absent(value) {
		c.refs = append(c.refs, ref{refNull, 0})
		return nil
	}
	if out.list != nil {
		list, ok := sequenceOf(value)
		if !ok {
			return x.placeError(c, fmt.Errorf("a %T is no list", value))
		}
		c.refs = append(c.refs, ref{refList, int32(list.length)})
		for i := range list.length {
			if err := x.place(c, f, out.list, list.at(i)); err != nil {
				return err
			}
		}
		return nil
	}
	o, err := out.objectOf(value)
	if err != nil {
		return x.placeError(c, err)
	}
	p, err := x.plan.of(f.sel, o)
	if err != nil {
		return err
	}
	at, err := x.join(p, value)
	c.refs = append(c.refs, at)
	return err
}

func (x *execution) placeError(c *column, err error) error {
	c.refs = append(c.refs, ref{refError, int32(len(x.failures))})
	x.failures = append(x.failures, err)
	return nil
}

// join adds a value to the batch of its plan on the next level.
func (x *execution) join(p *objectPlan, value any) (ref, error) {
	number, known := x.next[p]
	if !known {
		number = int32(len(x.batches))
		if x.next == nil {
			x.next = map[*objectPlan]int32{}
		}
		x.next[p] = number
		x.batches = append(x.batches, &batch{plan: p})
	}
	b := x.batches[number]
	if at, there := b.find(value); there {
		return ref{number, at}, nil
	}
	b.parents = append(b.parents, value)
	if x.held++; x.held > x.executor.config.Limits.Nodes {
		return ref{}, tooCostly("the answer holds more than %d nodes; ask for smaller pages", x.executor.config.Limits.Nodes)
	}
	return ref{number, int32(len(b.parents) - 1)}, nil
}

// find gives the place of a pointer that is there already. A few are looked
// through; many are kept in a map.
func (b *batch) find(value any) (at int32, there bool) {
	const few = 8
	if reflect.TypeOf(value).Kind() != reflect.Pointer {
		return 0, false
	}
	if len(b.parents) < few {
		i := slices.Index(b.parents, value)
		return int32(i), i >= 0
	}
	if b.at == nil {
		b.at = make(map[any]int32, 2*few)
		for i, p := range b.parents {
			b.at[p] = int32(i)
		}
	}
	if at, there = b.at[value]; !there {
		b.at[value] = int32(len(b.parents))
	}
	return at, there
}

// objectOf is the object type of a value.
func (out *output) objectOf(value any) (*object, error) {
	if out.object != nil {
		return out.object, nil
	}
	if o := out.abstract.resolve(value); o != nil && o.is[out.abstract.name] {
		return o, nil
	}
	return nil, fmt.Errorf("a %T is of no type of %s", value, out.abstract.name)
}

// absent reports whether a value is null: nil, or a nil pointer.
func absent(value any) bool {
	switch value.(type) {
	case nil:
		return true
	case string, int, bool:
		return false
	}
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// sequence is a slice of any type.
type sequence struct {
	plain  []any
	other  reflect.Value
	length int
}

func sequenceOf(value any) (sequence, bool) {
	if plain, ok := value.([]any); ok {
		return sequence{plain: plain, length: len(plain)}, true
	}
	v := reflect.ValueOf(value)
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
		return sequence{}, false
	}
	return sequence{other: v, length: v.Len()}, true
}

func (s sequence) at(i int) any {
	if s.plain != nil {
		return s.plain[i]
	}
	return s.other.Index(i).Interface()
}
