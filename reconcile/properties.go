package reconcile

import (
	"context"
	"slices"
	"strings"

	"github.com/innograph/innograph/graph"
)

// property is a column that entities can have: what candidates are held
// against, and what data extension gives.
type property struct {
	id      string
	label   graph.Label
	comment string
	on      func(graph.Type) bool // types that may have it
	exact   bool                  // values are the same or not, never alike
	scheme  bool                  // an identifier: it finds its entity
	naming  bool                  // a name: it finds its entity
	// field is the relation field behind it, for each type; nil: not a relation.
	field func(graph.Type) *graph.Field
	// values gives the values of each entity, in the order of entities; nil entities have none.
	values func(r *reader, entities []*graph.Entity) ([][]cell, error)
	nodes  int // that a value of one entity may cost
}

// reader is what values are read with.
type reader struct {
	context.Context
	graph    *graph.Graph
	settings settings
}

func everywhere(graph.Type) bool { return true }

// What a value may cost, in nodes: relations and figures come in lists.
const plainNodes, listNodes = 1, 20

// propertyTable are the properties that follow from the ontology; indicators
// are those of the graph, see [call.property].
var propertyTable = slices.Concat(plainProperties, schemeProperties(), relationProperties())

// plainProperties stand on the entity itself.
var plainProperties = []property{
	plain("name", graph.Label{Zh: "名称", En: "Name"}, "The main name.", true, func(e *graph.Entity) []cell { return []cell{said(e.Name)} }),
	plain("nameEn", graph.Label{Zh: "英文名", En: "English name"}, "An established English name, else a translation.", true, func(e *graph.Entity) []cell { return some(e.NameEn) }),
	plain("otherNames", graph.Label{Zh: "其他名称", En: "Other names"}, "Short forms, aliases, former names, variants and translations.", true, func(e *graph.Entity) []cell {
		var list []cell
		for _, n := range e.Names {
			if n.Kind != graph.OCRSlip {
				list = append(list, said(n.Text))
			}
		}
		return list
	}),
	plain("type", graph.Label{Zh: "类型", En: "Type"}, "The type, as the ontology calls it.", false, func(e *graph.Entity) []cell {
		t, _ := graph.Ontology.Type(e.Type)
		return []cell{said(string(e.Type), t.Label.Zh, t.Label.En)}
	}),
	ofKinds(plain("kind", graph.Label{Zh: "种类", En: "Kind"}, "The kind within the type.", false, func(e *graph.Entity) []cell { return termCell(graph.Ontology.Kinds, e.Kind) })),
	plain("level", graph.Label{Zh: "级别", En: "Level"}, "National, provincial, municipal, county or township.", false, func(e *graph.Entity) []cell { return termCell(graph.Ontology.Levels, e.Level) }),
	{id: "iri", label: graph.Label{Zh: "标识 IRI", En: "IRI"}, comment: "The full IRI of the entity.", on: everywhere, nodes: plainNodes,
		values: func(r *reader, entities []*graph.Entity) ([][]cell, error) {
			return each(entities, func(e *graph.Entity) []cell { return []cell{said(r.graph.IRI(e.ID))} }), nil
		}},
	{id: "degree", label: graph.Label{Zh: "关系数", En: "Degree"}, comment: "How many relations are stated of it.", on: everywhere, nodes: plainNodes, values: degrees},
}

func plain(id string, label graph.Label, comment string, naming bool, of func(*graph.Entity) []cell) property {
	return property{id: id, label: label, comment: comment, on: everywhere, naming: naming, nodes: plainNodes,
		values: func(_ *reader, entities []*graph.Entity) ([][]cell, error) { return each(entities, of), nil }}
}

// ofKinds limits a property to types that have kinds.
func ofKinds(p property) property {
	p.on = func(t graph.Type) bool {
		row, _ := graph.Ontology.Type(t)
		return len(row.Kinds) > 0
	}
	return p
}

func each(entities []*graph.Entity, of func(*graph.Entity) []cell) [][]cell {
	rows := make([][]cell, len(entities))
	for i, e := range entities {
		if e != nil {
			rows[i] = of(e)
		}
	}
	return rows
}

func some(text string) []cell {
	if text == "" {
		return nil
	}
	return []cell{said(text)}
}

// termCell is a term of a closed list; its labels are other names of it.
func termCell(list []graph.Term, name string) []cell {
	for _, t := range list {
		if t.Name == name {
			return []cell{said(name, t.Label.Zh, t.Label.En)}
		}
	}
	return nil
}

func degrees(r *reader, entities []*graph.Entity) ([][]cell, error) {
	ids := make([]graph.ID, len(entities))
	for i, e := range entities {
		if e != nil {
			ids[i] = e.ID
		}
	}
	counts, err := r.graph.Degrees(r, ids)
	if err != nil {
		return nil, err
	}
	rows := make([][]cell, len(entities))
	for i, e := range entities {
		if e != nil {
			rows[i] = []cell{{Int: &counts[i]}}
		}
	}
	return rows, nil
}

