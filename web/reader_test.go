package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/web"
)

// A line of an invented plan, 25 code points: something is read at 0–8, at 9–16,
// and at 0–16, which lies over both.
const aLine = "甲县与乙大学共建，甲县建设丙平台，并推广到各处。\n"

// read is an explorer over an invented plan whose text is at hand.
func read(t testing.TB, lines int) *web.Explorer {
	t.Helper()
	text := loader.NewText([]byte(strings.Repeat(aLine, lines)))
	facts := &graph.Facts{
		Sources:    []graph.Source{{ID: aSource, Kind: "plan", Title: "甲县规划", Runes: text.Len(), SHA256: text.SHA256()}},
		Entities:   []graph.Entity{{ID: "county/999901", Type: graph.County, Name: "甲县"}, {ID: "university/x", Type: graph.University, Name: "乙大学"}, {ID: "platform/x", Type: graph.Platform, Name: "丙平台"}},
		Indicators: []graph.Indicator{{ID: "indicator/x", Name: "平台数", NameEn: "platforms", Unit: "个"}},
	}
	at := func(start, end int) graph.Locator {
		return graph.Locator{Source: aSource, Start: start, End: end, Digest: graph.Digest(text.Slice(start, end))}
	}
	add := func(p graph.Predicate, object graph.ID, start, end int) {
		facts.Claims = append(facts.Claims, graph.Claim{Subject: "county/999901", Predicate: p, Object: object, Status: graph.Existing, Locator: at(start, end)})
	}
	for line := range lines {
		start := 25 * line
		add(graph.PartnersWith, "university/x", start, start+8)
		add(graph.Builds, "platform/x", start+9, start+16)
		add(graph.PartnersWith, "university/x", start, start+16)
		facts.Observations = append(facts.Observations, graph.Observation{Entity: "county/999901", Indicator: "indicator/x", Period: fmt.Sprint(2000 + line), Role: "actual", Measure: "stock", Value: "1", Unit: "个", Locator: at(start, start+8)})
	}
	return explorerOver(t, facts, loader.Texts{aSource: text})
}

// marked are the texts of the marks of a page, those asked for in brackets.
func (d *document) marked() []string {
	var list []string
	d.each("mark", func(n *html.Node) {
		if attr(n, "class") == "asked" {
			list = append(list, "["+text(n)+"]")
			return
		}
		list = append(list, text(n))
	})
	return list
}

func (d *document) withClass(class string) *html.Node {
	var found *html.Node
	d.each("", func(n *html.Node) {
		if slices.Contains(strings.Fields(attr(n, "class")), class) {
			found = n
		}
	})
	return found
}

// The whole text is read part by part, and each passage is marked and listed where it stands.
func TestTextIsReadInParts(t *testing.T) {
	const lines = 150
	x := read(t, lines)
	whole, notes := "", 0
	address := "/source/x"
	for parts := 0; address != ""; parts++ {
		if parts > 3 {
			t.Fatal("the parts never end")
		}
		d := open(t, x, address)
		shown := d.withClass("fulltext")
		for n := range shown.Descendants() {
			if n.Type == html.TextNode && attr(n.Parent, "class") != "ref" {
				whole += n.Data
			}
		}
		d.each("li", func(n *html.Node) {
			if hasAttr(n, "value") {
				notes++
			}
		})
		address = ""
		d.each("a", func(n *html.Node) {
			if attr(n, "rel") == "next" {
				address = attr(n, "href")
			}
		})
	}
	if whole != strings.Repeat(aLine, lines) {
		t.Errorf("the parts make another text: %d bytes", len(whole))
	}
	if notes != 3*lines {
		t.Errorf("%d passages are listed, want %d", notes, 3*lines)
	}
}

