package executor

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/graphql-go/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// introspector answers what tools ask a schema about itself, from the printed
// schema and with all that graphql-js asks for. graphql-go v0.8.1 knows half of
// the fields, prints defaults wrongly and changes the order with each call.
// A type is a *ast.Definition, or a *ast.Type where it is a list or non-null.
type introspector struct {
	schema *ast.Schema
	typ    *graphql.Object
	field  *graphql.Object
	value  *graphql.Object
	enum   *graphql.Object
}

const introspectionRoot = "__Root"

// introspection adds the introspection types to all and gives the name of the
// object whose fields belong to the query type.
func introspection(schema *ast.Schema, all graphql.TypeMap) string {
	in := &introspector{schema: schema}
	object := func(name string) *graphql.Object {
		o := graphql.NewObject(graphql.ObjectConfig{Name: name, Fields: graphql.Fields{}})
		all[name] = o
		return o
	}
	in.typ, in.field, in.value, in.enum = object("__Type"), object("__Field"), object("__InputValue"), object("__EnumValue")
	directive, root, this := object("__Directive"), object(introspectionRoot), object("__Schema")
	kinds, locations := in.names("__TypeKind"), in.names("__DirectiveLocation")
	all["__TypeKind"], all["__DirectiveLocation"] = kinds, locations
	in.typeFields(kinds)
	in.memberFields()
	add(directive, "name", graphql.NewNonNull(graphql.String), One(func(d *ast.DirectiveDefinition) any { return d.Name }))
	add(directive, "description", graphql.String, One(func(d *ast.DirectiveDefinition) any { return textOrNull(d.Description) }))
	add(directive, "isRepeatable", graphql.NewNonNull(graphql.Boolean), One(func(d *ast.DirectiveDefinition) any { return d.IsRepeatable }))
	add(directive, "locations", listOf(locations), One(func(d *ast.DirectiveDefinition) any { return d.Locations }))
	add(directive, "args", listOf(in.value), current(func(d *ast.DirectiveDefinition) ast.ArgumentDefinitionList { return some(d.Arguments) }, argumentDirectives))
	add(this, "description", graphql.String, One(func(s *ast.Schema) any { return textOrNull(s.Description) }))
	add(this, "types", listOf(in.typ), One(func(s *ast.Schema) any { return sorted(s.Types) }))
	add(this, "queryType", graphql.NewNonNull(in.typ), One(func(s *ast.Schema) any { return s.Query }))
	add(this, "mutationType", in.typ, One(func(s *ast.Schema) any { return s.Mutation }))
	add(this, "subscriptionType", in.typ, One(func(s *ast.Schema) any { return s.Subscription }))
	add(this, "directives", listOf(directive), One(func(s *ast.Schema) any { return sorted(s.Directives) }))
	add(root, "__schema", graphql.NewNonNull(this), Many(func(context.Context, []any, map[string]any) ([]any, error) { return []any{schema}, nil }))
	add(root, "__type", in.typ, Many(func(_ context.Context, _ []any, args map[string]any) ([]any, error) {
		return []any{schema.Types[args["name"].(string)]}, nil
	}))
	return root.Name()
}

func add(o *graphql.Object, name string, t graphql.Output, resolve graphql.FieldResolveFn) {
	o.AddFieldConfig(name, &graphql.Field{Type: t, Resolve: resolve})
}

// names makes the enum of the words that an enum of the prelude lists.
func (in *introspector) names(enum string) *graphql.Enum {
	values := graphql.EnumValueConfigMap{}
	for _, v := range in.schema.Types[enum].EnumValues {
		var inner any = ast.DirectiveLocation(v.Name)
		if enum == "__TypeKind" {
			inner = ast.DefinitionKind(v.Name)
		}
		values[v.Name] = &graphql.EnumValueConfig{Value: inner}
	}
	return graphql.NewEnum(graphql.EnumConfig{Name: enum, Values: values})
}

func sorted[T any](m map[string]*T) []*T {
	list := make([]*T, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		list = append(list, m[name])
	}
	return list
}

// definition makes a resolver that looks at named types only; lists and
// non-nulls have null there.
func definition(f func(*ast.Definition) any) graphql.FieldResolveFn {
	return One(func(t any) any {
		if def, named := t.(*ast.Definition); named {
			return f(def)
		}
		return nil
	})
}

