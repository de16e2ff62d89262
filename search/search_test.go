package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/unicode/norm"

	"github.com/innograph/innograph/graph"
)

// entity makes an entity: other names are "kind:text".
func entity(id graph.ID, name string, others ...string) *graph.Entity {
	t, _ := id.Type()
	e := &graph.Entity{ID: id, Type: t, Name: name}
	for _, o := range others {
		kind, text, _ := strings.Cut(o, ":")
		e.Names = append(e.Names, graph.Name{Entity: id, Text: text, Kind: graph.NameKind(kind)})
	}
	return e
}

// index gives the entities the degrees len, len-1, …: what comes first wins ties.
func index(t testing.TB, entities ...*graph.Entity) *Index {
	t.Helper()
	x, err := Build(context.Background(), func(yield func(*graph.Entity, int) bool) {
		for i, e := range entities {
			if !yield(e, len(entities)-i) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestFindEveryWay(t *testing.T) {
	established := entity("university/ntu", "某大学")
	established.NameEn = "Nankai University"
	x := index(t, entity("university/zju", "浙江大学", "short:浙大", "former:国立浙江大学", "translation:Zhejiang University"),
		established,
		entity("county/xian", "西安"),
		entity("university/cqu", "重庆大学", "short:重大"),
		entity("platform/v", "“Ｖ型”产业带（2025—2027年）"),
		entity("enterprise/led", "浙江LED照明有限公司"),
		entity("industry/green", "绿色战略产业"))
	for _, c := range []struct {
		text, id, name string
		kind           graph.NameKind
		how            graph.MatchHow
		score          float64
	}{
		{"浙江大学", "university/zju", "浙江大学", "", graph.ByName, 1},
		{"浙江大學", "university/zju", "浙江大学", "", graph.ByName, 1},
		{" 浙 江 大 学 ", "university/zju", "浙江大学", "", graph.ByName, 1},
		{"浙大", "university/zju", "浙大", graph.Short, graph.ByName, 0.9},
		{"Zhejiang University", "university/zju", "Zhejiang University", graph.Translation, graph.ByName, 0.9},
		{"ＺＨＥＪＩＡＮＧ university", "university/zju", "Zhejiang University", graph.Translation, graph.ByName, 0.9},
		{"nankai university", "university/ntu", "Nankai University", "", graph.ByName, 1},
		{"浙江大", "university/zju", "浙江大学", "", graph.ByName, 0.8},
		{"国立", "university/zju", "国立浙江大学", graph.Former, graph.ByName, 0.7},
		{"zhejiang uni", "university/zju", "Zhejiang University", graph.Translation, graph.ByName, 0.7},
		{"zhejiangdaxue", "university/zju", "浙江大学", "", graph.ByPinyin, 0.65},
		{"zhe jiang da xue", "university/zju", "浙江大学", "", graph.ByPinyin, 0.65},
		{"Zhèjiāng Dàxué", "university/zju", "浙江大学", "", graph.ByPinyin, 0.65},
		{"zhe'jiang'da'xue", "university/zju", "浙江大学", "", graph.ByPinyin, 0.65},
		{"zheda", "university/zju", "浙大", graph.Short, graph.ByPinyin, 0.65},
		{"xi'an", "county/xian", "西安", "", graph.ByPinyin, 0.65},
		{"chongda", "university/cqu", "重大", graph.Short, graph.ByPinyin, 0.65},
		{"lvsezhanluechanye", "industry/green", "绿色战略产业", "", graph.ByPinyin, 0.65},
		{"lǜsè zhànlüè chǎnyè", "industry/green", "绿色战略产业", "", graph.ByPinyin, 0.65},
		{"lyusezhanlvechanye", "industry/green", "绿色战略产业", "", graph.ByPinyin, 0.65},
		{"zjdx", "university/zju", "浙江大学", "", graph.ByInitials, 0.6},
		{"ZJ DX", "university/zju", "浙江大学", "", graph.ByInitials, 0.6},
		{"zjledzmyxgs", "enterprise/led", "浙江LED照明有限公司", "", graph.ByInitials, 0.6},
		{"zhejiangda", "university/zju", "浙江大学", "", graph.ByPinyin, 0.55},
		{"lsz", "industry/green", "绿色战略产业", "", graph.ByInitials, 0.5},
		{"江", "university/zju", "浙江大学", "", graph.ByName, 0.4},
		{"江大学", "university/zju", "浙江大学", "", graph.ByName, 0.4},
		{"led", "enterprise/led", "浙江LED照明有限公司", "", graph.ByName, 0.4},
		{"v", "platform/v", "“Ｖ型”产业带（2025—2027年）", "", graph.ByName, 0.8},
		{"V型产业带2025", "platform/v", "“Ｖ型”产业带（2025—2027年）", "", graph.ByName, 0.8},
		{"2027", "platform/v", "“Ｖ型”产业带（2025—2027年）", "", graph.ByName, 0.4},
		{"D照", "enterprise/led", "浙江LED照明有限公司", "", graph.ByName, 0.4},
		{"立浙江", "university/zju", "国立浙江大学", graph.Former, graph.ByName, 0.3},
		{"versity", "university/zju", "Zhejiang University", graph.Translation, graph.ByName, 0.3},
		{"zhaoming", "enterprise/led", "浙江LED照明有限公司", "", graph.ByPinyin, 0.2},
		{"chongqingd", "university/cqu", "重庆大学", "", graph.ByPinyin, 0.1},
	} {
		matches, total := x.Find(c.text, nil, 0)
		if total != len(matches) || total == 0 {
			t.Errorf("%s: %d matches of %d", c.text, len(matches), total)
			continue
		}
		at := slices.IndexFunc(matches, func(m graph.NameMatch) bool { return m.Entity == graph.ID(c.id) })
		if at < 0 {
			t.Errorf("%s does not find %s", c.text, c.id)
			continue
		}
		want := graph.NameMatch{Entity: graph.ID(c.id), Text: c.name, Kind: c.kind, How: c.how, Score: c.score}
		if diff := cmp.Diff(want, matches[at]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
	for _, text := range []string{"", " ", "“”", "浙学", "zhongda", "hongqing", "zhejiangdaxu e", "cho'ng", "xianx", "jiangd"} {
		if matches, total := x.Find(text, nil, 0); total != 0 {
			t.Errorf("%q finds %v", text, matches)
		}
	}
}

// A class is worth more than the ones before it: hits are ordered by class and shown with scores.
func TestScoresRise(t *testing.T) {
	for c := class(1); c < classes; c++ {
		if scores[c] <= scores[c-1] {
			t.Errorf("class %d has score %v, the one before %v", c, scores[c], scores[c-1])
		}
	}
}

func TestFindAmongLikeNames(t *testing.T) {
	translated := entity("university/zju", "浙江大学", "translation:Zhejiang University")
	translated.NameEn, translated.Translated = "Zhejiang University", true
	x := index(t, translated, entity("platform/zju", "浙江大学城"), entity("platform/cq", "重庆市重点园", "short:重点园"), entity("platform/nj", "疟疾研究所"))
	for text, want := range map[string][]graph.NameMatch{
		"zjdx": { // whole initials first, then those that begin so
			{Entity: "university/zju", Text: "浙江大学", How: graph.ByInitials, Score: 0.6}, {Entity: "platform/zju", Text: "浙江大学城", How: graph.ByInitials, Score: 0.5}},
		"zhejiang university": { // a translation of ours is no main name
			{Entity: "university/zju", Text: "Zhejiang University", Kind: graph.Translation, How: graph.ByName, Score: 0.9}},
		"zhongdianyuan": { // read as it stands in the main name, not by 重庆
			{Entity: "platform/cq", Text: "重点园", Kind: graph.Short, How: graph.ByPinyin, Score: 0.65}},
		"chongdianyuan": {},
		"nveji":         {{Entity: "platform/nj", Text: "疟疾研究所", How: graph.ByPinyin, Score: 0.55}},
		"nüe ji":        {{Entity: "platform/nj", Text: "疟疾研究所", How: graph.ByPinyin, Score: 0.55}},
	} {
		got, _ := x.Find(text, nil, 0)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// 西安 is not 县: where a syllable begins is part of the pinyin.
func TestSyllablesBeginWhereTheyAre(t *testing.T) {
	x := index(t, entity("county/a", "西安区"), entity("county/b", "新县区"), entity("county/c", "方案"), entity("county/d", "反感"))
	for text, want := range map[string][]graph.ID{
		"xian": {"county/a", "county/b"}, "xi'an": {"county/a"}, "xinxian": {"county/b"}, "fangan": {"county/c", "county/d"}, "fan gan": {"county/d"}, "fang'an": {"county/c"},
		"anqu": {"county/a"}, "ianqu": nil, "nqu": nil, "xianqu": {"county/a", "county/b"}, "xianq": {"county/a"},
	} {
		matches, _ := x.Find(text, nil, 0)
		var got []graph.ID
		for _, m := range matches {
			got = append(got, m.Entity)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// The bits that tell where syllables begin end at 64 letters; names do not.
func TestLongNames(t *testing.T) {
	const unit = "浙江省西安科技𠮷" // 𠮷 is outside the basic plane and has no reading here
	x := index(t, entity("platform/long", strings.Repeat(unit, 12)), entity("platform/longer", strings.Repeat(unit, 12)+"园"))
	spelled := strings.Repeat("zhejiangshengxiankeji", 12)
	for _, c := range []struct {
		text string
		hits int
		best float64
	}{
		{strings.Repeat(unit, 12), 2, 1}, {strings.Repeat(unit, 11) + "浙江", 2, 0.8}, {"技𠮷浙", 2, 0.4}, {"𠮷", 2, 0.4}, {"𠮷园", 1, 0.4},
		{spelled, 2, 0.65}, {spelled + "yuan", 1, 0.65}, {spelled[:62], 2, 0.1}, {spelled[:63], 2, 0.55}, {spelled[:64], 2, 0.1}, {spelled[:65], 2, 0.1}, {spelled[:66], 2, 0.55},
		{strings.Repeat("zhe jiang sheng xi an ke ji ", 12), 2, 0.65}, {strings.Repeat("zhe jiang sheng xian ke ji ", 3), 2, 0.55}, {strings.Repeat("zjsxakj", 12), 2, 0.6}, {strings.Repeat("zjsxakj", 11), 2, 0.5},
	} {
		matches, total := x.Find(c.text, nil, 0)
		if total != c.hits || total > 0 && matches[0].Score != c.best {
			t.Errorf("%s: %d hits, %v; want %d and a best of %v", c.text, total, matches, c.hits, c.best)
		}
	}
}

func TestReadings(t *testing.T) {
	r := newReader()
	for name, want := range map[string]string{
		"乐清": "yue qing", "长兴": "chang xing", "重庆": "chong qing", "厦门": "xia men", "台州": "tai zhou", "丽水": "li shui", "瓯江": "ou jiang", "缙云": "jin yun",
		"仙居": "xian ju", "长三角": "chang san jiao", "浙大": "zhe da", "银行": "yin hang", "永嘉": "yong jia", "青田": "qing tian", "平阳": "ping yang", "鳌江": "ao jiang",
		"嵊州": "sheng zhou", "诸暨": "zhu ji", "鄞州": "yin zhou", "衢州": "qu zhou", "天台": "tian tai", "磐安": "pan an", "遂昌": "sui chang", "莲都": "lian du", "成都": "cheng du",
		"番禺": "pan yu", "蚌埠": "beng bu", "六安": "lu an", "亳州": "bo zhou", "东阿": "dong e", "乐亭": "lao ting", "长治": "chang zhi", "长子县": "zhang zi xian", "铅山": "yan shan",
		"浙江农商银行": "zhe jiang nong shang yin hang", "行业协会": "hang ye xie hui", "行政审批": "xing zheng shen pi", "会计学院": "kuai ji xue yuan", "委员会": "wei yuan hui",
		"音乐学院": "yin yue xue yuan", "校长": "xiao zhang", "增长极": "zeng zhang ji", "长效机制": "chang xiao ji zhi", "湖州市长兴县": "hu zhou shi chang xing xian", "副县长": "fu xian zhang",
		"清华长三角研究院": "qing hua chang san jiao yan jiu yuan", "研究院长三角分院": "yan jiu yuan chang san jiao fen yuan", "调研": "diao yan", "调控": "tiao kong", "空调": "kong tiao",
		"重点": "zhong dian", "重塑": "chong su", "数据重构": "shu ju chong gou", "弹簧": "tan huang", "导弹": "dao dan", "模具": "mu ju", "模式": "mo shi", "种业": "zhong ye",
		"大厦": "da sha", "厦大": "xia da", "供给侧": "gong ji ce", "校准": "jiao zhun", "都市圈": "du shi quan", "发行业务": "fa xing ye wu", "传感器": "chuan gan qi", "绿色": "lv se", "战略": "zhan lue",
	} {
		if got := strings.Join(r.read([]rune(name)), " "); got != want {
			t.Errorf("%s is read %s, want %s", name, got, want)
		}
	}
}

// Every entry of the tables is of use: a syllable for each character, all of them
// syllables of the language, no character twice.
func TestTables(t *testing.T) {
	r := newReader()
	syllables := map[string]bool{}
	for c := rune(hanFirst); c <= hanLast; c++ {
		syllables[r.character(c).reading] = true
	}
	seen := map[string]bool{}
	for _, list := range phrases() {
		for _, p := range list {
			if text := string(p.text); seen[text] || len(p.text) != len(p.syllables) {
				t.Errorf("%s comes twice or has %d syllables", text, len(p.syllables))
			}
			seen[string(p.text)] = true
			for _, s := range p.syllables {
				if !syllables[s] {
					t.Errorf("%s: %s is no syllable", string(p.text), s)
				}
			}
		}
	}
	for i, to := range simplified() {
		if c := rune(hanFirst + i); to != 0 && fold(string(rune(to))) != string(rune(to)) {
			t.Errorf("%c becomes %c, which becomes %s", c, to, fold(string(rune(to))))
		}
	}
}

func TestFold(t *testing.T) {
	for _, same := range [][]string{
		{"浙江大学", "浙江大學", "浙 江 大 学", "「浙江大学」", "〔浙江大学〕", "[浙江大学]", "（浙江大学）"},
		{"缙政办发〔2023〕25号", "縉政辦發[2023]25號", "缙政办发(２０２３)25号"},
		{"LED产业", "led產業", "ＬＥＤ產業"},
		{"2023—2027年", "2023-2027年", "2023–2027年"},
		{"“十四五”", "十四五", "‘十四五’"},
		{"乾安", "乾 安"}, {"臺州", "台州"}, {"瀋陽", "沈阳"}, {"裡", "裏", "里"},
	} {
		for _, s := range same {
			if fold(s) != fold(same[0]) {
				t.Errorf("%s folds to %s, %s to %s", s, fold(s), same[0], fold(same[0]))
			}
		}
	}
	if fold("2023～2027年") != "2023~2027年" {
		t.Error("a tilde, which may mean about, is dropped")
	}
	if fold("乾安") == fold("干安") || fold("著作") == fold("着作") {
		t.Error("characters that simplified text has itself are changed")
	}
}

func TestRanking(t *testing.T) {
	x := index(t,
		entity("platform/part", "丽水高新科技园"), entity("platform/low", "长高新区"), entity("platform/start", "高新科技城"),
		entity("platform/alias", "某园", "short:高新"), entity("platform/main", "高新"), entity("platform/aliasstart", "另一园", "alias:高新园"),
		entity("platform/aliaspart", "第三园", "alias:大高新园"), entity("county/pinyin", "高薪"))
	matches, total := x.Find("高新", nil, 0)
	var got []string
	for _, m := range matches {
		got = append(got, strings.TrimPrefix(string(m.Entity), "platform/"))
	}
	if diff := cmp.Diff([]string{"main", "alias", "start", "aliasstart", "part", "low", "aliaspart"}, got); diff != "" || total != 7 {
		t.Errorf("%d (-want +got):\n%s", total, diff)
	}
	for limit := 1; limit <= 9; limit++ {
		first, n := x.Find("高新", nil, limit)
		if diff := cmp.Diff(matches[:min(limit, 7)], first); diff != "" || n != 7 {
			t.Errorf("the first %d are not the first of all: %s", limit, diff)
		}
	}
	if counties, n := x.Find("gaoxin", []graph.Type{"County"}, 1); n != 1 || counties[0].Entity != "county/pinyin" {
		t.Errorf("counties are %v of %d", counties, n)
	}
	if named := x.Named(" 高 新"); len(named) != 2 || named[0].Entity != "platform/main" || named[1].Kind != graph.Short {
		t.Errorf("named are %v", named)
	}
}

// Ties go by degree, then by the length of the main name, then by id.
func TestTies(t *testing.T) {
	list := []*graph.Entity{entity("platform/c", "科技园"), entity("platform/b", "科技园"), entity("platform/a", "科技产业园"), entity("platform/d", "科技孵化产业园")}
	degrees := []int{1, 1, 1, 2}
	x, err := Build(context.Background(), func(yield func(*graph.Entity, int) bool) {
		for i, e := range list {
			if !yield(e, degrees[i]) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	matches, _ := x.Find("科技", nil, 0)
	var got string
	for _, m := range matches {
		got += string(m.Entity[len(m.Entity)-1])
	}
	if got != "dbca" {
		t.Errorf("the order is %s", got)
	}
}

func TestBuildStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Build(ctx, synthetic(5000, 1)); err != context.Canceled {
		t.Errorf("the error is %v", err)
	}
	x := index(t)
	if matches, total := x.Find("a", nil, 0); total != 0 || len(matches) != 0 || len(x.Named("科")) > 0 {
		t.Error("an empty index finds something")
	}
}

// naive says how a name matches, straight from the rules.
func naive(name, spelled, query string, main bool) (class, bool) {
	var c class
	other := class(0)
	if !main {
		other = 1
	}
	n, q := fold(name), fold(query)
	switch {
	case q == "":
		return 0, false
	case n == q:
		c = wholeMain - other
	case strings.HasPrefix(n, q):
		c = startMain - other
	case strings.Contains(n, q):
		c = partMain - other
	}
	var letters, forced []string // letters, and the same with a space where a syllable must begin
	for _, word := range strings.FieldsFunc(strings.ToLower(norm.NFKC.String(query)), func(r rune) bool { return r == ' ' || r == '\'' }) {
		letters, forced = append(letters, word), append(forced, " "+word)
	}
	flat := strings.Join(letters, "")
	if flat == "" || strings.Trim(flat, "abcdefghijklmnopqrstuvwxyz0123456789") != "" || strings.Trim(flat, "0123456789") == "" || spelled == "" {
		return c, c > 0
	}
	// spelled is " zhe jiang"; want is " zhe jiang" too, once breaks that are not forced are dropped.
	initials := ""
	for _, s := range strings.Fields(spelled) {
		initials += s[:1]
	}
	switch {
	case initials == flat:
		c = max(c, wholeInitials)
	case strings.HasPrefix(initials, flat):
		c = max(c, startInitials)
	}
	syllables := strings.Fields(spelled)
	for from := range syllables {
		for to := from + 1; to <= len(syllables); to++ {
			if strings.Join(syllables[from:to], "") != flat || !breaksFit(syllables[from:to], forced) {
				continue
			}
			switch {
			case from == 0 && to == len(syllables):
				c = max(c, wholePinyin)
			case from == 0:
				c = max(c, startPinyin)
			default:
				c = max(c, partPinyin)
			}
		}
	}
	if strings.HasPrefix(strings.Join(syllables, ""), flat) {
		for to := range syllables {
			cut := append(slices.Clone(syllables[:to]), "")
			rest := strings.TrimPrefix(flat, strings.Join(cut, ""))
			if len(rest) > 0 && strings.HasPrefix(flat, strings.Join(cut, "")) && strings.HasPrefix(syllables[to], rest) {
				cut[to] = rest
				if breaksFit(cut, forced) {
					c = max(c, begunPinyin)
				}
			}
		}
	}
	return c, c > 0
}

// breaksFit reports whether a syllable begins wherever a forced word does.
func breaksFit(syllables, forced []string) bool {
	begins := map[int]bool{}
	n := 0
	for _, s := range syllables {
		begins[n] = true
		n += len(s)
	}
	n = 0
	for _, w := range forced {
		if !begins[n] {
			return false
		}
		n += len(w) - 1
	}
	return true
}

// Whatever is asked, the index finds what reading every name finds, no more, no
// less, in the same order.
func TestFindEqualsScan(t *testing.T) {
	const size = 400
	var entities []*graph.Entity
	var degrees []int
	for e, d := range synthetic(size, 7) {
		entities, degrees = append(entities, e), append(degrees, d)
	}
	x, err := Build(context.Background(), synthetic(size, 7))
	if err != nil {
		t.Fatal(err)
	}
	r := newReader()
	random := rand.New(rand.NewPCG(3, 4))
	for range 800 {
		query := randomQuery(random, entities, r)
		type ranked struct {
			e      *graph.Entity
			degree int
			match  graph.NameMatch
			length int
		}
		var want []ranked
		for i, e := range entities {
			best := ranked{e: e, degree: degrees[i], length: len([]rune(e.Name))}
			for _, n := range append([]graph.Name{{Text: e.Name}}, e.Names...) {
				if c, ok := naive(n.Text, spelled(r, n.Text, e.Name), query, n.Kind == ""); ok && scores[c] > best.match.Score {
					best.match = graph.NameMatch{Entity: e.ID, Text: n.Text, Kind: n.Kind, How: c.how(), Score: scores[c]}
				}
			}
			if best.match.Score > 0 {
				want = append(want, best)
			}
		}
		slices.SortFunc(want, func(a, b ranked) int {
			switch {
			case a.match.Score != b.match.Score:
				return sign(b.match.Score > a.match.Score)
			case a.degree != b.degree:
				return sign(b.degree > a.degree)
			case a.length != b.length:
				return sign(a.length > b.length)
			}
			return strings.Compare(string(a.e.ID), string(b.e.ID))
		})
		matches := make([]graph.NameMatch, len(want))
		for i, w := range want {
			matches[i] = w.match
		}
		got, total := x.Find(query, nil, 0)
		if diff := cmp.Diff(matches, got, cmpopts.EquateEmpty()); diff != "" || total != len(want) {
			t.Fatalf("%q finds %d of %d (-scan +index):\n%s", query, total, len(want), clip(diff))
		}
		of := got[:0:0]
		for _, m := range got {
			if m.Entity.Prefix() == "platform" || m.Entity.Prefix() == "task" {
				of = append(of, m)
			}
		}
		if typed, n := x.Find(query, []graph.Type{"Task", "Platform"}, 5); n != len(of) || !slices.Equal(typed, of[:min(5, n)]) {
			t.Fatalf("%q finds %d platforms and tasks, want %d", query, n, len(of))
		}
		limit := 1 + random.IntN(30)
		if first, n := x.Find(query, nil, limit); n != total || !slices.Equal(first, got[:min(limit, total)]) {
			t.Fatalf("%q: the first %d of %d are not the first of all", query, limit, n)
		}
	}
}

func sign(up bool) int {
	if up {
		return 1
	}
	return -1
}

func clip(s string) string { return s[:min(len(s), 2000)] }

// spelled is a name's pinyin with a space before each syllable, "" without a Chinese character.
func spelled(r *reader, name, main string) string {
	runes, mainRunes := []rune(fold(name)), []rune(fold(main))
	syllables, ok := borrow(runes, mainRunes, r.read(mainRunes))
	if !ok {
		syllables = r.read(runes)
	}
	var b strings.Builder
	for _, c := range appendSpelling(nil, runes, syllables) {
		if c&mark != 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(c &^ mark)
	}
	return b.String()
}

// randomQuery is a piece of a name as it is written, in pinyin or in initials,
// at times with a mistake.
func randomQuery(random *rand.Rand, entities []*graph.Entity, r *reader) string {
	e := entities[random.IntN(len(entities))]
	names := []string{e.Name}
	for _, n := range e.Names {
		names = append(names, n.Text)
	}
	name := names[random.IntN(len(names))]
	runes := []rune(name)
	from := random.IntN(len(runes))
	if random.IntN(2) == 0 {
		from = 0
	}
	to := min(len(runes), from+1+random.IntN(8))
	piece := string(runes[from:to])
	if random.IntN(6) == 0 {
		piece = name
	}
	switch syllables := strings.Fields(spelled(r, piece, piece)); random.IntN(5) {
	case 0, 1:
		return piece
	case 2:
		return strings.Join(syllables, []string{"", " ", "'"}[random.IntN(3)])
	case 3:
		initials := ""
		for _, s := range syllables {
			initials += s[:1]
		}
		return initials
	default:
		flat := strings.Join(syllables, "")
		if len(flat) < 2 {
			return piece
		}
		a := random.IntN(len(flat) - 1)
		return flat[a : a+1+random.IntN(len(flat)-a)]
	}
}

// Readers share an index; each answer is as if it were alone.
func TestConcurrentReaders(t *testing.T) {
	x, err := Build(context.Background(), synthetic(2000, 5))
	if err != nil {
		t.Fatal(err)
	}
	queries := []string{"科技", "浙", "zhejiang", "zj", "研究院", "University", "keji", "a", "有限公司", "杭州市"}
	want := make([]string, len(queries))
	for i, q := range queries {
		want[i] = fmt.Sprint(x.Find(q, nil, 10))
	}
	var group sync.WaitGroup
	for reader := range 16 {
		group.Go(func() {
			for i := range 50 {
				n := (i + reader) % len(queries)
				if got := fmt.Sprint(x.Find(queries[n], nil, 10)); got != want[n] {
					t.Errorf("%s gives %s beside others, %s alone", queries[n], got, want[n])
					return
				}
			}
		})
	}
	group.Wait()
}

// Find never panics, and each hit holds the text in the way it claims.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "浙", "浙江", "乐清市", "xi'an", "zjdx", "Ｌed", "lü", "ǖ", "a\x00b", "\xff", "（", "lyulyu", "xianxianxianxianxianxian", "V型", "İ", "ﬁ", "2025"} {
		f.Add(s, s)
		f.Add(s, "浙江大学LED")
	}
	x, err := Build(context.Background(), synthetic(300, 2))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		own := index(t, entity("platform/it", name), entity("platform/other", "科技园", "alias:"+name))
		for _, x := range []*Index{x, own} {
			matches, total := x.Find(text, nil, 0)
			if total != len(matches) {
				t.Fatalf("%d matches of %d", len(matches), total)
			}
			for _, m := range matches {
				claim(t, text, m)
			}
		}
		if q := fold(name); q != "" && fold(q) == q {
			if named := own.Named(q); len(named) != 2 {
				t.Fatalf("%q names %v", q, named)
			}
		}
	})
}

func claim(t *testing.T, text string, m graph.NameMatch) {
	t.Helper()
	q := newQuery(text)
	ok := false
	switch m.How {
	case graph.ByName:
		ok = strings.Contains(fold(m.Text), q.text)
	case graph.ByPinyin, graph.ByInitials:
		for _, c := range m.Text {
			ok = ok || isHan(c)
		}
		ok = ok && q.letters != ""
	}
	if !ok || m.Score <= 0 || m.Score > 1 {
		t.Fatalf("%q does not match %+v", text, m)
	}
}
