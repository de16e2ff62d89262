package schema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/innograph/innograph/schema"
)

// Every page size gives the same list, forwards and backwards.
func TestEveryPageSizeGivesTheSameList(t *testing.T) {
	s := fromSeeds(t).schema
	for _, field := range []string{
		`universities(orderBy: {field: DEGREE, direction: DESC}, %s)`,
		`universities(orderBy: [{field: NAME_EN}, {field: DEGREE, direction: DESC}], %s)`,
		`platforms(%s)`,
		`indicators(%s)`,
		`search(text: "科技", types: [PLATFORM, PROGRAMME], %s)`,
		`search(text: "keji", types: [PLATFORM, PROGRAMME], %s)`,
	} {
		whole := walk(t, s, field, "first", "after", "hasNextPage", "endCursor", 500)
		if len(whole) < 5 {
			t.Fatalf("%s has %d entries", field, len(whole))
		}
		for _, size := range []int{1, 3, 7, len(whole) - 1, len(whole)} {
			if size == 1 && len(whole) > 60 {
				continue // the point is made by shorter lists
			}
			if diff := cmp.Diff(whole, walk(t, s, field, "first", "after", "hasNextPage", "endCursor", size)); diff != "" {
				t.Errorf("%s in pages of %d (-want +got):\n%s", field, size, diff)
			}
		}
		back := walk(t, s, field, "last", "before", "hasPreviousPage", "startCursor", 7)
		if diff := cmp.Diff(whole, back); diff != "" {
			t.Errorf("%s backwards (-want +got):\n%s", field, diff)
		}
	}
}

func walk(t *testing.T, s *schema.Schema, field, count, from, more, cursor string, size int) []string {
	t.Helper()
	var ids []string
	args := fmt.Sprintf("%s: %d", count, size)
	for range 500 {
		data, errs := ask(t, s, "{ list: "+fmt.Sprintf(field, args)+" { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { ... on Node { id } } } }", nil)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		var page []string
		for _, n := range dig(t, data, "list.nodes").([]any) {
			page = append(page, dig(t, n, "id").(string))
		}
		if count == "first" {
			ids = append(ids, page...)
		} else {
			ids = append(page, ids...)
		}
		if !dig(t, data, "list.pageInfo."+more).(bool) {
			if total := int(dig(t, data, "list.totalCount").(float64)); total != len(ids) {
				t.Errorf("totalCount %d, walked over %d", total, len(ids))
			}
			return ids
		}
		args = fmt.Sprintf("%s: %d, %s: %q", count, size, from, dig(t, data, "list.pageInfo."+cursor))
	}
	t.Fatalf("%s never ends", field)
	return nil
}

func TestPagesRefuse(t *testing.T) {
	s := fromSeeds(t).schema
	data, _ := ask(t, s, `{ universities(first: 1) { pageInfo { endCursor } } }`, nil)
	cursor := dig(t, data, "universities.pageInfo.endCursor").(string)
	for name, query := range map[string]string{
		"negative first":               `{ universities(first: -1) { totalCount } }`,
		"first over the limit":         `{ universities(first: 501) { totalCount } }`,
		"negative last":                `{ universities(last: -5) { totalCount } }`,
		"no cursor":                    `{ universities(after: "x") { totalCount } }`,
		"cursor of another order":      `{ universities(orderBy: {field: DEGREE}, after: "` + cursor + `") { totalCount } }`,
		"cursor of another list":       `{ platforms(after: "` + cursor + `") { totalCount } }`,
		"negative first in a relation": `{ universities(first: 2) { nodes { counties(first: -1) { totalCount } } } }`,
		"entity without id or name":    `{ entity { id } }`,
		"entity with id and name":      `{ entity(id: "county/330324", name: "永嘉县") { id } }`,
		"a text to search too long":    `{ search(text: "` + strings.Repeat("科", 201) + `") { totalCount } }`,
	} {
		if _, errs := ask(t, s, query, nil); code(errs) != "BAD_USER_INPUT" {
			t.Errorf("%s: errors %v, want BAD_USER_INPUT", name, errs)
		}
	}
	if data, errs := ask(t, s, `{ universities(first: 0) { totalCount edges { cursor } } }`, nil); len(errs) > 0 || len(edges(t, data, "universities")) != 0 {
		t.Errorf("first: 0 gives %v, %v; want an empty page", data, errs)
	}
}
