package loader_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

var update = flag.Bool("update", false, "rewrite the expected problems of testdata/*.txtar")

// Each case is one file: the rule in a sentence, data packages, and what Load
// says about them. A folder of the archive is a package, apart from texts/,
// which holds the texts of sources by their names. So that a case shows only
// what it is about,
//
//   - the package testdata/base is loaded before every case; it has one entity
//     of most types, two indicators, source/yearbook (a reference, so that its
//     evidence needs no passage) and source/plan (a plan);
//   - a folder without datapackage.json is completed: it gets an entities.csv
//     with the headings alone if it has none, and the datapackage.json that
//     loader.Fix writes. A folder that holds one is taken as it is;
//   - a file NAME.quoted is NAME spelt as Go string literals, one a line: that
//     shows bytes that are not to be seen in a text.
func TestLoad(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if rule := string(archive.Comment); !strings.HasSuffix(strings.TrimSpace(rule), ".") {
				t.Errorf("the case does not open with its rule in a sentence: %q", rule)
			}
			expected := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "problems" })
			if expected < 0 {
				t.Fatal("the case has no file problems")
			}
			packages, texts := unpack(t, archive)
			facts, problems, err := loader.Load(t.Context(), packages, texts)
			if err != nil {
				t.Fatal(err)
			}
			if (facts != nil) != (len(problems) == 0) {
				t.Errorf("%d problems, facts: %v; facts come if there is no problem, and then only", len(problems), facts != nil)
			}
			got := printed(problems)
			if *update {
				archive.Files[expected].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[expected].Data), got); diff != "" {
				t.Errorf("problems (-want +got; -update rewrites them):\n%s", diff)
			}
		})
	}
}

func printed(problems []loader.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

const entityHeadings = "id,type,kind,level,name,name_en\n"

// unpack writes an archive to a folder and gives its packages, base first, and
// its texts.
func unpack(t *testing.T, archive *txtar.Archive) ([]loader.Package, loader.Texts) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "base"), os.DirFS("testdata/base")); err != nil {
		t.Fatal(err)
	}
	folders := []string{"base"}
	for _, f := range archive.Files {
		folder, _, inside := strings.Cut(f.Name, "/")
		if !inside {
			continue
		}
		name, data := f.Name, f.Data
		if bare, quoted := strings.CutSuffix(name, ".quoted"); quoted {
			name, data = bare, unquote(t, data)
		}
		writeFile(t, filepath.Join(dir, name), data)
		if folder != "texts" && !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	var packages []loader.Package
	for _, folder := range folders {
		complete(t, filepath.Join(dir, folder))
		packages = append(packages, loader.Package{Name: folder, FS: os.DirFS(filepath.Join(dir, folder))})
	}
	texts, err := loader.ReadTexts(os.DirFS(filepath.Join(dir, "texts")))
	if err != nil {
		t.Fatal(err)
	}
	return packages, texts
}

