package web

import (
	"context"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/worlds"
	"github.com/innograph/innograph/schema"
	"github.com/innograph/innograph/schema/executor"
)

// made are keys that templates put together, by the beginning of the key: what may follow.
func made(t *testing.T, words *ontology) map[string][]string {
	m := map[string][]string{
		"matched-": {"name", "pinyin", "initials"}, "better-": {"higher", "lower"}, "error-": {"400", "404", "429", "500", "503"}, "refused-": {"bad-user-input", "query-too-costly"},
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

// Each type of the ontology has a shape of its own on the canvas; without one it would be drawn as a circle.
func TestEveryTypeIsDrawn(t *testing.T) {
	code, err := os.ReadFile("canvas/shapes.ts")
	if err != nil {
		t.Fatal(err)
	}
	_, shapes, _ := strings.Cut(string(code), "const shapes:")
	shapes, _, _ = strings.Cut(shapes, "\n}\n")
	var drawn []string
	for _, m := range regexp.MustCompile(`(?m)^  ([A-Z_]+): `).FindAllStringSubmatch(shapes, -1) {
		drawn = append(drawn, m[1])
	}
	types := slices.Clone(seedWords(t).lists["types"])
	if diff := cmp.Diff(types, drawn, cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("types and shapes (-want +got):\n%s", diff)
	}
}

func verbs(text string) string {
	return strings.Join(regexp.MustCompile(`%[sd]`).FindAllString(text, -1), "")
}

// inCode adds the keys that Go code asks for: words of its own, and sentences that templates say.
func inCode(t *testing.T, used map[string]bool) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`\bword\([a-zA-Z.]+, "([a-z-]+)"[,)]|"((?:problem|note)-[a-z]+)"`)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || path == "words.go" {
			continue
		}
		code, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllStringSubmatch(string(code), -1) {
			used[m[1]+m[2]] = true
		}
	}
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
	words, err := readOntology(s.Execute(context.Background(), executor.Request{Query: mustRead("ontology.graphql")}))
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// What is written otherwise in English is printed beside it as it stands, and charts draw what is written.
func TestPrintedValues(t *testing.T) {
	for _, c := range []struct {
		o               any
		printed, amount string
	}{
		{dict("value", "1.28", "unit", "亿元"), "1.28 亿元", "128000000"},
		{dict("value", "1.2", "valueTo", "1.30", "unit", "亿元"), "1.2–1.30 亿元", "120000000"},
		{dict("value", "3.10", "unit", "%"), "", "3.1"},
		{dict("value", "倍增", "unit", "亿元"), "", "倍增"},
	} {
		if got := printedOf(english, c.o); got != c.printed || printedOf(chinese, c.o) != "" {
			t.Errorf("%v is printed as %q, want %q", c.o, got, c.printed)
		}
		if got := amountOf(english, c.o, "value"); got != c.amount || amountOf(chinese, c.o, "value") != textAt(c.o, "value") {
			t.Errorf("%v is drawn as %q, want %q", c.o, got, c.amount)
		}
	}
}

// Moving the point and moving it back changes no number.
func FuzzTimes(f *testing.F) {
	f.Add(128, 2, 8)
	f.Add(-5, 0, 4)
	f.Fuzz(func(t *testing.T, digits, places, tens int) {
		places, tens = places&7, tens&15
		n := times(strconv.Itoa(digits), -places)
		moved := times(n, tens)
		a, aRight := new(big.Rat).SetString(n)
		b, bRight := new(big.Rat).SetString(moved)
		if !aRight || !bRight {
			t.Fatalf("%q, %q", n, moved)
		}
		if a.Mul(a, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(tens)), nil))); a.Cmp(b) != 0 {
			t.Errorf("%s by 10^%d is %s", n, tens, moved)
		}
		if back := times(moved, -tens); back != n {
			t.Errorf("%s, there and back: %s", n, back)
		}
	})
}

// Every unit of the seeds reads well in English.
func TestUnitsHaveEnglish(t *testing.T) {
	_, facts := worlds.Seeds(t)
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
		{o("value", "12345.50", "unit", "亿元"), "12,345.50 亿元", "1234.55 billion yuan"},
		{o("value", "1234", "valueTo", "56789", "unit", "家"), "1234–56,789 家", "1234–56,789"},
		{o("value", "1.28", "unit", "亿元"), "1.28 亿元", "128 million yuan"},
		{o("value", "5000", "unit", "万元", "bound", "GE", "boundLabel", "B"), "5000 万元B", "B 50 million yuan"},
		{o("value", "8", "valueTo", "12.5", "unit", "亿元"), "8–12.5 亿元", "0.8–1.25 billion yuan"},
		{o("value", "0.35", "unit", "万人"), "0.35 万人", "3500 people"},
		{o("value", "4.5", "unit", "万元/人"), "4.5 万元/人", "45,000 yuan per person"},
		{o("value", "-0.2", "unit", "亿元"), "-0.2 亿元", "-20 million yuan"},
		{o("value", "0", "unit", "亿元"), "0 亿元", "0 yuan"},
		{o("value", "大幅增长", "unit", "亿元"), "大幅增长 亿元", "大幅增长 yuan"},
		{o("value", "倍增"), "倍增", "倍增"},
		{o("value", "-1234567"), "-1,234,567", "-1,234,567"},
	} {
		if zh, en := valueOf(chinese, c.o), strings.TrimSpace(valueOf(english, c.o)); zh != c.zh || en != c.en {
			t.Errorf("%v: %q and %q, want %q and %q", c.o, zh, en, c.zh, c.en)
		}
	}
}
