package loader

import "fmt"

// Describe makes the datapackage.json of a package whose tables have these
// headings, for those who write packages without reading them again. Keys are
// the names of the files.
func Describe(name, title, description string, headings map[string][]string) ([]byte, error) {
	all := []property{{"name", compact(name)}, {"title", compact(title)}, {"description", compact(description)}, {"profile", compact("tabular-data-package")}}
	resources := describe(headings)
	if len(resources) < len(headings) {
		return nil, fmt.Errorf("describe %s: %d of %d tables are unknown", name, len(headings)-len(resources), len(headings))
	}
	return object(append(all, property{"resources", compact(resources)})), nil
}

// describe makes the resources of a package from the headings of its files.
func describe(headings map[string][]string) []resource {
	var list []resource
	for i := range tables {
		if head, there := headings[tables[i].file]; there {
			list = append(list, tables[i].describe(head))
		}
	}
	return list
}
