package graph

import "github.com/cayleygraph/quad"

// Stats counts what is in a graph.
type Stats struct {
	Quads        int64
	Entities     map[Type]int
	Claims       int
	Observations int
	Mentions     int
	Omissions    int
	// Relations counts claims by predicate and status.
	Relations []RelationCount
}

// RelationCount is the number of claims of one predicate in one status.
type RelationCount struct {
	Predicate Predicate
	Status    Status
	Count     int
}

// Stats counts what is in the graph.
func (g *Graph) Stats() Stats { return g.about.Stats }

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

// count counts what is in the store: the statistics are known when a graph is
// built, so that opening one looks at nothing twice.
func (s *store) count() Stats {
	stats := Stats{Quads: int64(s.columns.Len()), Entities: map[Type]int{}, Claims: len(s.tables.claims), Observations: len(s.tables.observations),
		Mentions: s.things(classMention), Omissions: s.things(classOmission)}
	for _, t := range typesByPrefix {
		if first, last := s.tables.within(t); last > first {
			stats.Entities[t] = int(last - first)
		}
	}
	counts := map[RelationCount]int{}
	for i := range s.tables.claims {
		c := &s.tables.claims[i]
		counts[RelationCount{Predicate: Ontology.Predicates[c.rank].Predicate, Status: Status(c.status)}]++
	}
	for _, p := range Ontology.Predicates {
		for _, status := range statuses {
			if n := counts[RelationCount{Predicate: p.Predicate, Status: status}]; n > 0 {
				stats.Relations = append(stats.Relations, RelationCount{p.Predicate, status, n})
			}
		}
	}
	return stats
}

// things counts the nodes of a class.
func (s *store) things(class quad.IRI) (n int) {
	for range s.instances(class) {
		n++
	}
	return n
}
