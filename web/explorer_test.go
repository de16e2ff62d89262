package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/innograph/innograph/schema/executor"
)

// Claims and an observation of the seeds that pages are tried with.
const (
	aClaim      = "claim/9cd4736047481043"       // 永嘉县 prioritises 5G
	aFigure     = "observation/ae1877bc03edf398" // R&D of 缙云县 in 2027
	threeClaims = "/claims?c=7736b128e0dbe40e&c=7e07bb0897ae62db&c=af8905d3b534ede6"
)

// shown are addresses over the seeds and what their pages say, in Chinese and in English.
var shown = []struct {
	address string
	zh, en  []string
}{
	{"/", []string{"区域创新知识图谱", "永嘉县", "高校 20", "3857 条陈述", "青田县科技发展"}, []string{"knowledge graph of regional innovation", "Yongjia County", "University 20", "3857 claims", "14th Five-Year Plan of Yongjia County for science and technology 永嘉县科技发展“十四五”规划"}},
	{"/search?q=zjdx", []string{"浙江大学", "拼音首字母"}, []string{"Zhejiang University", "pinyin initials", "14th Five-Year Plan for Science and Technology Development of Qingtian County"}},
	{"/search?q=" + url.QueryEscape("浙大"), []string{"浙江大学", "简称"}, []string{"Zhejiang University", "short form"}},
	{"/search?type=university", []string{"找到 20 个", "兰州理工大学"}, []string{"20 found", "Lanzhou University of Technology"}},
	{"/search?q=xyzzy", []string{"没有找到"}, []string{"Nothing was found"}},
	{"/university/zhejiang-university", []string{"浙江大学", "Zhejiang University", "合作县", "浙江工业大学"}, []string{"Zhejiang University", "浙江大学", "Partner counties"}},
	{"/industry/digital-economy", []string{"数字经济", "重点发展县", "仙居县"}, []string{"Digital economy", "Counties"}},
	{"/county/330324", []string{"永嘉县", "行政区划代码330324", "兰州理工大学", "国家级", "投资", "亿元", "2021–2025", "数值矛盾"}, []string{"Yongjia County", "Lanzhou University of Technology", "national", "billion yuan", "values disagree"}},
	{"/county/331122", []string{"缙云县", "责任单位", "缙政办发〔2023〕25号"}, []string{"Jinyun County", "Tasks and departments"}},
	{"/relations?e=county/330324&field=partners", []string{"合作伙伴 13", "推得: 经由下属"}, []string{"Partners 13", "derived: partner of a part of it"}},
	{"/" + aClaim, []string{"永嘉县", "重点发展", "5G", "规划", "永嘉县科技发展"}, []string{"Yongjia County", "prioritises", "planned"}},
	{"/" + aFigure, []string{"缙云县", "3.4%", "2027", "目标", "第 643–666 字"}, []string{"Jinyun County", "3.4%", "target"}},
	{threeClaims, []string{"陈述与出处 3", "永嘉县", "游乐设备"}, []string{"Claims and their passages 3"}},
	{"/source/jinyun-2023", []string{"缙政办发〔2023〕25号", "第 ", "缙云县"}, []string{"缙政办发〔2023〕25号", "characters ", "Implementation plan for Jinyun County", "translation of ours", "缙云县人民政府办公室. 缙云县“139”科技创新体系建设工程实施方案"}},
	{"/source/jinyun-2023?part=figures", []string{"3.4%", "目标"}, []string{"3.4%", "target"}},
	{"/compare", []string{"永嘉县", "仙居县"}, []string{"Yongjia County"}},
	{"/compare?e=county/330324&e=county/331121&all=1&p=3", []string{"未给出"}, []string{"not given"}},
	{"/compare?e=county/330324&e=county/331121", []string{"永嘉县", "青田县", "共有的合作伙伴", "浙江大学", "R&D经费支出占GDP比重", "数值矛盾"}, []string{"Partners in common", "Zhejiang University", "R&D expenditure as a share of GDP"}},
	{"/matrix", []string{"浙江大学", "青田县", "15 行（共 15），5 列（共 5）"}, []string{"Zhejiang University", "15 rows of 15, 5 columns of 5"}},
	{"/matrix?rows=enterprise&columns=industry&sort=name&status=planned", []string{"企业 × 产业"}, []string{"Enterprise × Industry"}},
	{"/paths?from=university/zhejiang-university&to=county/331121", []string{"浙江大学", "青田县", "条路径", "合作"}, []string{"Paths: ", "partners with"}},
	{"/paths?from=" + url.QueryEscape("浙大") + "&to=county/331121", []string{"哪一个", "浙江大学"}, []string{"which one?"}},
	{"/neighbourhood?e=platform/g60-innovation-corridor", []string{"G60科创走廊", "永嘉县", "融入对接"}, []string{"joins", "Yongjia County"}},
	{"/neighbourhood?q=" + url.QueryEscape("浙大"), []string{"浙江大学"}, []string{"Zhejiang University"}},
	{"/passages?e=university/lanzhou-university-of-technology", []string{"提及处 15", "兰州理工大学", "第一章"}, []string{"Passages 15"}},
	{"/pairs?type=university", []string{"县与县之间 4", "平阳县 · 青田县"}, []string{"Pairs of counties 4", "Pingyang County · Qingtian County"}},
	{"/conflicts", []string{"永嘉县", "9.8", "相邻年份的说法", "1.71"}, []string{"Yongjia County", "9.8", "Restated"}},
	{"/coverage", []string{"没有标识", "240 段"}, []string{"Without an identifier", "240 passages"}},
	{"/data", []string{"CC BY 4.0", "9.9.9", "/graphql"}, []string{"CC BY 4.0", "9.9.9"}},
	{"/about", []string{"推得的关系", "数据的局限"}, []string{"Derived relations", "Limits of the data"}},
}

