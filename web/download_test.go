package web_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/innograph/innograph/schema/executor"
)

// Every view has its link, its citation, its answer and the part of the graph it shows in every format.
func TestEveryViewIsHandedOn(t *testing.T) {
	x, s := explorer(t), seedSchema(t)
	for _, c := range shown {
		for lang, label := range map[string]string{"zh": "某种格式", "en": "a form"} {
			address := inLanguage(c.address, lang)
			d := open(t, x, address)
			if citation := cited(t, d)[0]; !strings.Contains(citation, "，") && lang == "zh" {
				t.Errorf("%s is cited as %q", address, citation)
			}
			ways := map[string]string{}
			d.each("a", func(n *html.Node) {
				switch href := attr(n, "href"); {
				case attr(n, "rel") == "bookmark":
					ways["link"] = href
				case strings.HasPrefix(href, "/graphql?"):
					ways["answer"] = href
				case strings.HasPrefix(href, "/export/form") && text(n) == label && hasAttr(n, "download"):
					ways["form"] = href
				}
			})
			if len(ways) != 3 {
				t.Errorf("%s is handed on by %v", address, ways)
				continue
			}
			if again := open(t, x, ways["link"]); again.main() != d.main() {
				t.Errorf("the link of %s leads to another page", address)
			}
			u, err := url.Parse(ways["answer"])
			if err != nil {
				t.Fatal(err)
			}
			request := executor.Request{Query: u.Query().Get("query"), OperationName: u.Query().Get("operationName")}
			if v := u.Query().Get("variables"); v != "" {
				if err := json.Unmarshal([]byte(v), &request.Variables); err != nil {
					t.Fatal(err)
				}
			}
			if response := s.Execute(t.Context(), request); len(response.Errors) > 0 {
				t.Errorf("the answer of %s: %s", address, response.Errors[0].Message)
			}
		}
	}
}

// What is exported is what the page shows.
func TestPartsOfDownloads(t *testing.T) {
	x := explorer(t)
	for address, want := range map[string]string{
		"/data":                  "",
		"/county/330324":         "depth=1&focus=county/330324",
		"/" + aClaim:             "focus=county/330324&focus=industry/5g",
		"/" + aFigure:            "focus=county/331122",
		"/matrix":                "type=University&type=County",
		"/search?type=institute": "type=ResearchInstitute",
		"/source/jinyun-2023":    "source=source/jinyun-2023",
		"/compare?e=county/330324&e=county/331122":                                                "depth=1&focus=county/330324&focus=county/331122",
		"/matrix?rows=enterprise&columns=industry&status=planned&column=industry/digital-economy": "depth=1&focus=industry/digital-economy&status=planned&type=Enterprise&type=Industry",
		"/neighbourhood?e=county/330324&depth=2&predicate=partners-with&status=existing":          "depth=2&focus=county/330324&predicate=partnersWith&status=existing",
		"/relations?e=county/330324&field=partners":                                               "depth=1&focus=county/330324",
	} {
		got := "none"
		open(t, x, address).each("a", func(n *html.Node) {
			if path, query, _ := strings.Cut(attr(n, "href"), "?"); path == "/export/form" {
				got, _ = url.QueryUnescape(query)
			}
		})
		if got != want {
			t.Errorf("%s is exported as %q, want %q", address, got, want)
		}
	}
}

// A view is cited by what it is of and by its address on the site that is set, without the language that it was read in.
func TestViewsAreCited(t *testing.T) {
	x := explorer(t)
	edition := seedSchema(t).Graph().Origin()[:12]
	for address, want := range map[string][2]string{
		"/compare?e=county/330324&e=county/331122": {"innograph：“县域比较：永嘉县、缙云县”，数据版本 " + edition + "，http://example.com/compare?e=county%2F330324&e=county%2F331122，2026-03-01 访问。", "innograph, “Counties compared: Yongjia County, Jinyun County”. Version " + edition + " of the data. http://example.com/compare?e=county%2F330324&e=county%2F331122, accessed 2026-03-01."},
		"/matrix": {"innograph：“关系矩阵：高校 × 县”，数据版本 " + edition + "，http://example.com/matrix，2026-03-01 访问。", "innograph, “Matrix of relations: University × County”. Version " + edition + " of the data. http://example.com/matrix, accessed 2026-03-01."},
		"/relations?e=county/330324&field=partners": {"innograph：“永嘉县 · 合作伙伴”，数据版本 " + edition + "，http://example.com/relations?e=county%2F330324&field=partners，2026-03-01 访问。", "innograph, “Yongjia County · Partners”. Version " + edition + " of the data. http://example.com/relations?e=county%2F330324&field=partners, accessed 2026-03-01."},
	} {
		for i, lang := range []string{"zh", "en"} {
			if got := cited(t, open(t, x, inLanguage(address, lang)))[0]; got != want[i] {
				t.Errorf("%s is cited as\n%s\nwant\n%s", address, got, want[i])
			}
		}
	}
}

// Comparisons and matrices are drawn from all that they show, and the canvas takes their addresses.
func TestComparisonsAndMatricesAreDrawn(t *testing.T) {
	x := explorer(t)
	for address, want := range map[string]int{"/compare?e=county/330324&e=county/331122&e=county/330326": 3, "/matrix": 20, "/matrix?rows=platform&columns=industry&first=100": 40} {
		link := ""
		open(t, x, address).each("a", func(n *html.Node) {
			if text(n) == "画出关系图" {
				link = attr(n, "href")
			}
		})
		u, err := url.Parse(link)
		if err != nil || len(u.Query()["e"]) != want {
			t.Errorf("%s is drawn from %d entities, want %d", address, len(u.Query()["e"]), want)
		}
		if d := open(t, x, link); !strings.Contains(d.body, "data-canvas") {
			t.Errorf("%s has no canvas", link)
		}
	}
}
