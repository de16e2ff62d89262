package diff

import "slices"

// places are the columns that say where something stands: what differs in
// nothing else has moved.
var places = []string{"section", "start", "end", "digest"}

// changes holds the things of a group against each other: what was first, in its
// order, then what is new.
func (k *comparer[T]) changes(words *names, was, is []item[T]) []*change {
	if k.alike(was, is) {
		return nil
	}
	pairs, taken := k.pair(was, is)
	var list []*change
	for i := range was {
		if change := k.change(words, &was[i], pairs[i], is); change != nil {
			list = append(list, change)
		}
	}
	for i := range is {
		if !taken[i] {
			list = append(list, k.told(words, added, &is[i].thing))
		}
	}
	return list
}

// alike reports whether two groups are the same without looking further, as nearly all are.
func (k *comparer[T]) alike(was, is []item[T]) bool {
	if len(was) != len(is) {
		return false
	}
	for i := range was {
		if was[i].former != "" || !k.same(&was[i].thing, &is[i].thing) {
			return false
		}
	}
	return true
}

// equal compares things that hold no lists.
func equal[T comparable](a, b *T) bool { return *a == *b }

// pair finds for each thing that was the one that is, or nil.
func (k *comparer[T]) pair(was, is []item[T]) (pairs []*item[T], taken []bool) {
	pairs, taken = make([]*item[T], len(was)), make([]bool, len(is))
	for _, key := range k.keys {
		free := map[string][]int{}
		for i := range is {
			if id := key(&is[i].thing); !taken[i] && id != "" {
				free[id] = append(free[id], i)
			}
		}
		for i := range was {
			id := key(&was[i].thing)
			if at := free[id]; pairs[i] == nil && len(at) > 0 {
				pairs[i], taken[at[0]], free[id] = &is[at[0]], true, at[1:]
			}
		}
	}
	return pairs, taken
}

// change tells what became of a thing; nil if it is as it was.
func (k *comparer[T]) change(words *names, was *item[T], now *item[T], is []item[T]) *change {
	if now == nil {
		return k.gone(words, was, is)
	}
	fields := differing(k.columns(&was.thing), k.columns(&now.thing))
	movedOn := k.class == entityClass && was.former != ""
	if len(fields) == 0 && !movedOn {
		return nil // under a new id perhaps, which follows from that of an entity
	}
	how := moved
	for _, f := range fields {
		if !slices.Contains(places, f.Name) {
			how = changed
		}
	}
	if movedOn {
		how = renamed
	}
	change := k.told(words, how, &now.thing)
	change.Fields = fields
	if change.Former = was.former; was.former == "" {
		change.Former = k.idOf(&was.thing)
	}
	if change.Former == change.ID {
		change.Former = ""
	}
	return change
}

// gone tells of a thing that is no longer there.
func (k *comparer[T]) gone(words *names, was *item[T], is []item[T]) *change {
	if was.former == "" {
		return k.told(words, removed, &was.thing)
	}
	same := func(other item[T]) bool { return k.keys[0](&other.thing) == k.keys[0](&was.thing) }
	switch at := slices.IndexFunc(is, same); {
	case at < 0:
		change := k.told(words, removed, &was.thing)
		change.ID = was.former
		return change
	case k.class == entityClass:
		change := k.told(words, merged, &is[at].thing)
		change.Former = was.former
		return change
	}
	return nil // what was said of two is said of one
}

// told is a change without fields.
func (k *comparer[T]) told(words *names, how kind, x *T) *change {
	return &change{Class: k.class, Kind: how, ID: k.idOf(x), Label: k.label(words, x), Thing: filled(k.columns(x))}
}

func filled(columns []column) []column {
	return slices.DeleteFunc(columns, func(c column) bool { return c.Value == "" })
}

// differing are the columns of two things of one class that are not the same.
func differing(was, is []column) []fieldChange {
	var list []fieldChange
	for i, c := range was {
		if now := is[i].Value; now != c.Value {
			list = append(list, fieldChange{c.Name, c.Value, now})
		}
	}
	return list
}