func TestPages(t *testing.T) {
	x := explorer(t)
	for _, c := range shown {
		for lang, facts := range map[string][]string{"zh": c.zh, "en": c.en} {
			d := open(t, x, inLanguage(c.address, lang))
			said := d.main()
			for _, fact := range facts {
				if !strings.Contains(said, fact) {
					t.Errorf("%s in %s does not say %q:\n%.3000s", c.address, lang, fact, said)
				}
			}
		}
	}
}

// What is chosen stands in a form by its name, with the id behind it and a way to choose another.
func TestFormsShowNames(t *testing.T) {
	x := explorer(t)
	for _, c := range []struct{ address, field, name, nameEn, change string }{
		{"/paths?from=county/330324", "from", "永嘉县", "Yongjia County", "/paths"},
		{"/paths?from=county/330324&to=county/331122", "to", "缙云县", "Jinyun County", "/paths?from=county%2F330324"},
		{"/pairs?within=region/330300&type=university", "within", "温州市", "Wenzhou", "/pairs?type=university"},
	} {
		for lang, name := range map[string]string{"zh": c.name, "en": c.nameEn} {
			d := open(t, x, inLanguage(c.address, lang))
			hidden := false
			d.each("input", func(n *html.Node) {
				if attr(n, "name") == c.field {
					hidden = attr(n, "type") == "hidden" && strings.Contains(c.address, attr(n, "value"))
				}
			})
			shown := false
			d.each("span", func(n *html.Node) { shown = shown || attr(n, "class") == "chosen" && strings.Contains(text(n), name) })
			if !hidden || !shown || !slices.Contains(d.links(), c.change) {
				t.Errorf("%s in %s: the id is behind: %v, the name is shown: %v; links are %q", c.address, lang, hidden, shown, d.links())
			}
		}
	}
}

// A place that is named rather than chosen is looked for.
func TestPairsWithinANamedPlace(t *testing.T) {
	d := open(t, explorer(t), "/pairs?within="+url.QueryEscape("温州"))
	if !slices.Contains(d.links(), "/pairs?within=region%2F330300") || strings.Contains(d.main(), "没有这样的两个县") {
		t.Errorf("no region to choose:\n%s\n%q", d.main(), d.links())
	}
}

func inLanguage(address, lang string) string {
	if strings.Contains(address, "?") {
		return address + "&lang=" + lang
	}
	return address + "?lang=" + lang
}

// Every link within the explorer leads to a page, and each of those pages is sound.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	x := explorer(t)
	const most = 450
	queue, seen := []string{"/"}, map[string]bool{"/": true}
	kinds := map[string]int{}
	for at := 0; at < len(queue) && at < most; at++ {
		address := queue[at]
		d := open(t, x, address)
		for _, link := range d.links() {
			kind := strings.Split(strings.TrimPrefix(link, "/"), "/")[0]
			kind, _, _ = strings.Cut(kind, "?")
			// A kind of page has its share, or the first kinds would fill the walk.
			if seen[link] || kinds[kind] >= 24 {
				continue
			}
			seen[link] = true
			kinds[kind]++
			queue = append(queue, link)
		}
	}
	for _, kind := range []string{"county", "university", "platform", "claim", "observation", "indicator", "source", "claims", "relations", "compare", "pairs", "passages", "matrix", "paths", "neighbourhood", "conflicts", "coverage", "data", "about", "search"} {
		if kinds[kind] == 0 {
			t.Errorf("no page leads to a page of kind %s", kind)
		}
	}
	if len(queue) < 200 {
		t.Errorf("the walk met only %d pages", len(queue))
	}
}

