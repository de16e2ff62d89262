package loader_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

func TestLocate(t *testing.T) {
	const text = "　　某县与某大学共建阀门\n研究院，投入1,200 万元；另建\t水泵站。\n|阀门研究院|水泵站|\n甲方，水泵站、水泵站。"
	for _, c := range []struct {
		name, phrase string
		want         []string // the passages of the places
	}{
		{"whole clause", "某县与某大学共建阀门研究院", []string{"某县与某大学共建阀门\n研究院"}},
		{"white space in the text is no difference", "1,200万元", []string{"投入1,200 万元"}},
		{"white space in the phrase is no difference", "某 县\n与", []string{"某县与某大学共建阀门"}},
		{"full-width indent is left out", "某县", []string{"某县与某大学共建阀门"}},
		{"comma in a number is no edge", "200", []string{"投入1,200 万元"}},
		{"tab and bar are edges of cells", "水泵站", []string{"水泵站", "水泵站", "水泵站、水泵站"}},
		{"places in one clause are one", "水泵站、", []string{"水泵站、水泵站"}},
		{"from A to the next B", "某大学~~万元", []string{"某县与某大学共建阀门\n研究院，投入1,200 万元"}},
		{"from A over B to C", "某县~~投入~~另建", []string{"某县与某大学共建阀门\n研究院，投入1,200 万元；另建"}},
		{"B stands before A only", "万元~~某县", nil},
		{"not there", "某市", nil},
		{"nothing asked", "", nil},
		{"white space asked", " \n", nil},
		{"no end", "某县~~", nil},
		{"no beginning", "~~某县", nil},
		{"nothing between", "某县~~ ~~万元", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := loader.NewText([]byte(text))
			var got []string
			for _, p := range x.Locate(c.phrase) {
				passage := x.Slice(p.Start, p.End)
				if p.Digest != graph.Digest(passage) {
					t.Errorf("digest %s is not that of %q", p.Digest, passage)
				}
				if !x.Bounded(p.Start, p.End) {
					t.Errorf("%q is located, but check would refuse it as cut inside a clause", passage)
				}
				got = append(got, passage)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Locate(%q) (-want +got):\n%s", c.phrase, diff)
			}
		})
	}
}

func TestBounded(t *testing.T) {
	const text = "　　甲乙，丙丁。\r\n戊 己\t庚|辛∶壬(癸)子"
	for _, c := range []struct {
		passage string
		want    bool
	}{
		{"甲乙", true}, {"甲", false}, {"乙", false},
		{"丙丁", true}, {"丙丁。", true}, {"，丙丁", true}, {"丁。", false},
		{"甲乙，丙丁", true}, {"乙，丙丁", false},
		{"戊 己", true}, {"戊", false}, // a space ends nothing
		{"庚", true}, {"辛", true}, {"壬", true}, {"癸", true}, {"(癸)", true}, {"子", true},
		{text, true},
	} {
		x := loader.NewText([]byte(text))
		start := len([]rune(text[:strings.Index(text, c.passage)]))
		if got := x.Bounded(start, start+len([]rune(c.passage))); got != c.want {
			t.Errorf("Bounded(%q) = %v", c.passage, got)
		}
	}
}

func TestSlice(t *testing.T) {
	x := loader.NewText([]byte("某县ab"))
	for _, c := range []struct {
		start, end int
		want       string
	}{{0, 4, "某县ab"}, {1, 3, "县a"}, {0, 5, ""}, {-1, 2, ""}, {2, 2, ""}, {3, 1, ""}} {
		if got := x.Slice(c.start, c.end); got != c.want {
			t.Errorf("Slice(%d, %d) = %q, want %q", c.start, c.end, got, c.want)
		}
	}
	if x.Len() != 4 {
		t.Errorf("Len = %d code points, want 4", x.Len())
	}
}

// The SHA-256 of a passage is the same whoever computes it: these are of sha256sum.
func TestDigest(t *testing.T) {
	if got, want := graph.Digest("某县与某大学共建阀门研究院"), "c6832d2f0f814e85"; got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
	if got, want := loader.NewText([]byte("abc")).SHA256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; got != want {
		t.Errorf("SHA-256 %s, want %s", got, want)
	}
}

// outlined is a text with every form of heading that scans of plans have, and
// with lines that only look like headings. Each ·word marks a place.
const outlined = `某县规划·before
第一章 发展基础........1
（一）做强平台-3-
第一章 发展基础
某县地处山间·chapter
第二章 重点任务
（一）做强平台
1. 建设研究院。研究院设在某镇·item
1.5万元已到位·decimal
专栏 1 重点平台
- 1．阀门研究院：建实验室·first
- 2．水泵研究院：建测试台·second
2. 引进人才
人才来自外地·afterbox
(二)培育企业
企业数翻番·ascii
3、支持企业；再列一项·semicolon
4. 这一行没有句号却写得很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长所以是一句话·long
表 2 主要指标
指标见下·table
- 1. 研发投入
投入逐年增长·listed
三、保障措施
[bookmark:_Toc9]**（一）加强领导**·bookmark
# 四、附则
本规划自印发之日起施行·numeral
附件 1 名词解释
名词见后·annex
`

