package schema_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/graph"
)

// conflictsOf spells the conflicts that a schema finds, with the values of each.
func conflictsOf(t *testing.T, w *world, args string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, c := range pages(t, w.schema, "conflicts", args, "entity { id } of { id } indicator { id } period role measure observations { id }", 100, false) {
		of := ""
		if dig(t, c, "of") != nil {
			of = dig(t, c, "of.id").(string)
		}
		ids := pluck(t, dig(t, c, "observations"), "id")
		slices.Sort(ids)
		found[strings.ToLower(fmt.Sprint(dig(t, c, "entity.id"), "|", of, "|", dig(t, c, "indicator.id"), "|", dig(t, c, "period"), "|", dig(t, c, "role"), "|", strings.ReplaceAll(dig(t, c, "measure").(string), "_", "-"), ids))] = true
	}
	return found
}

// conflictsIn finds the conflicts among facts the slow way: every number with every other.
func conflictsIn(facts *graph.Facts) map[string]bool {
	unit := map[graph.ID]string{}
	for _, x := range facts.Indicators {
		unit[x.ID] = x.Unit
	}
	number := func(o graph.Observation, value string) string {
		rat, ok := graph.Convert(value, o.Unit, unit[o.Indicator])
		if !ok {
			return ""
		}
		return rat.String()
	}
	same := func(o graph.Observation) string {
		return fmt.Sprint(o.Entity, "|", o.Of, "|", o.Indicator, "|", o.Period, "|", o.Role, "|", o.Measure)
	}
	all := map[string][]graph.Observation{}
	for _, o := range facts.Observations {
		if number(o, o.Value) != "" {
			all[same(o)] = append(all[same(o)], o)
		}
	}
	lists := map[string][]string{}
	clash := map[string]bool{}
	for key, list := range all {
		for _, a := range list {
			lists[key] = append(lists[key], string(a.ID))
			for _, b := range list {
				clash[key] = clash[key] || number(a, a.Value) != number(b, b.Value) || number(a, a.ValueTo) != number(b, b.ValueTo)
			}
		}
	}
	found := map[string]bool{}
	for key, clashes := range clash {
		if !clashes {
			continue
		}
		slices.Sort(lists[key])
		found[strings.ToLower(fmt.Sprint(key, lists[key]))] = true
	}
	return found
}

// Conflicts are exactly the disagreeing values: what is planted into the facts
// is found, and what only looks like one is not.
func TestConflictsAreTheDisagreeingValues(t *testing.T) {
	t.Parallel()
	for name, w := range bothWorlds(t) {
		facts := *w.facts
		facts.Observations = slices.Clone(w.facts.Observations)
		r := rand.New(rand.NewPCG(3, 7))
		planted, harmless := 0, 0
		for i, o := range w.facts.Observations {
			if !graph.IsDecimal(o.Value) || o.ValueTo != "" || r.IntN(6) > 0 || o.Start+1 >= o.End {
				continue
			}
			o.Start++ // another passage
			switch r.IntN(6) {
			case 0:
				o.Value = "123454321"
				planted++
			case 1:
				o.ValueTo = "123454321"
				planted++
			case 2:
				o.Bound = "approx"
				harmless++
			case 3:
				o.Value, o.Unit = "实现突破", ""
				harmless++
			case 4:
				o.Period = "1949"
				harmless++
			case 5:
				if strings.Contains(o.Value, ".") {
					continue
				}
				o.Value += ".0"
				harmless++
			}
			o.Identify()
			if o.ID != w.facts.Observations[i].ID {
				facts.Observations = append(facts.Observations, o)
			}
		}
		if planted < 10 || harmless < 10 {
			t.Fatalf("%s: %d conflicts and %d others planted", name, planted, harmless)
		}
		changed, err := worldOf(&facts)
		if err != nil {
			t.Fatal(err)
		}
		want := conflictsIn(&facts)
		if diff := cmp.Diff(want, conflictsOf(t, changed, "")); diff != "" || len(want) < planted {
			t.Errorf("%s: %d conflicts (-want +got):\n%s", name, len(want), diff)
		}
		county := string(w.graph.IDs(graph.County)[0])
		for key := range want {
			if !strings.HasPrefix(key, county+"|") {
				delete(want, key)
			}
		}
		if diff := cmp.Diff(want, conflictsOf(t, changed, fmt.Sprintf("entities: [%q]", county))); diff != "" || len(want) == 0 {
			t.Errorf("%s: conflicts of %s (-want +got):\n%s", name, county, diff)
		}
	}
}

