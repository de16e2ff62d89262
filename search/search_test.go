package search

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	x, err := build(context.Background(), func(yield func(*graph.Entity, int) bool) {
		for i, e := range entities {
			if !yield(e, len(entities)-i) {
				return
			}
		}
	}, 2)
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
	x, err := build(context.Background(), func(yield func(*graph.Entity, int) bool) {
		for i, e := range list {
			if !yield(e, degrees[i]) {
				return
			}
		}
	}, 2)
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
	if _, err := build(ctx, synthetic(5000, 1), 2); err != context.Canceled {
		t.Errorf("the error is %v", err)
	}
	x := index(t)
	if matches, total := x.Find("a", nil, 0); total != 0 || len(matches) != 0 || len(x.Named("科")) > 0 {
		t.Error("an empty index finds something")
	}
}

// However many processors make an index, it is the same.
func TestProcessors(t *testing.T) {
	made := func(processors int) *Index {
		x, err := build(t.Context(), synthetic(2000, 3), processors)
		if err != nil {
			t.Fatal(err)
		}
		x.exact = table{}   // in the order of hashes, whose seed is chance
		x.tallies.New = nil // functions are never equal
		return x
	}
	if one := made(1); !reflect.DeepEqual(one, made(2)) || !reflect.DeepEqual(one, made(7)) {
		t.Error("an index made on several processors is another one")
	}
}

// Readers share an index; each answer is as if it were alone.
func TestConcurrentReaders(t *testing.T) {
	x, err := build(context.Background(), synthetic(2000, 5), 2)
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
