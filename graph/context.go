package graph

import "strings"

// Context is the JSON-LD 1.1 context of our vocabulary: a short name for each
// property and predicate, and how its values are read. What is changed in the map
// changes nothing else.
func Context() map[string]any {
	c := map[string]any{"@version": 1.1, "@vocab": Namespace, "xsd": xsd, "Observation": string(qbObserved)}
	define := func(key, value string, terms ...string) {
		for _, iri := range terms {
			d := map[string]any{"@id": iri}
			if key != "" {
				d[key] = value
			}
			c[iri[strings.LastIndexAny(iri, "#/")+1:]] = d
		}
	}
	define("@container", "@language", string(prefLabel), string(altLabel), string(hiddenLabel))
	for _, iri := range nameTerms {
		define("@container", "@language", string(iri))
	}
	define("@type", "@id", string(quotedFrom), string(identifier), string(replacedBy), string(mentionsTerm), string(regionTerm), string(documentTerm),
		string(observedEntity), string(observedPart), string(indicatorTerm))
	for _, p := range Ontology.Predicates {
		define("@type", "@id", string(predicateIRI(p.Predicate)))
	}
	define("@type", "@vocab", string(kindTerm), string(levelTerm), string(statusTerm))
	define("@type", XSDInteger, string(startOffset), string(endOffset), string(runesTerm))
	define("", "", string(definition), string(notation), string(note), string(title), string(issued), string(publisher), string(roleTerm), string(sectionTerm),
		string(digestTerm), string(readingTerm), string(reasonTerm), string(schemeTerm), string(editionTerm), string(sourceKind), string(numberTerm), string(periodStart),
		string(periodEnd), string(sha256Term), string(unitTerm), string(betterTerm), string(periodTerm), string(obsRole), string(measureTerm), string(boundTerm), string(valueTerm), string(valueToTerm))
	return c
}