func TestSection(t *testing.T) {
	x := loader.NewText([]byte(outlined))
	for _, c := range []struct{ mark, want string }{
		{"before", ""},
		{"chapter", "第一章 发展基础"},
		{"item", "第二章 重点任务 > （一）做强平台 > 1. 建设研究院"},
		{"decimal", "第二章 重点任务 > （一）做强平台 > 1. 建设研究院"},
		{"first", "第二章 重点任务 > （一）做强平台 > 1. 建设研究院 > 专栏 1 重点平台 > 1．阀门研究院"},
		{"second", "第二章 重点任务 > （一）做强平台 > 1. 建设研究院 > 专栏 1 重点平台 > 2．水泵研究院"},
		{"afterbox", "第二章 重点任务 > （一）做强平台 > 2. 引进人才"},
		{"ascii", "第二章 重点任务 > (二)培育企业"},
		{"semicolon", "第二章 重点任务 > (二)培育企业"},
		{"long", "第二章 重点任务 > (二)培育企业"},
		{"table", "第二章 重点任务 > (二)培育企业 > 表 2 主要指标"},
		{"listed", "第二章 重点任务 > (二)培育企业 > 表 2 主要指标 > 1. 研发投入"},
		{"bookmark", "三、保障措施 > （一）加强领导"},
		{"numeral", "四、附则"},
		{"annex", "附件 1 名词解释"},
	} {
		at := strings.Index(outlined, "·"+c.mark)
		if at < 0 {
			t.Fatalf("no mark %s", c.mark)
		}
		if got := x.Section(len([]rune(outlined[:at]))); got != c.want {
			t.Errorf("section of %s: %q, want %q", c.mark, got, c.want)
		}
	}
}

// A text that came out of its scan as one long line has its headings after spaces.
func TestSectionOfOneLine(t *testing.T) {
	filler := strings.Repeat("某县地处山间。", 300)
	text := "第一章 发展基础 " + filler + " （一）做强平台 " + filler + "终"
	x := loader.NewText([]byte(text))
	if got, want := x.Section(100), "第一章 发展基础"; got != want {
		t.Errorf("at 100: %q, want %q", got, want)
	}
	if got, want := x.Section(x.Len()-1), "第一章 发展基础 > （一）做强平台"; got != want {
		t.Errorf("at the end: %q, want %q", got, want)
	}
}

func TestReadTexts(t *testing.T) {
	texts, err := loader.ReadTexts(fstest.MapFS{
		"plan-2021.txt":  {Data: []byte("甲")},
		"notes.md":       {Data: []byte("乙")},
		"No Id.txt":      {Data: []byte("丙")}, // no source can have this id
		"deeper/two.txt": {Data: []byte("丁")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 1 || !texts.Has("source/plan-2021") || texts["source/plan-2021"].Len() != 1 {
		t.Errorf("got %d texts, plan-2021 among them: %v; want that one alone", len(texts), texts.Has("source/plan-2021"))
	}
}

func TestReadTextsUnreadable(t *testing.T) {
	_, err := loader.ReadTexts(fstest.MapFS{"plan.txt/x": {}})
	if err == nil || !strings.HasPrefix(err.Error(), "read text plan.txt: ") {
		t.Errorf("error %v does not name the text", err)
	}
}

func TestQuote(t *testing.T) {
	const text = "某县，某市。"
	right := graph.Locator{Source: "source/plan", Start: 3, End: 5, Digest: graph.Digest("某市")}
	for _, c := range []struct {
		name  string
		texts loader.Texts
		want  string
	}{
		{"the text", loader.Texts{"source/plan": loader.NewText([]byte(text))}, "某市"},
		{"another text", loader.Texts{"source/plan": loader.NewText([]byte("某省，某省。"))}, ""},
		{"a shorter text", loader.Texts{"source/plan": loader.NewText([]byte("某"))}, ""},
		{"the text of another source", loader.Texts{"source/other": loader.NewText([]byte(text))}, ""},
		{"no texts", nil, ""},
	} {
		if got := c.texts.Quote(right); got != c.want {
			t.Errorf("%s: Quote = %q, want %q", c.name, got, c.want)
		}
	}
}

// Each place lies inside the text, holds the phrase where white space is no
// difference, is cut where check wants it, and stands in the list once.
func FuzzLocate(f *testing.F) {
	for _, seed := range [][2]string{
		{"某县与某大学共建研究院，投入1,200万元。", "1,200"},
		{"　　某县\u00a0与某大学。\r\n", "县与"},
		{"某县，某市；某省。", "某县~~某省"},
		{"某县", "~~"}, {"某县", "某县~~"}, {"某县~~某市", "~~某市"},
		{"甲|甲\t甲\n甲", "甲"},
		{"aaaa", "aa"}, {"\xff县", "\xfe"}, {"", ""}, {"，", "，"}, {" ，乙", "，"},
	} {
		f.Add(seed[0], seed[1])
	}
	bare := func(s string) string {
		return strings.Map(func(c rune) rune {
			if unicode.IsSpace(c) {
				return -1
			}
			return c
		}, string([]rune(s))) // as a text holds it: what is not UTF-8 is U+FFFD
	}
	f.Fuzz(func(t *testing.T, text, phrase string) {
		x := loader.NewText([]byte(text))
		places := x.Locate(phrase)
		for i, p := range places {
			if p.Start < 0 || p.Start >= p.End || p.End > x.Len() {
				t.Fatalf("place %d to %d in a text of %d", p.Start, p.End, x.Len())
			}
			rest := bare(x.Slice(p.Start, p.End))
			for _, part := range strings.Split(phrase, "~~") {
				_, after, found := strings.Cut(rest, bare(part))
				if !found {
					t.Errorf("%q does not hold %q of %q", x.Slice(p.Start, p.End), part, phrase)
				}
				rest = after
			}
			if !x.Bounded(p.Start, p.End) {
				t.Errorf("%q is cut inside a clause", x.Slice(p.Start, p.End))
			}
			if slices.Contains(places[:i], p) {
				t.Errorf("place %d to %d stands twice", p.Start, p.End)
			}
		}
		if !strings.Contains(phrase, "~~") && bare(phrase) != "" && strings.Contains(bare(text), bare(phrase)) != (len(places) > 0) {
			t.Errorf("%d places of %q in %q", len(places), phrase, text)
		}
	})
}
