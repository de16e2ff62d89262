package graph

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Decode is the inverse of [Quads]: it reads quads, in any order, each with its
// place (a line, say), back into facts. If there is no misfit, the facts give the
// same quads again.
//
// Ids are what stands in IRIs after the base. The base is found in the first
// quad, and all quads must have the same. Decode sees to form only: what values and
// which relations are allowed is for the loader to check, and that ids resolve.
func Decode(quads iter.Seq2[int, *Quad]) *Decoded {
	d := newDecoder()
	for place, q := range quads {
		d.add(place, q)
		if len(d.misfits) >= MaxMisfits {
			break
		}
	}
	return d.finish()
}

type decoder struct {
	base         Base
	misfits      []Misfit
	sources      drafts[Source]
	indicators   drafts[Indicator]
	entities     drafts[Entity]
	claims       drafts[Claim]
	observations drafts[Observation]
	mentions     drafts[Mention]
	omissions    drafts[Omission]
	identifiers  drafts[Identifier]
	redirects    drafts[Redirect]
	names        map[Name]bool
	inOrder      []placed[Name]
	general      []placed[Name] // skos:altLabel and skos:hiddenLabel; Kind is empty or OCRSlip
}

type placed[T any] struct {
	what  T
	place int
}

// draft is a thing as far as its quads have come.
type draft[T any] struct {
	id    ID
	fact  T
	place int
	set   uint32 // a bit for each property that it has
	bad   bool
}

// drafts are all things of one sort.
type drafts[T any] struct {
	*shape[T]
	at   map[ID]int
	list []draft[T]
}

func draftsOf[T any](s *shape[T]) drafts[T] { return drafts[T]{shape: s, at: map[ID]int{}} }

// draft finds the draft of an id; the first quad makes it. Quads of a thing mostly come together.
func (ds *drafts[T]) draft(id ID, place int) *draft[T] {
	if n := len(ds.list); n > 0 && ds.list[n-1].id == id {
		return &ds.list[n-1]
	}
	i, there := ds.at[id]
	if !there {
		i = len(ds.list)
		ds.at[id] = i
		ds.list = append(ds.list, draft[T]{id: id, place: place})
	}
	return &ds.list[i]
}

func newDecoder() *decoder {
	return &decoder{sources: draftsOf(sourceShape), indicators: draftsOf(indicatorShape), entities: draftsOf(entityShape), claims: draftsOf(claimShape),
		observations: draftsOf(observationShape), mentions: draftsOf(mentionShape), omissions: draftsOf(omissionShape),
		identifiers: draftsOf(identifierShape), redirects: draftsOf(redirectShape), names: map[Name]bool{}}
}

func (d *decoder) misfit(place int, what, found, wanted, hint string) {
	d.misfits = append(d.misfits, Misfit{place, what, found, wanted, hint})
}

func (d *decoder) add(place int, q *Quad) {
	if q.Label != "" {
		d.stated(place, q)
		return
	}
	id, ok := d.id(place, q.Subject)
	if !ok {
		return
	}
	switch id.Prefix() {
	case SourcePrefix:
		fill(d, &d.sources, id, place, q)
	case IndicatorPrefix:
		if !d.named(id, place, q) {
			fill(d, &d.indicators, id, place, q)
		}
	case ClaimPrefix:
		fill(d, &d.claims, id, place, q)
	case ObservationPrefix:
		fill(d, &d.observations, id, place, q)
	case mentionPrefix:
		fill(d, &d.mentions, id, place, q)
	case omissionPrefix:
		fill(d, &d.omissions, id, place, q)
	case identifierPrefix:
		fill(d, &d.identifiers, id, place, q)
	default:
		d.entity(id, place, q)
	}
}

// stated takes the quad of a claim: the one that has the claim as its label.
func (d *decoder) stated(place int, q *Quad) {
	label, ok := d.id(place, q.Label)
	if !ok {
		return
	}
	if label.Prefix() != ClaimPrefix {
		d.misfit(place, "the label of a quad is no claim", q.Label, string(d.base)+ClaimPrefix+"/…", "")
		return
	}
	c := d.claims.draft(label, place)
	name, ours := strings.CutPrefix(q.Predicate, Namespace)
	_, known := Ontology.Predicate(Predicate(name))
	if !ours || !known {
		d.misfit(place, "a claim with a predicate that the ontology does not have", q.Predicate, "a predicate of docs/ontology.md", "")
		c.bad = true
		return
	}
	subject, okS := d.id(place, q.Subject)
	object, okO := d.id(place, q.Object.IRI)
	if !okS || !okO {
		c.bad = true
		return
	}
	f := &c.fact
	if f.Subject != "" && (f.Subject != subject || f.Predicate != Predicate(name) || f.Object != object) {
		d.misfit(place, "a claim is the label of two quads", q.Label, "one quad", "")
		c.bad = true
		return
	}
	f.Subject, f.Predicate, f.Object = subject, Predicate(name), object
	c.place = place
}

