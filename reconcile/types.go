package reconcile

import (
	"slices"

	"github.com/innograph/innograph/graph"
)

// typeInfo is a type that clients may ask for: one of the ontology, or all organizations.
type typeInfo struct {
	id      string
	label   graph.Label
	comment string
	members []graph.Type
	broader *typeInfo
}

// typeJSON is a type as manifests, candidates and suggestions have it.
type typeJSON struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Description string     `json:"description,omitempty"`
	Broader     []typeJSON `json:"broader,omitempty"`
}

// typeTable are all types, in the order of the ontology; Organization stands before the first of its own.
var typeTable = func() []typeInfo {
	organization := &typeInfo{id: "Organization", label: graph.Label{Zh: "机构", En: "Organization"}, comment: "A university, institute, enterprise, government body or association."}
	var list []typeInfo
	for _, t := range graph.Ontology.Types {
		if t.Organization {
			organization.members = append(organization.members, t.Type)
		}
	}
	listed := false
	for _, t := range graph.Ontology.Types {
		row := typeInfo{id: string(t.Type), label: t.Label, comment: t.Comment, members: []graph.Type{t.Type}}
		if t.Organization {
			if !listed {
				list, listed = append(list, *organization), true
			}
			row.broader = organization
		}
		list = append(list, row)
	}
	return list
}()

func findType(id string) (*typeInfo, bool) {
	i := slices.IndexFunc(typeTable, func(t typeInfo) bool { return t.id == id })
	if i < 0 {
		return nil, false
	}
	return &typeTable[i], true
}

// brief is a type by id and name.
func (t *typeInfo) brief() typeJSON { return typeJSON{ID: t.id, Name: both(t.label)} }

// whole is a type with all that is said of it.
func (t *typeInfo) whole() typeJSON {
	j := t.brief()
	if t.broader != nil {
		j.Broader = []typeJSON{t.broader.brief()}
	}
	return j
}

// typesOf are the types that an entity of t has, the narrowest first.
func typesOf(t graph.Type) []typeJSON {
	row, ok := findType(string(t))
	if !ok {
		return []typeJSON{}
	}
	list := []typeJSON{row.brief()}
	if row.broader != nil {
		list = append(list, row.broader.brief())
	}
	return list
}

// both is a label in both languages, Chinese first.
func both(l graph.Label) string {
	if l.En == "" || l.En == l.Zh {
		return l.Zh
	}
	return l.Zh + " · " + l.En
}

// holds reports whether types admit the entity with an id; none admit all.
func holds(types []graph.Type, id graph.ID) bool {
	t, ok := id.Type()
	return ok && (len(types) == 0 || slices.Contains(types, t))
}
