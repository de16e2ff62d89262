package loader

import (
	"fmt"

	"github.com/innograph/innograph/internal/datapackage"
)

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
func describe(headings map[string][]string) []datapackage.Resource {
	var list []datapackage.Resource
	for i := range datapackage.Tables {
		if head, there := headings[datapackage.Tables[i].File]; there {
			list = append(list, datapackage.Tables[i].Describe(head))
		}
	}
	return list
}
