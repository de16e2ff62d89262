package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// request is something that users ask for.
type request struct {
	name string // of the question, page or export
	path string // with its query
}

// world is what requests can be about; it is asked of the server.
type world struct {
	counties, universities, enterprises, platforms, indicators []string
	names                                                      []string // of entities
}

const worldDocument = `{
  counties(first: 200) { nodes { id name } } universities(first: 200) { nodes { id name } }
  enterprises(first: 200) { nodes { id name } } platforms(first: 200) { nodes { id name } } indicators { nodes { id } }
}`

// look asks a server what there is.
func look(server string) (*world, error) {
	var answer struct {
		Data map[string]struct {
			Nodes []struct{ ID, Name string }
		}
		Errors []struct{ Message string }
	}
	r, err := http.Get(server + "/graphql?query=" + url.QueryEscape(worldDocument))
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if len(answer.Errors) > 0 {
		return nil, fmt.Errorf("%s", answer.Errors[0].Message)
	}
	w := &world{}
	for field, to := range map[string]*[]string{"counties": &w.counties, "universities": &w.universities, "enterprises": &w.enterprises, "platforms": &w.platforms, "indicators": &w.indicators} {
		for _, n := range answer.Data[field].Nodes {
			*to = append(*to, n.ID)
			if n.Name != "" {
				w.names = append(w.names, n.Name)
			}
		}
		if len(*to) == 0 {
			return nil, fmt.Errorf("the server has no %s", field)
		}
	}
	return w, nil
}

// mix draws requests: nine of ten are the questions B1 to B9 of the benchmark in
// equal shares, the others are pages and small exports.
func (w *world) mix(queries string, seed uint64, n int) ([]request, error) {
	documents := map[string]string{}
	for i := 1; i <= 9; i++ {
		name := fmt.Sprint("B", i)
		text, err := os.ReadFile(filepath.Join(queries, name+".graphql"))
		if err != nil {
			return nil, err
		}
		documents[name] = strings.TrimSpace(string(text))
	}
	random := rand.New(rand.NewPCG(seed, 8))
	list := make([]request, n)
	for i := range list {
		if random.IntN(10) == 0 {
			list[i] = w.page(random)
			continue
		}
		name := fmt.Sprint("B", 1+random.IntN(9))
		variables, err := json.Marshal(w.variables(random, name))
		if err != nil {
			return nil, err
		}
		list[i] = request{name, "/graphql?" + url.Values{"query": {documents[name]}, "variables": {string(variables)}}.Encode()}
	}
	return list, nil
}

func (w *world) variables(random *rand.Rand, name string) map[string]any {
	one := func(list []string) string { return list[random.IntN(len(list))] }
	some := func(n int, list []string) []string {
		drawn := make([]string, 0, n)
		for _, at := range random.Perm(len(list))[:min(n, len(list))] {
			drawn = append(drawn, list[at])
		}
		return drawn
	}
	switch name {
	case "B1":
		return map[string]any{"id": one(w.enterprises)}
	case "B2":
		return map[string]any{"id": one(w.counties)}
	case "B3":
		return map[string]any{"id": one(w.universities)}
	case "B4":
		return map[string]any{"ids": some(50, w.universities)}
	case "B5":
		return map[string]any{"id": one(w.platforms)}
	case "B6":
		return map[string]any{"from": one(w.counties), "to": one(w.universities)}
	case "B7":
		return map[string]any{"ids": some(6, w.counties), "indicators": some(15, w.indicators)}
	case "B8":
		name := []rune(one(w.names))
		return map[string]any{"text": string(name[:min(3, len(name))])}
	}
	return map[string]any{}
}

// page is a page of the explorer or a small export.
func (w *world) page(random *rand.Rand) request {
	one := func(list []string) string { return list[random.IntN(len(list))] }
	switch random.IntN(5) {
	case 0:
		return request{"page of a county", "/" + one(w.counties)}
	case 1:
		return request{"page of an enterprise", "/" + one(w.enterprises)}
	case 2:
		return request{"page of search", "/search?" + url.Values{"q": {one(w.names)}}.Encode()}
	case 3:
		return request{"export of N-Quads", "/export/nquads?focus=" + one(w.counties)}
	}
	return request{"export of a neighbourhood", "/export/gexf?depth=1&focus=" + one(w.enterprises)}
}
