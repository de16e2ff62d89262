package graph

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"

	"github.com/cespare/xxhash/v2"

	"github.com/innograph/innograph/graph/columnar"
)

// tables are what the quads say of entities, claims and observations, once more
// as rows of fixed width: a claim is read at one place, not gathered from ten
// quads. They are made from the quads when a graph is built ([tabulate]) and
// stand beside them in its file. docs/decisions/0010-rows-beside-quads.md has what that costs and gives.
type tables struct {
	bounds       []uint32    // entities of typesByPrefix[i] are bounds[i] to bounds[i+1]
	entities     []entityRow // by id, and one more: every row has a next one
	slots        []uint64    // hash table of ids: upper half of the hash, place + 1; 0 is free
	links        []linkRow
	claims       []claimRow // by subject, predicate, object and id
	observations []observationRow
	names        []nameRow
	identifiers  []identifierRow
}

// place is the number of an entity. Entities are numbered from 0 in the order
// of their ids, so those of a type stand together.
type place uint32

// span is where a text stands in the dictionary of the store: its first byte and
// its length in bytes, no text being 0. It is for texts that are read once in a while.
type span uint64

// lengthBits are those of a span's length; the others are its first byte.
const lengthBits = 24

// word is a text that comes often, as its node + 1; 0 is none. Where it stands
// is in the cache already.
type word uint32

// entityRow is an entity. Its rows in other tables begin where the row says and
// end where those of the next entity begin.
type entityRow struct {
	id, name, nameEn   span
	node               columnar.Node
	kind, level        word
	names, identifiers uint32
	out, in            uint32 // links: those it is the subject of, then those it is the object of
	observations       uint32
	degree             uint32 // stated triples around it
	translated, former uint8  // 1: nameEn is a translation; ids were merged into this one
	_                  [2]uint8
}

// linkRow is a claim seen from one of its ends. Links of one side stand by
// predicate, other end and claim.
type linkRow struct {
	other  place
	claim  uint32
	rank   uint8 // of the predicate in the ontology
	status uint8
	role   uint8 // 1: the claim names one
	_      uint8
}

// locatorRow is where something is said, and how it was read.
type locatorRow struct {
	section, digest span
	source          uint32 // 1 + its number among sources by id; 0: none
	start, end      uint32
	context         uint8 // 1: read from headings or what precedes
	_               [3]uint8
}

type claimRow struct {
	id, note span
	locatorRow
	subject, object place
	role            word
	rank, status    uint8
	_               [2]uint8
}

// observationRow is an observation. Those of an entity stand in the order of
// indicator, part, period, role, place in the text, and id.
type observationRow struct {
	id, value, valueTo, note span
	locatorRow
	entity                             place
	of                                 place  // + 1; 0: none
	indicator                          uint32 // its number among indicators by id
	period, role, measure, bound, unit word
}

// nameRow is another name. Those of an entity stand in the order of [sortNames].
type nameRow struct {
	text, lang span
	kind       uint8 // its place in NameKinds
	_          [7]uint8
}

type identifierRow struct {
	value           span
	scheme, edition word
}

// table is a column of tables as bytes, and the way back.
type table struct {
	bytes func() []byte
	set   func([]byte)
}

func tableOf[T any](rows *[]T) table {
	return table{func() []byte { return columnar.BytesOf(*rows) }, func(b []byte) { *rows = columnar.SliceOf[T](b) }}
}

func (t *tables) list() []table {
	return []table{tableOf(&t.bounds), tableOf(&t.entities), tableOf(&t.slots), tableOf(&t.links), tableOf(&t.claims),
		tableOf(&t.observations), tableOf(&t.names), tableOf(&t.identifiers)}
}

