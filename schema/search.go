package schema

import (
	"context"
	"fmt"
	"strconv"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

func (b *builder) searchRoot() *graphql.Field {
	matched := graphql.NewObject(graphql.ObjectConfig{Name: "SearchMatch", Description: "Why an entity was found.", Fields: graphql.Fields{
		"text": {Type: nonNull(graphql.String), Description: "The name that matched.", Resolve: executor.One(func(m graph.NameMatch) any { return m.Text })},
		"kind": {Type: nonNull(b.enums.nameKind), Description: "What sort of name it is.", Resolve: executor.One(func(m graph.NameMatch) any {
			if m.Kind == "" {
				return "main"
			}
			return string(m.Kind)
		})},
		"how": {Type: nonNull(b.enums.searchHow), Description: "Which form of the name matched.", Resolve: executor.One(func(m graph.NameMatch) any { return string(m.How) })},
	}})
	extra := graphql.Fields{
		"score":   {Type: nonNull(graphql.Float), Description: "1 for an exact main name, less the looser the match.", Resolve: executor.One(func(e *edge) any { return e.detail.(graph.NameMatch).Score })},
		"matched": {Type: nonNull(matched), Description: "Why it was found.", Resolve: executor.One(func(e *edge) any { return e.detail.(graph.NameMatch) })},
	}
	return &graphql.Field{
		Type:        nonNull(b.listType("Search", "hits, best first", b.entity, extra)),
		Description: "Entities by name: Chinese, one character or many, traditional or simplified, a short form or another name, pinyin, the initials of pinyin, or English. Whole names first, then beginnings, whole pinyin, whole initials, beginnings of these, parts of names, and parts of pinyin by whole syllables; ties by degree.",
		Args: pagingArgs(graphql.FieldConfigArgument{
			"text":  {Type: nonNull(graphql.String), Description: "What to look for."},
			"types": {Type: graphql.NewList(nonNull(b.enums.entityType)), Description: "Only entities of these types."},
		}),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			text := args["text"].(string)
			if n := len([]rune(text)); n > 200 {
				return nil, executor.BadInput("text has %d characters, at most 200 are looked for", n)
			}
			page, err := b.searchPage(text, args)
			if err != nil {
				return nil, err
			}
			return b.loadPages(ctx, []*connection{page}, func(e *edge) graph.ID { return e.detail.(graph.NameMatch).Entity })
		}),
	}
}

// searchPage cuts a page from the hits. A hit's key is its place in the list, so
// no more of the list is asked for than the page reaches into.
func (b *builder) searchPage(text string, args map[string]any) (*connection, error) {
	scope := scopeOf("search", nil, args)
	p, err := readPaging(scope, args, b.Limits.Page)
	if err != nil || b.Finder == nil {
		return &connection{}, err
	}
	matches, total := b.Finder.Find(text, listArg[graph.Type](args, "types"), hitsNeeded(p))
	entries := make([]entry, len(matches))
	for i, m := range matches {
		entries[i] = entry{hitKey(i, m.Entity), nil, m}
	}
	page, err := pageOf(entries, nil, scope, args, b.Limits.Page)
	if err != nil {
		return nil, err
	}
	page.total = total
	return page, nil
}

// hitKey sorts as the places of hits do, up to nine digits of them.
func hitKey(place int, id graph.ID) []string {
	return []string{fmt.Sprintf("%09d", place), string(id)}
}

// hitsNeeded is how many of the first hits a page must know: its own, and one
// that tells that there are more. 0 means all.
func hitsNeeded(p paging) int {
	needed := 0
	if p.first >= 0 {
		needed = p.first + 1
		if place, ok := hitPlace(p.after); ok {
			needed += place + 1
		}
	}
	if place, ok := hitPlace(p.before); ok && (needed == 0 || place+1 < needed) {
		needed = place + 1
	}
	return needed
}

func hitPlace(key []string) (int, bool) {
	if len(key) == 0 {
		return 0, false
	}
	place, err := strconv.Atoi(key[0])
	return place, err == nil && place >= 0 && place < 1e9
}
