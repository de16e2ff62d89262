package schema

import (
	"context"
	"fmt"
	"slices"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// valueTypes makes the small types that hang on entities.
func (b *builder) valueTypes() {
	b.name = graphql.NewObject(graphql.ObjectConfig{Name: "Name", Description: "A name of an entity or an indicator.", Fields: graphql.Fields{
		"text": {Type: nonNull(graphql.String), Description: "The name.", Resolve: executor.One(func(n graph.Name) any { return n.Text })},
		"lang": {Type: nonNull(graphql.String), Description: "Language tag: zh or en.", Resolve: executor.One(func(n graph.Name) any { return n.Lang })},
		"kind": {Type: nonNull(b.enums.nameKind), Description: "What sort of name it is.", Resolve: executor.One(func(n graph.Name) any { return string(n.Kind) })},
	}})
	b.ident = graphql.NewObject(graphql.ObjectConfig{Name: "Identifier", Description: "An identifier that others gave an entity.", Fields: graphql.Fields{
		"scheme":  {Type: nonNull(graphql.String), Description: "gbt2260, uscc, ror, wikidata, or number of a task.", Resolve: executor.One(func(i graph.Identifier) any { return i.Scheme })},
		"value":   {Type: nonNull(graphql.String), Description: "The identifier.", Resolve: executor.One(func(i graph.Identifier) any { return i.Value })},
		"edition": {Type: graphql.String, Description: "Edition of the scheme.", Resolve: executor.One(func(i graph.Identifier) any { return orNull(i.Edition) })},
	}})
}

// evidence is where something is said, with the source's id and the note on its reading.
type evidence struct {
	graph.Locator
	context bool
	note    string
}

// statementTypes makes sources, evidence, claims, indicators and observations.
func (b *builder) statementTypes() {
	b.source = b.sourceType()
	b.evidence = b.evidenceType()
	node := []*graphql.Interface{b.node}
	entityOf := func(id func(*graph.Claim) graph.ID, what string) *graphql.Field {
		return &graphql.Field{Type: nonNull(b.entity), Description: what, Resolve: loadOne(id, b.Graph.Entities)}
	}
	b.claim = graphql.NewObject(graphql.ObjectConfig{Name: "Claim", Interfaces: node, Description: "One statement of one passage. The same statement in two passages is two claims.", Fields: graphql.Fields{
		"id":             {Type: nonNull(graphql.ID), Description: "Id: a hash of predicate, subject, object, role, source, start and end.", Resolve: executor.One(func(c *graph.Claim) any { return string(c.ID) })},
		"iri":            {Type: nonNull(graphql.String), Description: "The id as an IRI; it labels the claim's quad.", Resolve: executor.One(func(c *graph.Claim) any { return b.Graph.IRI(c.ID) })},
		"subject":        entityOf(func(c *graph.Claim) graph.ID { return c.Subject }, "The subject."),
		"predicate":      {Type: nonNull(b.enums.predicate), Description: "The predicate.", Resolve: executor.One(func(c *graph.Claim) any { return c.Predicate })},
		"object":         entityOf(func(c *graph.Claim) graph.ID { return c.Object }, "The object."),
		"predicateLabel": {Type: nonNull(graphql.String), Args: b.langArg(), Description: "Label of the predicate, read from the subject.", Resolve: labelled(func(c *graph.Claim) *graph.Label { return predicateLabel(c.Predicate) })},
		"statusLabel":    {Type: nonNull(graphql.String), Args: b.langArg(), Description: "Label of the status.", Resolve: labelled(func(c *graph.Claim) *graph.Label { return labelIn(graph.Statuses, c.Status.String()) })},
		"status":         {Type: nonNull(b.enums.status), Description: "How far the claim reaches.", Resolve: executor.One(func(c *graph.Claim) any { return c.Status.String() })},
		"role":           {Type: graphql.String, Description: "In which role, where the predicate has roles.", Resolve: executor.One(func(c *graph.Claim) any { return orNull(c.Role) })},
		"note":           {Type: graphql.String, Description: "Remark in our words.", Resolve: executor.One(func(c *graph.Claim) any { return orNull(c.Note) })},
		"evidence":       {Type: nonNull(b.evidence), Description: "The passage that says so.", Resolve: executor.One(func(c *graph.Claim) any { return evidence{c.Locator, c.Context, c.Note} })},
	}})
	b.indic = graphql.NewObject(graphql.ObjectConfig{Name: "Indicator", Interfaces: node, Description: "What observations measure.", Fields: graphql.Fields{
		"id":         {Type: nonNull(graphql.ID), Description: "Id, such as indicator/investment.", Resolve: executor.One(func(i *graph.Indicator) any { return string(i.ID) })},
		"name":       {Type: nonNull(graphql.String), Args: b.langArg(), Description: "Name, Chinese unless another language is asked for.", Resolve: inLanguage(func(i *graph.Indicator) (string, string) { return i.Name, i.NameEn })},
		"nameEn":     {Type: nonNull(graphql.String), Description: "Name, English.", Resolve: executor.One(func(i *graph.Indicator) any { return i.NameEn })},
		"names":      {Type: listOf(b.name), Description: "Other wordings of plans.", Resolve: executor.One(func(i *graph.Indicator) any { return i.Names })},
		"unit":       {Type: nonNull(graphql.String), Description: "Unit that values are compared in.", Resolve: executor.One(func(i *graph.Indicator) any { return i.Unit })},
		"better":     {Type: b.enums.better, Description: "Which direction is better, where one is.", Resolve: executor.One(func(i *graph.Indicator) any { return orNull(i.Better) })},
		"definition": {Type: graphql.String, Description: "What is measured, and what is not.", Resolve: executor.One(func(i *graph.Indicator) any { return orNull(i.Definition) })},
	}})
	b.observed = b.observationType(node)
}

func (b *builder) evidenceType() *graphql.Object {
	return graphql.NewObject(graphql.ObjectConfig{Name: "Evidence", Description: "A place in the text of a source. Offsets count Unicode code points from 0.", Fields: graphql.Fields{
		"source":  {Type: nonNull(b.source), Description: "The source.", Resolve: loadOne(func(e evidence) graph.ID { return e.Source }, b.Graph.Sources)},
		"section": {Type: graphql.String, Description: "Path of headings.", Resolve: executor.One(func(e evidence) any { return orNull(e.Section) })},
		"start":   {Type: graphql.Int, Description: "First code point; null for a reference.", Resolve: executor.One(func(e evidence) any { return offset(e.Locator, e.Start) })},
		"end":     {Type: graphql.Int, Description: "One past the last code point; null for a reference.", Resolve: executor.One(func(e evidence) any { return offset(e.Locator, e.End) })},
		"digest":  {Type: graphql.String, Description: "First 16 hex digits of the passage's SHA-256.", Resolve: executor.One(func(e evidence) any { return orNull(e.Digest) })},
		"context": {Type: nonNull(graphql.Boolean), Description: "Read from headings or what precedes, not from the passage alone; note says so.", Resolve: executor.One(func(e evidence) any { return e.context })},
		"note":    {Type: graphql.String, Description: "Remark on the reading.", Resolve: executor.One(func(e evidence) any { return orNull(e.note) })},
		"quote": {Type: graphql.String, Description: "The passage, where this server has the text; else null.", Resolve: executor.One(func(e evidence) any {
			if b.Quoter == nil {
				return nil
			}
			return orNull(b.Quoter.Quote(e.Locator))
		})},
		"citation": {Type: nonNull(graphql.String), Description: "Full citation of the passage, in Chinese.", Resolve: executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			list := executor.Parents[evidence](parents)
			rows := make([][]graph.ID, len(list))
			for i, e := range list {
				rows[i] = []graph.ID{e.Source}
			}
			sources, err := loadLists(ctx, rows, b.Graph.Sources)
			if err != nil {
				return nil, err
			}
			values := make([]any, len(list))
			for i, e := range list {
				values[i] = sources[i].([]any)[0].(*graph.Source).Cite(e.Locator)
			}
			return values, nil
		})},
	}})
}