// layout names the meaning of tables: how rows are laid out, and the lists of the
// ontology that rows hold numbers of. A file whose tables are of another layout has
// them made anew from its quads.
var layout = func() string {
	text := ""
	for _, row := range []any{entityRow{}, linkRow{}, claimRow{}, locatorRow{}, observationRow{}, nameRow{}, identifierRow{}} {
		t := reflect.TypeOf(row)
		for i := range t.NumField() {
			f := t.Field(i)
			text += fmt.Sprintln(f.Name, f.Type, f.Offset, t.Size())
		}
	}
	for _, t := range typesByPrefix {
		text += "\n" + string(t)
	}
	for _, p := range Ontology.Predicates {
		text += "\n" + string(p.Predicate)
	}
	for _, k := range NameKinds {
		text += "\n" + k.Name
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}()

// typesByPrefix are all types in the order in which their entities stand.
var typesByPrefix = func() []Type {
	list := slices.Clone(Ontology.Types)
	slices.SortFunc(list, func(a, b TypeInfo) int { return cmp.Compare(a.Prefix+"/", b.Prefix+"/") })
	types := make([]Type, len(list))
	for i, info := range list {
		types[i] = info.Type
	}
	return types
}()

// ranks are the places of predicates in the ontology.
var ranks = func() map[Predicate]uint8 {
	ranks := map[Predicate]uint8{}
	for i, info := range Ontology.Predicates {
		ranks[info.Predicate] = uint8(i)
	}
	return ranks
}()

// find looks an id up.
func (s *store) find(id ID) (place, bool) {
	t := s.tables
	hash := xxhash.Sum64String(string(id))
	mask := uint64(len(t.slots) - 1)
	for i := hash & mask; t.slots[i] != 0; i = (i + 1) & mask {
		if n := place(uint32(t.slots[i]) - 1); t.slots[i]>>32 == hash>>32 && s.spell(t.entities[n].id) == string(id) {
			return n, true
		}
	}
	return 0, false
}

// count is the number of entities.
func (t *tables) count() int { return len(t.entities) - 1 }

// within gives the places of a type: from the first to one past the last.
func (t *tables) within(typ Type) (first, last place) {
	for i, x := range typesByPrefix {
		if x == typ {
			return place(t.bounds[i]), place(t.bounds[i+1])
		}
	}
	return 0, 0
}

// typeOf is the type of the entity at a place.
func (t *tables) typeOf(n place) Type {
	i, found := slices.BinarySearch(t.bounds, uint32(n))
	if !found {
		return typesByPrefix[i-1]
	}
	for t.bounds[i+1] == uint32(n) { // types without entities end where they begin
		i++
	}
	return typesByPrefix[i]
}

// typeSet is a set of types as runs of places.
type typeSet []struct{ first, last place }

func (t *tables) typeSet(types []Type) typeSet {
	r := make(typeSet, len(types))
	for i, typ := range types {
		r[i].first, r[i].last = t.within(typ)
	}
	return r
}

func (r typeSet) holds(n place) bool {
	for _, run := range r {
		if run.first <= n && n < run.last {
			return true
		}
	}
	return false
}

// sides gives the links of an entity as subject, as object, or both.
func (t *tables) sides(n place, d Direction) [2][]linkRow {
	e, next := &t.entities[n], &t.entities[n+1]
	var sides [2][]linkRow
	if d != In {
		sides[0] = t.links[e.out:e.in]
	}
	if d != Out {
		sides[1] = t.links[e.in:next.out]
	}
	return sides
}

// of gives those links of a side that are of one predicate.
func of(side []linkRow, rank uint8) []linkRow {
	low, high := 0, len(side)
	for low < high {
		if middle := int(uint(low+high) >> 1); side[middle].rank < rank {
			low = middle + 1
		} else {
			high = middle
		}
	}
	for high = low; high < len(side) && side[high].rank == rank; high++ {
	}
	return side[low:high]
}

// spell gives the text of a span. It is the store's own memory, as [borrowed] says.
func (s *store) spell(x span) string {
	if x == 0 {
		return ""
	}
	from := x >> lengthBits
	return borrowed(s.dictionary[from : from+x&(1<<lengthBits-1)])
}

// word gives a text that is a word.
func (s *store) word(w word) string {
	if w == 0 {
		return ""
	}
	return s.text(columnar.Node(w - 1))
}