func (in *introspector) typeFields(kinds *graphql.Enum) {
	add(in.typ, "kind", graphql.NewNonNull(kinds), One(kindOfType))
	add(in.typ, "name", graphql.String, definition(func(d *ast.Definition) any { return d.Name }))
	add(in.typ, "description", graphql.String, definition(func(d *ast.Definition) any { return textOrNull(d.Description) }))
	add(in.typ, "specifiedByURL", graphql.String, definition(func(d *ast.Definition) any {
		if by := d.Directives.ForName("specifiedBy"); by != nil {
			return by.Arguments.ForName("url").Value.Raw
		}
		return nil
	}))
	add(in.typ, "isOneOf", graphql.Boolean, definition(func(d *ast.Definition) any {
		if d.Kind != ast.InputObject {
			return nil
		}
		return d.Directives.ForName("oneOf") != nil
	}))
	add(in.typ, "fields", graphql.NewList(graphql.NewNonNull(in.field)), current(func(t any) ast.FieldList { return membersOf(t, ast.Object, ast.Interface) }, fieldDirectives))
	add(in.typ, "inputFields", graphql.NewList(graphql.NewNonNull(in.value)), current(func(t any) ast.FieldList { return membersOf(t, ast.InputObject) }, fieldDirectives))
	add(in.typ, "enumValues", graphql.NewList(graphql.NewNonNull(in.enum)), current(func(t any) ast.EnumValueList {
		if d, ok := t.(*ast.Definition); ok && d.Kind == ast.Enum {
			return d.EnumValues
		}
		return nil
	}, func(v *ast.EnumValueDefinition) ast.DirectiveList { return v.Directives }))
	add(in.typ, "interfaces", graphql.NewList(graphql.NewNonNull(in.typ)), definition(func(d *ast.Definition) any {
		if d.Kind != ast.Object && d.Kind != ast.Interface {
			return nil
		}
		list := []*ast.Definition{}
		for _, name := range slices.Sorted(slices.Values(d.Interfaces)) {
			list = append(list, in.schema.Types[name])
		}
		return list
	}))
	add(in.typ, "possibleTypes", graphql.NewList(graphql.NewNonNull(in.typ)), definition(func(d *ast.Definition) any {
		if !d.IsAbstractType() {
			return nil
		}
		list := slices.Clone(in.schema.PossibleTypes[d.Name])
		slices.SortFunc(list, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
		return list
	}))
	add(in.typ, "ofType", in.typ, One(func(t any) any {
		wrapper, wraps := t.(*ast.Type)
		if !wraps {
			return nil
		}
		if wrapper.NonNull {
			inner := *wrapper
			inner.NonNull = false
			return in.wrapped(&inner)
		}
		return in.wrapped(wrapper.Elem)
	}))
}

func kindOfType(t any) any {
	switch t := t.(type) {
	case *ast.Definition:
		return t.Kind
	case *ast.Type:
		if t.NonNull {
			return ast.DefinitionKind("NON_NULL")
		}
	}
	return ast.DefinitionKind("LIST")
}

// wrapped is the type that a reference names, or the reference where it is a
// list or non-null.
func (in *introspector) wrapped(t *ast.Type) any {
	if t.NonNull || t.Elem != nil {
		return t
	}
	return in.schema.Types[t.NamedType]
}

// membersOf gives the fields of a type of certain kinds, without those of introspection.
func membersOf(t any, kinds ...ast.DefinitionKind) ast.FieldList {
	d, ok := t.(*ast.Definition)
	if !ok || !slices.Contains(kinds, d.Kind) {
		return nil
	}
	list := ast.FieldList{}
	for _, f := range d.Fields {
		if !introspective(f.Name) {
			list = append(list, f)
		}
	}
	return list
}

// memberFields makes the fields of what types are made of.
func (in *introspector) memberFields() {
	type fieldDef = *ast.FieldDefinition
	add(in.field, "name", graphql.NewNonNull(graphql.String), One(func(f fieldDef) any { return f.Name }))
	add(in.field, "description", graphql.String, One(func(f fieldDef) any { return textOrNull(f.Description) }))
	add(in.field, "args", listOf(in.value), current(func(f fieldDef) ast.ArgumentDefinitionList { return some(f.Arguments) }, argumentDirectives))
	add(in.field, "type", graphql.NewNonNull(in.typ), One(func(f fieldDef) any { return in.wrapped(f.Type) }))
	// Input fields are field definitions in gqlparser, arguments are not.
	member := func(name string, t graphql.Output, f func(fieldDef) any) {
		add(in.value, name, t, One(func(v any) any {
			if a, ok := v.(*ast.ArgumentDefinition); ok {
				return f(&ast.FieldDefinition{Name: a.Name, Description: a.Description, Type: a.Type, DefaultValue: a.DefaultValue, Directives: a.Directives})
			}
			return f(v.(fieldDef))
		}))
	}
	member("name", graphql.NewNonNull(graphql.String), func(f fieldDef) any { return f.Name })
	member("description", graphql.String, func(f fieldDef) any { return textOrNull(f.Description) })
	member("type", graphql.NewNonNull(in.typ), func(f fieldDef) any { return in.wrapped(f.Type) })
	member("defaultValue", graphql.String, func(f fieldDef) any {
		if f.DefaultValue == nil {
			return nil
		}
		return literalText(f.DefaultValue)
	})
	member("isDeprecated", graphql.NewNonNull(graphql.Boolean), func(f fieldDef) any { return f.Directives.ForName("deprecated") != nil })
	member("deprecationReason", graphql.String, func(f fieldDef) any { return reason(f.Directives) })
	add(in.field, "isDeprecated", graphql.NewNonNull(graphql.Boolean), One(func(f fieldDef) any { return f.Directives.ForName("deprecated") != nil }))
	add(in.field, "deprecationReason", graphql.String, One(func(f fieldDef) any { return reason(f.Directives) }))
	type enumDef = *ast.EnumValueDefinition
	add(in.enum, "name", graphql.NewNonNull(graphql.String), One(func(v enumDef) any { return v.Name }))
	add(in.enum, "description", graphql.String, One(func(v enumDef) any { return textOrNull(v.Description) }))
	add(in.enum, "isDeprecated", graphql.NewNonNull(graphql.Boolean), One(func(v enumDef) any { return v.Directives.ForName("deprecated") != nil }))
	add(in.enum, "deprecationReason", graphql.String, One(func(v enumDef) any { return reason(v.Directives) }))
}

func fieldDirectives(f *ast.FieldDefinition) ast.DirectiveList       { return f.Directives }
func argumentDirectives(a *ast.ArgumentDefinition) ast.DirectiveList { return a.Directives }

// current lists members of a type, those that are deprecated only on request.
// A nil list is null.
func current[P any, L ~[]*M, M any](members func(P) L, directives func(*M) ast.DirectiveList) graphql.FieldResolveFn {
	return Many(func(_ context.Context, parents []any, args map[string]any) ([]any, error) {
		values := make([]any, len(parents))
		for i, p := range Parents[P](parents) {
			all := members(p)
			if all == nil {
				continue
			}
			list := make([]any, 0, len(all))
			for _, m := range all {
				if args["includeDeprecated"] == true || directives(m).ForName("deprecated") == nil {
					list = append(list, m)
				}
			}
			values[i] = list
		}
		return values, nil
	})
}

// some is a list that is not null even where there are none.
func some(list ast.ArgumentDefinitionList) ast.ArgumentDefinitionList {
	if list == nil {
		return ast.ArgumentDefinitionList{}
	}
	return list
}

func reason(list ast.DirectiveList) any {
	d := list.ForName("deprecated")
	switch {
	case d == nil:
		return nil
	case d.Arguments.ForName("reason") == nil:
		return "No longer supported"
	}
	return d.Arguments.ForName("reason").Value.Raw
}

// literalText spells a literal of the printed schema.
func literalText(v *ast.Value) string {
	var parts []string
	for _, c := range v.Children {
		text := literalText(c.Value)
		if v.Kind == ast.ObjectValue {
			text = c.Name + ": " + text
		}
		parts = append(parts, text)
	}
	switch v.Kind {
	case ast.ListValue:
		return "[" + strings.Join(parts, ", ") + "]"
	case ast.ObjectValue:
		return "{" + strings.Join(parts, ", ") + "}"
	case ast.StringValue, ast.BlockValue:
		return quoted(v.Raw)
	case ast.NullValue:
		return "null"
	}
	return v.Raw
}

func listOf(t graphql.Type) graphql.Output {
	return graphql.NewNonNull(graphql.NewList(graphql.NewNonNull(t)))
}

func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
