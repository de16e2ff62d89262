package schema

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/schema/executor"
)

// defaultMatrix is how many rows and columns a matrix has where none is named.
const defaultMatrix = 50

// table is a matrix with the field that it tabulates.
type table struct {
	*graph.Matrix
	field *graph.Field
}

// cell is a cell of a table with its entities.
type cell struct {
	*graph.Cell
	row, column graph.ID
}

func (t *table) cells() []*cell {
	list := make([]*cell, len(t.Cells))
	for i := range t.Cells {
		c := &t.Cells[i]
		list[i] = &cell{c, t.Rows[c.Row], t.Columns[c.Column]}
	}
	return list
}

func (b *builder) matrixRoot() *graphql.Field {
	number := func(f func(*cell) int, what string) *graphql.Field {
		return &graphql.Field{Type: nonNull(graphql.Int), Description: what, Resolve: executor.One(func(c *cell) any { return f(c) })}
	}
	claims := func(each func([]*graph.Claim) any) graphql.FieldResolveFn {
		return executor.Many(func(ctx context.Context, parents []any, _ map[string]any) ([]any, error) {
			values := make([]any, len(parents))
			for i, c := range executor.Parents[*cell](parents) {
				list, err := b.claimsOf(ctx, &c.Edge)
				if err != nil {
					return nil, err
				}
				values[i] = each(list)
			}
			return values, nil
		})
	}
	cells := graphql.NewObject(graphql.ObjectConfig{Name: "MatrixCell", Description: "How the entity of a row is related to that of a column.", Fields: graphql.Fields{
		"row":         {Type: nonNull(graphql.ID), Description: "Id of the row's entity.", Resolve: executor.One(func(c *cell) any { return string(c.row) })},
		"column":      {Type: nonNull(graphql.ID), Description: "Id of the column's entity.", Resolve: executor.One(func(c *cell) any { return string(c.column) })},
		"rowIndex":    number(func(c *cell) int { return c.Row }, "Place of the row in rows, from 0."),
		"columnIndex": number(func(c *cell) int { return c.Column }, "Place of the column in columns, from 0."),
		"basis":       {Type: nonNull(b.enums.basis), Description: "How the relation is known.", Resolve: executor.One(func(c *cell) any { return c.Edge.Basis.String() })},
		"statuses":    {Type: listOf(b.enums.status), Description: "Statuses of the relation, strongest first; of a derived one the weakest of each chain.", Resolve: executor.One(func(c *cell) any { return statusWords(c.Edge.Statuses) })},
		"roles":       {Type: listOf(graphql.String), Description: "Roles that the claims name, sorted.", Resolve: executor.One(func(c *cell) any { return c.Edge.Roles })},
		"claimCount":  {Type: nonNull(graphql.Int), Description: "How many claims are behind it.", Resolve: claims(func(list []*graph.Claim) any { return len(list) })},
		"claims":      {Type: listOf(b.claim), Description: "The claims behind it in reading order; of a derived relation those it follows from.", Resolve: claims(func(list []*graph.Claim) any { return list })},
	}})
	count := func(f func(*table) int, what string) *graphql.Field {
		return &graphql.Field{Type: nonNull(graphql.Int), Description: what, Resolve: executor.One(func(t *table) any { return f(t) })}
	}
	t := graphql.NewObject(graphql.ObjectConfig{Name: "Matrix", Description: "A table of entities by entities. Rows and columns with most cells come first, then by id; those without a cell are left out.", Fields: graphql.Fields{
		"field":        {Type: nonNull(b.enums.relationField), Description: "The relation field of the rows that is tabulated.", Resolve: executor.One(func(t *table) any { return t.field.Name })},
		"label":        {Type: nonNull(graphql.String), Description: "Label of the field, Chinese.", Resolve: executor.One(func(t *table) any { return t.field.Label.Zh })},
		"labelEn":      {Type: nonNull(graphql.String), Description: "Label of the field, English.", Resolve: executor.One(func(t *table) any { return t.field.Label.En })},
		"rows":         {Type: listOf(b.entity), Description: "The entities of the rows.", Resolve: loadMany(b, func(t *table) []graph.ID { return t.Rows })},
		"columns":      {Type: listOf(b.entity), Description: "The entities of the columns.", Resolve: loadMany(b, func(t *table) []graph.ID { return t.Columns })},
		"cells":        {Type: listOf(cells), Description: "The cells that are not empty, row by row.", Resolve: executor.One(func(t *table) any { return t.cells() })},
		"totalRows":    count(func(t *table) int { return t.TotalRows }, "Rows that have a cell, those that were cut off among them."),
		"totalColumns": count(func(t *table) int { return t.TotalColumns }, "Columns that have a cell, those that were cut off among them."),
	}})
	return &graphql.Field{
		Type:        nonNull(t),
		Description: "A relation field as a table: universities by counties, enterprises by industries. Without field it is the first one of the rows' type that leads to the columns' type only, else the first that leads to it among others.",
		Args: graphql.FieldConfigArgument{
			"rows":      {Type: nonNull(b.enums.entityType), Description: "Type of the rows."},
			"columns":   {Type: nonNull(b.enums.entityType), Description: "Type of the columns."},
			"field":     {Type: b.enums.relationField, Description: "The relation field of the rows."},
			"rowIds":    {Type: graphql.NewList(nonNull(graphql.ID)), Description: "Only these rows, at most 500."},
			"columnIds": {Type: graphql.NewList(nonNull(graphql.ID)), Description: "Only these columns, at most 500."},
			"statuses":  {Type: graphql.NewList(nonNull(b.enums.status)), Description: "Only relations in one of these statuses."},
			"first":     {Type: graphql.Int, DefaultValue: defaultMatrix, Description: "At most so many rows, and at most so many columns; at most 500."},
		},
		Resolve: executor.Many(func(ctx context.Context, _ []any, args map[string]any) ([]any, error) {
			m, err := b.matrix(ctx, args)
			return []any{m}, err
		}),
	}
}

