package diff

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/innograph/innograph/graph"
)

// comparer says how things of one class are held against each other.
type comparer[T any] struct {
	class class
	// things gives those of a part, those of a group together and groups by id.
	things func(context.Context, *graph.Part) iter.Seq2[*T, error]
	group  func(*T) graph.ID
	id     func(*T) graph.ID // that a change has; nil: the group's
	// keys pair what was and what is within a group: first those of equal first
	// keys, then of the others those of equal second keys, and so on. An empty key pairs nothing.
	keys    []func(*T) string
	columns func(*T) []column
	same    func(a, b *T) bool // whether all columns are
	label   func(*names, *T) graph.Label
	// carry puts ids of now in the place of ids that were given up, and reports
	// whether there were any; nil: things name no entities.
	carry func(*T, func(graph.ID) graph.ID) bool
}

// item is a thing of one side; former is the id that it had, if that was given up with an entity's.
type item[T any] struct {
	thing  T
	former graph.ID
}

// bunch is a group of things.
type bunch[T any] struct {
	id    graph.ID
	items []item[T]
}

func (k *comparer[T]) idOf(x *T) graph.ID {
	if k.id == nil {
		return k.group(x)
	}
	return k.id(x)
}

// compare gives the changes of the class, group by group.
func (k *comparer[T]) compare(ctx context.Context, c *Comparison) iter.Seq2[*change, error] {
	return func(yield func(*change, error) bool) {
		carried, err := k.carried(ctx, c)
		if err != nil {
			yield(nil, err)
			return
		}
		was, stopWas := iter.Pull2(k.with(carried, k.bunches(ctx, c.from, c.given)))
		defer stopWas()
		is, stopIs := iter.Pull2(k.bunches(ctx, c.to, nil))
		defer stopIs()
		words := &names{ctx: ctx, graphs: [2]*graph.Graph{c.to.Graph(), c.from.Graph()}}
		a, errA, moreA := was()
		b, errB, moreB := is()
		for moreA || moreB {
			if err := firstOf(errA, errB); err != nil {
				yield(nil, err)
				return
			}
			var before, after []item[T]
			takeA, takeB := moreA && (!moreB || a.id <= b.id), moreB && (!moreA || b.id <= a.id)
			if takeA {
				before = a.items
			}
			if takeB {
				after = b.items
			}
			for _, change := range k.changes(words, before, after) {
				if !yield(change, nil) {
					return
				}
			}
			if words.err != nil {
				yield(nil, words.err)
				return
			}
			if takeA {
				a, errA, moreA = was()
			}
			if takeB {
				b, errB, moreB = is()
			}
		}
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// bunches gives the things of a part group by group, but those that name an id that was given up.
func (k *comparer[T]) bunches(ctx context.Context, p *graph.Part, given map[graph.ID]graph.ID) iter.Seq2[bunch[T], error] {
	return func(yield func(bunch[T], error) bool) {
		var now bunch[T]
		for x, err := range k.things(ctx, p) {
			if err != nil {
				yield(bunch[T]{}, err)
				return
			}
			thing := *x
			if k.lost(&thing, given) {
				continue
			}
			if id := k.group(&thing); id != now.id {
				if len(now.items) > 0 && !yield(now, nil) {
					return
				}
				now = bunch[T]{id: id}
			}
			now.items = append(now.items, item[T]{thing: thing})
		}
		if len(now.items) > 0 {
			yield(now, nil)
		}
	}
}

// lost carries a thing over, if it names an id that was given up.
func (k *comparer[T]) lost(x *T, given map[graph.ID]graph.ID) bool {
	return k.carry != nil && len(given) > 0 && k.carry(x, func(id graph.ID) graph.ID {
		if now, gone := given[id]; gone {
			return now
		}
		return id
	})
}

// carried are the things of what was that name ids which were given up, by the group in which they are now.
func (k *comparer[T]) carried(ctx context.Context, c *Comparison) (map[graph.ID][]item[T], error) {
	if k.carry == nil || len(c.given) == 0 {
		return nil, nil
	}
	found := map[graph.ID][]item[T]{}
	for x, err := range k.things(ctx, c.from) {
		if err != nil {
			return nil, err
		}
		thing, former := *x, k.idOf(x)
		if k.lost(&thing, c.given) {
			group := k.group(&thing)
			found[group] = append(found[group], item[T]{thing, former})
		}
	}
	return found, nil
}

// with puts things that were carried over behind those of their groups.
func (k *comparer[T]) with(carried map[graph.ID][]item[T], bunches iter.Seq2[bunch[T], error]) iter.Seq2[bunch[T], error] {
	if len(carried) == 0 {
		return bunches
	}
	return func(yield func(bunch[T], error) bool) {
		ids := slices.Sorted(maps.Keys(carried))
		for b, err := range bunches {
			for err == nil && len(ids) > 0 && ids[0] < b.id {
				if !yield(bunch[T]{ids[0], carried[ids[0]]}, nil) {
					return
				}
				ids = ids[1:]
			}
			if err == nil && len(ids) > 0 && ids[0] == b.id {
				b.items = append(b.items, carried[b.id]...)
				ids = ids[1:]
			}
			if !yield(b, err) {
				return
			}
		}
		for _, id := range ids {
			if !yield(bunch[T]{id, carried[id]}, nil) {
				return
			}
		}
	}
}
