package export_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/hostile"
	"github.com/innograph/innograph/internal/worlds"
)

// Each claim is a nanopublication: four graphs of its name, with the data it comes from.
func TestNanopublications(t *testing.T) {
	_, facts := worlds.Seeds(t)
	text := string(seedsAs(t, "trig"))
	for what, n := range map[string]int{
		"-head {\n": 1, "-provenance {\n": 1, "-publication {\n": 1, "np:hasAssertion claim:": 1, "dcterms:license <https://creativecommons.org/licenses/by/4.0/>": 1,
		"prov:wasDerivedFrom <ni:///sha-256;Dw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8>": 1, " a innograph:Claim ;": 1,
	} {
		if got := strings.Count(text, what); got != n*len(facts.Claims) {
			t.Errorf("%q stands %d times for %d claims", what, got, len(facts.Claims))
		}
	}
}

// A statement that several claims make stands once beside them in Turtle, and one that is only
// planned or encouraged stands in its claims alone.
func TestTurtleStatesOnce(t *testing.T) {
	text := string(written(t, built(t, hostile.Facts(false)), "turtle", nil))
	if plain, claims := strings.Count(text, " innograph:activeIn industry:valves .\n"), strings.Count(text, "rdf:object industry:valves"); plain != len(hostile.Names) || claims != 2*plain {
		t.Errorf("%d plain statements and %d claims of %d enterprises, each said twice", plain, claims, len(hostile.Names))
	}
}

// JSON-LD is JSON, a node a line, whose claims have a graph of one statement.
func TestJSONLDHasAGraphForEachClaim(t *testing.T) {
	_, facts := worlds.Seeds(t)
	data := seedsAs(t, "jsonld")
	var document struct {
		Context map[string]any   `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	claims := 0
	for _, node := range document.Graph {
		for name := range node {
			if _, known := document.Context[name]; !known && name[0] != '@' {
				t.Fatalf("%v has the property %s, which the context does not know", node["@id"], name)
			}
		}
		if statements, ok := node["@graph"].([]any); ok {
			if claims++; len(statements) != 1 || len(statements[0].(map[string]any)) != 2 || node["@type"] != "Claim" {
				t.Fatalf("a claim is %v", node)
			}
		}
	}
	if claims != len(facts.Claims) {
		t.Errorf("%d claims, want %d", claims, len(facts.Claims))
	}
	if got := strings.Count(string(data), "\n"); got != len(document.Graph)+2 {
		t.Errorf("%d lines for %d nodes", got, len(document.Graph))
	}
}

// What is planned or encouraged is said by its claims alone.
func TestTurtleStatesWhatExists(t *testing.T) {
	_, facts := worlds.Seeds(t)
	lines := strings.Split(string(seedsAs(t, "turtle")), "\n")
	plain := map[string]bool{}
	for _, line := range lines {
		plain[line] = true
	}
	exists := map[string]bool{}
	line := func(c *graph.Claim) string {
		short := func(id graph.ID) string { return strings.Replace(string(id), "/", ":", 1) }
		return short(c.Subject) + " innograph:" + string(c.Predicate) + " " + short(c.Object) + " ."
	}
	for i := range facts.Claims {
		c := &facts.Claims[i]
		exists[line(c)] = exists[line(c)] || c.Status == graph.Existing
	}
	said, silent := 0, 0
	for text, there := range exists {
		if plain[text] != there {
			t.Errorf("%s stands plain: %v, exists: %v", text, plain[text], there)
		}
		if there {
			said++
		} else {
			silent++
		}
	}
	if said == 0 || silent == 0 {
		t.Errorf("%d statements exist and %d do not; both are wanted", said, silent)
	}
}
