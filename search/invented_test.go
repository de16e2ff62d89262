package search

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"

	"github.com/innograph/innograph/graph"
)

var (
	places = strings.Fields(`浙江省 杭州市 宁波市 温州市 嘉兴市 湖州市 绍兴市 金华市 衢州市 舟山市 台州市 丽水市 乐清市 瑞安市 永嘉县 平阳县 苍南县 青田县 缙云县 仙居县 长兴县 德清县
		安吉县 桐庐县 淳安县 江苏省 南京市 苏州市 无锡市 常州市 上海市 北京市 天津市 重庆市 广东省 深圳市 广州市 佛山市 厦门市 福州市 泉州市 武汉市 长沙市 成都市 西安市 合肥市 南昌市 济南市 青岛市`)
	placesEn = strings.Fields("Zhejiang Hangzhou Ningbo Wenzhou Jiaxing Huzhou Shaoxing Jinhua Quzhou Zhoushan Taizhou Lishui Yueqing Ruian Yongjia Pingyang Jiangsu Nanjing Suzhou Shanghai Beijing Chongqing Shenzhen")
	given    = []rune("华东方新正大中天宏达金鼎盛永安康泰和顺利丰源海江山云龙凤星光明德瑞祥福兴隆昌恒信诚立远博雅科创智联通宇航飞腾蓝绿红白石林森泉溪湖洋洲岛桥港城乡村镇平阳春秋晨曦晓")
	fields   = strings.Fields("新材料 生物医药 数字经济 智能制造 泵阀 电气 汽车零部件 低空经济 人工智能 集成电路 光伏 储能 海洋装备 时尚 鞋服 模具 工业母机 医疗器械 农业 旅游 环保 机器人 激光 锂电池 物流 软件")
	fieldsEn = strings.Fields("Materials Biomedicine Digital Intelligent Valve Electric Automotive Energy Semiconductor Marine Medical Robotics Laser Logistics Software")
	endings  = []struct {
		t        graph.Type
		prefix   string
		zh, en   string
		shortens bool
	}{
		{"Enterprise", "enterprise", "科技有限公司", "Technology Co., Ltd.", true}, {"Enterprise", "enterprise", "股份有限公司", "Group", true}, {"Enterprise", "enterprise", "有限公司", "Company", true},
		{"Platform", "platform", "研究院", "Research Institute", false}, {"Platform", "platform", "产业园", "Industrial Park", false}, {"Platform", "platform", "创新中心", "Innovation Center", false},
		{"Platform", "platform", "重点实验室", "Key Laboratory", true}, {"Project", "project", "产业化项目", "Project", false}, {"Task", "task", "提升行动", "Action", false}, {"University", "university", "大学", "University", true},
	}
)

// synthetic gives n entities with names composed from parts: all have a Chinese
// name, a third a short form, a third an English one. Degrees fall off as in
// graphs: most entities have few relations.
func synthetic(n int, seed uint64) iter.Seq2[*graph.Entity, int] {
	return func(yield func(*graph.Entity, int) bool) {
		r := rand.New(rand.NewPCG(seed, 1))
		for i := range n {
			place, field, end := places[r.IntN(len(places))], fields[r.IntN(len(fields))], endings[r.IntN(len(endings))]
			own := string([]rune{given[r.IntN(len(given))], given[r.IntN(len(given))]})
			id := graph.ID(fmt.Sprintf("%s/synthetic-%06d-%s", end.prefix, i, strings.ToLower(end.en[:3])))
			e := &graph.Entity{ID: id, Type: end.t, Name: place + own + field + end.zh}
			if i%50 == 0 {
				e.Name = place + "“" + fmt.Sprint(i%1000) + "”" + field + "V" + end.zh
			}
			if r.IntN(3) == 0 {
				e.Names = append(e.Names, graph.Name{Entity: id, Text: own + field, Kind: graph.Short})
			}
			if r.IntN(3) == 0 {
				text := placesEn[r.IntN(len(placesEn))] + " " + fieldsEn[r.IntN(len(fieldsEn))] + " " + fmt.Sprint(i) + " " + end.en
				e.Names = append(e.Names, graph.Name{Entity: id, Text: text, Lang: "en", Kind: graph.Translation})
			}
			if !yield(e, int(2/(r.Float64()+0.002))) {
				return
			}
		}
	}
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
