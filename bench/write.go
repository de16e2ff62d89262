package bench

import (
	"strconv"

	"github.com/innograph/innograph/graph"
)

// What follows writes answers as the GraphQL documents of queries/ ask for them, by hand:
// what a server would send that has these questions and no others.

// raw is JSON that is being written.
type raw []byte

func (b raw) add(text string) raw       { return append(b, text...) }
func (b raw) id(id graph.ID) raw        { return append(append(append(b, '"'), id...), '"') }
func (b raw) number(n int) raw          { return strconv.AppendInt(b, int64(n), 10) }
func (b raw) boolean(yes bool) raw      { return strconv.AppendBool(b, yes) }
func (b raw) comma(i int) raw           { return b.when(i > 0, ",") }
func (b raw) status(s graph.Status) raw { return b.add(statusNames[s]) }

func (b raw) when(yes bool, text string) raw {
	if yes {
		return append(b, text...)
	}
	return b
}

// text writes a string; text needs no escape but these.
func (b raw) text(s string) raw {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(append(b, s[from:i]...), '\\', c)
			from = i + 1
		case c < ' ':
			panic("a name with a control character") // none is generated
		}
	}
	return append(append(b, s[from:]...), '"')
}

// orNull is text, or null for none.
func (b raw) orNull(s string) raw {
	if s == "" {
		return b.add("null")
	}
	return b.text(s)
}

// Enum values as the schema spells them.
var (
	statusNames    = map[graph.Status]string{graph.Existing: `"EXISTING"`, graph.Planned: `"PLANNED"`, graph.Encouraged: `"ENCOURAGED"`}
	basisNames     = map[graph.Basis]string{graph.Stated: `"STATED"`, graph.ViaPlatform: `"VIA_PLATFORM"`, graph.ViaProject: `"VIA_PROJECT"`, graph.ViaPlace: `"VIA_PLACE"`, graph.ViaPart: `"VIA_PART"`}
	predicateNames = func() map[graph.Predicate]string {
		names := map[graph.Predicate]string{}
		for _, p := range graph.Ontology.Predicates {
			names[p.Predicate] = enumOf(string(p.Predicate))
		}
		return names
	}()
)

