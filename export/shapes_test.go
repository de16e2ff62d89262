package export

import (
	"strings"
	"testing"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/internal/datapackage"
)

// Shapes speak of every term of the context, every type and every base; a property has a column that there is.
func TestShapesKnowTheVocabulary(t *testing.T) {
	text := string(Shapes("https://example.org/x#"))
	s := &shaper{turtle: newTurtle(graph.DefaultBase), context: graph.Context()}
	for name, definition := range s.context {
		if _, ok := definition.(map[string]any); ok && !strings.Contains(text, "sh:path "+s.term(name)+" ") {
			t.Errorf("no shape has the property %s", name)
		}
	}
	for _, info := range graph.Ontology.Types {
		if !strings.Contains(text, "sh:targetClass innograph:"+string(info.Type)+" ;") || !strings.Contains(text, `sh:pattern "^https://example\\.org/x#`+info.Prefix+`/"`) {
			t.Errorf("no shape is that of %s", info.Type)
		}
	}
	for _, x := range shapes {
		for _, p := range x.properties {
			if p.column != "" && datapackage.Named(x.table).Column(p.column) == nil {
				t.Errorf("%s: %s has no column %s", x.name, p.term, p.column)
			}
		}
	}
}