// entity takes what hangs on the id of an entity: names, identifiers and what it
// was renamed to besides its own properties.
func (d *decoder) entity(id ID, place int, q *Quad) {
	switch name, _ := strings.CutPrefix(q.Predicate, Namespace); {
	case q.Predicate == string(identifier):
		node, ok := d.id(place, q.Object.IRI)
		if !ok {
			return
		}
		if node.Prefix() != identifierPrefix {
			d.misfit(place, "is no identifier", q.Object.IRI, string(d.base)+identifierPrefix+"/…", "")
			return
		}
		x := d.identifiers.draft(node, place)
		if x.fact.Entity != "" && x.fact.Entity != id {
			d.misfit(place, "an identifier of two entities", q.Object.IRI, "one entity", "")
			x.bad = true
			return
		}
		x.fact.Entity = id
	case q.Predicate == string(replacedBy), q.Predicate == string(reasonTerm):
		fill(d, &d.redirects, id, place, q)
	case d.named(id, place, q):
	default:
		if _, relation := Ontology.Predicate(Predicate(name)); relation && q.Predicate == Namespace+name {
			d.misfit(place, "a relation without a claim", name, "a quad whose label is a claim", "")
			return
		}
		fill(d, &d.entities, id, place, q)
	}
}

// named takes other names; false if the quad is none.
func (d *decoder) named(id ID, place int, q *Quad) bool {
	kind, own := kindOfName[q.Predicate]
	hidden := q.Predicate == string(hiddenLabel)
	if !own && !hidden && q.Predicate != string(altLabel) {
		return false
	}
	o := q.Object
	if o.IRI != "" || o.Lang == "" || o.Text == "" {
		d.misfit(place, "a name is no text with a language", o.String(), `"…"@zh or "…"@en`, "")
		return true
	}
	n := Name{Entity: id, Text: o.Text, Lang: o.Lang, Kind: kind}
	switch {
	case !own && hidden:
		n.Kind = OCRSlip
		d.general = append(d.general, placed[Name]{n, place})
	case !own:
		d.general = append(d.general, placed[Name]{n, place})
	case !d.names[n]:
		d.names[n] = true
		d.inOrder = append(d.inOrder, placed[Name]{n, place})
	}
	return true
}

// fill puts the object of a quad into the field of its predicate.
func fill[T any](d *decoder, all *drafts[T], id ID, place int, q *Quad) {
	x := all.draft(id, place)
	p := all.property(q.Predicate, q.Object.Lang)
	if p == nil {
		d.misfit(place, "no property of "+all.name, q.Predicate+inLanguage(q.Object.Lang), "a property of docs/ontology.md", "what our vocabulary does not have is not loaded")
		x.bad = true
		return
	}
	if wrong := d.put(p.as, p.class, p.field(&x.fact), q.Object, x.set&p.bit != 0); wrong.What != "" {
		wrong.Place, wrong.What = place, p.name()+": "+wrong.What
		if wrong.Found == "" {
			wrong.Found = q.Object.String()
		}
		d.misfits = append(d.misfits, wrong)
		x.bad = true
		return
	}
	x.set |= p.bit
}

func inLanguage(lang string) string {
	if lang == "" {
		return ""
	}
	return "@" + lang
}

// id cuts the base off an IRI and says what is wrong if that gives no id of ours.
func (d *decoder) id(place int, iri string) (ID, bool) {
	if d.base == "" {
		if base, ok := baseOf(iri); ok {
			d.base = base
		}
	}
	switch id, ok := d.base.ID(iri); {
	case d.base == "":
		d.misfit(place, "is no IRI of a thing of ours", iri, "a base and an id, as in "+DefaultBase+"county/330324", "")
	case ok && knownPrefixes[id.Prefix()]:
		return id, true
	case !strings.HasPrefix(iri, string(d.base)):
		d.misfit(place, "is not under the base of the other ids", iri, string(d.base)+"…", "")
	default:
		d.misfit(place, "is no id of ours after the base", iri, "an id as in "+string(d.base)+"county/330324", "")
	}
	return "", false
}

// baseOf is what stands before the id at the end of an IRI.
func baseOf(iri string) (Base, bool) {
	slash := strings.LastIndexByte(iri, '/')
	if slash < 0 {
		return "", false
	}
	cut := strings.LastIndexAny(iri[:slash], "/#") + 1
	base, err := ParseBase(iri[:cut])
	if err != nil {
		return "", false
	}
	id, ok := base.ID(iri)
	return base, ok && knownPrefixes[id.Prefix()]
}

// knownPrefixes are those of [IDPrefixes].
var knownPrefixes = func() map[string]bool {
	known := map[string]bool{}
	for _, prefix := range IDPrefixes() {
		known[prefix] = true
	}
	return known
}()

// sorted gives the misfits by place.
func (d *decoder) sorted() []Misfit {
	slices.SortStableFunc(d.misfits, func(a, b Misfit) int { return cmp.Compare(a.Place, b.Place) })
	return d.misfits
}
