package loader_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

const (
	planText = "一、总体情况\n某县与某大学共建阀门研究院，服务泵阀产业。\n"
)

func planTexts() loader.Texts { return loader.Texts{"source/plan": loader.NewText([]byte(planText))} }

// folder writes a package to a temporary folder and gives its name.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "some-package")
	for name, data := range files {
		writeFile(t, filepath.Join(dir, name), []byte(data))
	}
	return dir
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

// A curator writes offsets; Fix adds what follows from them. After it the
// package loads, and a second Fix has nothing to do.
func TestFix(t *testing.T) {
	dir := folder(t, map[string]string{
		"sources.csv":  "id,kind,title,issuer,number,issued,period_start,period_end,region,sha256,runes\nsource/plan,plan,某县规划,,,,,,,,\n",
		"entities.csv": "id,type,kind,level,name,name_en\ncounty/999901,County,,,某县,\nindustry/valves,Industry,,,泵阀产业,\n",
		"mentions.csv": "entity,source,section,start,end,digest\ncounty/999901,source/plan,,7,20,\nindustry/valves,source/plan,别处,21,27,\n",
	})
	filled, written, err := loader.Fix(dir, planTexts())
	if err != nil {
		t.Fatal(err)
	}
	if filled != 5 { // sha256, runes, two digests, one section
		t.Errorf("%d cells filled, want 5", filled)
	}
	if diff := cmp.Diff([]string{"sources.csv", "mentions.csv", "datapackage.json"}, bases(written)); diff != "" {
		t.Errorf("files written (-want +got):\n%s", diff)
	}
	files := contents(t, dir)
	want := "entity,source,section,start,end,digest\n" +
		"county/999901,source/plan,一、总体情况,7,20,c6832d2f0f814e85\n" +
		"industry/valves,source/plan,别处,21,27,18a3e9873b4dc294\n" // a filled section stays
	if diff := cmp.Diff(want, files["mentions.csv"]); diff != "" {
		t.Errorf("mentions.csv (-want +got):\n%s", diff)
	}
	if want := "source/plan,plan,某县规划,,,,,,," + loader.NewText([]byte(planText)).SHA256() + ",29\n"; !strings.HasSuffix(files["sources.csv"], want) {
		t.Errorf("sources.csv is %q, want it to end in %q", files["sources.csv"], want)
	}
	if len(files) != 4 {
		t.Errorf("%d files in the folder, want 4: nothing is left beside them", len(files))
	}
	_, problems, err := loader.Load(t.Context(), []loader.Package{{Name: "some-package", FS: os.DirFS(dir)}}, planTexts())
	if err != nil || len(problems) > 0 {
		t.Errorf("after Fix: %v\n%s", err, printed(problems))
	}

	filled, written, err = loader.Fix(dir, planTexts())
	if filled != 0 || len(written) != 0 || err != nil {
		t.Errorf("a second Fix: %d cells, files %v, error %v; want nothing", filled, written, err)
	}
	if diff := cmp.Diff(files, contents(t, dir)); diff != "" {
		t.Errorf("a second Fix changed files (-before +after):\n%s", diff)
	}
}

// A descriptor that is right may say more than Fix writes; a digest of a file that has changed goes.
func TestFixKeepsDigestsThatHold(t *testing.T) {
	table := "id,type,kind,level,name,name_en\ncounty/999901,County,,,某县,\n"
	dir := folder(t, map[string]string{"entities.csv": table})
	if _, _, err := loader.Fix(dir, nil); err != nil {
		t.Fatal(err)
	}
	digest := fmt.Sprintf(`"bytes": %d, "hash": "sha256:%x", "schema"`, len(table), sha256.Sum256([]byte(table)))
	descriptor := strings.Replace(contents(t, dir)["datapackage.json"], `"schema"`, digest, 1)
	writeFile(t, filepath.Join(dir, "datapackage.json"), []byte(descriptor))
	_, written, err := loader.Fix(dir, nil)
	if err != nil || len(written) > 0 || contents(t, dir)["datapackage.json"] != descriptor {
		t.Errorf("a right descriptor: files %v written, error %v; want none", written, err)
	}
	writeFile(t, filepath.Join(dir, "entities.csv"), []byte(table+"county/999902,County,,,乙县,\n"))
	if _, _, err := loader.Fix(dir, nil); err != nil || strings.Contains(contents(t, dir)["datapackage.json"], "sha256:") {
		t.Errorf("the digest of a file that changed still stands, error %v", err)
	}
}

