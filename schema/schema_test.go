package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
	"github.com/innograph/innograph/search"
	"github.com/innograph/innograph/seeds"
)

var update = flag.Bool("update", false, "write golden files anew")

// world is the graph of the seeds with its schema; it is built once, as it is
// read-only.
type world struct {
	facts  *graph.Facts
	graph  *graph.Graph
	schema *schema.Schema
}

var seeded = sync.OnceValues(func() (*world, error) {
	var packages []loader.Package
	for _, p := range seeds.Packages() {
		packages = append(packages, loader.Package{Name: p.Name, FS: p.FS})
	}
	ctx := context.Background()
	facts, problems, err := loader.Load(ctx, packages, nil)
	if err != nil || len(problems) > 0 {
		return nil, fmt.Errorf("load seeds: %v, %d problems: %v", err, len(problems), problems)
	}
	g, err := graph.Build(ctx, facts, graph.DefaultBase)
	if err != nil {
		return nil, err
	}
	s, err := newSchema(g, executor.Limits{})
	return &world{facts, g, s}, err
})

func newSchema(g *graph.Graph, limits executor.Limits) (*schema.Schema, error) {
	index, err := search.New(context.Background(), g)
	if err != nil {
		return nil, err
	}
	return schema.New(schema.Config{Graph: g, Finder: index, Limits: limits})
}

func fromSeeds(t testing.TB) *world {
	t.Helper()
	w, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// ask runs a document and gives data and errors as clients see them.
func ask(t testing.TB, s *schema.Schema, query string, variables map[string]any) (map[string]any, []map[string]any) {
	t.Helper()
	response := s.Execute(context.Background(), executor.Request{Query: query, Variables: variables})
	text, err := json.Marshal(response)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Data   map[string]any
		Errors []map[string]any
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data, answer.Errors
}

// dig walks an answer by keys and list indexes: "universities.edges.0.node.name".
func dig(t testing.TB, data any, path string) any {
	t.Helper()
	for _, part := range strings.Split(path, ".") {
		switch v := data.(type) {
		case map[string]any:
			data = v[part]
		case []any:
			i := 0
			if _, err := fmt.Sscan(part, &i); err != nil || i >= len(v) {
				t.Fatalf("%s: no element %s", path, part)
			}
			data = v[i]
		default:
			t.Fatalf("%s: %s of a %T", path, part, data)
		}
	}
	return data
}

func edges(t testing.TB, data any, path string) []any {
	t.Helper()
	list, ok := dig(t, data, path+".edges").([]any)
	if !ok {
		t.Fatalf("%s has no edges", path)
	}
	return list
}

func code(errs []map[string]any) string {
	if len(errs) == 0 {
		return ""
	}
	return errs[0]["extensions"].(map[string]any)["code"].(string)
}

// The printed schema is the contract: a change shows here and in the diff.
func TestPrintedSchema(t *testing.T) {
	got := fromSeeds(t).schema.SDL()
	if *update {
		if err := os.WriteFile("schema.graphql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("schema.graphql is not the schema; -update writes it (-want +got):\n%s", diff)
	}
}

// Everything in the schema says what it is: the explorer shows it.
func TestEverythingIsDescribed(t *testing.T) {
	described := false
	for i, line := range strings.Split(fromSeeds(t).schema.SDL(), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, `"`):
			described = true
			continue
		case trimmed == "" || trimmed == "}" || strings.HasPrefix(trimmed, ")"):
		case !described:
			t.Errorf("line %d has no description: %s", i+1, trimmed)
		}
		described = false
	}
}

