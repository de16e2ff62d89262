package schema_test

import (
	"fmt"
	"testing"

	"github.com/innograph/innograph/internal/worlds"
)

// Every omission of the seeds is told, page by page, with its reason and place.
func TestOmissions(t *testing.T) {
	_, facts := worlds.Seeds(t)
	want := map[string]string{}
	for _, o := range facts.Omissions {
		want[fmt.Sprint(o.Source, o.Start, o.End)] = o.Reason
	}
	s := fromSeeds(t).schema
	seen := 0
	for _, source := range facts.Sources {
		for after := "null"; ; {
			data := answer(t, s, fmt.Sprintf(`{source(id:%q){omissions(first:7,after:%s){totalCount pageInfo{hasNextPage endCursor} nodes{reason evidence{start end}}}}}`, source.ID, after), nil)
			for _, node := range dig(t, data, "source.omissions.nodes").([]any) {
				seen++
				key := fmt.Sprint(source.ID, dig(t, node, "evidence.start"), dig(t, node, "evidence.end"))
				if reason, known := want[key]; !known || reason != dig(t, node, "reason") {
					t.Errorf("%s: %v, want %q", key, dig(t, node, "reason"), reason)
				}
			}
			if dig(t, data, "source.omissions.pageInfo.hasNextPage") != true {
				break
			}
			after = fmt.Sprintf("%q", dig(t, data, "source.omissions.pageInfo.endCursor"))
		}
	}
	if seen != len(facts.Omissions) || seen == 0 {
		t.Errorf("%d omissions are told of %d", seen, len(facts.Omissions))
	}
}
