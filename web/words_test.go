package web

import (
	"context"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/seeds"
)

// made are keys that templates put together, by the beginning of the key: what may follow.
func made(t *testing.T, words *ontology) map[string][]string {
	m := map[string][]string{
		"matched-": {"name", "pinyin", "initials"}, "better-": {"higher", "lower"}, "error-": {"400", "404", "429", "500", "503"},
		"about-": {"matrix", "compare", "pairs", "paths", "neighbourhood", "conflicts"}, "pair-": {"none", "industries", "partners", "programmes", "joins"}, "nav-": {"matrix", "compare", "paths", "neighbourhood", "conflicts", "data", "about"},
		"county-": {"partners", "platforms", "enterprises", "industries", "projects", "programmes", "documents"},
	}
	for _, p := range pages {
		if p.subject == "" {
			m["title-"] = append(m["title-"], p.name)
		}
	}
	for _, b := range words.lists["bases"] {
		if b != "STATED" {
			m["basis-"] = append(m["basis-"], words.spelling("bases", b))
		}
	}
	for _, p := range graph.Ontology.Predicates {
		m["role-"] = append(m["role-"], p.Roles...)
	}
	return m
}

// Every word is in both languages, every word that pages ask for is there, and none is left over.
func TestWords(t *testing.T) {
	used := map[string]bool{}
	paths, err := fs.Glob(files, "pages/*.html")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`\bt "([^"]+)"`)
	keys := regexp.MustCompile(`"key" "([^"]+)"`)
	for _, path := range paths {
		text := mustRead(strings.TrimPrefix(path, "pages/"))
		for _, m := range append(asked.FindAllStringSubmatch(text, -1), keys.FindAllStringSubmatch(text, -1)...) {
			used[m[1]] = true
		}
	}
	inCode(t, used)
	for start, ends := range made(t, seedWords(t)) {
		for _, end := range ends {
			used[start+end] = true
			if start == "error-" {
				used[start+end+"-why"] = true
			}
		}
	}
	for key := range used {
		if _, known := words[key]; !known {
			t.Errorf("there is no word for %q", key)
		}
	}
	for key, w := range words {
		if !used[key] {
			t.Errorf("no page says %q", key)
		}
		if w.zh == "" || w.en == "" {
			t.Errorf("%q lacks a language: %q, %q", key, w.zh, w.en)
		}
		if verbs(w.zh) != verbs(w.en) {
			t.Errorf("%q takes other arguments in English: %q, %q", key, w.zh, w.en)
		}
	}
}

func verbs(text string) string {
	return strings.Join(regexp.MustCompile(`%[sd]`).FindAllString(text, -1), "")
}

// inCode adds the keys of sentences about parameters, which Go code asks for.
func inCode(t *testing.T, used map[string]bool) {
	code, err := os.ReadFile("parameters.go")
	if err != nil {
		t.Fatal(err)
	}
	more, err := os.ReadFile("pages.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`"(problem-[a-z]+)"`).FindAllStringSubmatch(string(code)+string(more), -1) {
		used[m[1]] = true
	}
}

func seedFacts(t *testing.T) *graph.Facts {
	var packages []loader.Package
	for _, p := range seeds.Packages() {
		packages = append(packages, loader.Package{Name: p.Name, FS: p.FS})
	}
	facts, problems, err := loader.Load(context.Background(), packages, nil)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return facts
}

func seedWords(t *testing.T) *ontology {
	g, err := graph.Build(context.Background(), &graph.Facts{}, graph.DefaultBase)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.New(schema.Config{Graph: g})
	if err != nil {
		t.Fatal(err)
	}
	words, err := readOntology(s.Execute(context.Background(), schema.Request{Query: mustRead("ontology.graphql")}))
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// Every unit of the seeds reads well in English.
func TestUnitsHaveEnglish(t *testing.T) {
	facts := seedFacts(t)
	units := map[string]bool{}
	for _, o := range facts.Observations {
		units[o.Unit] = true
	}
	for _, i := range facts.Indicators {
		units[i.Unit] = true
	}
	for unit := range units {
		if _, known := englishUnits[unit]; !known {
			t.Errorf("unit %q has no English", unit)
		}
	}
}

func TestValues(t *testing.T) {
	o := func(pairs ...any) any { return dict(pairs...) }
	for _, c := range []struct {
		o      any
		zh, en string
	}{
		{o("value", "3", "unit", "%", "bound", "GE", "boundLabel", "B"), "3%B", "B 3%"},
		{o("value", "3", "unit", "%", "bound", "GT", "boundLabel", "B"), "B 3%", "B 3%"},
		{o("value", "12345.50", "unit", "亿元"), "12,345.50 亿元", "12,345.50 × 100 million yuan"},
		{o("value", "1234", "valueTo", "56789", "unit", "家"), "1234–56,789 家", "1234–56,789"},
		{o("value", "倍增"), "倍增", "倍增"},
		{o("value", "-1234567"), "-1,234,567", "-1,234,567"},
	} {
		if zh, en := valueOf(chinese, c.o), strings.TrimSpace(valueOf(english, c.o)); zh != c.zh || en != c.en {
			t.Errorf("%v: %q and %q, want %q and %q", c.o, zh, en, c.zh, c.en)
		}
	}
}