// The documents that clients rely on run as written and without errors, and
// are the ones that were agreed.
func TestDocumentsRunAsWritten(t *testing.T) {
	w := fromSeeds(t)
	documents := schema.Documents()
	if len(documents) < 5 {
		t.Fatalf("%d documents", len(documents))
	}
	for _, d := range documents {
		t.Run(d.Name, func(t *testing.T) {
			var variables map[string]any
			if err := json.Unmarshal([]byte(d.Variables), &variables); err != nil {
				t.Fatal(err)
			}
			data, errs := ask(t, w.schema, d.Text, variables)
			if len(errs) > 0 {
				t.Fatalf("errors: %v", errs)
			}
			if len(data) == 0 {
				t.Error("the answer is empty")
			}
		})
	}
}

func TestDocumentsAreTheAgreedOnes(t *testing.T) {
	shared := os.Getenv("INNOGRAPH_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	if _, err := os.Stat(filepath.Join(shared, "acceptance")); err != nil {
		t.Skipf("the agreed documents are not at hand: %v", err)
	}
	for _, d := range schema.Documents() {
		for suffix, got := range map[string]string{".graphql": d.Text, ".json": d.Variables} {
			want, err := os.ReadFile(filepath.Join(shared, "acceptance", d.Name+suffix))
			if err != nil {
				t.Error(err)
			} else if strings.TrimSpace(string(want)) != strings.TrimSpace(got) {
				t.Errorf("%s%s differs from the agreed document", d.Name, suffix)
			}
		}
	}
}

// The headline question, held against a naive search over the same claims:
// every stated pair is there with every claim, nothing stated is there that
// nobody stated, and each derived pair carries the claims it follows from.
func TestHeadlineQuestion(t *testing.T) {
	w := fromSeeds(t)
	d := schema.Documents()[0]
	data, errs := ask(t, w.schema, d.Text, map[string]any{"first": 500})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	stated := map[[2]string][]string{} // university, county → claims
	for _, c := range w.facts.Claims {
		if c.Predicate != graph.PartnersWith {
			continue
		}
		for _, pair := range [][2]graph.ID{{c.Subject, c.Object}, {c.Object, c.Subject}} {
			if pair[0].Prefix() == "university" && pair[1].Prefix() == "county" {
				key := [2]string{string(pair[0]), string(pair[1])}
				stated[key] = append(stated[key], string(c.ID))
			}
		}
	}
	if len(stated) == 0 {
		t.Fatal("no plan states a partnership of a university and a county")
	}
	list := edges(t, data, "universities")
	if got := int(dig(t, data, "universities.totalCount").(float64)); got != len(w.graph.IDs(graph.University)) || got != len(list) {
		t.Errorf("totalCount %d, %d edges, %d universities", got, len(list), len(w.graph.IDs(graph.University)))
	}
	derived := 0
	for _, u := range list {
		id := dig(t, u, "node.id").(string)
		for _, e := range edges(t, u, "node.counties") {
			key := [2]string{id, dig(t, e, "node.id").(string)}
			var claims []string
			for _, c := range dig(t, e, "claims").([]any) {
				claims = append(claims, dig(t, c, "id").(string))
				if dig(t, c, "evidence.source.id") == nil || dig(t, c, "evidence.end") == nil || dig(t, c, "evidence.citation") == "" {
					t.Errorf("%v: claim without evidence: %v", key, c)
				}
			}
			slices.Sort(claims)
			if dig(t, e, "basis") == "STATED" {
				slices.Sort(stated[key])
				if diff := cmp.Diff(stated[key], claims); diff != "" {
					t.Errorf("claims of %v (-want +got):\n%s", key, diff)
				}
				delete(stated, key)
			} else {
				derived++
				if len(claims) < 2 {
					t.Errorf("%v is derived from %d claims", key, len(claims))
				}
				if stated[key] != nil {
					t.Errorf("%v is stated and shown as %v", key, dig(t, e, "basis"))
				}
			}
		}
	}
	if len(stated) > 0 {
		t.Errorf("stated, but not in the answer: %v", stated)
	}
	if derived == 0 {
		t.Error("no pair is derived; the plans name platforms that universities build")
	}
}