// The plans that innograph comes with contradict themselves in seven places,
// and one restates a base of another year.
func TestConflictsOfTheSeeds(t *testing.T) {
	w := fromSeeds(t)
	if diff := cmp.Diff(conflictsIn(w.facts), conflictsOf(t, w, "")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	data := answer(t, w.schema, `{ conflicts { totalCount nodes { entity { name } indicator { id } observations { value unit } } }
		yongjia: conflicts(within: "county/330324") { totalCount } share: conflicts(indicators: ["indicator/fiscal-st-share"]) { totalCount nodes { observations { value } } }
		restated { nodes { entity { id } indicator { id } period later observations { period value } } } }`, nil)
	if dig(t, data, "conflicts.totalCount") != 7.0 || dig(t, data, "yongjia.totalCount") != 6.0 || dig(t, data, "share.totalCount") != 1.0 {
		t.Errorf("%v, %v, %v conflicts", dig(t, data, "conflicts.totalCount"), data["yongjia"], data["share"])
	}
	if diff := cmp.Diff([]string{"6", "9.8"}, pluck(t, dig(t, data, "share.nodes.0.observations"), "value")); diff != "" {
		t.Errorf("Yongjia's share of science in spending (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{map[string]any{"entity": map[string]any{"id": "county/331121"}, "indicator": map[string]any{"id": "indicator/rd-gdp-share"}, "period": "2019", "later": "2020",
		"observations": []any{map[string]any{"period": "2019", "value": "1.71"}, map[string]any{"period": "2020", "value": "1.1"}}}}, dig(t, data, "restated.nodes")); diff != "" {
		t.Errorf("restated (-want +got):\n%s", diff)
	}
}

// A comparison has a row for each entity, in the order asked, with what it has
// of the indicator and nothing else; what is missing is shown as missing.
func TestCompareIsAligned(t *testing.T) {
	for name, w := range bothWorlds(t) {
		var ids []any
		for _, id := range w.graph.IDs(graph.County)[:4] {
			ids = append(ids, string(id))
		}
		slices.Reverse(ids)
		want := map[string][]string{}
		for _, o := range w.facts.Observations {
			if slices.Contains(ids, any(string(o.Entity))) && o.Role == "target" {
				key := fmt.Sprint(o.Indicator, o.Entity)
				want[key] = append(want[key], string(o.ID))
			}
		}
		data := answer(t, w.schema, `query($ids: [ID!]!) { compare(entities: $ids, roles: [TARGET]) { indicator { id } rows { entity { id } missing observations { id role } conflicts { indicator { id } entity { id } role observations { id } } } }
			conflicts(entities: $ids, first: 500) { nodes { role } } }`, map[string]any{"ids": ids})
		got, conflicts, last := map[string][]string{}, 0, ""
		for _, c := range dig(t, data, "compare").([]any) {
			indicator := dig(t, c, "indicator.id").(string)
			if indicator <= last {
				t.Errorf("%s: %s after %s", name, indicator, last)
			}
			last = indicator
			if diff := cmp.Diff(fmt.Sprint(ids), fmt.Sprint(pluck(t, dig(t, c, "rows"), "entity.id"))); diff != "" {
				t.Errorf("%s: rows of %s (-want +got):\n%s", name, indicator, diff)
			}
			for _, r := range dig(t, c, "rows").([]any) {
				list := pluck(t, dig(t, r, "observations"), "id")
				if dig(t, r, "missing") != (len(list) == 0) {
					t.Errorf("%s: %v", name, r)
				}
				if len(list) > 0 {
					got[indicator+dig(t, r, "entity.id").(string)] = list
				}
				for _, x := range dig(t, r, "conflicts").([]any) {
					conflicts++
					if dig(t, x, "entity.id") != dig(t, r, "entity.id") || dig(t, x, "indicator.id") != indicator || dig(t, x, "role") != "TARGET" {
						t.Errorf("%s: conflict %v in the row of %v", name, x, dig(t, r, "entity.id"))
					}
				}
			}
		}
		for _, lists := range []map[string][]string{want, got} {
			for _, list := range lists {
				slices.Sort(list)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		all := pluck(t, dig(t, data, "conflicts.nodes"), "role")
		if targets := len(slices.DeleteFunc(all, func(r string) bool { return r != "TARGET" })); conflicts != targets || targets == 0 {
			t.Errorf("%s: %d conflicts in rows, %d of these entities", name, conflicts, targets)
		}
		asked := answer(t, w.schema, `query($ids: [ID!]!, $indicators: [ID!]) { compare(entities: $ids, indicators: $indicators) { indicator { id } rows { missing } } }`,
			map[string]any{"ids": ids[:1], "indicators": []any{string(w.facts.Indicators[1].ID), string(w.facts.Indicators[0].ID)}})
		if diff := cmp.Diff([]string{string(w.facts.Indicators[1].ID), string(w.facts.Indicators[0].ID)}, pluck(t, dig(t, asked, "compare"), "indicator.id")); diff != "" {
			t.Errorf("%s: indicators in the order asked (-want +got):\n%s", name, diff)
		}
	}
}