// The passage asked for is marked strongly, its neighbours lighter, and where
// passages lie over each other the stretches they share are marked once.
func TestPassageAskedForIsMarked(t *testing.T) {
	x := read(t, 3)
	for query, want := range map[string][]string{
		"":                 {"甲县与乙大学共建", "，", "甲县建设丙平台"},
		"?start=25&end=33": {"甲县与乙大学共建", "，", "甲县建设丙平台", "[甲县与乙大学共建]", "，", "甲县建设丙平台"},
		"?start=34&end=41": {"甲县与乙大学共建", "，", "甲县建设丙平台", "甲县与乙大学共建", "，", "[甲县建设丙平台]"},
		"?start=25&end=41": {"甲县与乙大学共建", "，", "甲县建设丙平台", "[甲县与乙大学共建]", "[，]", "[甲县建设丙平台]"},
		"?start=1&end=2":   {"甲县与乙大学共建", "，", "甲县建设丙平台"},
	} {
		got := open(t, x, "/source/x"+query).marked()
		if len(got) != 9 || !slices.Equal(got[:len(want)], want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// The list has one entry a passage, with all that was read there, and text and list lead to each other.
func TestTextAndListLeadToEachOther(t *testing.T) {
	d := open(t, read(t, 3), "/source/x?start=25&end=33")
	ids, refs := map[string]bool{}, 0
	d.each("", func(n *html.Node) { ids[attr(n, "id")] = true })
	d.each("a", func(n *html.Node) {
		u, err := url.Parse(attr(n, "href"))
		if err != nil {
			t.Fatal(err)
		}
		if attr(n, "class") == "ref" || attr(n, "class") == "place" {
			refs++
			if u.Fragment == "" || !ids[u.Fragment] {
				t.Errorf("%s leads nowhere", u)
			}
		}
	})
	if refs != 18 {
		t.Errorf("%d links between the text and the list, want 18", refs)
	}
	asked := d.withClass("asked")
	if asked.Data != "li" || !strings.HasPrefix(text(asked), "第 26–33 字") || !strings.Contains(text(asked), "甲县 合作 乙大学") || !strings.Contains(text(asked), "平台数") {
		t.Errorf("the entry of the passage: %s %q", asked.Data, text(asked))
	}
	way := map[string]string{}
	d.each("a", func(n *html.Node) { way[attr(n, "rel")] = attr(n, "href") })
	if want := "/source/x?start=9&end=16#p9-16"; way["prev"] != want {
		t.Errorf("before it stands %s, want %s", way["prev"], want)
	}
	if want := "/source/x?start=25&end=41#p25-41"; way["next"] != want {
		t.Errorf("behind it stands %s, want %s", way["next"], want)
	}
}

// From the first passage of a part the way back leads into the part before it.
func TestPassagesLeadOverParts(t *testing.T) {
	x := read(t, 150)
	next := ""
	open(t, x, "/source/x").each("a", func(n *html.Node) {
		if attr(n, "rel") == "next" {
			next = attr(n, "href")
		}
	})
	var start int
	if _, err := fmt.Sscanf(next, "/source/x?start=%d", &start); err != nil || start%25 != 0 {
		t.Fatalf("the second part: %q, %v", next, err)
	}
	first := ""
	open(t, x, fmt.Sprintf("/source/x?start=%d&end=%d", start, start+8)).each("a", func(n *html.Node) {
		if attr(n, "rel") == "prev" && strings.Contains(attr(n, "href"), "#p") {
			first = attr(n, "href")
		}
	})
	if want := fmt.Sprintf("/source/x?start=%d&end=%d#p%d-%d", start-16, start-9, start-16, start-9); first != want {
		t.Errorf("before the second part's first passage stands %q, want %q", first, want)
	}
}

// A claim leads to its place in the text; without the text to the list, which begins there.
func TestClaimsLeadIntoTheText(t *testing.T) {
	x := read(t, 3)
	claim := ""
	open(t, x, "/source/x?start=34&end=41").each("a", func(n *html.Node) {
		if strings.HasPrefix(attr(n, "href"), "/claim/") && claim == "" && attr(n.Parent.Parent.Parent, "class") == "asked" {
			claim = attr(n, "href")
		}
	})
	found := false
	open(t, x, claim).each("a", func(n *html.Node) { found = found || attr(n, "href") == "/source/x?start=34&end=41#p34-41" })
	if !found {
		t.Errorf("%s does not lead into the text", claim)
	}
	d := open(t, explorer(t), "/source/jinyun-2023?start=643&end=666")
	if d.withClass("fulltext") != nil || d.withClass("reader") == nil {
		t.Error("there is a text where none is at hand")
	}
}

// What stands at one place is quoted once, with all that was read there.
func TestPassagesAreQuotedOnce(t *testing.T) {
	x := read(t, 3)
	for address, want := range map[string]int{"/source/x?part=claims": 9, "/source/x?part=figures": 3, "/passages?e=county/999901": 9} {
		quotes, statements := 0, 0
		d := open(t, x, address)
		d.each("blockquote", func(*html.Node) { quotes++ })
		d.each("ul", func(n *html.Node) {
			if attr(n, "class") == "statements" {
				statements++
			}
		})
		if quotes != want || statements != want {
			t.Errorf("%s: %d quotes, %d lists of statements, want %d", address, quotes, statements, want)
		}
	}
}

func TestReaderRefuses(t *testing.T) {
	for query, says := range map[string]string{"start=-1": "start = -1", "end=0": "end = 0", "start=1&end=x": "end = x", "part=words": "part = words"} {
		if said := openAs(t, read(t, 1), "/source/x?"+query, http.StatusBadRequest).main(); !strings.Contains(said, says) {
			t.Errorf("%s: %s", query, said)
		}
	}
	open(t, read(t, 1), "/source/x?start=99999&end=100000")
}
