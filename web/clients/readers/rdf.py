# Compares files of RDF as rdflib reads them: rdf.py FORMAT FILE [FORMAT FILE]...
# Prints how many quads each has; ends with 1 and the first differences if one does not say what
# the first says. Turtle says labels in triples, TriG has more to say of each.
import sys

import rdflib
from rdflib.namespace import RDF

rdflib.NORMALIZE_LITERALS = False  # "2.50" stays "2.50"


def read(syntax, path):
    data = rdflib.ConjunctiveGraph()
    data.parse(path, format=syntax)
    default = data.default_context.identifier

    def label(graph):
        # A parser of graphs without names gives them one of its own.
        own = graph is None or graph.identifier == default or isinstance(graph.identifier, rdflib.BNode) or str(graph.identifier).startswith("file:")
        return None if own else graph.identifier

    return {(s, p, o, label(g)) for s, p, o, g in data.quads()}


EXISTING = rdflib.URIRef("https://innograph.github.io/ns#status-existing")


def without_labels(quads):
    existing = {s for s, p, o, g in quads if o == EXISTING}
    for s, p, o, g in quads:
        if g is None or g in existing:
            yield s, p, o, None
        if g is not None:
            yield g, RDF.subject, s, None
            yield g, RDF.predicate, p, None
            yield g, RDF.object, o, None


def nanopublications(quads):
    """Takes what only nanopublications say off again, as the N-Quads do not say it."""
    for s, p, o, g in quads:
        if g is None or not str(g).endswith(("-head", "-publication")):
            yield s, p, o, None if g is not None and str(g).endswith("-provenance") else g


files = list(zip(sys.argv[1::2], sys.argv[2::2]))
wanted = read(*files[0])
print(len(wanted), "quads in", files[0][0])
same = True
for syntax, path in files[1:]:
    found = read(syntax, path)
    print(len(found), "quads in", syntax)
    want = set(without_labels(wanted)) if syntax == "turtle" else wanted
    if syntax == "trig":
        found = set(nanopublications(found))
    for name, rest in ("missing", want - found), ("extra", found - want):
        for quad in sorted(rest, key=str)[:5]:
            print(name, quad)
            same = False
sys.exit(not same)
