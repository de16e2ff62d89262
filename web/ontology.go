package web

import (
	"slices"
	"strings"

	"github.com/innograph/innograph/schema/executor"
)

// label is a name in both languages.
type label struct{ zh, en string }

func (l label) in(lang language) string {
	if lang == english {
		return l.en
	}
	return l.zh
}

// ontology is what pages know of the ontology: labels, types and their fields, as GraphQL tells them.
type ontology struct {
	lists    map[string][]string         // spelling in GraphQL, by name of list
	labels   map[string]map[string]label // by name of list and spelling
	inverse  map[string]label            // of predicates
	typename map[string]string           // by type
	prefix   map[string]string           // by type
	broader  map[string]string           // by type: IRI of a class elsewhere
	fields   map[string][]field          // by type, in the order of the ontology
}

// field is a relation field of a type.
type field struct {
	Name  string
	label label
}

func readOntology(response *executor.Response) (*ontology, error) {
	type term struct{ Name, Label, LabelEn string }
	var answer struct {
		Ontology struct {
			Types []struct {
				term
				Prefix, Typename, Broader string
			}
			Predicates []struct {
				term
				InverseLabel, InverseLabelEn string
			}
			Fields []struct {
				Field, Label, LabelEn string
				On                    []string
			}
			Statuses, Bases, Bounds, Kinds, Levels, Measures, ObservationRoles, NameKinds, Schemes []term
		}
	}
	if err := response.Decode(&answer); err != nil {
		return nil, err
	}
	a := &answer.Ontology
	o := &ontology{map[string][]string{}, map[string]map[string]label{}, map[string]label{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string][]field{}}
	add := func(list string, t term) {
		if o.labels[list] == nil {
			o.labels[list] = map[string]label{}
		}
		o.lists[list] = append(o.lists[list], t.Name)
		o.labels[list][t.Name] = label{t.Label, t.LabelEn}
	}
	for list, terms := range map[string][]term{"statuses": a.Statuses, "bases": a.Bases, "bounds": a.Bounds, "kinds": a.Kinds, "levels": a.Levels, "measures": a.Measures, "roles": a.ObservationRoles, "nameKinds": a.NameKinds, "schemes": a.Schemes} {
		for _, t := range terms {
			add(list, t)
		}
	}
	for _, t := range a.Types {
		add("types", t.term)
		o.typename[t.Name], o.prefix[t.Name], o.broader[t.Name] = t.Typename, t.Prefix, t.Broader
	}
	for _, p := range a.Predicates {
		add("predicates", p.term)
		o.inverse[p.Name] = label{p.InverseLabel, p.InverseLabelEn}
	}
	for _, f := range a.Fields {
		for _, on := range f.On {
			o.fields[on] = append(o.fields[on], field{f.Field, label{f.Label, f.LabelEn}})
		}
	}
	return o, nil
}

// spelling is how addresses spell a word of a list: types by prefix, all others in small letters.
func (o *ontology) spelling(list, name string) string {
	if list == "types" {
		return o.prefix[name]
	}
	return strings.ToLower(strings.ReplaceAll(name, "_", "-"))
}

func (o *ontology) spellings(list string) []string {
	var all []string
	for _, name := range o.lists[list] {
		all = append(all, o.spelling(list, name))
	}
	return all
}

// term finds a word of a list by its spelling in addresses.
func (o *ontology) term(list, spelling string) (string, bool) {
	i := slices.IndexFunc(o.lists[list], func(name string) bool { return o.spelling(list, name) == spelling })
	if i < 0 {
		return "", false
	}
	return o.lists[list][i], true
}

// typeOf is the type of an entity by its id; empty if there is no such type.
func (o *ontology) typeOf(id string) string {
	prefix, _, _ := strings.Cut(id, "/")
	t, _ := o.term("types", prefix)
	return t
}

// label is the label of a word; a word that is not in the list is its own label.
func (o *ontology) label(lang language, list, name string) string {
	if l, known := o.labels[list][name]; known {
		return l.in(lang)
	}
	return name
}
