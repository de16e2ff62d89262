package export

import "github.com/innograph/innograph/graph"

// writeTriG writes RDF 1.1 TriG with a nanopublication for each claim. Its four graphs are
//
//	claim:x-head         which graphs belong together
//	claim:x              the assertion: the statement, as in N-Quads
//	claim:x-provenance   what else is known of the claim: status, role, evidence
//	claim:x-publication  the licence, and the data packages it comes from
//
// Everything else (sources, entities, observations …) is in the default graph, as in N-Quads.
func writeTriG(w *writer) error {
	t := newTurtle(w.part.Graph().Base())
	t.head(graph.Prefix{Name: "np", IRI: graph.Nanopub})
	w.Write(t.flush())
	origin := digestName(w.Origin)
	for quads, err := range w.part.Quads(w.ctx) {
		if err != nil {
			return err
		}
		if quads[0].Label != "" {
			t.nanopublication(quads, origin)
		} else {
			for i := range quads {
				t.triple(quads[i].Subject, quads[i].Predicate, &quads[i].Object)
			}
			t.end()
		}
		w.Write(t.flush())
	}
	return nil
}

// nanopublication spells the quads of a claim, the labelled one first.
func (t *turtle) nanopublication(quads []graph.Quad, origin string) {
	claim, statement := quads[0].Label, &quads[0]
	whole, provenance, publication := claim+"-nanopub", claim+"-provenance", claim+"-publication"
	t.open(claim + "-head")
	t.triple(whole, graph.RDFType, &graph.Value{IRI: graph.Nanopub + "Nanopublication"})
	t.triple(whole, graph.Nanopub+"hasAssertion", &graph.Value{IRI: claim})
	t.triple(whole, graph.Nanopub+"hasProvenance", &graph.Value{IRI: provenance})
	t.triple(whole, graph.Nanopub+"hasPublicationInfo", &graph.Value{IRI: publication})
	t.shut()
	t.open(claim)
	t.triple(statement.Subject, statement.Predicate, &statement.Object)
	t.shut()
	t.open(provenance)
	for i := range quads[1:] {
		q := &quads[1+i]
		t.triple(q.Subject, q.Predicate, &q.Object)
	}
	t.shut()
	t.open(publication)
	t.triple(whole, graph.License, &graph.Value{IRI: licenceIRI})
	if origin != "" {
		t.triple(whole, graph.DerivedFrom, &graph.Value{IRI: origin})
	}
	t.shut()
}

// open begins a graph.
func (t *turtle) open(iri string) {
	t.iri(iri)
	t.text = append(t.text, " {\n"...)
	t.indent = "    "
}

func (t *turtle) shut() {
	t.end()
	t.text = append(t.text, "}\n"...)
	t.indent = ""
}