func complete(t *testing.T, dir string) {
	t.Helper()
	if exists(filepath.Join(dir, "datapackage.json")) {
		return
	}
	if entities := filepath.Join(dir, "entities.csv"); !exists(entities) {
		writeFile(t, entities, []byte(entityHeadings))
	}
	if _, _, err := loader.Fix(dir, nil); err != nil {
		t.Fatal(err)
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func writeFile(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func unquote(t *testing.T, literals []byte) []byte {
	t.Helper()
	var out []byte
	for line := range strings.Lines(string(literals)) {
		s, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, s...)
	}
	return out
}

// packageOf makes a package in memory of files by name; the datapackage.json is made for it.
func packageOf(t *testing.T, name string, files map[string]string) loader.Package {
	t.Helper()
	dir := t.TempDir()
	for file, data := range files {
		writeFile(t, filepath.Join(dir, file), []byte(data))
	}
	complete(t, dir)
	return loader.Package{Name: name, FS: os.DirFS(dir)}
}

// A quote that never closes swallows the rest of a file into one cell. The
// message names the size and does not repeat the cell.
func TestCellOfTenMegabytes(t *testing.T) {
	p := packageOf(t, "a", map[string]string{"entities.csv": entityHeadings + "county/999901,County,,," + strings.Repeat("县", 10<<20/len("县")) + ",\n"})
	_, problems, err := loader.Load(t.Context(), []loader.Package{p}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "a/entities.csv:2: name: cell is too long, found \"10485759 bytes\", wanted at most 4000\n    hint: look for a quote that never closes\n"
	if diff := cmp.Diff(want, printed(problems)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// A value that stands in a message is cut to 80 runes, never inside a rune.
func TestLongValueIsCutInMessage(t *testing.T) {
	p := packageOf(t, "a", map[string]string{"entities.csv": entityHeadings + "county/999901," + strings.Repeat("县", 1000) + ",,,某县,\n"})
	_, problems, err := loader.Load(t.Context(), []loader.Package{p}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) != 1 {
		t.Fatalf("%d problems, want 1:\n%s", len(problems), printed(problems))
	}
	if want := strings.Repeat("县", 80) + "…"; problems[0].Found != want {
		t.Errorf("found %q, want %q", problems[0].Found, want)
	}
}

func TestLoadNothing(t *testing.T) {
	_, problems, err := loader.Load(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want, got := "-: no data package is given, wanted at least one folder\n", printed(problems); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLoadMissingFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	_, problems, err := loader.Load(t.Context(), []loader.Package{{Name: "none", FS: os.DirFS(dir)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) == 0 || problems[0].File != "none" || problems[0].What != "folder cannot be read" {
		t.Errorf("the folder is not named first:\n%s", printed(problems))
	}
}

// The cases of TestLoad get their datapackage.json made; this package has none.
func TestDescriptorMissing(t *testing.T) {
	fsys := fstest.MapFS{"entities.csv": {Data: []byte(entityHeadings)}}
	_, problems, err := loader.Load(t.Context(), []loader.Package{{Name: "a", FS: fsys}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "a/datapackage.json: file is missing, wanted a Frictionless Data Package descriptor\n    hint: innograph check --fix-digests writes its resources\n"
	if diff := cmp.Diff(want, printed(problems)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestLoadEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	facts, problems, err := loader.Load(ctx, []loader.Package{{Name: "a", FS: fstest.MapFS{}}}, nil)
	if !errors.Is(err, context.Canceled) || facts != nil || problems != nil {
		t.Errorf("got %v, %v, %v; want the context's error alone", facts, problems, err)
	}
}

// Facts carry the digest of their packages, in whatever order these come; a changed cell changes it.
func TestOrigin(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/good.txtar")
	if err != nil {
		t.Fatal(err)
	}
	packages, texts := unpack(t, archive)
	origin := func() string {
		facts, problems, err := loader.Load(t.Context(), packages, texts)
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v\n%s", err, printed(problems))
		}
		if want := loader.Digest(packages); facts.Origin != want || len(want) != 64 {
			t.Errorf("origin %q, digest of the packages %q", facts.Origin, want)
		}
		return facts.Origin
	}
	before := origin()
	slices.Reverse(packages)
	if after := origin(); after != before {
		t.Errorf("in another order the origin is %s, was %s", after, before)
	}
	texts = nil
	packages[0].FS = changed{packages[0].FS}
	if after := origin(); after == before {
		t.Error("a changed cell changes no origin")
	}
}

// changed is a package in which every 一 is a 二.
type changed struct{ fs.FS }

func (c changed) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(c.FS, name)
	return bytes.ReplaceAll(data, []byte("一"), []byte("二")), err
}

// What the good case says, as facts: every column arrives in its field.
func TestFacts(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/good.txtar")
	if err != nil {
		t.Fatal(err)
	}
	packages, texts := unpack(t, archive)
	facts, problems, err := loader.Load(t.Context(), packages, texts)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v\n%s", err, printed(problems))
	}
	claim := graph.Claim{ID: facts.Claims[0].ID, Subject: "county/999901", Predicate: graph.PartnersWith, Object: "university/some", Status: graph.Existing,
		Locator: graph.Locator{Source: "source/plan", Section: "一、总体情况", Start: 7, End: 20, Digest: "c6832d2f0f814e85"}}
	observation := graph.Observation{ID: facts.Observations[0].ID, Entity: "county/999901", Of: "industry/valves", Indicator: "indicator/rd-spending", Period: "2025", Role: "target", Measure: "annual",
		Bound: "ge", Value: "3", ValueTo: "4", Unit: "亿元", Locator: graph.Locator{Source: "source/plan", Section: "一、总体情况", Start: 36, End: 45, Digest: "69d23e35558fb684"}, Context: true, Note: "所指年份见前一分句"}
	for _, c := range []struct {
		what      string
		want, got any
	}{
		{"source", graph.Source{ID: "source/plan", Kind: "plan", Title: "某县科技规划", Issuer: "某县政府", Issued: "2021-06", PeriodStart: "2021", PeriodEnd: "2025", Region: "county/999901", Document: "document/999901-plan",
			SHA256: "a69d8ad35e165cecd910787ea9848b0a532dd047450c40aaa19dd22ff1a6b30a", Runes: 47}, facts.Sources[1]},
		{"entity", graph.Entity{ID: "platform/999901-lab", Type: graph.Platform, Kind: "laboratory", Level: "provincial", Name: "某县实验室", NameEn: "Some Laboratory"}, facts.Entities[len(facts.Entities)-1]},
		{"name", graph.Name{Entity: "platform/999901-lab", Text: "县实验室", Lang: "zh", Kind: graph.Short}, facts.Names[0]},
		{"identifier", graph.Identifier{Entity: "county/999901", Scheme: "gbt2260", Value: "999901", Edition: "2020"}, facts.Identifiers[0]},
		{"indicator", graph.Indicator{ID: "indicator/rd-spending", Name: "研发投入", NameEn: "R&D spending", Unit: "亿元", Better: "higher"}, facts.Indicators[0]},
		{"claim", claim, facts.Claims[0]},
		{"observation", observation, facts.Observations[0]},
		{"mention", graph.Mention{Entity: "platform/999901-lab", Locator: graph.Locator{Source: "source/yearbook"}}, facts.Mentions[len(facts.Mentions)-1]},
		{"omission", graph.Omission{Locator: graph.Locator{Source: "source/plan", Section: "一、总体情况", Start: 29, End: 35, Digest: "73c577447426b435"}, Reason: "年份不单独成事实"}, facts.Omissions[0]},
		{"redirect", graph.Redirect{From: "platform/999901-old-lab", To: "platform/999901-lab", Reason: "更名"}, facts.Redirects[0]},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
	if !strings.HasPrefix(string(claim.ID), "claim/") || !strings.HasPrefix(string(observation.ID), "observation/") {
		t.Errorf("statements have no identity: %q, %q", claim.ID, observation.ID)
	}
}

// Whatever stands in the files, Load does not panic, each problem has a file
// and says what is wrong, lines lie inside the file, and values are cut.
func FuzzLoadCSV(f *testing.F) {
	const (
		good   = entityHeadings + "county/999901,County,,,某县,\nindustry/valves,Industry,,,泵阀产业,\n"
		claims = "subject,predicate,object,status,role,source,section,start,end,digest\ncounty/999901,prioritises,industry/valves,existing,pillar,source/yearbook,,,,\n"
	)
	for _, seed := range [][2]string{
		{good, claims},
		{"", ""},
		{"\n\n", "\n"},
		{"\xef\xbb\xbf" + good, claims},
		{strings.ReplaceAll(good, "\n", "\r\n"), claims},
		{good + "\xd0\xc7", claims + "\xff"},
		{good + "\"county/999903", claims + "a\"b,c"},
		{"id\ncounty/1,County\n", "subject,subject,,\n,,,,,,"},
		{good + "\"a\nb\",County,,,c,\n", claims + "county/999901,partnersWith,county/999901,planned,x,source/none,,2,1,0"},
		{good, strings.Replace(claims, ",,,,\n", ",,-1,99999999999,zz\n", 1)},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	sources := []byte("id,kind,title,issuer,number,issued,period_start,period_end,region,sha256,runes\nsource/yearbook,reference,某省年鉴,,,,,,,,\n")
	f.Fuzz(func(t *testing.T, entities, claims []byte) {
		files := map[string][]byte{"sources.csv": sources, "entities.csv": entities, "claims.csv": claims}
		fsys := fstest.MapFS{}
		for name, data := range files {
			fsys[name] = &fstest.MapFile{Data: data}
		}
		fsys["datapackage.json"] = &fstest.MapFile{Data: []byte(`{"name": "a", "resources": []}`)}
		_, problems, err := loader.Load(t.Context(), []loader.Package{{Name: "a", FS: fsys}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			if !strings.HasPrefix(p.File, "a/") || p.What == "" {
				t.Errorf("a problem without place or sense: %+v", p)
			}
			if lines := bytes.Count(files[strings.TrimPrefix(p.File, "a/")], []byte("\n")) + 1; p.Line < 0 || p.Line > max(lines, 1) {
				t.Errorf("%s: line %d of %d", p.File, p.Line, lines)
			}
			if n := len([]rune(p.Found)); n > 81 {
				t.Errorf("%s: a value of %d runes", p.File, n)
			}
		}
		if !slices.IsSortedFunc(problems, func(a, b loader.Problem) int { return strings.Compare(a.File, b.File) }) {
			t.Error("problems are not sorted by file")
		}
	})
}
