package schema_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/schema"
)

var update = flag.Bool("update", false, "write golden files anew")

// The printed schema is the contract: a change shows here and in the diff.
func TestPrintedSchema(t *testing.T) {
	got := fromSeeds(t).schema.SDL()
	if *update {
		if err := os.WriteFile("schema.graphql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("schema.graphql is not the schema; -update writes it (-want +got):\n%s", diff)
	}
}

// Everything in the schema says what it is: the explorer shows it.
func TestEverythingIsDescribed(t *testing.T) {
	described := false
	for i, line := range strings.Split(fromSeeds(t).schema.SDL(), "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, `"`):
			described = true
			continue
		case trimmed == "" || trimmed == "}" || strings.HasPrefix(trimmed, ")"):
		case !described:
			t.Errorf("line %d has no description: %s", i+1, trimmed)
		}
		described = false
	}
}

// The documents that clients rely on run as written and without errors, and
// are the ones that were agreed.
func TestDocumentsRunAsWritten(t *testing.T) {
	w := fromSeeds(t)
	documents := schema.Documents()
	if len(documents) < 5 {
		t.Fatalf("%d documents", len(documents))
	}
	for _, d := range documents {
		t.Run(d.Name, func(t *testing.T) {
			var variables map[string]any
			if err := json.Unmarshal([]byte(d.Variables), &variables); err != nil {
				t.Fatal(err)
			}
			data, errs := ask(t, w.schema, d.Text, variables)
			if len(errs) > 0 {
				t.Fatalf("errors: %v", errs)
			}
			if len(data) == 0 {
				t.Error("the answer is empty")
			}
		})
	}
}

func TestDocumentsAreTheAgreedOnes(t *testing.T) {
	shared := os.Getenv("INNOGRAPH_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	if _, err := os.Stat(filepath.Join(shared, "acceptance")); err != nil {
		t.Skipf("the agreed documents are not at hand: %v", err)
	}
	for _, d := range schema.Documents() {
		for suffix, got := range map[string]string{".graphql": d.Text, ".json": d.Variables} {
			want, err := os.ReadFile(filepath.Join(shared, "acceptance", d.Name+suffix))
			if err != nil {
				t.Error(err)
			} else if strings.TrimSpace(string(want)) != strings.TrimSpace(got) {
				t.Errorf("%s%s differs from the agreed document", d.Name, suffix)
			}
		}
	}
}