func bases(paths []string) []string {
	var list []string
	for _, p := range paths {
		list = append(list, filepath.Base(p))
	}
	return list
}

// What is filled stays, be it wrong; what cannot be known stays empty; a table
// that does not parse stays as it is.
func TestFixLeavesAlone(t *testing.T) {
	mentions := "entity,source,section,start,end,digest\n" +
		"county/999901,source/plan,错,7,20,0000000000000000\n" + // wrong, but filled
		"county/999901,source/other,,7,20,\n" + // its text is not at hand
		"county/999901,source/plan,,20,7,\n" + // no passage
		"county/999901,source/plan,,7,999,\n" +
		"county/999901,source/plan,,,,\n"
	for _, c := range []struct{ name, file, data string }{
		{"filled or unknown", "mentions.csv", mentions},
		{"filled source", "sources.csv", "id,kind,title,issuer,number,issued,period_start,period_end,region,sha256,runes\nsource/plan,plan,某县规划,,,,,,,00,1\n"},
		{"broken quotes", "mentions.csv", "entity,source,section,start,end,digest\n\"county/999901,source/plan,,7,20,\n"},
		{"too few cells", "mentions.csv", "entity,source,section,start,end,digest\ncounty/999901,source/plan,,7,20\n"},
		{"empty file", "mentions.csv", ""},
		{"broken descriptor", "datapackage.json", "{"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folder(t, map[string]string{c.file: c.data})
			if filled, _, err := loader.Fix(dir, planTexts()); filled != 0 || err != nil {
				t.Errorf("%d cells filled, error %v", filled, err)
			}
			if diff := cmp.Diff(c.data, contents(t, dir)[c.file]); diff != "" {
				t.Errorf("%s changed (-before +after):\n%s", c.file, diff)
			}
		})
	}
}

// Offsets hold for the text that was curated: another one of that name gives no digests.
func TestFixWithAnotherText(t *testing.T) {
	dir := folder(t, map[string]string{
		"sources.csv":  "id,kind,title,issuer,number,issued,period_start,period_end,region,sha256,runes\nsource/plan,plan,某县规划,,,,,,," + strings.Repeat("0", 64) + ",\n",
		"mentions.csv": "entity,source,section,start,end,digest\ncounty/999901,source/plan,,7,20,\n",
	})
	texts := planTexts()
	filled, _, err := loader.Fix(dir, texts)
	if filled != 0 || err != nil {
		t.Errorf("%d cells filled from a text with another SHA-256, error %v", filled, err)
	}
	if !texts.Has("source/plan") {
		t.Error("Fix took the text out of the caller's map")
	}
}

// datapackage.json is named after its folder, and keeps what others wrote into it.
func TestFixDescriptor(t *testing.T) {
	dir := folder(t, map[string]string{"entities.csv": entityHeadings})
	if _, _, err := loader.Fix(dir, nil); err != nil {
		t.Fatal(err)
	}
	made := contents(t, dir)["datapackage.json"]
	for _, want := range []string{`"name": "some-package"`, `"path": "entities.csv"`, `"primaryKey": "id"`} {
		if !strings.Contains(made, want) {
			t.Errorf("no %s in\n%s", want, made)
		}
	}

	kept := []string{`"name": "mine"`, `"title": "Mine <& yours>"`, `"licenses"`, `"created": "2021-06-30"`, `"contributors"`, `"title": "某人"`}
	writeFile(t, filepath.Join(dir, "datapackage.json"), []byte(`{"name": "mine", "created": "2021-06-30", "title": "Mine <& yours>", "licenses": [{"name": "CC0-1.0"}],
		"contributors": [{"title": "某人"}], "resources": [{"name": "gone", "path": "gone.csv"}]}`))
	if _, _, err := loader.Fix(dir, nil); err != nil {
		t.Fatal(err)
	}
	mended := contents(t, dir)["datapackage.json"]
	for _, want := range append(kept, `"path": "entities.csv"`) {
		if !strings.Contains(mended, want) {
			t.Errorf("no %s in\n%s", want, mended)
		}
	}
	if strings.Contains(mended, "gone.csv") {
		t.Errorf("a table that is not there is still listed in\n%s", mended)
	}
	if _, written, err := loader.Fix(dir, nil); len(written) > 0 || err != nil {
		t.Errorf("a second Fix wrote %v, error %v", written, err)
	}
}

