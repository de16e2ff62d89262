package graph

// Context is the JSON-LD 1.1 context of our vocabulary: a short name for each
// property, predicate and class, and how its values are read. It follows from the
// tables of the vocabulary; what is changed in the map does not change those.
func Context() map[string]any {
	c := map[string]any{"@version": 1.1, "@vocab": Namespace, "xsd": xsd, "Observation": string(qbObserved)}
	sourceShape.context(c)
	entityShape.context(c)
	identifierShape.context(c)
	indicatorShape.context(c)
	claimShape.context(c)
	observationShape.context(c)
	mentionShape.context(c)
	omissionShape.context(c)
	redirectShape.context(c)
	c[localName(string(identifier))] = map[string]any{"@id": string(identifier), "@type": "@id"}
	for _, term := range []string{string(altLabel), string(hiddenLabel)} {
		c[localName(term)] = map[string]any{"@id": term, "@container": "@language"}
	}
	for term := range kindOfName {
		c[localName(term)] = map[string]any{"@id": term, "@container": "@language"}
	}
	for _, p := range Ontology.Predicates {
		c[string(p.Predicate)] = map[string]any{"@id": string(predicateIRI(p.Predicate)), "@type": "@id"}
	}
	return c
}

// context adds the properties of a sort of thing.
func (s *shape[T]) context(to map[string]any) {
	for _, p := range s.list {
		if p.term == rdfType {
			continue // @type
		}
		definition := map[string]any{"@id": string(p.term)}
		switch {
		case p.lang != "":
			definition["@container"] = "@language"
		case p.as == asRef:
			definition["@type"] = "@id"
		case p.as == asTerm || p.as == asStatus:
			definition["@type"] = "@vocab"
		case p.as == asCount:
			definition["@type"] = XSDInteger
		}
		to[p.name()] = definition
	}
}