// enumOf spells a word of the data packages as an enum value: "rd-institute" as "RD_INSTITUTE", "partnersWith" as "PARTNERS_WITH".
func enumOf(word string) string {
	b := raw{'"'}
	for _, c := range []byte(word) {
		switch {
		case c == '-':
			b = append(b, '_')
		case c >= 'A' && c <= 'Z':
			b = append(b, '_', c)
		case c >= 'a' && c <= 'z':
			b = append(b, c-'a'+'A')
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}

func (b raw) orNullEnum(word string) raw {
	if word == "" {
		return b.add("null")
	}
	return b.add(enumOf(word))
}

func (b raw) statuses(list []graph.Status) raw {
	b = b.add("[")
	for i, s := range list {
		b = b.comma(i).status(s)
	}
	return b.add("]")
}

func (b raw) roles(list []string) raw {
	b = b.add("[")
	for i, s := range list {
		b = b.comma(i).text(s)
	}
	return b.add("]")
}

func (b raw) idName(e *graph.Entity) raw {
	return b.add(`{"id":`).id(e.ID).add(`,"name":`).text(e.Name)
}

func (b raw) typed(e *graph.Entity) raw {
	return b.add(`{"__typename":"`).add(string(e.Type)).add(`","id":`).id(e.ID).add(`,"name":`).text(e.Name).add("}")
}

func (b raw) entity(e *graph.Entity) raw {
	b = b.add(`{"entity":{"__typename":"`).add(string(e.Type)).add(`","id":`).id(e.ID).add(`,"name":`).text(e.Name).add(`,"nameEn":`).orNull(e.NameEn).add(`,"kind":`).orNullEnum(e.Kind)
	b = b.add(`,"names":[{"text":`).text(e.Name).add(`,"lang":"zh","kind":"MAIN"}`)
	if e.NameEn != "" && !e.Translated {
		b = b.add(`,{"text":`).text(e.NameEn).add(`,"lang":"en","kind":"MAIN"}`)
	}
	for _, n := range e.Names {
		b = b.add(`,{"text":`).text(n.Text).add(`,"lang":`).text(n.Lang).add(`,"kind":`).add(enumOf(string(n.Kind))).add("}")
	}
	b = b.add(`],"identifiers":[`)
	for i, x := range e.Identifiers {
		b = b.comma(i).add(`{"scheme":`).text(x.Scheme).add(`,"value":`).text(x.Value).add(`,"edition":`).orNull(x.Edition).add("}")
	}
	return b.add("]}}")
}

// edge writes how an edge is known; the object stays open.
func (b raw) edge(e *graph.Edge, roles bool) raw {
	b = b.add(`{"basis":`).add(basisNames[e.Basis]).add(`,"statuses":`).statuses(e.Statuses)
	if roles {
		b = b.add(`,"roles":`).roles(e.Roles)
	}
	return b.add(`,"node":`)
}

func (b raw) partners(county *graph.Entity, a partnersAnswer) raw {
	sources := map[graph.ID]*graph.Source{}
	for _, s := range a.sources {
		sources[s.id] = s.source
	}
	b = b.add(`{"county":`).idName(county).add(`,"partners":{"totalCount":`).number(len(a.edges)).add(`,"edges":[`)
	for i := range a.edges {
		if i == 100 {
			break
		}
		b = b.comma(i).edge(&a.edges[i], true).idName(a.entities[i]).add(`},"claims":[`)
		for j, c := range a.edges[i].Claims {
			b = b.comma(j).add(`{"id":`).id(c.ID).add(`,"predicate":`).add(predicateNames[c.Predicate]).add(`,"status":`).status(c.Status).add(`,"role":`).orNull(c.Role)
			b = b.add(`,"subject":{"id":`).id(c.Subject).add(`},"object":{"id":`).id(c.Object).add(`},"evidence":`).place(c.Locator, true)
			s := sources[c.Source]
			b = b.add(`,"source":{"id":`).id(c.Source).add(`,"title":`).text(s.Title).add(`,"issued":`).orNull(s.Issued).add("}}}")
		}
		b = b.add("]}")
	}
	return b.add("]}}}")
}

// place writes a locator but for its source; the object stays open.
func (b raw) place(l graph.Locator, digest bool) raw {
	b = b.add(`{"section":`).orNull(l.Section)
	if l.End == 0 {
		b = b.add(`,"start":null,"end":null`)
	} else {
		b = b.add(`,"start":`).number(l.Start).add(`,"end":`).number(l.End)
	}
	if digest {
		b = b.add(`,"digest":`).orNull(l.Digest)
	}
	return b
}

func (b raw) counties(university *graph.Entity, a countiesAnswer) raw {
	b = b.add(`{"university":`).idName(university).add(`,"counties":{"totalCount":`).number(len(a.edges)).add(`,"edges":[`)
	for i := range a.edges {
		if i == 50 {
			break
		}
		b = b.comma(i).edge(&a.edges[i], false).idName(a.entities[i])
		b = b.add(`,"industries":{"totalCount":`).number(len(a.industries[i])).add(`,"edges":[`)
		for j := range a.industries[i] {
			if j == 20 {
				break
			}
			b = b.comma(j).edge(&a.industries[i][j], true).idName(a.industryEntities[i][j]).add("}}")
		}
		b = b.add("]}}}")
	}
	return b.add("]}}}")
}

func (b raw) page(a pageAnswer, totals []int) raw {
	b = b.add(`{"nodes":[`)
	for i, u := range a.universities {
		b = b.comma(i).idName(u).add(`,"counties":{"totalCount":`).number(totals[i]).add(`,"edges":[`)
		for j := range a.edges[i] {
			b = b.comma(j).edge(&a.edges[i][j], false).idName(a.counties[i][j]).add("}}")
		}
		b = b.add("]}}")
	}
	return b.add("]}")
}

func (b raw) neighbourhood(a neighbourhoodAnswer) raw {
	b = b.add(`{"neighbourhood":{"truncated":`).boolean(a.Truncated).add(`,"nodes":[`)
	for i, e := range a.entities {
		b = b.comma(i).typed(e)
	}
	b = b.add(`],"edges":[`)
	for i, l := range a.Links {
		b = b.comma(i).add(`{"source":`).id(l.Subject).add(`,"target":`).id(l.Object).add(`,"predicate":`).add(predicateNames[l.Predicate])
		b = b.add(`,"statuses":`).statuses(l.Statuses).add(`,"claimCount":`).number(len(l.Claims)).add("}")
	}
	return b.add("]}}")
}

// path writes steps between entities, the claims of each step in reading order.
func (b raw) path(entities []*graph.Entity, steps []graph.Step, claims [][]*graph.Claim) raw {
	b = b.add(`{"paths":[{"length":`).number(len(steps)).add(`,"nodes":[`)
	for i, e := range entities {
		b = b.comma(i).typed(e)
	}
	b = b.add(`],"steps":[`)
	for i, s := range steps {
		b = b.comma(i).add(`{"predicate":`).add(predicateNames[s.Predicate]).add(`,"forward":`).boolean(s.Forward).add(`,"statuses":`).statuses(s.Statuses).add(`,"claims":[`)
		for j, c := range claims[i] {
			b = b.comma(j).add(`{"id":`).id(c.ID).add(`,"evidence":`).place(c.Locator, false).add(`,"source":{"id":`).id(c.Source).add("}}}")
		}
		b = b.add("]}")
	}
	return b.add("]}]}")
}

func (b raw) compare(a compareAnswer) raw {
	b = b.add(`{"compare":[`)
	for i, x := range a.indicators {
		b = b.comma(i).add(`{"indicator":{"id":`).id(x.ID).add(`,"name":`).text(x.Name).add(`,"unit":`).text(x.Unit).add(`},"rows":[`)
		for j, e := range a.counties {
			b = b.comma(j).add(`{"entity":`).idName(e).add(`},"observations":[`)
			first := true
			for _, o := range a.cells[j] {
				if o.Indicator == x.ID {
					b = b.when(!first, ",").observation(o)
					first = false
				}
			}
			b = b.add("]}")
		}
		b = b.add("]}")
	}
	return b.add("]}")
}

func (b raw) observation(o *graph.Observation) raw {
	b = b.add(`{"id":`).id(o.ID).add(`,"period":`).text(o.Period).add(`,"role":`).add(enumOf(o.Role)).add(`,"measure":`).add(enumOf(o.Measure)).add(`,"bound":`).orNullEnum(o.Bound)
	b = b.add(`,"value":`).text(o.Value).add(`,"valueTo":`).orNull(o.ValueTo).add(`,"unit":`).orNull(o.Unit).add(`,"note":`).orNull(o.Note)
	return b.add(`,"evidence":`).place(o.Locator, true).add(`,"source":{"id":`).id(o.Source).add("}}}")
}

func (b raw) matches(a matchesAnswer, entities []*graph.Entity) raw {
	b = b.add(`{"search":{"totalCount":`).number(a.total).add(`,"edges":[`)
	for i, m := range a.matches {
		kind := `"MAIN"`
		if m.Kind != "" {
			kind = enumOf(string(m.Kind))
		}
		b = b.comma(i).add(`{"matched":{"text":`).text(m.Text).add(`,"kind":`).add(kind).add(`,"how":`).add(enumOf(string(m.How))).add(`},"node":`).typed(entities[i]).add("}")
	}
	return b.add("]}}")
}

func (b raw) counts(a countsAnswer) raw {
	b = b.add(`{"stats":{"predicates":[`)
	for i, c := range a {
		b = b.comma(i).add(`{"predicate":`).add(predicateNames[c.Predicate]).add(`,"status":`).status(c.Status).add(`,"count":`).number(c.Count).add("}")
	}
	return b.add("]}}")
}