// A cursor does not go along to another list: the tabs of a source lead to their first pages.
func TestCursorsStayBehind(t *testing.T) {
	x := explorer(t)
	next := ""
	open(t, x, "/source/yongjia-2021").each("a", func(n *html.Node) {
		if attr(n, "rel") == "next" {
			next = attr(n, "href")
		}
	})
	d := open(t, x, next)
	for _, link := range d.links() {
		if strings.Contains(link, "part=") {
			open(t, x, link)
		}
	}
	d.each("a", func(n *html.Node) {
		if attr(n, "rel") == "prev" {
			if back := open(t, x, attr(n, "href")); back.main() != open(t, x, "/source/yongjia-2021").main() {
				t.Error("back from the second page is not the first")
			}
			next = ""
		}
	})
	if next != "" {
		t.Error("the second page does not lead back")
	}
}

// Each page's query is a link to GraphiQL with a document that answers.
func TestEveryPageShowsItsQuery(t *testing.T) {
	x, s := explorer(t), seedSchema(t)
	for _, c := range shown {
		found := false
		open(t, x, c.address).each("a", func(n *html.Node) {
			u, err := url.Parse(attr(n, "href"))
			if err != nil || u.Path != "/graphiql" || !u.Query().Has("query") {
				return
			}
			found = true
			request := executor.Request{Query: u.Query().Get("query"), OperationName: u.Query().Get("operationName")}
			if v := u.Query().Get("variables"); v != "" {
				if err := json.Unmarshal([]byte(v), &request.Variables); err != nil {
					t.Fatalf("%s: variables: %v", c.address, err)
				}
			}
			if response := s.Execute(t.Context(), request); len(response.Errors) > 0 {
				t.Errorf("%s: its query is refused: %s", c.address, response.Errors[0].Message)
			}
		})
		if !found {
			t.Errorf("%s does not link to its query", c.address)
		}
	}
}

// The language that an address asks for stays with the reader.
func TestLanguageStays(t *testing.T) {
	x := explorer(t)
	first := get(x, "/about?lang=en")
	cookies := first.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Value != "en" || cookies[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("cookies: %v", cookies)
	}
	next := get(x, "/about", "Cookie", cookies[0].String())
	if !strings.Contains(next.Body.String(), "Limits of the data") || next.Header().Get("Content-Language") != "en" {
		t.Error("the next page is not in English")
	}
	if back := get(x, "/about?lang=zh", "Cookie", cookies[0].String()); !strings.Contains(back.Body.String(), "数据的局限") || back.Result().Cookies()[0].Value != "zh" {
		t.Error("the switch does not lead back")
	}
	if other := get(x, "/about?lang=fr"); !strings.Contains(other.Body.String(), "数据的局限") || len(other.Result().Cookies()) != 0 {
		t.Error("an unknown language is kept")
	}
}

// What the client has already is not sent again, but in another language it is.
func TestPagesAreTagged(t *testing.T) {
	x := explorer(t)
	tag := get(x, "/county/330324").Header().Get("ETag")
	if tag == "" {
		t.Fatal("no tag")
	}
	if again := get(x, "/county/330324", "If-None-Match", tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("the same page: %d, %d bytes", again.Code, again.Body.Len())
	}
	for _, address := range []string{"/county/330324?lang=en", "/county/331121", "/matrix"} {
		if other := get(x, address, "If-None-Match", tag); other.Code != http.StatusOK {
			t.Errorf("%s: %d", address, other.Code)
		}
	}
	if sorted := get(x, "/matrix?sort=name", "If-None-Match", get(x, "/matrix").Header().Get("ETag")); sorted.Code != http.StatusOK {
		t.Error("the same answer in another order has the same tag")
	}
}

func TestMethods(t *testing.T) {
	w := httptest.NewRecorder()
	explorer(t).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
		t.Errorf("POST: %d %v", w.Code, w.Header())
	}
}
