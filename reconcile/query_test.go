package reconcile

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

// What is accepted is within the limits and asks for something; what is refused
// is refused with a status and a place. Parsing asks nothing but properties.
func FuzzParseQueries(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"q0": {"query": "永嘉县"}}`, `{"q0": {"query": "x", "type": ["County", "Organization"], "type_strict": "all", "limit": 3}}`,
		`{"q0": {"query": null, "properties": [{"pid": "county", "v": [{"id": "county/330324", "name": "永嘉县"}, 1.5e3, true, null, ""]}]}}`,
		`{"q0": {"query": "x", "type": ""}}`, `{"q0": {"limit": 1e308, "query": " "}}`, `{"q0": []}`, `{"q0": {"properties": [{"pid": "name", "v": "` + strings.Repeat("县", 600) + `"}]}}`, "{\"\xff\": {\"query\": \"\xff\"}}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		queries, err := parseQueries(text, findTabled)
		var p *problem
		switch {
		case err == nil:
		case !errors.As(err, &p) || p.status != http.StatusBadRequest && p.status != http.StatusRequestEntityTooLarge:
			t.Fatalf("%q: %v", text, err)
		case !strings.HasPrefix(p.message, "queries"):
			t.Fatalf("%q: %q does not begin with the place", text, p.message)
		}
		if len(queries) > maxQueries {
			t.Fatalf("a batch of %d", len(queries))
		}
		for key, q := range queries {
			if utf8.RuneCountInString(q.text) > maxQuery || q.limit < 1 || q.limit > maxCandidates || len(q.conditions) > maxConditions || q.text != strings.TrimSpace(q.text) {
				t.Fatalf("%q: query %q is %+v", text, key, q)
			}
			for _, c := range q.conditions {
				if c.property == nil || len(c.values) == 0 || len(c.values) > maxValues {
					t.Fatalf("%q: condition %+v", text, c)
				}
			}
		}
	})
}

// Texts that are alike, and how much.
func TestResemblance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"永嘉县", "永嘉县", 100}, {"Ｙongjia  County", "yongjia county", 100}, {"浙江理公大学", "浙江理工大学", 75}, {"永嘉", "永嘉县人民政府", 54.3},
		{"永嘉县", "平阳县", 30}, {"", "永嘉县", 0}, {"甲", "乙", 0}, {"浙江理工大", "浙江理工大学", 81.7}, {"江浙理工大学", "浙江理工大学", 60},
	} {
		if got := resemblance(folded(c.a), folded(c.b)); got != c.want {
			t.Errorf("%q and %q: %v, want %v", c.a, c.b, got, c.want)
		}
		if back := resemblance(folded(c.b), folded(c.a)); back != c.want {
			t.Errorf("%q and %q: %v, want %v", c.b, c.a, back, c.want)
		}
	}
	long := strings.Repeat("甲乙", 250)
	if got := resemblance(folded(long), folded(strings.Repeat("乙甲", 250))); got != 0 {
		t.Errorf("two long texts: %v; slips are not looked for in them", got)
	}
}

// With a slip anywhere, one piece of a text is still right.
func TestPiecesSurviveASlip(t *testing.T) {
	for _, name := range []string{"理工大学", "浙江理工大学", "浙江省农业科学研究院"} {
		runes := []rune(name)
		for i := range runes {
			wrong := append([]rune{}, runes...)
			wrong[i] = '误'
			found := false
			for _, piece := range pieces(string(wrong)) {
				found = found || strings.Contains(name, piece)
			}
			if !found {
				t.Errorf("no piece of %s is in %s", string(wrong), name)
			}
		}
	}
	if list := pieces(strings.Repeat("县", 61)); list != nil {
		t.Errorf("a long text has pieces %v", list)
	}
}
