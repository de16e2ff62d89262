package search

import (
	"context"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
)

// Find never panics, and each hit holds the text in the way it claims.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "浙", "浙江", "乐清市", "xi'an", "zjdx", "Ｌed", "lü", "ǖ", "a\x00b", "\xff", "（", "lyulyu", "xianxianxianxianxianxian", "V型", "İ", "ﬁ", "2025"} {
		f.Add(s, s)
		f.Add(s, "浙江大学LED")
	}
	x, err := build(context.Background(), synthetic(300, 2), 2)
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
