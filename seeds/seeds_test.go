package seeds_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
	"github.com/innograph/innograph/seeds"
)

var update = flag.Bool("update", false, "write golden files anew")

func load(t *testing.T, texts loader.Texts) *graph.Facts {
	t.Helper()
	var packages []loader.Package
	for _, p := range seeds.Packages() {
		packages = append(packages, loader.Package{Name: p.Name, FS: p.FS})
	}
	facts, problems, err := loader.Load(context.Background(), packages, texts)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
	return facts
}

// plans gives the folder of the plans' texts, or skips: they are not part of
// the project.
func plans(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("INNOGRAPH_SHARED")
	if dir == "" {
		dir = "../../shared"
	}
	dir = filepath.Join(dir, "sources")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the texts of the plans are not at hand: %v", err)
	}
	return dir
}

// Facts cannot vanish unnoticed: counts.txt says how many of each kind there
// are for each source. A change shows in the diff.
func TestCounts(t *testing.T) {
	got := counts(load(t, nil))
	if *update {
		if err := os.WriteFile("testdata/counts.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/counts.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the seeds changed; -update writes the counts anew (-want +got):\n%s", diff)
	}
}

// counts prints, for each source, entities by type, claims by predicate and
// status, observations by role, mentions and omissions.
func counts(facts *graph.Facts) string {
	lines := map[string]int{}
	types := map[graph.ID]map[graph.ID]bool{}
	names := func(source graph.ID, ids ...graph.ID) {
		if types[source] == nil {
			types[source] = map[graph.ID]bool{}
		}
		for _, id := range ids {
			if id != "" {
				types[source][id] = true
			}
		}
	}
	for _, c := range facts.Claims {
		lines[fmt.Sprintf("%s claims %s %s", c.Source, c.Predicate, c.Status)]++
		names(c.Source, c.Subject, c.Object)
	}
	for _, o := range facts.Observations {
		lines[fmt.Sprintf("%s observations %s", o.Source, o.Role)]++
		names(o.Source, o.Entity, o.Of)
	}
	for _, m := range facts.Mentions {
		lines[fmt.Sprintf("%s mentions", m.Source)]++
		names(m.Source, m.Entity)
	}
	for _, o := range facts.Omissions {
		lines[fmt.Sprintf("%s omissions", o.Source)]++
	}
	for source, ids := range types {
		for id := range ids {
			t, _ := id.Type()
			lines[fmt.Sprintf("%s entities %s", source, t)]++
		}
	}
	lines["all entities"], lines["all claims"], lines["all observations"] = len(facts.Entities), len(facts.Claims), len(facts.Observations)
	lines["all indicators"], lines["all names"] = len(facts.Indicators), len(facts.Names)
	var list []string
	for line, n := range lines {
		list = append(list, fmt.Sprintf("%s %d", line, n))
	}
	slices.Sort(list)
	return strings.Join(list, "\n") + "\n"
}

// What a careful first reading of the plans found is the floor.
func TestFloors(t *testing.T) {
	facts := load(t, nil)
	entities := map[graph.ID]map[graph.ID]bool{}
	claims, observations := map[graph.ID]int{}, map[graph.ID]int{}
	for _, s := range facts.Sources {
		entities[s.ID] = map[graph.ID]bool{}
	}
	for _, c := range facts.Claims {
		claims[c.Source]++
		entities[c.Source][c.Subject], entities[c.Source][c.Object] = true, true
	}
	for _, o := range facts.Observations {
		observations[o.Source]++
		entities[o.Source][o.Entity] = true
	}
	for source, floor := range map[graph.ID][3]int{
		"source/qingtian-2021": {330, 415, 129}, "source/yongjia-2021": {290, 400, 139}, "source/xianju-2021": {210, 265, 62},
		"source/jinyun-2023": {127, 150, 88}, "source/pingyang-2025": {120, 97, 37},
	} {
		got := [3]int{len(entities[source]), claims[source], observations[source]}
		for i, what := range []string{"entities", "claims", "observations"} {
			if got[i] < floor[i] {
				t.Errorf("%s: %d %s, at least %d are there", source, got[i], what, floor[i])
			}
		}
	}
}

// Every locator lies in its text: digest, edges, and a name of what it is about.
func TestLocatorsAgainstTexts(t *testing.T) {
	texts, err := loader.ReadTexts(os.DirFS(plans(t)))
	if err != nil {
		t.Fatal(err)
	}
	facts := load(t, texts)
	for _, s := range facts.Sources {
		if s.Kind == "plan" && !texts.Has(s.ID) {
			t.Errorf("the text of %s is missing", s.ID)
		}
	}
}

// What a researcher looks up in English is there in English.
func TestEnglishNames(t *testing.T) {
	facts := load(t, nil)
	english := map[graph.ID]bool{}
	for _, n := range facts.Names {
		if n.Lang == "en" {
			english[n.Entity] = true
		}
	}
	for _, e := range facts.Entities {
		switch e.Type {
		case graph.County, graph.Region, graph.University, graph.ResearchInstitute, graph.Enterprise, graph.Platform:
			if e.NameEn == "" && !english[e.ID] {
				t.Errorf("%s (%s) has no English name", e.ID, e.Name)
			}
		}
		if e.Type == graph.County && e.NameEn == "" {
			t.Errorf("%s has no established English name", e.ID)
		}
	}
	for _, x := range facts.Indicators {
		if x.Definition == "" {
			t.Errorf("%s (%s) has no definition", x.ID, x.Name)
		}
	}
}

// The project holds facts, figures, names and headings of the plans, never
// their sentences: no file shares a run of 26 characters with punctuation in it.
func TestNoSentencesOfPlans(t *testing.T) {
	dir := plans(t)
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no texts in %s: %v", dir, err)
	}
	const run, marks = 26, "，。；"
	grams := map[string]bool{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text := dense(string(data))
		for i := 0; i+run <= len(text); i++ {
			if gram := string(text[i : i+run]); strings.ContainsAny(gram, marks) {
				grams[gram] = true
			}
		}
	}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(data), "\n") {
			if !strings.ContainsAny(line, marks) {
				continue
			}
			text := dense(line)
			for j := 0; j+run <= len(text); j++ {
				if grams[string(text[j:j+run])] {
					t.Errorf("%s:%d holds words of a plan: %s…", path, i+1, string(text[j:j+12]))
					break
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func dense(s string) []rune {
	return slices.DeleteFunc([]rune(s), unicode.IsSpace)
}

// Rows stand in an order that a diff can follow: entities by id, statements in
// reading order.
func TestRowsAreSorted(t *testing.T) {
	facts := load(t, nil)
	var order []string
	last := map[graph.ID]graph.Claim{}
	for _, c := range facts.Claims {
		if before, seen := last[c.Source]; seen && cmp.Or(cmp.Compare(before.Start, c.Start), cmp.Compare(before.End, c.End)) > 0 {
			order = append(order, fmt.Sprintf("%s: claim at %d stands behind one at %d", c.Source, c.Start, before.Start))
		}
		last[c.Source] = c
	}
	if len(order) > 0 {
		t.Errorf("%d claims out of reading order; the first: %s", len(order), order[0])
	}
}
