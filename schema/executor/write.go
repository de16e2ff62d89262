package executor

import "fmt"

// writer writes the answer of an execution as JSON, in the order of the
// document, and resolves on the way what needs no reads. A field that may not be
// null and is takes its parent with it: what was written of the parent is cut off.
type writer struct {
	*execution
	out     []byte
	path    []step
	errors  []*Error
	more    int     // errors that are not shown
	objects int     // written
	aborted error   // ends the request
	logged  error   // the last that was
	visit   Visitor // nil: nobody looks
}

// step is one part of a path: a key, or an index where key is "".
type step struct {
	key   string
	index int
}

// tick looks now and then whether the request goes on.
func (w *writer) tick() bool {
	w.objects++
	switch limits := &w.executor.config.Limits; {
	case w.aborted != nil:
	case len(w.out) > limits.Answer:
		w.aborted = tooCostly("the answer has more than %d bytes; ask for less", limits.Answer)
	case w.objects%128 == 0:
		w.aborted = w.ctx.Err()
	}
	return w.aborted == nil
}

// object writes a value that has a plan; b and at say where it is if parts of it
// were resolved level by level. It gives false if the value cannot be shown, for
// a field that may not be null is null; the errors are told already.
func (w *writer) object(p *objectPlan, value any, b *batch, at int32) bool {
	if !w.tick() {
		return false
	}
	if w.visit != nil {
		w.visit(value, p.identified)
	}
	w.out = append(w.out, '{')
	for i := range p.fields {
		f := &p.fields[i]
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.out = append(w.out, f.key...)
		if f.field == nil {
			w.out = append(w.out, p.object.quoted...)
			continue
		}
		w.path = append(w.path, step{key: f.name})
		ok := w.field(f, value, b, at)
		w.path = w.path[:len(w.path)-1]
		if !ok {
			return false
		}
	}
	w.out = append(w.out, '}')
	return true
}

func (w *writer) field(f *planField, parent any, b *batch, at int32) bool {
	out := f.field.output
	if f.column < 0 {
		value, err := f.field.resolver.one(parent)
		if err != nil {
			return w.fail(f, out, len(w.out), err)
		}
		return w.value(f, out, value)
	}
	c := &b.columns[f.column]
	switch {
	case c.err != nil:
		return w.fail(f, out, len(w.out), c.err)
	case c.values != nil:
		return w.value(f, out, c.values[at])
	}
	refs := c.refs[c.starts[at]:]
	return w.placed(f, out, &refs)
}

// value writes a value below which nothing was resolved before.
func (w *writer) value(f *planField, out *output, value any) bool {
	mark := len(w.out)
	if err, failed := value.(error); failed {
		return w.fail(f, out, mark, err)
	}
	if absent(value) {
		return w.null(f, out, mark)
	}
	var err error
	ok := true
	switch {
	case out.leaf != nil:
		w.out, err = out.leaf(w.out, value)
	case out.list != nil:
		ok, err = w.list(f, out.list, value)
	default:
		ok, err = w.composite(f, out, value)
	}
	switch {
	case err != nil:
		return w.fail(f, out, mark, err)
	case !ok:
		return w.without(out, mark)
	}
	return true
}

func (w *writer) composite(f *planField, out *output, value any) (bool, error) {
	o, err := out.objectOf(value)
	if err != nil {
		return false, err
	}
	p, err := w.plan.of(f.sel, o)
	if err != nil {
		w.aborted = err
		return false, nil
	}
	return w.object(p, value, nil, 0), nil
}

func (w *writer) list(f *planField, out *output, value any) (bool, error) {
	list, ok := sequenceOf(value)
	if !ok {
		return false, fmt.Errorf("a %T is no list", value)
	}
	w.out = append(w.out, '[')
	for i := range list.length {
		if !w.element(i, func() bool { return w.value(f, out, list.at(i)) }) {
			return false, nil
		}
	}
	w.out = append(w.out, ']')
	return true, nil
}

// element writes one element of a list.
func (w *writer) element(i int, write func() bool) bool {
	if i > 0 {
		w.out = append(w.out, ',')
	}
	if !w.tick() {
		return false
	}
	w.path = append(w.path, step{index: i})
	ok := write()
	w.path = w.path[:len(w.path)-1]
	return ok
}

// placed writes the first value of refs and takes it off.
func (w *writer) placed(f *planField, out *output, refs *[]ref) bool {
	mark := len(w.out)
	r := (*refs)[0]
	*refs = (*refs)[1:]
	ok := true
	switch r.batch {
	case refNull:
		return w.null(f, out, mark)
	case refError:
		return w.fail(f, out, mark, w.failures[r.at])
	case refList:
		w.out = append(w.out, '[')
		for i := range int(r.at) {
			// Elements behind one that cannot be shown still take their refs off.
			ok = w.element(i, func() bool { return w.placed(f, out.list, refs) })
			if !ok {
				w.skip(int(r.at)-i-1, refs)
				break
			}
		}
		w.out = append(w.out, ']')
	default:
		b := w.batches[r.batch]
		ok = w.object(b.plan, b.parents[r.at], b, r.at)
	}
	if !ok {
		return w.without(out, mark)
	}
	return true
}

// skip takes n values off refs unwritten.
func (w *writer) skip(n int, refs *[]ref) {
	for ; n > 0 && len(*refs) > 0; n-- {
		if r := (*refs)[0]; r.batch == refList {
			n += int(r.at)
		}
		*refs = (*refs)[1:]
	}
}

func (w *writer) null(f *planField, out *output, mark int) bool {
	if out.nonNull {
		return w.fail(f, out, mark, fmt.Errorf("field %s may not be null and is", f.nodes[0].Name))
	}
	return w.without(out, mark)
}

// fail tells an error of a field and shows null in its place, if it may be null.
func (w *writer) fail(f *planField, out *output, mark int, err error) bool {
	if len(w.errors) == maxErrorsShown {
		w.more++
		return w.without(out, mark)
	}
	path := w.place()
	shown := w.executor.shown(err)
	if shown.Code == CodeInternal && err != w.logged {
		w.logged = err // many parents may have it
		w.executor.config.Logger.ErrorContext(w.ctx, "resolver failed", "path", fmt.Sprint(path), "error", err)
	}
	shown.Path = path
	if shown.Locations == nil { // else that of an argument
		for _, node := range f.nodes {
			shown.Locations = append(shown.Locations, positions(node.Position)...)
		}
	}
	w.errors = append(w.errors, shown)
	return w.without(out, mark)
}

// without cuts off what was written since mark, and shows null where that is allowed.
func (w *writer) without(out *output, mark int) bool {
	w.out = w.out[:mark]
	if out.nonNull || w.aborted != nil {
		return false
	}
	w.out = append(w.out, "null"...)
	return true
}

func (w *writer) place() []any {
	path := make([]any, len(w.path))
	for i, s := range w.path {
		if s.key != "" {
			path[i] = s.key
		} else {
			path[i] = s.index
		}
	}
	return path
}
