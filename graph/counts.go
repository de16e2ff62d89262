package graph

// TermCount is how often a class or a property of the vocabulary is used.
type TermCount struct {
	IRI   string
	Count int
}

// Classes counts the instances of each class that has any: types of entities in the
// order of the ontology, then claims, observations and what they rest on.
func (g *Graph) Classes() []TermCount {
	s := g.Stats()
	var list []TermCount
	add := func(iri string, n int) {
		if n > 0 {
			list = append(list, TermCount{iri, n})
		}
	}
	for _, t := range Ontology.Types {
		add(string(typeIRI(t.Type)), s.Entities[t.Type])
	}
	add(string(classClaim), s.Claims)
	add(string(qbObserved), s.Observations)
	add(string(classIndicator), len(g.IndicatorIDs()))
	add(string(classSource), len(g.SourceIDs()))
	add(string(classMention), s.Mentions)
	add(string(classOmission), s.Omissions)
	return list
}

// Properties counts the claims of each predicate that has any, in the order of the ontology.
func (g *Graph) Properties() []TermCount {
	counts := map[Predicate]int{}
	for _, r := range g.Stats().Relations {
		counts[r.Predicate] += r.Count
	}
	var list []TermCount
	for _, p := range Ontology.Predicates {
		if n := counts[p.Predicate]; n > 0 {
			list = append(list, TermCount{string(predicateIRI(p.Predicate)), n})
		}
	}
	return list
}
