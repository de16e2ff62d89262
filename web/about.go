package web

import (
	"cmp"
	"strings"
)

// names joins the names of nodes as a list in a language; what is not there is left out.
func names(l language, nodes []any) string {
	var list []string
	for _, n := range nodes {
		if name := nameOf(l, n); name != "" {
			list = append(list, name)
		}
	}
	return strings.Join(list, word(l, "comma"))
}

func aboutSearch(v *view, words *ontology) string {
	list := []string{strings.TrimSpace(v.Values.Get("q"))}
	for _, value := range v.Values["type"] {
		if t, known := words.term("types", value); known {
			list = append(list, words.label(v.Lang, "types", t))
		}
	}
	return join(word(v.Lang, "comma"), list...)
}

func aboutRelations(v *view, _ *ontology) string {
	g, _ := v.Shown.(group)
	return g.Label.in(v.Lang)
}

func aboutPassages(v *view, _ *ontology) string { return word(v.Lang, "passages") }

func aboutComparison(v *view, _ *ontology) string { return names(v.Lang, listAt(v.Data, "nodes")) }

func aboutMatrix(v *view, words *ontology) string {
	types := matrixTypes(v, words)
	return words.label(v.Lang, "types", types[0]) + " × " + words.label(v.Lang, "types", types[1])
}

// matrixTypes are the types of a matrix's rows and columns.
func matrixTypes(v *view, words *ontology) [2]string {
	rows, _ := words.term("types", cmp.Or(v.Values.Get("rows"), matrixRows))
	columns, _ := words.term("types", cmp.Or(v.Values.Get("columns"), matrixColumns))
	return [2]string{rows, columns}
}

func aboutPaths(v *view, _ *ontology) string { return names(v.Lang, listAt(v.Data, "ends")) }

func aboutNeighbourhood(v *view, _ *ontology) string { return names(v.Lang, listAt(v.Data, "middle")) }
