package schema

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// claimsRoot lists claims.
func (b *builder) claimsRoot() *graphql.Field {
	t := b.listType("Claim", "claims in reading order", b.claim, nil)
	t.AddFieldConfig("groupBy", b.claimGroups())
	return &graphql.Field{
		Type: nonNull(t), Description: "Claims, source by source in reading order.",
		Args: pagingArgs(graphql.FieldConfigArgument{"filter": {Type: b.claimFilter(), Description: "Only claims that meet this filter."}}),
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			scope := scopeOf("claims", nil, args)
			filter, filtered := args["filter"].(map[string]any)
			if !filtered {
				page, ids, err := b.statementPage(ctx, graph.ClaimPrefix, b.Graph.Stats().Claims, scope, args)
				if err != nil {
					return nil, err
				}
				page.claims = sync.OnceValues(func() ([]*graph.Claim, error) { return b.findClaims(ctx, nil) })
				return fill(ctx, page, ids, b.Graph.Claims)
			}
			claims, err := b.findClaims(ctx, filter)
			if err != nil {
				return nil, err
			}
			page, err := pageOf(claimEntries(claims), nil, scope, args, b.Limits.Page)
			if err != nil {
				return nil, err
			}
			page.claims = known(claims)
			return []any{page}, nil
		}),
	}
}

func claimEntries(claims []*graph.Claim) []entry {
	entries := make([]entry, len(claims))
	for i, c := range claims {
		entries[i] = entry{placeKey(c.Locator, c.ID), c, nil}
	}
	return entries
}

// findClaims gives the claims that a filter keeps, in reading order.
func (b *builder) findClaims(ctx context.Context, filter map[string]any) ([]*graph.Claim, error) {
	if err := weighFilter(filter); err != nil {
		return nil, err
	}
	s := b.sieve(ctx)
	var found []*graph.Claim
	keep := func(claims []*graph.Claim) error {
		ok, err := s.claims(claims, filter)
		for i, c := range claims {
			if err == nil && ok[i] {
				found = append(found, c)
			}
		}
		return err
	}
	var err error
	if ids, named := eitherSide(filter); named {
		err = b.claimsAround(ctx, ids, keep)
	} else {
		err = b.Graph.EachClaim(ctx, b.sourcesWanted(filter), keep)
	}
	slices.SortFunc(found, func(a, b *graph.Claim) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.ID, b.ID))
	})
	return found, err
}

// claimsAround hands over the claims of entities, each once.
func (b *builder) claimsAround(ctx context.Context, ids []graph.ID, do func([]*graph.Claim) error) error {
	rows, err := b.Graph.Relations(ctx, ids, nil, graph.Both)
	if err != nil {
		return err
	}
	seen := map[graph.ID]bool{}
	var claims []*graph.Claim
	edges := graph.EdgesOf(rows...)
	if err := b.Graph.FillClaims(ctx, edges); err != nil {
		return err
	}
	for _, e := range edges {
		for _, c := range e.Claims {
			if !seen[c.ID] {
				seen[c.ID] = true
				claims = append(claims, c)
			}
		}
	}
	return do(claims)
}

// eitherSide gives the entities that a claim filter names by id on one side, if it does.
func eitherSide(filter map[string]any) ([]graph.ID, bool) {
	for _, side := range []string{"subject", "object", "entity"} {
		c, _ := filter[side].(map[string]any)
		if ids, named := idsNamed(c["id"]); named {
			return ids, true
		}
	}
	return nil, false
}

// sourcesWanted are the sources that a filter names, or all.
func (b *builder) sourcesWanted(filter map[string]any) []graph.ID {
	if ids, named := idsNamed(filter["source"]); named {
		return slices.Compact(slices.Sorted(slices.Values(ids)))
	}
	return b.Graph.SourceIDs()
}

