package diff

import "slices"

// places are the columns that say where something stands: what differs in
// nothing else has moved.
var places = []string{"section", "start", "end", "digest"}

// changes holds the things of a group against each other: what was first, in its
// order, then what is new.
func (k *class[T]) changes(words *names, was, is []item[T]) []*Change {
	if k.alike(was, is) {
		return nil
	}
	pairs, taken := k.pair(was, is)
	var list []*Change
	for i := range was {
		if change := k.change(words, &was[i], pairs[i], is); change != nil {
			list = append(list, change)
		}
	}
	for i := range is {
		if !taken[i] {
			list = append(list, k.told(words, Added, &is[i].thing))
		}
	}
	return list
}

// alike reports whether two groups are the same without looking further, as nearly all are.
func (k *class[T]) alike(was, is []item[T]) bool {
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
func (k *class[T]) pair(was, is []item[T]) (pairs []*item[T], taken []bool) {
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
func (k *class[T]) change(words *names, was *item[T], now *item[T], is []item[T]) *Change {
	if now == nil {
		return k.gone(words, was, is)
	}
	fields := differing(k.columns(&was.thing), k.columns(&now.thing))
	renamed := k.class == Entity && was.former != ""
	if len(fields) == 0 && !renamed {
		return nil // under a new id perhaps, which follows from that of an entity
	}
	kind := Moved
	for _, f := range fields {
		if !slices.Contains(places, f.Name) {
			kind = Changed
		}
	}
	if renamed {
		kind = Renamed
	}
	change := k.told(words, kind, &now.thing)
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
func (k *class[T]) gone(words *names, was *item[T], is []item[T]) *Change {
	if was.former == "" {
		return k.told(words, Removed, &was.thing)
	}
	same := func(other item[T]) bool { return k.keys[0](&other.thing) == k.keys[0](&was.thing) }
	switch at := slices.IndexFunc(is, same); {
	case at < 0:
		change := k.told(words, Removed, &was.thing)
		change.ID = was.former
		return change
	case k.class == Entity:
		change := k.told(words, Merged, &is[at].thing)
		change.Former = was.former
		return change
	}
	return nil // what was said of two is said of one
}

// told is a change without fields.
func (k *class[T]) told(words *names, kind Kind, x *T) *Change {
	return &Change{Class: k.class, Kind: kind, ID: k.idOf(x), Label: k.label(words, x), Thing: filled(k.columns(x))}
}

func filled(columns []Column) []Column {
	return slices.DeleteFunc(columns, func(c Column) bool { return c.Value == "" })
}

// differing are the columns of two things of one class that are not the same.
func differing(was, is []Column) []Field {
	var list []Field
	for i, c := range was {
		if now := is[i].Value; now != c.Value {
			list = append(list, Field{c.Name, c.Value, now})
		}
	}
	return list
}