func (b *builder) matrix(ctx context.Context, args map[string]any) (*table, error) {
	rows, columns := args["rows"].(graph.Type), args["columns"].(graph.Type)
	most, err := between(args, "first", 0, b.Limits.Page, defaultMatrix)
	if err != nil {
		return nil, err
	}
	f, err := matrixField(rows, columns, args["field"])
	if err != nil {
		return nil, err
	}
	named := func(argument string, t graph.Type) ([]graph.ID, error) {
		given, err := atMost(args, argument, maxFilterList)
		if err != nil {
			return nil, err
		}
		return b.readIDs(ctx, argument, given, t)
	}
	rowIDs, err := named("rowIds", rows)
	if err != nil {
		return nil, err
	}
	if len(rowIDs) == 0 {
		rowIDs = b.Graph.IDs(rows)
	}
	columnIDs, err := named("columnIds", columns)
	if err != nil {
		return nil, err
	}
	m, err := b.Graph.Matrix(ctx, f, rowIDs, columns, columnIDs, reachOf(args).Statuses, most)
	return &table{m, f}, err
}

// matrixField finds the field of rows that leads to columns.
func matrixField(rows, columns graph.Type, name any) (*graph.Field, error) {
	var found *graph.Field
	var possible []string
	for _, f := range graph.Ontology.FieldsOf(rows) {
		if !slices.Contains(f.Targets, columns) {
			continue
		}
		if f.Name == name {
			return f, nil
		}
		possible = append(possible, enumName(f.Name))
		if found == nil || len(f.Targets) == 1 && len(found.Targets) > 1 {
			found = f
		}
	}
	switch {
	case found == nil:
		return nil, executor.BadInput("no relation field leads from %s to %s", enumName(string(rows)), enumName(string(columns)))
	case name != nil:
		return nil, executor.BadInput("%s of %s does not lead to %s; these do: %s", enumName(fmt.Sprint(name)), enumName(string(rows)), enumName(string(columns)), strings.Join(possible, ", "))
	}
	return found, nil
}
