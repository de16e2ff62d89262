package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func node(id string, neighbours ...any) any {
	return map[string]any{"id": id, "relations": map[string]any{"nodes": neighbours}}
}

// A and B share x and y with the one in the middle, though two relations lead to
// x; C shares y alone; the one in the middle shares nothing with itself.
func TestInterlocks(t *testing.T) {
	me, a, b, c := node("me"), node("a"), node("b"), node("c")
	x, y := node("x", b, me, a), node("y", c, a, me, b)
	got := map[string][]string{}
	var order []string
	for _, found := range interlocks([]any{y, x, x}, "me") {
		id := textAt(found.Node, "id")
		order = append(order, id)
		for _, shared := range found.Shared {
			got[id] = append(got[id], textAt(shared, "id"))
		}
	}
	if diff := cmp.Diff(map[string][]string{"a": {"x", "y"}, "b": {"x", "y"}, "c": {"y"}}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, order); diff != "" {
		t.Error(diff)
	}
}

// Figures stand by period, a span with the year it ends in; the same said twice
// stands once with its number, and what differs in bound or in part does not.
func TestDistinctFigures(t *testing.T) {
	figure := func(period, value string, more ...any) any {
		return dict(append([]any{"period", period, "value", value, "role", "TARGET"}, more...)...)
	}
	got := []string{}
	for _, o := range distinct([]any{figure("2027", "9"), figure("2021/2025", "5"), figure("2020", "1"), figure("2027", "9"), figure("2027", "9", "bound", "GE"), figure("2027", "9", "of", node("part")), figure("2027", "9")}) {
		got = append(got, textAt(o, "period")+" "+textAt(o, "value")+" x"+textOf(at(o, "times")))
	}
	if diff := cmp.Diff([]string{"2020 1 x1", "2021/2025 5 x1", "2027 9 x3", "2027 9 x1", "2027 9 x1"}, got); diff != "" {
		t.Error(diff)
	}
}

// What has baseline and target comes first, then what has a target; a part has its own row, and a conflict marks the row it is about.
func TestFigureRows(t *testing.T) {
	figure := func(indicator, role string, of any) any {
		return dict("indicator", node(indicator), "role", role, "period", "2025", "of", of)
	}
	rows := figureRows([]any{figure("actual-only", "ACTUAL", nil), figure("both", "ACTUAL", nil), figure("target-only", "TARGET", nil), figure("both", "TARGET", nil), figure("both", "ESTIMATE", node("part"))}, []any{dict("indicator", node("both"), "of", nil)})
	type row struct {
		Indicator, Of string
		Now, Goal     int
		Conflict      bool
	}
	var got []row
	for _, r := range rows {
		got = append(got, row{textAt(r.Indicator, "id"), textAt(r.Of, "id"), len(r.Now), len(r.Goal), r.Conflict})
	}
	if diff := cmp.Diff([]row{{"both", "", 1, 1, true}, {"target-only", "", 0, 1, false}, {"actual-only", "", 1, 0, false}, {"both", "part", 1, 0, false}}, got); diff != "" {
		t.Error(diff)
	}
}

// An edge with several roles stands once, under the first of them.
func TestSectionsOfACounty(t *testing.T) {
	edge := func(id string, roles ...any) any { return map[string]any{"node": node(id), "roles": roles} }
	got := map[string][]string{}
	for _, s := range byRole([]any{edge("a", "field", "pillar"), edge("b"), edge("c", "pillar")}) {
		for _, e := range s.Edges {
			got[s.Key] = append(got[s.Key], textAt(e, "node.id"))
		}
	}
	if diff := cmp.Diff(map[string][]string{"pillar": {"a", "c"}, "": {"b"}}, got); diff != "" {
		t.Error(diff)
	}
}

// The heading says the only role of an edge; several roles are shown.
func TestRolesBesideTheHeading(t *testing.T) {
	one, two := map[string]any{"roles": []any{"pillar"}}, map[string]any{"roles": []any{"pillar", "field"}}
	byRole([]any{one, two})
	if one["roles"] != nil || len(listAt(two, "roles")) != 2 {
		t.Errorf("roles shown: %v and %v", one["roles"], two["roles"])
	}
}

// What a university partners with and its partner counties are told apart; what
// an enterprise partners with and where it stands are not alike.
func TestGroupsAreToldApart(t *testing.T) {
	for kind, want := range map[string]string{"UNIVERSITY": "note-partners note-counties", "RESEARCH_INSTITUTE": "note-partners note-counties", "ENTERPRISE": " "} {
		list := toldApart(kind, []group{{Field: "partners"}, {Field: "counties"}})
		if got := list[0].Note + " " + list[1].Note; got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	list := []int{1, 2, 3, 4, 5}
	for _, c := range []struct {
		number int
		want   pageOf[int]
	}{
		{1, pageOf[int]{[]int{1, 2}, 1, 3, 5}}, {3, pageOf[int]{[]int{5}, 3, 3, 5}}, {9, pageOf[int]{[]int{5}, 3, 3, 5}},
	} {
		if diff := cmp.Diff(c.want, cut(list, c.number, 2)); diff != "" {
			t.Errorf("page %d: %s", c.number, diff)
		}
	}
	if empty := cut([]int{}, 1, 2); empty.Pages != 1 || len(empty.Items) != 0 {
		t.Errorf("nothing: %+v", empty)
	}
}
