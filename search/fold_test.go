package search

import "testing"

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