func (b *builder) claimFilter() *graphql.InputObject {
	if t := b.inputs["ClaimFilter"]; t != nil {
		return t
	}
	c := &b.conditions
	var filter *graphql.InputObject
	filter = graphql.NewInputObject(graphql.InputObjectConfig{Name: "ClaimFilter", Description: "Which claims are wanted. All that is given must hold.", Fields: graphql.InputObjectConfigFieldMapThunk(func() graphql.InputObjectConfigFieldMap {
		entity := b.filterType(b.entity, b.allTypes())
		return graphql.InputObjectConfigFieldMap{
			"and": {Type: graphql.NewList(nonNull(filter)), Description: "All of these hold."}, "or": {Type: graphql.NewList(nonNull(filter)), Description: "One of these holds."}, "not": {Type: filter, Description: "This does not hold."},
			"predicate": {Type: c.word(b.enums.predicate), Description: "The predicate."}, "status": {Type: c.word(b.enums.status), Description: "The status."}, "role": {Type: c.text, Description: "The role."},
			"subject": {Type: entity, Description: "The subject."}, "object": {Type: entity, Description: "The object."}, "entity": {Type: entity, Description: "The subject or the object."},
			"source": {Type: c.id, Description: "The source."}, "section": {Type: c.text, Description: "The path of headings, joined by \" > \"."},
			"context": {Type: graphql.Boolean, Description: "Read from headings or what precedes."},
		}
	})})
	b.inputs["ClaimFilter"] = filter
	return filter
}

// claims says of each claim whether it meets a filter.
func (s *sieve) claims(claims []*graph.Claim, filter map[string]any) ([]bool, error) {
	cost := func(condition string) int { return slices.Index([]string{"object", "subject", "entity"}, condition) }
	return narrow(claims, filter, cost, func(claims []*graph.Claim, name string, want any) ([]bool, error) {
		c, _ := want.(map[string]any)
		if name == "and" || name == "or" || name == "not" {
			return combine(name, want, len(claims), func(f map[string]any) ([]bool, error) { return s.claims(claims, f) })
		}
		ok := make([]bool, len(claims))
		side := func(of func(*graph.Claim) graph.ID) error {
			ids := make([]graph.ID, len(claims))
			for i, x := range claims {
				ids[i] = of(x)
			}
			held, err := s.each(ids, c)
			for i, h := range held {
				ok[i] = ok[i] || h
			}
			return err
		}
		var err error
		if name == "subject" || name == "entity" {
			err = side(func(x *graph.Claim) graph.ID { return x.Subject })
		}
		if err == nil && (name == "object" || name == "entity") {
			err = side(func(x *graph.Claim) graph.ID { return x.Object })
		}
		for i, x := range claims {
			switch name {
			case "predicate":
				ok[i] = holdsWord(c, x.Predicate)
			case "status":
				ok[i] = holdsWord(c, x.Status.String())
			case "role":
				ok[i] = holdsText(c, x.Role)
			case "source":
				ok[i] = s.holdsID(c, x.Source)
			case "section":
				ok[i] = holdsText(c, x.Section)
			case "context":
				ok[i] = x.Context == want
			}
		}
		return ok, err
	})
}

// claimGroups counts claims by the values of keys.
func (b *builder) claimGroups() *graphql.Field {
	enum := graphql.NewEnum(graphql.EnumConfig{Name: "ClaimGroupKey", Description: "What claims are grouped by.", Values: graphql.EnumValueConfigMap{
		"PREDICATE": {Value: "predicate", Description: "The predicate."}, "STATUS": {Value: "status", Description: "The status."}, "ROLE": {Value: "role", Description: "The role."},
		"SOURCE": {Value: "source", Description: "The source."}, "SUBJECT": {Value: "subject", Description: "The subject."}, "OBJECT": {Value: "object", Description: "The object."},
		"SUBJECT_TYPE": {Value: "subjectType", Description: "The type of the subject."}, "OBJECT_TYPE": {Value: "objectType", Description: "The type of the object."},
	}})
	return b.groupsField(enum, b.groupType("Group", nil), func(ctx context.Context, c *connection, by string) ([][]groupKey, error) {
		claims, err := c.claims()
		keys := make([][]groupKey, len(claims))
		for i, x := range claims {
			keys[i] = []groupKey{claimKey(x, by)}
		}
		return keys, err
	})
}

func claimKey(c *graph.Claim, by string) groupKey {
	name := enumName(by)
	switch by {
	case "predicate":
		info, _ := graph.Ontology.Predicate(c.Predicate)
		return wordKey(name, []graph.Term{{Name: string(c.Predicate), Label: info.Label}}, string(c.Predicate))
	case "status":
		return wordKey(name, graph.Statuses, c.Status.String())
	case "role":
		return groupKey{by: name, value: c.Role}
	case "source":
		return idKey(name, c.Source)
	case "subject":
		return idKey(name, c.Subject)
	case "object":
		return idKey(name, c.Object)
	case "subjectType":
		return typeKeyOf(name, c.Subject)
	case "objectType":
		return typeKeyOf(name, c.Object)
	}
	panic(fmt.Sprintf("claims are not grouped by %s", by))
}