func offset(l graph.Locator, n int) any {
	if l.End == 0 {
		return nil
	}
	return n
}

func (b *builder) observationType(node []*graphql.Interface) *graphql.Object {
	word := func(f func(*graph.Observation) string) graphql.FieldResolveFn {
		return executor.One(func(o *graph.Observation) any { return orNull(f(o)) })
	}
	convert := func(value func(*graph.Observation) string) graphql.FieldResolveFn {
		return executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			list := executor.Parents[*graph.Observation](parents)
			rows := make([][]graph.ID, len(list))
			for i, o := range list {
				rows[i] = []graph.ID{o.Indicator}
			}
			indicators, err := loadLists(ctx, rows, b.Graph.Indicators)
			if err != nil {
				return nil, err
			}
			values := make([]any, len(list))
			for i, o := range list {
				if number, ok := graph.Convert(value(o), o.Unit, indicators[i].([]any)[0].(*graph.Indicator).Unit); ok {
					values[i], _ = number.Float64()
				}
			}
			return values, nil
		})
	}
	return graphql.NewObject(graphql.ObjectConfig{Name: "Observation", Interfaces: node, Description: "A number, or a wording, that one passage gives for an entity.", Fields: graphql.Fields{
		"id":           {Type: nonNull(graphql.ID), Description: "Id: a hash of all that is not the value.", Resolve: executor.One(func(o *graph.Observation) any { return string(o.ID) })},
		"entity":       {Type: nonNull(b.entity), Description: "Whom it is about.", Resolve: loadOne(func(o *graph.Observation) graph.ID { return o.Entity }, b.Graph.Entities)},
		"of":           {Type: b.entity, Description: "What is measured inside the entity.", Resolve: loadOne(func(o *graph.Observation) graph.ID { return o.Of }, b.Graph.Entities)},
		"indicator":    {Type: nonNull(b.indic), Description: "What is measured.", Resolve: loadOne(func(o *graph.Observation) graph.ID { return o.Indicator }, b.Graph.Indicators)},
		"period":       {Type: nonNull(graphql.String), Description: "A calendar year, or a range such as 2016/2020.", Resolve: word(func(o *graph.Observation) string { return o.Period })},
		"role":         {Type: nonNull(b.enums.role), Description: "Actual, target or estimate.", Resolve: word(func(o *graph.Observation) string { return o.Role })},
		"measure":      {Type: nonNull(b.enums.measure), Description: "How the value is to be read.", Resolve: word(func(o *graph.Observation) string { return o.Measure })},
		"roleLabel":    {Type: nonNull(graphql.String), Args: b.langArg(), Description: "Label of the role.", Resolve: labelled(func(o *graph.Observation) *graph.Label { return labelIn(graph.ObservationRoles, o.Role) })},
		"measureLabel": {Type: nonNull(graphql.String), Args: b.langArg(), Description: "Label of the measure.", Resolve: labelled(func(o *graph.Observation) *graph.Label { return labelIn(graph.Measures, o.Measure) })},
		"boundLabel":   {Type: graphql.String, Args: b.langArg(), Description: "Label of the bound.", Resolve: labelled(func(o *graph.Observation) *graph.Label { return labelIn(graph.Bounds, o.Bound) })},
		"bound":        {Type: b.enums.bound, Description: "On which side the true value lies; null: the value itself.", Resolve: word(func(o *graph.Observation) string { return o.Bound })},
		"value":        {Type: nonNull(graphql.String), Description: "The decimal as printed, or the plan's wording where it gives none.", Resolve: word(func(o *graph.Observation) string { return o.Value })},
		"valueTo":      {Type: graphql.String, Description: "Upper end of an interval.", Resolve: word(func(o *graph.Observation) string { return o.ValueTo })},
		"unit":         {Type: graphql.String, Description: "Unit as printed; null for a wording.", Resolve: word(func(o *graph.Observation) string { return o.Unit })},
		"number":       {Type: graphql.Float, Description: "The value in the indicator's unit; null for a wording or a unit that does not compare.", Resolve: convert(func(o *graph.Observation) string { return o.Value })},
		"numberTo":     {Type: graphql.Float, Description: "valueTo in the indicator's unit.", Resolve: convert(func(o *graph.Observation) string { return o.ValueTo })},
		"note":         {Type: graphql.String, Description: "Remark in our words.", Resolve: word(func(o *graph.Observation) string { return o.Note })},
		"evidence":     {Type: nonNull(b.evidence), Description: "The passage that says so.", Resolve: executor.One(func(o *graph.Observation) any { return evidence{o.Locator, o.Context, o.Note} })},
	}})
}

