package search

import (
	"strings"
	"testing"
)

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
