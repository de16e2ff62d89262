package loader

import (
	"fmt"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
)

// Parts put together are the text, whatever its layout, and none is longer than allowed.
func TestParts(t *testing.T) {
	sentence := "本县与某大学共建研究院，促进成果转化。"
	chapters := ""
	for i, n := range []string{"一", "二", "三", "四"} {
		chapters += fmt.Sprintf("第%s章 篇目之%d\n%s\n", n, i+1, strings.Repeat(sentence, 80))
	}
	for name, c := range map[string]struct {
		text    string
		parts   int
		section string // of the second part
		begins  string // the second part
	}{
		"empty":           {"", 0, "", ""},
		"short":           {sentence, 1, "", ""},
		"chapters":        {chapters, 4, "第二章 篇目之2", "第二章"},
		"one line":        {strings.Repeat(sentence, 400), 4, "", "本县"},
		"without stops":   {strings.Repeat("字", 5000), 3, "", "字"},
		"lines, no stops": {strings.Repeat(strings.Repeat("表", 29)+"\n", 200), 3, "", "表"},
	} {
		t.Run(name, func(t *testing.T) {
			text := NewText([]byte(c.text))
			source := &graph.Source{ID: "source/x", SHA256: text.SHA256()}
			texts := Texts{source.ID: text}
			parts := texts.Parts(source)
			if len(parts) != c.parts {
				t.Fatalf("%d parts, want %d: %v", len(parts), c.parts, parts)
			}
			whole := ""
			for _, p := range parts {
				if p.End-p.Start > partMost || p.Source != source.ID {
					t.Errorf("part %v", p)
				}
				whole += texts.Part(source, p.Start, p.End)
			}
			if whole != c.text {
				t.Errorf("the parts do not make the text")
			}
			if len(parts) < 2 {
				return
			}
			if second := texts.Part(source, parts[1].Start, parts[1].End); parts[1].Section != c.section || !strings.HasPrefix(second, c.begins) {
				t.Errorf("the second part is of %q and begins with %.30q", parts[1].Section, second)
			}
		})
	}
}

// Another text under the name of a source is not shown.
func TestPartsOfAnotherText(t *testing.T) {
	texts := Texts{"source/x": NewText([]byte("另一份文件"))}
	curated := &graph.Source{ID: "source/x", SHA256: NewText([]byte("这份文件")).SHA256()}
	if parts := texts.Parts(curated); parts != nil {
		t.Errorf("parts %v", parts)
	}
	if text := texts.Part(curated, 0, 2); text != "" {
		t.Errorf("text %q", text)
	}
}
