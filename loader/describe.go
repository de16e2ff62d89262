package loader

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/innograph/innograph/internal/datapackage"
	"github.com/innograph/innograph/internal/escape"
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

// property is a member of a JSON object, spelt as it stands.
type property struct {
	name  string
	value json.RawMessage
}

// properties are the members of a JSON object that has parsed, in their order.
func properties(data []byte) []property {
	var list []property
	in := json.NewDecoder(bytes.NewReader(data))
	_, _ = in.Token() // the brace
	for in.More() {
		name, _ := in.Token()
		p := property{}
		p.name, _ = name.(string)
		if err := in.Decode(&p.value); err != nil {
			return list
		}
		list = append(list, p)
	}
	return list
}

func object(properties []property) []byte {
	var flat, out bytes.Buffer
	for i, p := range properties {
		flat.WriteByte("{,"[min(i, 1)])
		flat.Write(compact(p.name))
		flat.WriteByte(':')
		flat.Write(p.value)
	}
	flat.WriteString("}\n")
	if err := json.Indent(&out, flat.Bytes(), "", "  "); err != nil {
		panic(err) // its parts are JSON
	}
	return out.Bytes()
}

// compact is v as JSON on one line.
func compact(v any) json.RawMessage {
	text, err := escape.JSON(v)
	if err != nil {
		panic(err) // strings and structs of strings marshal
	}
	return text
}