func TestFixUnreadable(t *testing.T) {
	dir := folder(t, map[string]string{"claims.csv/x": ""})
	if _, _, err := loader.Fix(dir, nil); err == nil || !strings.HasPrefix(err.Error(), "read "+filepath.Join(dir, "claims.csv")) {
		t.Errorf("error %v does not name the file", err)
	}
}

func TestFillRows(t *testing.T) {
	const text = "一、总体情况\n某县建研究院，邻县建研究院。\n"
	for _, c := range []struct{ name, draft, want, problems string }{
		{"one place", "subject,quote,note\ncounty/999901,某县建,\"甲,乙\"\n",
			"subject,source,section,start,end,digest,note\ncounty/999901,source/plan,一、总体情况,7,13," + graph.Digest("某县建研究院") + ",\"甲,乙\"\n", ""},
		{"the second of two places", "n,subject,quote\n2,county/999902,研究院\n",
			"subject,source,section,start,end,digest\ncounty/999902,source/plan,一、总体情况,14,20," + graph.Digest("邻县建研究院") + "\n", ""},
		{"column n left empty", "quote,n\n邻县,\n", "source,section,start,end,digest\nsource/plan,一、总体情况,14,20," + graph.Digest("邻县建研究院") + "\n", ""},
		{"headings alone", "subject,quote\n", "subject,source,section,start,end,digest\n", ""},
		{"not there", "quote\n某市\n", "",
			"draft.csv:2: quote: does not stand in the text, found \"某市\"\n    hint: white space is no difference, every other character is\n"},
		{"several places", "quote\n研究院\n", "", "draft.csv:2: quote: stands in 2 places, found \"研究院\", wanted a longer phrase, or its number in column n\n"},
		{"no such place", "quote,n\n研究院,3\n研究院,0\n研究院,two\n", "",
			"draft.csv:2: n: no such place, found \"3\", wanted 1 to 2\ndraft.csv:3: n: no such place, found \"0\", wanted 1 to 2\ndraft.csv:4: n: no such place, found \"two\", wanted 1 to 2\n"},
		{"lines are those of the file", "quote,note\n某县,\"一\n二\"\n\n某市,\n", "",
			"draft.csv:5: quote: does not stand in the text, found \"某市\"\n    hint: white space is no difference, every other character is\n"},
		{"no quote column", "subject,phrase\n", "", "draft.csv:1: quote: column is missing, wanted a column with the words to look for\n"},
		{"empty", "", "", "draft.csv: file is empty, wanted at least the line of headings\n    hint: remove the file if there is nothing to say\n"},
		{"row too short", "subject,quote\ncounty/999901\n", "", "draft.csv:2: row has the wrong number of cells, found \"1\", wanted 2\n    hint: put a cell that holds a comma between quotes\n"},
		{"broken quotes", "subject,quote\ncounty/999901,某\"县\n", "",
			"draft.csv:2: quotes are wrong, wanted a quoted cell \"like \"\"this\"\"\"\n    hint: look at line 2, byte 18: a bare quote stands in a cell without quotes\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			problems := loader.FillRows("draft.csv", strings.NewReader(c.draft), "source/plan", loader.NewText([]byte(text)), &out)
			if diff := cmp.Diff(c.problems, printed(problems)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.want, out.String()); c.problems == "" && diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}