// observationsField is the list of an entity's observations.
func (b *builder) observationsField() *graphql.Field {
	return &graphql.Field{
		Type:        nonNull(b.listType("Observation", "observations, sorted by indicator, period and role", b.observed, nil)),
		Description: "What is measured of it.",
		Args: pagingArgs(graphql.FieldConfigArgument{
			"indicators": {Type: graphql.NewList(nonNull(graphql.ID)), Description: "Only these indicators."},
			"roles":      {Type: graphql.NewList(nonNull(b.enums.role)), Description: "Only these roles."},
			"measures":   {Type: graphql.NewList(nonNull(b.enums.measure)), Description: "Only these measures."},
		}),
		Resolve: executor.Many(func(ctx context.Context, parents []any, args map[string]any) ([]any, error) {
			rows, err := b.Graph.Observations(ctx, entityIDs(parents), idsArg(args, "indicators"))
			if err != nil {
				return nil, err
			}
			roles, measures := listArg[string](args, "roles"), listArg[string](args, "measures")
			values := make([]any, len(rows))
			for i, row := range rows {
				row = slices.DeleteFunc(row, func(o *graph.Observation) bool { return !allows(roles, o.Role) || !allows(measures, o.Measure) })
				entries := make([]entry, len(row))
				for j, o := range row {
					entries[j] = entry{observationKey(o), o, nil}
				}
				page, err := pageOf(entries, nil, scopeOf("observations", entityIDs(parents)[i], args), args, b.Limits.Page)
				if err != nil {
					return nil, err
				}
				page.observations = known(row)
				values[i] = page
			}
			return values, nil
		}),
	}
}

// observationKey is the sort key of an observation, in the order that the graph gives.
func observationKey(o *graph.Observation) []string {
	return []string{string(o.Indicator), string(o.Of), o.Period, o.Role, string(o.Source), fmt.Sprintf("%09d", o.Start), fmt.Sprintf("%09d", o.End), string(o.ID)}
}