// schemeProperties are the identifiers.
func schemeProperties() []property {
	var list []property
	for _, s := range graph.Schemes {
		list = append(list, property{id: s.Name, label: s.Label, comment: "Identifier in this scheme.", on: everywhere, exact: true, scheme: s.Name != local, nodes: plainNodes,
			values: func(_ *reader, entities []*graph.Entity) ([][]cell, error) {
				return each(entities, func(e *graph.Entity) []cell {
					var cells []cell
					for _, x := range e.Identifiers {
						if x.Scheme == s.Name {
							cells = append(cells, said(x.Value))
						}
					}
					return cells
				}), nil
			}})
	}
	return list
}

// local is the scheme of numbers that mean something inside one document only:
// nobody is found by them.
const local = "number"

// relationProperties are the relation fields, one for each name, and the county
// that a thing stands in, which is the field derived from places.
func relationProperties() []property {
	county := relation("county", graph.Label{Zh: "所属县", En: "County"}, "The county that it stands in, through towns, parks, zones and wholes; of a county itself.", placeField)
	placed := county.on
	county.on = func(t graph.Type) bool { return t == graph.County || placed(t) }
	county.values = func(r *reader, entities []*graph.Entity) ([][]cell, error) {
		rows, err := related(r, entities, placeField)
		for i, e := range entities {
			if err == nil && e != nil && e.Type == graph.County {
				rows[i] = []cell{entityCell(e)}
			}
		}
		return rows, err
	}
	list := []property{county}
	known := map[string]bool{}
	for i := range graph.Ontology.Fields {
		f := &graph.Ontology.Fields[i]
		if known[f.Name] {
			continue
		}
		known[f.Name] = true
		list = append(list, relation(f.Name, f.Label, f.Comment, func(t graph.Type) *graph.Field {
			field, _ := graph.Ontology.Field(t, f.Name)
			return field
		}))
	}
	return list
}

// placeField is the field of a type that says in which counties it stands.
func placeField(t graph.Type) *graph.Field {
	for _, f := range graph.Ontology.FieldsOf(t) {
		if slices.Contains(f.Derive, graph.Places) && slices.Equal(f.Targets, []graph.Type{graph.County}) {
			return f
		}
	}
	return nil
}

func relation(id string, label graph.Label, comment string, field func(graph.Type) *graph.Field) property {
	return property{id: id, label: label, comment: comment, field: field, nodes: listNodes,
		on:     func(t graph.Type) bool { return field(t) != nil },
		values: func(r *reader, entities []*graph.Entity) ([][]cell, error) { return related(r, entities, field) }}
}

// labelFor is the label of a property on some types (none: all): a relation
// field is called differently on different types.
func (p *property) labelFor(types []graph.Type) string {
	if p.field == nil {
		return both(p.label)
	}
	var zh, en []string
	for _, t := range graph.Ontology.Types {
		f := p.field(t.Type)
		if f == nil || len(types) > 0 && !slices.Contains(types, t.Type) || p.id != f.Name {
			continue
		}
		if !slices.Contains(zh, f.Label.Zh) {
			zh = append(zh, f.Label.Zh)
		}
		if !slices.Contains(en, f.Label.En) {
			en = append(en, f.Label.En)
		}
	}
	if len(zh) == 0 {
		return both(p.label)
	}
	return both(graph.Label{Zh: strings.Join(zh, "／"), En: strings.Join(en, " / ")})
}

// target is the type of a property's values on some types, where all are of one.
func (p *property) target(types []graph.Type) *typeInfo {
	if p.field == nil {
		return nil
	}
	var targets []graph.Type
	for _, t := range types {
		if f := p.field(t); f != nil {
			targets = append(targets, f.Targets...)
		}
	}
	for i := range typeTable {
		if t := &typeTable[i]; len(targets) > 0 && !slices.ContainsFunc(targets, func(x graph.Type) bool { return !slices.Contains(t.members, x) }) && (len(t.members) == 1 || t.id == "Organization") {
			return t
		}
	}
	return nil
}

// findTabled finds a property of the ontology.
func findTabled(id string) (*property, bool) {
	for i := range propertyTable {
		if propertyTable[i].id == id {
			return &propertyTable[i], true
		}
	}
	return nil, false
}

// property finds a property of the ontology, or an indicator by its id.
func (c *call) property(id string) (*property, bool) {
	if p, ok := findTabled(id); ok {
		return p, true
	}
	list, err := c.graph.Indicators(c, []graph.ID{graph.ID(id)})
	if err != nil || list[0] == nil {
		return nil, false
	}
	return observed(list[0]), true
}
