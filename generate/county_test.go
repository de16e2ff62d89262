package generate

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
)

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
