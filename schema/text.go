package schema

import (
	"context"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// maxText is how many code points of a text one field gives at most.
const maxText = 5000

// excerpt is a part of a source's text.
type excerpt struct {
	source *graph.Source
	graph.Locator
}

// texts adds to sources their texts, where these are at hand.
func (b *builder) texts() {
	part := graphql.NewObject(graphql.ObjectConfig{Name: "TextPart", Description: "A part of a source's text, as it stands. Offsets count Unicode code points from 0.", Fields: graphql.Fields{
		"start":    {Type: nonNull(graphql.Int), Description: "First code point.", Resolve: executor.One(func(e excerpt) any { return e.Start })},
		"end":      {Type: nonNull(graphql.Int), Description: "One past the last code point.", Resolve: executor.One(func(e excerpt) any { return e.End })},
		"section":  {Type: graphql.String, Description: "Path of headings above its beginning, or above that of the part of the text in which it begins.", Resolve: executor.One(func(e excerpt) any { return orNull(e.Section) })},
		"text":     {Type: nonNull(graphql.String), Description: "The text.", Resolve: executor.One(func(e excerpt) any { return b.Quoter.Part(e.source, e.Start, e.End) })},
		"passages": {Type: listOf(b.passageType()), Description: "What was read in it, in reading order: claims, observations and mentions whose passages overlap it.", Resolve: executor.Many(b.passagesOfParts)},
	}})
	b.source.AddFieldConfig("parts", &graphql.Field{
		Type: listOf(part), Description: "The text in parts to read one after the other; they begin at headings where some are near. Empty where this server has not the text.",
		Resolve: executor.One(func(s *graph.Source) any { return b.partsOf(s) }),
	})
	b.source.AddFieldConfig("text", &graphql.Field{
		Type: part, Description: "The part of the text that start stands in; with end the text from start to end. Null where this server has not the text.",
		Args: graphql.FieldConfigArgument{
			"start": {Type: graphql.Int, DefaultValue: 0, Description: "A code point; what lies behind the text is in its last part."},
			"end":   {Type: graphql.Int, Description: "One past the last code point wanted; at most 5000 behind start. What lies behind the text is its end."},
		},
		Resolve: executor.Many(b.textsOf),
	})
}

// partsOf lists the parts of a source's text; none where it is not at hand.
func (b *builder) partsOf(s *graph.Source) []any {
	parts := []any{}
	if b.Quoter == nil {
		return parts
	}
	for _, l := range b.Quoter.Parts(s) {
		parts = append(parts, excerpt{s, l})
	}
	return parts
}

// textsOf gives a part of each source's text.
func (b *builder) textsOf(_ context.Context, parents []any, args map[string]any) ([]any, error) {
	start, _ := args["start"].(int)
	end, ranged := args["end"].(int)
	switch {
	case start < 0:
		return nil, executor.BadInput("start is %d; a text begins at 0", start)
	case ranged && end <= start:
		return nil, executor.BadInput("start is %d and end is %d: the text ends before it begins", start, end)
	case ranged && end-start > maxText:
		return nil, executor.BadInput("%d code points of the text are asked for, at most %d are given", end-start, maxText)
	}
	values := make([]any, len(parents))
	for i, s := range executor.Parents[*graph.Source](parents) {
		parts := b.partsOf(s)
		if len(parts) == 0 {
			continue
		}
		at := slices.IndexFunc(parts, func(p any) bool { return p.(excerpt).End > start })
		if at < 0 {
			at = len(parts) - 1
		}
		found := parts[at].(excerpt)
		if ranged {
			found.Start = min(start, found.End)
			found.End = max(found.Start, min(end, parts[len(parts)-1].(excerpt).End))
		}
		values[i] = found
	}
	return values, nil
}

// passagesOfParts lists what was read in each part.
func (b *builder) passagesOfParts(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
	parts := executor.Parents[excerpt](parents)
	quoted := map[graph.ID][]graph.Passage{}
	rows := make([][]graph.Passage, len(parts))
	for i, p := range parts {
		if _, read := quoted[p.source.ID]; !read {
			here, err := b.Graph.Quoted(ctx, []graph.ID{p.source.ID})
			if err != nil {
				return nil, err
			}
			quoted[p.source.ID] = here[0]
		}
		for _, x := range quoted[p.source.ID] {
			if x.End > p.Start && x.Start < p.End {
				rows[i] = append(rows[i], x)
			}
		}
	}
	read, err := b.readPassages(ctx, rows)
	if err != nil {
		return nil, err
	}
	values := make([]any, len(read))
	for i, row := range read {
		list := make([]any, len(row))
		for j, p := range row {
			list[j] = p
		}
		values[i] = list
	}
	return values, nil
}

// sourcesQuoted spells which sources have a text at hand.
func sourcesQuoted(g *graph.Graph, q Quoter) string {
	if q == nil {
		return ""
	}
	var list []string
	for _, id := range g.SourceIDs() {
		if q.Has(id) {
			list = append(list, string(id))
		}
	}
	return strings.Join(list, " ")
}
