package generate

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

// memory holds written files by "package/file".
type memory struct {
	mu    sync.Mutex
	files map[string]*bytes.Buffer
}

func (m *memory) create(pack, file string) (io.WriteCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b := &bytes.Buffer{}
	m.files[pack+"/"+file] = b
	return closer{b}, nil
}

type closer struct{ io.Writer }

func (closer) Close() error { return nil }

func inMemory(t *testing.T, counties int, seed uint64, workers int) (map[string]*bytes.Buffer, Report) {
	t.Helper()
	m := &memory{files: map[string]*bytes.Buffer{}}
	report, err := run(t.Context(), Config{Counties: counties, Seed: seed, workers: workers, Describe: loader.Describe}, m.create)
	if err != nil {
		t.Fatal(err)
	}
	return m.files, report
}

func load(t *testing.T, files map[string]*bytes.Buffer) *graph.Facts {
	t.Helper()
	packs := map[string]fstest.MapFS{}
	for name, b := range files {
		pack, file, _ := strings.Cut(name, "/")
		if packs[pack] == nil {
			packs[pack] = fstest.MapFS{}
		}
		packs[pack][file] = &fstest.MapFile{Data: b.Bytes()}
	}
	var list []loader.Package
	for _, name := range slices.Sorted(maps.Keys(packs)) {
		list = append(list, loader.Package{Name: name, FS: packs[name]})
	}
	facts, problems, err := loader.Load(t.Context(), list, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems[:min(10, len(problems))] {
		t.Error(p)
	}
	if len(problems) > 0 {
		t.Fatalf("%d problems", len(problems))
	}
	return facts
}

func TestSameBytes(t *testing.T) {
	one, _ := inMemory(t, 120, 7, 1)
	two, _ := inMemory(t, 120, 7, 4)
	if len(one) != len(two) {
		t.Fatalf("%d files, then %d", len(one), len(two))
	}
	for name, b := range one {
		if !bytes.Equal(b.Bytes(), two[name].Bytes()) {
			t.Errorf("%s differs between two runs", name)
		}
	}
	other, _ := inMemory(t, 120, 8, 4)
	for name, b := range one {
		if strings.HasSuffix(name, "claims.csv") && bytes.Equal(b.Bytes(), other[name].Bytes()) {
			t.Errorf("%s is the same with another seed", name)
		}
	}
	// Digests are 64 random bits: counties that share one share their random numbers.
	plans := map[string]string{} // of a seed and county, by digest
	for seed, files := range map[string]map[string]*bytes.Buffer{"7": one, "8": other} {
		for name, b := range files {
			if !strings.HasSuffix(name, "claims.csv") {
				continue
			}
			for line := range strings.Lines(b.String()) {
				cells := strings.Split(line, ",")
				digest, plan := cells[9], seed+" "+cells[5]
				if first := plans[digest]; first != "" && first != plan {
					t.Fatalf("%s and %s have passage %s", first, plan, digest)
				}
				if cells[0] != "subject" && digest != "" {
					plans[digest] = plan
				}
			}
		}
	}
}

// Every check of the loader passes, and every county has its share of everything.
func TestLoads(t *testing.T) {
	for _, test := range []struct {
		counties  int
		seed      uint64
		low, high int // quads a county, the shared ones among them
	}{
		{1, 1, 6500, 7500}, {5, 2, 4800, 5400}, {20, 1, 4600, 4800}, {52, 3, 4450, 4750},
	} {
		files, report := inMemory(t, test.counties, test.seed, 0)
		facts := load(t, files)
		rows := len(facts.Sources) + len(facts.Entities) + len(facts.Names) + len(facts.Identifiers) + len(facts.Mentions) + len(facts.Claims) + len(facts.Indicators) + len(facts.Observations) + len(facts.Omissions)
		if rows != report.Rows {
			t.Errorf("%d counties: %d rows are reported, %d were loaded", test.counties, report.Rows, rows)
		}
		size := int64(0)
		for name, b := range files {
			if strings.HasSuffix(name, ".csv") {
				size += int64(b.Len())
			}
		}
		if size != report.Bytes {
			t.Errorf("%d counties: %d bytes are reported, %d were written", test.counties, report.Bytes, size)
		}
		prefixes := map[string]int{}
		for _, e := range facts.Entities {
			prefixes[e.ID.Prefix()]++
		}
		for prefix, want := range map[string]int{"university": 40 + 4*test.counties, "institute": 20 + 2*test.counties, "industry": 60 + 3*test.counties} {
			if prefixes[prefix] != want {
				t.Errorf("%d counties: %d of %s, want %d", test.counties, prefixes[prefix], prefix, want)
			}
		}
		if n := len(graph.Quads(facts, graph.DefaultBase)) / test.counties; n < test.low || n > test.high {
			t.Errorf("%d counties: %d quads a county, want %d to %d", test.counties, n, test.low, test.high)
		}
		for i := 0; i < test.counties; i += 1 + test.counties/21 {
			countyCounts(t, facts, countyCode(i))
		}
	}
}

func countyCounts(t *testing.T, facts *graph.Facts, code string) {
	t.Helper()
	of := func(id graph.ID) bool {
		_, name, _ := strings.Cut(string(id), "/")
		return name == code || strings.HasPrefix(name, code+"-")
	}
	source := graph.ID("source/invented-" + code)
	entities, claims, observations := 0, 0, 0
	types, predicates, statuses, kinds := map[graph.Type]bool{}, map[graph.Predicate]bool{}, map[graph.Status]int{}, map[string]bool{}
	for _, e := range facts.Entities {
		if of(e.ID) {
			entities++
			types[e.Type], kinds[e.Kind] = true, true
		}
	}
	end, located, context := 0, 0, 0
	passages := map[string]bool{}
	for _, c := range facts.Claims {
		if c.Source == source || c.Source == gazetteer && of(c.Subject) {
			claims++
			predicates[c.Predicate] = true
			statuses[c.Status]++
		}
		if c.Source == source {
			if c.End < end {
				t.Errorf("%s: a passage ends at %d, the one before at %d", code, c.End, end)
			}
			end = c.End
			located++
			passages[c.Digest] = true
			if c.Context {
				context++
			}
		}
	}
	again := map[string]map[string]bool{} // values of targets in the annex
	bounds, conflicts := 0, 0
	for _, o := range facts.Observations {
		if !of(o.Entity) {
			continue
		}
		observations++
		if o.Bound != "" && !strings.HasPrefix(o.Section, "附表") {
			bounds++
		}
		if o.Unit == "万元" {
			tenThousands(t, o)
		}
		if strings.HasPrefix(o.Section, "附表") {
			if again[string(o.Indicator)] == nil {
				again[string(o.Indicator)] = map[string]bool{}
			}
			again[string(o.Indicator)][o.Value] = true
		}
	}
	for _, values := range again {
		if len(values) > 1 {
			conflicts++
		}
	}
	omissions := 0
	for _, o := range facts.Omissions {
		if o.Source == source {
			omissions++
		}
	}
	if conflicts == 0 || omissions != 1 || bounds == 0 || context == 0 || 10*len(passages) > 9*located {
		t.Errorf("%s: %d contradictions, %d omissions, %d bounds, %d readings from the context, %d passages of %d claims", code, conflicts, omissions, bounds, context, len(passages), located)
	}
	for what, n := range map[string][3]int{"entities": {entities, 265, 335}, "claims": {claims, 270, 330}, "observations": {observations, 75, 100}} {
		if n[0] < n[1] || n[0] > n[2] {
			t.Errorf("%s: %d %s, want %d to %d", code, n[0], what, n[1], n[2])
		}
	}
	if len(types) != 11 { // all but universities, institutes and industries
		t.Errorf("%s: types %v", code, types)
	}
	for _, p := range graph.Ontology.Predicates {
		if !predicates[p.Predicate] {
			t.Errorf("%s: no claim %s", code, p.Predicate)
		}
	}
	for _, x := range graph.Ontology.Types {
		if x.Type == graph.Platform {
			for _, k := range x.Kinds {
				if !kinds[k] {
					t.Errorf("%s: no platform of kind %s", code, k)
				}
			}
		}
	}
	if statuses[graph.Existing] < claims/3 || statuses[graph.Planned] < claims/4 || statuses[graph.Encouraged] == 0 {
		t.Errorf("%s: statuses %v", code, statuses)
	}
}

// tenThousands checks a number in 万元: a hundred of them are one of the last decimal of 亿元.
func tenThousands(t *testing.T, o graph.Observation) {
	t.Helper()
	for _, x := range indicators {
		if n, err := strconv.Atoi(o.Value); x.id() == string(o.Indicator) && x.unit == "亿元" && (err != nil || n < x.low*100 || n > x.high*100 || n%100 != 0) {
			t.Errorf("%s: %s万元 of %s, want %d to %d", o.Entity, o.Value, o.Indicator, x.low*100, x.high*100)
		}
	}
}

// Zipf's law makes hubs: the university that most counties partner with has at
// least 20 times the partners of the one in the middle.
func TestHubs(t *testing.T) {
	files, _ := inMemory(t, 200, 1, 0)
	partners := map[string]map[string]bool{} // university → counties
	for name, b := range files {
		if !strings.HasSuffix(name, "/claims.csv") {
			continue
		}
		rows, err := csv.NewReader(b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if row[1] == "partnersWith" && strings.HasPrefix(row[0], "county/") && strings.HasPrefix(row[2], "university/") {
				if partners[row[2]] == nil {
					partners[row[2]] = map[string]bool{}
				}
				partners[row[2]][row[0]] = true
			}
		}
	}
	var counts []int
	for _, counties := range partners {
		counts = append(counts, len(counties))
	}
	slices.Sort(counts)
	top, middle := counts[len(counts)-1], counts[len(counts)/2]
	if top < 20*middle {
		t.Errorf("of %d universities the first has %d partners, the one in the middle %d", len(counts), top, middle)
	}
}

func TestWrite(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "new", "invented")
	told := 0
	report, err := Write(t.Context(), dir, Config{Counties: 51, Seed: 1, Describe: loader.Describe, Progress: func(n int) { told = n }})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"counties-660121", "counties-660621", "shared"}; !slices.Equal(list(t, dir), want) || report.Packages != 3 || told != 51 {
		t.Errorf("%v, %d packages, %d counties told", list(t, dir), report.Packages, told)
	}
	if left := list(t, filepath.Dir(dir)); len(left) != 1 {
		t.Errorf("beside it stand %v", left)
	}
	if _, err := Write(t.Context(), dir, Config{Counties: 1, Describe: loader.Describe}); !errors.Is(err, ErrNotEmpty) {
		t.Errorf("into a full folder: %v", err)
	}
	for _, n := range []int{-1, 0, MaxCounties + 1} {
		if _, err := Write(t.Context(), filepath.Join(parent, "none"), Config{Counties: n, Describe: loader.Describe}); err == nil {
			t.Errorf("%d counties: no error", n)
		}
	}
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// What is cut short leaves nothing that could be taken for a data set.
func TestCutShort(t *testing.T) {
	cut := errors.New("cut")
	for _, test := range []struct {
		name string
		want error
		run  func(dir string) error
	}{
		{"cancelled", context.Canceled, func(dir string) error {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := Write(ctx, dir, Config{Counties: 300, Describe: loader.Describe, Progress: func(int) { cancel() }})
			return err
		}},
		{"descriptor", cut, func(dir string) error {
			_, err := Write(t.Context(), dir, Config{Counties: 120, Describe: func(name, title, words string, heads map[string][]string) ([]byte, error) {
				if strings.Contains(name, "counties") {
					return nil, cut
				}
				return loader.Describe(name, title, words, heads)
			}})
			return err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			if err := test.run(filepath.Join(parent, "invented")); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if left := list(t, parent); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// A full disk stops the writing, whichever file it hits.
func TestDiskFull(t *testing.T) {
	full := errors.New("no space left")
	for _, file := range []string{"sources.csv", "claims.csv", "observations.csv", "datapackage.json"} {
		m := &memory{files: map[string]*bytes.Buffer{}}
		_, err := run(t.Context(), Config{Counties: 60, Describe: loader.Describe}, func(pack, name string) (io.WriteCloser, error) {
			if name == file {
				return closer{failing{full}}, nil
			}
			return m.create(pack, name)
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Ids and names are distinct because their parts are.
func TestParts(t *testing.T) {
	for name, list := range map[string][]word{"stemFirst": stemFirst, "stemSecond": stemSecond, "stemMore": stemMore, "brandFirst": brandFirst, "brandSecond": brandSecond, "townFirst": townFirst, "townSecond": townSecond,
		"fields": fields, "modifiers": modifiers, "universityTypes": universityTypes, "instituteTypes": instituteTypes, "departments": departments, "bodies": bodies} {
		zh, slugs := map[string]bool{}, map[string]bool{}
		for _, w := range list {
			if w.zh == "" || w.slug == "" || zh[w.zh] || slugs[w.slug] {
				t.Errorf("%s: %v is empty or stands twice", name, w)
			}
			zh[w.zh], slugs[w.slug] = true, true
		}
	}
	if len(stemFirst) != 60 || len(stemSecond) != 60 || len(brandFirst) != 40 || len(brandSecond) != 40 || len(indicators) != 60 || indicators[investment].slug != "investment" || indicators[output].slug != "output" {
		t.Errorf("lists of %d, %d, %d, %d and %d", len(stemFirst), len(stemSecond), len(brandFirst), len(brandSecond), len(indicators))
	}
	if len(fields)*(1+len(modifiers)) < 2000 {
		t.Errorf("%d fields and %d modifiers make fewer than 2,000 industries", len(fields), len(modifiers))
	}
	for _, x := range indicators {
		if !graph.Comparable(x.unit, x.unit) || x.low > x.high {
			t.Errorf("indicator %v", x)
		}
	}
	zh, slugs, codes := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range MaxCounties {
		w, code := stem(1234, i), countyCode(i)
		if zh[w.zh] || slugs[w.slug] || codes[code] {
			t.Fatalf("county %d: %v or %s stands twice", i, w, code)
		}
		zh[w.zh], slugs[w.slug], codes[code] = true, true, true
	}
}

func TestZipf(t *testing.T) {
	r, z := newRandom(1, 1), newZipf(1000)
	counts := make([]int, 1000)
	for range 200_000 {
		counts[z.draw(r)]++
	}
	// The weights are 1/1, 1/2 … 1/1000, together 7.4855.
	for rank, want := range map[int]int{0: 26718, 1: 13359, 9: 2672, 99: 267, 999: 27} {
		if d := counts[rank] - want; d*d > 16*want {
			t.Errorf("rank %d was drawn %d times, want about %d", rank, counts[rank], want)
		}
	}
	if one := newZipf(1); one.draw(r) != 0 {
		t.Error("of one thing another than the first was drawn")
	}
}

func TestPrinted(t *testing.T) {
	for _, test := range []struct {
		n, decimals int
		want        string
	}{{250, 2, "2.50"}, {5, 2, "0.05"}, {0, 1, "0.0"}, {42, 0, "42"}, {1234, 1, "123.4"}} {
		if got := printed(test.n, test.decimals); got != test.want {
			t.Errorf("printed(%d, %d) = %s, want %s", test.n, test.decimals, got, test.want)
		}
	}
}

// With files and all, 2,844 counties are 2.2 million rows/s (1.0 s on 2 cores, November 2026).
func BenchmarkCounty(b *testing.B) {
	w := newWorld(2844, 1)
	p, err := newParcel("counties", false, func(string, string) (io.WriteCloser, error) { return closer{io.Discard}, nil })
	if err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		writeCounty(p, w, i%2844)
		i++
	}
	rows, _, _ := p.close()
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
