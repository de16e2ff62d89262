package schema_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema"
)

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
