package graph

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPassages(t *testing.T) {
	g, ctx := build(t, fixture()), context.Background()
	rows, err := g.Quoted(ctx, []ID{"source/one", "source/two", "source/none"})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	last := -1
	for _, p := range rows[0] {
		kinds[p.Statement.Prefix()]++
		if p.Start < last || p.Source != "source/one" || (p.Statement.Prefix() == "mention") != (p.Entity == "industry/machines") {
			t.Errorf("%+v after %d", p, last)
		}
		last = p.Start
	}
	if diff := cmp.Diff(map[string]int{"claim": 15, "observation": 2, "mention": 1, "omission": 1}, kinds); diff != "" || len(rows[1])+len(rows[2]) > 0 {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rows, err = g.Passages(ctx, []ID{"industry/pumps", "industry/machines", "enterprise/none"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		for _, p := range row {
			got = append(got, fmt.Sprint(p.Statement.Prefix(), " ", p.Start))
		}
		got = append(got, "")
	}
	if diff := cmp.Diff([]string{"claim 120", "claim 130", "observation 210", "", "mention 5", "claim 130", "", ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	observations, err := g.Observed(ctx, []ID{fixture().Observations[1].ID, "observation/none", "county/999901"})
	if err != nil || observations[0] == nil || observations[0].Value != "破零" || observations[1] != nil || observations[2] != nil {
		t.Errorf("%v, %v", observations, err)
	}
}

func TestOmissions(t *testing.T) {
	facts := fixture()
	facts.Omissions = append(facts.Omissions, Omission{at(5, 9), "重复"})
	g := build(t, facts)
	rows, err := g.Omissions(context.Background(), []ID{"source/two", "source/none", "source/one"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]Omission{nil, nil, {{at(5, 9), "重复"}, {at(900, 905), "口号"}}}, rows); diff != "" {
		t.Errorf("in reading order (-want +got):\n%s", diff)
	}
}