// Claims that are asked for twice, under two keys, are the same.
func TestClaimsTwice(t *testing.T) {
	data, errs := ask(t, fromSeeds(t).schema, `{ universities(first: 50) { nodes { partners(first: 50) { edges { a: claims { id status } b: claims { id status } } } } } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for _, u := range dig(t, data, "universities.nodes").([]any) {
		for _, e := range edges(t, u, "partners") {
			if diff := cmp.Diff(dig(t, e, "a"), dig(t, e, "b")); diff != "" {
				t.Fatal(diff)
			}
		}
	}
}

// A relation field seen from one end is seen from the other.
func TestForwardAgreesWithBackward(t *testing.T) {
	w := fromSeeds(t)
	for _, pair := range []struct {
		from  graph.Type
		there string
		to    graph.Type
		back  string
	}{
		{graph.University, "counties", graph.County, "partners"},
		{graph.Enterprise, "leads", graph.Industry, "leaders"},
		{graph.Platform, "builders", graph.University, "platforms"},
		{graph.Task, "responsible", graph.GovernmentBody, "tasks"},
		{graph.Enterprise, "counties", graph.County, "enterprises"},
	} {
		there, back := map[string]bool{}, map[string]bool{}
		related(t, w.graph, pair.from, pair.there, pair.to, func(from graph.ID, e graph.Edge) {
			there[fmt.Sprint(from, e.Node, e.Basis, e.Statuses, len(e.Claims))] = true
		})
		related(t, w.graph, pair.to, pair.back, pair.from, func(to graph.ID, e graph.Edge) {
			back[fmt.Sprint(e.Node, to, e.Basis, e.Statuses, len(e.Claims))] = true
		})
		if diff := cmp.Diff(there, back); diff != "" || len(there) == 0 {
			t.Errorf("%s.%s and %s.%s: %d relations (-there +back):\n%s", pair.from, pair.there, pair.to, pair.back, len(there), diff)
		}
	}
}

// related gives each edge of a relation field to a type (none: any), with its claims.
func related(t *testing.T, g *graph.Graph, from graph.Type, field string, to graph.Type, each func(graph.ID, graph.Edge)) {
	t.Helper()
	f, _ := graph.Ontology.Field(from, field)
	info, _ := graph.Ontology.Type(to)
	ids := g.IDs(from)
	rows, err := g.Related(context.Background(), f, ids)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := g.FillClaims(context.Background(), graph.EdgesOf(row)); err != nil {
			t.Fatal(err)
		}
		for _, e := range row {
			if to == "" || e.Node.Prefix() == info.Prefix {
				each(ids[i], e)
			}
		}
	}
}

// Every page size gives the same list, forwards and backwards.
func TestEveryPageSizeGivesTheSameList(t *testing.T) {
	s := fromSeeds(t).schema
	for _, field := range []string{
		`universities(orderBy: {field: DEGREE, direction: DESC}, %s)`,
		`universities(orderBy: [{field: NAME_EN}, {field: DEGREE, direction: DESC}], %s)`,
		`platforms(%s)`,
		`indicators(%s)`,
		`search(text: "科技", types: [PLATFORM, PROGRAMME], %s)`,
		`search(text: "keji", types: [PLATFORM, PROGRAMME], %s)`,
	} {
		whole := walk(t, s, field, "first", "after", "hasNextPage", "endCursor", 500)
		if len(whole) < 5 {
			t.Fatalf("%s has %d entries", field, len(whole))
		}
		for _, size := range []int{1, 3, 7, len(whole) - 1, len(whole)} {
			if size == 1 && len(whole) > 60 {
				continue // the point is made by shorter lists
			}
			if diff := cmp.Diff(whole, walk(t, s, field, "first", "after", "hasNextPage", "endCursor", size)); diff != "" {
				t.Errorf("%s in pages of %d (-want +got):\n%s", field, size, diff)
			}
		}
		back := walk(t, s, field, "last", "before", "hasPreviousPage", "startCursor", 7)
		if diff := cmp.Diff(whole, back); diff != "" {
			t.Errorf("%s backwards (-want +got):\n%s", field, diff)
		}
	}
}

func walk(t *testing.T, s *schema.Schema, field, count, from, more, cursor string, size int) []string {
	t.Helper()
	var ids []string
	args := fmt.Sprintf("%s: %d", count, size)
	for range 500 {
		data, errs := ask(t, s, "{ list: "+fmt.Sprintf(field, args)+" { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { ... on Node { id } } } }", nil)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		var page []string
		for _, n := range dig(t, data, "list.nodes").([]any) {
			page = append(page, dig(t, n, "id").(string))
		}
		if count == "first" {
			ids = append(ids, page...)
		} else {
			ids = append(page, ids...)
		}
		if !dig(t, data, "list.pageInfo."+more).(bool) {
			if total := int(dig(t, data, "list.totalCount").(float64)); total != len(ids) {
				t.Errorf("totalCount %d, walked over %d", total, len(ids))
			}
			return ids
		}
		args = fmt.Sprintf("%s: %d, %s: %q", count, size, from, dig(t, data, "list.pageInfo."+cursor))
	}
	t.Fatalf("%s never ends", field)
	return nil
}

func TestPagesRefuse(t *testing.T) {
	s := fromSeeds(t).schema
	data, _ := ask(t, s, `{ universities(first: 1) { pageInfo { endCursor } } }`, nil)
	cursor := dig(t, data, "universities.pageInfo.endCursor").(string)
	for name, query := range map[string]string{
		"negative first":               `{ universities(first: -1) { totalCount } }`,
		"first over the limit":         `{ universities(first: 501) { totalCount } }`,
		"negative last":                `{ universities(last: -5) { totalCount } }`,
		"no cursor":                    `{ universities(after: "x") { totalCount } }`,
		"cursor of another order":      `{ universities(orderBy: {field: DEGREE}, after: "` + cursor + `") { totalCount } }`,
		"cursor of another list":       `{ platforms(after: "` + cursor + `") { totalCount } }`,
		"negative first in a relation": `{ universities(first: 2) { nodes { counties(first: -1) { totalCount } } } }`,
		"entity without id or name":    `{ entity { id } }`,
		"entity with id and name":      `{ entity(id: "county/330324", name: "永嘉县") { id } }`,
		"a text to search too long":    `{ search(text: "` + strings.Repeat("科", 201) + `") { totalCount } }`,
	} {
		if _, errs := ask(t, s, query, nil); code(errs) != "BAD_USER_INPUT" {
			t.Errorf("%s: errors %v, want BAD_USER_INPUT", name, errs)
		}
	}
	if data, errs := ask(t, s, `{ universities(first: 0) { totalCount edges { cursor } } }`, nil); len(errs) > 0 || len(edges(t, data, "universities")) != 0 {
		t.Errorf("first: 0 gives %v, %v; want an empty page", data, errs)
	}
}

// Each filter keeps what it names and nothing else, and totalCount counts after it.
func TestFiltersKeepWhatTheyName(t *testing.T) {
	s := fromSeeds(t).schema
	for _, c := range []struct{ field, filter, values, node string }{
		{"relations", "predicates: [%s]", "RUNS LOCATED_IN PARTNERS_WITH", "predicate"},
		{"relations", "types: [%s]", "PLATFORM UNIVERSITY INDUSTRY", "node { type }"},
		{"relations", "statuses: [%s]", "EXISTING PLANNED ENCOURAGED", "statuses"},
		{"observations", "roles: [%s]", "ACTUAL TARGET", "node { role }"},
		{"observations", "measures: [%s]", "RANK SHARE", "node { measure }"},
		{"observations", `indicators: ["%s"]`, "indicator/rd-gdp-share", "node { indicator { id } }"},
	} {
		list := func(args string) []any {
			data, errs := ask(t, s, `{ county(id: "county/330324") { list: `+c.field+`(first: 500`+args+`) { totalCount edges { `+c.node+` } } } }`, nil)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			list := edges(t, data, "county.list")
			if total := int(dig(t, data, "county.list.totalCount").(float64)); total != len(list) {
				t.Errorf("%s(%s): totalCount %d, %d edges", c.field, args, total, len(list))
			}
			return list
		}
		whole := list("")
		for _, value := range strings.Fields(c.values) {
			var want []any
			for _, e := range whole {
				if slices.Contains(strings.FieldsFunc(fmt.Sprint(e), func(r rune) bool { return strings.ContainsRune(" []:", r) }), value) {
					want = append(want, e)
				}
			}
			got := list(", " + fmt.Sprintf(c.filter, value))
			if diff := cmp.Diff(want, append([]any(nil), got...)); diff != "" || len(want) == len(whole) {
				t.Errorf("%s("+c.filter+"): %d of %d (-want +got):\n%s", c.field, value, len(got), len(whole), diff)
			}
		}
	}
	// Symmetric relations are forward on either side; RUNS is not symmetric.
	for direction, want := range map[string]int{"OUT": 1, "IN": 0} {
		data, errs := ask(t, s, `{ counties(first: 1) { nodes { relations(first: 1, predicates: [RUNS], direction: `+direction+`) { edges { forward } } } } }`, nil)
		if len(errs) > 0 || len(edges(t, data, "counties.nodes.0.relations")) != want {
			t.Errorf("RUNS of a county, %s: %v, %v; want %d", direction, data, errs, want)
		}
	}
}

// What nothing has an id for is null, and no error.
func TestUnknownIDsAreNull(t *testing.T) {
	s := fromSeeds(t).schema
	data, errs := ask(t, s, `{
		a: county(id: "county/000000") { id } b: county(id: "university/zhejiang-university") { id } c: county(id: "") { id }
		d: node(id: "nonsense") { id } e: entity(name: "没有这个名字") { id } f: source(id: "source/none") { id } g: indicator(id: "<script>") { id } h: node(id: "claim/0000000000000000") { id }
	}`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for alias, value := range data {
		if value != nil {
			t.Errorf("%s is %v", alias, value)
		}
	}
}

func TestEntityByName(t *testing.T) {
	s := fromSeeds(t).schema
	data, errs := ask(t, s, `{ main: entity(name: "兰州理工大学") { id } short: entity(name: "兰理工") { id } wide: entity(name: "Ｇ６０科创走廊") { id } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for alias, want := range map[string]string{"main": "university/lanzhou-university-of-technology", "short": "university/lanzhou-university-of-technology", "wide": "platform/g60-innovation-corridor"} {
		if got := dig(t, data, alias+".id"); got != want {
			t.Errorf("%s is %v, want %s", alias, got, want)
		}
	}
}

// A main name goes before the same name as another's short form.
func TestMainNamesGoFirst(t *testing.T) {
	s, err := schema.New(schema.Config{Graph: fromSeeds(t).graph, Finder: sameName{}})
	if err != nil {
		t.Fatal(err)
	}
	data, errs := ask(t, s, `{ entity(name: "x") { id } }`, nil)
	if len(errs) > 0 || dig(t, data, "entity.id") != "county/330324" {
		t.Errorf("%v, %v; want the county whose main name it is", data, errs)
	}
}

// sameName finds one name that two counties have.
type sameName struct{}

func (sameName) Find(string, []graph.Type, int) ([]graph.NameMatch, int) { return nil, 0 }

func (sameName) Named(string) []graph.NameMatch {
	return []graph.NameMatch{{Entity: "county/331122", Kind: "short"}, {Entity: "county/330324"}}
}

// Short forms may be shared (every county has a 科技局): the answer is null and
// an error that lists the ids.
func TestAmbiguousName(t *testing.T) {
	w := fromSeeds(t)
	main := map[string]bool{}
	for _, e := range w.facts.Entities {
		main[e.Name] = true
	}
	holders := map[string][]graph.ID{}
	for _, n := range w.facts.Names {
		if n.Entity.Prefix() != graph.IndicatorPrefix && !main[n.Text] && !slices.Contains(holders[n.Text], n.Entity) {
			holders[n.Text] = append(holders[n.Text], n.Entity)
		}
	}
	for name, ids := range holders {
		if len(ids) < 2 {
			continue
		}
		data, errs := ask(t, w.schema, `query($name: String) { entity(name: $name) { id } }`, map[string]any{"name": name})
		if data["entity"] != nil || code(errs) != "AMBIGUOUS_NAME" {
			t.Fatalf("%s is %v, %v; want null and AMBIGUOUS_NAME", name, data, errs)
		}
		if listed := errs[0]["extensions"].(map[string]any)["ids"].([]any); len(listed) != len(ids) {
			t.Errorf("%s: the error lists %v of %v", name, listed, ids)
		}
		return
	}
	t.Fatal("no name of the seeds is shared")
}

func TestSearchRanks(t *testing.T) {
	s := fromSeeds(t).schema
	data, errs := ask(t, s, `{ search(text: "兰理工", first: 5) { totalCount edges { score matched { text kind } node { __typename id } } } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	first := edges(t, data, "search")[0]
	if dig(t, first, "node.id") != "university/lanzhou-university-of-technology" || dig(t, first, "matched.text") != "兰理工" || dig(t, first, "matched.kind") != "SHORT" {
		t.Errorf("the first hit is %v", first)
	}
	last := 2.0
	for _, e := range edges(t, data, "search") {
		score := dig(t, e, "score").(float64)
		if score > last {
			t.Errorf("scores rise: %v after %v", score, last)
		}
		last = score
	}
}

func TestSearchKeepsToTypes(t *testing.T) {
	data, errs := ask(t, fromSeeds(t).schema, `{ all: search(text: "科技") { totalCount } some: search(text: "科技", types: [PLATFORM], first: 500) { totalCount nodes { type } } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	found := dig(t, data, "some.nodes").([]any)
	if total := dig(t, data, "some.totalCount").(float64); int(total) != len(found) || total >= dig(t, data, "all.totalCount").(float64) || total == 0 {
		t.Errorf("%d hits of %v in %v", len(found), total, dig(t, data, "all.totalCount"))
	}
	for _, n := range found {
		if dig(t, n, "type") != "PLATFORM" {
			t.Errorf("a hit is a %v", dig(t, n, "type"))
		}
	}
}

// A hit says which form of which name matched.
func TestSearchSaysWhy(t *testing.T) {
	s := fromSeeds(t).schema
	for _, c := range []struct{ text, id, name, kind, how string }{
		{"缙云县", "county/331122", "缙云县", "MAIN", "NAME"},
		{"縉雲縣", "county/331122", "缙云县", "MAIN", "NAME"},
		{"yongjia xian", "county/330324", "永嘉县", "MAIN", "PINYIN"},
		{"jyx", "county/331122", "缙云县", "MAIN", "INITIALS"},
		{"zhejiangligongdaxue", "university/zhejiang-sci-tech-university", "浙江理工大学", "MAIN", "PINYIN"},
	} {
		data, errs := ask(t, s, `query($text: String!) { search(text: $text, first: 5) { nodes { id } edges { matched { text kind how } } } }`, map[string]any{"text": c.text})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		first := edges(t, data, "search")[0]
		got := []any{dig(t, dig(t, data, "search.nodes").([]any)[0], "id"), dig(t, first, "matched.text"), dig(t, first, "matched.kind"), dig(t, first, "matched.how")}
		if diff := cmp.Diff([]any{c.id, c.name, c.kind, c.how}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

// A list argument takes one object, null is no argument, text in comments and
// strings may be Chinese, and fragments, aliases and directives do what they should.
func TestLanguage(t *testing.T) {
	s := fromSeeds(t).schema
	data, errs := ask(t, s, `# 注释 é {
		query Q($first: Int = 2, $skip: Boolean = true, $statuses: [Status!], $none: String) {
			universities(first: $first, after: null, before: $none, orderBy: {field: NAME}) { ...page nodes { id name @skip(if: $skip) } }
			other: universities(first: 1) { ...page }
		}
		fragment page on UniversityConnection { totalCount n: nodes { counties(statuses: $statuses) { totalCount } } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if n := len(dig(t, data, "universities.nodes").([]any)); n != 2 {
		t.Errorf("%d nodes, want the default of the variable", n)
	}
	if _, there := dig(t, data, "universities.nodes.0").(map[string]any)["name"]; there {
		t.Error("@skip did not skip")
	}
	if n := len(dig(t, data, "other.n").([]any)); n != 1 {
		t.Errorf("the fragment under another alias has %d nodes", n)
	}
}

func TestVariablesOfWrongTypes(t *testing.T) {
	s := fromSeeds(t).schema
	query := `query($first: Int, $id: ID, $types: [EntityType!], $required: String!) { universities(first: $first) { totalCount } entity(id: $id) { id } search(text: $required, types: $types) { totalCount } }`
	for name, variables := range map[string]map[string]any{
		"string for Int":     {"required": "x", "first": "five"},
		"fraction for Int":   {"required": "x", "first": json.Number("1.5")},
		"object for ID":      {"required": "x", "id": map[string]any{"a": 1}},
		"unknown enum value": {"required": "x", "types": []any{"CASTLE"}},
		"missing required":   {},
		"null for required":  {"required": nil},
		"list for String":    {"required": []any{"a", "b"}},
	} {
		data, errs := ask(t, s, query, variables)
		if data != nil || code(errs) != "BAD_USER_INPUT" || len(errs[0]["message"].(string)) > 500 {
			t.Errorf("%s: %v, %v; want BAD_USER_INPUT and no data", name, data, errs)
		}
	}
	var nested any = "COUNTY"
	for range 100 {
		nested = []any{nested}
	}
	if _, errs := ask(t, s, query, map[string]any{"required": "x", "types": nested}); code(errs) != "BAD_USER_INPUT" {
		t.Errorf("a list in lists: %v", errs)
	}
	wrong := make([]any, 100_000)
	for i := range wrong {
		wrong[i] = "CASTLE"
	}
	_, errs := ask(t, s, query, map[string]any{"required": "x", "types": wrong})
	if text, _ := json.Marshal(errs); len(text) > 2000 || len(errs) == 0 {
		t.Errorf("100,000 wrong elements give an answer of %d bytes", len(text))
	}
}

func TestErrorsHavePlaces(t *testing.T) {
	s := fromSeeds(t).schema
	for name, c := range map[string]struct{ query, code string }{
		"syntax":        {"{\n  universities(first: ) { totalCount }\n}", "GRAPHQL_PARSE_FAILED"},
		"unknown field": {"{\n  universitys { totalCount }\n}", "GRAPHQL_VALIDATION_FAILED"},
	} {
		_, errs := ask(t, s, c.query, nil)
		if code(errs) != c.code || dig(t, errs[0], "locations.0.line") != 2.0 {
			t.Errorf("%s: %v, want %s on line 2", name, errs, c.code)
		}
	}
	_, errs := ask(t, s, "{ universitys { totalCount } }", nil)
	if !strings.Contains(errs[0]["message"].(string), "universities") {
		t.Errorf("no suggestion in %q", errs[0]["message"])
	}
	_, errs = ask(t, s, "{ \"县\"\n u: universities(first: 1) { nodes { name counties(first: -1) { totalCount } } } }", nil)
	if code(errs) != "GRAPHQL_PARSE_FAILED" {
		t.Errorf("%v", errs)
	}
	_, errs = ask(t, s, "{ # 县县\n u: universities(first: 1) { nodes { name counties(first: -1) { totalCount } } } }", nil)
	if code(errs) != "BAD_USER_INPUT" || dig(t, errs[0], "locations.0.line") != 2.0 || fmt.Sprint(errs[0]["path"]) != "[u nodes 0 counties]" {
		t.Errorf("an error in a batch is %v, want its path and line 2", errs)
	}
}

func TestReadOnly(t *testing.T) {
	response := fromSeeds(t).schema.Execute(context.Background(), executor.Request{Query: `mutation { x }`})
	if !response.Refused() {
		t.Errorf("a mutation is executed: %+v", response)
	}
}

// Requests that arrive at a fresh schema at once must not race: graphql-go
// fills tables lazily. Run with -race.
func TestConcurrentFirstRequests(t *testing.T) {
	w := fromSeeds(t)
	s, err := newSchema(w.graph, executor.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			response := s.Execute(context.Background(), executor.Request{Query: `{ node(id: "university/zhejiang-university") { id ... on Organization { kind relations(first: 3, direction: OUT) { edges { predicate node { __typename ... on County { code } } } } } } }`})
			if len(response.Errors) > 0 {
				t.Error(response.Errors[0])
			}
		})
	}
	group.Wait()
}

func TestCancelledRequestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	response := fromSeeds(t).schema.Execute(ctx, executor.Request{Query: `{ universities { totalCount } }`})
	if len(response.Errors) == 0 || response.Errors[0].Code != "TIMEOUT" {
		t.Errorf("%+v", response.Errors)
	}
}

// A panic outside of resolvers is an inner error of the request.
func TestExecuteAnswersAfterAPanic(t *testing.T) {
	s, err := schema.New(schema.Config{Graph: fromSeeds(t).graph, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	var broken struct{ context.Context } // whatever is asked of it panics
	response := s.Execute(broken, executor.Request{Query: `{ stats { quads } }`})
	if !response.Refused() || response.Errors[0].Code != "INTERNAL_SERVER_ERROR" || response.Errors[0].Message != "internal error" {
		t.Errorf("%+v", response)
	}
}

// The quote of a passage is shown where the text is at hand, and only then.
func TestQuotes(t *testing.T) {
	w := fromSeeds(t)
	query := `{ counties(first: 1) { nodes { relations(first: 1, predicates: [RUNS]) { edges { claims { evidence { quote source { hasText } } } } } } } }`
	data, errs := ask(t, w.schema, query, nil)
	if len(errs) > 0 || dig(t, data, "counties.nodes.0.relations.edges.0.claims.0.evidence.quote") != nil {
		t.Errorf("a quote without a text: %v, %v", data, errs)
	}
	s, err := schema.New(schema.Config{Graph: w.graph, Quoter: echo{}})
	if err != nil {
		t.Fatal(err)
	}
	data, _ = ask(t, s, query, nil)
	if dig(t, data, "counties.nodes.0.relations.edges.0.claims.0.evidence.quote") != "quoted" || dig(t, data, "counties.nodes.0.relations.edges.0.claims.0.evidence.source.hasText") != true {
		t.Errorf("no quote with a text: %v", data)
	}
}

type echo struct{}

func (echo) Quote(graph.Locator) string          { return "quoted" }
func (echo) Has(graph.ID) bool                   { return true }
func (echo) Parts(*graph.Source) []graph.Locator { return nil }
func (echo) Part(*graph.Source, int, int) string { return "" }

// A response that was not executed has no data entry, not even null.
func TestRefusalsHaveNoData(t *testing.T) {
	response := fromSeeds(t).schema.Execute(context.Background(), executor.Request{Query: "{"})
	text, err := json.Marshal(response)
	if err != nil || bytes.Contains(text, []byte(`"data"`)) {
		t.Errorf("%s, %v", text, err)
	}
}
