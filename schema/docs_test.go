package schema_test

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var example = regexp.MustCompile("(?s)```graphql\n(.*?)```\n(?:\n```json\n(.*?)```\n)?")

// Every example of docs/graphql.md runs, and the answers that stand there are
// the answers. -update writes them anew.
func TestExamplesOfTheTour(t *testing.T) {
	const name = "../docs/graphql.md"
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := fromSeeds(t).schema
	examples := example.FindAllStringSubmatch(string(page), -1)
	if len(examples) < 10 || strings.Count(string(page), "```") != 4*len(examples) {
		t.Fatalf("%d examples with their answers, %d fences", len(examples), strings.Count(string(page), "```"))
	}
	for _, e := range examples {
		got := answer(t, s, e[1], nil)
		if *update {
			text := string(page)
			page = []byte(strings.Replace(text, e[0], "```graphql\n"+e[1]+"```\n\n```json\n"+spread(t, got, "", 110)+"\n```\n", 1))
			continue
		}
		var want map[string]any
		if err := json.Unmarshal([]byte(e[2]), &want); err != nil {
			t.Errorf("%s\nits answer is no JSON: %v", e[1], err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n(-docs/graphql.md +answer):\n%s", e[1], diff)
		}
	}
	if *update {
		if err := os.WriteFile(name, page, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// spread writes JSON with what fits into a line of so many characters on one line.
func spread(t *testing.T, v any, indent string, width int) string {
	t.Helper()
	flat, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(flat))
	if len([]rune(indent+text)) <= width {
		return strings.NewReplacer(`":`, `": `, `,"`, `, "`, `},{`, `}, {`).Replace(text)
	}
	inner := indent + "  "
	var parts []string
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, inner+`"`+name+`": `+spread(t, v[name], inner, width))
		}
		return "{\n" + strings.Join(parts, ",\n") + "\n" + indent + "}"
	case []any:
		for _, x := range v {
			parts = append(parts, inner+spread(t, x, inner, width))
		}
		return "[\n" + strings.Join(parts, ",\n") + "\n" + indent + "]"
	}
	return text
}
