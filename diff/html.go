package diff

import (
	"context"
	_ "embed"
	"html/template"
	"io"

	"github.com/innograph/innograph/graph"
)

//go:embed page.html
var pageText string

// maxShown is how many changes of a class a page shows; it says how many more there
// are. Text and JSON have all.
const maxShown = 2000

// Look is how a page is written.
type Look struct {
	English bool   // else Chinese
	Style   string // CSS, put into the page
	Base    string // address of a server whose pages entities link to, ending in "/"; empty: no links
}

// section is a class of the page.
type section struct {
	Class   class
	Label   string
	Changes []*change
	Total   int
	Counts  []count
}

// WriteHTML writes the changes as one page that stands alone: it loads nothing. It
// reports how many changes there are.
func (c *Comparison) WriteHTML(ctx context.Context, out io.Writer, look Look) (int, error) {
	var sections []*section
	t := tally{}
	total := 0
	for change, err := range c.changes(ctx) {
		if err != nil {
			return total, err
		}
		if len(sections) == 0 || sections[len(sections)-1].Class != change.Class {
			sections = append(sections, &section{Class: change.Class, Label: look.word(change.Class.label())})
		}
		s := sections[len(sections)-1]
		if s.Total++; s.Total <= maxShown {
			s.Changes = append(s.Changes, change)
		}
		t.add(change)
		total++
	}
	counts := t.counts()
	for _, s := range sections {
		for _, n := range counts {
			if n.Class == s.Class {
				s.Counts = append(s.Counts, n)
			}
		}
	}
	page := template.Must(template.New("page").Funcs(template.FuncMap{
		"t":     func(key string) string { return look.word(pageWords[key]) },
		"label": look.word,
		"kind":  func(k kind) string { return look.word(k.label()) },
		"sign":  kind.sign,
		"where": whereOf,
		"none":  orNone,
		"style": func() template.CSS { return template.CSS(look.Style) },
		"link": func(id graph.ID) string {
			if look.Base == "" {
				return ""
			}
			return look.Base + string(id)
		},
	}).Parse(pageText))
	return total, page.Execute(out, map[string]any{"From": versionOf(c.from.Graph()), "To": versionOf(c.to.Graph()), "Sections": sections, "Most": maxShown})
}

func (l Look) word(label graph.Label) string {
	if l.English {
		return label.En
	}
	return label.Zh
}

// pageWords are the words of the page.
var pageWords = map[string]graph.Label{
	"lang":         {Zh: "zh", En: "en"},
	"title":        {Zh: "数据变化", En: "What changed in the data"},
	"from":         {Zh: "原数据", En: "From"},
	"to":           {Zh: "现数据", En: "To"},
	"version":      {Zh: "版本", En: "Version"},
	"newest":       {Zh: "最新来源", En: "Newest source"},
	"entities":     {Zh: "实体", En: "Entities"},
	"claims":       {Zh: "陈述", En: "Claims"},
	"observations": {Zh: "观测值", En: "Observations"},
	"same":         {Zh: "没有变化。", En: "Nothing changed."},
	"what":         {Zh: "内容", En: "What"},
	"change":       {Zh: "变化", En: "Change"},
	"fields":       {Zh: "字段", En: "Fields"},
	"shown":        {Zh: "以下只列出前", En: "Only the first are listed:"},
	"data":         {Zh: "数据集", En: "Data set"},
	"unknown":      {Zh: "未知", En: "unknown"},
}
