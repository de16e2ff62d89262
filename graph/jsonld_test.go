package graph

import "testing"

// The context types what JSON would leave open: lengths and offsets are integers, references ids.
func TestContextTypes(t *testing.T) {
	context := Context()
	for name, want := range map[string]string{"start": XSDInteger, "end": XSDInteger, "runes": XSDInteger, "wasQuotedFrom": "@id", "region": "@id", "status": "@vocab"} {
		if got := context[name].(map[string]any)["@type"]; got != want {
			t.Errorf("%s is of type %v, want %s", name, got, want)
		}
	}
}
